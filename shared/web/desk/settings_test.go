package desk

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/setting"
	"huiyin/shared/sla"
)

// stored are the rules as the desk's settings say.
type stored struct{ *setting.Service }

func (s stored) Book(ctx context.Context) (*sla.Book, error) {
	f, err := s.InForce(ctx)
	if err != nil {
		return nil, err
	}
	return f.Book, nil
}

// withStoredRules is a desk whose tickets live by its settings.
func withStoredRules(t *testing.T) *bench {
	b := newBench(t)
	b.desk.Tickets.Rules = stored{b.desk.Settings}
	return b
}

// everyDay is a calendar that is open at the same hours every day.
func everyDay(from, to string) string {
	var hours []string
	for _, day := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
		hours = append(hours, fmt.Sprintf(`%q:[[%q,%q]]`, day, from, to))
	}
	return `{"timeZone":"Asia/Shanghai","hours":{` + strings.Join(hours, ",") + `}}`
}

// rule: QM-4 — an admin changes the hours: looks first, saves, and everybody
// in charge sees how the open tickets move.
func TestAnAdminChangesACalendar(t *testing.T) {
	b := withStoredRules(t)
	number := b.inquiry("agent")
	seen := b.call("supervisor", get, "/desk/calendars/queries", "").is(200)
	if seen.etag() != `"1"` || seen.at("by") != nil || seen.text("value.timeZone") != "Asia/Shanghai" {
		t.Errorf("what came with the program: %s", seen.raw)
	}
	path, body := "/desk/calendars/queries", everyDay("08:30", "12:30")
	b.call("admin", post, path+"/preview", body).is(200) // whoever names no version looks at what is there
	b.call("admin", post, path+"/preview", body, "If-Match", `"7"`).refused(412, "setting.stale")
	b.call("admin", put, path, body).refused(412, "setting.stale")
	before := len(b.store.Told(0))
	look := b.call("admin", post, path+"/preview", body, "If-Match", seen.etag()).is(200)
	if look.at("looked") != 1.0 || look.at("moved") != 1.0 || look.at("complete") != true || look.at("more") != false || look.at("changes") != true {
		t.Errorf("preview %s", look.raw)
	}
	ticket := look.list("tickets")[0]
	first := ticket["timers"].([]any)[0].(map[string]any)
	if ticket["number"] != number || first["metric"] != "first_response" || first["was"] != "2026-06-10T05:00:00Z" || first["due"] != "2026-06-11T01:00:00Z" {
		t.Errorf("preview lists %v", ticket)
	}
	if len(b.store.Told(0)) != before {
		t.Error("looking told something")
	}

	saved := b.call("admin", put, path, body, "If-Match", seen.etag()).is(200)
	if saved.etag() != `"2"` || saved.text("by") != "staff:"+b.staff["admin"] || saved.text("job") != "calendar-queries-2" || saved.text("at") == "" {
		t.Errorf("saved %s", saved.raw)
	}
	b.call("admin", put, path, body, "If-Match", seen.etag()).refused(412, "setting.stale")
	b.call("admin", put, path, `{"timeZone":"Mars"}`, "If-Match", saved.etag()).refused(422, "invalid", "timeZone", "hours")
	b.call("admin", put, path, body, "If-Match", `"x"`).refused(412, "desk.stale")
	b.call("admin", put, path, body, "If-Match", "*").refused(422, "invalid", "If-Match")
	if again := b.call("admin", put, path, body, "If-Match", saved.etag()).is(200); again.etag() != saved.etag() || again.at("job") != nil {
		t.Errorf("the same once more: %s", again.raw)
	}

	job := b.call("supervisor", get, "/desk/jobs/calendar-queries-2", "").is(200)
	if job.text("state") != "waiting" || job.text("begins") != "2026-06-10T04:02:00Z" {
		t.Errorf("job %s", job.raw)
	}
	if err := b.desk.Settings.Work(t.Context(), noon.Add(2*time.Minute), "calendar-queries-2", func() bool { return true }); err != nil {
		t.Fatal(err)
	}
	job = b.call("supervisor", get, "/desk/jobs", "").is(200)
	if one := job.list("jobs")[0]; one["state"] != "done" || one["moved"] != 1.0 || one["about"] != 1.0 || one["done"] != 1.0 || one["by"] != "staff:"+b.staff["admin"] {
		t.Errorf("jobs %s", job.raw)
	}
	for _, timer := range b.call("agent", get, "/desk/tickets/"+number, "").is(200).list("timers") {
		if timer["metric"] == "first_response" && timer["dueAt"] != "2026-06-11T01:00:00Z" {
			t.Errorf("due %v", timer["dueAt"])
		}
	}
	b.call("supervisor", get, "/desk/jobs/none", "").refused(404, "setting.no_job")
	b.call("supervisor", get, "/desk/calendars/none", "").refused(404, "setting.not_found")

	b.call("admin", put, "/desk/calendars/night", everyDay("22:00", "06:00")).is(200)
	list := b.call("supervisor", get, "/desk/calendars", "").is(200).list("calendars")
	if len(list) != 3 || list[1]["id"] != "night" || list[2]["version"] != 2.0 {
		t.Errorf("calendars %v", list)
	}
	b.call("admin", put, path, everyDay("08:30", "18:30"), "If-Match", `"2"`).is(200)
	versions := b.call("supervisor", get, path+"/versions", "").is(200).list("versions")
	if len(versions) != 2 || versions[0]["version"] != 3.0 || versions[1]["by"] != "staff:"+b.staff["admin"] {
		t.Errorf("versions %v", versions)
	}
	if versions = b.call("supervisor", get, path+"/versions?before=3&limit=1", "").is(200).list("versions"); len(versions) != 1 || versions[0]["version"] != 2.0 {
		t.Errorf("before the third: %v", versions)
	}
}

