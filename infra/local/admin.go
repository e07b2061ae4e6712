package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"huiyin/infra/local/tools"
)

// admin makes the first admin of a deployment, with the caller's own AWS
// credentials. Cognito mails the invitation with a password for three days.
func admin(ctx context.Context, root string, args []string) error {
	flags := flag.NewFlagSet("admin", flag.ExitOnError)
	email := flags.String("email", "", "the admin's e-mail address")
	env := flags.String("env", "default", "the deployment, as samconfig.toml names it")
	_ = flags.Parse(args) // ExitOnError: it does not return one
	if !strings.Contains(*email, "@") {
		return errors.New("say who: make admin EMAIL=you@company.com")
	}
	pool, err := userPool(ctx, root, *env)
	if err != nil {
		return err
	}
	// A pool's id begins with its region, whatever region the environment names.
	region, _, _ := strings.Cut(pool, "_")
	settings, err := config.LoadDefaultConfig(ctx, config.WithRegion(region))
	if err != nil {
		return err
	}
	client := cognito.NewFromConfig(settings)
	_, err = client.AdminCreateUser(ctx, &cognito.AdminCreateUserInput{
		UserPoolId:             &pool,
		Username:               email,
		DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeEmail},
		UserAttributes: []types.AttributeType{
			{Name: aws.String("email"), Value: email},
			{Name: aws.String("email_verified"), Value: aws.String("true")},
		},
	})
	var exists *types.UsernameExistsException
	if err != nil && !errors.As(err, &exists) {
		return err
	}
	if _, err := client.AdminAddUserToGroup(ctx, &cognito.AdminAddUserToGroupInput{
		UserPoolId: &pool, Username: email, GroupName: aws.String("admin"),
	}); err != nil {
		return err
	}
	fmt.Printf("%s 已是管理员 · is an admin\n", *email)
	return nil
}

// userPool asks the deployment for its user pool.
func userPool(ctx context.Context, root, env string) (string, error) {
	if err := tools.Ensure(ctx, root, os.Stdout, tools.Sam); err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, tools.Bin(root, tools.Sam, "sam"),
		"list", "stack-outputs", "--config-env", env, "--output", "json")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "SAM_CLI_TELEMETRY=0")
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("ask the deployment %q for its user pool: %w: %s", env, err, strings.TrimSpace(complaint.String()))
	}
	var outputs []struct{ OutputKey, OutputValue string }
	if err := json.Unmarshal(out, &outputs); err != nil {
		return "", fmt.Errorf("read the outputs of the deployment %q: %w", env, err)
	}
	for _, output := range outputs {
		if output.OutputKey == "UserPoolId" {
			return output.OutputValue, nil
		}
	}
	return "", fmt.Errorf("the deployment %q has no UserPoolId", env)
}
