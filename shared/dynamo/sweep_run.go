package dynamo

import (
	"context"
	"encoding/json"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/sweep"
	"huiyin/shared/ticket"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

const (
	runKind     = "run"
	stateAttr   = "state"
	workersAttr = "workers" // a set; DynamoDB removes an empty one
	runOpen     = "open"
	runFinished = "finished"
)

// JoinRun makes the run when it is not there and notes a worker. It stands in
// the due index for abandoned. sweep.ErrRunClosed, errs.Unavailable.
func (s Sweeps) JoinRun(ctx context.Context, run, worker string, abandoned time.Time) error {
	k := runKey(run)
	_, ok, err := s.t.update(ctx, "join a run", k,
		"SET #kind = :kind, #state = :open, #dpk = :dpk, #dsk = :dsk, #ttl = :ttl ADD #workers :worker",
		item{":kind": text(runKind), ":dpk": text(dueShard(k.pk, s.t.shards)), ":dsk": text(dueSort(abandoned, k.pk)),
			":ttl": number(abandoned.Add(keptFor).Unix()), ":worker": set(worker)},
		condition{"attribute_not_exists(#state) OR #state = :open", item{":open": text(runOpen)}})
	if err == nil && !ok {
		return sweep.ErrRunClosed
	}
	return err
}

// LeaveRun takes the worker off the run. One that is not on it, or a run that
// is not there or closed, needs nothing.
func (s Sweeps) LeaveRun(ctx context.Context, run, worker string) error {
	_, _, err := s.t.update(ctx, "leave a run", runKey(run), "DELETE #workers :worker",
		item{":worker": set(worker)}, condition{"#state = :open", item{":open": text(runOpen)}})
	return err
}

// FinishRun closes the run and takes it out of the due index, on condition that
// it is open and nobody but the worker is on it ("": whoever is, they are dead).
// sweep.ErrRunClosed, ErrRunShared, errs.Unavailable.
//
// The run's own item becomes its event, so that one write does what else takes a
// transaction: the relay hears of it as of an event that is new.
func (s Sweeps) FinishRun(ctx context.Context, run, worker string, e event.Event) error {
	raw, err := json.Marshal(e)
	if err != nil {
		return errs.Wrap(err, "encode an event")
	}
	open := condition{"#state = :open", item{":open": text(runOpen)}}
	if worker != "" {
		open.expression += " AND (attribute_not_exists(#workers) OR #workers = :alone)"
		open.values[":alone"] = set(worker)
	}
	_, ok, err := s.t.update(ctx, "finish a run", runKey(run),
		"SET #state = :finished, #kind = :event, #record = :record, #at = :at REMOVE #workers, #dpk, #dsk",
		item{":finished": text(runFinished), ":event": text(EventKind), ":record": text(string(raw)), ":at": text(stamp(e.At))}, open)
	if err != nil || ok {
		return err
	}
	it, err := s.t.get(ctx, "see why a run can't be finished", runKey(run))
	switch {
	case errs.Is(err, errs.NotFound):
		return sweep.ErrRunClosed
	case err != nil:
		return err
	case str(it, stateAttr) == runOpen:
		return sweep.ErrRunShared
	}
	return sweep.ErrRunClosed
}

// Found lists what a run found, at most limit, behind the event id position.
func (s Sweeps) Found(ctx context.Context, run, position string, limit int) (found []ticket.Found, next string, err error) {
	part := span{pk: runPartition(run), from: foundSorts, to: after(foundSorts), limit: clamp(limit)}
	if position != "" {
		part.start = foundKey(ticket.Found{Run: run, Event: position}).item()
	}
	items, more, err := s.t.page(ctx, "list what a run found", part)
	if err != nil {
		return nil, "", err
	}
	found = make([]ticket.Found, len(items))
	for i, it := range items {
		if err := read(it, &found[i]); err != nil {
			return nil, "", err
		}
	}
	if more {
		next = found[len(found)-1].Event
	}
	return found, next, nil
}

func set(words ...string) types.AttributeValue { return &types.AttributeValueMemberSS{Value: words} }
