// Command local runs the desk on this machine and does what a deployment needs
// besides the template. make calls it; `go run ./infra/local` lists the verbs.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"huiyin/infra/local/stack"
	"huiyin/infra/local/tools"
)

// A verb gets the project's directory and its own arguments.
type verb struct {
	does string
	run  func(ctx context.Context, root string, args []string) error
}

var verbs = map[string]verb{
	"run":    {"start the desk and stay until Ctrl-C", run},
	"reset":  {"forget the state of the local desk", reset},
	"build":  {"build the functions for AWS into .aws-sam/build", build},
	"tools":  {"install the Python tools that are named", install},
	"admin":  {"make the first admin of a deployment", admin},
	"replay": {"put events of the past on the bus once more", replay},
}

func main() {
	if len(os.Args) < 2 || verbs[os.Args[1]].run == nil {
		fmt.Fprintln(os.Stderr, "usage: local VERB [FLAGS]")
		for name, v := range verbs {
			fmt.Fprintf(os.Stderr, "  %-6s %s\n", name, v.does)
		}
		os.Exit(2)
	}
	ctx, end := interrupted()
	defer end()
	root, err := stack.FindRoot()
	if err == nil {
		err = verbs[os.Args[1]].run(ctx, root, os.Args[2:])
	}
	// Broken off by the user is no failure.
	if err != nil && ctx.Err() == nil {
		fmt.Fprintln(os.Stderr, "huiyin:", err)
		os.Exit(1)
	}
}

// interrupted is a context that ends when this program is to end. SIGHUP counts
// too: a terminal that is closed ends the desk like Ctrl-C.
func interrupted() (context.Context, context.CancelFunc) {
	ctx, end := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	followMake(ctx, end)
	return ctx, end
}

// home is where the state of `make run` lies.
func home(root string) string { return filepath.Join(root, ".local") }

func reset(_ context.Context, root string, _ []string) error {
	if err := stack.Forget(home(root)); err != nil {
		return err
	}
	fmt.Println("本地数据已清空 · the local desk has forgotten everything")
	return nil
}

func build(ctx context.Context, root string, _ []string) error {
	if err := tools.Ensure(ctx, root, os.Stdout, tools.Sam); err != nil {
		return err
	}
	return stack.SamBuild(ctx, root, filepath.Join(root, ".aws-sam", "build"), "arm64")
}

func install(ctx context.Context, root string, names []string) error {
	return tools.Ensure(ctx, root, os.Stdout, names...)
}
