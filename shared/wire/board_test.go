package wire

import (
	"context"
	"errors"
	"testing"
	"time"

	"huiyin/shared/bulletin"
	"huiyin/shared/words"
)

// counted is a store of which only the board is read.
type counted struct {
	bulletin.Store
	board bulletin.Board
	fail  error
	reads int
}

func (c *counted) Board(ctx context.Context) (bulletin.Board, error) {
	c.reads++
	if _, bounded := ctx.Deadline(); !bounded {
		return bulletin.Board{}, errors.New("a page would wait for ever")
	}
	return c.board, c.fail
}

// Whether there are bulletins or none, a process reads the board twice a minute
// and no more, and never fails a page for it.
func TestTheBoardIsReadTwiceAMinute(t *testing.T) {
	now := time.Date(2026, 7, 20, 4, 0, 0, 0, time.UTC)
	store := &counted{}
	b := &Board{Store: store, Now: func() time.Time { return now }}
	lines := func(want, reads int) {
		t.Helper()
		if got := b.Lines(t.Context()); len(got) != want || store.reads != reads {
			t.Errorf("%d lines after %d reads, want %d after %d", len(got), store.reads, want, reads)
		}
	}
	lines(0, 1)
	store.board = bulletin.Board{Version: 1, Lines: []bulletin.Line{{ID: "A", Texts: bulletin.Texts{words.Chinese: "暴雨"}, From: now, Until: now.Add(time.Minute)}}}
	lines(0, 1)
	b.read = b.read.Add(-boardKept)
	lines(1, 2)
	lines(1, 2)
	b.read, store.fail = b.read.Add(-boardKept), errors.New("no table")
	lines(1, 3)
	lines(1, 3) // a table that does not answer is not asked by every page
	now = now.Add(time.Minute)
	lines(0, 3) // what is over is over without a read
}
