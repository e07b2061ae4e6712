package year_test

import (
	"flag"
	"fmt"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"huiyin/infra/year"
	"huiyin/shared/calendar"
	"huiyin/shared/errs"
	"huiyin/shared/greeting"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/phone"
)

var (
	customers = flag.Int("customers", 250, "how many the company has")
	years     = flag.String("years", "2031", "which are lived through, with commas between them")
	seeds     = flag.Int("seeds", 1, "how many stories of each year are told")
	firstSeed = flag.Uint64("seed", 1, "of the first story")
)

// rule: NJ-2, NJ-4, LAW-2, LAW-3 — a year of a company's greetings, with
// everything that can come between, is what the model says, customer by
// customer and day by day. In 2031 Mid-Autumn is on National Day and the third
// month comes twice, 2028 is a leap year, in 2033 the Double Ninth is on
// National Day.
func TestAYearOfGreetings(t *testing.T) {
	months := readMonths(t)
	for _, name := range strings.Split(*years, ",") {
		of, err := strconv.Atoi(name)
		if err != nil {
			t.Fatal(err)
		}
		for seed := *firstSeed; seed < *firstSeed+uint64(*seeds); seed++ {
			t.Run(fmt.Sprintf("%d, story %d", of, seed), func(t *testing.T) {
				t.Parallel()
				story := year.Tell(seed, of, *customers, months)
				model, err := year.NewModel(story, months)
				if err != nil {
					t.Fatal(err)
				}
				w := newWorld(t, story, seed)
				w.live()
				w.compare(model, of)
			})
		}
	}
}

func readMonths(t *testing.T) year.Months {
	t.Helper()
	text, err := os.ReadFile("../../shared/greeting/testdata/months.csv")
	if err != nil {
		t.Fatal(err)
	}
	months, err := year.ReadMonths(string(text))
	if err != nil {
		t.Fatal(err)
	}
	return months
}

// shown is how many differences are printed.
const shown = 12

// compare holds every customer's every day against the model.
func (w *world) compare(model *year.Model, of int) {
	found := w.found()
	counts, sure, differ := map[string]int{}, 0, 0
	for date := (calendar.Date{Year: of, Month: 1, Day: 1}); date.Year == of; date = date.AddDays(1) {
		for who := range w.story.People {
			right := model.Expect(who, date)
			got := w.outcome(who, date, found[day{who, date}])
			if len(got) == 1 && got[0] == year.Nobody && len(right) == 1 && right[0] == year.Nobody {
				continue
			}
			if len(right) == 1 {
				sure++
			}
			for _, o := range got {
				counts[o]++
				if !slices.Contains(right, o) {
					if differ++; differ <= shown {
						w.Errorf("%s", w.tell(who, date, right, got))
					}
					break
				}
			}
		}
	}
	if differ > shown {
		w.Errorf("and %d more", differ-shown)
	}
	w.once()
	w.rest(counts["skipped:budget"])
	for _, o := range slices.Sorted(maps.Keys(counts)) {
		w.Logf("%6d %s", counts[o], o)
	}
	w.Logf("%d days of greetings of which only one outcome is right; %d pages, %d troubles, %d steps", sure, len(found), len(w.story.Troubles), len(w.story.Steps))
	w.rich(counts)
}

// rich fails for a story in which too little happens, which proves little. The
// first one is told with every run of the tests.
func (w *world) rich(counts map[string]int) {
	if w.story.Tight != "2031-10" || *firstSeed != 1 || *seeds != 1 || *customers < 250 {
		return
	}
	for _, o := range []string{"sent:birthday", "sent:festival.spring_festival", "sent:festival.mid_autumn", "skipped:greeting.opted_out", "skipped:greeting.open_complaint",
		"skipped:greeting.day_over", "skipped:budget", year.Unknown, year.Failed} {
		if counts[o] == 0 {
			w.Errorf("nothing in this story comes to %q", o)
		}
	}
}

type day struct {
	who  int
	date calendar.Date
}

// line is what a page says of one of its customers.
type line struct {
	ledger.Line
	batch string
}

