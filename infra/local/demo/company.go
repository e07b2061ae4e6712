package demo

import (
	"context"
	"fmt"
	"time"

	"huiyin/shared/event"
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
	return d.staff.Roster(ctx)
}

func (d desk) hire(ctx context.Context, roster staff.Roster, e employee) error {
	m, ok := roster.ByBadge(e.Badge)
	var err error
	if !ok {
		m, err = d.staff.Save(ctx, staff.Person{
			Login: d.accounts[e.Account], Name: e.Name, Badge: e.Badge, Phone: e.Phone, Role: e.Role, Team: e.Team, Lang: "zh",
		}, event.System, d.now.Add(-founded))
	}
	if err == nil && e.Away != "" && m.Absence == nil {
		_, err = d.staff.Leave(ctx, m.ID, e.Away, d.now.Add(8*time.Hour), event.Staff(m.ID), d.now.Add(-time.Hour))
	}
	return err
}
