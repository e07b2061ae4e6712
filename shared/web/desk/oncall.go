package desk

import (
	"cmp"
	"context"
	"time"

	"huiyin/shared/oncall"
	"huiyin/shared/staff"
)

// OnCall is who answers the hotline when the desk is closed.
type OnCall struct {
	Month  string    `json:"month" doc:"2026-06, in the company's zone."`
	Shifts []Shift   `json:"shifts" doc:"Those that begin in the month, in order."`
	Now    []string  `json:"now" doc:"Staff ids of who is on call now."`
	Gaps   []CallGap `json:"gaps" doc:"When nobody is, in the next fourteen days, whatever the month asked for."`
}

// Shift is a time in which somebody is on call.
type Shift struct {
	ID    string    `json:"id"`
	Staff string    `json:"staff" doc:"Id."`
	Name  string    `json:"name"`
	Badge string    `json:"badge"`
	From  time.Time `json:"from"`
	To    time.Time `json:"to"`
}

// CallGap is a time in which the desk is closed and nobody is on call.
type CallGap struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

type onCallInput struct {
	Month string `query:"month" maxLength:"7" doc:"2026-06; this month when left out."`
}

type onCallOutput struct{ Body OnCall }

func (d *Desk) onCall(ctx context.Context, in *onCallInput) (*onCallOutput, error) {
	roster, err := d.Roster.Now(ctx)
	if err != nil {
		return nil, err
	}
	m, err := d.OnCall.Month(ctx, cmp.Or(in.Month, oncall.MonthOf(d.Now(), d.OnCall.Zone)))
	return d.shifts(ctx, roster, m, err)
}

// shifts shows a month's list as it was read or written.
func (d *Desk) shifts(ctx context.Context, roster staff.Roster, m oncall.Month, err error) (*onCallOutput, error) {
	if err != nil {
		return nil, err
	}
	now := d.Now()
	there, err := d.OnCall.Now(ctx, roster, now)
	if err != nil {
		return nil, err
	}
	gaps, err := d.OnCall.Gaps(ctx, roster, now, oncall.Ahead)
	if err != nil {
		return nil, err
	}
	out := &onCallOutput{Body: OnCall{Month: m.ID, Shifts: []Shift{}, Now: []string{}, Gaps: []CallGap{}}}
	for _, one := range m.Shifts {
		who, _ := roster.Member(one.Member) // nobody is ever taken off the roster
		out.Body.Shifts = append(out.Body.Shifts, Shift{ID: one.ID, Staff: one.Member, Name: who.Name, Badge: who.Badge, From: one.From, To: one.To})
	}
	for _, who := range there {
		out.Body.Now = append(out.Body.Now, who.ID)
	}
	for _, g := range gaps {
		out.Body.Gaps = append(out.Body.Gaps, CallGap(g))
	}
	return out, nil
}

// ShiftInput is a shift as a supervisor writes it down, in the company's zone.
type ShiftInput struct {
	Staff   string `json:"staff" minLength:"1" maxLength:"40" doc:"Id."`
	Date    string `json:"date" format:"date" doc:"On which it begins."`
	From    string `json:"from" pattern:"^[0-2][0-9]:[0-5][0-9]$" doc:"18:30"`
	To      string `json:"to" pattern:"^[0-2][0-9]:[0-5][0-9]$" doc:"08:30; not later than from: on the next day."`
	Through string `json:"through,omitempty" format:"date" doc:"The same on every day until then, within the month."`
}

type addOnCallInput struct{ Body ShiftInput }

func (d *Desk) addOnCall(ctx context.Context, in *addOnCallInput) (*onCallOutput, error) {
	roster, err := d.Staff.Roster(ctx)
	if err != nil {
		return nil, err
	}
	plan := oncall.Plan{Member: in.Body.Staff, Date: in.Body.Date, From: in.Body.From, To: in.Body.To, Through: in.Body.Through}
	m, err := d.OnCall.Add(ctx, roster, plan, sender(ctx).by(), d.Now())
	return d.shifts(ctx, roster, m, err)
}

type removeOnCallInput struct {
	Month string `path:"month" maxLength:"7"`
	Shift string `path:"shift" maxLength:"80"`
}

func (d *Desk) removeOnCall(ctx context.Context, in *removeOnCallInput) (*onCallOutput, error) {
	roster, err := d.Staff.Roster(ctx)
	if err != nil {
		return nil, err
	}
	m, err := d.OnCall.Remove(ctx, in.Month, in.Shift, sender(ctx).by(), d.Now())
	return d.shifts(ctx, roster, m, err)
}
