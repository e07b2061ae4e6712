package acceptance

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"huiyin/shared/campaign"
	"huiyin/shared/customer"
	"huiyin/shared/event"
	"huiyin/shared/phone"
	web "huiyin/shared/web/desk"
)

// sized decides up to how many customers a campaign's author may approve it,
// until the function it returns is called.
func (d *desk) sized(t *testing.T, people int) (back func()) {
	t.Helper()
	const path = "/desk/campaign-settings"
	was := d.send(t, http.MethodGet, path, "", "", d.as(t, "admin")...)
	var had web.CampaignSettings
	was.into(t, http.StatusOK, &had)
	had.AlonePeople, people = people, had.AlonePeople
	now := d.put(t, "admin", path, was.header.Get("ETag"), "application/json", encode(t, had))
	now.into(t, http.StatusOK, nil)
	return func() {
		had.AlonePeople = people
		d.put(t, "admin", path, now.header.Get("ETag"), "application/json", encode(t, had)).into(t, http.StatusOK, nil)
	}
}

// campaign reads a campaign.
func (d *desk) campaign(t *testing.T, id string) (c web.Campaign) {
	t.Helper()
	d.send(t, http.MethodGet, "/desk/campaigns/"+id, "", "", d.as(t, "supervisor")...).into(t, http.StatusOK, &c)
	return c
}

// campaignStep takes the next step with a campaign, as it stands.
func (d *desk) campaignStep(t *testing.T, role, id, step string, status int) reply {
	t.Helper()
	headers := append(d.as(t, role), "If-Match", fmt.Sprintf("%q", fmt.Sprint(d.campaign(t, id).Version)))
	r := d.send(t, http.MethodPost, "/desk/campaigns/"+id+"/"+step, "", "", headers...)
	if r.status != status {
		t.Fatalf("%s: status %d, not %d: %s", step, r.status, status, r.body)
	}
	return r
}

// report is what became of each customer of a campaign: the reason, else the
// state.
func (d *desk) report(t *testing.T, id string) map[string]string {
	t.Helper()
	found := map[string]string{}
	for page := 1; page <= d.campaign(t, id).Pages; page++ {
		var list web.RecipientPage
		d.send(t, http.MethodGet, fmt.Sprintf("/desk/campaigns/%s/recipients?page=%d", id, page), "", "", d.as(t, "supervisor")...).into(t, http.StatusOK, &list)
		for _, r := range list.Recipients {
			if found[r.Customer] != "" {
				t.Errorf("%s stands twice in the report", r.Customer)
			}
			found[r.Customer] = strings.TrimSuffix(r.State+" "+r.Why, " ")
		}
	}
	return found
}

