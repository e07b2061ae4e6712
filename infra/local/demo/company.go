package demo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/oncall"
	"huiyin/shared/staff"
)

// company is data/company.json.
type company struct {
	Parameters map[string]string // of the template
	Teams      []staff.Team
	Staff      []employee
}

type employee struct {
	Badge, Name, Phone, Role, Team string
	Account                        string // role of the local account that signs in as this person
	Away                           string // reason of an absence
	Skills, Regions                []string
	OnCall                         string // every day, "18:00–09:00"
}

func readCompany() (company, error) {
	var c company
	return c, read("company", &c)
}

// Parameters are the template's parameters that name the company.
func Parameters() (map[string]string, error) {
	c, err := readCompany()
	return c.Parameters, err
}

// founded is how long ago the company set up its desk.
const founded = 400 * 24 * time.Hour

// employ sets up teams and staff.
func (d desk) employ(ctx context.Context, c company) (staff.Roster, error) {
	roster, err := d.staff.Roster(ctx)
	if err != nil {
		return roster, err
	}
	for _, team := range c.Teams {
		if _, ok := roster.Team(team.ID); ok {
			continue
		}
		if _, err := d.staff.SaveTeam(ctx, team, d.hours, event.System, d.now.Add(-founded)); err != nil {
			return roster, fmt.Errorf("team %s: %w", team.ID, err)
		}
	}
	for _, e := range c.Staff {
		if err := d.hire(ctx, roster, e); err != nil {
			return roster, fmt.Errorf("staff %s: %w", e.Badge, err)
		}
	}
	if roster, err = d.staff.Roster(ctx); err != nil {
		return roster, err
	}
	for _, e := range c.Staff {
		if err := d.call(ctx, roster, e); err != nil {
			return roster, fmt.Errorf("on call %s: %w", e.Badge, err)
		}
	}
	return roster, nil
}

// planned is for how many days the demo's roster of who is on call is written:
// from the day before, because the desk may be started at night.
const planned = 16

// call puts somebody on call. What was written before a load broke off stays.
func (d desk) call(ctx context.Context, roster staff.Roster, e employee) error {
	from, to, ok := strings.Cut(e.OnCall, "–")
	if !ok {
		return nil
	}
	m, _ := roster.ByBadge(e.Badge) // hired a moment ago
	yesterday := calendar.DateIn(d.now, d.zone).AddDays(-1)
	for day := range planned {
		plan := oncall.Plan{Member: m.ID, Date: yesterday.AddDays(day).String(), From: from, To: to}
		_, err := d.calls.Add(ctx, roster, plan, event.System, d.now.AddDate(0, 0, -2))
		if err != nil && errs.As(err).Code != "oncall.twice" {
			return err
		}
	}
	return nil
}

func (d desk) hire(ctx context.Context, roster staff.Roster, e employee) error {
	m, ok := roster.ByBadge(e.Badge)
	var err error
	if !ok {
		m, err = d.staff.Save(ctx, staff.Person{
			Login: d.accounts[e.Account], Name: e.Name, Badge: e.Badge, Phone: e.Phone, Role: e.Role, Team: e.Team, Lang: "zh", Skills: e.Skills, Regions: e.Regions,
		}, event.System, d.now.Add(-founded))
	}
	if err == nil && e.Away != "" && m.Absence == nil {
		_, err = d.staff.Leave(ctx, m.ID, e.Away, d.now.Add(8*time.Hour), event.Staff(m.ID), d.now.Add(-time.Hour))
	}
	return err
}