// found are the lines of all pages, by customer and day.
func (w *world) found() map[day][]line {
	all := map[day][]line{}
	for _, e := range w.store.Told(0) {
		if e.Type != greeting.PageRecorded {
			continue
		}
		var f greeting.PageFacts
		w.must(e.Into(&f))
		groups, err := w.store.Ledger().Groups(w.Context(), e.ID)
		w.must(err)
		lines := ledger.Lines(groups)
		for n, id := range f.Customers {
			l, noted := lines[n]
			if !noted {
				w.Errorf("page %s says nothing of place %d", e.ID, n)
			}
			at := day{w.who[id], f.Date}
			all[at] = append(all[at], line{l, e.ID})
		}
	}
	return all
}

// outcome is what became of a customer on a day: of the lines of two pages
// (birthday and festival) the one that is about a message, else all of them.
func (w *world) outcome(who int, date calendar.Date, lines []line) []string {
	if len(lines) == 0 {
		return []string{year.Nobody}
	}
	var skips []string
	for _, l := range lines {
		state, why := l.State, l.Why
		if state == ledger.Waiting {
			row, ok := w.row(who, date, l.batch)
			if !ok && w.erased(who) && len(w.arrivals(who, date)) == 0 {
				return nil // the row is gone with the person
			}
			if state, why = row.State, row.Why; !ok {
				state = ledger.Accepted
			}
		}
		switch arrived := w.arrivals(who, date); {
		case state == ledger.Accepted && len(arrived) == 1:
			return []string{"sent:" + w.about(who, arrived[0])}
		case state == ledger.Accepted:
			return []string{fmt.Sprintf("accepted, and %d SMS", len(arrived))}
		case state == ledger.Unknown:
			return []string{year.Unknown}
		case state == ledger.Failed:
			return []string{year.Failed}
		case state == ledger.Skipped:
			skips = append(skips, "skipped:"+why)
		default:
			return []string{"left " + string(state)}
		}
	}
	switch arrived := w.arrivals(who, date); {
	case len(arrived) == 1 && w.erased(who) && skips[0] == "skipped:gone": // when the page came again
		return []string{"sent:" + w.about(who, arrived[0])}
	case len(arrived) > 0:
		return []string{"left out, and greeted"}
	}
	if len(skips) > 1 { // the second page met the first one's row
		skips = slices.DeleteFunc(skips, func(o string) bool { return o == year.Taken })
	}
	return skips
}

func (w *world) erased(who int) bool {
	return slices.ContainsFunc(w.story.Steps, func(s year.Step) bool { return s.Who == who && s.What == year.Erase })
}

// numbers are all that a customer ever had.
func (w *world) numbers(who int) []string {
	all := []string{w.story.People[who].Phone}
	for _, s := range w.story.Steps {
		if s.Who == who && s.What == year.Renumber {
			all = append(all, s.Phone)
		}
	}
	return all
}

func (w *world) guard(number string, date calendar.Date) string {
	key, err := w.desk.Phones.Key(w.Context(), phone.Number(number))
	w.must(err)
	return greeting.Guard(key, date)
}

// row is the row that a page has made for a customer.
func (w *world) row(who int, date calendar.Date, batch string) (ledger.Row, bool) {
	for _, number := range w.numbers(who) {
		row, err := w.store.Ledger().Row(w.Context(), w.guard(number, date))
		if err == nil && row.Cause == batch && row.To.ID == w.ids[who] {
			return row, true
		}
		if err != nil && !errs.Is(err, errs.NotFound) {
			w.must(err)
		}
	}
	return ledger.Row{}, false
}

// arrivals are the greetings of a date that a customer got.
func (w *world) arrivals(who int, date calendar.Date) (all []sms) {
	for _, number := range w.numbers(who) {
		for _, m := range w.arrived[w.guard(number, date)] {
			if m.who == who {
				all = append(all, m)
			}
		}
	}
	return all
}

// about is what a greeting is about; what is wrong with its text otherwise.
func (w *world) about(who int, m sms) string {
	p := w.story.People[who]
	lang := 0
	if p.Lang == "en" {
		lang = 1
	}
	named := year.Addressee(p)
	switch parts, _ := message.Segments(m.body); {
	case !strings.HasPrefix(m.body, []string{"【顺达物流】" + named + "，", "[Shunda] " + named + ", "}[lang]):
		return fmt.Sprintf("%q, which does not address %q as %q", m.body, p.Name, named)
	case parts != 1 || strings.ContainsAny(m.body, "{}$<") || strings.Count(m.body, "sd.example") != 1 || strings.ContainsFunc(m.body, unicode.IsControl):
		return fmt.Sprintf("%q, %d parts", m.body, parts)
	}
	for id, phrases := range year.Phrases {
		if strings.Contains(m.body, phrases[lang]) {
			return id
		}
	}
	return m.body
}

