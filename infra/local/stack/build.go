package stack

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"huiyin/infra/local/lock"
	"huiyin/infra/local/tools"
)

// goFlags make small binaries that do not depend on where they were built.
// lambda.norpc leaves out the protocol of a runtime that is gone.
const goFlags = "-tags=lambda.norpc -trimpath -buildvcs=false '-ldflags=-s -w -buildid='"

// Built is what sam build made.
type Built struct {
	Template    string // path of the template that points to the binaries
	Fingerprint string // of everything that went into it
}

// Build builds the functions for this machine unless this very state of the
// sources is built already. Stacks share the builds.
func Build(ctx context.Context, root string, log io.Writer) (Built, error) {
	base := filepath.Join(root, ".local", "build")
	held, err := lock.Wait(filepath.Join(base, "lock"))
	if err != nil {
		return Built{}, err
	}
	defer held.Release()
	sum, err := fingerprint(root, runtime.Version()+runtime.GOARCH)
	if err != nil {
		return Built{}, err
	}
	dir := filepath.Join(base, sum)
	built := Built{Template: filepath.Join(dir, "template.yaml"), Fingerprint: sum}
	if _, err := os.Stat(filepath.Join(dir, "complete")); err == nil {
		return built, nil
	}
	removeOld(base)
	fmt.Fprintln(log, "build: the functions")
	started := time.Now()
	if err := SamBuild(ctx, root, dir, runtime.GOARCH); err != nil {
		return Built{}, err
	}
	fmt.Fprintf(log, "build: done after %.0f s\n", time.Since(started).Seconds())
	return built, os.WriteFile(filepath.Join(dir, "complete"), nil, 0o644)
}

// SamBuild runs sam build for an architecture as Go names it.
func SamBuild(ctx context.Context, root, dir, architecture string) error {
	env := environment("SAM_CLI_TELEMETRY=0", "CGO_ENABLED=0", "GOFLAGS="+goFlags)
	// SAM hides what the compiler says of a mistake, so the compiler speaks first.
	compile := command(ctx, "go", "build", "./functions/...")
	compile.Dir, compile.Env = root, append(env, "GOOS=linux", "GOARCH="+architecture)
	if out, err := compile.CombinedOutput(); err != nil {
		return fmt.Errorf("the functions don't compile: %w\n%s", err, tail(string(out), 15))
	}
	cmd := command(ctx, tools.Bin(root, tools.Sam, "sam"), "build", "--parallel",
		"--template-file", filepath.Join(root, "template.yaml"), "--build-dir", dir,
		"--parameter-overrides", "ParameterKey=Architecture,ParameterValue="+samArchitecture(architecture))
	cmd.Dir = root
	cmd.Env = env
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("sam build failed: %w\n%s", err, tail(string(out), 15))
	}
	return nil
}

func samArchitecture(goarch string) string {
	if goarch == "amd64" {
		return "x86_64"
	}
	return goarch
}

// fingerprint sums up everything a build is made of.
func fingerprint(root, machine string) (string, error) {
	sum := sha256.New()
	io.WriteString(sum, machine+goFlags)
	add := func(path string) error {
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		fmt.Fprintf(sum, "%s %d\n", strings.TrimPrefix(path, root), len(text))
		_, err = io.Copy(sum, bytes.NewReader(text))
		return err
	}
	for _, name := range []string{"template.yaml", "go.mod", "go.sum"} {
		if err := add(filepath.Join(root, name)); err != nil {
			return "", err
		}
	}
	for _, name := range []string{"functions", "shared"} {
		err := filepath.WalkDir(filepath.Join(root, name), func(path string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case entry.IsDir() && entry.Name() == "testdata":
				return fs.SkipDir
			case entry.IsDir() || strings.HasSuffix(path, "_test.go"):
				return nil
			}
			return add(path)
		})
		if err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(sum.Sum(nil))[:16], nil
}

// removeOld forgets builds that no stack has been started from for a day: a
// stack needs its build only while it deploys.
func removeOld(base string) {
	entries, _ := os.ReadDir(base)
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil && entry.IsDir() && time.Since(info.ModTime()) > 24*time.Hour {
			os.RemoveAll(filepath.Join(base, entry.Name()))
		}
	}
}
