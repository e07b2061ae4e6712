package main

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"huiyin/shared/event"
)

// happened makes n events to be read.
func happened(n int) (all []event.Event, read func(func(event.Event) error) error) {
	for i := range n {
		all = append(all, event.Event{ID: "T/" + string(rune('a'+i%26)), Seq: i})
	}
	return all, func(each func(event.Event) error) error {
		for _, e := range all {
			if err := each(e); err != nil {
				return err
			}
		}
		return nil
	}
}

func TestAReplayTellsEachEventOnce(t *testing.T) {
	for _, n := range []int{0, 1, tellAtOnce, 2*tellAtOnce + 7} {
		all, read := happened(n)
		var told []int
		var log bytes.Buffer
		got, err := tell(t.Context(), &log, func(_ context.Context, some []event.Event) error {
			if len(some) > tellAtOnce {
				t.Errorf("%d events at once", len(some))
			}
			for _, e := range some {
				told = append(told, e.Seq)
			}
			return nil
		}, read)
		if err != nil || got != n || len(told) != n {
			t.Errorf("of %d events %d were told, reported %d, %v", n, len(told), got, err)
		}
		for _, e := range all {
			if !slices.Contains(told, e.Seq) {
				t.Errorf("event %d was not told", e.Seq)
			}
		}
		if !strings.Contains(log.String(), " events") {
			t.Errorf("it did not say how far it got: %q", log.String())
		}
	}
}

func TestAReplayThatFailsSaysHowFarItGot(t *testing.T) {
	_, read := happened(3 * tellAtOnce)
	calls := 0
	broken := errors.New("no bus")
	n, err := tell(t.Context(), &bytes.Buffer{}, func(context.Context, []event.Event) error {
		if calls++; calls == 2 {
			return broken
		}
		return nil
	}, read)
	if n != tellAtOnce || !errors.Is(err, broken) || calls != 2 {
		t.Errorf("%d events, %d calls, %v", n, calls, err)
	}
}

func TestAReplayWantsTwoInstantsInOrder(t *testing.T) {
	const early, late = "2026-09-25T10:00+08:00", "2026-09-25T10:00:01+08:00"
	for _, args := range [][]string{
		{}, {"-from", early}, {"-to", early}, {"-from", late, "-to", early}, {"-from", early, "-to", early},
		{"-from", "2026-09-25T10:00", "-to", late},
	} {
		if err := replay(t.Context(), t.TempDir(), args); err == nil {
			t.Errorf("%v was taken", args)
		}
	}
}
