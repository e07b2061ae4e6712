package obs

import (
	"context"
	"io"
	"log/slog"
	"sync"
	"time"
)

// Logger writes JSON lines. The time is left out: CloudWatch stamps every line
// itself.
func Logger(w io.Writer) *slog.Logger {
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{
		ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
			if len(groups) == 0 && a.Key == slog.TimeKey {
				return slog.Attr{}
			}
			return a
		},
	}))
}

// Line is the one log line of a piece of work, filled while the work goes on.
type Line struct {
	log   *slog.Logger
	begun time.Time

	mu    sync.Mutex
	attrs []slog.Attr
	level slog.Level
}

type lineKey struct{}

// Begin opens the line of a piece of work; id is what one looks for in the
// logs (a request id).
func Begin(ctx context.Context, log *slog.Logger, id string) (context.Context, *Line) {
	line := &Line{log: log, begun: time.Now(), attrs: []slog.Attr{slog.String("id", id)}}
	return context.WithValue(ctx, lineKey{}, line), line
}

// Note adds facts to the line of the work that is going on. Without a line it
// does nothing.
func Note(ctx context.Context, attrs ...slog.Attr) {
	if line, ok := ctx.Value(lineKey{}).(*Line); ok {
		line.mu.Lock()
		line.attrs = append(line.attrs, attrs...)
		line.mu.Unlock()
	}
}

// maxCause bounds the text of an error in a line, in bytes.
const maxCause = 600

// Fail notes an error of ours and makes the line an error line. The text of an
// error is English and holds no personal data (package errs keeps it so).
func Fail(ctx context.Context, err error) {
	if line, ok := ctx.Value(lineKey{}).(*Line); ok && err != nil {
		cause := err.Error()
		if len(cause) > maxCause {
			cause = cause[:maxCause]
		}
		line.mu.Lock()
		line.attrs = append(line.attrs, slog.String("cause", cause))
		line.level = slog.LevelError
		line.mu.Unlock()
	}
}

// End writes the line: what was done, its facts, and the milliseconds it took.
func (l *Line) End(what string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.attrs = append(l.attrs, slog.Int64("ms", time.Since(l.begun).Milliseconds()))
	l.log.LogAttrs(context.Background(), l.level, what, l.attrs...)
}
