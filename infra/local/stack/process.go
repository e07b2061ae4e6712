package stack

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"huiyin/infra/local/tools"
)

// process is MiniStack with the functions it runs.
type process struct {
	cmd  *exec.Cmd
	log  *os.File
	done chan struct{} // closed when it has ended
}

// How long MiniStack may take to answer, and to write its state at the end.
const (
	startTime = 30 * time.Second
	stopTime  = 20 * time.Second
)

// launch starts MiniStack on kept or empty state and waits until it answers.
func launch(ctx context.Context, o Options, port int) (*process, error) {
	state := filepath.Join(o.Home, "state")
	if err := os.MkdirAll(state, 0o755); err != nil {
		return nil, err
	}
	temporary := filepath.Join(o.Home, "tmp") // MiniStack unpacks the functions there
	if err := os.MkdirAll(temporary, 0o755); err != nil {
		return nil, err
	}
	if err := cureStream(state); err != nil {
		return nil, err
	}
	endpoint := "http://127.0.0.1:" + strconv.Itoa(port)
	functions := o.FunctionEndpoint
	if functions == "" {
		functions = endpoint
	}
	log, err := os.Create(filepath.Join(o.Home, "ministack.log"))
	if err != nil {
		return nil, err
	}
	// Not bound to ctx: a signal shall not kill it before its state is saved.
	cmd := exec.Command(tools.Bin(o.Root, tools.MiniStack, "ministack"))
	cmd.Dir = o.Home
	cmd.Env = environment(
		"AUTH=true", // the roles' permissions are evaluated
		"BIND_HOST=127.0.0.1",
		"GATEWAY_PORT="+strconv.Itoa(port),
		"IOT_MTLS_ENABLED=0", // or it listens on a port that nobody asked for
		"PERSIST_STATE=1", "STATE_DIR="+state,
		"S3_PERSIST=1", "S3_DATA_DIR="+filepath.Join(o.Home, "s3"),
		"MINISTACK_REGION="+Region, "TMPDIR="+temporary,
		"AWS_ENDPOINT_URL="+functions, // handed on to the functions
	)
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Setpgid:   true,            // with its functions; Ctrl-C is ours to pass on
		Pdeathsig: syscall.SIGTERM, // it never outlives us, however we end
	}
	p := &process{cmd: cmd, log: log, done: make(chan struct{})}
	if err := p.start(); err != nil {
		log.Close()
		return nil, fmt.Errorf("start MiniStack: %w", err)
	}
	if err := p.awaitAnswer(ctx, endpoint); err != nil {
		p.stop()
		return nil, err
	}
	return p, nil
}

// start starts the program on a thread that lives as long as it does: the
// kernel sends Pdeathsig when the thread ends, not when the process does.
func (p *process) start() error {
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		err := p.cmd.Start()
		started <- err
		if err == nil {
			_ = p.cmd.Wait()
			close(p.done)
		}
	}()
	return <-started
}

func (p *process) awaitAnswer(ctx context.Context, endpoint string) error {
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, endpoint+"/_ministack/ready", nil)
		if err != nil {
			return err
		}
		if response, err := http.DefaultClient.Do(request); err == nil {
			response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("MiniStack did not answer: %w; see %s", ctx.Err(), p.log.Name())
		case <-p.done:
			return fmt.Errorf("MiniStack ended at once; see %s", p.log.Name())
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// stop asks MiniStack to save its state and end, then ends its whole group:
// the functions are its children and would wait for work for ever.
func (p *process) stop() {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.done:
	case <-time.After(stopTime):
	}
	_ = syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL)
	<-p.done
	p.log.Close()
}

// command is a helper program that ends, with all its children, when ctx does.
func command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	return cmd
}

// environment is ours without anything that points to a real AWS account.
func environment(more ...string) []string {
	var kept []string
	for _, entry := range os.Environ() {
		if !strings.HasPrefix(entry, "AWS_") && !strings.HasPrefix(entry, "SAM_") {
			kept = append(kept, entry)
		}
	}
	return append(append(kept,
		"AWS_ACCESS_KEY_ID=test", "AWS_SECRET_ACCESS_KEY=test", "AWS_DEFAULT_REGION="+Region,
		"AWS_CONFIG_FILE=/dev/null", "AWS_SHARED_CREDENTIALS_FILE=/dev/null"), more...)
}

// tail is the end of a text, for an error that fits a screen.
func tail(text string, n int) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}
