package report_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/place"
	"huiyin/shared/report"
	"huiyin/shared/ticket"
	"huiyin/shared/words"
)

func TestAPeriodIsWholeDaysOfTheCompanysZone(t *testing.T) {
	w := newWorld(t)
	var inside []string
	for _, c := range []struct {
		at string
		in bool
	}{
		{"2026-05-31T15:59:59.999Z", false}, {"2026-05-31T16:00:00Z", true}, {"2026-06-15T04:00:00Z", true},
		{"2026-06-30T15:59:59.999Z", true}, {"2026-06-30T16:00:00Z", false},
	} {
		at, _ := time.Parse(time.RFC3339, c.at)
		if number := w.open(at); c.in {
			inside = append(inside, number)
		}
	}
	rows := w.table(monday.AddDate(0, 2, 0), w.period("2026-06-01", "2026-06-30"))
	if len(rows) != len(inside) {
		t.Fatalf("%d rows, want %d", len(rows), len(inside))
	}
	if first := rows[0]["Opened at (Asia/Shanghai)"]; first != "2026-06-01 00:00:00" {
		t.Errorf("the first was opened %s", first)
	}
}

func TestPeriodsThatAreRefused(t *testing.T) {
	for _, c := range []struct{ from, to, wrong string }{
		{"2026-06-01", "2026-06-01", ""},
		{"2024-01-01", "2024-12-31", ""}, // a leap year
		{"2026-06-01", "2027-06-01", ""}, // 366 days
		{"2026-06-01", "2027-06-02", "to report.too_long"},
		{"0001-01-01", "9999-12-31", "to report.too_long"},
		{"2026-06-02", "2026-06-01", "to report.order"},
		{"2026-02-30", "2026-06-01", "from report.date"},
		{"", "=1+1", "from report.date, to report.date"},
		{"2026-06-01T00:00:00Z", "20260601", "from report.date, to report.date"},
	} {
		_, err := report.ParsePeriod(c.from, c.to, shanghai)
		var wrong []string
		if err != nil {
			for _, f := range errs.As(err).Fields {
				wrong = append(wrong, f.Path+" "+f.Code)
				if !words.Has(f.Code) {
					t.Errorf("no sentence for %s", f.Code)
				}
			}
		}
		if got := strings.Join(wrong, ", "); got != c.wrong {
			t.Errorf("%s to %s: %q, want %q", c.from, c.to, got, c.wrong)
		}
	}
}

// What a customer typed is text in a spreadsheet, whatever it looks like.
func TestNothingTypedIsAFormula(t *testing.T) {
	w := newWorld(t)
	typed := []string{"=1+1", "+8613800138000", "-2+3", "@SUM(A1:A9)", "＝１＋１", "＋1", "－1", "＠a", `=HYPERLINK("http://x","y")`, `"=1",=2`, "杭州, 余杭", "'=1", "平江路"}
	for i, region := range typed {
		w.open(monday.Add(time.Duration(i)*time.Second), func(in *ticket.Intake) { in.Region = region })
	}
	for i, row := range w.table(monday.Add(time.Hour), w.period("2026-06-01", "2026-06-01")) {
		cell := row["Place"]
		if cell != typed[i] && cell != "'"+typed[i] {
			t.Errorf("%q came out as %q", typed[i], cell)
		}
		if strings.IndexAny(cell, "=+-@\t\r\n＝＋－＠") == 0 {
			t.Errorf("%q is a formula", cell)
		}
	}
}

func TestEverySheetIsAFileOfItsOwn(t *testing.T) {
	for lang, want := range map[words.Lang]string{
		words.Chinese: "\ufeff工单号,类型,事由,", words.English: "\ufeffNumber,Type,Reason,",
	} {
		s := report.NewCSV(lang, shanghai)
		got := string(s.Bytes())
		if !strings.HasPrefix(got, want) || !strings.HasSuffix(got, "\r\n") || strings.Contains(got, "console.") || strings.Count(got, "\n") != 1 {
			t.Errorf("%s: %q", lang, got)
		}
	}
	w := newWorld(t)
	w.open(monday)
	s := report.NewCSV(words.Chinese, shanghai)
	if _, err := w.Write(w.ctx, monday.Add(time.Hour), w.period("2026-06-01", "2026-06-01"), "", badge, s); err != nil {
		t.Fatal(err)
	}
	if got := string(s.Bytes()); !strings.Contains(got, ",投诉,送晚了,服务,网站,客户,") || !strings.Contains(got, ",待受理,") {
		t.Errorf("the codes are not said in Chinese: %s", got)
	}
}

