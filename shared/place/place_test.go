package place_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/memory"
	"huiyin/shared/phone/parse"
	"huiyin/shared/place"
	"huiyin/shared/words"
)

var morning = time.Date(2026, 6, 9, 2, 0, 0, 0, time.UTC)

// world is a register on the fake store, whose reads are counted.
type world struct {
	*testing.T
	*place.Service
	store *counted
}

type counted struct {
	memory.Registers
	whole, counts int
	meet          func() // what somebody else does before a save
}

func (c *counted) Rows(ctx context.Context, list place.List) ([]place.Row, int, error) {
	c.whole++
	return c.Registers.Rows(ctx, list)
}

func (c *counted) Count(ctx context.Context, list place.List) (int, error) {
	c.counts++
	return c.Registers.Count(ctx, list)
}

func (c *counted) Save(ctx context.Context, change place.Change) error {
	if meet := c.meet; meet != nil {
		c.meet = nil
		meet()
	}
	return c.Registers.Save(ctx, change)
}

var phones = parse.Phones{Region: "CN"}

func newWorld(t *testing.T) *world {
	store := &counted{Registers: memory.New(1).Registers()}
	return &world{T: t, Service: place.New(store, phones), store: store}
}

func branch(id, name string, coverage ...string) place.Place {
	return place.Place{Record: place.Record{ID: id}, Kind: place.Branch, Name: name, Coverage: coverage}
}

func (w *world) save(p place.Place) place.Place {
	w.Helper()
	saved, err := w.SavePlace(w.Context(), morning, "staff:1", p)
	if err != nil {
		w.Fatalf("save %s: %v", p.ID, err)
	}
	return saved
}

// found are the names of the places that a question finds.
func (w *world) found(q place.Query) string {
	w.Helper()
	var names []string
	for q.Limit = 2; ; {
		page, err := w.Places(w.Context(), q)
		if err != nil {
			w.Fatal(err)
		}
		for _, p := range page.Places {
			names = append(names, p.Name)
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			return strings.Join(names, " ")
		}
	}
}

