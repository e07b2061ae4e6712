package desk

import (
	"context"
	"regexp"
	"slices"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/id"
	"huiyin/shared/violation"
	"huiyin/shared/web"
)

// Violation is one entry of the register (rule PD-9).
type Violation struct {
	ID       string            `json:"id"`
	Version  int               `json:"version" doc:"Also the ETag."`
	Kind     string            `json:"kind"`
	KindText string            `json:"kindText" doc:"In the caller's language."`
	Yuan     int               `json:"yuan"`
	State    string            `json:"state" enum:"proposed,confirmed,dismissed,appealed,upheld,lifted"`
	Allowed  []string          `json:"allowed" doc:"What the caller can do: confirm, dismiss, appeal, decide."`
	At       time.Time         `json:"at"`
	By       string            `json:"by" doc:"system, when the desk found it."`
	ByBadge  string            `json:"byBadge,omitempty"`
	Person   string            `json:"person,omitempty" doc:"Id of the member of staff; none while nobody is named."`
	Badge    string            `json:"badge,omitempty" doc:"Of the member of staff."`
	Ticket   string            `json:"ticket,omitempty" doc:"Evidence: the ticket it happened on."`
	Given    string            `json:"given,omitempty" doc:"Evidence: the badge, extension or surname that was given."`
	Note     string            `json:"note,omitempty"`
	Remarks  []ViolationRemark `json:"remarks" doc:"What was said with each action since."`
}

// ViolationRemark is what somebody said with an action.
type ViolationRemark struct {
	Action string    `json:"action" enum:"confirm,dismiss,appeal,uphold,lift"`
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	Badge  string    `json:"badge,omitempty"`
	Text   string    `json:"text,omitempty"`
}

// ViolationKind is what somebody can be fined for.
type ViolationKind struct {
	ID   string `json:"id"`
	Text string `json:"text" doc:"In the caller's language."`
	Yuan int    `json:"yuan"`
}

// ViolationList is a page of a month.
type ViolationList struct {
	Month      string          `json:"month"`
	Kinds      []ViolationKind `json:"kinds" doc:"The company's list."`
	Violations []Violation     `json:"violations" doc:"The newest day first. An agent sees his own."`
	Next       string          `json:"next,omitempty" doc:"The cursor of the next page; none on the last. A page may be shorter than asked for, or empty, and still have one."`
}

type violationsInput struct {
	Month string `query:"month" maxLength:"7" doc:"2026-06; the present one when left out."`
	Pages
}

type violationsOutput struct{ Body ViolationList }

var monthForm = regexp.MustCompile(`^20\d{2}-(0[1-9]|1[0-2])$`)

