package notice_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/shared/bulletin"
	"huiyin/shared/customer"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/phone"
	"huiyin/shared/place"
	"huiyin/shared/shipment"
	"huiyin/shared/staff"
	"huiyin/shared/telling"
	"huiyin/shared/words"
)

// Whom a storm in 成都 touches, and whom not.
const (
	driver    phone.Number = "+8613811110001" // knows 四川
	clerk     phone.Number = "+8613811110002" // in a team that is a branch there
	elsewhere phone.Number = "+8613811110003" // knows 上海
	asker     phone.Number = "+8613800130001" // has two tickets there
	english   phone.Number = "+447700900123"  // too, and reads English
	outside   phone.Number = "+8613800130003" // has one in 上海
	unsaid    phone.Number = "+8613800130004" // has one that names no region
	shipper   phone.Number = "+8613800130005" // sends there, from a file that became part of his
	former    phone.Number = "+8613800130008" // was that file's
	consignee phone.Number = "+8613800130006" // gets it
	arrived   phone.Number = "+8613800130007" // got his
)

var stormy = bulletin.Opening{Kind: "weather", Texts: bulletin.Texts{words.Chinese: "暴雨。"}, Regions: []string{"四川省成都市"},
	Tells: bulletin.Tells{Staff: true, Customers: true}}

// storm is a world in which something happens in 成都.
type storm struct {
	*world
	board *bulletin.Service
	ships *shipment.Service
}

func newStorm(t *testing.T) *storm {
	w := newWorld(t)
	s := &storm{world: w, board: &bulletin.Service{Store: w.store.Bulletins(), Random: rand.Reader}}
	for i, m := range []staff.Member{
		{ID: "d1", Badge: "7001", Phone: driver, Regions: []string{"四川"}}, {ID: "d2", Badge: "7002", Phone: clerk, Team: "branch"},
		{ID: "d3", Badge: "7003", Phone: elsewhere, Regions: []string{"上海"}}, {ID: "d4", Badge: "7004", Phone: "+8613811110004", Regions: []string{"成都"}, Left: true},
	} {
		m.Version, m.Lang, m.Name, m.Role = 1, "zh", m.ID, staff.Agent
		e, _ := event.New(staff.Subject(m.ID), 1, staff.Saved, morning, event.System, nil)
		if err := w.store.Staff().SaveMember(t.Context(), m, nil, e); err != nil {
			t.Fatal(i, err)
		}
	}
	e, _ := event.New(staff.TeamSubject("branch"), 1, staff.TeamSaved, morning, event.System, nil)
	if err := w.store.Staff().SaveTeam(t.Context(), staff.Team{ID: "branch", Name: "武侯营业部", Version: 1, Calendar: "queries"}, e); err != nil {
		t.Fatal(err)
	}
	for _, p := range []place.Place{{Record: place.Record{ID: "wuhou"}, Kind: place.Branch, Name: "武侯营业部", Region: "四川省成都市武侯区", Lang: "zh"},
		{Record: place.Record{ID: "pudong"}, Kind: place.Branch, Name: "浦东营业部", Region: "上海市", Lang: "zh"}} {
		if _, err := w.places.SavePlace(t.Context(), morning, "staff:m1", p); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		who    phone.Number
		region string
		lang   string
	}{{asker, "成都市武侯区", "zh"}, {asker, "四川省成都市", "zh"}, {english, "成都", "en"}, {outside, "上海", "zh"}, {unsaid, "", "zh"}} {
		in := query(c.who)
		in.Region, in.Lang, in.Waybill = c.region, c.lang, ""
		in.Text += c.region
		w.open(in)
	}
	s.shipped()
	s.sweeps.Dues["SHIPMENT"] = s.ships
	w.flow(morning, 1)
	w.sent = map[phone.Number][]string{}
	return s
}

