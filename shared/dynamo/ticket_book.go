package dynamo

import (
	"context"

	"huiyin/shared/ticket"
)

const (
	lessonKind  = "lesson"
	disputeKind = "dispute"
)

// bookOps write what a change of a ticket brings along beside the record: a
// lesson under its reason, a dispute on its reviewer's list, a violation the
// system found. An erasure takes the lessons away.
func bookOps(c ticket.Change) ([]op, error) {
	var ops []op
	if c.Lesson != nil {
		o, err := plainOp(lessonKey(*c.Lesson), lessonKind, c.Lesson)
		if err != nil {
			return nil, err
		}
		ops = append(ops, o)
	}
	for _, r := range c.Reviews {
		if !r.Waits {
			ops = append(ops, remove(disputeKey(r)))
			continue
		}
		it, err := newItem(disputeKey(r), disputeKind, nil)
		if err != nil {
			return nil, err
		}
		it[numberAttr] = text(r.Number)
		ops = append(ops, put(it))
	}
	if c.Proposes != nil {
		more, err := violationOps(*c.Proposes)
		if err != nil {
			return nil, err
		}
		ops = append(ops, more...)
	}
	if c.Erases != nil {
		for _, l := range c.Erases.Lessons() {
			ops = append(ops, remove(lessonKey(l)))
		}
	}
	return ops, nil
}

// Lessons lists the lessons filed under a reason, newest first.
func (s Tickets) Lessons(ctx context.Context, reason string, limit int) ([]ticket.Lesson, error) {
	items, err := s.t.query(ctx, "read the lessons of a reason", span{pk: lessonPartition(reason), backward: true, limit: clamp(limit)})
	if err != nil {
		return nil, err
	}
	lessons := make([]ticket.Lesson, len(items))
	for i, it := range items {
		if err := read(it, &lessons[i]); err != nil {
			return nil, err
		}
	}
	return lessons, nil
}

// Reviews lists the tickets that wait for a reviewer's ruling, the longest
// waiting first.
func (s Tickets) Reviews(ctx context.Context, reviewer string, limit int) ([]string, error) {
	items, err := s.t.query(ctx, "read what waits for a ruling", span{pk: disputePartition(reviewer), limit: clamp(limit)})
	var numbers []string
	for _, it := range items {
		numbers = append(numbers, str(it, numberAttr))
	}
	return numbers, err
}
