package customer

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
)

// rule: QM-6, NJ-5
func TestAFileSaysWhoThePeopleAreAndWhoLooksAfterThem(t *testing.T) {
	s, m := desk()
	in := input()
	in.Owner, in.CoOwners = "8", []string{"9", " 9 ", "8", ""}
	in.Tags = []string{"ＶＩＰ　客户", "vip 客户", "冷链"}
	in.People = []Contact{{Name: " 赵工 ", Role: Technician, Phone: " +8613900139000", Note: "懂冷机"}, {Name: "钱会计", Role: Pays}}
	in.Address, in.Needs, in.Plan = "苏州平江路 1 号", "周一\r\n不收货", "每季拜访"
	c := saved(t, s, in)
	if c.Owner != "8" || !reflect.DeepEqual(c.CoOwners, []string{"9"}) || !reflect.DeepEqual(c.Tags, []string{"vip 客户", "冷链"}) {
		t.Errorf("%q %q %q", c.Owner, c.CoOwners, c.Tags)
	}
	if want := []Contact{{"赵工", Technician, other, "懂冷机"}, {"钱会计", Pays, "", ""}}; !reflect.DeepEqual(c.People, want) || c.Needs != "周一\n不收货" {
		t.Errorf("%v %q", c.People, c.Needs)
	}
	again := saved(t, s, InputOf(c))
	if !reflect.DeepEqual(again, c) {
		t.Errorf("written as it is, it is %+v, was %+v", again, c)
	}
	for _, e := range m.order {
		for _, private := range []string{"赵工", "139", "冷", "平江", "拜访", "vip"} {
			if strings.Contains(string(e.Data), private) {
				t.Errorf("%s tells %s", e.Type, e.Data)
			}
		}
	}
}

func TestWhatIsTooMuchForAFileIsNamed(t *testing.T) {
	s, _ := desk()
	long := strings.Repeat("长", 501)
	for field, edit := range map[string]func(*Input){
		"people[0].name": func(in *Input) { in.People = []Contact{{Role: Pays}} }, "people[0].role": func(in *Input) { in.People = []Contact{{Name: "a", Role: "king"}} },
		"people[1].phone": func(in *Input) { in.People = []Contact{{Name: "a"}, {Name: "b", Phone: "12"}} },
		"people[0].note":  func(in *Input) { in.People = []Contact{{Name: "a", Note: long}} },
		"people":          func(in *Input) { in.People = make([]Contact, MaxPeople+1) },
		"tags[0]":         func(in *Input) { in.Tags = []string{long} }, "needs": func(in *Input) { in.Needs = long }, "plan": func(in *Input) { in.Plan = "\x00" },
		"address": func(in *Input) { in.Address = long }, "classReason": func(in *Input) { in.ClassReason = long },
		"tags": func(in *Input) {
			for i := range MaxTags + 1 {
				in.Tags = append(in.Tags, fmt.Sprint(i))
			}
		},
		"coOwners": func(in *Input) { in.CoOwners = []string{"1", "2", "3", "4", "5", "6"} },
	} {
		in := input()
		edit(&in)
		_, err := s.Save(t.Context(), in, event.Staff("1"), start)
		if e := errs.As(err); e == nil || !hasField(e, field) {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func hasField(e *errs.Error, path string) bool {
	for _, f := range e.Fields {
		if f.Path == path {
			return true
		}
	}
	return false
}

// rule: QM-7 a person's choice, with its reason, beats what is computed until
// it is given back.
func TestAChosenClassBeatsTheComputedOne(t *testing.T) {
	s, _ := desk()
	in := input()
	in.Class = ""
	c := saved(t, s, in)
	at := start
	step := func(class, reason string, computed bool) Customer {
		t.Helper()
		at = at.Add(time.Hour)
		c, err := s.Classify(t.Context(), at, "staff:1", c.ID, class, reason, computed)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	is := func(c Customer, class string, chosen bool, steps int) {
		t.Helper()
		if c.Class != class || c.Chosen != chosen || len(c.Classes) != steps {
			t.Errorf("%s chosen %v, %d steps; want %s %v %d", c.Class, c.Chosen, len(c.Classes), class, chosen, steps)
		}
	}
	is(c, General, false, 0)
	is(step(Suitable, "", true), Suitable, false, 1)
	if same := step(Suitable, "", true); same.Version != 2 {
		t.Errorf("computed again the same, version %d", same.Version)
	}
	if _, err := s.Classify(t.Context(), at, "staff:1", c.ID, Key, " ", false); !errs.Is(err, errs.Invalid) {
		t.Errorf("no reason: %v", err)
	}
	is(step(Key, "大货主", false), Key, true, 2)
	kept := step(General, "", true)
	is(kept, Key, true, 2)
	if kept.Computed != General {
		t.Errorf("computed %q", kept.Computed)
	}
	c, err := s.Unchoose(t.Context(), at, "staff:1", c.ID, "货量少了")
	if err != nil {
		t.Fatal(err)
	}
	is(c, General, false, 3)
	if last := c.Classes[2]; last.Reason != "货量少了" || last.By != "staff:1" || !last.At.Equal(at) {
		t.Errorf("%+v", last)
	}

	in = InputOf(c)
	in.Class = Key
	if _, err := s.Save(t.Context(), in, "staff:1", at); err == nil || !hasField(errs.As(err), "classReason") {
		t.Errorf("changed without a reason: %v", err)
	}
	in.ClassReason = "老板的朋友"
	if c, err = s.Save(t.Context(), in, "staff:1", at); err != nil {
		t.Fatal(err)
	}
	is(c, Key, true, 4)
	for i := range 2 * MaxHistory {
		c = step([]string{General, Suitable}[i%2], "来回", false)
	}
	is(c, Suitable, true, MaxHistory)
}
