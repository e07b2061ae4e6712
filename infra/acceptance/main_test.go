package acceptance

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"huiyin/infra/acceptance/fault"
	"huiyin/infra/local/stack"
)

// shanghai is the template's default zone.
var shanghai = func() *time.Location {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		panic(err)
	}
	return zone
}()

// morning is the desk's time when its stack starts: a Tuesday, in service time,
// after the hours in which supervisors get their list of the day, far from
// every festival.
var morning = time.Date(2026, 6, 9, 11, 0, 0, 0, shanghai)

// the is the desk that all tests share.
var the *desk

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	home, err := os.MkdirTemp("", "huiyin-acceptance-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	denied := &denials{}
	code := 1
	if the, err = start(home, denied); err != nil {
		fmt.Fprintln(os.Stderr, "start the desk:", err)
	} else {
		code = m.Run()
		the.stop()
	}
	if all := denied.list(home); len(all) > 0 {
		fmt.Fprintf(os.Stderr, "FAIL: a role lacks a permission:\n%s\n", strings.Join(all, "\n"))
		code = 1
	}
	if found, lines := leaks(home); len(found) > 0 || lines == 0 {
		fmt.Fprintf(os.Stderr, "FAIL: of %d log lines these should not be there:\n%s\n", lines, strings.Join(found, "\n"))
		code = 1
	}
	if code != 0 {
		fmt.Fprintln(os.Stderr, "the stack's logs are kept in", home)
		return code
	}
	os.RemoveAll(home)
	return code
}

// start brings up proxy and stack and fills the roster.
func start(home string, denied *denials) (*desk, error) {
	root, err := stack.FindRoot()
	if err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	proxy, err := fault.Start(fmt.Sprintf("http://127.0.0.1:%d", port))
	if err != nil {
		return nil, err
	}
	proxy.Watch = denied.watch
	d := &desk{proxy: proxy, options: stack.Options{
		Root: root, Home: home, Port: port, ClockOffset: time.Until(morning).Truncate(time.Second),
		FunctionEndpoint: proxy.URL, Log: os.Stderr,
	}}
	if d.Stack, err = stack.Start(context.Background(), d.options); err != nil {
		proxy.Close()
		return nil, err
	}
	if err := d.prepare(context.Background()); err != nil {
		d.stop()
		return nil, err
	}
	return d, nil
}

// stop ends what start started.
func (d *desk) stop() {
	d.Stack.Stop()
	d.proxy.Close()
}

// freePort is a port that nobody listens on now. The proxy has to know it
// before the stack takes it.
func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

// denials are calls that a role did not allow: one of them fails the run.
type denials struct {
	mu   sync.Mutex
	seen []string
}

// marks are how AWS and MiniStack say it.
var marks = []string{"AccessDenied", "not authorized to perform", "AuthorizationError"}

func (d *denials) watch(a fault.Answered) {
	if a.Status < 400 || !marked(a.Body) {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.seen = append(d.seen, fmt.Sprintf("%s %s: %.300s", a.Service, a.Action, a.Body))
}

func marked(text string) bool {
	for _, mark := range marks {
		if strings.Contains(text, mark) {
			return true
		}
	}
	return false
}

// list is what the proxy saw and what the stack's logs say.
func (d *denials) list(home string) []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	all := d.seen
	logs, _ := filepath.Glob(filepath.Join(home, "*.log*")) // the pattern is well formed
	for _, name := range logs {
		text, err := os.ReadFile(name)
		if err != nil {
			all = append(all, err.Error())
		}
		for line := range strings.Lines(string(text)) {
			if marked(line) {
				all = append(all, fmt.Sprintf("%s: %.300s", filepath.Base(name), line))
			}
		}
	}
	return all
}

// keepLog puts the stack's log away before the next start writes over it, so
// that it is looked through at the end.
func keepLog(t *testing.T, home string) {
	t.Helper()
	log := filepath.Join(home, "ministack.log")
	if err := os.Rename(log, log+".1"); err != nil {
		t.Fatal(err)
	}
}
