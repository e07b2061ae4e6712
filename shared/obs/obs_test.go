package obs

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"testing"
)

func line(t *testing.T, fill func(context.Context)) (map[string]any, string) {
	t.Helper()
	var out bytes.Buffer
	ctx, l := Begin(context.Background(), Logger(&out), "r-1")
	fill(ctx)
	l.End("request")
	var got map[string]any
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatalf("not one JSON line: %v in %q", err, out.String())
	}
	return got, out.String()
}

func TestALineTellsWhatWasNotedAndHowLongItTook(t *testing.T) {
	got, _ := line(t, func(ctx context.Context) { Note(ctx, slog.Int("status", 201)) })
	if got["id"] != "r-1" || got["msg"] != "request" || got["status"] != 201.0 || got["level"] != "INFO" {
		t.Errorf("line is %v", got)
	}
	if _, ok := got["ms"]; !ok {
		t.Error("the line does not say how long it took")
	}
}

func TestAFailureIsAnErrorLineOfBoundedLength(t *testing.T) {
	got, _ := line(t, func(ctx context.Context) { Fail(ctx, errors.New(strings.Repeat("x", 5000))) })
	if got["level"] != "ERROR" || len(got["cause"].(string)) != maxCause {
		t.Errorf("level %v, cause of %d bytes", got["level"], len(got["cause"].(string)))
	}
}

// rule: PD-11
func TestNothingForgesALineOrReachesTheTerminal(t *testing.T) {
	_, raw := line(t, func(ctx context.Context) {
		Note(ctx, slog.String("op", "a\n{\"msg\":\"forged\"}\x1b[31m\r"))
	})
	if strings.Count(raw, "\n") != 1 || strings.ContainsAny(raw, "\x1b\r") {
		t.Errorf("raw line is %q", raw)
	}
}

func TestWithoutALineNothingHappens(t *testing.T) {
	Note(context.Background(), slog.Int("status", 200))
	Fail(context.Background(), errors.New("nobody listens"))
}
