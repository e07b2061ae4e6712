package tools

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// install runs pip over a locked list and tells how far it got.
func install(ctx context.Context, dir, requirements, name string, text []byte, log io.Writer) error {
	// The list is complete, so pip need not look for what else might be wanted,
	// and --require-hashes refuses every file that is not the one we locked.
	cmd := exec.CommandContext(ctx, filepath.Join(dir, "bin", "python"), "-m", "pip", "install",
		"--require-hashes", "--no-deps", "--no-input", "--disable-pip-version-check",
		"--progress-bar", "off", "-r", requirements)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	if err := cmd.Start(); err != nil {
		return err
	}
	started := time.Now()
	fmt.Fprintf(log, "tools: %s, about %d packages (once)\n", name, countPackages(text))
	done := 0
	for lines := bufio.NewScanner(out); lines.Scan(); {
		line := lines.Text()
		switch {
		case strings.HasPrefix(line, "Collecting "):
			if done++; done%10 == 0 {
				fmt.Fprintf(log, "tools: %s, %d fetched\n", name, done)
			}
		case strings.HasPrefix(line, "Installing collected"):
			fmt.Fprintf(log, "tools: %s, unpacking\n", name)
		}
	}
	if err := cmd.Wait(); err != nil {
		return fmt.Errorf("install %s: %w\n%s", name, err, lastLines(complaint.String(), 5))
	}
	fmt.Fprintf(log, "tools: %s is ready after %.0f s\n", name, time.Since(started).Seconds())
	return nil
}

// countPackages counts the names in a locked list; a name that stands there
// once per Python version counts once.
func countPackages(text []byte) int {
	names := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		if name, _, pinned := strings.Cut(line, "=="); pinned && !strings.HasPrefix(line, " ") && !strings.HasPrefix(line, "#") {
			names[name] = true
		}
	}
	return len(names)
}

func lastLines(text string, n int) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}
