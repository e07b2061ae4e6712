package stack

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"huiyin/infra/local/lock"
	"huiyin/infra/local/tools"
)

// Empty starts MiniStack alone on a free port, with nothing built or deployed:
// for tests of a package that talks to one service. Of o it needs Root, Home
// and Log; Home should be a directory that is thrown away. It takes a second,
// and a minute more when the tools have to be fetched first.
func Empty(ctx context.Context, o Options) (*Stack, error) {
	held, err := lock.Try(filepath.Join(o.Home, "lock"))
	if err != nil {
		return nil, err
	}
	port, portErr := freePort(ctx, 0)
	if err := errors.Join(portErr, tools.Ensure(ctx, o.Root, o.Log, tools.MiniStack)); err != nil {
		held.Release()
		return nil, err
	}
	s := &Stack{Endpoint: fmt.Sprintf("http://127.0.0.1:%d", port), Region: Region, Home: o.Home, New: true, lock: held}
	if s.process, err = launch(ctx, o, port); err != nil {
		held.Release()
		return nil, err
	}
	return s, nil
}
