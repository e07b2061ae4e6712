package memory

import (
	"context"
	"slices"
	"strings"

	"huiyin/shared/ticket"
	"huiyin/shared/violation"
)

// writeBook writes what a change of a ticket brings along; the caller holds
// the lock and has checked everything.
func (t Tickets) writeBook(c ticket.Change) {
	if c.Lesson != nil {
		t.s.lessons[lessonName(*c.Lesson)] = clone(*c.Lesson)
	}
	for _, r := range c.Reviews {
		name := r.Reviewer + "#" + stamp(r.At) + "#" + r.Number
		if r.Waits {
			t.s.disputes[name] = r.Number
		} else {
			delete(t.s.disputes, name)
		}
	}
	if c.Proposes != nil {
		t.s.putViolation(*c.Proposes)
	}
	if c.Erases != nil {
		for _, l := range c.Erases.Lessons() {
			delete(t.s.lessons, lessonName(l))
		}
	}
}

func lessonName(l ticket.Lesson) string { return l.Reason + "#" + stamp(l.At) + "#" + l.Number }

// Lessons lists the lessons filed under a reason, newest first.
func (t Tickets) Lessons(_ context.Context, reason string, limit int) ([]ticket.Lesson, error) {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	var found []ticket.Lesson
	names := sortedKeys(t.s.lessons)
	slices.Reverse(names)
	for _, name := range names {
		if l := t.s.lessons[name]; l.Reason == reason && len(found) < min(max(limit, 1), 100) {
			found = append(found, clone(l))
		}
	}
	return found, nil
}

// Reviews lists the tickets that wait for a reviewer's ruling.
func (t Tickets) Reviews(_ context.Context, reviewer string, limit int) ([]string, error) {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	var numbers []string
	for _, name := range sortedKeys(t.s.disputes) {
		if strings.HasPrefix(name, reviewer+"#") && len(numbers) < min(max(limit, 1), 100) {
			numbers = append(numbers, t.s.disputes[name])
		}
	}
	return numbers, nil
}

// Violations is the store of package violation.
type Violations struct{ s *Store }

// Violations gives the register of violations.
func (s *Store) Violations() Violations { return Violations{s} }

var _ violation.Store = Violations{}

// Violation reads one.
func (v Violations) Violation(_ context.Context, id string) (violation.Violation, error) {
	return find(v.s, v.s.violations, id)
}

// Month lists a month's, newest day first.
func (v Violations) Month(_ context.Context, month, cursor string, limit int) (violation.Page, error) {
	v.s.mu.Lock()
	defer v.s.mu.Unlock()
	var page violation.Page
	var keys []string
	for id := range v.s.violations {
		if of, _ := violation.MonthOf(id); of == month {
			keys = append(keys, backwards(id))
		}
	}
	keys, next, err := v.s.sealed("VIOLATIONS#"+month, keys, cursor, limit)
	for _, k := range keys {
		page.Violations = append(page.Violations, clone(v.s.violations[backwards(k)]))
	}
	page.Next = next
	return page, err
}

// backwards is a text that sorts the other way round; twice is the text.
func backwards(text string) string {
	turned := []byte(text)
	for i, b := range turned {
		turned[i] = 0x7F - b // ids are ASCII
	}
	return string(turned)
}

// OfTicket lists the ids of those a ticket is evidence for.
func (v Violations) OfTicket(_ context.Context, number string) ([]string, error) {
	v.s.mu.Lock()
	defer v.s.mu.Unlock()
	var ids []string
	for _, id := range sortedKeys(v.s.violations) {
		if v.s.violations[id].Ticket == number {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// Put writes a violation with its events.
func (v Violations) Put(_ context.Context, c violation.Change) error {
	v.s.mu.Lock()
	defer v.s.mu.Unlock()
	if v.s.violations[c.Violation.ID].Version != c.Violation.Version-1 {
		return violation.ErrLostRace
	}
	v.s.putViolation(c)
	return nil
}

func (s *Store) putViolation(c violation.Change) {
	s.violations[c.Violation.ID] = clone(c.Violation)
	s.tell(c.Events)
}
