package desk

import (
	"context"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/id"
	"huiyin/shared/task"
)

// TaskInput is a task made by hand.
type TaskInput struct {
	Kind     string    `json:"kind" enum:"visit,revisit,care,arrival,gift,lead,opinion,other"`
	Customer string    `json:"customer,omitempty" maxLength:"40" doc:"Id of the file; a note needs one."`
	Ticket   string    `json:"ticket,omitempty" maxLength:"40" doc:"Number."`
	Waybill  string    `json:"waybill,omitempty" maxLength:"40"`
	Owner    string    `json:"owner,omitempty" maxLength:"40" doc:"Id; the caller when neither owner nor team is given."`
	Team     string    `json:"team,omitempty" maxLength:"40" doc:"Whose it is while nobody has taken it."`
	Due      time.Time `json:"dueAt"`
	Remind   time.Time `json:"remindAt,omitzero" doc:"When the owner gets an SMS; an hour before when left out."`
	Note     string    `json:"note,omitempty" maxLength:"500"`
}

type addTaskInput struct {
	Key  string `header:"Idempotency-Key" maxLength:"150" doc:"Any text of your own: the same key makes one task."`
	Body TaskInput
}

// reminder is how long before its due time the owner of a task made by hand is
// reminded.
const reminder = time.Hour

// addTask plans a task by hand: a word of care (rule NJ-6), say.
func (d *Desk) addTask(ctx context.Context, in *addTaskInput) (*taskOutput, error) {
	who, now, b := sender(ctx), d.Now(), in.Body
	var f errs.Fields
	if !b.Due.After(now) {
		f.Add("dueAt", "task.past")
	}
	if b.Customer == "" && b.Ticket == "" && b.Waybill == "" {
		f.Add("customer", "task.about_nothing")
	}
	roster, err := d.Roster.Now(ctx)
	if err != nil {
		return nil, err
	}
	if m, ok := roster.Member(b.Owner); b.Owner != "" && (!ok || m.Left) {
		f.Add("owner", "task.nobody")
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	if b.Customer != "" {
		if _, err := d.Customers.Get(ctx, b.Customer); err != nil {
			return nil, err
		}
	}
	if b.Owner == "" && b.Team == "" {
		b.Owner = who.member.ID
	}
	if b.Remind.IsZero() {
		b.Remind = b.Due.Add(-reminder)
	}
	key := in.Key
	if key == "" {
		if key, err = id.Token(d.Tickets.Random); err != nil {
			return nil, err
		}
	}
	number := b.Ticket
	if parsed, ok := id.ParseNumber(b.Ticket); ok {
		number = parsed
	}
	t, err := d.Tasks.Plan(ctx, now, who.by(), task.Plan{Cause: "hand#" + who.member.ID + "#" + key, Kind: task.Kind(b.Kind), Customer: b.Customer,
		Ticket: number, Waybill: b.Waybill, Owner: b.Owner, Team: b.Team, Due: b.Due, Remind: b.Remind, Note: b.Note})
	return d.shownTask(ctx, t, err)
}
