package main

import (
	"context"
	"slices"
	"time"

	"huiyin/shared/dynamo/capacity"
	"huiyin/shared/event"
	"huiyin/shared/notice"
	"huiyin/shared/task"
)

// receipts is one more write for a message that takes a place among the
// receipts of its number.
func receipts(name string) int {
	if name == "open a complaint by form" {
		return 1
	}
	return 0
}

// pass hands the new events on as relay, bus and notify do, and notes what that
// costs.
func (l *life) pass(ctx context.Context, s *step) error {
	var fresh []event.Event
	err := l.table.Events(ctx, time.Time{}, l.now.AddDate(1, 0, 0), func(e event.Event) error {
		if !l.told[e.ID] {
			l.told[e.ID] = true
			fresh = append(fresh, e)
		}
		return nil
	})
	if err != nil {
		return err
	}
	counted, spent := capacity.With(ctx)
	for _, e := range fresh {
		if queued(e) {
			s.queued++
		}
		messages, err := l.plan.Plan(counted, l.now, e)
		if err != nil {
			return err
		}
		for _, m := range messages {
			if err := l.deliver.Deliver(counted, l.now, m); err != nil {
				return err
			}
		}
	}
	s.writes, s.reads, s.requests = spent.Units()
	s.events = len(fresh)
	subjects := map[string]bool{}
	for _, e := range fresh {
		subjects[e.Subject] = true
	}
	s.batches = len(subjects)
	return nil
}

// queued tells whether the rule of the service queue lets an event through: what
// leads to an SMS or to a task, unless another event tells of it.
func queued(e event.Event) bool {
	var facts struct {
		Told bool `json:"told"`
	}
	return (slices.Contains(notice.Types(), e.Type) || slices.Contains(task.Follows(), e.Type)) && e.Into(&facts) == nil && !facts.Told
}
