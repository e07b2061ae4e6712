package worklist

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"huiyin/shared/errs"
	"huiyin/shared/ticket"
)

// Believed is how long lines that were read are believed, unless this process
// has changed something itself: short enough that nobody notices, long enough
// that twenty pages which ask every few seconds read once.
const Believed = 5 * time.Second

// Reader reads the lists of all teams, once for all who look at about the same
// time. Make it once a process.
type Reader struct {
	Store Store

	mu    sync.Mutex
	teams map[string]list
	names map[string]Name
}

// list is a team's list as it was read.
type list struct {
	at    time.Time
	lines []ticket.Line
	more  bool
}

// Name is who asked, as a list shows it.
type Name struct {
	Name  string // shortened to maxName
	Title string // "", mr or ms
}

// maxName is how many characters of a name a list shows: all of a person's, the
// beginning of a company's.
const maxName = 12

// Open is what is open in some teams.
type Open struct {
	Lines []ticket.Line
	More  bool // a team has more than ticket.MaxLines, of which those due first were read
}

// Open gives the open tickets of teams, as read at most Believed before now.
// The lines belong to all who ask: they are not to be changed.
func (r *Reader) Open(ctx context.Context, now time.Time, teams []string) (Open, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var old []string
	for _, team := range teams {
		if read, ok := r.teams[team]; !ok || now.Sub(read.at) >= Believed || now.Before(read.at) {
			old = append(old, team)
		}
	}
	if err := r.read(ctx, now, old); err != nil {
		return Open{}, err
	}
	var open Open
	for _, team := range teams {
		open.Lines = append(open.Lines, r.teams[team].lines...)
		open.More = open.More || r.teams[team].more
	}
	return open, nil
}

// read reads the lists of teams side by side.
func (r *Reader) read(ctx context.Context, now time.Time, teams []string) error {
	pages := make([]ticket.LinePage, len(teams))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(8) // a company has a handful of teams
	for i, team := range teams {
		group.Go(func() (err error) {
			pages[i], err = r.Store.Lines(ctx, ticket.LineQuery{Team: team, Limit: ticket.MaxLines})
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return errs.Wrap(err, "read the lists")
	}
	if r.teams == nil {
		r.teams = map[string]list{}
	}
	for i, team := range teams {
		r.teams[team] = list{now, pages[i].Lines, pages[i].Next != ""}
	}
	return nil
}

// Names gives who asked, by ticket, of up to a hundred open ones; who is not
// there has no name. A name is kept as long as its ticket stands in a list that
// was read: an open ticket's person is never erased.
func (r *Reader) Names(ctx context.Context, lines []ticket.Line) (map[string]Name, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var unknown []string
	for _, l := range lines {
		if _, known := r.names[l.Number]; !known {
			unknown = append(unknown, l.Number)
		}
	}
	if len(unknown) > 0 {
		people, err := r.Store.People(ctx, unknown)
		if err != nil {
			return nil, errs.Wrap(err, "read who asked")
		}
		r.forgetClosed()
		for number, p := range people {
			r.names[number] = Name{shortened(p.Name), p.Title}
		}
	}
	return maps.Clone(r.names), nil
}

// forgetClosed drops the names of tickets that stand in no list any more.
func (r *Reader) forgetClosed() {
	open := map[string]Name{}
	for _, read := range r.teams {
		for _, l := range read.lines {
			if name, known := r.names[l.Number]; known {
				open[l.Number] = name
			}
		}
	}
	r.names = open
}

func shortened(name string) string {
	runes := []rune(name)
	if len(runes) <= maxName {
		return name
	}
	return string(slices.Concat(runes[:maxName-1], []rune("…")))
}

// Forget has the next look read afresh: this process has changed something.
func (r *Reader) Forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.teams = nil
}
