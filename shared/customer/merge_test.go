package customer_test

import (
	"crypto/rand"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/memory"
	"huiyin/shared/phone"
	"huiyin/shared/storetest"
)

var noon = time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)

// bench is the service over the shared fake.
type bench struct {
	*testing.T
	s     customer.Service
	store *memory.Store
	now   time.Time
}

func newBench(t *testing.T) *bench {
	m := memory.New(1)
	desk := storetest.Desk(m.Tickets())
	return &bench{T: t, store: m, now: noon, s: customer.Service{Store: m.Customers(), Phones: desk.Phones, Random: rand.Reader}}
}

func (b *bench) later() time.Time { b.now = b.now.Add(time.Minute); return b.now }

func (b *bench) must(c customer.Customer, err error) customer.Customer {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
	return c
}

func (b *bench) file(name, number string, edit ...func(*customer.Input)) customer.Customer {
	b.Helper()
	in := customer.Input{Name: name, Phone: number}
	for _, e := range edit {
		e(&in)
	}
	return b.must(b.s.Save(b.Context(), in, "staff:1", b.later()))
}

func (b *bench) get(id string) customer.Customer {
	b.Helper()
	return b.must(b.s.Get(b.Context(), id))
}

func (b *bench) merge(stays, goes customer.Customer, take ...string) customer.Customer {
	b.Helper()
	stays, goes = b.get(stays.ID), b.get(goes.ID)
	return b.must(b.s.Merge(b.Context(), b.later(), "staff:1", customer.Two{Stays: stays.ID, Goes: goes.ID, StaysVersion: stays.Version, GoesVersion: goes.Version}, take))
}

const one, two, three, four = "+8613800138001", "+8613800138002", "+8613800138003", "+8613800138004"

// rule: SJ-2, QM-6 files with one company, or with somebody's number in
// another's people, are found when one of them is written.
func TestDoublesAreFoundByCompanyAndByNumber(t *testing.T) {
	b := newBench(t)
	a := b.file("王芳", one, func(in *customer.Input) { in.Company = "深圳市华丰物流有限公司" })
	same := b.file("李明", two, func(in *customer.Input) { in.Company = "深圳市 华丰物流（有限公司）" })
	far := b.file("赵敏", three, func(in *customer.Input) {
		in.Company = "华丰"
		in.People = []customer.Contact{{Name: "王芳", Phone: one}}
	})
	is := func(c customer.Customer, want ...customer.Double) {
		t.Helper()
		got, err := b.s.Doubles(t.Context(), b.get(c.ID))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("doubles of %s: %v %v, want %v", c.Name, got, err, want)
		}
	}
	is(same, customer.Double{ID: a.ID, Why: []string{customer.SameCompany}})
	is(far, customer.Double{ID: a.ID, Why: []string{customer.SamePhone}})
	is(a, customer.Double{ID: far.ID, Why: []string{customer.SamePhone}}, customer.Double{ID: same.ID, Why: []string{customer.SameCompany}})
	listed := func(want int) {
		t.Helper()
		page, err := b.s.Suspects(t.Context(), "", 10)
		if err != nil || len(page.Customers) != want {
			t.Errorf("%d listed, %v; want %d", len(page.Customers), err, want)
		}
	}
	listed(2)
	if _, err := b.s.Apart(t.Context(), b.later(), "staff:1", same.ID, b.get(same.ID).Version, a.ID); err != nil {
		t.Fatal(err)
	}
	is(same)
	is(a, customer.Double{ID: far.ID, Why: []string{customer.SamePhone}})
	listed(2) // a was written, and knows of the third now
	b.merge(a, far)
	is(a)
	listed(0)
}

