// Package tools fetches what the local stack and the linters need from Python,
// each into an environment of its own below .tools: their pins exclude each
// other. Every package is pinned and locked by hash in infra/tools/NAME.txt,
// for x86_64 and aarch64 and Python 3.10 and later.
package tools

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"huiyin/infra/local/lock"
)

// The environments.
const (
	MiniStack = "ministack" // AWS on this machine
	Sam       = "sam"       // builds, checks and deploys the template; has cfn-lint
	Checkov   = "checkov"   // looks for what is unsafe in the template
	Axe       = "axe"       // axe-core, which looks at pages for what shuts people out
)

// Bin is the path of a program in an environment below the project's root.
func Bin(root, environment, program string) string {
	return filepath.Join(root, ".tools", environment, "bin", program)
}

// Ensure installs the environments that are missing or out of date, and tells
// log how far it got. Several processes may call it at once.
func Ensure(ctx context.Context, root string, log io.Writer, environments ...string) error {
	held, err := lock.Wait(filepath.Join(root, ".tools", "lock"))
	if err != nil {
		return err
	}
	defer held.Release()
	for _, name := range environments {
		if err := ensure(ctx, root, log, name); err != nil {
			return err
		}
	}
	return nil
}

func ensure(ctx context.Context, root string, log io.Writer, name string) error {
	requirements := filepath.Join(root, "infra", "tools", name+".txt")
	text, err := os.ReadFile(requirements)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(text)
	want := hex.EncodeToString(sum[:])
	dir := filepath.Join(root, ".tools", name)
	mark := filepath.Join(dir, "installed")
	// The interpreter is asked too: it may have been removed by an upgrade of
	// the system that the environment only links to.
	if have, err := os.ReadFile(mark); err == nil && string(have) == want &&
		exec.CommandContext(ctx, filepath.Join(dir, "bin", "python"), "-c", "").Run() == nil {
		return nil
	}
	python, err := findPython(ctx)
	if err != nil {
		return err
	}
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if out, err := exec.CommandContext(ctx, python, "-m", "venv", dir).CombinedOutput(); err != nil {
		return fmt.Errorf("make a Python environment in %s: %w\n%s", dir, err, out)
	}
	if err := install(ctx, dir, requirements, name, text, log); err != nil {
		return err
	}
	return os.WriteFile(mark, []byte(want), 0o644)
}