// fields lists what an Invalid error names; each has a sentence.
func fields(t *testing.T, err error) string {
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

func TestTheRegisterOfTheProgramIsInForceUntilItIsChanged(t *testing.T) {
	w := newWorld(t)
	for _, p := range place.Seed() {
		if has, err := w.Has(t.Context(), p.Kind, p.Name); err != nil || !has {
			t.Errorf("%s: %v, %v", p.Name, has, err)
		}
		if _, err := w.SavePlace(t.Context(), morning, "staff:1", p); err != nil { // it passes its own check
			t.Errorf("%s: %v", p.Name, err)
		}
	}
	claims, err := w.Place(t.Context(), "dept-claims")
	if err != nil || claims.Version != 1 || claims.By != "" {
		t.Fatalf("what says the same was saved: %+v (%v)", claims, err)
	}
	claims.Name = "赔付中心"
	if saved := w.save(claims); saved.Version != 2 || saved.By != "staff:1" || !saved.At.Equal(morning) {
		t.Errorf("saved %+v", saved)
	}
	for name, want := range map[string]bool{"赔付中心": true, "理赔部": false, "财务部": true} {
		if has, _ := w.Has(t.Context(), place.Department, name); has != want {
			t.Errorf("%s: %v", name, has)
		}
	}
	if has, _ := w.Has(t.Context(), place.Branch, "赔付中心"); has {
		t.Error("a department is a branch")
	}
	claims.Version, claims.Off = 2, true
	w.save(claims)
	if has, _ := w.Has(t.Context(), place.Department, "赔付中心"); has {
		t.Error("work goes to whom the register says is gone")
	}
	if p, err := w.Named(t.Context(), place.Department, "赔付中心"); err != nil || !p.Off {
		t.Errorf("old tickets name it: %+v (%v)", p, err)
	}
	if _, err := w.Place(t.Context(), "nobody"); !errs.Is(err, errs.NotFound) {
		t.Errorf("nobody: %v", err)
	}
}

// rule: PD-1 a caller's district finds the branch that serves it.
func TestABranchIsFoundByTheAreaItServes(t *testing.T) {
	w := newWorld(t)
	_, err := w.ImportPlaces(t.Context(), morning, "staff:1", []byte("类别,名称,地址,电话,服务范围\n"+
		"网点,杭州西湖网点,文三路1号,0571-88880001,浙江省杭州市西湖区、浙江省杭州市上城区\n"+
		"网点,杭州总站,萧山区2号,,浙江/杭州\n网点,浙江中转,义乌,,浙江省\n网点,南昌西湖网点,,,江西省南昌市西湖区\n"+
		"网点,景德镇网点,,,江西省景德镇市\n网点,荆州沙市网点,,,湖北省荆州市沙市区\n网点,乌市网点,,,新疆维吾尔自治区乌鲁木齐市天山区\n网点,浦东网点,,,上海市浦东新区\n"))
	if err != nil {
		t.Fatal(err)
	}
	for area, want := range map[string]string{
		"杭州":           "杭州总站 杭州西湖网点", // which province it is in, nobody said
		"浙江省杭州市西湖区":    "杭州总站 杭州西湖网点 浙江中转",
		"浙江 杭州 余杭":     "杭州总站 浙江中转",
		"杭州市滨江区":       "杭州总站",
		"江西南昌西湖":       "南昌西湖网点",
		"江西省":          "南昌西湖网点 景德镇网点",
		"景德镇市昌江区":      "景德镇网点",
		"荆州":           "荆州沙市网点",
		"湖北省荆州市沙市区":    "荆州沙市网点",
		"长沙市":          "",
		"新疆":           "乌市网点",
		"新疆乌鲁木齐":       "乌市网点",
		"新疆维吾尔自治区喀什地区": "",
		"浦东":           "浦东网点",
		"上海市浦东新区张江镇":   "浦东网点 上海分公司",
		"上海市徐汇区":       "上海分公司",
		"广州市":          "广州分公司",
		"广东省深圳市":       "",
		"四川省成都市锦江区春熙路街道": "成都分公司",
	} {
		got := strings.Fields(w.found(place.Query{Kind: place.Branch, Area: area}))
		expected := strings.Fields(want)
		slices.Sort(got)
		slices.Sort(expected)
		if !slices.Equal(got, expected) {
			t.Errorf("%s: %v, want %v", area, got, expected)
		}
	}
	for text, want := range map[string]string{"文三路": "杭州西湖网点", "8888": "杭州西湖网点", "杭州 萧山": "杭州总站", "理赔": "理赔部", "没有": ""} {
		if got := w.found(place.Query{Text: text}); got != want {
			t.Errorf("%q finds %q, want %q", text, got, want)
		}
	}
	if _, err := w.Places(t.Context(), place.Query{Cursor: "nowhere"}); fields(t, err) != "cursor:store.cursor" {
		t.Errorf("a broken cursor: %v", err)
	}
}

func TestInactivePlacesAreShownOnlyWhenAskedFor(t *testing.T) {
	w := newWorld(t)
	p := branch("gone", "关掉的网点", "北京市")
	p.Off = true
	w.save(p)
	if got := w.found(place.Query{Area: "北京"}); got != "" {
		t.Errorf("found %s", got)
	}
	if got := w.found(place.Query{Area: "北京", All: true}); got != "关掉的网点" {
		t.Errorf("found %s", got)
	}
}

func TestAPlaceThatSaysNonsenseIsRefused(t *testing.T) {
	w := newWorld(t)
	good := place.Place{Record: place.Record{ID: "p1"}, Kind: place.Partner, Name: " 平安保险 ", Contact: place.Contact{Name: "小李", Phone: "138 0013 8000", Mail: "li@example.com"}}
	if saved := w.save(good); saved.Name != "平安保险" || saved.Contact.Phone != "+8613800138000" || saved.Lang != "zh" || saved.Version != 1 {
		t.Errorf("saved %+v", saved)
	}
	for want, change := range map[string]func(*place.Place){
		"id:place.id":                    func(p *place.Place) { p.ID = "Ä" },
		"kind:not_one_of":                func(p *place.Place) { p.Kind = "customer" },
		"name:required":                  func(p *place.Place) { p.Name = " " },
		"name:too_long":                  func(p *place.Place) { p.Name = strings.Repeat("长", 41) },
		"name:ticket.control":            func(p *place.Place) { p.Name = "两\n行" },
		"address:ticket.not_text":        func(p *place.Place) { p.Address = "\xff" },
		"hours:too_long":                 func(p *place.Place) { p.Hours = strings.Repeat("长", 201) },
		"lang:not_one_of":                func(p *place.Place) { p.Lang = "fr" },
		"contact.mail:place.mail":        func(p *place.Place) { p.Contact.Mail = "li@example.com?bcc=x@y.zz,a" },
		"contact.phone:phone.invalid":    func(p *place.Place) { p.Contact.Phone = "123" },
		"contact.phone:phone.not_mobile": func(p *place.Place) { p.Contact.Phone = "0571-88888888" },
		"coverage:ticket.control":        func(p *place.Place) { p.Coverage = []string{"北京\u202e市"} },
		"coverage:web.max_items":         func(p *place.Place) { p.Coverage = many(201) },
		"name:place.name_taken":          func(p *place.Place) { p.ID, p.Name = "p2", "平安保险" },
	} {
		p := good
		change(&p)
		_, err := w.SavePlace(t.Context(), morning, "staff:1", p)
		if got := fields(t, err); got != want {
			t.Errorf("want %s, got %q (%v)", want, got, err)
		}
	}
	if _, err := w.SavePlace(t.Context(), morning, "staff:1", good); !errs.Is(err, errs.Stale) {
		t.Errorf("made twice: %v", err)
	}
}

func many(n int) []string {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprint("区", i))
	}
	return all
}

