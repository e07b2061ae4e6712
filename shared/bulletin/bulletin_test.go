package bulletin_test

import (
	"context"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"huiyin/shared/bulletin"
	"huiyin/shared/errs"
	"huiyin/shared/memory"
	"huiyin/shared/words"
)

var noon = time.Date(2026, 7, 20, 4, 0, 0, 0, time.UTC)

const supervisor = "staff:SUPERVISOR"

func newService() (*bulletin.Service, *memory.Store) {
	store := memory.New(1)
	return &bulletin.Service{Store: store.Bulletins(), Random: rand.Reader}, store
}

func texts(zh, en string) bulletin.Texts {
	return bulletin.Texts{words.Chinese: zh, words.English: en}
}

func shown(t *testing.T, s *bulletin.Service, at time.Time) []string {
	t.Helper()
	board, err := s.Store.Board(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, l := range board.At(at) {
		said = append(said, l.Texts[words.Chinese])
	}
	return said
}

// rule: PD-8
func TestABulletinIsShownWhileItLastsAndThenThatItIsOver(t *testing.T) {
	s, _ := newService()
	b, err := s.Open(t.Context(), noon, supervisor, bulletin.Opening{Kind: "system_failure", Texts: texts("查询系统故障。", "Tracking is down.")})
	if err != nil {
		t.Fatal(err)
	}
	later, err := s.Open(t.Context(), noon, supervisor, bulletin.Opening{Kind: "weather", Texts: texts("台风，停运。", ""), Regions: []string{" 上海 ", "上海", ""},
		From: noon.Add(time.Hour), Until: noon.Add(3 * time.Hour)})
	if err != nil || len(later.Regions) != 1 || later.Regions[0] != "上海" {
		t.Fatalf("%+v, %v", later, err)
	}
	for after, want := range map[time.Duration]string{-time.Second: "", 0: "查询系统故障。", time.Hour - 1: "查询系统故障。", time.Hour: "查询系统故障。 台风，停运。",
		3*time.Hour - 1: "查询系统故障。 台风，停运。", 3 * time.Hour: "查询系统故障。", 1000 * time.Hour: "查询系统故障。"} {
		if got := strings.Join(shown(t, s, noon.Add(after)), " "); got != want {
			t.Errorf("after %s: %q, want %q", after, got, want)
		}
	}
	closed, err := s.Close(t.Context(), noon.Add(2*time.Hour), supervisor, b.ID, bulletin.Ending{Texts: texts("系统已恢复。", "Back to normal."), Until: noon.Add(4 * time.Hour)})
	if err != nil || closed.Version != 2 {
		t.Fatalf("%+v, %v", closed, err)
	}
	for after, want := range map[time.Duration]string{2 * time.Hour: "台风，停运。 系统已恢复。", 3 * time.Hour: "系统已恢复。", 4 * time.Hour: ""} {
		if got := strings.Join(shown(t, s, noon.Add(after)), " "); got != want {
			t.Errorf("closed, after %s: %q, want %q", after, got, want)
		}
	}
	for after, want := range map[time.Duration][2]bulletin.State{0: {bulletin.Closed, bulletin.Coming}, time.Hour: {bulletin.Closed, bulletin.Shown}, 4 * time.Hour: {bulletin.Over, bulletin.Over}} {
		if at := noon.Add(after); closed.State(at) != want[0] || later.State(at) != want[1] {
			t.Errorf("after %s: %s and %s, want %v", after, closed.State(at), later.State(at), want)
		}
	}
}

func TestTheSecondTextIsShownForADayWhereNobodySaysHowLong(t *testing.T) {
	s, store := newService()
	b, _ := s.Open(t.Context(), noon, supervisor, bulletin.Opening{Kind: "delay", Texts: texts("延误。", "")})
	if _, err := s.Close(t.Context(), noon.Add(time.Hour), supervisor, b.ID, bulletin.Ending{Texts: texts("恢复。", "")}); err != nil {
		t.Fatal(err)
	}
	if got := shown(t, s, noon.Add(time.Hour+bulletin.Afterwards-1)); len(got) != 1 || got[0] != "恢复。" {
		t.Errorf("shown %v", got)
	}
	if got := shown(t, s, noon.Add(time.Hour+bulletin.Afterwards)); len(got) != 0 {
		t.Errorf("shown for longer: %v", got)
	}
	told := store.Told(0)
	if len(told) != 2 || told[0].Type != bulletin.OpenedEvent || told[1].Type != bulletin.ClosedEvent || told[1].By != supervisor {
		t.Errorf("told %+v", told)
	}
	for _, e := range told {
		if strings.Contains(string(e.Data), "。") {
			t.Errorf("an event holds the words: %s", e.Data)
		}
	}
	for id, want := range map[string]errs.Kind{b.ID: errs.Conflict, "NOBODY": errs.NotFound} {
		if _, err := s.Close(t.Context(), noon.Add(2*time.Hour), supervisor, id, bulletin.Ending{Texts: texts("恢复。", "")}); !errs.Is(err, want) {
			t.Errorf("close %s again: %v", id, err)
		}
	}
	over, _ := s.Open(t.Context(), noon, supervisor, bulletin.Opening{Kind: "delay", Texts: texts("延误。", ""), Until: noon.Add(time.Minute)})
	if _, err := s.Close(t.Context(), noon.Add(time.Hour), supervisor, over.ID, bulletin.Ending{Texts: texts("恢复。", "")}); !errs.Is(err, errs.Conflict) {
		t.Errorf("close what is over by time: %v", err)
	}
}

// rule: PD-10
func TestWhatABulletinMayNotSay(t *testing.T) {
	s, _ := newService()
	long := strings.Repeat("长", bulletin.MaxText+1)
	for name, c := range map[string]struct {
		in   bulletin.Opening
		want string
	}{
		"nothing":      {bulletin.Opening{}, "kind:not_one_of text:required"},
		"blank":        {bulletin.Opening{Kind: "delay", Texts: texts(" \n", "Late.")}, "text:required"},
		"long":         {bulletin.Opening{Kind: "delay", Texts: texts(long, long)}, "text:too_long textEnglish:too_long"},
		"hidden marks": {bulletin.Opening{Kind: "delay", Texts: texts("a\u202eb", "a\x00")}, "text:message.unreadable textEnglish:message.unreadable"},
		"rude":         {bulletin.Opening{Kind: "delay", Texts: texts("急什么急。", "Go ahead and complain")}, "text:message.forbidden textEnglish:message.forbidden"},
		"ended":        {bulletin.Opening{Kind: "delay", Texts: texts("延误。", ""), Until: noon}, "until:bulletin.until"},
		"backwards":    {bulletin.Opening{Kind: "delay", Texts: texts("延误。", ""), From: noon.Add(2 * time.Hour), Until: noon.Add(time.Hour)}, "until:bulletin.until"},
		"regions":      {bulletin.Opening{Kind: "delay", Texts: texts("延误。", ""), Regions: []string{"上海", strings.Repeat("区", bulletin.MaxRegion+1)}}, "regions[1]:too_long"},
	} {
		_, err := s.Open(t.Context(), noon, supervisor, c.in)
		var got []string
		for _, f := range errs.As(err).Fields {
			got = append(got, f.Path+":"+f.Code)
			if !words.Has(f.Code) {
				t.Errorf("%s has no sentence", f.Code)
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
	if board, _ := s.Store.Board(t.Context()); board.Version != 0 {
		t.Errorf("something was put on the board: %+v", board)
	}
	b, _ := s.Open(t.Context(), noon, supervisor, bulletin.Opening{Kind: "delay", Texts: texts("延误。", "")})
	for _, in := range []bulletin.Ending{{}, {Texts: texts("关我什么事", "")}, {Texts: texts("好了。", ""), Until: noon}} {
		if _, err := s.Close(t.Context(), noon.Add(time.Hour), supervisor, b.ID, in); !errs.Is(err, errs.Invalid) {
			t.Errorf("closed with %+v: %v", in, err)
		}
	}
}

func TestTheBoardHasRoomForSoMany(t *testing.T) {
	s, _ := newService()
	in := bulletin.Opening{Kind: "delay", Texts: texts("延误。", ""), Until: noon.Add(time.Hour)}
	for range bulletin.MaxShown {
		if _, err := s.Open(t.Context(), noon, supervisor, in); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Open(t.Context(), noon, supervisor, in); !errs.Is(err, errs.Conflict) || errs.As(err).Code != "bulletin.too_many" {
		t.Errorf("one more: %v", err)
	}
	in.Until = noon.Add(3 * time.Hour)
	if _, err := s.Open(t.Context(), noon.Add(time.Hour), supervisor, in); err != nil {
		t.Errorf("after the others: %v", err)
	}
	if board, _ := s.Store.Board(t.Context()); len(board.Lines) != 1 {
		t.Errorf("the board keeps what is past: %d lines", len(board.Lines))
	}
}

// racing lets somebody else change the board before each of the first writes.
type racing struct {
	bulletin.Store
	lost int
}

func (r *racing) Save(ctx context.Context, c bulletin.Change) error {
	if r.lost > 0 {
		r.lost--
		return bulletin.ErrLostRace
	}
	return r.Store.Save(ctx, c)
}

func TestAChangeOfTheBoardIsTriedAgain(t *testing.T) {
	s, _ := newService()
	s.Store = &racing{Store: s.Store, lost: 2}
	in := bulletin.Opening{Kind: "delay", Texts: texts("延误。", "")}
	if _, err := s.Open(t.Context(), noon, supervisor, in); err != nil || len(shown(t, s, noon)) != 1 {
		t.Errorf("after two lost races: %v, %v", err, shown(t, s, noon))
	}
	s.Store = &racing{Store: s.Store, lost: 100}
	if _, err := s.Open(t.Context(), noon, supervisor, in); !errs.Is(err, errs.Unavailable) {
		t.Errorf("after a hundred: %v", err)
	}
}
