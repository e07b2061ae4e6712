package dynamo

import (
	"context"
	"slices"
	"strings"

	"huiyin/shared/bulletin"
	"huiyin/shared/errs"
)

// Bulletins is the store of package bulletin.
type Bulletins struct{ t *Table }

// Bulletins gives the store of the bulletins.
func (t *Table) Bulletins() Bulletins { return Bulletins{t} }

var _ bulletin.Store = Bulletins{}

const (
	bulletinKind       = "bulletin"
	boardKind          = "board"
	boardPartition     = "BOARD"
	bulletinsPartition = "BULLETINS"
	bulletinAttr       = "bulletin" // the id, in a pointer
)

func bulletinPointerKey(b bulletin.Bulletin) key {
	return key{bulletinsPartition, stamp(b.OpenedAt) + "#" + b.ID}
}

// Board reads what is shown now or will be.
func (s Bulletins) Board(ctx context.Context) (bulletin.Board, error) {
	var b bulletin.Board
	it, err := s.t.get(ctx, "read the board", record(boardPartition))
	if errs.Is(err, errs.NotFound) {
		return b, nil
	}
	if err != nil {
		return b, err
	}
	err = read(it, &b)
	return b, err
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
	return s.t.transact(ctx, "save a bulletin", ops...)
}
