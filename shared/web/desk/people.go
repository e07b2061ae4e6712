package desk

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/staff"
)

// Me is who is signed in.
type Me struct {
	Account  string   `json:"account" doc:"The account's id in the user pool."`
	Username string   `json:"username"`
	Email    string   `json:"email,omitempty"`
	Roles    []string `json:"roles" doc:"What the account may do: agent, supervisor, admin."`
	May      []string `json:"may" doc:"Ids of the operations that the account may call."`
	Staff    *Staff   `json:"staff,omitempty" doc:"The file at the desk; none when there is none."`
	Notices  []Notice `json:"notices,omitempty" doc:"For admins: what somebody has to see to."`
}

type meOutput struct{ Body Me }

func (d *Desk) me(ctx context.Context, _ *struct{}) (*meOutput, error) {
	who := sender(ctx)
	me := Me{Account: who.Subject, Username: who.Username, Email: who.Email, Roles: []string{}, May: []string{}}
	for _, r := range who.roles {
		me.Roles = append(me.Roles, string(r))
	}
	for _, op := range d.served {
		if who.may(op.roles...) && (op.needs == anAccount || who.member.ID != "") {
			me.May = append(me.May, op.id)
		}
	}
	if who.member.ID != "" {
		file, err := d.person(ctx, who.member)
		if err != nil {
			return nil, err
		}
		me.Staff = &file
	}
	if who.may(Admin) {
		var err error
		if me.Notices, err = d.notices(ctx); err != nil {
			return nil, err
		}
	}
	return &meOutput{Body: me}, nil
}

// Staff is a member of staff as colleagues see him.
type Staff struct {
	ID      string   `json:"id"`
	Version int      `json:"version" doc:"Also the ETag."`
	Name    string   `json:"name"`
	Badge   string   `json:"badge" doc:"What customers are told."`
	Phone   string   `json:"phone" doc:"Covered: 138****1234."`
	Role    string   `json:"role" enum:"agent,supervisor,manager,admin"`
	Team    string   `json:"team,omitempty"`
	Lang    string   `json:"lang" enum:"zh,en" doc:"Of the SMS to this person."`
	Skills  []string `json:"skills,omitempty" doc:"Languages (zh, en) and reasons of tickets the person knows: tickets go to those who know what it takes."`
	Regions []string `json:"regions,omitempty" doc:"Places the person knows, by the beginning of their names."`
	Login   string   `json:"login,omitempty" doc:"User name in the user pool; for admins."`
	Left    bool     `json:"left,omitempty" doc:"No longer with the company."`
	OnDuty  bool     `json:"onDuty" doc:"The team's hours are open and the person is not absent."`
	Absence *Absence `json:"absence,omitempty" doc:"While the person is away."`
}

// Absence is the absence switch. Why somebody is away, only supervisors and
// admins are told, and the person.
type Absence struct {
	Since  time.Time `json:"since"`
	Until  time.Time `json:"until,omitzero" doc:"None: until switched back."`
	Reason string    `json:"reason,omitempty" doc:"For supervisors, admins and the person."`
}

// Team is a group of people with the same hours.
type Team struct {
	ID       string     `json:"id"`
	Version  int        `json:"version" doc:"Also the ETag."`
	Name     string     `json:"name"`
	Calendar string     `json:"calendar" doc:"Id of its hours."`
	Rank     int        `json:"rank" doc:"Teams are asked in this order."`
	Takes    []TeamTake `json:"takes" doc:"Which tickets; none: whatever no other team takes."`
}

// TeamTake is a condition on a ticket; what is left out matches everything.
type TeamTake struct {
	Kind    string `json:"kind,omitempty" enum:"inquiry,complaint"`
	Channel string `json:"channel,omitempty" maxLength:"40"`
	Class   string `json:"class,omitempty" maxLength:"40" doc:"Of the customer."`
	Reason  string `json:"reason,omitempty" maxLength:"40" doc:"What an inquiry is about, or a complaint is for."`
	Region  string `json:"region,omitempty" maxLength:"40" doc:"Where it is about: all places whose names begin so."`
}

// People are the staff and the teams.
type People struct {
	Staff []Staff `json:"staff" doc:"By badge."`
	Teams []Team  `json:"teams" doc:"By rank."`
}

type peopleOutput struct{ Body People }

func (d *Desk) staff(ctx context.Context, _ *struct{}) (*peopleOutput, error) {
	roster, err := d.Staff.Roster(ctx)
	if err != nil {
		return nil, err
	}
	there, err := d.onDuty(roster)
	if err != nil {
		return nil, err
	}
	out := &peopleOutput{Body: People{Staff: []Staff{}, Teams: teams(roster)}}
	for _, m := range roster.Members {
		out.Body.Staff = append(out.Body.Staff, d.colleague(sender(ctx), m, there))
	}
	slices.SortFunc(out.Body.Staff, func(a, b Staff) int { return cmp.Or(cmp.Compare(a.Badge, b.Badge), cmp.Compare(a.ID, b.ID)) })
	return out, nil
}

