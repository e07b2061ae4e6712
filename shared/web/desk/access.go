package desk

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/obs"
	"huiyin/shared/staff"
	"huiyin/shared/ticket"
	"huiyin/shared/token"
	"huiyin/shared/web"
)

// Role is what an account may do: a group of the user pool.
type Role string

// The roles, the highest last. A group with another name gives no right.
const (
	Agent      Role = "agent"
	Supervisor Role = "supervisor"
	Admin      Role = "admin"
)

var roles = []Role{Agent, Supervisor, Admin}

// need says what an operation asks of an account beside a role.
type need bool

const (
	aFile     need = true  // a member of staff acts: somebody has to answer for it
	anAccount need = false // an admin without a file can set up the first one
)

// trace says whether the audit log tells of an operation.
type trace bool

const (
	// audited: a change of settings, staff, customers, messages, texts or
	// whatever else has no history of its own that people read, and a look at what
	// is kept covered: whole numbers, exports.
	audited trace = true
	// unaudited: a look at what is not covered, a try-out that changes nothing,
	// and an action on a ticket, whose history is its events.
	unaudited trace = false
)

// operation is a line of the table. It has no optional part: whoever adds one
// has to say who may call it, and whether the audit log tells of it.
type operation struct {
	id      string
	method  string
	path    string
	roles   []Role
	needs   need
	trace   trace
	bind    binder
	summary string
}

// binder registers the function that does an operation.
type binder func(huma.API, huma.Operation, *Desk)

// on binds an operation to a method of Desk.
func on[I, O any](do func(*Desk, context.Context, *I) (*O, error)) binder {
	return func(api huma.API, op huma.Operation, d *Desk) {
		huma.Register(api, op, func(ctx context.Context, in *I) (*O, error) { return do(d, ctx, in) })
	}
}

// creating is on for an operation that makes something: 201.
func creating[I, O any](do func(*Desk, context.Context, *I) (*O, error)) binder {
	return func(api huma.API, op huma.Operation, d *Desk) {
		op.DefaultStatus = http.StatusCreated
		on(do)(api, op, d)
	}
}

// check holds every operation to having roles.
func (op operation) check() {
	if len(op.roles) == 0 || slices.ContainsFunc(op.roles, func(r Role) bool { return !slices.Contains(roles, r) }) {
		panic("desk: " + op.id + " has no roles")
	}
}

// register is the one way by which an operation comes to be.
func (d *Desk) register(api huma.API, op operation) {
	op.check()
	op.bind(api, huma.Operation{
		OperationID: op.id, Method: op.method, Path: op.path, Summary: op.summary, Tags: []string{"desk"},
		Description: "For: " + join(op.roles) + ".",
		Security:    []map[string][]string{{scheme: {}}}, MaxBodyBytes: web.MaxBody + 1, // huma refuses a body of so many
		Middlewares: huma.Middlewares{func(ctx huma.Context, next func(huma.Context)) {
			who, err := d.admit(ctx.Context(), ctx.Header("Authorization"), op)
			if err != nil {
				if errs.Is(err, errs.Unauthenticated) {
					ctx.SetHeader("WWW-Authenticate", "Bearer")
				}
				_ = huma.WriteErr(api, ctx, http.StatusInternalServerError, "", err) // the status is the error's
				return
			}
			d.record(api, huma.WithValue(ctx, actorKey{}, who), op, who, next)
			if op.method != get {
				d.Lists.Forget() // whoever has just done something sees it in the lists
			}
		}},
	}, d)
}

// actor is who sends a request.
type actor struct {
	token.Identity
	roles  []Role
	member staff.Member // zero without a file
}

type actorKey struct{}

// sender is who sends the request that is being answered.
func sender(ctx context.Context) actor {
	who, _ := ctx.Value(actorKey{}).(actor)
	return who
}

// admit lets a request through, or says why not.
func (d *Desk) admit(ctx context.Context, header string, op operation) (actor, error) {
	identity, err := d.Tokens.Verify(ctx, header)
	if err != nil {
		return actor{}, err
	}
	who := actor{Identity: identity}
	for _, r := range roles {
		if slices.Contains(identity.Groups, string(r)) {
			who.roles = append(who.roles, r)
		}
	}
	obs.Note(ctx, slog.String("account", identity.Subject))
	if !who.may(op.roles...) {
		return actor{}, errs.New(errs.Forbidden, "desk.role").With("roles", join(op.roles))
	}
	roster, err := d.Roster.Now(ctx)
	if err != nil {
		return actor{}, err
	}
	who.member = fileOf(roster, identity)
	obs.Note(ctx, slog.String("staff", who.member.ID))
	switch {
	case who.member.Left:
		return actor{}, errs.New(errs.Forbidden, "desk.left")
	case who.member.ID == "" && op.needs == aFile:
		return actor{}, errs.New(errs.Forbidden, "desk.no_file")
	}
	return who, nil
}

// fileOf is the file of an account: the one its token names, else the one with
// its user name. One who left is found too, and is let do nothing.
func fileOf(roster staff.Roster, who token.Identity) staff.Member {
	if m, ok := roster.Member(who.StaffID); ok && who.StaffID != "" {
		return m
	}
	if m, ok := roster.ByLogin(who.Username); ok {
		return m
	}
	for _, m := range roster.Members {
		if m.Login != "" && m.Login == who.Username {
			return m
		}
	}
	return staff.Member{}
}

// may tells whether the account has one of the roles.
func (a actor) may(any ...Role) bool {
	return slices.ContainsFunc(a.roles, func(r Role) bool { return slices.Contains(any, r) })
}

// by names the actor in events: the member of staff, or the account of an
// admin who has no file.
func (a actor) by() string {
	if a.member.ID == "" {
		return "account:" + a.Subject
	}
	return event.Staff(a.member.ID)
}

// onTicket is the actor of a ticket: there acts a member of staff, under the badge that customers are told.
func (a actor) onTicket() ticket.Actor {
	return ticket.Actor{By: a.by(), Staff: a.member.ID, Badge: a.member.Badge, Team: a.member.Team, Role: string(a.roles[len(a.roles)-1])}
}

func join(all []Role) string {
	names := make([]string, len(all))
	for i, r := range all {
		names[i] = string(r)
	}
	return strings.Join(names, ", ")
}
