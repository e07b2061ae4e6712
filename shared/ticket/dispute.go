package ticket

import (
	"context"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
)

// Rulings on a dispute.
const (
	Upheld       = "upheld" // the customer is right
	PartlyUpheld = "partly"
	Rejected     = "rejected"
)

// Dispute is a customer's disagreement with an answer, and the review of it by
// somebody uninvolved (rule SJ-19). With no word of it.
type Dispute struct {
	At       time.Time `json:"at"`
	By       string    `json:"by"` // who wrote it down
	Seq      int       `json:"seq"`
	Reviewer string    `json:"reviewer"` // staff id
	Ruled    time.Time `json:"ruled,omitzero"`
	Ruling   string    `json:"ruling,omitempty"`
	RuledSeq int       `json:"ruledSeq,omitempty"`
}

// Disputed is the dispute that waits for its ruling, nil when there is none.
func (t *Ticket) Disputed() *Dispute {
	n := len(t.Disputes)
	if n == 0 || !t.Disputes[n-1].Ruled.IsZero() || t.Stage.Ended() || t.IsErased() {
		return nil
	}
	return &t.Disputes[n-1]
}

// Reviewer is somebody who may rule on disputes.
type Reviewer struct {
	Staff  string
	Badge  string
	Name   string
	OnDuty bool
}

// Reviewers knows who may rule on disputes, in a fixed order.
type Reviewers interface {
	Reviewers(ctx context.Context, now time.Time) ([]Reviewer, error)
}

// Objection is a disagreement as it is written down.
type Objection struct {
	Reason   string // in the customer's words
	Reviewer string // staff id of whom to ask; "" to have one found
}

// Dispute opens a review of a ticket that has an answer. The reviewer is found
// among those on duty who had nothing to do with the ticket. While one waits,
// naming another reviewer hands it to him.
//
// Errors: errs.Invalid with the fields (a reviewer who is involved),
// errs.Conflict when nothing was answered, when a review runs already, or when
// nobody uninvolved is on duty ("ticket.no_reviewer", with the badges of those
// who could be named), and those of every action.
func (s *Service) Dispute(ctx context.Context, now time.Time, by Actor, number string, expect Expect, o Objection) (Ticket, error) {
	o.Reason = strings.TrimSpace(o.Reason)
	var f errs.Fields
	text(&f, "reason", o.Reason, 1, MaxText, true)
	if err := f.Err(); err != nil {
		return Ticket{}, err
	}
	return s.act(ctx, now, by, number, expect, Contest, func(e *edit) error {
		switch {
		case e.AnsweredAt.IsZero():
			return errs.New(errs.Conflict, "ticket.no_answer").With("allowed", "")
		case e.Disputed() != nil && o.Reviewer == "":
			return errs.New(errs.Conflict, "ticket.disputed").With("allowed", "")
		}
		reviewer, err := s.reviewer(ctx, e, o.Reviewer)
		if err != nil {
			return err
		}
		if d := e.Disputed(); d != nil && d.Reviewer == reviewer {
			return nil
		}
		e.happened(Disputed, DisputeFacts{Reviewer: reviewer})
		e.said(Internal, o.Reason)
		if d := e.Disputed(); d != nil {
			e.review(*d, false)
			d.Reviewer = reviewer
		} else {
			e.Disputes = append(e.Disputes, Dispute{At: e.at, By: e.by.By, Seq: e.Seq, Reviewer: reviewer})
		}
		e.review(*e.Disputed(), true)
		e.ClosedAt = time.Time{}
		return nil
	})
}

// reviewer finds who rules: whoever is named, or one of those on duty, each
// ticket another.
func (s *Service) reviewer(ctx context.Context, e *edit, named string) (string, error) {
	all, err := s.Reviewers.Reviewers(ctx, e.at)
	if err != nil {
		return "", errs.Wrap(err, "find who may rule")
	}
	acted, err := s.actors(ctx, e.Number)
	if err != nil {
		return "", err
	}
	could := slices.DeleteFunc(slices.Clone(all), func(r Reviewer) bool {
		return r.Staff == e.Owner || r.Staff == e.by.Staff || acted[r.Staff] || e.Accuses(r.Badge, r.Name)
	})
	if named != "" {
		if !slices.ContainsFunc(could, func(r Reviewer) bool { return r.Staff == named }) {
			var f errs.Fields
			f.Add("reviewer", "ticket.reviewer_involved", "could", badges(could))
			return "", f.Err()
		}
		return named, nil
	}
	there := slices.DeleteFunc(slices.Clone(could), func(r Reviewer) bool { return !r.OnDuty })
	if len(there) == 0 {
		return "", errs.New(errs.Conflict, "ticket.no_reviewer").With("could", badges(could)).With("allowed", "")
	}
	turn := fnv.New32a()
	turn.Write([]byte(e.Number + strconv.Itoa(len(e.Disputes)))) // never fails
	return there[int(turn.Sum32()%uint32(len(there)))].Staff, nil
}