func (d *Desk) onDuty(roster staff.Roster) (map[string]bool, error) {
	members, err := roster.OnDuty(d.Rules, d.Now())
	there := map[string]bool{}
	for _, m := range members {
		there[m.ID] = true
	}
	return there, err
}

// person is one member as the caller may see him.
func (d *Desk) person(ctx context.Context, m staff.Member) (Staff, error) {
	roster, err := d.Roster.Now(ctx)
	if err != nil {
		return Staff{}, err
	}
	there, err := d.onDuty(staff.Roster{Teams: roster.Teams, Members: []staff.Member{m}})
	return d.colleague(sender(ctx), m, there), err
}

func (d *Desk) colleague(viewer actor, m staff.Member, there map[string]bool) Staff {
	shown := Staff{ID: m.ID, Version: m.Version, Name: m.Name, Badge: m.Badge, Phone: m.Phone.Masked(), Role: m.Role,
		Team: m.Team, Lang: m.Lang, Skills: m.Skills, Regions: m.Regions, Left: m.Left, OnDuty: there[m.ID]}
	if viewer.may(Admin) {
		shown.Login = m.Login
	}
	if m.Absent(d.Now()) {
		shown.Absence = &Absence{Since: m.Absence.Since, Until: m.Absence.Until}
		if viewer.may(Supervisor, Admin) || viewer.member.ID == m.ID {
			shown.Absence.Reason = m.Absence.Reason
		}
	}
	return shown
}

// StaffInput is what an admin writes down about a member of staff.
type StaffInput struct {
	Name  string `json:"name" minLength:"1" maxLength:"40"`
	Badge string `json:"badge" minLength:"1" maxLength:"8" doc:"1 to 8 letters or digits; nobody else's."`
	Phone string `json:"phone,omitempty" maxLength:"40" doc:"A mobile number, as typed; left out, it stays."`
	Role  string `json:"role" enum:"agent,supervisor,manager,admin" doc:"At the desk. What the account may do, its groups in the user pool say."`
	Team  string `json:"team,omitempty" maxLength:"40" doc:"Agents and supervisors have one."`
	Lang  string `json:"lang,omitempty" enum:"zh,en" doc:"zh when left out."`
	Login string `json:"login,omitempty" maxLength:"128" doc:"User name in the user pool; none: can't sign in."`
	Left  bool   `json:"left,omitempty"`

	Skills  []string `json:"skills,omitempty" maxItems:"20" doc:"Languages (zh, en) and reasons of tickets the person knows."`
	Regions []string `json:"regions,omitempty" maxItems:"20" doc:"Places the person knows, by the beginning of their names."`
}

func (in StaffInput) person(id string, version int) staff.Person {
	p := staff.Person{ID: id, Version: version, Login: in.Login, Name: in.Name, Badge: in.Badge, Phone: in.Phone,
		Role: in.Role, Team: in.Team, Lang: in.Lang, Skills: in.Skills, Regions: in.Regions, Left: in.Left}
	if p.Lang == "" {
		p.Lang = "zh"
	}
	return p
}

type staffOutput struct {
	Status int
	ETag   string `header:"ETag"`
	Body   Staff
}

type addStaffInput struct{ Body StaffInput }

func (d *Desk) addStaff(ctx context.Context, in *addStaffInput) (*staffOutput, error) {
	m, err := d.Staff.Save(ctx, in.Body.person("", 0), sender(ctx).by(), d.Now())
	concerns(ctx, "id", m.ID)
	return d.member(ctx, http.StatusCreated, m, err)
}

// Person names a member of staff, a customer.
type Person struct {
	ID string `path:"id" maxLength:"40"`
}

type saveStaffInput struct {
	Person
	Match
	Body StaffInput
}

func (d *Desk) saveStaff(ctx context.Context, in *saveStaffInput) (*staffOutput, error) {
	version, err := in.whole()
	if err != nil {
		return nil, err
	}
	if in.Body.Phone == "" {
		was, err := d.colleagueByID(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		in.Body.Phone = string(was.Phone)
	}
	m, err := d.Staff.Save(ctx, in.Body.person(in.ID, version), sender(ctx).by(), d.Now())
	return d.member(ctx, http.StatusOK, m, err)
}

// member answers with a member as it was written.
func (d *Desk) member(ctx context.Context, status int, m staff.Member, err error) (*staffOutput, error) {
	if err != nil {
		return nil, err
	}
	d.Roster.Forget() // whoever did it sees it done
	shown, err := d.person(ctx, m)
	return &staffOutput{Status: status, ETag: etag(m.Version), Body: shown}, err
}

// colleagueByID reads a member as it is now.
func (d *Desk) colleagueByID(ctx context.Context, id string) (staff.Member, error) {
	roster, err := d.Staff.Roster(ctx)
	if err != nil {
		return staff.Member{}, err
	}
	m, ok := roster.Member(id)
	if !ok {
		return staff.Member{}, errs.New(errs.NotFound, "staff.not_found")
	}
	return m, nil
}
