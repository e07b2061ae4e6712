package lock

import (
	"errors"
	"path/filepath"
	"testing"
)

func TestOneHoldsAtATime(t *testing.T) {
	path := filepath.Join(t.TempDir(), "below", "lock")
	first, err := Try(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Try(path); !errors.Is(err, ErrHeld) {
		t.Errorf("a second one got %v", err)
	}
	first.Release()
	second, err := Wait(path)
	if err != nil {
		t.Fatal(err)
	}
	second.Release()
}
