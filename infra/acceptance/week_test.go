package acceptance

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/infra/year"
	"huiyin/shared/calendar"
	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/greeting"
	"huiyin/shared/ledger"
	"huiyin/shared/phone"
	"huiyin/shared/ticket"
)

// june is a moment of the week of Dragon Boat, in the company's zone.
func june(day, hour, minute int) time.Time {
	return time.Date(2026, 6, day, hour, minute, 23, 0, shanghai)
}

const pacific = "America/Los_Angeles"

// aWeek is the story of thirty-two customers in the week of Dragon Boat, in two
// zones; on the morning of the twentieth the hourly function stands still.
func aWeek() *year.Story {
	s := &year.Story{Begin: june(15, 20, 0), End: june(23, 12, 0), Home: "Asia/Shanghai",
		Troubles: []year.Trouble{{From: june(20, 8, 31), To: june(20, 10, 31), What: year.NoHours}}}
	names := []string{"王芳", "李明", "欧阳小敏", "Ann Lee", "𠮷田", "{addressee}", "O'Neil", "王芳，点击 http://a.cn"}
	for i := range 32 {
		_, number := newPhone()
		p := year.Person{Phone: string(number), Name: names[i%len(names)], Title: []string{"", "mr", "ms"}[i%3], Lang: "zh", Class: "general", Consent: year.Confirmed}
		if i%8 == 3 || i%8 == 4 {
			p.Lang = "en"
		}
		if i%4 == 1 {
			p.Zone = pacific
		}
		switch i % 5 {
		case 1: // a day of the week
			p.Birthday = year.Birthday{Month: 6, Day: 16 + i%7}
		case 3: // the same by the Chinese calendar: the fifth of the fifth month is the nineteenth
			p.Birthday = year.Birthday{Month: 5, Day: 2 + i%7, Lunar: true}
		}
		switch i {
		case 24:
			p.Consent = year.None
		case 25:
			p.Consent = year.Ticked
		case 26:
			p.Consent = year.Stopped
		case 27:
			p.Archived = true
		}
		s.People = append(s.People, p)
	}
	_, other := newPhone()
	s.Steps = []year.Step{
		{At: june(17, 14, 0), Who: 2, What: year.Complain},
		{At: june(17, 15, 0), Who: 5, What: year.Complain}, // somebody in the other zone
		{At: june(18, 11, 0), Who: 7, What: year.Renumber, Phone: string(other)},
		{At: june(18, 11, 5), Who: 24, What: year.Confirm},
		{At: june(18, 11, 10), Who: 26, What: year.Confirm}, // nobody vouches for who said stop
		{At: june(18, 11, 15), Who: 10, What: year.Rebirth, Birthday: year.Birthday{Month: 6, Day: 19}},
		{At: june(18, 11, 20), Who: 17, What: year.Move},
		{At: june(19, 8, 55), Who: 0, What: year.Stop},
		{At: june(19, 8, 56), Who: 27, What: year.Unarchive},
		{At: june(19, 9, 20), Who: 6, What: year.Stop},                // was greeted
		{At: june(19, 9, 25), Who: 8, What: year.Move, Zone: pacific}, // was greeted here
		{At: june(19, 23, 50), Who: 9, What: year.Stop},               // minutes before nine over there
		{At: june(20, 9, 40), Who: 18, What: year.Stop},               // while the function stands still
		{At: june(20, 12, 10), Who: 2, What: year.Settle},
		{At: june(20, 12, 15), Who: 5, What: year.Settle},
		{At: june(20, 12, 20), Who: 2, What: year.Rebirth, Birthday: year.Birthday{Month: 6, Day: 21}},
		{At: june(20, 12, 25), Who: 0, What: year.Confirm},
		{At: june(20, 12, 30), Who: 14, What: year.Rebirth, Birthday: year.Birthday{Month: 5, Day: 8, Lunar: true}},
	}
	return s
}

// on is a customer's day.
type on struct {
	who  int
	date calendar.Date
}

// week lives through a story on the stack.
type week struct {
	*testing.T
	story      *year.Story
	now        time.Time
	ids        []string
	who        map[string]int
	complaints map[int]string
	texts      map[phone.Number]int // that were read
	arrived    map[on][]string
	lines      map[on][]ledger.Line
}

