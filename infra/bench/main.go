package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"huiyin/infra/local/stack"
)

// How often is measured: the medians of so many rounds move by a few percent.
const (
	startRounds = 21
	warmRounds  = 21
	warmEach    = 100 // complaints in a round
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "huiyin:", err)
		stop()
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	root, err := stack.FindRoot()
	if err != nil {
		return err
	}
	r := report{day: time.Now()}
	fmt.Println("starts of the functions …")
	if r.starts, err = measureStarts(ctx, root, startRounds); err != nil {
		return err
	}
	fmt.Println("a complaint on a warm function …")
	if r.warm, err = measureWarm(ctx, warmRounds, warmEach); err != nil {
		return err
	}
	fmt.Println("the units of a ticket's life …")
	if r.steps, err = measureLife(ctx, root); err != nil {
		return err
	}
	fmt.Println("the deadline engine …")
	if r.engine, err = measureEngine(ctx, root); err != nil {
		return err
	}
	fmt.Println("sweeps over up to 100,000 open tickets …")
	if r.swept, err = measureSweeps(ctx, root); err != nil {
		return err
	}
	fmt.Println("greetings for many …")
	if r.paged, r.naive, err = measureCrowd(ctx, root, crowdPeople, naivePeople); err != nil {
		return err
	}
	var page bytes.Buffer
	if err := r.write(&page); err != nil {
		return err
	}
	path := filepath.Join(root, "docs", "benchmarks.md")
	fmt.Println(path)
	return os.WriteFile(path, page.Bytes(), 0o644)
}
