package setting

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/words"
)

// shown lists rows: "10-01 国庆节 休 row 2".
func shown(rows []Row) string {
	var all []string
	for _, r := range rows {
		all = append(all, fmt.Sprint(r.Date.String()[2:], " ", r.Name, " ", r.Off, " ", r.Place))
	}
	return strings.Join(all, "|")
}

// refusals lists what an Invalid error names, and that each has a sentence.
func refusals(t *testing.T, err error) string {
	t.Helper()
	var all []string
	for _, f := range errs.As(err).Fields {
		all = append(all, f.Path+":"+f.Code)
		if !words.Has(f.Code) {
			t.Errorf("no sentence for %s", f.Code)
		}
	}
	return strings.Join(all, " ")
}

// rule: LAW-5 — the table of the notice is taken as people paste it.
func TestATableOfTheNotice(t *testing.T) {
	const days = "27-10-01 国庆节 true row 1|27-10-02 国庆节 true row 1|27-10-03 国庆节 true row 1"
	for name, c := range map[string]struct{ table, want string }{
		"plain":                      {"2027-01-01,元旦,休", "27-01-01 元旦 true row 1"},
		"a heading and a mark":       {"\ufeff日期,名称,休/班\r\n2027-01-01,元旦,休\r\n", "27-01-01 元旦 true row 2"},
		"an English heading":         {"date,name,off\n2027-01-01,New Year,true\n2027-01-03,New Year,false\n", "27-01-01 New Year true row 2|27-01-03 New Year false row 3"},
		"tabs":                       {"1月1日\t元旦\t放假\n1月3日\t元旦\t上班", "27-01-01 元旦 true row 1|27-01-03 元旦 false row 2"},
		"empty rows and cells":       {"\n1月1日,元旦,休,,\n,,\n", "27-01-01 元旦 true row 2"},
		"a range":                    {"10月1日至3日,国庆节,休", days},
		"with days of the week":      {"10月1日（周五）至3日（周日）,国庆节,休", days},
		"with narrow brackets":       {"10月1日(周五)-3日(周日),国庆节,休", days},
		"a long dash":                {"10月1日——10月3日,国庆节,休", days},
		"a wave":                     {"10.1,国庆节,休\n", ""},
		"iso and a wave":             {"2027-10-01～2027-10-03,国庆节,休", days},
		"short of days":              {"10月1-3日,国庆节,休", days},
		"wide digits":                {"１０月１日至３日,国庆节,休", days},
		"slashes":                    {"2027/10/1~2027/10/3,国庆节,休", days},
		"with its year":              {"2027年10月1日至10月3日,国庆节,休", days},
		"over the end of a month":    {"4月30日至5月1日,劳动节,休", "27-04-30 劳动节 true row 1|27-05-01 劳动节 true row 1"},
		"over new year":              {"12月31日至1月1日,元旦,休", "26-12-31 元旦 true row 1|27-01-01 元旦 true row 1"},
		"several":                    {"\"2月14日（周日）、2月20日\",春节,班", "27-02-14 春节 false row 1|27-02-20 春节 false row 1"},
		"several in one cell":        {"9月26日、10月9日，10月10日,国庆节,补班", "27-09-26 国庆节 false row 1|27-10-09 国庆节 false row 1|27-10-10 国庆节 false row 1"},
		"a day of the same month":    {"2月14日、20日,春节,班", "27-02-14 春节 false row 1|27-02-20 春节 false row 1"},
		"a quoted cell of two lines": {"\"10月1日\n至3日\",国庆节,休\n2027-10-04,国庆节,休", ""},
	} {
		rows, err := ReadTable([]byte(c.table), 2027)
		if c.want == "" {
			if err == nil {
				t.Errorf("%s was taken: %s", name, shown(rows))
			}
			continue
		}
		if err != nil || shown(rows) != c.want {
			t.Errorf("%s: %q (%v)", name, shown(rows), err)
		}
	}
}

func TestWhatIsWrongWithATableIsToldByItsRow(t *testing.T) {
	for table, want := range map[string]string{
		"2027-01-01,元旦":     "row 1:setting.columns",
		"2027-01-01,元旦,休,x": "row 1:setting.columns",
		"x1,元旦,休\n2027-02-30,元旦,休\n2027-01-01,元旦,调休": "row 1.date:setting.date row 2.date:calendar.no_such_date row 3.off:setting.off",
		"13月1日,元旦,休":                         "row 1.date:calendar.no_such_date",
		"1日,元旦,休":                            "row 1.date:setting.date",
		"2027-10-07至2027-10-01,国庆节,休":        "row 1.date:setting.range",
		"1月1日至3月1日,春节,休":                     "row 1.date:setting.range",
		"1月1日至,元旦,休":                         "row 1.date:setting.date",
		"2027-01-01,\"元\"旦,休":                "row 1:setting.bad_table",
		"2027-01-01,\xd4\xaa,\xd0\xdd":       "body:setting.not_utf8",
		strings.Repeat("1月1日至31日,春节,休\n", 9): "days:calendar.too_many",
	} {
		if _, err := ReadTable([]byte(table), 2027); refusals(t, err) != want {
			t.Errorf("%.40q: %v", table, err)
		}
	}
}