// rule: SJ-2 what was filed under either file is found by the one that stays,
// and old links lead on.
func TestAMergeKeepsWhatBelongsToTheCustomer(t *testing.T) {
	b := newBench(t)
	a := b.file("王芳", one, func(in *customer.Input) {
		in.Tags, in.Owner, in.Region, in.Needs = []string{"冷链"}, "8", "苏州", "轻放"
		in.People = []customer.Contact{{Name: "赵工", Role: customer.Technician}}
	})
	o := b.file("王小芳", two, func(in *customer.Input) {
		in.Tags, in.Owner, in.Region, in.Address, in.Class = []string{"海运"}, "9", "杭州", "西湖路 1 号", customer.Key
		in.People = []customer.Contact{{Name: "钱会计", Phone: three, Role: customer.Pays}}
	})
	for id, text := range map[string]string{a.ID: "先付款", o.ID: "要发票"} {
		if _, err := b.s.Note(t.Context(), b.later(), "staff:1", id, text); err != nil {
			t.Fatal(err)
		}
	}
	c := b.merge(a, o, "region", "class")
	if c.ID != a.ID || c.Name != "王芳" || c.Region != "杭州" || c.Class != customer.Key || c.Address != "西湖路 1 号" || c.Owner != "8" || c.Needs != "轻放" ||
		!reflect.DeepEqual(c.Tags, []string{"冷链", "海运"}) || !reflect.DeepEqual(c.CoOwners, []string{"9"}) || len(c.People) != 2 || c.Phone != one {
		t.Errorf("%+v", c)
	}
	for _, n := range []phone.Number{one, two} {
		if held := b.must(b.s.ByPhone(t.Context(), n)); held.ID != a.ID {
			t.Errorf("%s leads to %s", n, held.ID)
		}
	}
	stub := b.get(o.ID)
	if stub.Merged != a.ID || stub.Name != "" || stub.Phone != "" || len(stub.People) != 0 || !slices.Equal(c.IDs(), []string{a.ID, o.ID}) {
		t.Errorf("the stub is %+v, the ids %v", stub, c.IDs())
	}
	notes, err := b.s.Notes(t.Context(), c, 10)
	if err != nil || len(notes) != 2 {
		t.Errorf("notes %v %v", notes, err)
	}
	in := customer.InputOf(stub)
	in.Name, in.Phone = "又来", two
	if _, err := b.s.Save(t.Context(), in, "staff:1", b.later()); errs.As(err).Code != "customer.merged" {
		t.Errorf("a stub was changed: %v", err)
	}
	if _, err := b.s.Note(t.Context(), b.later(), "staff:1", o.ID, "x"); errs.As(err).Code != "customer.merged" {
		t.Errorf("a stub was noted on: %v", err)
	}
	if _, err := b.s.Save(t.Context(), customer.Input{Name: "别人", Phone: two}, "staff:1", b.later()); errs.As(err).Code != "customer.phone_taken" {
		t.Errorf("a new file with a number that leads on: %v", err)
	}
	for _, e := range b.store.Told(0) {
		if strings.Contains(string(e.Data), "王") || strings.Contains(string(e.Data), "138") {
			t.Errorf("%s tells %s", e.Type, e.Data)
		}
	}
	d := b.file("第三", three)
	last := b.merge(d, c, "phone")
	if last.Phone != one || !slices.Equal(last.IDs(), []string{d.ID, o.ID, a.ID}) || len(last.Keys()) != 3 {
		t.Errorf("%s %v %d", last.Phone, last.IDs(), len(last.Keys()))
	}
}

func TestAMergeIsRefused(t *testing.T) {
	b := newBench(t)
	people := func(from int) func(*customer.Input) {
		return func(in *customer.Input) {
			for i := range customer.MaxPeople {
				in.People = append(in.People, customer.Contact{Name: fmt.Sprint("人", from+i)})
			}
		}
	}
	a, o := b.file("a", one, people(0)), b.file("b", two, people(5))
	for code, two := range map[string]customer.Two{
		"customer.merge_self":     {Stays: a.ID, Goes: a.ID, StaysVersion: 1, GoesVersion: 1},
		"customer.stale":          {Stays: a.ID, Goes: o.ID, StaysVersion: 1, GoesVersion: 2},
		"customer.not_found":      {Stays: a.ID, Goes: "nobody", StaysVersion: 1},
		"customer.merge_too_many": {Stays: a.ID, Goes: o.ID, StaysVersion: 1, GoesVersion: 1},
	} {
		if _, err := b.s.Merge(t.Context(), b.later(), "staff:1", two, nil); errs.As(err).Code != code {
			t.Errorf("%v, want %s", err, code)
		}
	}
	if _, err := b.s.Merge(t.Context(), b.later(), "staff:1", customer.Two{Stays: a.ID, Goes: o.ID}, []string{"consent"}); !errs.Is(err, errs.Invalid) {
		t.Errorf("consent was taken: %v", err)
	}
}

