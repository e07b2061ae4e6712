package infra

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The storeys of shared/. What is in neither list is a capability, so a new
// package is held to the strictest rule until somebody says otherwise here.
var (
	kits  = []string{"clock", "errs", "event", "id", "words"}
	edges = []string{
		"batch", "bucket", "bus", "client", "config", "dynamo", "memory", "notify", "obs", "schedule", "sms", "storetest", "token", "web", "wire",
	}
)

// world are the packages by which the world gets in: an instant, a number or a
// setting that a capability did not get as a parameter.
var world = []string{"os", "log", "math/rand", "crypto/rand", "net", "syscall", "io/ioutil", "testing"}

// present are the functions of package time that ask the machine's clock.
var present = []string{"Now", "Since", "Until", "After", "AfterFunc", "NewTimer", "NewTicker", "Tick", "Sleep"}

// listed is a package as `go list` tells it.
type listed struct {
	ImportPath, Dir, Name, Doc string
	Standard                   bool
	GoFiles, Imports, Deps     []string
}

const module = "huiyin/"

// packages lists our packages and everything they depend on.
func packages(t *testing.T) map[string]listed {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-deps", "-json=ImportPath,Dir,Name,Doc,Standard,GoFiles,Imports,Deps", "./...")
	cmd.Dir = ".."
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]listed{}
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all[p.ImportPath] = p
	}
}

// storey is where a package of ours stands: kit, capability, edge, or "top"
// for functions and infra.
func storey(path string) string {
	inside, shared := strings.CutPrefix(path, module+"shared/")
	room, _, _ := strings.Cut(inside, "/")
	switch {
	case !shared:
		return "top"
	case slices.Contains(kits, room):
		return "kit"
	case slices.Contains(edges, room):
		return "edge"
	}
	return "capability"
}

func ours(all map[string]listed) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(all)), func(path string) bool { return !strings.HasPrefix(path, module) })
}

func TestImportsGoDownOnly(t *testing.T) {
	all := packages(t)
	// Each storey with those that may be anywhere below it.
	below := map[string][]string{
		"kit": {"kit"}, "capability": {"kit", "capability"}, "edge": {"kit", "capability", "edge"},
		"top": {"kit", "capability", "edge", "top"},
	}
	for _, path := range ours(all) {
		here := storey(path)
		for _, dep := range all[path].Deps {
			switch {
			case strings.HasPrefix(dep, module):
				if !slices.Contains(below[here], storey(dep)) {
					t.Errorf("%s is a %s and depends on %s, a %s", path, here, dep, storey(dep))
				}
			case here == "kit" && !all[dep].Standard:
				t.Errorf("%s is a kit and depends on %s", path, dep)
			case here == "capability" && strings.HasPrefix(dep, "github.com/aws/"):
				t.Errorf("%s is a capability and depends on %s", path, dep)
			}
		}
	}
}

func TestCapabilitiesGetTheWorldAsParameters(t *testing.T) {
	all := packages(t)
	seen := 0
	for _, path := range ours(all) {
		if storey(path) != "capability" {
			continue
		}
		seen++
		for _, imported := range all[path].Imports {
			for _, w := range world {
				if imported == w || strings.HasPrefix(imported, w+"/") {
					t.Errorf("%s imports %s", path, imported)
				}
			}
		}
		for _, name := range all[path].GoFiles {
			file := filepath.Join(all[path].Dir, name)
			for _, call := range asksTheClock(t, file) {
				t.Errorf("%s asks the machine: time.%s", file, call)
			}
		}
	}
	if seen < 10 {
		t.Errorf("only %d capabilities were looked at", seen)
	}
	if asksTheClock(t, "../shared/clock/clock.go") == nil {
		t.Error("the desk's own clock asks nobody: then this test sees nothing")
	}
}

// asksTheClock lists the functions of package time that a file uses to know
// the present.
func asksTheClock(t *testing.T, path string) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	called := "" // package time, as this file names it
	for _, spec := range file.Imports {
		if name, _ := strconv.Unquote(spec.Path.Value); name == "time" {
			called = "time"
			if spec.Name != nil {
				called = spec.Name.Name
			}
		}
	}
	var found []string
	ast.Inspect(file, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		if !ok || called == "" {
			return true
		}
		// An identifier that is a variable in this file has an Obj; the package has none.
		x, ok := selector.X.(*ast.Ident)
		if ok && x.Name == called && x.Obj == nil && slices.Contains(present, selector.Sel.Name) {
			found = append(found, selector.Sel.Name)
		}
		return true
	})
	return found
}

func TestEachPackageSaysWhatItIsFor(t *testing.T) {
	all := packages(t)
	for _, path := range ours(all) {
		p := all[path]
		if p.Doc == "" {
			t.Errorf("%s has no package comment", path)
		}
		// A package of one file says it there.
		if storey(path) != "top" && len(p.GoFiles) > 1 && !slices.Contains(p.GoFiles, "doc.go") {
			t.Errorf("%s has no doc.go", path)
		}
	}
}

// Lines a file, and a function's main, may have: what a reader holds in mind.
const (
	fileLines = 300
	mainLines = 60
)

func TestFilesAreShort(t *testing.T) {
	for _, path := range sources(t) {
		lines := strings.Count(read(t, path), "\n")
		main, _ := filepath.Match("../functions/*/*.go", path)
		switch {
		case main && lines > mainLines:
			t.Errorf("%s has %d lines, a function's wiring at most %d", path, lines, mainLines)
		case strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") && lines >= fileLines:
			t.Errorf("%s has %d lines", path, lines)
		}
	}
}

// unfinished are the marks of work that was put off.
var unfinished = regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|HA` + `CK|WI` + `P)\b`)

func TestNothingWasPutOff(t *testing.T) {
	for _, path := range sources(t) {
		if mark := unfinished.FindString(read(t, path)); mark != "" {
			t.Errorf("%s says %s", path, mark)
		}
	}
}

// sources are all texts of the project.
func sources(t *testing.T) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir("..", func(path string, entry os.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != ".." && strings.HasPrefix(entry.Name(), "."):
			return filepath.SkipDir
		case entry.IsDir():
			return nil
		}
		if slices.Contains([]string{".go", ".md", ".yaml", ".toml", ".json", ".html", ".css", ".js"}, filepath.Ext(path)) {
			found = append(found, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) < 100 {
		t.Fatalf("only %d files were found", len(found))
	}
	return found
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
