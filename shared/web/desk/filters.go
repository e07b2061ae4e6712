package desk

import (
	"context"

	"huiyin/shared/worklist"
)

// NamedFilter is a filter of the work list that somebody keeps.
type NamedFilter struct {
	Name string `json:"name"`
	WorkFilter
}

// FilterList are the filters that the caller keeps.
type FilterList struct {
	Filters []NamedFilter `json:"filters" doc:"By name."`
}

// OnFilter names one of the caller's filters.
type OnFilter struct {
	Name string `path:"name" minLength:"1" maxLength:"40"`
}

type filtersOutput struct{ Body FilterList }

func (d *Desk) filters(ctx context.Context, _ *struct{}) (*filtersOutput, error) {
	kept, err := d.Filters.Of(ctx, sender(ctx).member.ID)
	out := &filtersOutput{Body: FilterList{Filters: []NamedFilter{}}}
	for _, f := range kept {
		out.Body.Filters = append(out.Body.Filters, namedFilter(f))
	}
	return out, err
}

type filterOutput struct{ Body NamedFilter }

func (d *Desk) readFilter(ctx context.Context, in *OnFilter) (*filterOutput, error) {
	kept, err := d.Filters.Named(ctx, sender(ctx).member.ID, in.Name)
	return &filterOutput{Body: namedFilter(kept)}, err
}

type filterInput struct {
	OnFilter
	Body WorkFilter
}

// saveFilter keeps a filter that could be asked for as it is.
func (d *Desk) saveFilter(ctx context.Context, in *filterInput) (*filterOutput, error) {
	roster, err := d.Roster.Now(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := in.Body.filter(roster); err != nil {
		return nil, err
	}
	b := in.Body
	kept, err := d.Filters.Save(ctx, sender(ctx).member.ID, worklist.Saved{Name: in.Name, Scope: worklist.Scope(b.Scope), Team: b.Team, Type: b.Type,
		Kind: b.Kind, Reason: b.Reason, Stage: b.Stage, Class: b.Class, WaitingFor: b.WaitingFor, Priority: b.Priority, Owner: b.Owner,
		Breached: b.Breached, DueWithin: b.DueWithin})
	return &filterOutput{Body: namedFilter(kept)}, err
}

// dropFilter takes one away and shows those that are left.
func (d *Desk) dropFilter(ctx context.Context, in *OnFilter) (*filtersOutput, error) {
	if err := d.Filters.Drop(ctx, sender(ctx).member.ID, in.Name); err != nil {
		return nil, err
	}
	return d.filters(ctx, nil)
}

func namedFilter(f worklist.Saved) NamedFilter {
	return NamedFilter{Name: f.Name, WorkFilter: WorkFilter{Scope: string(f.Scope), Team: f.Team, Type: f.Type, Kind: f.Kind, Reason: f.Reason,
		Stage: f.Stage, Class: f.Class, WaitingFor: f.WaitingFor, Priority: f.Priority, Owner: f.Owner, Breached: f.Breached, DueWithin: f.DueWithin}}
}
