package sweep

import (
	"context"
	"strings"
	"time"

	"huiyin/shared/ticket"
)

// Jobs is what the sweep does with long work: package setting's Service.
type Jobs interface {
	// Work goes on with a job until it is done or more says that the time is up.
	Work(ctx context.Context, now time.Time, id string, more func() bool) error
}

// later keeps a job for the end of the sweep: deadlines come first.
func (w *sweep) later(subject string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.jobs = append(w.jobs, subject)
}

// work goes on with the jobs that are due, with the time that is left.
func (w *sweep) work(ctx context.Context, more func() bool) {
	for _, subject := range w.jobs {
		if !more() {
			w.report.Left = true
			return
		}
		kind, id, _ := strings.Cut(subject, "#")
		w.note(ctx, subject, ticket.Swept{}, w.Jobs[kind].Work(ctx, w.now, id, more))
	}
}
