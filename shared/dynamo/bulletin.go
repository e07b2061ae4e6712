package dynamo

import (
	"context"
	"slices"
	"strings"

	"huiyin/shared/bulletin"
	"huiyin/shared/event"
)

// Bulletins is the store of package bulletin.
type Bulletins struct{ t *Table }

// Bulletins gives the store of the bulletins.
func (t *Table) Bulletins() Bulletins { return Bulletins{t} }

var _ bulletin.Store = Bulletins{}

const (
	bulletinKind       = "bulletin"
	boardKind          = "board"
	roundKind          = "round"
	boardPartition     = "BOARD"
	bulletinsPartition = "BULLETINS"
	bulletinAttr       = "bulletin" // the id, in a pointer
)

func bulletinPointerKey(b bulletin.Bulletin) key {
	return key{bulletinsPartition, stamp(b.OpenedAt) + "#" + b.ID}
}

// Board reads what is shown now or will be.
func (s Bulletins) Board(ctx context.Context) (bulletin.Board, error) {
	return readOrZero[bulletin.Board](ctx, s.t, "read the board", record(boardPartition))
}

// Bulletin reads one; errs.NotFound.
func (s Bulletins) Bulletin(ctx context.Context, id string) (bulletin.Bulletin, error) {
	var b bulletin.Bulletin
	it, err := s.t.get(ctx, "read a bulletin", record(bulletin.Subject(id)))
	if err != nil {
		return b, err
	}
	err = read(it, &b)
	return b, err
}

// List reads bulletins, newest first.
func (s Bulletins) List(ctx context.Context, cursor string, limit int) (list []bulletin.Bulletin, next string, err error) {
	position, err := s.t.open(ctx, bulletinsPartition, cursor)
	if err != nil {
		return nil, "", err
	}
	part := span{pk: bulletinsPartition, backward: true, limit: clamp(limit)}
	if position != "" {
		part.start = key{bulletinsPartition, position}.item()
	}
	pointers, more, err := s.t.page(ctx, "list bulletins", part)
	if err != nil {
		return nil, "", err
	}
	keys := make([]key, len(pointers))
	for i, p := range pointers {
		keys[i] = record(bulletin.Subject(str(p, bulletinAttr)))
	}
	list, err = readBatch[bulletin.Bulletin](ctx, s.t, "read bulletins", keys)
	if err != nil {
		return nil, "", err
	}
	slices.SortFunc(list, func(a, b bulletin.Bulletin) int {
		return strings.Compare(bulletinPointerKey(b).sk, bulletinPointerKey(a).sk)
	})
	if more {
		next, err = s.t.seal(ctx, bulletinsPartition, str(pointers[len(pointers)-1], sk))
	}
	return list, next, err
}

// Save writes a bulletin, the board and the event: bulletin.ErrLostRace.
func (s Bulletins) Save(ctx context.Context, c bulletin.Change) error {
	lost := func(item) error { return bulletin.ErrLostRace }
	it, err := newItem(record(bulletin.Subject(c.Bulletin.ID)), bulletinKind, c.Bulletin)
	if err != nil {
		return err
	}
	it[versionAttr] = number(int64(c.Bulletin.Version))
	board, err := newItem(record(boardPartition), boardKind, c.Board)
	if err != nil {
		return err
	}
	board[versionAttr] = number(int64(c.Board.Version))
	told, err := eventOp(c.Event)
	if err != nil {
		return err
	}
	ops := []op{putIf(it, following(c.Bulletin.Version), lost), putIf(board, following(c.Board.Version), lost), told}
	if c.Bulletin.Version == 1 {
		pointer, err := newItem(bulletinPointerKey(c.Bulletin), pointerKind, nil)
		if err != nil {
			return err
		}
		pointer[bulletinAttr] = text(c.Bulletin.ID)
		ops = append(ops, put(pointer))
	}
	if c.Round != nil {
		round, err := s.round(*c.Round)
		if err != nil {
			return err
		}
		ops = append(ops, round)
	}
	return s.t.transact(ctx, "save a bulletin", ops...)
}

// round writes a round, which stands in the due index until it is over.
func (s Bulletins) round(r bulletin.Round) (op, error) {
	k := record(bulletin.RoundSubject(r.ID()))
	it, err := newItem(k, roundKind, r)
	if err != nil {
		return op{}, err
	}
	it[versionAttr] = number(int64(r.Version))
	if at, ok := r.Due(); ok {
		setDue(it, at, k.pk, s.t.shards)
	}
	return putIf(it, following(r.Version), func(item) error { return bulletin.ErrLostRace }), nil
}

// Round reads a round; errs.NotFound.
func (s Bulletins) Round(ctx context.Context, id string) (bulletin.Round, error) {
	var r bulletin.Round
	it, err := s.t.get(ctx, "read a round", record(bulletin.RoundSubject(id)))
	if err != nil {
		return r, err
	}
	err = read(it, &r)
	return r, err
}

// Advance writes a round with the events of its pages: bulletin.ErrLostRace.
func (s Bulletins) Advance(ctx context.Context, r bulletin.Round, events ...event.Event) error {
	round, err := s.round(r)
	if err != nil {
		return err
	}
	ops := []op{round}
	for _, e := range events {
		told, err := eventOp(e)
		if err != nil {
			return err
		}
		ops = append(ops, told)
	}
	return s.t.transact(ctx, "write a round", ops...)
}

// Pages reads the pages of a round behind one, in order.
func (s Bulletins) Pages(ctx context.Context, id string, behind, limit int) ([]bulletin.PageFacts, error) {
	events, err := readSpan[event.Event](ctx, s.t, "read the pages of a round",
		span{pk: bulletin.RoundSubject(id), from: eventSort(behind + 1), to: after(eventSorts), limit: clamp(limit)})
	pages := make([]bulletin.PageFacts, len(events))
	for i := 0; i < len(events) && err == nil; i++ {
		err = events[i].Into(&pages[i])
	}
	return pages, err
}