// shipped records shipments: one to 成都 from elsewhere, one that came, one that
// never went near.
func (s *storm) shipped() {
	settings := func(context.Context) (shipment.Settings, error) { return shipment.DefaultSettings(), nil }
	at := shipment.AtDesk{Desk: s.tickets, Customers: s.store.Customers(), Settings: settings}
	s.ships = &shipment.Service{Store: s.store.Shipments(), Customers: s.store.Customers(), Phones: phones{}, Tickets: at, Tasks: at, Search: at,
		Random: rand.Reader, Zone: s.plan.Settings.Zone, Settings: settings}
	for i, who := range []phone.Number{former, arrived, shipper} {
		key, _ := phones{}.Key(s.Context(), who)
		file := customer.Customer{ID: fmt.Sprintf("C%d", i), Version: 1, Seq: 1, Name: "客", Phone: who, PhoneKey: key, Lang: "zh", CreatedAt: morning, UpdatedAt: morning}
		told, _ := event.New(customer.Subject(file.ID), 1, customer.Created, morning, event.System, nil)
		if err := s.store.Customers().Commit(s.Context(), customer.Change{Customer: &file, Events: []event.Event{told}}); err != nil {
			s.Fatal(err)
		}
	}
	for _, in := range []shipment.Input{
		{Waybill: "SF2001", Customer: "C0", Phone: string(consignee), From: "上海", To: "成都市"},
		{Waybill: "SF2002", Customer: "C1", Phone: string(arrived), From: "上海", To: "成都市"},
		{Waybill: "SF2003", Customer: "C1", Phone: string(outside), From: "上海", To: "南京"},
	} {
		in.Carrier, in.Branch, in.Days = "顺丰", "浦东营业部", 3
		if _, err := s.ships.Record(s.Context(), morning.Add(-time.Minute), "staff:m1", in); err != nil {
			s.Fatal(err)
		}
	}
	files := customer.Service{Store: s.store.Customers(), Phones: phones{}, Random: rand.Reader}
	if _, err := files.Merge(s.Context(), morning, "staff:m1", customer.Two{Stays: "C2", Goes: "C0", StaysVersion: 1, GoesVersion: 1}, nil); err != nil {
		s.Fatal(err)
	}
	if _, err := s.ships.Report(s.Context(), morning, event.System, []shipment.Report{{Waybill: "SF2002", At: morning, State: "3", Text: "签收"}}); err != nil {
		s.Fatal(err)
	}
}

func (s *storm) opens(at time.Time, in bulletin.Opening) bulletin.Bulletin {
	s.Helper()
	b, err := s.board.Open(s.Context(), at, "staff:s1", in)
	if err != nil {
		s.Fatal(err)
	}
	return b
}

func (s *storm) closes(at time.Time, id string) {
	s.Helper()
	if _, err := s.board.Close(s.Context(), at, "staff:s1", id, bulletin.Ending{Texts: bulletin.Texts{words.Chinese: "已恢复。"}}); err != nil {
		s.Fatal(err)
	}
}

var stormWords = regexp.MustCompile(`恶劣|故障|bad weather|failure`)

// reached are the numbers that got so many SMS.
func (s *storm) reached(n int) []phone.Number {
	var all []phone.Number
	for number, texts := range s.sent {
		about := 0
		for _, text := range texts {
			if stormWords.MatchString(text) {
				about++
			}
		}
		if about == n {
			all = append(all, number)
		}
	}
	slices.Sort(all)
	return all
}

func sorted(list ...phone.Number) []phone.Number { slices.Sort(list); return list }

var touched = sorted(driver, clerk, asker, english, shipper, consignee)

// rule: PD-5
// rule: PD-8 — exactly those whom it touches hear of it, once, and that it is
// over.
func TestWhomAStormTouchesHearsOfItAndThatItIsOver(t *testing.T) {
	s := newStorm(t)
	b := s.opens(morning, stormy)
	if len(s.sent) != 0 {
		t.Error("somebody was told in the request")
	}
	for minute := range 3 {
		s.tick(morning.Add(time.Duration(minute) * time.Minute))
	}
	if got := s.reached(1); !slices.Equal(got, touched) || len(s.sent) != len(touched) {
		t.Fatalf("told: %v, want %v", s.sent, touched)
	}
	for who, want := range map[phone.Number]string{driver: "四川省成都市天气恶劣：请减速慢行", clerk: "安全第一", asker: "因恶劣天气，您的业务可能受影响，我们在全力处理。详情、投诉见sd.example",
		english: "Because of bad weather your orders may be late", consignee: "因恶劣天气"} {
		if !strings.Contains(s.sent[who][0], want) {
			t.Errorf("%s: %q", who, s.sent[who])
		}
	}
	s.closes(morning.Add(time.Hour), b.ID)
	for minute := range 3 {
		s.tick(morning.Add(time.Hour + time.Duration(minute)*time.Minute))
	}
	if got := s.reached(2); !slices.Equal(got, touched) || len(s.reached(1)) != 0 {
		t.Fatalf("told of the end: %v", s.sent)
	}
	for who, want := range map[phone.Number]string{driver: "四川省成都市的恶劣天气已结束", asker: "恶劣天气已结束，业务恢复正常，感谢谅解。如有损失，投诉、索赔见sd.example", english: "It is over: bad weather"} {
		if !strings.Contains(s.sent[who][1], want) {
			t.Errorf("%s: %q", who, s.sent[who])
		}
	}
}

