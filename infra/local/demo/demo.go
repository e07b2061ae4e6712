// Package demo fills a fresh local stack with a company that could be real.
package demo

import (
	"context"

	"huiyin/infra/local/stack"
)

// Load writes the demo data. It may be called again after it was broken off.
func Load(_ context.Context, _ *stack.Stack) error { return nil }
