package violation

import (
	"context"
	"errors"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"huiyin/shared/calendar"
	"huiyin/shared/clock"
	"huiyin/shared/errs"
	"huiyin/shared/id"
)

// MaxText is how long a note may be, in characters.
const MaxText = 500

// Service has the use cases. Who may call which is the caller's to check; who
// is concerned is checked here.
type Service struct {
	Store    Store
	Register Register
	Random   io.Reader
	Zone     *time.Location // the company's: whose month it is
}

// Actor is a member of staff who acts.
type Actor struct {
	By    string // as an event's By
	Staff string
}

// Proposal is a violation as a supervisor writes it down.
type Proposal struct {
	Kind   string
	Person string // staff id; the caller has seen to it that there is one
	Ticket string
	Badge  string
	Note   string
}

// Propose writes down what somebody did. errs.Invalid with the fields: a kind
// that is not on the list, nobody named, no evidence.
func (s *Service) Propose(ctx context.Context, now time.Time, by Actor, p Proposal) (Violation, error) {
	p.Badge, p.Note = strings.TrimSpace(p.Badge), strings.TrimSpace(p.Note)
	var f errs.Fields
	if _, ok := s.Register.Kind(p.Kind); !ok {
		f.Add("kind", "not_one_of", "allowed", s.Register.ids())
	}
	if p.Person == "" {
		f.Add("person", "required")
	}
	if p.Ticket == "" && p.Badge == "" {
		f.Add("ticket", "violation.evidence")
	}
	check(&f, "badge", p.Badge, 40, false)
	check(&f, "note", p.Note, MaxText, false)
	if err := f.Err(); err != nil {
		return Violation{}, err
	}
	unique, err := id.Number(s.Random)
	if err != nil {
		return Violation{}, errs.Wrap(err, "draw an id")
	}
	c, err := s.Register.Found(p.Kind, Case{ID: ID(calendar.DateIn(now, s.Zone), unique), At: now, By: by.By,
		Person: p.Person, Ticket: p.Ticket, Badge: p.Badge, Note: p.Note})
	if err != nil {
		return Violation{}, err
	}
	return c.Violation, errs.Wrap(s.Store.Put(ctx, *c), "write a violation down")
}

func (r Register) ids() string {
	all := make([]string, len(r))
	for i, k := range r {
		all[i] = k.ID
	}
	return strings.Join(all, ", ")
}

// Judgement is what somebody says with an action.
type Judgement struct {
	Text   string
	Person string // Confirm: who it was, where nobody is named yet
}

// Confirm charges the person. errs.Forbidden for the person himself,
// errs.Invalid when nobody is named.
func (s *Service) Confirm(ctx context.Context, now time.Time, by Actor, id string, version int, j Judgement) (Violation, error) {
	return s.act(ctx, now, by, id, version, Confirm, j, func(v *Violation) error {
		if v.Person == "" {
			v.Person = j.Person
		}
		if v.Person == "" {
			var f errs.Fields
			f.Add("person", "required")
			return f.Err()
		}
		v.Judge = by.Staff
		return notConcerned(v, by)
	})
}

// Dismiss drops it, with the reason.
func (s *Service) Dismiss(ctx context.Context, now time.Time, by Actor, id string, version int, j Judgement) (Violation, error) {
	return s.act(ctx, now, by, id, version, Dismiss, j, func(v *Violation) error {
		v.Judge = by.Staff
		return notConcerned(v, by)
	})
}

// Appeal objects to a confirmed one: the person concerned, once.
func (s *Service) Appeal(ctx context.Context, now time.Time, by Actor, id string, version int, j Judgement) (Violation, error) {
	return s.act(ctx, now, by, id, version, Appeal, j, func(v *Violation) error {
		if v.Person != by.Staff || by.Staff == "" {
			return errs.New(errs.Forbidden, "violation.not_yours")
		}
		return nil
	})
}