// rule: NJ-5, LAW-2, JY-11 — a campaign to those with a tag: counted with its
// price, approved by a second person, stopped while it runs, when nothing more
// goes out, and let go on; each gets it once, whatever comes twice, and whoever
// does not stands in the report with the reason.
func TestACampaignReachesItsSegmentOnce(t *testing.T) {
	defer the.sized(t, 0)()
	guest := func(in customer.Input, tag string) (customer.Customer, phone.Number) {
		in.Tags = []string{tag}
		return the.file(t, in, true)
	}
	lady, ladys := guest(customer.Input{Name: "王芳", Title: "ms"}, "广交会")
	foreigner, foreigners := guest(customer.Input{Name: "Ann Lee", Lang: "en"}, "广交会")
	stopper, stoppers := guest(customer.Input{Name: "吴忧"}, "广交会")
	angry, angrys := guest(customer.Input{Name: "郑重"}, "广交会")
	born, borns := guest(customer.Input{Name: "赵强", Birthday: customer.Birthday{Month: 6, Day: 9}}, "广交会")
	_, others := guest(customer.Input{Name: "周舟"}, "进博会")
	var r receipt
	the.post(t, "/complaints", complaint(string(angrys))).into(t, http.StatusCreated, &r)
	the.awaitSMS(t, angrys, 1)
	defer the.putAway(t, "service", r.Number)

	var made web.Campaign
	the.post(t, "/desk/campaigns", map[string]any{"name": "展会邀请", "segment": map[string]any{"tags": []string{"广交会"}},
		"text": "{addressee}，我们在广交会等您。", "textEnglish": "See you at the fair."}, the.as(t, "supervisor")...).into(t, http.StatusCreated, &made)
	id := made.ID
	the.campaignStep(t, "supervisor", id, "approve", http.StatusConflict) // nobody knows yet how large it is
	the.campaignStep(t, "supervisor", id, "count", http.StatusOK)
	counted := the.campaign(t, id)
	if counted.State != "previewed" || counted.Count != 5 || counted.Price <= 0 || !counted.SecondOne {
		t.Fatalf("counted: %+v", counted)
	}
	for _, text := range counted.Texts {
		if text.Parts != 1 || !strings.Contains(text.Sample, "huiyin.example") {
			t.Errorf("%+v", text)
		}
	}
	the.campaignStep(t, "supervisor", id, "approve", http.StatusForbidden)
	the.campaignStep(t, "admin", id, "approve", http.StatusOK)

	pages := campaign.PageSubject(id)
	release := the.hold(t, pages)
	the.sweep(t, the.now())
	if c := the.campaign(t, id); c.State != "running" || c.People != 5 || c.Pending != c.Pages {
		t.Fatalf("running: %+v", c)
	}
	if err := the.customers().StopFor(t.Context(), stoppers, event.Staff("staff-agent"), the.now()); err != nil {
		t.Fatal(err)
	}
	the.campaignStep(t, "supervisor", id, "stop", http.StatusOK)
	release()
	the.settle(t)
	the.sweep(t, the.now().Add(2*time.Minute)) // it is stopped: there is nothing to go on with
	the.onlySMS(t, ladys, 0)
	the.onlySMS(t, foreigners, 0)
	if found := the.report(t, id); found[lady.ID] != "" || len(found) != 5 {
		t.Errorf("stopped, the report says %v", found)
	}

	the.campaignStep(t, "supervisor", id, "resume", http.StatusOK)
	the.sweep(t, the.now().Add(time.Second))
	the.settle(t)
	for hour := 0; the.campaign(t, id).State != "done" && hour < 24; hour++ { // until it has been the hour everywhere
		the.sweep(t, the.now().Add(time.Duration(hour)*time.Hour+time.Minute))
	}
	done := the.campaign(t, id)
	if done.State != "done" || done.Outcomes.Sent != 2 || done.Outcomes.Failed+done.Outcomes.Waiting+done.Outcomes.Unknown != 0 || done.Pending != 0 {
		t.Fatalf("at last: %+v", done)
	}
	for _, page := range the.told(t, pages) { // and the same once more
		the.toBus(t, page)
		the.toQueue(t, page)
	}
	mustSay(t, the.onlySMS(t, ladys, 1)[0], "王芳女士", "广交会", "退订见huiyin.example")
	mustSay(t, the.onlySMS(t, foreigners, 1)[0], "the fair", "To opt out: huiyin.example")
	the.onlySMS(t, stoppers, 0)
	the.onlySMS(t, angrys, 1)
	the.onlySMS(t, borns, 0)
	the.onlySMS(t, others, 0)
	want := map[string]string{lady.ID: "accepted", foreigner.ID: "accepted", stopper.ID: "skipped greeting.opted_out",
		angry.ID: "skipped greeting.open_complaint", born.ID: "skipped campaign.birthday"}
	found := the.report(t, id)
	for who, what := range want {
		if found[who] != what {
			t.Errorf("%s: %q, not %q", who, found[who], what)
		}
	}
	file := the.send(t, http.MethodGet, "/desk/campaigns/"+id+"/report?lang=zh", "", "", the.as(t, "supervisor")...)
	if text := string(file.body); file.status != http.StatusOK || strings.Count(text, "\r\n") != 6 || !strings.Contains(text, "投诉") {
		t.Errorf("the file: %d %s", file.status, text)
	}
}

// rule: NJ-8 — a month of the content calendar makes its campaign a week before,
// once, in its writer's name; nobody gets it until somebody else approves it.
func TestTheMessageOfAMonthWaitsForApproval(t *testing.T) {
	defer the.sized(t, 0)()
	was := the.send(t, http.MethodGet, "/desk/content", "", "", the.as(t, "supervisor")...)
	was.into(t, http.StatusOK, nil)
	month := web.ContentMonth{Month: "2026-06", Day: 14, Hour: "10:00", Name: "六月来信", Text: "{addressee}，西南专线本月提速一天。", TextEnglish: "Our south-west line is a day faster.",
		Segment: web.Segment{Tags: []string{"只给这一个标签"}}}
	the.put(t, "supervisor", "/desk/content", was.header.Get("ETag"), "application/json", encode(t, web.ContentCalendar{Months: []web.ContentMonth{month}})).into(t, http.StatusOK, nil)
	_, number := the.file(t, customer.Input{Name: "陆逊", Tags: []string{"只给这一个标签"}}, true)
	for range 2 {
		the.sweep(t, the.now())
	}
	c := the.campaign(t, "month-2026-06")
	if c.State != "previewed" || c.Count != 1 || c.Author == nil {
		t.Fatalf("%+v", c)
	}
	the.campaignStep(t, "supervisor", c.ID, "approve", http.StatusForbidden)
	the.sweep(t, month14())
	the.onlySMS(t, number, 0)
	the.campaignStep(t, "admin", c.ID, "approve", http.StatusOK)
	for range 2 {
		the.sweep(t, month14())
		the.settle(t)
	}
	mustSay(t, the.onlySMS(t, number, 1)[0], "提速一天", "huiyin.example")
}

// month14 is the hour at which the month's message goes out.
func month14() time.Time { return time.Date(2026, 6, 14, 10, 0, 0, 0, shanghai) }
