package ticket

import (
	"context"
	"strings"
	"time"

	"huiyin/shared/errs"
)

// To whom a ticket can be handed over (rules SJ-11, PD-7). Who there is of each,
// the company's register knows (Places).
const (
	ToDepartment = "department"
	ToBranch     = "branch"
	ToPartner    = "partner"
)

// MaxSummary is how long the one line of a hand-over may be, in characters.
const MaxSummary = 200

// Handover is one handing over of a ticket, with no word of it. Times are UTC
// with milliseconds.
type Handover struct {
	To       string    `json:"to"`
	Name     string    `json:"name"`
	At       time.Time `json:"at"`
	Accepted time.Time `json:"accepted,omitzero"` // from here on it is theirs (NJ-15)
	Ended    time.Time `json:"ended,omitzero"`
	Answered bool      `json:"answered,omitempty"` // it ended with their answer, and not without one
	Seq      int       `json:"seq,omitempty"`      // of its event, beside which stands the summary
}

// Handing is a hand-over as it is made.
type Handing struct {
	To      string
	Name    string
	Summary string    // the name and the matter in one line (rule NJ-17)
	Due     time.Time // as agreed; zero: the policy's target
	Taker   string    // who accepted it there and then, "" when nobody has yet
}

// HandedOver is the hand-over that is open, nil when there is none.
func (t *Ticket) HandedOver() *Handover {
	if n := len(t.HandOvers); n > 0 && t.HandOvers[n-1].Ended.IsZero() {
		return &t.HandOvers[n-1]
	}
	return nil
}

// HandOver gives the work on a ticket to a department, a branch or a partner,
// one at a time. Whoever gives it goes on answering for it: the owner stays,
// and until the other side accepts it the time counts as ours (rule NJ-15).
//
// Errors: errs.Invalid with the fields, errs.Conflict when it is handed over
// already, and those of every action.
func (s *Service) HandOver(ctx context.Context, now time.Time, by Actor, number string, expect Expect, h Handing) (Ticket, error) {
	h.Summary, h.Taker = strings.TrimSpace(h.Summary), strings.TrimSpace(h.Taker)
	var f errs.Fields
	oneOf(&f, "to", h.To, []string{ToDepartment, ToBranch, ToPartner})
	if err := s.checkPlace(ctx, &f, h); err != nil {
		return Ticket{}, err
	}
	text(&f, "summary", h.Summary, 1, MaxSummary, false)
	text(&f, "acceptedBy", h.Taker, 0, MaxName, false)
	if !h.Due.IsZero() {
		checkDue(&f, "due", h.Due, now)
	}
	if err := f.Err(); err != nil {
		return Ticket{}, err
	}
	return s.act(ctx, now, by, number, expect, HandOver, func(e *edit) error {
		if e.HandedOver() != nil {
			return errs.New(errs.Conflict, "ticket.handed_over").With("allowed", "")
		}
		due := h.Due.UTC().Truncate(time.Millisecond)
		if !h.Due.IsZero() && !due.After(e.at) {
			return errs.New(errs.Conflict, "ticket.past")
		}
		e.own()
		e.HandOvers = append(e.HandOvers, Handover{To: h.To, Name: h.Name, At: e.at})
		facts := HandOverFacts{To: h.To, Name: h.Name}
		if !h.Due.IsZero() {
			facts.Due = due
		}
		e.happened(HandedOver, facts)
		e.HandedOver().Seq = e.Seq
		e.said(Internal, h.Summary)
		if h.Taker != "" {
			e.accept(e.HandedOver(), h.Taker)
		}
		return nil
	})
}

// checkPlace notes a name that is not in the register.
func (s *Service) checkPlace(ctx context.Context, f *errs.Fields, h Handing) error {
	if h.Name == "" {
		f.Add("name", "required")
		return nil
	}
	has, err := s.Places.Has(ctx, h.To, h.Name)
	if err == nil && !has {
		f.Add("name", "ticket.no_place")
	}
	return errs.Wrap(err, "look for a place")
}

// AcceptHandOver notes that the other side has taken the ticket, and who: from
// now on it is theirs. Accepting twice has no effect. errs.Conflict when
// nothing is handed over.
func (s *Service) AcceptHandOver(ctx context.Context, now time.Time, by Actor, number string, expect Expect, taker string) (Ticket, error) {
	taker = strings.TrimSpace(taker)
	var f errs.Fields
	text(&f, "who", taker, 1, MaxName, false)
	if err := f.Err(); err != nil {
		return Ticket{}, err
	}
	return s.act(ctx, now, by, number, expect, AcceptHandOver, func(e *edit) error {
		return e.onHandover(func(h *Handover) {
			if h.Accepted.IsZero() {
				e.accept(h, taker)
			}
		})
	})
}

// accept is the taking of a hand-over; the taker's name is a word, no fact.
func (e *edit) accept(h *Handover, taker string) {
	h.Accepted = e.at
	e.happened(HandOverAccepted, HandOverFacts{To: h.To, Name: h.Name})
	e.said(Internal, taker)
}

// HandBack notes what the other side answered, which ends the hand-over and
// meets its clock. errs.Conflict when nothing is handed over.
func (s *Service) HandBack(ctx context.Context, now time.Time, by Actor, number string, expect Expect, answer string) (Ticket, error) {
	answer = strings.TrimSpace(answer)
	var f errs.Fields
	text(&f, "answer", answer, 1, MaxText, true)
	if err := f.Err(); err != nil {
		return Ticket{}, err
	}
	return s.act(ctx, now, by, number, expect, HandBack, func(e *edit) error {
		return e.onHandover(func(h *Handover) {
			h.Ended, h.Answered = e.at, true
			e.happened(HandedBack, HandOverFacts{To: h.To, Name: h.Name})
			e.said(Internal, answer)
		})
	})
}

// TakeBack ends a hand-over without an answer: it was a mistake, or nobody
// there moves. errs.Conflict when nothing is handed over.
func (s *Service) TakeBack(ctx context.Context, now time.Time, by Actor, number string, expect Expect, reason string) (Ticket, error) {
	return s.withReason(ctx, now, by, number, expect, TakeBack, reason, func(e *edit) error {
		return e.onHandover(func(h *Handover) {
			h.Ended = e.at
			e.happened(TakenBack, HandOverFacts{To: h.To, Name: h.Name})
		})
	})
}

// LinkHandOver notes that a link was made with which the other side can see
// what it needs of the ticket and answer, until an instant; not the link (see
// package handover). errs.Conflict when nothing is handed over.
func (s *Service) LinkHandOver(ctx context.Context, now time.Time, by Actor, number string, expect Expect, until time.Time) (Ticket, error) {
	return s.act(ctx, now, by, number, expect, LinkHandOver, func(e *edit) error {
		return e.onHandover(func(h *Handover) {
			e.happened(HandOverLinked, HandOverFacts{To: h.To, Name: h.Name, Until: until.UTC().Truncate(time.Millisecond)})
		})
	})
}

// onHandover does something with the hand-over that is open.
func (e *edit) onHandover(do func(*Handover)) error {
	h := e.HandedOver()
	if h == nil {
		return errs.New(errs.Conflict, "ticket.not_handed_over").With("allowed", "")
	}
	do(h)
	return nil
}

// closeUp ends what can't outlive the ticket's being open: a hand-over, and
// with the ticket itself a dispute. The deadlines know it from the event that
// closes.
func (e *edit) closeUp() {
	if h := e.HandedOver(); h != nil {
		h.Ended = e.at
	}
	if e.Stage.Ended() {
		e.EndedAt = e.at
		e.dropReview()
	}
}
