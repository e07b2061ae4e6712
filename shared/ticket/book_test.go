package ticket_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/ticket"
)

func init() {
	deeds[ticket.Analyse] = func(w *world, ctx context.Context, now time.Time, n string) error {
		return second(w.Analyse(ctx, now, agent, n, 0, sorting))
	}
	deeds[ticket.PlanWork] = func(w *world, ctx context.Context, now time.Time, n string) error {
		w.upTo(now, n, ticket.StepPlanned)
		return second(w.Plan(ctx, now, agent, n, 0, "联系分拨中心加急", now.Add(4*time.Hour)))
	}
	deeds[ticket.CarryOut] = func(w *world, ctx context.Context, now time.Time, n string) error {
		w.upTo(now, n, ticket.StepCarriedOut)
		return second(w.CarryOut(ctx, now, agent, n, 0, "已派专车送达"))
	}
	deeds[ticket.Revisit] = func(w *world, ctx context.Context, now time.Time, n string) error {
		return second(w.Revisit(ctx, now, agent, n, 0, ticket.Visit{Outcome: ticket.Content}))
	}
	deeds[ticket.SumUp] = func(w *world, ctx context.Context, now time.Time, n string) error {
		w.upTo(now, n, ticket.StepSummedUp)
		return second(w.SumUp(ctx, now, agent, n, 0, "交接时逐件扫描"))
	}
}

var sorting = ticket.Cause{Code: "sorting", Text: "分拣时装错了车"}

// outcome resolves a ticket of its kind in one call.
func (w *world) outcome(number string) ticket.Outcome {
	o := ticket.Outcome{Cause: "分拣错误", Result: "已送达并致歉"}
	if w.get(number).Kind == ticket.Complaint {
		o.Plan, o.Action = "联系分拨中心加急", "已派专车送达"
	}
	return o
}

// upTo takes the steps that come before one, where the stage allows it.
func (w *world) upTo(now time.Time, number string, step ticket.Step) {
	for _, s := range []struct {
		step   ticket.Step
		action ticket.Action
		in     func(ticket.Stage) bool
	}{
		{ticket.StepAnalysed, ticket.Analyse, ticket.Stage.Open},
		{ticket.StepPlanned, ticket.PlanWork, ticket.Stage.Open},
		{ticket.StepRevisited, ticket.Revisit, func(s ticket.Stage) bool { return s == ticket.Resolved }},
	} {
		t := w.get(number)
		if s.step == step {
			return
		}
		if s.in(t.Stage) == s.in(stageOf[step]) && s.in(t.Stage) && t.Round().Of(s.step) == nil {
			_ = deeds[s.action](w, w.Context(), now, number) // an inquiry has no steps
		}
	}
}

// stageOf is where a step is taken.
var stageOf = map[ticket.Step]ticket.Stage{ticket.StepPlanned: ticket.Handling, ticket.StepCarriedOut: ticket.Handling, ticket.StepSummedUp: ticket.Resolved}

// taken are the steps of a ticket's last round, in the order in which they
// were taken, with their codes.
func taken(t ticket.Ticket) string {
	var all []string
	for _, e := range t.Round().Taken {
		name := string(e.Step)
		if e.Code != "" {
			name += ":" + e.Code
		}
		all = append(all, name)
	}
	return strings.Join(all, " ")
}

// missing is what a refusal says is missing.
func missing(err error) any {
	e := errs.As(err)
	if e.Kind != errs.Conflict || e.Code != "ticket.steps_missing" {
		return err
	}
	return e.Args["missing"]
}