// rule: PD-8 — whoever was not told that something is wrong is not told that it
// is over, and nobody is rung out of bed for it.
func TestAStormOfTheNightIsToldInTheMorningIfItLasts(t *testing.T) {
	night := morning.Add(13 * time.Hour) // 23:00
	for _, lasts := range []bool{true, false} {
		for _, urgent := range []bool{true, false} {
			s := newStorm(t)
			in := stormy
			in.Tells.Urgent = urgent
			b := s.opens(night, in)
			s.tick(night)
			s.tick(night.Add(time.Minute))
			want := 0
			if urgent {
				want = 2 // who drives
			}
			if got := s.reached(1); len(got) != want {
				t.Errorf("at night (urgent: %v): %v", urgent, s.sent)
			}
			if !lasts {
				s.closes(night.Add(6*time.Hour), b.ID)
			}
			for hour := range 5 {
				s.tick(night.Add(time.Duration(6+hour)*time.Hour + 30*time.Minute))
			}
			switch {
			case lasts && !slices.Equal(s.reached(1), touched):
				t.Errorf("in the morning: %v", s.sent)
			case !lasts && (len(s.reached(1)) != 0 || len(s.reached(2)) != want):
				t.Errorf("it was over before the morning (urgent: %v): %v", urgent, s.sent)
			}
		}
	}
}

// What names no region is for everybody: who works here, and whoever has
// something open.
func TestWhatNamesNoRegionIsForAll(t *testing.T) {
	s := newStorm(t)
	in := stormy
	in.Kind, in.Regions = "system_failure", nil
	s.opens(morning, in)
	s.tick(morning)
	want := sorted(append([]phone.Number{elsewhere, outside, unsaid, ownerPhone, bossPhone, managerPhone, arrived}, touched...)...)
	if got := s.reached(1); !slices.Equal(got, want) {
		t.Errorf("told: %v", s.sent)
	}
	if text := s.sent[elsewhere][0]; !strings.Contains(text, "各地出现系统故障") {
		t.Error(text)
	}
	s = newStorm(t)
	in.Tells = bulletin.Tells{}
	s.opens(morning, in)
	s.tick(morning)
	if len(s.sent) != 0 {
		t.Errorf("nobody was to be told: %v", s.sent)
	}
}

// The preview counts each number once; the record says what became of whom.
func TestWhoWouldBeToldAndWhoWas(t *testing.T) {
	s := newStorm(t)
	tell := s.telling()
	draft, err := stormy.Draft(morning, "staff:s1")
	if err != nil {
		t.Fatal(err)
	}
	p, err := tell.Preview(t.Context(), morning, draft, func() bool { return true })
	if err != nil || p != (telling.Preview{Staff: 2, Customers: 4, Parts: 6, Price: 180_000}) {
		t.Errorf("%+v %v", p, err)
	}
	steps := 0
	p, err = tell.Preview(t.Context(), morning, draft, func() bool { steps++; return steps < 3 })
	if err != nil || !p.More {
		t.Errorf("without time: %+v %v", p, err)
	}
	b := s.opens(morning, stormy)
	s.tick(morning)
	s.closes(morning.Add(time.Hour), b.ID)
	s.tick(morning.Add(time.Hour))
	told := map[phone.Number]int{}
	for after, first := 0, true; first || after != 0; first = false {
		record, err := tell.Record(t.Context(), b.ID, after)
		if err != nil || record.Going {
			t.Fatalf("%+v %v", record, err)
		}
		for _, one := range record.People {
			if one.Opened == nil || one.Ended == nil || one.Opened.State != ledger.Accepted || one.Ended.State != ledger.Accepted {
				t.Errorf("%+v", one)
			}
			told[one.Phone]++
		}
		after = record.Next
	}
	for _, who := range touched {
		if told[who] != 1 {
			t.Errorf("%s stands there %d times", who, told[who])
		}
	}
	if len(told) != len(touched) {
		t.Errorf("the record has %v", told)
	}
}