// rule: NJ-2, NJ-4, LAW-2, LAW-3 — a week of greetings on the deployed stack, in
// two zones, with everything told twice, is what the model says: ledger and
// telephones, customer by customer and day by day.
func TestAWeekOfGreetingsIsWhatTheModelSays(t *testing.T) {
	text, err := os.ReadFile("../../shared/greeting/testdata/months.csv")
	if err != nil {
		t.Fatal(err)
	}
	months, err := year.ReadMonths(string(text))
	if err != nil {
		t.Fatal(err)
	}
	w := &week{T: t, story: aWeek(), who: map[string]int{}, complaints: map[int]string{}, texts: map[phone.Number]int{},
		arrived: map[on][]string{}, lines: map[on][]ledger.Line{}}
	model, err := year.NewModel(w.story, months)
	w.must(err)
	w.live()
	seen := map[string]int{}
	for date := (calendar.Date{Year: 2026, Month: 6, Day: 16}); date.Day <= 22; date = date.AddDays(1) {
		for who := range w.story.People {
			right, got := model.Expect(who, date), w.outcome(who, date)
			for _, o := range got {
				seen[o]++
				if !slices.Contains(right, o) {
					t.Errorf("customer %d on %s: %q, want one of %q\n  begins as %+v\n  texts %q", who, date, got, right, w.story.People[who], w.arrived[on{who, date}])
				}
			}
		}
	}
	t.Logf("%v", seen)
	for _, o := range []string{"sent:birthday", "sent:festival.dragon_boat", "skipped:greeting.open_complaint"} {
		if seen[o] == 0 {
			t.Errorf("nothing in this week comes to %q", o)
		}
	}
}

func (w *week) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatalf("%s: %v", w.now, err)
	}
}

// live begins the files and then ticks at each zone's first hours from nine on,
// with the steps of the story in between.
func (w *week) live() {
	w.now = w.story.Begin
	for who, p := range w.story.People {
		w.begin(who, p)
	}
	steps := w.story.Steps
	for day := 16; day <= 22; day++ {
		for _, place := range []string{"", pacific} {
			zone := shanghai
			if place != "" {
				var err error
				zone, err = time.LoadLocation(place)
				w.must(err)
			}
			tick := time.Date(2026, 6, day, 9, 0, 0, 0, zone)
			for _, off := w.story.During(tick, year.NoHours); off; _, off = w.story.During(tick, year.NoHours) {
				tick = tick.Add(time.Hour)
			}
			for ; len(steps) > 0 && steps[0].At.Before(tick); steps = steps[1:] {
				w.now = steps[0].At
				w.step(steps[0])
			}
			w.now = tick
			the.greet(w.T, tick)
			the.greet(w.T, tick)
			the.settle(w.T)
			date := calendar.Date{Year: 2026, Month: 6, Day: day}
			w.pages(place, date)
			w.read(date)
		}
	}
}

func (w *week) begin(who int, p year.Person) {
	text := consentText
	if p.Consent == year.None {
		text = ""
	}
	c, err := the.customers().Meet(w.Context(), customer.Visitor{Name: p.Name, Title: p.Title, Lang: p.Lang, Phone: phone.Number(p.Phone), ConsentText: text}, event.Customer, w.now)
	w.must(err)
	w.ids = append(w.ids, c.ID)
	w.who[c.ID] = who
	w.save(who, func(in *customer.Input) {
		in.Zone, in.Archived, in.Birthday = p.Zone, p.Archived, customer.Birthday(p.Birthday)
	})
	switch p.Consent {
	case year.Confirmed:
		w.confirm(who)
	case year.Stopped:
		w.must(the.customers().StopFor(w.Context(), phone.Number(p.Phone), weekAgent.By, w.now))
	}
}

var weekAgent = ticket.Actor{By: event.Staff("staff-agent"), Staff: "staff-agent", Badge: "1024", Team: "service"}

func (w *week) file(who int) customer.Customer {
	c, err := the.customers().Get(w.Context(), w.ids[who])
	w.must(err)
	return c
}

func (w *week) save(who int, change func(*customer.Input)) {
	in := customer.InputOf(w.file(who))
	change(&in)
	_, err := the.customers().Save(w.Context(), in, weekAgent.By, w.now)
	w.must(err)
}

// confirm: an agent vouches for a yes; that doesn't help against a stop.
func (w *week) confirm(who int) {
	c := w.file(who)
	_, err := the.customers().Confirm(w.Context(), c.ID, c.Version, consentText, weekAgent.By, w.now)
	if c.Consent.State == customer.Stopped && errs.Is(err, errs.Conflict) {
		return
	}
	w.must(err)
}

