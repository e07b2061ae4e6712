package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"huiyin/infra/local/stack"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	root, err := stack.FindRoot()
	if err == nil {
		a, e := measureStarts(ctx, root, 15)
		err = e
		for _, m := range measured {
			s := a[m.name]
			r := 1.0
			if m.beside != "" {
				r = s.timesSlower(a[m.beside])
			}
			fmt.Printf("%-24s %6.1f MB  %8v  %.2f  %.1f MB\n", m.name, s.size, s.ready(), r, s.memory())
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "huiyin:", err)
		os.Exit(1)
	}
}