// What is read can be sent back as it is.
func TestAnAdminChangesThePolicies(t *testing.T) {
	b := withStoredRules(t)
	seen := b.call("supervisor", get, "/desk/policies", "").is(200)
	_, rest, _ := strings.Cut(seen.raw, `"value":`)
	value := strings.TrimSuffix(strings.TrimSpace(rest), "}")
	if same := b.call("admin", post, "/desk/policies/preview", value, "If-Match", seen.etag()).is(200); same.at("changes") != false {
		t.Errorf("unchanged: %s", same.raw)
	}
	b.inquiry("agent", `"waybill":"W1000"`)
	faster := strings.Replace(value, `"first_response":{"business":"1h"}`, `"first_response":{"business":"1m"}`, 1)
	b.now = noon.Add(10 * time.Minute)
	look := b.call("admin", post, "/desk/policies/preview", faster, "If-Match", seen.etag()).is(200)
	if look.at("breached") != 1.0 || look.list("tickets")[0]["timers"].([]any)[0].(map[string]any)["breached"] != true {
		t.Errorf("preview %s", look.raw)
	}
	saved := b.call("admin", put, "/desk/policies", faster, "If-Match", seen.etag()).is(200)
	if saved.etag() != `"2"` || saved.text("job") != "policy-all-2" || saved.at("value.default.version") != 2.0 {
		t.Errorf("saved %s", saved.raw)
	}
	b.call("admin", put, "/desk/policies", strings.Replace(value, `"calendar":"queries"`, `"calendar":"none"`, 1), "If-Match", saved.etag()).
		refused(422, "invalid", "policies[0].calendar")
	if versions := b.call("supervisor", get, "/desk/policies/versions", "").is(200).list("versions"); len(versions) != 1 || versions[0]["version"] != 2.0 {
		t.Errorf("versions %v", versions)
	}
}

