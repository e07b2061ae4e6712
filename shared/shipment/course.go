package shipment

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"huiyin/shared/errs"
)

// Report is what a carrier, or somebody for it, reports of a shipment.
type Report struct {
	Waybill string
	Carrier string // "": the shipment's
	At      time.Time
	State   string // ours, or a code of kuaidi100
	Place   string
	Text    string
	Damaged bool
}

// MaxCourse bounds what is kept of one shipment: the longest seen have sixty.
const MaxCourse = 300

// Answer says what became of one row of a call.
type Answer struct {
	Waybill string
	Outcome string // Done, Again or Denied
	Err     error  // Denied
	Taken   Taken  // of RecordAll
}

// Outcomes of a row.
const (
	Done   = "done"
	Again  = "same" // it stood there already
	Denied = "refused"
)

func (r *Report) check(f *errs.Fields, now time.Time) Status {
	r.Waybill = CleanWaybill(r.Waybill)
	if !waybillForm().MatchString(r.Waybill) {
		f.Add("waybill", "shipment.waybill")
	}
	state, ok := ParseState(r.State)
	if !ok {
		f.Add("state", "not_one_of", "allowed", strings.Join(codes(), ", "))
	}
	line(f, "carrier", &r.Carrier, MaxWord, false)
	line(f, "place", &r.Place, MaxWord, false)
	line(f, "text", &r.Text, MaxText, false)
	switch {
	case r.At.IsZero():
		f.Add("at", "required")
	case r.At.After(now.Add(slack)):
		f.Add("at", "shipment.future")
	}
	return Status{At: instant(r.At), State: state, Place: r.Place, Text: r.Text, Damaged: r.Damaged}
}

// codes are all ways to write a state.
func codes() []string {
	var all []string
	for _, t := range states[1:] {
		all = append(all, string(t.state))
		all = append(all, t.codes...)
	}
	return all
}

// Report takes up to MaxRows reports and answers each in its place. Those of
// one shipment are one change. A report that was taken before changes nothing.
// errs.Invalid for too many rows.
func (s *Service) Report(ctx context.Context, now time.Time, by string, rows []Report) ([]Answer, error) {
	return report(now, by, rows, func(waybill string, do func(*edit) error) error {
		_, err := s.act(ctx, now, by, waybill, 0, do)
		return err
	})
}

// TryReport answers as Report would and writes nothing.
func (s *Service) TryReport(ctx context.Context, now time.Time, by string, rows []Report) ([]Answer, error) {
	settings, err := s.settings(ctx)
	if err != nil {
		return nil, err
	}
	return report(now, by, rows, func(waybill string, do func(*edit) error) error {
		was, err := s.Read(ctx, waybill)
		if err != nil {
			return err
		}
		e := s.edit(was, now, by, settings)
		if err := do(e); err != nil {
			return err
		}
		return e.err
	})
}

// report checks rows and has those of each shipment done at once.
func report(now time.Time, by string, rows []Report, act func(waybill string, do func(*edit) error) error) ([]Answer, error) {
	if err := tooMany(len(rows)); err != nil {
		return nil, err
	}
	answers := make([]Answer, len(rows))
	statuses := make([]Status, len(rows))
	of := map[string][]int{}
	for i := range rows {
		var f errs.Fields
		statuses[i] = rows[i].check(&f, now)
		statuses[i].By = by
		answers[i].Waybill = rows[i].Waybill
		if err := f.Err(); err != nil {
			answers[i].Outcome, answers[i].Err = Denied, err
			continue
		}
		of[rows[i].Waybill] = append(of[rows[i].Waybill], i)
	}
	var group errgroup.Group
	group.SetLimit(atOnce)
	for waybill, mine := range of {
		group.Go(func() error {
			err := act(waybill, func(e *edit) error {
				for _, i := range mine {
					answers[i].Outcome, answers[i].Err = e.take(rows[i].Carrier, statuses[i])
				}
				return nil
			})
			for _, i := range mine {
				if err != nil {
					answers[i].Outcome, answers[i].Err = Denied, err
				}
			}
			return nil
		})
	}
	return answers, group.Wait()
}

// atOnce is how many rows of a call are worked at.
const atOnce = 8

// take adds a status to the course.
func (e *edit) take(carrier string, st Status) (outcome string, err error) {
	if carrier == "" {
		carrier = e.Carrier
	}
	st.ID = statusID(carrier, st)
	if e.Erased { // whoever it names asked to be forgotten
		st.Text, st.Place = "", ""
	}
	if len(e.Course) >= MaxCourse {
		return Denied, errs.New(errs.Conflict, "shipment.course_full").With("max", MaxCourse).With("allowed", "")
	}
	course, news := insert(e.Course, st)
	if !news {
		return Again, nil
	}
	e.Course = course
	if st.Damaged {
		e.damaged(st.At)
	}
	e.moved()
	return Done, nil
}

// Correct sets right where a shipment is, by somebody who knows better than the
// carrier's reports: from then on, also after an end.
func (s *Service) CorrectState(ctx context.Context, now time.Time, by, waybill string, expect int, state, text string) (Shipment, error) {
	var f errs.Fields
	to, ok := ParseState(state)
	if !ok {
		f.Add("state", "not_one_of", "allowed", strings.Join(codes(), ", "))
	}
	line(&f, "text", &text, MaxText, true)
	if err := f.Err(); err != nil {
		return Shipment{}, err
	}
	return s.act(ctx, now, by, waybill, expect, func(e *edit) error {
		if n := len(e.Course); n > 0 && !e.at.After(e.Course[n-1].At) { // a carrier's clock that is fast
			e.at = e.Course[n-1].At.Add(time.Millisecond)
		}
		_, err := e.take(by+"#"+strconv.Itoa(e.Version), Status{At: e.at, State: to, Text: text, By: by, Correction: true})
		return err
	})
}

// RecordAll records up to MaxRows shipments and answers each in its place.
// errs.Invalid for too many rows.
func (s *Service) RecordAll(ctx context.Context, now time.Time, by string, rows []Input) ([]Answer, error) {
	if err := tooMany(len(rows)); err != nil {
		return nil, err
	}
	answers := make([]Answer, len(rows))
	var group errgroup.Group
	group.SetLimit(atOnce)
	for i, in := range rows {
		group.Go(func() error {
			taken, err := s.Record(ctx, now, by, in)
			answers[i] = Answer{Waybill: CleanWaybill(in.Waybill), Outcome: Done, Taken: taken, Err: err}
			switch {
			case err != nil:
				answers[i].Outcome = Denied
			case taken.Same:
				answers[i].Outcome = Again
			}
			return nil
		})
	}
	return answers, group.Wait()
}

func tooMany(rows int) error {
	if rows <= MaxRows && rows > 0 {
		return nil
	}
	var f errs.Fields
	f.Add("rows", "shipment.rows", "max", fmt.Sprint(MaxRows))
	return f.Err()
}
