package ticket

import (
	"context"
	"slices"
	"time"

	"huiyin/shared/sla"
)

// late is why a lower step of a timer is not told after an outage: a higher
// one of the same timer is.
const late = "late"

// Sweep records what fell due on a ticket by now: one event per timer, cycle
// and step, in the same write as the clocks that say so. What is to be told is
// filed under the run. Nothing due, or a ticket that somebody has just
// answered: nothing is written. A ticket that has seen later things than this
// (late or repeated) tick is judged by its own time.
func (s *Service) Sweep(ctx context.Context, now time.Time, run, number string) (Swept, error) {
	var swept Swept
	_, err := s.act(ctx, now, TheSystem, number, 0, Sweep, func(e *edit) error {
		owed := e.SLA.Due(e.at)
		tell, _ := sla.HighestOnly(owed)
		e.fell(run, owed, tell)
		e.SLA.Mark(owed)
		swept = Swept{Found: len(tell)}
		for _, n := range owed {
			swept.Late = max(swept.Late, now.Sub(n.At))
		}
		return nil
	})
	return swept, err
}

// Swept is what a sweep found on a ticket.
type Swept struct {
	Found int           // steps to be told with the run
	Late  time.Duration // how long ago the first of them was owed
}

// fell records steps that fell due, in their order; those that are to be told
// are filed under the run.
func (e *edit) fell(run string, owed, tell []sla.Notice) {
	for _, n := range owed {
		due, _ := e.SLA.DueOfCycle(n.Metric, n.Cycle)
		facts := DueFacts{Metric: string(n.Metric), Cycle: n.Cycle, Due: due, Step: n.Step, To: string(n.To), Owed: n.At}
		told := slices.Contains(tell, n)
		if !told {
			facts.Skipped = late
		}
		e.happened(FellDue, facts)
		if e.err != nil {
			return
		}
		if last := &e.events[len(e.events)-1]; told {
			last.Run = run
			e.found = append(e.found, Found{Run: run, Number: e.Number, Event: last.ID, Step: facts})
		}
	}
}
