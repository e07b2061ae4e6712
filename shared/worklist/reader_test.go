package worklist

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huiyin/shared/ticket"
)

// lists counts what is asked of it.
type lists struct {
	lines  map[string][]ticket.Line
	asked  int
	people []string
	err    error
}

func (l *lists) Lines(_ context.Context, q ticket.LineQuery) (ticket.LinePage, error) {
	l.asked++
	page := ticket.LinePage{Lines: l.lines[q.Team]}
	if len(page.Lines) > q.Limit {
		page.Lines, page.Next = page.Lines[:q.Limit], "more"
	}
	return page, l.err
}

func (l *lists) People(_ context.Context, numbers []string) (map[string]ticket.Person, error) {
	l.people = append(l.people, numbers...)
	people := map[string]ticket.Person{}
	for _, n := range numbers {
		people[n] = ticket.Person{Name: "王小明" + n, Title: "mr", Phone: "+8613800138000"}
	}
	return people, l.err
}

func TestListsAreBelievedForAMoment(t *testing.T) {
	store := &lists{lines: map[string][]ticket.Line{"service": {line("A", 5)}}}
	r := &Reader{Store: store}
	open := func(at time.Time, want int) {
		t.Helper()
		if _, err := r.Open(t.Context(), at, []string{"service"}); err != nil || store.asked != want {
			t.Errorf("asked %d times, want %d: %v", store.asked, want, err)
		}
	}
	open(noon, 1)
	open(noon.Add(Believed-time.Millisecond), 1)
	open(noon.Add(Believed), 2)
	open(noon, 3) // a clock that was put back
	r.Forget()
	open(noon, 4)
	if _, err := r.Open(t.Context(), noon, []string{"service", "other"}); err != nil || store.asked != 5 {
		t.Errorf("a team that was not asked for before: %d, %v", store.asked, err)
	}
	store.err = errors.New("no answer")
	if _, err := r.Open(t.Context(), noon.Add(time.Minute), []string{"service"}); err == nil {
		t.Error("what can't be read is not believed any longer")
	}
}

func TestAVeryLongListIsCutAndSaysSo(t *testing.T) {
	store := &lists{lines: map[string][]ticket.Line{"service": {}}}
	for i := range ticket.MaxLines + 1 {
		store.lines["service"] = append(store.lines["service"], line(fmt.Sprint("T", i), i))
	}
	open, err := (&Reader{Store: store}).Open(t.Context(), noon, []string{"service", "other"})
	if err != nil || len(open.Lines) != ticket.MaxLines || !open.More {
		t.Errorf("%d lines, more %v, %v", len(open.Lines), open.More, err)
	}
}

func TestNamesAreReadOnceAndForgottenWithTheTicket(t *testing.T) {
	a, b := line("A", 5), line("B", 6)
	store := &lists{lines: map[string][]ticket.Line{"service": {a, b}}}
	r := &Reader{Store: store}
	look := func(at time.Time, lines ...ticket.Line) map[string]Name {
		t.Helper()
		if _, err := r.Open(t.Context(), at, []string{"service"}); err != nil {
			t.Fatal(err)
		}
		names, err := r.Names(t.Context(), lines)
		if err != nil {
			t.Fatal(err)
		}
		return names
	}
	if got := look(noon, a)["A"]; got != (Name{"王小明A", "mr"}) {
		t.Errorf("%+v", got)
	}
	look(noon, a, b)
	if diff := cmp.Diff([]string{"A", "B"}, store.people); diff != "" {
		t.Error(diff)
	}
	store.lines["service"] = []ticket.Line{b, line("C", 1)}
	if got := look(noon.Add(time.Minute), store.lines["service"]...); len(got) != 2 {
		t.Errorf("the name of a closed ticket is still known: %v", got)
	}
	if got := shortened("上海某某国际物流有限责任公司浦东分公司"); got != "上海某某国际物流有限责…" || len([]rune(got)) != maxName {
		t.Error(got)
	}
}
