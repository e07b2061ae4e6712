package tools

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A Python that tells its version and whether it can make environments.
const (
	old   = "#!/bin/sh\necho 3.9\nexit 1\n"
	bare  = "#!/bin/sh\ncase \"$2\" in *ensurepip*) exit 1;; esac\necho 3.12\n"
	whole = "#!/bin/sh\necho 3.12\n"
)

func TestWhatIsMissingIsSaidInOneLine(t *testing.T) {
	for name, c := range map[string]struct {
		pythons map[string]string
		says    string
	}{
		"none":           {nil, "found no Python: apt-get install python3 python3-venv"},
		"too old":        {map[string]string{"python3": old}, "found Python 3.9, 3.10 or later is needed"},
		"no venv":        {map[string]string{"python3": bare}, "apt-get install python3-venv"},
		"good":           {map[string]string{"python3": whole}, ""},
		"a second, good": {map[string]string{"python3": old, "python3.12": whole}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for program, text := range c.pythons {
				if err := os.WriteFile(filepath.Join(dir, program), []byte(text), 0o755); err != nil {
					t.Fatal(err)
				}
			}
			t.Setenv("PATH", dir)
			path, err := findPython(t.Context())
			switch {
			case c.says == "" && (err != nil || path == ""):
				t.Errorf("found %q, %v", path, err)
			case c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "\n")):
				t.Errorf("says %v, want %q", err, c.says)
			}
		})
	}
}

// TestListsAreLocked keeps a package from coming in without its hash.
func TestListsAreLocked(t *testing.T) {
	for name, least := range map[string]int{MiniStack: 20, Sam: 20, Checkov: 20, Axe: 1} {
		text, err := os.ReadFile(filepath.Join("..", "..", "tools", name+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		pinned := ""
		for line := range strings.Lines(string(text)) {
			switch {
			case strings.Contains(line, "=="):
				if pinned != "" {
					t.Errorf("%s: %s has no hash", name, pinned)
				}
				pinned = strings.TrimSpace(line)
			case strings.Contains(line, "--hash=sha256:"):
				pinned = ""
			}
		}
		if pinned != "" {
			t.Errorf("%s: %s has no hash", name, pinned)
		}
		if n := countPackages(text); n < least {
			t.Errorf("%s: %d packages", name, n)
		}
	}
}
