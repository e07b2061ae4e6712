package dynamo

import (
	"context"

	"huiyin/shared/event"
	"huiyin/shared/staff"
)

// Staff is the store of package staff.
type Staff struct{ t *Table }

// Staff gives the store of the roster.
func (t *Table) Staff() Staff { return Staff{t} }

var _ staff.Store = Staff{}

const (
	memberKind = "member"
	teamKind   = "team"
	claimKind  = "claim"
	memberAttr = "member" // the id, in the claim of a badge or a login
	maxRoster  = 5000     // members and teams together; the roster itself stops far below
)

// Roster reads all teams and members, those who left included, in any order.
func (s Staff) Roster(ctx context.Context) (staff.Roster, error) {
	var r staff.Roster
	items, err := s.t.query(ctx, "read the roster", span{pk: staffPartition, limit: maxRoster})
	if err != nil {
		return r, err
	}
	for _, it := range items {
		if str(it, kindAttr) == teamKind {
			var t staff.Team
			if err := read(it, &t); err != nil {
				return staff.Roster{}, err
			}
			r.Teams = append(r.Teams, t)
			continue
		}
		var m staff.Member
		if err := read(it, &m); err != nil {
			return staff.Roster{}, err
		}
		r.Members = append(r.Members, m)
	}
	return r, nil
}

// SaveMember writes a member and the event in one transaction, and keeps badge
// and login unique: staff.ErrLostRace, ErrTaken, errs.Unavailable.
func (s Staff) SaveMember(ctx context.Context, m staff.Member, was *staff.Member, e event.Event) error {
	ops, err := rosterOps(memberKey(m.ID), memberKind, m, m.Version, e)
	if err != nil {
		return err
	}
	before := staff.Member{}
	if was != nil {
		before = *was
	}
	for _, claim := range []struct {
		of        func(string) key
		old, next string
	}{{badgeKey, before.Badge, m.Badge}, {loginKey, before.Login, m.Login}} {
		if claim.old == claim.next {
			continue
		}
		if claim.next != "" {
			it, err := newItem(claim.of(claim.next), claimKind, nil)
			if err != nil {
				return err
			}
			it[memberAttr] = text(m.ID)
			ops = append(ops, putIf(it, heldBy(memberAttr, m.ID), func(item) error { return staff.ErrTaken }))
		}
		if claim.old != "" {
			ops = append(ops, deleteIf(claim.of(claim.old), heldBy(memberAttr, m.ID), rosterLost))
		}
	}
	return s.t.transact(ctx, "save a member of staff", ops...)
}

// SaveTeam writes a team and the event in one transaction: staff.ErrLostRace,
// errs.Unavailable.
func (s Staff) SaveTeam(ctx context.Context, t staff.Team, e event.Event) error {
	ops, err := rosterOps(teamKey(t.ID), teamKind, t, t.Version, e)
	if err != nil {
		return err
	}
	return s.t.transact(ctx, "save a team", ops...)
}

func rosterLost(item) error { return staff.ErrLostRace }

// rosterOps write a record of the roster and its event.
func rosterOps(k key, kind string, thing any, version int, e event.Event) ([]op, error) {
	it, err := newItem(k, kind, thing)
	if err != nil {
		return nil, err
	}
	it[versionAttr] = number(int64(version))
	told, err := eventOp(e)
	return []op{putIf(it, following(version), rosterLost), told}, err
}