// rule: JY-2 rule: QM-5 rule: NJ-14 a complaint goes through its steps in
// their order, each with time, person and what it asks for.
func TestAComplaintGoesByTheBook(t *testing.T) {
	w := newWorld(t)
	number := w.open(complaint()).Number
	expect := func(step ticket.Step, by time.Time) {
		t.Helper()
		if got := w.get(number); got.Next != step || !got.NextBy.Equal(by) {
			t.Errorf("next is %q by %v, want %q by %v", got.Next, got.NextBy, step, by)
		}
	}
	ok := func(_ ticket.Ticket, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	expect(ticket.StepAnalysed, time.Time{})
	ok(w.Analyse(t.Context(), minutes(1), agent, number, 0, sorting))
	expect(ticket.StepPlanned, time.Time{})
	ok(w.Plan(t.Context(), minutes(2), agent, number, 0, "联系分拨中心加急", minutes(240)))
	expect(ticket.StepCarriedOut, minutes(240))
	ok(w.CarryOut(t.Context(), minutes(3), other, number, 0, "已派专车送达"))
	expect(ticket.StepAnswered, time.Time{})
	ok(w.Resolve(t.Context(), minutes(4), agent, number, 0, ticket.Outcome{Result: "货已送达，向您致歉。"}))
	expect(ticket.StepRevisited, minutes(4).Add(72*time.Hour))
	if got := w.get(number); got.Stage != ticket.Resolved || !got.Listed() || !got.ShownDue().Equal(got.NextBy) || !got.SLA.Resolved {
		t.Errorf("answered: %s, listed %v, shown due %v", got.Stage, got.Listed(), got.ShownDue())
	}
	ok(w.Revisit(t.Context(), minutes(5), other, number, 0, ticket.Visit{Outcome: ticket.Content, Note: "客户表示满意"}))
	expect(ticket.StepSummedUp, minutes(5).Add(72*time.Hour))
	ok(w.SumUp(t.Context(), minutes(6), agent, number, 0, "交接时逐件扫描"))
	expect("", time.Time{})

	got := w.get(number)
	if want := "analysed:sorting planned carried_out answered revisited:content summed_up:delay closed"; taken(got) != want {
		t.Errorf("book %s", taken(got))
	}
	if got.Stage != ticket.Closed || got.Listed() || !got.ClosedAt.Equal(minutes(6)) || got.Cause != "sorting" || got.Owner != "a1" {
		t.Errorf("closed %+v", got)
	}
	if kinds := types(w.events(number)); kinds != "opened assigned analysed planned carried_out resolved revisited summed_up closed" {
		t.Errorf("history %s", kinds)
	}
	w.wordsOf(number, "分拣时装错了车", "联系分拨中心加急", "已派专车送达", "货已送达，向您致歉。", "客户表示满意", "交接时逐件扫描")
	lessons, err := w.Store.Lessons(t.Context(), "delay", 10)
	if err != nil || len(lessons) != 1 || lessons[0].Text != "交接时逐件扫描" || lessons[0].Cause != "sorting" || lessons[0].Number != number {
		t.Errorf("lessons %+v (%v)", lessons, err)
	}
}

// wordsOf checks that each step of the last round leads to its text.
func (w *world) wordsOf(number string, want ...string) {
	w.Helper()
	h, err := w.Store.History(w.Context(), number, "")
	if err != nil {
		w.Fatal(err)
	}
	texts := map[int]string{}
	for _, words := range h.Words {
		texts[words.Seq] = words.Text
	}
	var got []string
	t := w.get(number)
	for _, e := range t.Round().Taken {
		if e.Step != ticket.StepReceived && e.Step != ticket.StepClosed {
			got = append(got, texts[e.Seq])
		}
	}
	if !equal(got, want) {
		w.Errorf("texts %q", got)
	}
}

// rule: QM-5 skipping is refused, and what is missing is said.
func TestWhatIsMissingIsSaid(t *testing.T) {
	w := newWorld(t)
	number := w.open(complaint()).Number
	at := minutes(1)
	plan := func() error { return second(w.Plan(t.Context(), at, agent, number, 0, "加急", at.Add(time.Hour))) }
	carryOut := func() error { return second(w.CarryOut(t.Context(), at, agent, number, 0, "已送")) }
	resolve := func(o ticket.Outcome) func() error {
		o.Result = "已送达"
		return func() error { return second(w.Resolve(t.Context(), at, agent, number, 0, o)) }
	}
	sumUp := func() error { return second(w.SumUp(t.Context(), at, agent, number, 0, "逐件扫描")) }
	refused := func(do func() error, want string) {
		t.Helper()
		before := w.get(number).Version
		if got := missing(do()); got != want {
			t.Errorf("missing %v, want %s", got, want)
		}
		if w.get(number).Version != before {
			t.Error("a refused step changed the ticket")
		}
	}
	refused(plan, "analysed")
	refused(carryOut, "analysed, planned")
	refused(resolve(ticket.Outcome{Cause: "装错车"}), "planned, carried_out")
	refused(resolve(ticket.Outcome{Cause: "装错车", Action: "已送"}), "planned")
	if err := deeds[ticket.Analyse](w, t.Context(), at, number); err != nil {
		t.Fatal(err)
	}
	refused(carryOut, "planned")
	refused(resolve(ticket.Outcome{Plan: "加急"}), "carried_out")
	if err := resolve(ticket.Outcome{Plan: "加急", Action: "已送"})(); err != nil {
		t.Fatal(err)
	}
	refused(sumUp, "revisited")
	for _, do := range []ticket.Action{ticket.Revisit, ticket.SumUp} {
		if err := deeds[do](w, t.Context(), at, number); err != nil {
			t.Fatal(do, err)
		}
	}
	if got := w.get(number).Stage; got != ticket.Closed {
		t.Errorf("stage %s", got)
	}
}

// One call can record what led to a result; each step is its own event. A
// cause without a code counts as the analysis.
func TestResolvingRecordsTheSteps(t *testing.T) {
	w := newWorld(t)
	number := w.open(complaint()).Number
	got, err := w.Resolve(t.Context(), minutes(1), agent, number, 0, ticket.Outcome{Cause: "装错车", Plan: "加急", Action: "已送", Result: "已送达"})
	if err != nil {
		t.Fatal(err)
	}
	if taken(got) != "analysed:other planned carried_out answered" || !got.Round().Of(ticket.StepPlanned).Due.Equal(minutes(1)) {
		t.Errorf("book %s", taken(got))
	}
	if kinds := types(w.events(number)); kinds != "opened assigned analysed planned carried_out resolved" {
		t.Errorf("history %s", kinds)
	}
	w.wordsOf(number, "装错车", "加急", "已送", "已送达")
}

func TestWhatAStepAsksFor(t *testing.T) {
	w := newWorld(t)
	number := w.open(complaint()).Number
	at := minutes(1)
	long := strings.Repeat("长", 501)
	for want, do := range map[string]func() error{
		"cause:required": func() error {
			return second(w.Analyse(t.Context(), at, agent, number, 0, ticket.Cause{Code: "sorting"}))
		},
		"code:not_one_of": func() error {
			return second(w.Analyse(t.Context(), at, agent, number, 0, ticket.Cause{Code: "packing", Text: "x"}))
		},
		"plan:required due:required": func() error { return second(w.Plan(t.Context(), at, agent, number, 0, " ", time.Time{})) },
		"due:ticket.past":            func() error { return second(w.Plan(t.Context(), at, agent, number, 0, "x", at)) },
		"action:required":            func() error { return second(w.CarryOut(t.Context(), at, agent, number, 0, "")) },
		"outcome:not_one_of":         func() error { return second(w.Revisit(t.Context(), at, agent, number, 0, ticket.Visit{Outcome: "x"})) },
		"note:required": func() error {
			return second(w.Revisit(t.Context(), at, agent, number, 0, ticket.Visit{Outcome: ticket.NotContent}))
		},
		"lesson:required":             func() error { return second(w.SumUp(t.Context(), at, agent, number, 0, "")) },
		"lesson:too_long":             func() error { return second(w.SumUp(t.Context(), at, agent, number, 0, long)) },
		"lesson:ticket.lesson_person": func() error { return second(w.SumUp(t.Context(), at, agent, number, 0, "138 0013 8000 不接电话")) },
		"cause:required ": func() error {
			return second(w.Resolve(t.Context(), at, agent, number, 0, ticket.Outcome{Result: "好了"}))
		},
		"causeCode:not_one_of": func() error {
			return second(w.Resolve(t.Context(), at, agent, number, 0, ticket.Outcome{Cause: "x", CauseCode: "x", Plan: "x", Action: "x", Result: "好了"}))
		},
	} {
		if got := fields(do()); got != strings.TrimSpace(want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if kinds := types(w.events(number)); kinds != "opened" {
		t.Errorf("history %s", kinds)
	}
}

// An inquiry has no steps: its end is its result.
func TestAnInquiryHasNoSteps(t *testing.T) {
	w := newWorld(t)
	number := w.open(inquiry("price")).Number
	if err := deeds[ticket.Analyse](w, t.Context(), minutes(1), number); errs.As(err).Code != "ticket.no_book" {
		t.Errorf("analysed: %v", err)
	}
	got, err := w.Resolve(t.Context(), minutes(2), agent, number, 0, ticket.Outcome{Cause: "问价", Result: "四十元"})
	if err != nil || got.Stage != ticket.Resolved || got.Listed() || got.Rounds != nil {
		t.Errorf("resolved: %+v (%v)", got, err)
	}
	for _, a := range got.Allowed() {
		if a == ticket.Revisit || a == ticket.SumUp {
			t.Errorf("allows %s", a)
		}
	}
	if _, err = w.Revisit(t.Context(), minutes(3), agent, number, 0, ticket.Visit{Outcome: ticket.Content}); errs.As(err).Code != "ticket.no_book" {
		t.Errorf("revisited: %v", err)
	}
}

// The steps are the company's: one it leaves out is not asked for.
func TestACompanyLeavesStepsOut(t *testing.T) {
	for list, want := range map[string]struct {
		stage  ticket.Stage
		listed bool
	}{
		"analysed answered":                     {ticket.Resolved, false},
		"analysed answered summed_up":           {ticket.Closed, false},
		"analysed answered revisited":           {ticket.Resolved, true},
		"analysed answered revisited summed_up": {ticket.Resolved, true},
		"answered":                              {ticket.Resolved, false},
	} {
		w := newWorld(t)
		var steps []ticket.Step
		for _, s := range strings.Fields(list) {
			steps = append(steps, ticket.Step(s))
		}
		w.Settings.Vocabulary.Steps = map[ticket.Kind][]ticket.Step{ticket.Complaint: steps}
		number := w.open(complaint()).Number
		if _, err := w.Resolve(t.Context(), minutes(1), agent, number, 0, ticket.Outcome{Cause: "装错车", Result: "已送达"}); err != nil {
			t.Fatal(list, err)
		}
		_, err := w.SumUp(t.Context(), minutes(2), agent, number, 0, "逐件扫描")
		if got := w.get(number); got.Stage != want.stage || got.Listed() != want.listed {
			t.Errorf("%s: %s, listed %v (%v)", list, got.Stage, got.Listed(), err)
		}
	}
}

// rule: JY-9 the agent a complaint names takes no step of it.
func TestTheAccusedTakesNoStep(t *testing.T) {
	w := newWorld(t)
	in := complaint()
	in.Reason, in.Target, in.Accused = "attitude", "agent", "8001"
	number := w.open(in).Number
	if _, err := w.Analyse(t.Context(), minutes(1), agent, number, 0, ticket.Cause{Code: "impolite", Text: "x"}); errs.As(err).Code != "ticket.accused" {
		t.Errorf("the accused: %v", err)
	}
	if _, err := w.Analyse(t.Context(), minutes(1), other, number, 0, ticket.Cause{Code: "impolite", Text: "x"}); err != nil {
		t.Error(err)
	}
}
