package wire

import (
	"context"
	"sync"
	"time"

	"huiyin/shared/bulletin"
	"huiyin/shared/errs"
	"huiyin/shared/obs"
)

// boardKept is how long the board is believed: a bulletin is on every page half
// a minute after it was opened, and a busy process reads it twice a minute.
const boardKept = 30 * time.Second

// boardTime is what a page waits for it at most. A page without a bulletin is
// better than no page.
const boardTime = time.Second

// Board gives the lines that the public pages show, as read a moment ago.
type Board struct {
	Store bulletin.Store
	Now   func() time.Time

	mu    sync.Mutex
	board bulletin.Board
	read  time.Time
}

// Lines are those to be shown now. While the board can't be read they are those
// that were read last.
func (b *Board) Lines(ctx context.Context) []bulletin.Line {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.read.IsZero() || time.Since(b.read) >= boardKept {
		waiting, done := context.WithTimeout(ctx, boardTime)
		defer done()
		if board, err := b.Store.Board(waiting); err != nil {
			obs.Fail(ctx, errs.Wrap(err, "read the board of bulletins"))
		} else {
			b.board = board
		}
		b.read = time.Now() // one that can't be read is not asked for with every page either
	}
	return b.board.At(b.Now())
}
