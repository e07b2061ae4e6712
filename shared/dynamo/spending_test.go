package dynamo_test

import (
	"context"
	"testing"

	"huiyin/shared/dynamo/capacity"
)

// atMost does one step and counts what it is billed: it fails above so many
// writes and reads, and returns both.
func atMost(t *testing.T, what string, writes, reads float64, do func(context.Context) error) (wrote, read float64) {
	t.Helper()
	ctx, spent := capacity.With(t.Context())
	if err := do(ctx); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	wrote, read, requests := spent.Units()
	t.Logf("%-40s %5.1f writes %5.1f reads %2d requests", what, wrote, read, requests)
	if wrote > writes || read > reads {
		t.Errorf("%s: %v writes and %v reads, at most %v and %v were expected", what, wrote, read, writes, reads)
	}
	return wrote, read
}
