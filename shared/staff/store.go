package staff

import (
	"context"
	"errors"
	"time"

	"huiyin/shared/event"
	"huiyin/shared/phone"
)

// What a Store says of a write that was refused. Nothing was written then.
var (
	// ErrLostRace: the record is not at the version it was read at.
	ErrLostRace = errors.New("the record was changed in between")
	// ErrTaken: another member has the badge or the login.
	ErrTaken = errors.New("another member has the badge or the login")
)

// Store keeps the roster in one partition. Each method may also fail with
// errs.Unavailable.
type Store interface {
	// Roster reads all teams and members, those who left included, in any
	// order.
	Roster(ctx context.Context) (Roster, error)
	// SaveMember writes a member and the event in one transaction. Version is
	// one more than it was read at, 1 is a new member. was is the member as
	// read, nil for a new one; the store keeps badge and login (when not empty)
	// unique. ErrLostRace, ErrTaken.
	SaveMember(ctx context.Context, m Member, was *Member, e event.Event) error
	// SaveTeam writes a team and the event in one transaction. ErrLostRace.
	SaveTeam(ctx context.Context, t Team, e event.Event) error
}

// Hours tells whether a calendar is open at an instant; errs.NotFound for an
// unknown calendar.
type Hours interface {
	Open(calendar string, at time.Time) (bool, error)
}

// Phones turns what people type into a number; errs.Invalid names the field.
type Phones interface {
	Parse(field, typed string) (phone.Number, error)
}
