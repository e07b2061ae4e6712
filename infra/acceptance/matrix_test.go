package acceptance

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	idp "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"golang.org/x/sync/errgroup"

	api "huiyin/shared/web/desk"
)

// caller is who calls the API.
type caller struct {
	name  string
	role  api.Role // "" for one who may do nothing
	token string
}

// callers are nobody, an account without a group, and one of each role: an
// agent of the team service, a supervisor of the team spare, an admin.
func (d *desk) callers(t *testing.T) []caller {
	t.Helper()
	all := []caller{{name: "nobody"}, {name: "no group", token: d.account(t, "no.group@huiyin.example")}}
	for _, role := range []api.Role{api.Agent, api.Supervisor, api.Admin} {
		all = append(all, caller{string(role), role, d.token(t, string(role))})
	}
	return all
}

// account makes an account of the pool in no group, and returns its token.
func (d *desk) account(t *testing.T, name string) string {
	t.Helper()
	const password = "Chosen-by-me-1"
	pool := idp.NewFromConfig(d.AWS())
	if _, err := pool.AdminCreateUser(t.Context(), &idp.AdminCreateUserInput{UserPoolId: &d.UserPoolID, Username: &name, MessageAction: types.MessageActionTypeSuppress}); err != nil {
		t.Fatal(err)
	}
	if _, err := pool.AdminSetUserPassword(t.Context(), &idp.AdminSetUserPasswordInput{UserPoolId: &d.UserPoolID, Username: &name, Password: aws.String(password), Permanent: true}); err != nil {
		t.Fatal(err)
	}
	out, err := pool.InitiateAuth(t.Context(), &idp.InitiateAuthInput{AuthFlow: types.AuthFlowTypeUserPasswordAuth, ClientId: &d.ClientID,
		AuthParameters: map[string]string{"USERNAME": name, "PASSWORD": password}})
	if err != nil {
		t.Fatal(err)
	}
	return aws.ToString(out.AuthenticationResult.IdToken)
}

// team says whose something is that a caller asks for.
type team int

const (
	nobodys team = iota // what belongs to no team
	own
	other
)

// target is what an operation is called for.
type target struct {
	of    team
	marks []string // of the path, and what stands in their place
}

// targets of an operation for a caller: where it is about something of a team,
// once his own team's and once another's.
func (m *matrix) targets(r api.Route, c caller) []target {
	mine, others := "service", "spare"
	if c.role == api.Supervisor {
		mine, others = others, mine
	}
	switch {
	case strings.Contains(r.Path, "{number}"):
		return []target{{own, []string{"{number}", m.tickets[mine]}}, {other, []string{"{number}", m.tickets[others]}}}
	case strings.HasPrefix(r.Path, "/desk/staff/{id}/absence"):
		self := map[api.Role]string{"": "staff-agent", api.Agent: "staff-agent", api.Supervisor: "spare-agent", api.Admin: "service-agent"}[c.role] // his own, or one of his team
		return []target{{own, []string{"{id}", self}}, {other, []string{"{id}", others + "-supervisor"}}}
	case r.ID == "readViolation":
		return []target{{own, []string{"{id}", m.violations["service"]}}, {other, []string{"{id}", m.violations["spare"]}}}
	}
	return []target{{nobodys, nil}}
}

// lets is what shall be: whether an operation lets a caller in.
func lets(r api.Route, c caller, of team) bool {
	if !slices.Contains(r.Roles, c.role) {
		return false
	}
	switch r.ID {
	case "leave", "return": // an agent himself, a supervisor his team, an admin anybody
		return of == own || c.role == api.Admin
	case "readViolation": // an agent his own
		return c.role != api.Agent || of == own
	}
	return true // any role may work on any team's tickets (NJ-15)
}

// matrix is what the operations are called for.
type matrix struct {
	tickets    map[string]string // by team
	violations map[string]string // by the team of the accused
}

// rule: PD-11
// rule: QM-11
// rule: NJ-15
// Every operation of the table lets in whom it shall and refuses everybody
// else, on the deployed stack with tokens of the pool. Whatever is changed is
// asked for as of a version that never was, so nothing is.
func TestEveryOperationForEveryRole(t *testing.T) {
	t.Parallel()
	m := &matrix{tickets: map[string]string{}, violations: map[string]string{}}
	for name, badge := range map[string]string{"service": "1024", "spare": theCrew("spare").agentBadge} {
		m.tickets[name], _ = the.inquire(t, name, the.now())
		defer the.putAway(t, name, m.tickets[name])
		var made struct{ ID string }
		the.post(t, "/desk/violations", map[string]any{"kind": "rude_call", "person": badge, "ticket": m.tickets[name]}, the.as(t, "supervisor")...).
			into(t, http.StatusCreated, &made)
		m.violations[name] = made.ID
	}
	group := errgroup.Group{}
	group.SetLimit(4)
	calls := 0
	for _, c := range the.callers(t) {
		for _, r := range api.Routes() {
			for _, at := range m.targets(r, c) {
				calls++
				group.Go(func() error { m.try(t, c, r, at); return nil })
			}
		}
	}
	group.Wait()
	t.Logf("%d calls", calls)
}

var anyMark = regexp.MustCompile(`\{[^}]*\}`)

// try calls an operation.
func (m *matrix) try(t *testing.T, c caller, r api.Route, at target) {
	path := strings.NewReplacer(append(at.marks, "{month}", "2026-06", "{day}", "2026-06-08", "{year}", "2026", "{lang}", "zh")...).Replace(r.Path)
	path = anyMark.ReplaceAllString(path, "nobody") // nobody and nothing has that id
	body, headers := "", []string{}
	if r.Method == http.MethodPost || r.Method == http.MethodPut {
		body = map[string]string{"leave": `{"reason":"break"}`}[r.ID]
		if body == "" {
			body = "{}"
		}
	}
	if r.Method != http.MethodGet {
		headers = append(headers, "If-Match", `"999"`)
	}
	if c.token != "" {
		headers = append(headers, "Authorization", "Bearer "+c.token)
	}
	got := the.send(t, r.Method, path, "application/json", body, headers...)
	switch refused := got.status == 401 || got.status == 403 || r.ID == "readViolation" && got.status == 404; {
	case got.status >= 500 || got.status == 405:
		t.Errorf("%s %s as %s: %d %s", r.Method, path, c.name, got.status, got.body)
	case refused == lets(r, c, at.of):
		t.Errorf("%s %s as %s, team %d: %d %s", r.Method, path, c.name, at.of, got.status, got.body)
	case (c.token == "") != (got.status == 401):
		t.Errorf("%s %s as %s: %d, and who has a token is known", r.Method, path, c.name, got.status)
	}
}
