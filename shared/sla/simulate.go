package sla

import (
	"encoding/json"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/calendar/strict"
	"huiyin/shared/errs"
)

// Answer is what a simulation comes to.
type Answer struct {
	Timers  []AnswerTimer  `json:"timers"`  // by start, then metric, then cycle
	Notices []AnswerNotice `json:"notices"` // by time, then metric, cycle and step
}

// AnswerTimer is one cycle of a timer.
type AnswerTimer struct {
	Metric         Metric        `json:"metric"`
	Cycle          int           `json:"cycle"`
	State          TimerState    `json:"state"`
	StartedAt      Instant       `json:"startedAt"`
	DueAt          Instant       `json:"dueAt"`
	EndedAt        *Instant      `json:"endedAt"`
	BreachedAt     *Instant      `json:"breachedAt"`
	HeldSeconds    Seconds       `json:"heldSeconds"`
	OverdueSeconds Seconds       `json:"overdueSeconds"`
	Explain        []AnswerPiece `json:"explain"`
}

// AnswerPiece is a stretch of the time between start and due.
type AnswerPiece struct {
	From    Instant `json:"from"`
	To      Instant `json:"to"`
	Seconds Seconds `json:"seconds"` // of it that counted towards the target
	Why     string  `json:"why"`
	// Special are the dates in it that an exception or a holiday closed.
	Special []calendar.Special `json:"special,omitempty"`
}

// AnswerNotice is a step that was owed.
type AnswerNotice struct {
	At     Instant `json:"at"`
	Metric Metric  `json:"metric"`
	Cycle  int     `json:"cycle"`
	Step   string  `json:"step"`
	To     Role    `json:"to"`
}

// Instant is written in RFC 3339, UTC, with milliseconds.
type Instant time.Time

// MarshalJSON writes the instant.
func (i Instant) MarshalJSON() ([]byte, error) {
	return []byte(time.Time(i).UTC().Format(`"2006-01-02T15:04:05.000Z"`)), nil
}

// Seconds is a length written as a number of seconds, with a fraction only if
// there is one.
type Seconds time.Duration

// MarshalJSON writes the number, to the millisecond.
func (s Seconds) MarshalJSON() ([]byte, error) {
	return json.Marshal(float64(time.Duration(s).Milliseconds()) / 1000)
}

// Simulate answers what a policy and a calendar would have made of a story. The
// request is JSON. Errors: Invalid that names the fields; whatever a lookup
// failed with.
func Simulate(body []byte, lookups Lookups) (Answer, error) {
	var fields errs.Fields
	v, ok := strict.Read(body, "", fields.Add)
	if !ok {
		return Answer{}, fields.Err()
	}
	r := reader{lookups: lookups}
	req, ok := r.read(v)
	if r.failed != nil {
		return Answer{}, r.failed
	}
	if !ok {
		return Answer{}, fields.Err()
	}
	state, notices, env, place, err := Fold(req.env, req.story, req.until)
	if err != nil {
		e := errs.As(err)
		if e.Kind != errs.Invalid {
			return Answer{}, err
		}
		pairs := make([]any, 0, 2*len(e.Args))
		for name, value := range e.Args {
			pairs = append(pairs, name, value)
		}
		fields.Add(req.placeOf(place, e), e.Code, pairs...)
		return Answer{}, fields.Err()
	}
	return answer(state.Timers(env, req.until), notices), nil
}

// answer writes timers and notices down.
func answer(timers []Timer, notices []Notice) Answer {
	a := Answer{Timers: make([]AnswerTimer, 0, len(timers)), Notices: make([]AnswerNotice, 0, len(notices))}
	for _, t := range timers {
		timer := AnswerTimer{
			Metric: t.Metric, Cycle: t.Cycle, State: t.State,
			StartedAt: Instant(t.Start), DueAt: Instant(t.Due), EndedAt: instantOrNull(t.Ended), BreachedAt: instantOrNull(t.Breached),
			HeldSeconds: Seconds(t.Held), OverdueSeconds: Seconds(t.Overdue),
			Explain: make([]AnswerPiece, 0, len(t.Explain)),
		}
		for _, p := range t.Explain {
			timer.Explain = append(timer.Explain, AnswerPiece{
				From: Instant(p.From), To: Instant(p.To), Seconds: Seconds(p.Counted()), Why: p.Why, Special: p.Special,
			})
		}
		a.Timers = append(a.Timers, timer)
	}
	for _, n := range notices {
		a.Notices = append(a.Notices, AnswerNotice{Instant(n.At), n.Metric, n.Cycle, n.Step, n.To})
	}
	return a
}

func instantOrNull(t time.Time) *Instant {
	if t.IsZero() {
		return nil
	}
	i := Instant(t)
	return &i
}
