package desk

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"huiyin/shared/audit"
	"huiyin/shared/customer"
	"huiyin/shared/event"
	"huiyin/shared/obs"
)

// record runs an operation. One that is audited is written down before it
// runs, or it does not run, and is marked with how it ended afterwards.
func (d *Desk) record(api huma.API, ctx huma.Context, op operation, who actor, run func(huma.Context)) {
	if op.trace == unaudited {
		run(ctx)
		return
	}
	row, err := d.Audit.Begin(ctx.Context(), d.Now(), who.by(), op.id, recordOf(op.path, ctx.Param), parametersOf(op.path, ctx.Param))
	if err != nil {
		obs.Fail(ctx.Context(), err)
		_ = huma.WriteErr(api, ctx, http.StatusInternalServerError, "", err) // the status is the error's
		return
	}
	run(huma.WithValue(ctx, rowKey{}, &row))
	if err := d.Audit.End(ctx.Context(), row, ctx.Status()); err != nil {
		obs.Fail(ctx.Context(), err) // it is done and answered: the row stays begun
	}
}

var parameter = regexp.MustCompile(`\{(\w+)\}`)

// parametersOf are the parameters of an operation's path.
func parametersOf(path string, value func(string) string) map[string]string {
	target := map[string]string{}
	for _, found := range parameter.FindAllStringSubmatch(path, -1) {
		target[found[1]] = value(found[1])
	}
	return target
}

// files is where operations on one customer's file begin.
const files = "/desk/customers/{id}"

// recordOf is the record whose readers can be asked for, if an operation is
// about one: a customer's file.
func recordOf(path string, value func(string) string) string {
	if rest, ok := strings.CutPrefix(path, files); !ok || rest != "" && rest[0] != '/' || !audit.IsID(value("id")) {
		return ""
	}
	return customer.Subject(value("id"))
}

type rowKey struct{}

// concerns adds to the audit log's row what the request turned out to be about:
// an id that its path does not name.
func concerns(ctx context.Context, what, id string) {
	if row, ok := ctx.Value(rowKey{}).(*audit.Row); ok {
		row.Add(map[string]string{what: id})
	}
}

// opened notes in the audit log whose file an operation turned out to show, when
// its path does not say: it is listed under that file then.
func opened(ctx context.Context, id string) {
	if row, ok := ctx.Value(rowKey{}).(*audit.Row); ok {
		row.About = customer.Subject(id)
		row.Add(map[string]string{"id": id})
	}
}

// AuditEntry is an operation that was done, or tried.
type AuditEntry struct {
	ID        string            `json:"id"`
	At        time.Time         `json:"at"`
	By        string            `json:"by" doc:"staff:<id>, or account:<id> of an admin without a file."`
	Badge     string            `json:"badge,omitempty" doc:"Of that member of staff."`
	Operation string            `json:"operation" doc:"Its id in this document."`
	Target    map[string]string `json:"target,omitempty" doc:"What it was about: ids, by name."`
	Outcome   string            `json:"outcome" enum:"begun,done,refused,failed" doc:"begun: nobody knows how it ended."`
	Status    int               `json:"status,omitempty" doc:"That was answered."`
}

// AuditPage is a page of the audit log.
type AuditPage struct {
	Month   string       `json:"month"`
	Entries []AuditEntry `json:"entries" doc:"Newest first. A page may be short and have a next one: so many were looked at."`
	Next    string       `json:"next,omitempty" doc:"The cursor of the next page; none on the last."`
}

type auditInput struct {
	Month     string `query:"month" pattern:"^[0-9]{4}-(0[1-9]|1[0-2])$" doc:"In the company's zone; left out, this month."`
	Who       string `query:"who" maxLength:"80" doc:"Only of this one: a badge number, an id of a member of staff, or a by."`
	Operation string `query:"operation" maxLength:"60" doc:"Only this operation."`
	Pages
}

type auditOutput struct{ Body AuditPage }

func (d *Desk) audit(ctx context.Context, in *auditInput) (*auditOutput, error) {
	roster, err := d.Roster.Now(ctx)
	if err != nil {
		return nil, err
	}
	q := audit.Query{Month: in.Month, By: in.Who, Operation: in.Operation}
	if q.Month == "" {
		q.Month = d.Audit.Month(d.Now())
	}
	if m, ok := roster.ByBadge(in.Who); ok {
		q.By = event.Staff(m.ID)
	} else if m, ok := roster.Member(in.Who); ok {
		q.By = event.Staff(m.ID)
	}
	rows, next, err := d.Audit.Rows(ctx, q, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &auditOutput{Body: AuditPage{Month: q.Month, Entries: []AuditEntry{}, Next: next}}
	for _, r := range rows {
		who, _ := roster.Member(event.StaffID(r.By))
		out.Body.Entries = append(out.Body.Entries, AuditEntry{ID: r.ID, At: r.At, By: r.By, Badge: who.Badge, Operation: r.Operation,
			Target: r.Target, Outcome: string(r.Outcome), Status: r.Status})
	}
	return out, nil
}