// rule: LAW-2 whatever two files and numbers said before, a merge lets nothing
// be sent that could not be sent to that number before.
func TestAMergeNeverWidensConsent(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := newBench(t)
		say := func(c customer.Customer) customer.Customer {
			switch rapid.IntRange(0, 3).Draw(rt, "said") {
			case 1:
				return b.must(b.s.Meet(t.Context(), customer.Visitor{Phone: c.Phone, ConsentText: "好"}, "customer", b.later()))
			case 2:
				return b.must(b.s.Confirm(t.Context(), c.ID, c.Version, "好", "staff:1", b.later()))
			case 3:
				if err := b.s.StopFor(t.Context(), c.Phone, "staff:1", b.later()); err != nil {
					rt.Fatal(err)
				}
			}
			return b.get(c.ID)
		}
		renumber := func(c customer.Customer, number string) customer.Customer {
			if rapid.Bool().Draw(rt, "has another number since") {
				in := customer.InputOf(c)
				in.Phone = number
				return b.must(b.s.Save(t.Context(), in, "staff:1", b.later()))
			}
			return c
		}
		a, o := renumber(say(b.file("a", one)), three), renumber(say(b.file("b", two)), four)
		stops := map[phone.Number]bool{}
		for _, n := range []phone.Number{one, two, three, four} {
			stops[n], _ = b.s.Stopped(t.Context(), n)
		}
		var take []string
		if rapid.Bool().Draw(rt, "number of the other") {
			take = []string{"phone"}
		}
		c := b.merge(a, o, take...)
		before := a
		if c.Phone == o.Phone {
			before = o
		}
		stopped := a.Consent.State == customer.Stopped || o.Consent.State == customer.Stopped
		switch {
		case stopped && c.Consent.State != customer.Stopped:
			rt.Fatalf("a stop was lost: %s and %s gave %s", a.Consent.State, o.Consent.State, c.Consent.State)
		case !stopped && c.Consent.State != before.Consent.State:
			rt.Fatalf("%s was %s, is %s", c.Phone, before.Consent.State, c.Consent.State)
		}
		for n, was := range stops {
			if is, err := b.s.Stopped(t.Context(), n); err != nil || is != was {
				rt.Fatalf("the stop of %s: %v %v", n, is, err)
			}
		}
		// The number that is not the main one can say stop for the file, and can't allow.
		side := c.Also[0].Phone
		if _, err := b.s.Meet(t.Context(), customer.Visitor{Phone: side, ConsentText: "好"}, "customer", b.later()); err != nil {
			rt.Fatal(err)
		}
		if got := b.get(c.ID).Consent.State; got != c.Consent.State {
			rt.Fatalf("a form of the side number made %s of %s", got, c.Consent.State)
		}
		id, err := b.s.RequestCode(t.Context(), side, "zh", b.later())
		if err != nil {
			rt.Fatal(err)
		}
		code, _ := b.store.Customers().Code(t.Context(), id)
		if err := b.s.Welcome(t.Context(), id, code.Digits, customer.Allow, customer.Self{Name: "冒名"}, b.later()); err != nil {
			rt.Fatal(err)
		}
		if got := b.get(c.ID); got.Consent.State != c.Consent.State || got.Name == "冒名" {
			rt.Fatalf("a code of the side number made %s %s of %s", got.Name, got.Consent.State, c.Consent.State)
		}
		if err := b.s.StopFor(t.Context(), side, "staff:1", b.later()); err != nil {
			rt.Fatal(err)
		}
		if got := b.get(c.ID).Consent.State; got != customer.Stopped {
			rt.Fatalf("a stop of the side number left %s", got)
		}
	})
}
