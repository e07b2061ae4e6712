package ticket_test

import (
	"strings"
	"testing"

	"huiyin/shared/sla"
	"huiyin/shared/ticket"
)

// rule: QM-5 who is not content has his complaint taken up again in a new
// round, and an answer is owed as if he had written.
func TestWhoIsNotContentIsAnsweredAnew(t *testing.T) {
	w := newWorld(t)
	number := w.open(complaint()).Number
	if err := deeds[ticket.Resolve](w, t.Context(), minutes(1), number); err != nil {
		t.Fatal(err)
	}
	got, err := w.Revisit(t.Context(), minutes(60), agent, number, 0, ticket.Visit{Outcome: ticket.NotContent, Note: "还少一箱"})
	if err != nil {
		t.Fatal(err)
	}
	if due, owed := got.SLA.DueOf(sla.NextResponse); !owed || got.Stage != ticket.Handling || got.Reopenings != 1 || got.Next != ticket.StepAnalysed {
		t.Errorf("%s, next response owed %v by %v, next %s", got.Stage, owed, due, got.Next)
	}
	if len(got.Rounds) != 2 || taken(got) != "received" || got.Rounds[0].Of(ticket.StepRevisited).Code != ticket.NotContent {
		t.Errorf("rounds %+v", got.Rounds)
	}
	if err := second(w.Resolve(t.Context(), minutes(61), agent, number, 0, ticket.Outcome{Result: "已补送"})); fields(err) != "cause:required" {
		t.Errorf("the first round's analysis counts for the second: %v", err)
	}
}

// rule: QM-5 nobody reached in three tries counts as revisited, with that note.
func TestThreeTriesCountAsARevisit(t *testing.T) {
	w := newWorld(t)
	number := w.open(complaint()).Number
	if err := deeds[ticket.Resolve](w, t.Context(), minutes(1), number); err != nil {
		t.Fatal(err)
	}
	for try := 1; try <= 3; try++ {
		if _, err := w.SumUp(t.Context(), minutes(try*60), agent, number, 0, "逐件扫描"); missing(err) != "revisited" {
			t.Errorf("before try %d: %v", try, err)
		}
		if _, err := w.Revisit(t.Context(), minutes(try*60), agent, number, 0, ticket.Visit{Outcome: ticket.Unreached, Note: "无人接听"}); err != nil {
			t.Fatal(err)
		}
	}
	got, err := w.SumUp(t.Context(), minutes(240), agent, number, 0, "逐件扫描")
	if err != nil || got.Stage != ticket.Closed || got.Round().Tries != 3 || got.Round().Of(ticket.StepRevisited).Code != ticket.Unreached {
		t.Errorf("%s %+v (%v)", got.Stage, got.Round(), err)
	}
}

// rule: QM-5 reached and content, with the lesson: closed in one call. So is the
// last try; a lesson before that is refused.
func TestTheLastVisitClosesWithTheLesson(t *testing.T) {
	for _, tries := range []int{0, 3} {
		w := newWorld(t)
		number := w.open(complaint()).Number
		if err := deeds[ticket.Resolve](w, t.Context(), minutes(1), number); err != nil {
			t.Fatal(err)
		}
		visit := ticket.Visit{Outcome: ticket.Content, Lesson: "逐件扫描"}
		for try := 1; try < tries; try++ {
			visit.Outcome = ticket.Unreached
			if err := second(w.Revisit(t.Context(), minutes(try*60), agent, number, 0, visit)); fields(err) != "lesson:ticket.lesson_early" {
				t.Errorf("a lesson at try %d: %v", try, err)
			}
			if err := second(w.Revisit(t.Context(), minutes(try*60), agent, number, 0, ticket.Visit{Outcome: ticket.Unreached})); err != nil {
				t.Fatal(err)
			}
		}
		got, err := w.Revisit(t.Context(), minutes(300), agent, number, 0, visit)
		if err != nil || got.Stage != ticket.Closed || got.Next != "" || got.Listed() {
			t.Errorf("after %d tries: %s, next %q (%v)", tries, got.Stage, got.Next, err)
		}
		if kinds := types(w.events(number)); !strings.HasSuffix(kinds, "revisited summed_up closed") {
			t.Errorf("history %s", kinds)
		}
		if lessons, err := w.Store.Lessons(t.Context(), "delay", 10); err != nil || len(lessons) != 1 || lessons[0].Text != "逐件扫描" {
			t.Errorf("lessons %+v (%v)", lessons, err)
		}
	}
	w := newWorld(t)
	number := w.open(complaint()).Number
	if err := deeds[ticket.Resolve](w, t.Context(), minutes(1), number); err != nil {
		t.Fatal(err)
	}
	for want, v := range map[string]ticket.Visit{
		"lesson:ticket.lesson_early":  {Outcome: ticket.NotContent, Note: "还少一箱", Lesson: "逐件扫描"},
		"lesson:ticket.lesson_person": {Outcome: ticket.Content, Lesson: "138 0013 8000 不接电话"},
	} {
		if err := second(w.Revisit(t.Context(), minutes(2), agent, number, 0, v)); fields(err) != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// rule: JY-10 a closed complaint is taken up again by the customer's message,
// or by an agent; the earlier round stays.
func TestAClosedComplaintIsTakenUpAgain(t *testing.T) {
	for name, do := range map[string]func(*world, string) error{
		"message": func(w *world, number string) error {
			_, err := w.Message(t.Context(), minutes(300), ticket.Claim{Number: number, Last4: "8000"}, "又坏了", "k")
			return err
		},
		"reopen": func(w *world, number string) error { return deeds[ticket.Reopen](w, t.Context(), minutes(300), number) },
	} {
		w := newWorld(t)
		number := w.open(complaint()).Number
		for i, a := range []ticket.Action{ticket.Resolve, ticket.Revisit, ticket.SumUp} {
			if err := deeds[a](w, t.Context(), minutes(i+1), number); err != nil {
				t.Fatal(err)
			}
		}
		if err := do(w, number); err != nil {
			t.Fatal(name, err)
		}
		got := w.get(number)
		if got.Stage != ticket.Handling || !got.ClosedAt.IsZero() || len(got.Rounds) != 2 || got.Rounds[0].Of(ticket.StepClosed) == nil || !got.Listed() {
			t.Errorf("%s: %+v", name, got)
		}
		if again := w.open(complaint()); !again.Chased || again.Number != number {
			t.Errorf("%s: the matter is not open again: %+v", name, again)
		}
	}
}
