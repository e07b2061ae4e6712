package stack

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/smithy-go/middleware"

	"huiyin/infra/local/lock"
	"huiyin/shared/client"
)

// Region is where the local stack believes to be.
const Region = "us-east-1"

// Name is the stack's name, which its log groups and its bus carry too.
const Name = "huiyin"

// Options say which stack to start.
type Options struct {
	// Root is the project's directory, the one with go.mod.
	Root string
	// Home is the directory of this stack's state and logs. Only one process
	// may run a stack in a Home.
	Home string
	// Port is MiniStack's, on 127.0.0.1; 0 takes a free one.
	Port int
	// Fresh forgets what Home remembers.
	Fresh bool
	// ClockOffset moves the desk's clock; whole seconds.
	ClockOffset time.Duration
	// Parameters are further parameters of the template, for this deployment.
	Parameters map[string]string
	// FunctionEndpoint is where the functions look for AWS; empty means the
	// stack itself. Tests put a proxy there that injects faults.
	FunctionEndpoint string
	// Log is told how far the start got.
	Log io.Writer
}

// Stack is a running stack.
type Stack struct {
	API         string            // base of the REST API, without a slash at the end
	Endpoint    string            // MiniStack, e.g. http://127.0.0.1:4566
	Region      string            //
	Name        string            // of the CloudFormation stack
	Table       string            // name of the table
	UserPoolID  string            //
	ClientID    string            // the pool's app client
	ClockOffset time.Duration     // as deployed
	Outputs     map[string]string // every output of the template, e.g. ServiceQueueUrl, RelayFunction
	Users       []User            // accounts that can sign in
	SMS         string            // address that lists the SMS sent
	Replies     string            // the topic by which answers to SMS come in
	New         bool              // true when the state was made by this start
	Home        string            // where state and logs lie
	process     *process
	lock        *lock.Lock
}

// Function is the deployed name of a function, e.g. Function("Slacheck").
func (s *Stack) Function(resource string) string { return s.Outputs[resource+"Function"] }

// AWS is the configuration for clients that talk to the stack as its owner.
// No retries: what fails here shall be seen.
func (s *Stack) AWS() aws.Config {
	return aws.Config{
		Region:       s.Region,
		BaseEndpoint: aws.String(s.Endpoint),
		Credentials:  credentials.NewStaticCredentialsProvider("test", "test", ""),
		Retryer:      func() aws.Retryer { return aws.NopRetryer{} },
		APIOptions:   []func(*middleware.Stack) error{client.WholeAnswers},
	}
}

// Done is closed when MiniStack has ended, whoever ended it.
func (s *Stack) Done() <-chan struct{} { return s.process.done }

// FindRoot is the project's directory at or above the working directory.
func FindRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "template.yaml")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("run this inside the project: no template.yaml here or above")
		}
		dir = parent
	}
}

// freePort checks that the port is free, or takes any when it is 0.
func freePort(ctx context.Context, port int) (int, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", "127.0.0.1:"+strconv.Itoa(port))
	if err != nil {
		return 0, fmt.Errorf("port %d is busy: stop what listens there, or choose another with PORT=", port)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}
