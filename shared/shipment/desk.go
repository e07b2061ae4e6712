package shipment

import (
	"context"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/task"
	"huiyin/shared/ticket"
	"huiyin/shared/words"
)

// AtDesk leads from shipments to tickets and tasks.
type AtDesk struct {
	Desk      *ticket.Service
	Customers Customers
	Plans     *task.Service
	Settings  func(ctx context.Context) (Settings, error)
}

var (
	_ Tickets = AtDesk{}
	_ Tasks   = AtDesk{}
	_ Search  = AtDesk{}
)

// Raise opens the ticket of an exception in the customer's name (rule QM-13).
func (d AtDesk) Raise(ctx context.Context, now time.Time, cause string, s Shipment, e Exception) (string, bool, error) {
	return d.raise(ctx, now, ticket.TheSystem, cause, s, say(s, "shipment.raised."+e.Kind), false)
}

// Trace opens the ticket of a trace (rule NJ-11).
func (d AtDesk) Trace(ctx context.Context, now time.Time, by, cause string, s Shipment) (string, error) {
	number, _, err := d.raise(ctx, now, ticket.Actor{By: by, Staff: event.StaffID(by)}, cause, s, say(s, "shipment.traced"), true)
	if err == nil && number == "" {
		err = errs.New(errs.Conflict, "shipment.no_file").With("allowed", "")
	}
	return number, err
}

// raise opens a ticket for whose shipment it is; none where the file is gone.
func (d AtDesk) raise(ctx context.Context, now time.Time, by ticket.Actor, cause string, s Shipment, said string, trace bool) (string, bool, error) {
	file, err := customer.Follow(ctx, d.Customers.Customer, s.Customer)
	if errs.Is(err, errs.NotFound) || err == nil && file.Phone == "" {
		return "", false, nil
	}
	if err != nil {
		return "", false, errs.Wrap(err, "read whose shipment it is")
	}
	return d.Desk.Raise(ctx, now, by, ticket.Intake{Kind: ticket.Inquiry, Reason: "cargo_status", Name: name(file), Title: file.Title,
		Waybill: s.Waybill, Region: file.Region, Text: said, Lang: file.Lang, Key: cause, Trace: trace}, file.Phone, file.PhoneKey)
}

// name is what a customer is called; a file may have none.
func name(c customer.Customer) string {
	if c.Name == "" {
		return c.Phone.Masked()
	}
	return c.Name
}

// Settle closes the ticket of an exception that is none any more.
func (d AtDesk) Settle(ctx context.Context, now time.Time, number string, s Shipment, e Exception) error {
	last := string(s.State)
	if e.Kind == Damaged {
		last = Damaged
	}
	_, err := d.Desk.Settle(ctx, now, number, say(s, "shipment.cleared_cause"), say(s, "shipment.cleared."+last))
	return err
}

func say(s Shipment, code string) string {
	lang := words.Lang(s.Lang)
	if lang == "" {
		lang = words.Chinese
	}
	return words.Text(lang, code, errs.Args{"waybill": s.Waybill})
}

// Arrival plans the question whether it came, for whoever looks after the
// customer (rule NJ-11).
func (d AtDesk) Arrival(ctx context.Context, now time.Time, s Shipment) error {
	settings, err := d.Settings(ctx)
	if err != nil {
		return errs.Wrap(err, "read the settings of shipments")
	}
	_, err = d.Plans.Plan(ctx, now, event.System, task.Plan{
		Cause: arrival(s.Waybill, s.ETA), Kind: task.Arrival, Customer: s.Customer, Waybill: s.Waybill,
		Owner: s.Salesperson, Remind: now, Due: now.Add(time.Duration(settings.AskHours) * time.Hour),
	})
	return err
}

// answers are what came of the question, as of a task.
var answers = map[string]string{Came: task.Arrived, NotCame: task.NotArrived, NotYet: task.NotNeeded}

// Arrived ends that question by itself.
func (d AtDesk) Arrived(ctx context.Context, now time.Time, s Shipment, answer string) error {
	return d.Plans.EndOf(ctx, now, event.System, arrival(s.Waybill, s.AskedFor), answers[answer])
}

func arrival(waybill string, eta time.Time) string {
	return "arrival#" + waybill + "#" + eta.Format(time.RFC3339)
}

// Instructed plans the task of an instruction (rule SJ-23). What exactly is wanted
// stands with the shipment, where an erasure finds it.
func (d AtDesk) Instructed(ctx context.Context, now time.Time, s Shipment, in Instruction) error {
	settings, err := d.Settings(ctx)
	if err != nil {
		return errs.Wrap(err, "read the settings of shipments")
	}
	_, err = d.Plans.Plan(ctx, now, event.System, task.Plan{
		Cause: instruction(s.Waybill, in.ID), Kind: task.Other, Customer: s.Customer, Waybill: s.Waybill, Owner: s.Salesperson,
		Remind: now, Due: now.Add(time.Duration(settings.AskHours) * time.Hour), Note: words.Text(words.Chinese, "shipment.task."+in.Kind, nil),
	})
	return err
}

// CarriedOut ends that task by itself.
func (d AtDesk) CarriedOut(ctx context.Context, now time.Time, s Shipment, in Instruction) error {
	return d.Plans.EndOf(ctx, now, event.System, instruction(s.Waybill, in.ID), task.Recorded)
}

func instruction(waybill, id string) string { return "instruction#" + waybill + "#" + id }
