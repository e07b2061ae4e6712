package stack

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"time"

	"huiyin/infra/local/tools"
)

// deployment is what a Home remembers of the last deployment that succeeded.
type deployment struct {
	Build      string            `json:"build"`
	Parameters map[string]string `json:"parameters"`
	Outputs    map[string]string `json:"outputs"`
}

func (d deployment) same(other deployment) bool {
	return d.Build == other.Build && maps.Equal(d.Parameters, other.Parameters)
}

// recall reads what Home remembers, nil when there is nothing. State without a
// finished deployment is of no use and is forgotten.
func recall(o Options) (*deployment, error) {
	if o.Fresh {
		return nil, forget(o.Home)
	}
	text, err := os.ReadFile(filepath.Join(o.Home, "deployed.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, forget(o.Home)
	}
	if err != nil {
		return nil, err
	}
	var memory deployment
	if err := json.Unmarshal(text, &memory); err != nil {
		return nil, forget(o.Home)
	}
	return &memory, nil
}

func (d deployment) remember(home string) error {
	text, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return err
	}
	return replace(filepath.Join(home, "deployed.json"), text)
}

// replace writes a file as a whole or not at all.
func replace(path string, text []byte) error {
	if err := os.WriteFile(path+".new", append(text, '\n'), 0o600); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

// parameters are those of a laptop, and the caller's.
func parameters(o Options) map[string]string {
	all := map[string]string{
		"Stage":              "local",
		"Architecture":       samArchitecture(runtime.GOARCH),
		"DeletionProtection": "false",
		"ClockOffset":        strconv.Itoa(int(o.ClockOffset / time.Second)),
	}
	maps.Copy(all, o.Parameters)
	return all
}

// deploy runs the SAM CLI as one does for AWS and notes the outputs.
func (s *Stack) deploy(ctx context.Context, o Options, built Built, d *deployment) error {
	fmt.Fprintln(o.Log, "deploy: template.yaml")
	started := time.Now()
	args := []string{"deploy", "--template-file", built.Template, "--stack-name", Name, "--resolve-s3",
		"--capabilities", "CAPABILITY_IAM", "--no-confirm-changeset", "--no-fail-on-empty-changeset",
		"--no-progressbar", "--parameter-overrides"}
	for _, name := range slices.Sorted(maps.Keys(d.Parameters)) {
		args = append(args, fmt.Sprintf("ParameterKey=%s,ParameterValue=%s", name, d.Parameters[name]))
	}
	if _, err := s.sam(ctx, o, args...); err != nil {
		return err
	}
	out, err := s.sam(ctx, o, "list", "stack-outputs", "--stack-name", Name, "--output", "json")
	if err != nil {
		return err
	}
	var outputs []struct{ OutputKey, OutputValue string }
	if err := json.Unmarshal(out, &outputs); err != nil {
		return fmt.Errorf("read the outputs of the deployment: %w", err)
	}
	d.Outputs = map[string]string{}
	for _, output := range outputs {
		d.Outputs[output.OutputKey] = output.OutputValue
	}
	fmt.Fprintf(o.Log, "deploy: done after %.0f s\n", time.Since(started).Seconds())
	return nil
}

// sam runs the SAM CLI against this stack and returns what it printed.
func (s *Stack) sam(ctx context.Context, o Options, args ...string) ([]byte, error) {
	cmd := command(ctx, tools.Bin(o.Root, tools.Sam, "sam"), args...)
	// Outside the project, so that its samconfig.toml, which is for AWS, has no say.
	cmd.Dir = o.Home
	cmd.Env = environment("SAM_CLI_TELEMETRY=0", "AWS_ENDPOINT_URL="+s.Endpoint)
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if err := cmd.Run(); err != nil {
		log := filepath.Join(o.Home, "sam.log")
		_ = os.WriteFile(log, append(out.Bytes(), complaint.Bytes()...), 0o600)
		return nil, fmt.Errorf("sam %s failed: %w; %s has all of it\n%s", args[0], err, log, tail(complaint.String(), 3))
	}
	return out.Bytes(), nil
}
