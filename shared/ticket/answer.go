package ticket

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode"

	"huiyin/shared/clock"
	"huiyin/shared/errs"
)

// Saying is a public reply.
type Saying struct {
	Text    string
	Interim bool      // not the final answer
	NextBy  time.Time // when the next reply comes; required with an interim reply that owes one
}

// holding are phrases that say nothing about what is being done: a reply that
// has only these is refused (rule PD-12).
var holding = strings.NewReplacer("您好", "", "你好", "", "请稍等", "", "请稍候", "", "请耐心等待", "", "请等待", "", "正在处理中", "",
	"正在处理", "", "处理中", "", "收到", "", "谢谢", "", "hello", "", "please wait", "", "we are working on it", "", "in progress", "", "thank you", "")

// Reply answers the customer: the text stands on the status page, the SMS says
// that it is there. An interim reply on a cargo query or a complaint must say
// what is being done and fix the next reply, which is a promise with a clock
// of its own (PD-12, NJ-14). Whoever replies to a ticket that nobody owns owns
// it (NJ-15).
func (s *Service) Reply(ctx context.Context, now time.Time, by Actor, number string, expect Expect, say Saying) (Ticket, error) {
	if err := s.checkSaying(say.Text, "text"); err != nil {
		return Ticket{}, err
	}
	return s.act(ctx, now, by, number, expect, Reply, func(e *edit) error {
		if err := e.checkInterim(say); err != nil {
			return err
		}
		if err := s.checkPromotion(ctx, e, say.Text, "text"); err != nil {
			return err
		}
		e.own()
		e.AnsweredAt = e.at
		e.happened(Replied, ReplyFacts{Badge: by.Badge, Interim: say.Interim, NextBy: say.NextBy})
		e.said(FromAgent, say.Text)
		if say.Interim && !say.NextBy.IsZero() {
			e.promise(say.NextBy, ForReply, true)
		}
		return nil
	})
}

// Promises are for a reply or for work.
const (
	ForReply = "reply"
	ForWork  = "work"
)

func (e *edit) checkInterim(say Saying) error {
	var f errs.Fields
	if !say.Interim {
		return nil
	}
	owes := e.Kind == Complaint || e.Reason == "cargo_status"
	if owes && say.NextBy.IsZero() {
		f.Add("nextReplyAt", "ticket.next_reply")
	}
	if !say.NextBy.IsZero() {
		checkDue(&f, "nextReplyAt", say.NextBy, e.at)
	}
	rest := strings.IndexFunc(holding.Replace(strings.ToLower(say.Text)), func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) })
	if owes && rest < 0 {
		f.Add("text", "ticket.holding")
	}
	return f.Err()
}

// own makes whoever acts the owner of a ticket that has none.
func (e *edit) own() {
	if e.Owner == "" && e.by.Staff != "" && !e.Accuses(e.by.Badge, "") {
		e.Owner = e.by.Staff
		e.happened(Assigned, AssignFacts{Owner: e.Owner, Team: e.Team})
	}
}

// Accuses tells whether the complaint is about the member of staff with this
// badge or name (rule JY-9), as far as what was typed says: "1024", "工号 1024",
// a name. An empty badge or name is nobody's.
func (t *Ticket) Accuses(badge, name string) bool {
	if t.Target != AboutAgent {
		return false
	}
	words := strings.FieldsFunc(strings.ToUpper(t.Accused), func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'A' || r > 'Z') // what no badge has
	})
	return slices.Contains(words, badge) || name != "" && strings.Contains(t.Accused, name)
}

// Outcome is how a ticket ends. One call can record the steps that led to it;
// each is an event of its own.
type Outcome struct {
	Cause     string // what the cause was; stays inside. It counts as the analysis where none is recorded, and may be left out where one is
	CauseCode string // of the company's list; "other" when left out
	Plan      string // what was to be done
	PlanBy    time.Time
	Action    string // what was done
	Result    string // what the customer is told
}

func (o *Outcome) check() error {
	var f errs.Fields
	for _, one := range []struct {
		field string
		text  *string
		max   int
	}{{"cause", &o.Cause, MaxReason}, {"plan", &o.Plan, MaxText}, {"action", &o.Action, MaxText}} {
		*one.text = strings.TrimSpace(*one.text)
		text(&f, one.field, *one.text, 0, one.max, true)
	}
	return f.Err()
}

