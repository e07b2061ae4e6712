package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestAProgramUnderMakeEndsWithIt runs this test's own binary under make and
// signals make alone, as a supervisor does that knows only its child.
func TestAProgramUnderMakeEndsWithIt(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGKILL} {
		t.Run(signal.String(), func(t *testing.T) {
			dir := t.TempDir()
			ready, ended := filepath.Join(dir, "ready"), filepath.Join(dir, "ended")
			recipe := "all:\n\t@exec " + os.Args[0] + "\n"
			if err := os.WriteFile(filepath.Join(dir, "Makefile"), []byte(recipe), 0o644); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command("make", "-C", dir)
			cmd.Env = append(os.Environ(), "UNDER_MAKE="+dir)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			defer cmd.Wait() // its status is make's own business
			await(t, ready)
			if err := cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			await(t, ended)
		})
	}
}

// TestMain is the program under make when it is asked to be.
func TestMain(m *testing.M) {
	if dir := os.Getenv("UNDER_MAKE"); dir != "" {
		ctx, end := interrupted()
		defer end()
		os.WriteFile(filepath.Join(dir, "ready"), nil, 0o644)
		<-ctx.Done()
		os.WriteFile(filepath.Join(dir, "ended"), nil, 0o644)
		return
	}
	os.Exit(m.Run())
}

func await(t *testing.T, path string) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if _, err := os.Stat(path); err == nil {
			return
		}
	}
	t.Fatalf("it never got to be %s", filepath.Base(path))
}
