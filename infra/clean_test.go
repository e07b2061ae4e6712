package infra

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"huiyin/infra/local/tools"
)

// TestTemplateHasNoFinding runs the checks that `make lint` runs: SAM's own
// with cfn-lint, and checkov with the suppressions of .checkov.yaml.
func TestTemplateHasNoFinding(t *testing.T) {
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	if err := tools.Ensure(t.Context(), root, os.Stderr, tools.Sam, tools.Checkov); err != nil {
		t.Fatal(err)
	}
	for _, check := range [][]string{
		{tools.Bin(root, tools.Sam, "sam"), "validate", "--lint", "--region", "us-east-1"},
		{tools.Bin(root, tools.Sam, "cfn-lint"), "--regions", "us-east-1", "ap-southeast-1", "--", "template.yaml"},
		{tools.Bin(root, tools.Checkov, "checkov"), "--config-file", ".checkov.yaml"},
	} {
		t.Run(filepath.Base(check[0]), func(t *testing.T) {
			cmd := exec.CommandContext(t.Context(), check[0], check[1:]...)
			cmd.Dir = root
			cmd.Env = append(os.Environ(), "SAM_CLI_TELEMETRY=0")
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}