func TestRowsForPrograms(t *testing.T) {
	w := newWorld(t)
	w.open(monday, func(in *ticket.Intake) { in.Region = "=1+1\u2028" })
	w.open(monday.Add(time.Hour))
	for _, rows := range []int{0, 1, 2} {
		s := report.NewJSON()
		day := map[int]string{0: "2026-06-02", 1: "2026-06-01", 2: "2026-06-01"}[rows]
		if _, err := w.Write(w.ctx, monday.Add(2*time.Hour), w.period(day, day), "", badge, s); err != nil {
			t.Fatal(err)
		}
		raw, err := s.End("more")
		var got struct {
			Rows []report.Row
			Next string
		}
		if err == nil {
			err = json.Unmarshal(raw, &got)
		}
		if want := map[int]int{0: 0, 1: 2, 2: 2}[rows]; err != nil || len(got.Rows) != want || got.Rows == nil || got.Next != "more" {
			t.Errorf("%s: %v", raw, err)
		}
	}
}

// reading watches how much is read before it is written.
type reading struct {
	report.Store
	t        *testing.T
	held     int
	most     int
	requests int
}

func (r *reading) Tickets(ctx context.Context, numbers []string) ([]ticket.Ticket, error) {
	r.requests++
	r.held += len(numbers)
	r.most = max(r.most, r.held)
	return r.Store.Tickets(ctx, numbers)
}

// written is a sheet that says when a row was written.
type written struct {
	*report.CSV
	r *reading
}

func (s written) Row(r report.Row) error { s.r.held--; return s.CSV.Row(r) }

// rule: JY-4
// A year of tickets comes out part by part, each of a bounded size, each ticket
// once, and never more than a hundred wait to be written.
func TestAYearIsWrittenAsItIsRead(t *testing.T) {
	const many = 7000
	w := newWorld(t)
	first := time.Date(2025, 12, 31, 16, 0, 0, 0, time.UTC)
	want := w.many(many, func(i int) time.Time {
		return first.Add(time.Duration(i) * (364 * 24 * time.Hour / many)).Truncate(time.Millisecond)
	})
	watch := &reading{Store: w.Service.Store, t: t}
	w.Service.Store = watch
	p := w.period("2026-01-01", "2026-12-31")
	seen, parts, until := map[string]bool{}, 0, time.Time{}
	for cursor := ""; ; parts++ {
		s := report.NewCSV(words.Chinese, shanghai)
		part, err := w.Write(w.ctx, first.AddDate(1, 0, 1), p, cursor, badge, written{s, watch})
		if err != nil {
			t.Fatal(err)
		}
		if len(s.Bytes()) > 3<<20 || part.Rows > 1000 || part.Next != "" && !part.Until.After(until) {
			t.Errorf("part %d has %d rows, %d bytes, up to %s", parts, part.Rows, len(s.Bytes()), part.Until)
		}
		until = part.Until
		for line := range strings.SplitSeq(strings.TrimSpace(string(s.Bytes())), "\r\n") {
			number, _, _ := strings.Cut(line, ",")
			seen[strings.ReplaceAll(number, "-", "")] = true
		}
		if cursor = part.Next; cursor == "" {
			break
		}
	}
	if parts != 6 || watch.most > 100 || watch.requests > many/100+parts+1 {
		t.Errorf("%d parts, %d requests, %d tickets held at once", parts+1, watch.requests, watch.most)
	}
	if !until.Equal(p.To()) {
		t.Errorf("read up to %s", until)
	}
	for _, number := range want {
		if !seen[number] {
			t.Fatalf("%s is missing", number)
		}
	}
	if len(seen) != many+1 { // the first line
		t.Errorf("%d lines for %d tickets", len(seen), many)
	}
}

