package infra

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	ruleRow  = regexp.MustCompile(`(?m)^\| ([A-Z]{2,3}-\d+) \|.*\| ([^|]+) \| ([^|]+) \|$`)
	ruleMark = regexp.MustCompile(`rule: ([A-Z]{2,3}-\d+(?:, [A-Z]{2,3}-\d+)*)`)
	inCode   = regexp.MustCompile("`([^`]+)`")
)

// docs/rules.md lists for each rule where it lives and where it is proved:
// every place is there, every test it names mentions the rule, and no test
// mentions a rule that the page leaves out.
func TestThePageOfRulesIsTrue(t *testing.T) {
	page, err := os.ReadFile("../docs/rules.md")
	if err != nil {
		t.Fatal(err)
	}
	marks := marked(t)
	listed := map[string]bool{}
	for _, row := range ruleRow.FindAllStringSubmatch(string(page), -1) {
		rule := row[1]
		listed[rule] = true
		for _, place := range inCode.FindAllStringSubmatch(row[2]+row[3], -1) {
			if _, err := os.Stat(filepath.Join("..", place[1])); err != nil {
				t.Errorf("%s: %s is not there", rule, place[1])
			}
		}
		for _, test := range inCode.FindAllStringSubmatch(row[3], -1) {
			if !marks[rule][test[1]] {
				t.Errorf("%s: %s does not mention the rule", rule, test[1])
			}
		}
	}
	if len(listed) < 25 {
		t.Fatalf("the page lists %d rules only", len(listed))
	}
	for rule, tests := range marks {
		if !listed[rule] {
			t.Errorf("%s is proved in %v and not on the page", rule, slices.Sorted(maps.Keys(tests)))
		}
	}
}

// marked is which tests mention which rules.
func marked(t *testing.T) map[string]map[string]bool {
	marks := map[string]map[string]bool{}
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() && strings.HasPrefix(entry.Name(), ".") && len(entry.Name()) > 2 {
			return errOr(err, fs.SkipDir)
		}
		if entry.IsDir() || !strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "rules_test.go") {
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, found := range ruleMark.FindAllStringSubmatch(string(source), -1) {
			for rule := range strings.SplitSeq(found[1], ", ") {
				if marks[rule] == nil {
					marks[rule] = map[string]bool{}
				}
				marks[rule][filepath.ToSlash(strings.TrimPrefix(path, "../"))] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return marks
}

func errOr(err, other error) error {
	if err != nil {
		return err
	}
	return other
}
