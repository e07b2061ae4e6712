package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"

	"huiyin/infra/local/stack"
	"huiyin/shared/bus"
	"huiyin/shared/dynamo"
	"huiyin/shared/event"
)

// replay puts what happened between two instants on the bus once more, for the
// case that the relay missed it. Whatever had arrived is harmless: the ledger
// knows each message, and skips receipts older than a day.
func replay(ctx context.Context, root string, args []string) error {
	flags := flag.NewFlagSet("replay", flag.ExitOnError)
	env := flags.String("env", "default", "the deployment, as samconfig.toml names it")
	first := flags.String("from", "", "the first instant, like 2026-09-25T10:00+08:00")
	last := flags.String("to", "", "the first instant that is not told any more")
	_ = flags.Parse(args) // ExitOnError: it does not return one
	from, err := instant("FROM", *first)
	if err != nil {
		return err
	}
	to, err := instant("TO", *last)
	if err != nil {
		return err
	}
	if !to.After(from) {
		return errors.New("TO= has to lie after FROM=")
	}
	at, err := find(ctx, root, *env)
	if err != nil {
		return err
	}
	fmt.Printf("重放 %s 的事件 · replaying the events of %s\n", at.name, at.name)
	table := dynamo.New(at.settings, at.table, 1) // a replay reads no due index
	relay := bus.Relay{Bus: eventbridge.NewFromConfig(at.settings), Name: at.bus}
	n, err := tell(ctx, os.Stdout, relay.Put, func(each func(event.Event) error) error {
		return table.Events(ctx, from, to, each)
	})
	if err != nil {
		return fmt.Errorf("after %d events: %w; the same command may be given again", n, err)
	}
	return nil
}

// place is a desk whose events can be told again.
type place struct {
	name, table, bus string
	settings         aws.Config
}

// find finds the desk: the local one while it runs and no other deployment is
// named, else that on AWS.
func find(ctx context.Context, root, env string) (place, error) {
	text, err := os.ReadFile(filepath.Join(home(root), "stack.json"))
	if err == nil && env == "default" {
		var local struct{ Endpoint, Region, Stack, Table string }
		if err := json.Unmarshal(text, &local); err != nil {
			return place{}, fmt.Errorf("read stack.json: %w", err)
		}
		s := stack.Stack{Endpoint: local.Endpoint, Region: local.Region}
		return place{name: "the local desk", table: local.Table, bus: local.Stack, settings: s.AWS()}, nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return place{}, err
	}
	desk, err := ask(ctx, root, env)
	if err != nil {
		return place{}, err
	}
	settings, err := desk.aws(ctx)
	return place{name: env, table: desk["TableName"], bus: desk["BusName"], settings: settings}, err
}

// tellAtOnce is how many events are held before they are put on the bus; a
// page of the table has a few hundred.
const tellAtOnce = 100

// tell hands events on in bunches, says how far it got and returns how many it
// handed on.
func tell(ctx context.Context, log io.Writer, put func(context.Context, []event.Event) error, read func(each func(event.Event) error) error) (int, error) {
	told, began := 0, time.Now()
	var held []event.Event
	flush := func() error {
		if err := put(ctx, held); err != nil {
			return err
		}
		told, held = told+len(held), held[:0]
		fmt.Fprintf(log, "  %d 条 · %d events, %.0f s\n", told, told, time.Since(began).Seconds())
		return nil
	}
	err := read(func(e event.Event) error {
		if held = append(held, e); len(held) < tellAtOnce {
			return nil
		}
		return flush()
	})
	if err != nil {
		return told, err
	}
	return told, flush()
}
