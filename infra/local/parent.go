package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// followMake calls end when the make that started this program was told to end
// and does not pass it on: make forwards SIGTERM, but takes for granted that a
// SIGINT came from a terminal and reached its children too, and a SIGKILL it
// never sees. A program that runs under anything else is left alone.
func followMake(ctx context.Context, end context.CancelFunc) {
	parent := os.Getppid()
	status := fmt.Sprintf("/proc/%d/status", parent)
	if name := field(status, "Name"); name != "make" && name != "gmake" || !catches(status, syscall.SIGINT) {
		return
	}
	go func() {
		// make puts the signal back to its default the moment it takes it.
		for os.Getppid() == parent && catches(status, syscall.SIGINT) {
			select {
			case <-ctx.Done():
				return
			case <-time.After(300 * time.Millisecond):
			}
		}
		end()
	}()
}

// catches tells whether a process has a handler for a signal.
func catches(status string, signal syscall.Signal) bool {
	mask, err := strconv.ParseUint(field(status, "SigCgt"), 16, 64)
	return err == nil && mask&(1<<(signal-1)) != 0
}

// field is a line of a process's status, "" when the process is gone.
func field(status, name string) string {
	text, err := os.ReadFile(status)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(text)) {
		if value, found := strings.CutPrefix(line, name+":"); found {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