func (w *week) step(s year.Step) {
	c := w.file(s.Who)
	switch s.What {
	case year.Confirm:
		w.confirm(s.Who)
	case year.Stop:
		w.must(the.customers().StopFor(w.Context(), c.Phone, weekAgent.By, w.now))
	case year.Unarchive:
		w.save(s.Who, func(in *customer.Input) { in.Archived = false })
	case year.Move:
		w.save(s.Who, func(in *customer.Input) { in.Zone = s.Zone })
	case year.Rebirth:
		w.save(s.Who, func(in *customer.Input) { in.Birthday = customer.Birthday(s.Birthday) })
	case year.Renumber:
		w.save(s.Who, func(in *customer.Input) { in.Phone = s.Phone })
	case year.Complain:
		r, err := the.tickets("spare").Open(w.Context(), w.now, ticket.TheCustomer, ticket.Intake{Kind: ticket.Complaint, Reason: "damaged", Target: ticket.AboutGoods,
			Name: "客户", Phone: string(c.Phone), Text: "货到时纸箱破了。"})
		w.must(err)
		w.complaints[s.Who] = r.Number
	case year.Settle:
		_, err := the.tickets("spare").Withdraw(w.Context(), w.now, weekAgent, w.complaints[s.Who], 0, "客户撤回", false)
		w.must(err)
	default:
		w.Fatalf("nobody knows how to: %s", s.What)
	}
}

// pages tells every page of a run once more, and reads what became of whom.
func (w *week) pages(place string, date calendar.Date) {
	if place == "" {
		place = customer.Home
	}
	for _, e := range the.told(w.T, greeting.Subject(place, date)) {
		var f greeting.PageFacts
		w.must(e.Into(&f))
		if !slices.ContainsFunc(f.Customers, func(id string) bool { _, ours := w.who[id]; return ours }) {
			continue
		}
		the.toBus(w.T, e)
		groups, err := the.table.Ledger().Groups(w.Context(), e.ID)
		w.must(err)
		lines := ledger.Lines(groups)
		for n, id := range f.Customers {
			if who, ours := w.who[id]; ours {
				w.lines[on{who, date}] = append(w.lines[on{who, date}], lines[n])
			}
		}
	}
}

// read notes which greetings have come to our customers' telephones.
func (w *week) read(date calendar.Date) {
	the.settle(w.T)
	for who := range w.story.People {
		for _, number := range w.numbers(who) {
			all := the.sms(w.T, number)
			for _, text := range all[w.texts[number]:] {
				if greets(text) != "" {
					w.arrived[on{who, date}] = append(w.arrived[on{who, date}], text)
				} else if w.complaints[who] == "" {
					w.Errorf("customer %d reads %q", who, text)
				}
			}
			w.texts[number] = len(all)
		}
	}
}

// numbers are all that a customer ever had.
func (w *week) numbers(who int) []phone.Number {
	all := []phone.Number{phone.Number(w.story.People[who].Phone)}
	for _, s := range w.story.Steps {
		if s.Who == who && s.What == year.Renumber {
			all = append(all, phone.Number(s.Phone))
		}
	}
	return all
}

// greets is what a text greets for, "" when it is no greeting.
func greets(text string) string {
	for id, phrases := range year.Phrases {
		if strings.Contains(text, phrases[0]) || strings.Contains(text, phrases[1]) {
			return id
		}
	}
	return ""
}

// outcome is what ledger and telephone say of a day: of two pages (birthday and
// festival) the one that is about a message, else all of them.
func (w *week) outcome(who int, date calendar.Date) []string {
	arrived := w.arrived[on{who, date}]
	var skips []string
	for _, l := range w.lines[on{who, date}] {
		switch {
		case l.State == ledger.Accepted && len(arrived) == 1:
			p := w.story.People[who]
			about := greets(arrived[0])
			mustSay(w.T, arrived[0], year.Addressee(p), year.Phrases[about][map[string]int{"zh": 0, "en": 1}[p.Lang]])
			return []string{"sent:" + about}
		case l.State != ledger.Skipped:
			return []string{fmt.Sprintf("%s, and %d SMS", l.State, len(arrived))}
		}
		skips = append(skips, "skipped:"+l.Why)
	}
	switch {
	case len(arrived) > 0:
		return []string{fmt.Sprintf("left out, and %d SMS", len(arrived))}
	case len(skips) == 0:
		return []string{year.Nobody}
	case len(skips) > 1: // the second page met the first one's row
		skips = slices.DeleteFunc(skips, func(o string) bool { return o == year.Taken })
	}
	return skips
}
