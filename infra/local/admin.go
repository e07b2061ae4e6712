package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
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
	desk, err := ask(ctx, root, *env)
	if err != nil {
		return err
	}
	pool := desk["UserPoolId"]
	settings, err := desk.aws(ctx)
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
