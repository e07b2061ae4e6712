package staff

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/id"
)

// Limits on what comes in.
const (
	MaxName = 40
	MaxRank = 1000
	// MaxSkills is how many skills, and how many regions, one member may have,
	// and MaxTakes what one team takes.
	MaxSkills = 20
	MaxTakes  = 50
	// MaxStaff is what one partition is read for in two or three requests.
	MaxStaff = 1000
	// MaxAbsence bounds a date that was mistyped.
	MaxAbsence = 366 * 24 * time.Hour
)

var (
	badgeForm = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Z0-9]{1,8}$`) })        // fits every SMS (package message)
	idForm    = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z][a-z0-9-]{0,31}$`) }) // of a team, chosen by the admin
)

// Service keeps the roster.
type Service struct {
	Store  Store
	Phones Phones
	Random io.Reader
}

// Roster reads everybody.
func (s Service) Roster(ctx context.Context) (Roster, error) { return s.Store.Roster(ctx) }

// Person is what an admin writes down about a member of staff.
type Person struct {
	ID      string // "" for somebody new
	Version int    // as it was read
	Login   string
	Name    string
	Badge   string
	Phone   string // as typed
	Role    string
	Team    string
	Lang    string
	Skills  []string
	Regions []string
	Left    bool
}

// Save creates or changes a member. errs.Invalid, errs.Stale, errs.NotFound;
// errs.Conflict staff.taken for a badge or login that somebody else has.
func (s Service) Save(ctx context.Context, p Person, by string, now time.Time) (Member, error) {
	roster, err := s.Store.Roster(ctx)
	if err != nil {
		return Member{}, err
	}
	var was *Member
	m := Member{}
	if p.ID != "" {
		old, ok := roster.Member(p.ID)
		if !ok {
			return Member{}, errs.New(errs.NotFound, "staff.not_found")
		}
		if old.Version != p.Version {
			return Member{}, errs.New(errs.Stale, "staff.stale")
		}
		was, m = &old, old
	} else if len(roster.Members) >= MaxStaff {
		return Member{}, errs.New(errs.Conflict, "staff.full").With("max", MaxStaff)
	}
	if err := s.fill(&m, p, roster); err != nil {
		return Member{}, err
	}
	if m.ID == "" {
		if m.ID, err = id.Token(s.Random); err != nil {
			return Member{}, err
		}
	}
	return s.write(ctx, m, was, Saved, Facts{Role: m.Role, Team: m.Team, Left: m.Left}, by, now)
}

// fill takes over what was written down, and names every wrong field.
func (s Service) fill(m *Member, p Person, roster Roster) error {
	var f errs.Fields
	m.Name, m.Badge = strings.TrimSpace(p.Name), strings.ToUpper(strings.TrimSpace(p.Badge))
	m.Login, m.Role, m.Team, m.Lang, m.Left = strings.TrimSpace(p.Login), p.Role, p.Team, p.Lang, p.Left
	name(&f, "name", m.Name)
	if !badgeForm().MatchString(m.Badge) {
		f.Add("badge", "staff.badge")
	}
	if !slices.Contains(Roles, m.Role) {
		f.Add("role", "not_one_of", "allowed", strings.Join(Roles, ", "))
	}
	if m.Lang != "zh" && m.Lang != "en" {
		f.Add("lang", "not_one_of", "allowed", "zh, en")
	}
	if utf8.RuneCountInString(m.Login) > 128 { // the user pool's own limit
		f.Add("login", "too_long", "max", 128)
	}
	if _, ok := roster.Team(m.Team); !ok && (m.Team != "" || m.Role == Agent || m.Role == Supervisor) {
		f.Add("team", "staff.unknown_team")
	}
	number, err := s.Phones.Parse("phone", p.Phone)
	if errs.Is(err, errs.Invalid) {
		f.Add("phone", phoneCode(err))
	} else if err != nil {
		return err
	}
	m.Phone = number
	m.Skills, m.Regions = list(&f, "skills", p.Skills), list(&f, "regions", p.Regions)
	return f.Err()
}

// list takes over a list of words: trimmed, each once, none empty.
func list(f *errs.Fields, path string, typed []string) []string {
	var kept []string
	for i, word := range typed {
		if word = strings.TrimSpace(word); word == "" || slices.Contains(kept, word) {
			continue
		}
		name(f, fmt.Sprintf("%s[%d]", path, i), word)
		kept = append(kept, word)
	}
	if len(kept) > MaxSkills {
		f.Add(path, "staff.too_many", "max", MaxSkills)
	}
	return kept
}