func TestACursorIsOfItsPeriod(t *testing.T) {
	w := newWorld(t)
	w.many(1001, func(i int) time.Time { return monday.Add(time.Duration(i) * time.Second) })
	p := w.period("2026-06-01", "2026-06-02")
	part, err := w.Write(w.ctx, monday, p, "", badge, report.NewJSON())
	if err != nil || part.Rows != 1000 || part.Next == "" {
		t.Fatalf("%+v %v", part, err)
	}
	for _, wrong := range []struct {
		p      report.Period
		cursor string
	}{
		{w.period("2026-06-01", "2026-06-03"), part.Next}, {w.period("2026-05-01", "2026-06-02"), part.Next},
		{p, part.Next + "A"}, {p, part.Next[:len(part.Next)-4]}, {p, "x"}, {p, "' OR 1=1"},
	} {
		_, err := w.Write(w.ctx, monday, wrong.p, wrong.cursor, badge, report.NewJSON())
		if !errs.Is(err, errs.Invalid) || errs.As(err).Fields[0].Path != "cursor" {
			t.Errorf("%q was taken: %v", wrong.cursor, err)
		}
	}
	rest, err := w.Write(w.ctx, monday, p, part.Next, badge, report.NewJSON())
	if err != nil || rest.Rows != 1 || rest.Next != "" {
		t.Errorf("%+v %v", rest, err)
	}
}

// The parts that are told of are the parts that are written, also when more
// tickets come in meanwhile.
func TestThePartsAreThoseThatAreWritten(t *testing.T) {
	w := newWorld(t)
	first := time.Date(2025, 12, 31, 16, 0, 0, 0, time.UTC)
	numbers := w.many(2345, func(i int) time.Time { return first.Add(time.Duration(i) * 3 * time.Hour) })
	p := w.period("2026-01-01", "2026-12-31")
	parts, err := w.Parts(w.ctx, p, "")
	if err != nil || len(parts) != 3 {
		t.Fatalf("%+v %v", parts, err)
	}
	w.many(3, func(i int) time.Time { return first.AddDate(0, 11, i) })
	at := 0
	for _, want := range parts {
		s := report.NewJSON()
		got, err := w.Write(w.ctx, first.AddDate(1, 0, 0), p, want.Cursor, badge, s)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := s.End("")
		if err != nil {
			t.Fatal(err)
		}
		var sheet struct{ Rows []report.Row }
		if err := json.Unmarshal(raw, &sheet); err != nil || len(sheet.Rows) != got.Rows || got.Rows < want.Rows || got.Next != want.Next {
			t.Fatalf("%+v was told of, %+v written: %v", want, got, err)
		}
		for i, row := range sheet.Rows[:want.Rows] {
			if strings.ReplaceAll(row.Number, "-", "") != numbers[at+i] {
				t.Fatalf("row %d is %s, not %s", at+i, row.Number, numbers[at+i])
			}
		}
		at += want.Rows
	}
	if at != len(numbers) {
		t.Errorf("%d rows for %d tickets", at, len(numbers))
	}
	none, err := w.Parts(w.ctx, w.period("2020-01-01", "2020-12-31"), "")
	if err != nil || len(none) != 1 || none[0].Rows != 0 {
		t.Errorf("of a year without tickets: %+v %v", none, err)
	}
}

// The largest row there can be, a thousand times and written into JSON once
// more, fits into an answer.
func TestThePartOfTheLargestRowsFits(t *testing.T) {
	w := newWorld(t)
	number := w.open(monday, func(in *ticket.Intake) { in.Region = strings.Repeat("\"", ticket.MaxRegion) })
	now := monday
	for _, p := range place.Seed() {
		now = now.Add(time.Minute)
		w.must(w.desk.HandOver(w.ctx, now, agent, number, 0, ticket.Handing{To: p.Kind, Name: p.Name, Summary: "查件", Taker: "李"}))
		w.must(w.desk.HandBack(w.ctx, now.Add(59*time.Second), agent, number, 0, "已查到"))
	}
	s := report.NewJSON()
	if _, err := w.Write(w.ctx, now, w.period("2026-06-01", "2026-06-01"), "", badge, s); err != nil {
		t.Fatal(err)
	}
	row, err := s.End("")
	if err != nil {
		t.Fatal(err)
	}
	inside, err := json.Marshal(string(row))
	if err != nil || len(inside)*1000 > 6_000_000 {
		t.Errorf("a row of %d bytes, %d inside of JSON: %v", len(row), len(inside), err)
	}
}