// Decide ends an appeal: it stays or falls. errs.Forbidden for the person
// concerned and for who confirmed it.
func (s *Service) Decide(ctx context.Context, now time.Time, by Actor, id string, version int, stays bool, j Judgement) (Violation, error) {
	action := Lift
	if stays {
		action = Uphold
	}
	return s.act(ctx, now, by, id, version, action, j, func(v *Violation) error {
		if v.Judge == by.Staff {
			return errs.New(errs.Forbidden, "violation.same_judge")
		}
		return notConcerned(v, by)
	})
}

func notConcerned(v *Violation, by Actor) error {
	if v.Person == by.Staff {
		return errs.New(errs.Forbidden, "violation.own")
	}
	return nil
}

// act reads, checks, does and writes. version is what the caller has seen, 0
// when he does not care. Everything but confirming needs a text.
func (s *Service) act(ctx context.Context, now time.Time, by Actor, id string, version int, action Action, j Judgement, do func(*Violation) error) (Violation, error) {
	j.Text = strings.TrimSpace(j.Text)
	var f errs.Fields
	check(&f, "note", j.Text, MaxText, action != Confirm)
	if err := f.Err(); err != nil {
		return Violation{}, err
	}
	v, err := s.Store.Violation(ctx, id)
	if err != nil {
		return Violation{}, err
	}
	if version != 0 && version != v.Version {
		return v, errs.New(errs.Stale, "violation.stale")
	}
	to, ok := lifecycle[action][v.State]
	if !ok {
		return v, errs.New(errs.Conflict, "violation.not_allowed").With("state", string(v.State)).With("allowed", strings.Join(Allowed(v.State), ", "))
	}
	if err := do(&v); err != nil {
		return v, err
	}
	at := clock.Later(now.UTC().Truncate(time.Millisecond), v.last())
	v.State = to
	v.Remarks = append(v.Remarks, Remark{Action: action, At: at, By: by.By, Text: j.Text})
	c, err := v.changed(tells[action], at, by.By)
	if err != nil {
		return v, err
	}
	if err = s.Store.Put(ctx, c); errors.Is(err, ErrLostRace) {
		return v, errs.New(errs.Stale, "violation.stale").Because(err)
	}
	return c.Violation, errs.Wrap(err, "write what became of a violation")
}

func (v *Violation) last() time.Time {
	if n := len(v.Remarks); n > 0 {
		return v.Remarks[n-1].At
	}
	return v.At
}

// Allowed lists what can be done in a state.
func Allowed(s State) []string {
	var all []string
	for _, a := range []Action{Confirm, Dismiss, Appeal, Uphold, Lift} {
		if _, ok := lifecycle[a][s]; ok {
			all = append(all, string(a))
		}
	}
	return all
}

func check(f *errs.Fields, path, text string, max int, required bool) {
	switch {
	case text == "" && required:
		f.Add(path, "required")
	case utf8.RuneCountInString(text) > max:
		f.Add(path, "too_long", "max", max)
	}
}

// races is how often a violation is cleared against somebody who changes it.
const races = 4

// Clear takes out what was written about the violations of a ticket whose
// customer is erased. Doing it twice does it once.
func (s *Service) Clear(ctx context.Context, number string) error {
	ids, err := s.Store.OfTicket(ctx, number)
	for _, id := range ids {
		if err := s.clear(ctx, id); err != nil {
			return errs.Wrap(err, "clear a violation")
		}
	}
	return errs.Wrap(err, "find the violations of a ticket")
}

func (s *Service) clear(ctx context.Context, id string) error {
	for try := 1; ; try++ {
		v, err := s.Store.Violation(ctx, id)
		if err != nil || !v.says() {
			return err
		}
		v.Note, v.Badge = "", ""
		for i := range v.Remarks {
			v.Remarks[i].Text = ""
		}
		v.Version++
		if err = s.Store.Put(ctx, Change{Violation: v}); !errors.Is(err, ErrLostRace) {
			return err
		}
		if try == races {
			return errs.New(errs.Unavailable, "store.unavailable").Because(err)
		}
	}
}

// says tells whether there is a word on it that somebody wrote.
func (v *Violation) says() bool {
	for _, r := range v.Remarks {
		if r.Text != "" {
			return true
		}
	}
	return v.Note != "" || v.Badge != ""
}
