package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"

	"huiyin/infra/local/tools"
)

// deployed is what a deployment on AWS calls its parts: the template's
// outputs.
type deployed map[string]string

// ask asks the deployment, as samconfig.toml names it, for its outputs.
func ask(ctx context.Context, root, env string) (deployed, error) {
	if err := tools.Ensure(ctx, root, os.Stdout, tools.Sam); err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, tools.Bin(root, tools.Sam, "sam"),
		"list", "stack-outputs", "--config-env", env, "--output", "json")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "SAM_CLI_TELEMETRY=0")
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("ask the deployment %q what it is called: %w: %s", env, err, strings.TrimSpace(complaint.String()))
	}
	var outputs []struct{ OutputKey, OutputValue string }
	if err := json.Unmarshal(out, &outputs); err != nil {
		return nil, fmt.Errorf("read the outputs of the deployment %q: %w", env, err)
	}
	d := deployed{}
	for _, output := range outputs {
		d[output.OutputKey] = output.OutputValue
	}
	for _, needed := range []string{"TableName", "BusName", "UserPoolId"} {
		if d[needed] == "" {
			return nil, fmt.Errorf("the deployment %q has no %s", env, needed)
		}
	}
	return d, nil
}

// aws is the configuration for clients of the deployment, with the caller's own
// credentials, in the deployment's region, whichever the environment names: the
// id of a user pool begins with it, "ap-southeast-1_aBcDeFgHi".
func (d deployed) aws(ctx context.Context) (aws.Config, error) {
	region, _, _ := strings.Cut(d["UserPoolId"], "_")
	return config.LoadDefaultConfig(ctx, config.WithRegion(region))
}