func TestAListOfHolidaysAsJSON(t *testing.T) {
	rows, err := ReadJSON([]byte(`[{"date":"2027-01-01","name":"元旦","off":true},{"date":"2027-01-03","name":"元旦","off":false}]`))
	if err != nil || shown(rows) != "27-01-01 元旦 true [0]|27-01-03 元旦 false [1]" {
		t.Errorf("%q (%v)", shown(rows), err)
	}
	for body, want := range map[string]string{
		`{}`: ":calendar.wrong_type", `[`: ":calendar.bad_json", `[{}]`: "[0].date:required [0].off:required",
		`[{"date":"2027-02-30","name":"x","off":true},{"date":"2027-01-01","name":"x","off":1},{"date":"2027-01-01","name":"x","off":true,"free":true}]`: "[0].date:calendar.no_such_date [1].off:calendar.wrong_type [2].free:unknown_field",
	} {
		if _, err := ReadJSON([]byte(body)); refusals(t, err) != want {
			t.Errorf("%s: %v", body, err)
		}
	}
}

// A list is judged as a whole: the year, doubles, names; by their places.
func TestAListOfHolidaysIsOfOneYear(t *testing.T) {
	for table, want := range map[string]string{
		"2026-12-30,元旦,班\n1月1日,元旦,休":                      "",
		"2026-11-30,元旦,班\n2028-01-01,元旦,休":                "row 1.date:calendar.other_year row 2.date:calendar.other_year",
		"1月1日至3日,元旦,休\n1月3日,元旦,班":                         "row 2.date:calendar.date_twice",
		"1月1日,,休\n1月2日," + strings.Repeat("长", 41) + ",休": "row 1.name:required row 2.name:too_long",
		"日期,名称,休班":                                        "days:required",
	} {
		rows, err := ReadTable([]byte(table), 2027)
		if err == nil {
			_, err = daysOf(2027, rows)
		}
		if refusals(t, err) != want {
			t.Errorf("%.40q: %v", table, err)
		}
	}
	if _, err := daysOf(1899, nil); refusals(t, err) != "year:setting.year" {
		t.Error(err)
	}
}

func FuzzReadTable(f *testing.F) {
	for _, table := range []string{"2027-01-01,元旦,休", "10月1日（周五）至3日（周日）\t国庆节\t放假", "\ufeffdate,name,off\n\"2月14日、20日\",春节,班", "12月31日-1月1日,元旦,0"} {
		f.Add([]byte(table), 2027)
	}
	f.Fuzz(func(t *testing.T, table []byte, year int) {
		rows, err := ReadTable(table, year)
		if err != nil && !errs.Is(err, errs.Invalid) {
			t.Error(err)
		}
		for _, r := range rows {
			if !exists(r.Date) {
				t.Errorf("%v is no date", r.Date)
			}
		}
		if err == nil {
			if days, err := daysOf(year, rows); err == nil && len(days) != len(rows) {
				t.Errorf("%d rows are %d days", len(rows), len(days))
			}
		}
	})
}

func FuzzReadPolicies(f *testing.F) {
	f.Add([]byte(`{"policies":[{"id":"a","calendar":"queries","targets":{"resolution":{"business":"1h"}},"steps":[{"at":"80%","to":["owner"]}]}],"default":{"id":"b","calendar":"queries","targets":{}}}`))
	program, err := Compile(nil, "Asia/Shanghai")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var fields errs.Fields
		policies := readPolicies(body, &fields)
		if !fields.Empty() {
			return
		}
		d := &Draft{Area: Policy, ID: PoliciesID, Version: 1, before: program, after: program}
		for _, p := range append(policies.Ordered, policies.Default) {
			d.checkCalendar(p, "p", &fields)
		}
		if !fields.Empty() {
			return
		}
		versions(program.Book.Policies, &policies, 2)
		if err := d.put(Policy, PoliciesID, program.Book.Policies, policies, nil); err != nil {
			t.Fatal(err)
		}
		d.after.unopenable(time.Date(2026, 6, 9, 2, 0, 0, 0, time.UTC))
	})
}