// Leave switches a member to absent until an instant (zero: until Return).
func (s Service) Leave(ctx context.Context, memberID, reason string, until time.Time, by string, now time.Time) (Member, error) {
	var f errs.Fields
	if !slices.Contains(Reasons, reason) {
		f.Add("reason", "not_one_of", "allowed", strings.Join(Reasons, ", "))
	}
	if !until.IsZero() && (!until.After(now) || until.After(now.Add(MaxAbsence))) {
		f.Add("until", "staff.until")
	}
	if err := f.Err(); err != nil {
		return Member{}, err
	}
	return s.absence(ctx, memberID, &Absence{Since: now.UTC(), Until: until, Reason: reason}, by, now)
}

// Return switches a member back. Somebody who is not absent stays so, and no
// event tells of it.
func (s Service) Return(ctx context.Context, memberID, by string, now time.Time) (Member, error) {
	return s.absence(ctx, memberID, nil, by, now)
}

// absence turns the switch, again when the record changed in between: the
// switch belongs to the person, whatever an admin edits meanwhile.
func (s Service) absence(ctx context.Context, memberID string, to *Absence, by string, now time.Time) (Member, error) {
	for try := 0; ; try++ {
		roster, err := s.Store.Roster(ctx)
		if err != nil {
			return Member{}, err
		}
		was, ok := roster.Member(memberID)
		if !ok || was.Left {
			return Member{}, errs.New(errs.NotFound, "staff.not_found")
		}
		if to == nil && was.Absence == nil {
			return was, nil
		}
		m, typ, facts := was, CameBack, Facts{}
		m.Absence = to
		if to != nil {
			typ, facts = WentAway, Facts{Reason: to.Reason, Until: to.Until}
		}
		m, err = s.write(ctx, m, &was, typ, facts, by, now)
		if !errs.Is(err, errs.Stale) || try == 2 {
			return m, err
		}
	}
}

// write stores a member with the event that tells what happened.
func (s Service) write(ctx context.Context, m Member, was *Member, typ event.Type, facts Facts, by string, now time.Time) (Member, error) {
	m.Version++
	m.Seq++
	e, err := event.New(Subject(m.ID), m.Seq, typ, now, by, facts)
	if err != nil {
		return Member{}, err
	}
	if err := s.Store.SaveMember(ctx, m, was, e); err != nil {
		return Member{}, refused(err)
	}
	return m, nil
}

// SaveTeam creates or changes a team; Version as it was read, 0 for a new one.
// errs.Invalid, errs.Stale.
func (s Service) SaveTeam(ctx context.Context, t Team, hours Hours, by string, now time.Time) (Team, error) {
	var f errs.Fields
	t.Name = strings.TrimSpace(t.Name)
	name(&f, "name", t.Name)
	if !idForm().MatchString(t.ID) {
		f.Add("id", "staff.team_id")
	}
	if t.Rank < 0 || t.Rank > MaxRank {
		f.Add("rank", "staff.rank", "max", MaxRank)
	}
	if len(t.Takes) > MaxTakes {
		f.Add("takes", "staff.too_many", "max", MaxTakes)
	}
	if _, err := hours.Open(t.Calendar, now); errs.Is(err, errs.NotFound) {
		f.Add("calendar", "staff.unknown_calendar")
	} else if err != nil {
		return Team{}, err
	}
	if err := f.Err(); err != nil {
		return Team{}, err
	}
	roster, err := s.Store.Roster(ctx)
	if err != nil {
		return Team{}, err
	}
	old, _ := roster.Team(t.ID)
	if old.Version != t.Version {
		return Team{}, errs.New(errs.Stale, "staff.stale")
	}
	t.Version, t.Seq = old.Version+1, old.Seq+1
	e, err := event.New(TeamSubject(t.ID), t.Seq, TeamSaved, now, by, Facts{Team: t.ID})
	if err != nil {
		return Team{}, err
	}
	if err := s.Store.SaveTeam(ctx, t, e); err != nil {
		return Team{}, refused(err)
	}
	return t, nil
}

// refused turns what a store refuses into what a caller can act on.
func refused(err error) error {
	switch {
	case errors.Is(err, ErrLostRace):
		return errs.New(errs.Stale, "staff.stale")
	case errors.Is(err, ErrTaken):
		return errs.New(errs.Conflict, "staff.taken")
	case err != nil:
		return fmt.Errorf("write the roster: %w", err)
	}
	return nil
}

func name(f *errs.Fields, path, value string) {
	switch {
	case value == "":
		f.Add(path, "required")
	case utf8.RuneCountInString(value) > MaxName:
		f.Add(path, "too_long", "max", MaxName)
	case !utf8.ValidString(value) || strings.ContainsFunc(value, unicode.IsControl):
		f.Add(path, "staff.name")
	}
}

// phoneCode is what is wrong with a number: the field's code, where the error
// names one.
func phoneCode(err error) string {
	e := errs.As(err)
	if len(e.Fields) > 0 {
		return e.Fields[0].Code
	}
	return e.Code
}