// Resolve tells the result. It is a public reply, ends every clock but the
// promise of work that is due later, and closes the matter for a chase. A kind
// of ticket with steps needs those before it: errs.Conflict
// "ticket.steps_missing" names what is missing.
func (s *Service) Resolve(ctx context.Context, now time.Time, by Actor, number string, expect Expect, o Outcome) (Ticket, error) {
	if err := o.check(); err != nil {
		return Ticket{}, err
	}
	if err := s.checkSaying(o.Result, "result"); err != nil {
		return Ticket{}, err
	}
	return s.act(ctx, now, by, number, expect, Resolve, func(e *edit) error {
		if err := s.checkPromotion(ctx, e, o.Result, "result"); err != nil {
			return err
		}
		if err := s.searched(ctx, e); err != nil {
			return err
		}
		e.own()
		if err := e.lead(o); err != nil {
			return err
		}
		e.AnsweredAt, e.ResolvedAt, e.WaitingFor = e.at, e.at, ""
		moved := e.Moves > 0
		e.forgetPromise()
		e.closeUp()
		e.happened(ResolvedEvent, ReplyFacts{Badge: by.Badge, Moved: moved, Cause: e.Cause, Spent: shares(e.stretches(e.at), e.env.Calendar)})
		e.said(Result, o.Result)
		if e.settings.Vocabulary.goesByTheBook(e.Kind) {
			e.took(StepAnswered, "", time.Time{})
		}
		return nil
	})
}

// lead records what led to a result: as steps, or as notes where a kind of
// ticket has none.
func (e *edit) lead(o Outcome) error {
	if !e.settings.Vocabulary.goesByTheBook(e.Kind) {
		if o.Cause == "" {
			return noCause()
		}
		for _, said := range []string{o.Cause, o.Plan, o.Action} {
			e.noted(said)
		}
		return nil
	}
	analysed := e.Round().Of(StepAnalysed) != nil
	switch {
	case o.Cause == "" && !analysed:
		return noCause()
	case o.Cause != "" && (o.CauseCode != "" || !analysed):
		if err := e.analyse(Cause{Code: cmp.Or(o.CauseCode, otherCause), Text: o.Cause}, "causeCode"); err != nil {
			return err
		}
	default:
		e.noted(o.Cause)
	}
	if o.Plan != "" {
		e.plan(o.Plan, clock.Later(o.PlanBy, e.at))
	}
	if o.Action != "" {
		e.carryOut(o.Action)
	}
	return e.needs(StepAnswered)
}

func noCause() error {
	var f errs.Fields
	f.Add("cause", "required")
	return f.Err()
}

func (e *edit) noted(said string) {
	if said != "" {
		e.happened(Noted, nil)
		e.said(Internal, said)
	}
}

// Reopen takes a resolved ticket up again.
func (s *Service) Reopen(ctx context.Context, now time.Time, by Actor, number string, expect Expect, reason string) (Ticket, error) {
	return s.withReason(ctx, now, by, number, expect, Reopen, reason, func(e *edit) error { e.reopen(false); return nil })
}

// Withdraw ends a ticket that the customer took back, or spam. errs.Conflict
// "ticket.trace_open" while a shipment is searched for in it: that he wants it no
// more does not say where it is.
func (s *Service) Withdraw(ctx context.Context, now time.Time, by Actor, number string, expect Expect, reason string, spam bool) (Ticket, error) {
	return s.withReason(ctx, now, by, number, expect, Withdraw, reason, func(e *edit) error {
		if err := s.searched(ctx, e); err != nil {
			return err
		}
		e.WaitingFor = ""
		e.forgetPromise()
		e.closeUp()
		e.happened(WithdrawnEvent, WithdrawFacts{Spam: spam})
		return nil
	})
}

// withReason is an action whose reason stands as an internal note beside it.
func (s *Service) withReason(ctx context.Context, now time.Time, by Actor, number string, expect Expect, action Action, reason string, do func(*edit) error) (Ticket, error) {
	var f errs.Fields
	text(&f, "reason", strings.TrimSpace(reason), 1, MaxReason, true)
	if err := f.Err(); err != nil {
		return Ticket{}, err
	}
	return s.act(ctx, now, by, number, expect, action, func(e *edit) error {
		before := len(e.events)
		if err := do(e); err != nil {
			return err
		}
		if len(e.events) > before {
			e.said(Internal, reason)
		}
		return nil
	})
}
