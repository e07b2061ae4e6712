package memory

import (
	"context"

	"huiyin/shared/bulletin"
	"huiyin/shared/event"
)

// Bulletins is the store of package bulletin.
type Bulletins struct{ s *Store }

// Bulletins gives the store of the bulletins.
func (s *Store) Bulletins() Bulletins { return Bulletins{s} }

var _ bulletin.Store = Bulletins{}

// Board reads what is shown now or will be.
func (t Bulletins) Board(context.Context) (bulletin.Board, error) {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	return clone(t.s.board), nil
}

// Bulletin reads one.
func (t Bulletins) Bulletin(_ context.Context, id string) (bulletin.Bulletin, error) {
	return find(t.s, t.s.bulletins, id)
}

// List reads bulletins, newest first.
func (t Bulletins) List(_ context.Context, sealed string, limit int) ([]bulletin.Bulletin, string, error) {
	const name = "BULLETINS"
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	byPlace := map[string]bulletin.Bulletin{}
	for _, b := range t.s.bulletins {
		byPlace[stamp(b.OpenedAt)+"#"+b.ID] = b
	}
	page, next, err := t.s.sealedBackwards(name, sortedKeys(byPlace), sealed, limit)
	list := make([]bulletin.Bulletin, len(page))
	for i, place := range page {
		list[i] = clone(byPlace[place])
	}
	return list, next, err
}

// Save writes a change or nothing at all.
func (t Bulletins) Save(_ context.Context, c bulletin.Change) error {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	if t.s.bulletins[c.Bulletin.ID].Version != c.Bulletin.Version-1 || t.s.board.Version != c.Board.Version-1 {
		return bulletin.ErrLostRace
	}
	t.s.bulletins[c.Bulletin.ID], t.s.board = clone(c.Bulletin), clone(c.Board)
	if c.Round != nil {
		t.s.rounds[c.Round.ID()] = clone(*c.Round)
	}
	t.s.tell(append(t.s.told[:0:0], c.Event))
	return nil
}

// Round reads a round.
func (t Bulletins) Round(_ context.Context, id string) (bulletin.Round, error) {
	return find(t.s, t.s.rounds, id)
}

// Advance writes a round that follows the stored one.
func (t Bulletins) Advance(_ context.Context, r bulletin.Round, events ...event.Event) error {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	if t.s.rounds[r.ID()].Version != r.Version-1 {
		return bulletin.ErrLostRace
	}
	t.s.rounds[r.ID()] = clone(r)
	delete(t.s.hidden, bulletin.RoundSubject(r.ID()))
	t.s.tell(events)
	return nil
}

// Pages reads the pages of a round behind one, in order.
func (t Bulletins) Pages(_ context.Context, id string, after, limit int) (pages []bulletin.PageFacts, err error) {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	for _, e := range t.s.told {
		if e.Subject != bulletin.RoundSubject(id) || e.Seq <= after || len(pages) == limit {
			continue
		}
		var f bulletin.PageFacts
		if err := e.Into(&f); err != nil {
			return nil, err
		}
		pages = append(pages, f)
	}
	return pages, nil
}
