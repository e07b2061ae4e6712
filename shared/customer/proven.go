package customer

import (
	"context"
	"strings"
	"time"

	"huiyin/shared/errs"
)

// MaxWay bounds how a consent was given, in characters.
const MaxWay = 40

// Evidence is the proof of a consent that was given elsewhere: on paper, in
// another system (rule LAW-2). All of it is needed.
type Evidence struct {
	At   time.Time // when the person gave it
	Way  string    // how: "signed contract 2024-118"
	Text string    // the sentence consented to
}

// Prove records a consent for which there is evidence. One that is confirmed
// already stays as it is. errs.Invalid names at, way, text; errs.Conflict
// customer.only_the_person after a stop; errs.NotFound, errs.Stale.
func (s Service) Prove(ctx context.Context, customerID string, version int, e Evidence, by string, now time.Time) (Customer, error) {
	if err := e.Check(now); err != nil {
		return Customer{}, err
	}
	was, err := s.read(ctx, customerID, version)
	if err != nil {
		return Customer{}, err
	}
	c := was
	w := writing{by: by, at: later(now, was.UpdatedAt)}
	if err := w.move(&c, ByEvidence, strings.TrimSpace(e.Text)); err != nil || len(w.change.Events) == 0 {
		return was, err
	}
	last := &c.Consent.Proofs[len(c.Consent.Proofs)-1]
	last.Given, last.Way = e.At.UTC(), strings.TrimSpace(e.Way)
	return s.commit(ctx, c, &was, w.change)
}

// Check names what is wrong with evidence.
func (e Evidence) Check(now time.Time) error {
	var f errs.Fields
	way, said := strings.TrimSpace(e.Way), strings.TrimSpace(e.Text)
	if text(&f, "way", way, MaxWay); way == "" {
		f.Add("way", "required")
	}
	if checkText(&f, said); said == "" {
		f.Add("text", "required")
	}
	switch {
	case e.At.IsZero():
		f.Add("at", "required")
	case e.At.After(now):
		f.Add("at", "customer.future")
	}
	return f.Err()
}

// Would tells what is wrong with an input, else whether saving it would change
// anything. Its number is one that was read already. was is the file as it was
// read, nil for a new one. Nothing is written. errs.Invalid.
func (s Service) Would(in Input, was *Customer) (bool, error) {
	var f errs.Fields
	in.check(&f)
	if err := s.people(&f, in.People); err != nil {
		return false, err
	}
	if was == nil {
		return true, f.Err()
	}
	c := *was
	changed := len(in.into(&c)) > 0
	if in.Class != "" && in.Class != was.Class {
		if changed = true; in.ClassReason == "" {
			f.Add("classReason", "customer.reason_required")
		}
	}
	return changed, f.Err()
}