// A process reads the register once, asks what it costs a unit to ask, and is
// never behind: what another process saves is there at the next question.
func TestARegisterIsReadOnceAndNeverStale(t *testing.T) {
	w := newWorld(t)
	for range 5 {
		w.found(place.Query{Text: "理赔"})
	}
	if w.store.whole != 1 || w.store.counts != 4 {
		t.Errorf("read %d times whole, counted %d times", w.store.whole, w.store.counts)
	}
	other := place.New(w.store, phones)
	if _, err := other.SavePlace(t.Context(), morning, "staff:2", branch("new", "新网点")); err != nil {
		t.Fatal(err)
	}
	if got := w.found(place.Query{Text: "新网点"}); got != "新网点" {
		t.Errorf("another process's place: %q", got)
	}
}

// Two who save at once: different rows both stand, of one row the second is
// told, and no two get one name.
func TestTwoWhoSaveAtOnce(t *testing.T) {
	w := newWorld(t)
	other := place.New(w.store, phones)
	meanwhile := func(p place.Place) {
		w.store.meet = func() {
			if _, err := other.SavePlace(context.Background(), morning, "staff:2", p); err != nil {
				t.Error(err)
			}
		}
	}
	meanwhile(branch("b1", "一号"))
	w.save(branch("b2", "二号"))
	if got := w.found(place.Query{Text: "号"}); got != "一号 二号" {
		t.Errorf("stand: %s", got)
	}
	first := branch("b1", "一号店")
	first.Version = 1
	meanwhile(first)
	if _, err := w.SavePlace(t.Context(), morning, "staff:1", first); !errs.Is(err, errs.Stale) {
		t.Errorf("the same row: %v", err)
	}
	meanwhile(branch("b3", "三号"))
	if _, err := w.SavePlace(t.Context(), morning, "staff:1", branch("b4", "三号")); fields(t, err) != "name:place.name_taken" {
		t.Errorf("the same name: %v", err)
	}
	always := &racing{w.store.Registers} // somebody is faster every time
	if _, err := place.New(always, phones).SavePlace(t.Context(), morning, "staff:1", branch("b9", "九号")); !errs.Is(err, errs.Stale) {
		t.Errorf("always too late: %v", err)
	}
}

type racing struct{ memory.Registers }

func (racing) Save(context.Context, place.Change) error { return place.ErrLostRace }

// An event names the rows that were saved, and holds nothing of what they say.
func TestAnEventOfTheRegisterHoldsIdsOnly(t *testing.T) {
	store := memory.New(1)
	s := place.New(store.Registers(), phones)
	p := place.Place{Record: place.Record{ID: "p1"}, Kind: place.Partner, Name: "平安保险", Contact: place.Contact{Name: "小李", Phone: "13800138000", Mail: "li@example.com"}}
	if _, err := s.SavePlace(t.Context(), morning, "staff:1", p); err != nil {
		t.Fatal(err)
	}
	events := store.Told(0)
	if len(events) != 1 || events[0].Type != place.Saved || events[0].By != "staff:1" || string(events[0].Data) != `{"saved":["p1"]}` {
		t.Errorf("told %+v", events)
	}
}

type broken struct{ memory.Registers }

var errDown = errs.New(errs.Unavailable, "store.unavailable")

func (broken) Rows(context.Context, place.List) ([]place.Row, int, error) { return nil, 0, errDown }

func TestAStoreThatIsDownIsNoEmptyRegister(t *testing.T) {
	s := place.New(broken{}, phones)
	if _, err := s.Has(t.Context(), place.Department, "理赔部"); !errors.Is(err, errDown) {
		t.Errorf("asked: %v", err)
	}
	if _, err := s.ImportTariffs(t.Context(), morning, "staff:1", []byte(tariffs)); !errs.Is(err, errs.Unavailable) {
		t.Errorf("imported: %v", err)
	}
}

// People write an area more or less fully; a name that goes on otherwise is
// another place.
func TestAnAreaLiesInAnother(t *testing.T) {
	for _, c := range []struct {
		area, in string
		want     bool
	}{
		{"成都", "成都", true}, {"成都市武侯区", "成都", true}, {"四川省成都市武侯区", "成都市", true}, {"成都武侯", "四川省成都市", true},
		{"四川", "成都", false}, {"上海", "成都", false}, {"", "成都", false}, {"成都", "", false}, {"成都市", "四川省成都市武侯区", false},
		{"Sichuan Chengdu", "chengdu", true}, {"Chengdu", "Shanghai", false},
	} {
		if got := place.Lies(c.area, c.in); got != c.want {
			t.Errorf("%q in %q: %v", c.area, c.in, got)
		}
	}
}