func (d *Desk) violations(ctx context.Context, in *violationsInput) (*violationsOutput, error) {
	month := in.Month
	if month == "" {
		month = d.Now().In(d.Violations.Zone).Format("2006-01")
	}
	if !monthForm.MatchString(month) {
		var f errs.Fields
		f.Add("month", "desk.month")
		return nil, f.Err()
	}
	page, err := d.Violations.Store.Month(ctx, month, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &violationsOutput{Body: ViolationList{Month: month, Kinds: []ViolationKind{}, Violations: []Violation{}, Next: page.Next}}
	for _, k := range d.Violations.Register {
		out.Body.Kinds = append(out.Body.Kinds, ViolationKind{ID: k.ID, Text: inLanguage(ctx, k), Yuan: k.Yuan})
	}
	who := sender(ctx)
	for _, v := range page.Violations {
		if v.Person != who.member.ID && !who.may(supervisors...) {
			continue
		}
		shown, err := d.violation(ctx, v)
		if err != nil {
			return nil, err
		}
		out.Body.Violations = append(out.Body.Violations, shown)
	}
	return out, nil
}

func inLanguage(ctx context.Context, k violation.Kind) string {
	if web.Lang(ctx) == "en" {
		return k.En
	}
	return k.Zh
}

func (d *Desk) violation(ctx context.Context, v violation.Violation) (Violation, error) {
	roster, err := d.Roster.Now(ctx)
	if err != nil {
		return Violation{}, err
	}
	who, _ := roster.Member(v.Person)
	shown := Violation{ID: v.ID, Version: v.Version, Kind: v.Kind, KindText: v.Kind, Yuan: v.Yuan, State: string(v.State), Allowed: []string{},
		At: v.At, By: v.By, ByBadge: badgeOf(roster, v.By), Person: v.Person, Badge: who.Badge, Ticket: v.Ticket, Given: v.Badge, Note: v.Note,
		Remarks: []ViolationRemark{}}
	if k, ok := d.Violations.Register.Kind(v.Kind); ok {
		shown.KindText = inLanguage(ctx, k)
	}
	for _, r := range v.Remarks {
		shown.Remarks = append(shown.Remarks, ViolationRemark{Action: string(r.Action), At: r.At, By: r.By, Badge: badgeOf(roster, r.By), Text: r.Text})
	}
	shown.Allowed = allowedOn(sender(ctx), v)
	return shown, nil
}

// allowedOn is what somebody can do about a violation.
func allowedOn(who actor, v violation.Violation) []string {
	list := []string{}
	own := v.Person == who.member.ID
	for _, a := range violation.Allowed(v.State) {
		switch action := violation.Action(a); {
		case action == violation.Appeal && !own, action != violation.Appeal && (own || !who.may(supervisors...)), action == violation.Lift:
		case action == violation.Uphold:
			if v.Judge != who.member.ID {
				list = append(list, "decide")
			}
		default:
			list = append(list, a)
		}
	}
	return slices.Clip(list)
}

// Accusation is a violation as a supervisor writes it down.
type Accusation struct {
	Kind   string `json:"kind" minLength:"1" maxLength:"40" doc:"Of the company's list."`
	Person string `json:"person" minLength:"1" maxLength:"40" doc:"Id or badge of the member of staff."`
	Ticket string `json:"ticket,omitempty" maxLength:"40" doc:"Evidence: the ticket it happened on, or"`
	Given  string `json:"given,omitempty" maxLength:"40" doc:"the badge, extension or surname that was given."`
	Note   string `json:"note,omitempty" maxLength:"500"`
}

type accuseInput struct{ Body Accusation }

type violationOutput struct {
	ETag string `header:"ETag"`
	Body Violation
}

func (d *Desk) accuse(ctx context.Context, in *accuseInput) (*violationOutput, error) {
	p := violation.Proposal{Kind: in.Body.Kind, Badge: in.Body.Given, Note: in.Body.Note}
	var err error
	if p.Person, err = d.memberIn(ctx, "person", in.Body.Person); err != nil {
		return nil, err
	}
	if in.Body.Ticket != "" {
		if p.Ticket, err = d.evidence(ctx, in.Body.Ticket); err != nil {
			return nil, err
		}
	}
	return d.judged(ctx)(d.Violations.Propose(ctx, d.Now(), sender(ctx).onRegister(), p))
}

// evidence is the number of a ticket that is there.
func (d *Desk) evidence(ctx context.Context, typed string) (string, error) {
	number, ok := id.ParseNumber(typed)
	if ok {
		t, err := d.Tickets.Store.Get(ctx, number)
		if err != nil && !errs.Is(err, errs.NotFound) {
			return "", err
		}
		if ok = err == nil && !t.IsErased(); ok {
			return number, nil
		}
	}
	var f errs.Fields
	f.Add("ticket", "ticket.no_such")
	return "", f.Err()
}

func (a actor) onRegister() violation.Actor { return violation.Actor{By: a.by(), Staff: a.member.ID} }

// judged shows what an action made of a violation.
func (d *Desk) judged(ctx context.Context) func(violation.Violation, error) (*violationOutput, error) {
	return func(v violation.Violation, err error) (*violationOutput, error) {
		if errs.Is(err, errs.NotFound) {
			return nil, errs.New(errs.NotFound, "violation.not_found")
		}
		if err != nil {
			return nil, err
		}
		shown, err := d.violation(ctx, v)
		return &violationOutput{ETag: etag(v.Version), Body: shown}, err
	}
}

// readViolation shows one; to whom it is none of his business, there is none.
func (d *Desk) readViolation(ctx context.Context, in *OnViolation) (*violationOutput, error) {
	v, err := d.Violations.Store.Violation(ctx, in.ID)
	if who := sender(ctx); err == nil && v.Person != who.member.ID && !who.may(supervisors...) {
		err = errs.New(errs.NotFound, "violation.not_found")
	}
	return d.judged(ctx)(v, err)
}

// Judgement is what somebody says with an action on a violation.
type Judgement struct {
	Note   string `json:"note,omitempty" maxLength:"500" doc:"Needed for all but confirming."`
	Person string `json:"person,omitempty" maxLength:"40" doc:"Confirming: id or badge of who it was, where nobody is named yet."`
}

// OnViolation names an entry of the register.
type OnViolation struct {
	ID string `path:"id" maxLength:"40"`
	Match
}

type judgeInput struct {
	OnViolation
	Body Judgement
}

func (d *Desk) confirmViolation(ctx context.Context, in *judgeInput) (*violationOutput, error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	j := violation.Judgement{Text: in.Body.Note}
	if in.Body.Person != "" {
		if j.Person, err = d.memberIn(ctx, "person", in.Body.Person); err != nil {
			return nil, err
		}
	}
	return d.judged(ctx)(d.Violations.Confirm(ctx, d.Now(), sender(ctx).onRegister(), in.ID, version, j))
}

func (d *Desk) dismissViolation(ctx context.Context, in *judgeInput) (*violationOutput, error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	return d.judged(ctx)(d.Violations.Dismiss(ctx, d.Now(), sender(ctx).onRegister(), in.ID, version, violation.Judgement{Text: in.Body.Note}))
}

func (d *Desk) appealViolation(ctx context.Context, in *judgeInput) (*violationOutput, error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	return d.judged(ctx)(d.Violations.Appeal(ctx, d.Now(), sender(ctx).onRegister(), in.ID, version, violation.Judgement{Text: in.Body.Note}))
}

// AppealDecision ends an appeal.
type AppealDecision struct {
	Stays bool   `json:"stays" doc:"The violation stays; false: it falls."`
	Note  string `json:"note" minLength:"1" maxLength:"500"`
}

type appealInput struct {
	OnViolation
	Body AppealDecision
}

func (d *Desk) decideViolation(ctx context.Context, in *appealInput) (*violationOutput, error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	return d.judged(ctx)(d.Violations.Decide(ctx, d.Now(), sender(ctx).onRegister(), in.ID, version, in.Body.Stays, violation.Judgement{Text: in.Body.Note}))
}