// rule: LAW-5 — a year's list is loaded as JSON, as the notice's table or as an
// iCalendar file; until then admins are told that it is missing.
func TestAnAdminLoadsAYear(t *testing.T) {
	const path = "/desk/holidays/2027"
	ics := "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270101\r\nDTEND;VALUE=DATE:20270103\r\nSUMMARY:元旦（休）\r\nEND:VEVENT\r\n" +
		"BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270103\r\nSUMMARY:元旦（班）\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	for kind, body := range map[string]string{
		"application/json":        `[{"date":"2027-01-01","name":"元旦","off":true},{"date":"2027-01-02","name":"元旦","off":true},{"date":"2027-01-03","name":"元旦","off":false}]`,
		"text/csv; charset=utf-8": "\ufeff日期,名称,休或班\n1月1日（周五）至2日（周六）,元旦,休\n1月3日,元旦,班\n",
		"text/calendar":           ics,
	} {
		b := withStoredRules(t)
		b.now = time.Date(2026, 12, 3, 4, 0, 0, 0, time.UTC)
		me := b.call("admin", get, "/desk/me", "").is(200)
		if notices := me.list("notices"); len(notices) != 1 || notices[0]["year"] != 2027.0 || !strings.Contains(notices[0]["text"].(string), "2027") {
			t.Errorf("notices %v", notices)
		}
		if other := b.call("supervisor", get, "/desk/me", "").is(200); other.at("notices") != nil {
			t.Errorf("a supervisor is told %s", other.raw)
		}
		shown := b.call("supervisor", get, "/desk/holidays", "").is(200)
		last := shown.list("years")[3]
		if fmt.Sprint(shown.at("missing")) != "[2027]" || last["provisional"] != true || last["version"] != 0.0 || last["days"].([]any)[0].(map[string]any)["provisional"] != true {
			t.Errorf("before: %v, missing %v", last, shown.at("missing"))
		}
		b.call("supervisor", get, path, "").refused(404, "setting.not_found")

		b.call("admin", post, path+"/preview", body, "Content-Type", kind).is(200)
		saved := b.call("admin", put, path, body, "Content-Type", kind).is(200)
		if saved.etag() != `"1"` || len(saved.at("value").([]any)) != 3 {
			t.Errorf("%s: saved %s", kind, saved.raw)
		}
		want := `[{"date":"2027-01-01","name":"元旦","off":true},{"date":"2027-01-02","name":"元旦","off":true},{"date":"2027-01-03","name":"元旦","off":false}]`
		if read := b.call("supervisor", get, path, "").is(200); !strings.Contains(read.raw, want) {
			t.Errorf("%s: %s", kind, read.raw)
		}
		b.call("admin", put, path, body, "Content-Type", kind).refused(412, "setting.stale")
		if after := b.call("admin", get, "/desk/me", "").is(200); after.at("notices") != nil {
			t.Errorf("loaded, and still told: %s", after.raw)
		}
		if shown := b.call("admin", get, "/desk/holidays", "").is(200); len(shown.at("missing").([]any)) != 0 || shown.list("years")[3]["loaded"] != true {
			t.Errorf("after: %s", shown.raw)
		}
		f, err := b.desk.Settings.InForce(t.Context())
		day, known := f.Holidays.On(calendar.Date{Year: 2027, Month: 1, Day: 3})
		if err != nil || !known || day.Off {
			t.Errorf("%s: 3 January is %+v", kind, day)
		}
	}

	b := withStoredRules(t)
	b.call("admin", put, path, "1月1日,元旦,休\n3月1日,元旦,什么\n2月30日,春节,休", "Content-Type", "text/csv").refused(422, "invalid", "row 2.off", "row 3.date")
	b.call("admin", put, path, "1月1日,元旦,休\n1月1日,元旦,休\n2028-01-01,元旦,休", "Content-Type", "text/csv").refused(422, "invalid", "row 2.date", "row 3.date")
	b.call("admin", put, path, ics[:40], "Content-Type", "text/calendar").refused(422, "invalid", "body")
	b.call("admin", put, path, `[{"date":"2027-01-01"}]`).refused(422, "invalid", "[0].off")
	for _, kind := range []string{"text/plain", "application/x-www-form-urlencoded", "text/csv; charset=gbk"} {
		b.call("admin", put, path, "x", "Content-Type", kind).refused(http.StatusUnsupportedMediaType, "web.media_type")
	}
	b.call("admin", put, "/desk/calendars/queries", "x", "Content-Type", "text/csv").refused(http.StatusUnsupportedMediaType, "web.media_type")
	b.call("admin", put, "/desk/holidays/1066", "[]").refused(422, "invalid", "year")
}
