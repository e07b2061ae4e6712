package worklist

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"huiyin/shared/errs"
)

// Limits of what one keeps.
const (
	MaxFilters    = 20
	MaxFilterName = 40 // characters
)

// Saved is a list that somebody comes back to, by a name of his own. The words
// are those of the operation that reads a list.
type Saved struct {
	Name       string `json:"name"`
	Scope      Scope  `json:"scope,omitempty"`
	Team       string `json:"team,omitempty"`
	Type       string `json:"type,omitempty"`
	Kind       string `json:"kind,omitempty"`
	Reason     string `json:"reason,omitempty"`
	Stage      string `json:"stage,omitempty"`
	Class      string `json:"class,omitempty"`
	WaitingFor string `json:"waitingFor,omitempty"`
	Priority   string `json:"priority,omitempty"`
	Owner      string `json:"owner,omitempty"`
	Breached   string `json:"breached,omitempty"`
	DueWithin  int    `json:"dueWithin,omitempty"` // minutes
}

// Kept are the filters of one member of staff, by name.
type Kept struct {
	Member  string  `json:"member"`
	Version int     `json:"version"`
	Filters []Saved `json:"filters"`
}

// Filters are the filters that people keep.
type Filters struct{ Shelf Shelf }

// Of lists what a member keeps, by name.
func (f Filters) Of(ctx context.Context, member string) ([]Saved, error) {
	kept, err := f.Shelf.Filters(ctx, member)
	return kept.Filters, errs.Wrap(err, "read the filters")
}

// Named finds one by its name; errs.NotFound.
func (f Filters) Named(ctx context.Context, member, name string) (Saved, error) {
	all, err := f.Of(ctx, member)
	if err != nil {
		return Saved{}, err
	}
	if i := find(all, name); i >= 0 {
		return all[i], nil
	}
	return Saved{}, errs.New(errs.NotFound, "worklist.no_filter")
}

// Save keeps a filter under its name, in the place of one that has it, and gives
// it as it is kept. errs.Invalid for a name that is none, errs.Conflict when
// there are MaxFilters already.
func (f Filters) Save(ctx context.Context, member string, saved Saved) (Saved, error) {
	saved.Name = strings.TrimSpace(saved.Name)
	if n := utf8.RuneCountInString(saved.Name); n == 0 || n > MaxFilterName || strings.ContainsAny(saved.Name, "\r\n\t/") {
		var wrong errs.Fields
		wrong.Add("name", "worklist.name")
		return Saved{}, wrong.Err()
	}
	return saved, f.change(ctx, member, func(all []Saved) ([]Saved, error) {
		if i := find(all, saved.Name); i >= 0 {
			all[i] = saved
			return all, nil
		}
		if len(all) >= MaxFilters {
			return nil, errs.New(errs.Conflict, "worklist.full").With("max", MaxFilters).With("allowed", "")
		}
		return append(all, saved), nil
	})
}

// Drop takes a filter away; errs.NotFound.
func (f Filters) Drop(ctx context.Context, member, name string) error {
	return f.change(ctx, member, func(all []Saved) ([]Saved, error) {
		i := find(all, name)
		if i < 0 {
			return nil, errs.New(errs.NotFound, "worklist.no_filter")
		}
		return slices.Delete(all, i, i+1), nil
	})
}

// tries is how often a change is tried again when the member's other window was
// faster.
const tries = 4

func (f Filters) change(ctx context.Context, member string, do func([]Saved) ([]Saved, error)) error {
	for try := 1; ; try++ {
		kept, err := f.Shelf.Filters(ctx, member)
		if err != nil {
			return errs.Wrap(err, "read the filters")
		}
		if kept.Filters, err = do(kept.Filters); err != nil {
			return err
		}
		slices.SortFunc(kept.Filters, func(a, b Saved) int { return strings.Compare(a.Name, b.Name) })
		kept.Member, kept.Version = member, kept.Version+1
		if err = f.Shelf.Keep(ctx, kept); err == nil {
			return nil
		}
		if !errors.Is(err, ErrLostRace) || try == tries {
			return errs.Wrap(err, "keep the filters")
		}
	}
}

func find(all []Saved, name string) int {
	return slices.IndexFunc(all, func(s Saved) bool { return s.Name == name })
}
