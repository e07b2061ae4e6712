package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

// buildFlags are those of a deployment.
var buildFlags = []string{"build", "-tags=lambda.norpc", "-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid="}

// measured are the programs that are started, each beside the one with just
// its clients.
var measured = []struct{ name, pkg, beside string }{
	{"hello", "infra/bench/baseline/hello", ""},
	{"dynamodb", "infra/bench/baseline/dynamodb", ""},
	{"eventbridge, sqs", "infra/bench/baseline/relay", ""},
	{"dynamodb, sns", "infra/bench/baseline/notify", ""},
	{"dynamodb, phonenumbers", "infra/bench/baseline/phones", "dynamodb"},
	{"public", "functions/public", "dynamodb"},
	{"desk", "functions/desk", "dynamodb"},
	{"relay", "functions/relay", "eventbridge, sqs"},
	{"notify", "functions/notify", "dynamodb, sns"},
	{"slacheck", "functions/slacheck", "dynamodb"},
	{"greetings", "functions/greetings", "dynamodb"},
}

// started is what was measured of one program.
type started struct {
	name, beside string
	size         float64 // MB
	starts       []start // one each round
}

func (s started) ready() time.Duration {
	return median(s.starts, func(x start) time.Duration { return x.ready })
}
func (s started) memory() float64 {
	return median(s.starts, func(x start) float64 { return x.memory })
}

// timesSlower is the median over the rounds of how much longer it took than
// the other did in the same round: what disturbed one round disturbed both.
func (s started) timesSlower(other started) float64 {
	var ratios []float64
	for i := range s.starts {
		ratios = append(ratios, float64(s.starts[i].ready)/float64(other.starts[i].ready))
	}
	return median(ratios, func(x float64) float64 { return x })
}

func median[T any, N float64 | time.Duration](all []T, of func(T) N) N {
	values := make([]N, len(all))
	for i, x := range all {
		values[i] = of(x)
	}
	slices.Sort(values)
	return values[len(values)/2]
}

// measureStarts builds every program as it is deployed, for this machine, and
// starts them in turn, round after round.
func measureStarts(ctx context.Context, root string, rounds int, only ...string) (map[string]started, error) {
	dir, err := os.MkdirTemp("", "huiyin-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	api, err := newRuntimeAPI()
	if err != nil {
		return nil, err
	}
	defer api.close()
	all := map[string]started{}
	for _, m := range measured {
		if len(only) > 0 && !slices.Contains(only, m.name) {
			continue
		}
		path := filepath.Join(dir, m.name)
		cmd := exec.CommandContext(ctx, "go", append(slices.Clone(buildFlags), "-o", path, "./"+m.pkg)...)
		cmd.Dir, cmd.Env = root, append(os.Environ(), "CGO_ENABLED=0")
		if out, err := cmd.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("build %s: %w\n%s", m.pkg, err, out)
		}
		info, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		all[m.name] = started{name: m.name, beside: m.beside, size: float64(info.Size()) / (1 << 20)}
	}
	for round := range rounds + 1 {
		for _, m := range measured {
			s, ok := all[m.name]
			if !ok {
				continue
			}
			one, err := api.launch(ctx, filepath.Join(dir, m.name))
			if err != nil {
				return nil, err
			}
			if round > 0 { // the first start reads the file from disk
				s.starts = append(s.starts, one)
				all[m.name] = s
			}
		}
	}
	return all, nil
}
