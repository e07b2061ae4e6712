package stack

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"huiyin/infra/local/lock"
	"huiyin/infra/local/tools"
)

// Start brings the stack up and returns when it answers. On an error nothing
// is left running. Cancelling ctx breaks a start off; a stack that runs is
// ended by Stop only.
func Start(ctx context.Context, o Options) (*Stack, error) {
	held, err := lock.Try(filepath.Join(o.Home, "lock"))
	if errors.Is(err, lock.ErrHeld) {
		return nil, fmt.Errorf("the desk in %s is already running, %w", o.Home, err)
	}
	if err != nil {
		return nil, err
	}
	// One that was killed may have left its record.
	if err := os.RemoveAll(filepath.Join(o.Home, recordFile)); err != nil {
		return nil, err
	}
	s, err := start(ctx, o)
	if err != nil {
		held.Release()
		return nil, err
	}
	s.lock = held
	return s, nil
}

func start(ctx context.Context, o Options) (*Stack, error) {
	port, err := freePort(ctx, o.Port)
	if err != nil {
		return nil, err
	}
	if err := tools.Ensure(ctx, o.Root, o.Log, tools.MiniStack, tools.Sam); err != nil {
		return nil, err
	}
	built, err := Build(ctx, o.Root, o.Log)
	if err != nil {
		return nil, err
	}
	memory, err := recall(o)
	if err != nil {
		return nil, err
	}
	s := &Stack{
		Endpoint: fmt.Sprintf("http://127.0.0.1:%d", port), Region: Region, Name: Name,
		ClockOffset: o.ClockOffset, Users: Users, Home: o.Home, New: memory == nil,
	}
	s.SMS = s.Endpoint + "/_ministack/sns/sms-messages"
	if s.process, err = launch(ctx, o, port); err != nil {
		return nil, err
	}
	if err := s.fill(ctx, o, built, memory); err != nil {
		s.process.stop()
		return nil, err
	}
	return s, nil
}

// fill deploys what is not deployed yet and reads off what it is called.
func (s *Stack) fill(ctx context.Context, o Options, built Built, memory *deployment) error {
	wanted := deployment{Build: built.Fingerprint, Parameters: parameters(o)}
	if err := s.hear(ctx, wanted.Parameters); err != nil {
		return err
	}
	if memory == nil || !memory.same(wanted) || !s.holds(ctx, memory) {
		if err := s.deploy(ctx, o, built, &wanted); err != nil {
			return err
		}
		memory = &wanted
	}
	s.Outputs = memory.Outputs
	s.Table, s.UserPoolID, s.ClientID = s.Outputs["TableName"], s.Outputs["UserPoolId"], s.Outputs["ClientId"]
	s.API = fmt.Sprintf("%s/restapis/%s/%s/_user_request_", s.Endpoint, s.Outputs["ApiId"], s.Outputs["ApiStage"])
	if err := s.makeUsers(ctx); err != nil {
		return err
	}
	return memory.remember(o.Home)
}

// holds tells whether the kept state really has what was deployed: MiniStack
// writes its state when it ends, and may have been killed before.
func (s *Stack) holds(ctx context.Context, memory *deployment) bool {
	_, err := dynamodb.NewFromConfig(s.AWS()).DescribeTable(ctx, &dynamodb.DescribeTableInput{
		TableName: aws.String(memory.Outputs["TableName"]),
	})
	return err == nil
}

// Stop ends MiniStack and its functions. The state is on disk when it returns.
func (s *Stack) Stop() {
	_ = os.Remove(filepath.Join(s.Home, recordFile)) // absent when it was never written
	s.process.stop()
	s.lock.Release()
}

// Forget removes what a Home remembers. It fails while a stack runs there.
func Forget(home string) error {
	held, err := lock.Try(filepath.Join(home, "lock"))
	if err != nil {
		return fmt.Errorf("stop the desk first: %w", err)
	}
	defer held.Release()
	return forget(home)
}

func forget(home string) error {
	for _, name := range []string{"state", "s3", "tmp", "deployed.json", "demo-loaded", "phone.json"} {
		if err := os.RemoveAll(filepath.Join(home, name)); err != nil {
			return err
		}
	}
	return nil
}
