package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
	_ "time/tzdata" // a machine without zone files shows the right hour too

	"huiyin/infra/local/demo"
	"huiyin/infra/local/phone"
	"huiyin/infra/local/stack"
)

// companyZone is the template's default TimeZone, which the local desk keeps.
const companyZone = "Asia/Shanghai"

// run starts the desk, fills it on its first start, says what to open and
// stays until it is told to end.
func run(ctx context.Context, root string, args []string) error {
	flags := flag.NewFlagSet("run", flag.ExitOnError)
	port := flags.Int("port", 4566, "port of the local AWS")
	phonePort := flags.Int("phone", 4567, "port of the phone page")
	clock := flags.String("clock", "", "the hour at which the desk starts, like 2026-09-25T10:00+08:00")
	_ = flags.Parse(args) // ExitOnError: it does not return one
	offset, err := clockOffset(*clock, time.Now())
	if err != nil {
		return err
	}
	names, err := demo.Parameters()
	if err != nil {
		return err
	}
	s, err := stack.Start(ctx, stack.Options{
		Root: root, Home: home(root), Port: *port, ClockOffset: offset, Parameters: names, Log: os.Stdout,
	})
	if err != nil {
		return err
	}
	defer s.Stop()
	if err := loadDemo(ctx, s); err != nil {
		return fmt.Errorf("load the demo data: %w", err)
	}
	page, err := phone.Serve(ctx, s, *phonePort)
	if err != nil {
		return err
	}
	defer page.Close()
	if err := s.Record(); err != nil {
		return err
	}
	announce(os.Stdout, s, page.URL)
	select {
	case <-ctx.Done():
		fmt.Println("\n正在停止… · stopping, the state is kept")
		return nil
	case <-s.Done():
		return errors.New("the local AWS ended by itself; see .local/ministack.log")
	}
}

// loadDemo loads the demo data once per state.
func loadDemo(ctx context.Context, s *stack.Stack) error {
	mark := filepath.Join(s.Home, "demo-loaded")
	if _, err := os.Stat(mark); err == nil {
		return nil
	}
	if err := demo.Load(ctx, s); err != nil {
		return err
	}
	return os.WriteFile(mark, nil, 0o644)
}

// clockOffset is how far the wanted hour lies ahead of now, in whole seconds.
func clockOffset(wanted string, now time.Time) (time.Duration, error) {
	if wanted == "" {
		return 0, nil
	}
	hour, err := instant("CLOCK", wanted)
	if err != nil {
		return 0, err
	}
	return hour.Sub(now).Truncate(time.Second), nil
}

// instant reads a time that somebody gave to make, with seconds or without.
func instant(name, typed string) (time.Time, error) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00"} {
		if at, err := time.Parse(layout, typed); err == nil {
			return at, nil
		}
	}
	return time.Time{}, fmt.Errorf("%s=%s is no time with a zone: write it like 2026-09-25T10:00+08:00", name, typed)
}

func announce(w io.Writer, s *stack.Stack, phone string) {
	now := time.Now().Add(s.ClockOffset)
	if zone, err := time.LoadLocation(companyZone); err == nil {
		now = now.In(zone)
	}
	fmt.Fprintf(w, `
回音已就绪 · the desk is ready

  客户页面 · customers   %s/
  手机短信 · phone       %s
  坐席工作台 · console   %s/console
  本地时钟 · its clock   %s

  账号 · accounts
`, s.API, phone, s.API, now.Format("2006-01-02 15:04 -07:00"))
	for _, user := range s.Users {
		fmt.Fprintf(w, "    %-11s %-28s %s\n", user.Role, user.Username, user.Password)
	}
	fmt.Fprintln(w, "\n  Ctrl-C 停止，数据保留 · Ctrl-C stops, the state is kept; make reset forgets it")
}
