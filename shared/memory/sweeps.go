package memory

import (
	"context"
	"hash/fnv"
	"slices"
	"strings"
	"time"

	"huiyin/shared/bulletin"
	"huiyin/shared/campaign"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/setting"
	"huiyin/shared/sheet"
	"huiyin/shared/shipment"
	"huiyin/shared/sweep"
	"huiyin/shared/task"
	"huiyin/shared/ticket"
)

// Sweeps is the store of package sweep.
type Sweeps struct{ s *Store }

// Sweeps gives the due index and the runs.
func (s *Store) Sweeps() Sweeps { return Sweeps{s} }

var _ sweep.Store = Sweeps{}

// run is one sweep's.
type run struct {
	workers   map[string]bool
	finished  bool
	abandoned time.Time
}

// Shards is how many parts the due index has.
func (w Sweeps) Shards() int { return w.s.shards }

// pending gives every subject that has a check time.
func (s *Store) pending() map[string]time.Time {
	all := map[string]time.Time{}
	for number, t := range s.tickets {
		if at, ok := t.SLA.NextCheck(); ok {
			all[ticket.Subject(number)] = at
		}
	}
	for id := range s.waiting { // not all rows: a year of sweeps goes through here
		row := s.rows[id]
		if at, ok := row.Pending(); ok {
			all[ledger.Subject(id)] = at
		}
	}
	for id, t := range s.tasks {
		if at, ok := t.NextCheck(); ok {
			all[task.Subject(id)] = at
		}
	}
	for id, c := range s.campaigns {
		if at, ok := c.Due(); ok {
			all[campaign.Subject(id)] = at
		}
	}
	if at, ok := s.content.Due(); ok {
		all[campaign.CalendarSubject] = at
	}
	for id, r := range s.rounds {
		if at, ok := r.Due(); ok {
			all[bulletin.RoundSubject(id)] = at
		}
	}
	for id := range s.working {
		b := s.batches[id]
		if at, ok := b.Due(); ok {
			all[ledger.BatchSubject(id)] = at
		}
	}
	for id, r := range s.runs {
		if !r.finished {
			all["RUN#"+id] = r.abandoned
		}
	}
	for id, j := range s.jobs {
		if at, ok := j.Due(); ok {
			all[setting.JobSubject(id)] = at
		}
	}
	for waybill, one := range s.shipments {
		if at, ok := one.Due(); ok {
			all[shipment.Subject(waybill)] = at
		}
	}
	for id, i := range s.imports {
		if at, ok := i.Due(); ok {
			all[sheet.Subject(id)] = at
		}
	}
	for subject := range s.hidden {
		delete(all, subject)
	}
	return all
}

// Due lists the subjects of one shard whose check time is not after until.
func (w Sweeps) Due(_ context.Context, shard int, until time.Time, after string, limit int) (subjects []string, next string, err error) {
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	var keys []string
	for subject, at := range w.s.pending() {
		sum := fnv.New32a()
		sum.Write([]byte(subject)) // never fails
		if int(sum.Sum32()%uint32(w.s.shards)) == shard && stamp(at) <= stamp(until) {
			keys = append(keys, stamp(at)+"#"+subject)
		}
	}
	keys, next = behind(keys, after, limit)
	for _, k := range keys {
		_, subject, _ := strings.Cut(k, "#")
		subjects = append(subjects, subject)
	}
	return subjects, next, nil
}

// JoinRun makes the run when it is not there and notes a worker.
func (w Sweeps) JoinRun(_ context.Context, id, worker string, abandoned time.Time) error {
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	r := w.s.runs[id]
	if r == nil {
		r = &run{workers: map[string]bool{}}
		w.s.runs[id] = r
	}
	if r.finished {
		return sweep.ErrRunClosed
	}
	r.workers[worker] = true
	r.abandoned = abandoned
	return nil
}

// LeaveRun takes the worker off the run.
func (w Sweeps) LeaveRun(_ context.Context, id, worker string) error {
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	if r := w.s.runs[id]; r != nil {
		delete(r.workers, worker)
	}
	return nil
}

// FinishRun closes the run with its event.
func (w Sweeps) FinishRun(_ context.Context, id, worker string, e event.Event) error {
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	r := w.s.runs[id]
	switch {
	case r == nil || r.finished:
		return sweep.ErrRunClosed
	case worker != "" && len(r.workers) > 0 && !(len(r.workers) == 1 && r.workers[worker]):
		return sweep.ErrRunShared
	}
	r.finished = true
	w.s.tell([]event.Event{e})
	return nil
}

// Found lists what a run found.
func (w Sweeps) Found(_ context.Context, id, after string, limit int) (found []ticket.Found, next string, err error) {
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	keys, next := behind(sortedKeys(w.s.found[id]), after, limit)
	for _, k := range keys {
		found = append(found, clone(w.s.found[id][k]))
	}
	return found, next, nil
}

// SetAside takes a subject that is due out of the due index and files it.
func (w Sweeps) SetAside(_ context.Context, subject, why string, at time.Time) error {
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	if due, ok := w.s.pending()[subject]; !ok || due.After(at) {
		return nil
	}
	w.s.hidden[subject] = true
	w.s.aside = append(w.s.aside, sweep.Aside{Subject: subject, Why: why, At: at})
	return nil
}

// Aside lists what was set aside, oldest first.
func (w Sweeps) Aside(_ context.Context, limit int) ([]sweep.Aside, error) {
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	list := slices.Clone(w.s.aside)
	slices.SortStableFunc(list, func(a, b sweep.Aside) int { return strings.Compare(stamp(a.At)+a.Subject, stamp(b.At)+b.Subject) })
	return list[:min(len(list), max(limit, 1), 100)], nil
}
