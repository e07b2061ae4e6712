package stack

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// User is an account that can sign in at the local desk.
type User struct {
	Role     string `json:"role"` // the Cognito group: agent, supervisor or admin
	Username string `json:"username"`
	Password string `json:"password"`
	// Staff is the id of the person's file at the desk; the ID token carries it
	// as custom:staff.
	Staff string `json:"-"`
}

// Users are the accounts of every local stack. Their passwords are no secret:
// the stack listens on this machine only and holds made-up people.
var Users = []User{
	{Role: "agent", Username: "agent@huiyin.example", Password: "Huiyin-agent-1", Staff: "staff-agent"},
	{Role: "supervisor", Username: "supervisor@huiyin.example", Password: "Huiyin-supervisor-1", Staff: "staff-supervisor"},
	{Role: "admin", Username: "admin@huiyin.example", Password: "Huiyin-admin-1", Staff: "staff-admin"},
}

// makeUsers makes the accounts that are not there yet.
func (s *Stack) makeUsers(ctx context.Context) error {
	client := cognito.NewFromConfig(s.AWS())
	for _, user := range s.Users {
		if err := makeUser(ctx, client, s.UserPoolID, user); err != nil {
			return fmt.Errorf("make the account %s: %w", user.Username, err)
		}
	}
	return nil
}

func makeUser(ctx context.Context, client *cognito.Client, pool string, user User) error {
	_, err := client.AdminCreateUser(ctx, &cognito.AdminCreateUserInput{
		UserPoolId:    &pool,
		Username:      &user.Username,
		MessageAction: types.MessageActionTypeSuppress,
		UserAttributes: []types.AttributeType{
			{Name: aws.String("email"), Value: &user.Username},
			{Name: aws.String("email_verified"), Value: aws.String("true")},
			{Name: aws.String("custom:staff"), Value: &user.Staff},
		},
	})
	var exists *types.UsernameExistsException
	// What an earlier start has made is completed: it may have been broken off.
	if err != nil && !errors.As(err, &exists) {
		return err
	}
	if _, err := client.AdminAddUserToGroup(ctx, &cognito.AdminAddUserToGroupInput{
		UserPoolId: &pool, Username: &user.Username, GroupName: &user.Role,
	}); err != nil {
		return err
	}
	_, err = client.AdminSetUserPassword(ctx, &cognito.AdminSetUserPasswordInput{
		UserPoolId: &pool, Username: &user.Username, Password: &user.Password, Permanent: true,
	})
	return err
}
