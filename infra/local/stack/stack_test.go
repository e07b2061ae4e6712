package stack

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jwt"
)

// soon is how fast a desk that was stopped is to be back.
const soon = 20 * time.Second

func TestADeskThatWasStoppedComesBackAsItWas(t *testing.T) {
	root, err := FindRoot()
	if err != nil {
		t.Fatal(err)
	}
	options := Options{Root: root, Home: t.TempDir(), Log: testLog{t}}
	first, err := Start(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	if !first.New {
		t.Error("an empty home was taken for a kept one")
	}
	answers(t, first)
	signIn(t, first)
	refusesASecond(t, options)
	put(t, first, "kept")
	first.Stop()
	if _, err := http.Get(first.Endpoint + "/_ministack/ready"); err == nil {
		t.Error("MiniStack is still there after Stop")
	}

	began := time.Now()
	second, err := Start(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	defer second.Stop()
	if took := time.Since(began); took > soon {
		t.Errorf("it took %v to come back", took)
	}
	if second.New || second.Table != first.Table {
		t.Errorf("the table is %s, was %s", second.Table, first.Table)
	}
	answers(t, second)
	signIn(t, second)
	if !has(t, second, "kept") {
		t.Error("what was written is gone")
	}
}

type testLog struct{ t *testing.T }

func (l testLog) Write(line []byte) (int, error) {
	l.t.Log(strings.TrimSpace(string(line)))
	return len(line), nil
}

func answers(t *testing.T, s *Stack) {
	t.Helper()
	response, err := http.Get(s.API + "/health")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		body, _ := io.ReadAll(response.Body)
		t.Errorf("health: %s %s", response.Status, body)
	}
}

// signIn signs in everybody and reads the tokens as the desk does.
func signIn(t *testing.T, s *Stack) {
	t.Helper()
	keys, err := jwk.Fetch(t.Context(), s.Endpoint+"/"+s.UserPoolID+"/.well-known/jwks.json")
	if err != nil {
		t.Fatal(err)
	}
	client := cognito.NewFromConfig(s.AWS())
	for _, user := range s.Users {
		answer, err := client.InitiateAuth(t.Context(), &cognito.InitiateAuthInput{
			AuthFlow: "USER_PASSWORD_AUTH", ClientId: &s.ClientID,
			AuthParameters: map[string]string{"USERNAME": user.Username, "PASSWORD": user.Password},
		})
		if err != nil {
			t.Errorf("%s: %v", user.Role, err)
			continue
		}
		token, err := jwt.Parse([]byte(aws.ToString(answer.AuthenticationResult.IdToken)), jwt.WithKeySet(keys),
			jwt.WithAudience(s.ClientID), jwt.WithIssuer(fmt.Sprintf("https://cognito-idp.%s.amazonaws.com/%s", s.Region, s.UserPoolID)))
		if err != nil {
			t.Errorf("%s: %v", user.Role, err)
			continue
		}
		var groups, staff any
		_ = token.Get("cognito:groups", &groups) // absent is told by the comparison
		_ = token.Get("custom:staff", &staff)
		if fmt.Sprint(groups) != "["+user.Role+"]" || staff != user.Staff {
			t.Errorf("%s has groups %v and file %v", user.Role, groups, staff)
		}
	}
}

func refusesASecond(t *testing.T, o Options) {
	t.Helper()
	if second, err := Start(t.Context(), o); err == nil {
		second.Stop()
		t.Error("two desks run in one home")
	} else if !strings.Contains(err.Error(), "already running") {
		t.Error(err)
	}
}

func key(name string) map[string]types.AttributeValue {
	return map[string]types.AttributeValue{
		"pk": &types.AttributeValueMemberS{Value: name}, "sk": &types.AttributeValueMemberS{Value: name},
	}
}

func put(t *testing.T, s *Stack, name string) {
	t.Helper()
	_, err := dynamodb.NewFromConfig(s.AWS()).PutItem(context.Background(), &dynamodb.PutItemInput{TableName: &s.Table, Item: key(name)})
	if err != nil {
		t.Fatal(err)
	}
}

func has(t *testing.T, s *Stack, name string) bool {
	t.Helper()
	got, err := dynamodb.NewFromConfig(s.AWS()).GetItem(context.Background(), &dynamodb.GetItemInput{TableName: &s.Table, Key: key(name)})
	if err != nil {
		t.Fatal(err)
	}
	return got.Item != nil
}
