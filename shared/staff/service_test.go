package staff

import (
	"context"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/phone"
	"huiyin/shared/words"
)

// memory is a Store that keeps its promises.
type memory struct {
	roster Roster
	events []event.Event
	lose   int
}

func (s *memory) Roster(context.Context) (Roster, error) {
	return Roster{slices.Clone(s.roster.Teams), slices.Clone(s.roster.Members)}, nil
}

func (s *memory) SaveMember(_ context.Context, m Member, was *Member, e event.Event) error {
	at := -1
	for i, o := range s.roster.Members {
		if o.ID == m.ID {
			at = i
		} else if o.Badge == m.Badge || o.Login != "" && o.Login == m.Login {
			return ErrTaken
		}
	}
	if s.lose > 0 || (at < 0) != (was == nil) || at >= 0 && s.roster.Members[at].Version+1 != m.Version {
		s.lose--
		return ErrLostRace
	}
	if at < 0 {
		s.roster.Members = append(s.roster.Members, m)
	} else {
		s.roster.Members[at] = m
	}
	s.events = append(s.events, e)
	return nil
}

func (s *memory) SaveTeam(_ context.Context, t Team, e event.Event) error {
	s.roster.Teams = slices.DeleteFunc(s.roster.Teams, func(o Team) bool { return o.ID == t.ID })
	s.roster.Teams = append(s.roster.Teams, t)
	s.events = append(s.events, e)
	return nil
}

type phones struct{}

func (phones) Parse(field, typed string) (phone.Number, error) {
	if n := phone.Number(typed); n.Valid() {
		return n, nil
	}
	var f errs.Fields
	f.Add(field, "phone.invalid")
	return "", f.Err()
}

func service() (Service, *memory) {
	m := &memory{}
	return Service{Store: m, Phones: phones{}, Random: rand.New(rand.NewSource(1))}, m
}

func person(badge string) Person {
	return Person{Name: "陈静", Badge: badge, Phone: "+8613800138000", Role: Agent, Team: "phone", Lang: "zh"}
}

// rule: PD-10, PD-11
func TestSaveKeepsTheRoster(t *testing.T) {
	s, m := service()
	ctx := t.Context()
	_, err := s.Save(ctx, person("a7"), event.Staff("x1"), start)
	if !errs.Is(err, errs.Invalid) || errs.As(err).Fields[0].Code != "staff.unknown_team" {
		t.Fatalf("a team that is not there: %v", err)
	}
	if _, err = s.SaveTeam(ctx, Team{ID: "phone", Name: "电话组", Calendar: "day"}, hours{"day": true}, event.Staff("x1"), start); err != nil {
		t.Fatal(err)
	}
	a, err := s.Save(ctx, person("a7"), event.Staff("x1"), start)
	if err != nil || a.Badge != "A7" || a.Version != 1 || a.ID == "" {
		t.Fatalf("%+v %v", a, err)
	}
	if _, err = s.Save(ctx, person("A7"), event.Staff("x1"), start); !errs.Is(err, errs.Conflict) {
		t.Errorf("the badge twice: %v", err)
	}
	change := person("A7")
	change.ID, change.Version, change.Role = a.ID, 1, Supervisor
	if a, err = s.Save(ctx, change, event.Staff("x1"), start); err != nil || a.Role != Supervisor || a.Version != 2 {
		t.Errorf("changed: %+v %v", a, err)
	}
	if _, err = s.Save(ctx, change, event.Staff("x1"), start); !errs.Is(err, errs.Stale) {
		t.Errorf("an old version: %v", err)
	}
	for _, e := range m.events {
		if strings.Contains(string(e.Data), "陈静") || strings.Contains(string(e.Data), "13800138000") {
			t.Errorf("%s names a person: %s", e.ID, e.Data)
		}
	}
}

func TestSaveNamesEveryWrongField(t *testing.T) {
	s, _ := service()
	_, err := s.Save(t.Context(), Person{Badge: "工号", Phone: "1", Role: "boss", Team: "gone"}, event.System, start)
	_, teamErr := s.SaveTeam(t.Context(), Team{ID: "No", Rank: -1, Calendar: "gone"}, hours{}, event.System, start)
	var paths []string
	for _, f := range append(errs.As(err).Fields, errs.As(teamErr).Fields...) {
		paths = append(paths, f.Path)
		if !words.Has(f.Code) {
			t.Errorf("no sentence for %s", f.Code)
		}
	}
	if got := fmt.Sprint(paths); got != "[name badge role lang team phone name id rank calendar]" {
		t.Errorf("wrong fields: %s", got)
	}
}

func TestAbsenceSwitch(t *testing.T) {
	s, m := service()
	m.roster = desk()
	ctx := t.Context()
	m.lose = 2 // an admin edits at the same time
	a, err := s.Leave(ctx, "a1", "sick", start.Add(time.Hour), event.Staff("a1"), start)
	if err != nil || !a.Absent(start) || a.Absent(start.Add(time.Hour)) {
		t.Fatalf("%+v %v", a, err)
	}
	for range 2 {
		if a, err = s.Return(ctx, "a1", event.Staff("a1"), start); err != nil || a.Absent(start) {
			t.Errorf("back: %+v %v", a, err)
		}
	}
	if len(m.events) != 2 || m.events[0].Type != WentAway || m.events[1].Type != CameBack {
		t.Errorf("events: %+v", m.events)
	}
	for name, wrong := range map[string]error{
		"reason":       second(s.Leave(ctx, "a1", "lazy", time.Time{}, event.System, start)),
		"past":         second(s.Leave(ctx, "a1", "sick", start, event.System, start)),
		"in 3 years":   second(s.Leave(ctx, "a1", "sick", start.AddDate(3, 0, 0), event.System, start)),
		"nobody":       second(s.Leave(ctx, "nobody", "sick", time.Time{}, event.System, start)),
		"one who left": second(s.Leave(ctx, "z1", "sick", time.Time{}, event.System, start)),
	} {
		if wrong == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func second(_ Member, err error) error { return err }
