package tools

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
)

// interpreters in the order in which they are tried: the system's own first.
var interpreters = []string{"python3", "python3.13", "python3.12", "python3.11", "python3.10"}

// findPython is the first interpreter that is new enough and can make
// environments. Its errors are one line that says what to install.
func findPython(ctx context.Context) (string, error) {
	found := ""
	for _, name := range interpreters {
		path, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		out, err := exec.CommandContext(ctx, path, "-c",
			`import sys; print("%d.%d" % sys.version_info[:2]); sys.exit(sys.version_info < (3, 10))`).Output()
		if err != nil {
			found = strings.TrimSpace(string(out))
			continue
		}
		if exec.CommandContext(ctx, path, "-c", "import venv, ensurepip").Run() != nil {
			return "", errors.New("can't make Python environments here: apt-get install python3-venv")
		}
		return path, nil
	}
	if found != "" {
		return "", fmt.Errorf("found Python %s, 3.10 or later is needed", found)
	}
	return "", errors.New("found no Python: apt-get install python3 python3-venv")
}