// once: no number got two greetings for a date, nor on a day.
func (w *world) once() {
	days := map[string]int{}
	for id, all := range w.arrived {
		if len(all) > 1 {
			w.Errorf("%s was sent %d times", id, len(all))
		}
		number := strings.Split(id, "#")[1]
		for _, m := range all {
			zone := w.zone
			if c, err := w.store.Customers().Customer(w.Context(), w.ids[m.who]); err == nil && c.Zone != "" {
				zone, _ = time.LoadLocation(c.Zone)
			}
			days[number+m.at.In(zone).Format(" 2006-01-02")]++
		}
	}
	for day, n := range days {
		if n > 1 && !w.moved(day) {
			w.Errorf("%s: %d greetings on one day", day, n)
		}
	}
}

// moved tells whether whoever has a number moved to another zone: the day of
// the calendar he is in now says nothing about the day he was greeted on.
func (w *world) moved(day string) bool {
	key, _, _ := strings.Cut(day, " ")
	return slices.ContainsFunc(w.story.Steps, func(s year.Step) bool {
		if s.What != year.Move {
			return false
		}
		c, err := w.store.Customers().CustomerByPhone(w.Context(), key)
		return err == nil && c.ID == w.ids[s.Who]
	})
}

// rest: when the year is over nothing of it is under way any more, and the
// month with too little money was spent as far as it went.
func (w *world) rest(withoutMoney int) {
	for shard := range w.store.Sweeps().Shards() {
		due, _, err := w.store.Sweeps().Due(w.Context(), shard, w.story.End.AddDate(0, 0, -1), "", 100)
		w.must(err)
		for _, subject := range due {
			if kind, _, _ := strings.Cut(subject, "#"); kind == "LEDGER" || kind == "BATCH" {
				w.Errorf("%s is still due", subject)
			}
		}
	}
	spent, err := w.store.Ledger().Spent(w.Context(), w.story.Tight)
	w.must(err)
	if limit := w.budget() * 70 / 100; withoutMoney > 0 && spent < limit*8/10 {
		w.Errorf("in %s %d were spent of %d, and %d left out", w.story.Tight, spent, limit, withoutMoney)
	}
}

// tell makes a difference readable.
func (w *world) tell(who int, date calendar.Date, right, got []string) string {
	var text strings.Builder
	p := w.story.People[who]
	fmt.Fprintf(&text, "customer %d on %s: %s, want %s\n  begins as %+v", who, date, strings.Join(got, " and "), strings.Join(right, " or "), p)
	noon := time.Date(date.Year, date.Month, date.Day, 12, 0, 0, 0, w.zone)
	near := func(at time.Time) bool { return at.Sub(noon).Abs() < 60*time.Hour }
	for _, s := range w.story.Steps {
		if s.Who == who {
			fmt.Fprintf(&text, "\n  %s %s %s%s%v", s.At.In(w.zone).Format("01-02 15:04:05"), s.What, s.Phone, s.Zone, s.Birthday)
		}
	}
	for _, t := range w.story.Troubles {
		if near(t.From) {
			fmt.Fprintf(&text, "\n  %s to %s %s", t.From.In(w.zone).Format("01-02 15:04:05"), t.To.In(w.zone).Format("01-02 15:04:05"), t.What)
		}
	}
	for _, m := range w.arrivals(who, date) {
		fmt.Fprintf(&text, "\n  got at %s %s", m.at.In(w.zone).Format("01-02 15:04:05"), m.body)
	}
	return text.String()
}

// The model must not know what it judges: it has the tables of the calendar
// from the desk and nothing else.
func TestTheModelKnowsNothingOfTheDesk(t *testing.T) {
	names, err := filepath.Glob("*.go")
	if err != nil || len(names) < 6 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range file.Imports {
			if strings.Contains(i.Path.Value, "huiyin/") && i.Path.Value != `"huiyin/shared/calendar"` {
				t.Errorf("%s imports %s", name, i.Path.Value)
			}
		}
	}
}