func badges(all []Reviewer) string {
	if len(all) == 0 {
		return "–"
	}
	list := make([]string, len(all))
	for i, r := range all {
		list[i] = r.Badge
	}
	return strings.Join(list, ", ")
}

// actors are the members of staff who did something on a ticket.
func (s *Service) actors(ctx context.Context, number string) (map[string]bool, error) {
	acted := map[string]bool{}
	cursor := ""
	for read := 0; read < maxStory; {
		page, err := s.Store.History(ctx, number, cursor)
		if err != nil {
			return nil, errs.Wrap(err, "read who acted")
		}
		for _, e := range page.Events {
			if who := event.StaffID(e.By); who != "" {
				acted[who] = true
			}
		}
		read += len(page.Events)
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	return acted, nil
}

// review notes that a dispute comes to a reviewer's list, or leaves it.
func (e *edit) review(d Dispute, waits bool) {
	e.reviews = append(e.reviews, Review{Reviewer: d.Reviewer, At: d.At, Number: e.Number, Waits: waits})
}

// Decision is what a reviewer rules.
type Decision struct {
	Ruling string
	Ground string // stays inside
	Text   string // what the customer is told
}

// Rule ends a dispute: the ruling with its ground, and what the customer is
// told, which is a public reply. A ticket that waited for nothing else closes.
// errs.Forbidden for anybody but the reviewer.
func (s *Service) Rule(ctx context.Context, now time.Time, by Actor, number string, expect Expect, d Decision) (Ticket, error) {
	d.Ground = strings.TrimSpace(d.Ground)
	var f errs.Fields
	oneOf(&f, "ruling", d.Ruling, []string{Upheld, PartlyUpheld, Rejected})
	text(&f, "ground", d.Ground, 1, MaxText, true)
	if err := f.Err(); err != nil {
		return Ticket{}, err
	}
	if err := s.checkSaying(d.Text, "text"); err != nil {
		return Ticket{}, err
	}
	return s.act(ctx, now, by, number, expect, Rule, func(e *edit) error {
		dispute := e.Disputed()
		switch {
		case dispute == nil:
			return errs.New(errs.Conflict, "ticket.not_disputed").With("allowed", "")
		case dispute.Reviewer != by.Staff || by.Staff == "":
			return errs.New(errs.Forbidden, "ticket.not_reviewer")
		}
		if err := s.checkPromotion(ctx, e, d.Text, "text"); err != nil {
			return err
		}
		e.review(*dispute, false)
		e.happened(Ruled, RulingFacts{Ruling: d.Ruling})
		e.said(Internal, d.Ground)
		dispute.Ruled, dispute.Ruling, dispute.RuledSeq = e.at, d.Ruling, e.Seq
		e.AnsweredAt = e.at
		e.happened(Replied, ReplyFacts{Badge: by.Badge})
		e.said(FromAgent, d.Text)
		e.closeWhenDone()
		return nil
	})
}

// keepsOut keeps the reviewer of a dispute uninvolved: until the ruling he does
// nothing on the ticket but rule, and take notes.
func (e *edit) keepsOut(action Action) error {
	d := e.Disputed()
	if d == nil || e.by.Staff != d.Reviewer || action == Rule || action == Note {
		return nil
	}
	return errs.New(errs.Conflict, "ticket.reviews").With("allowed", strings.Join([]string{string(Note), string(Rule)}, ", "))
}

// dropReview takes a dispute from its reviewer's list that will not be ruled on.
func (e *edit) dropReview() {
	if n := len(e.Disputes); n > 0 && e.Disputes[n-1].Ruled.IsZero() {
		e.review(e.Disputes[n-1], false)
	}
}
