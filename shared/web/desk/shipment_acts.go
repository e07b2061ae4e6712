package desk

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"huiyin/shared/errs"
	"huiyin/shared/shipment"
)

// ShipmentInput is a shipment to be recorded. Money is in fen.
type ShipmentInput struct {
	Waybill       string    `json:"waybill" maxLength:"60"`
	Customer      string    `json:"customer,omitempty" maxLength:"60" doc:"Id of the customer's file,"`
	CustomerPhone string    `json:"customerPhone,omitempty" maxLength:"40" doc:"or the file's number."`
	Consignee     string    `json:"consignee,omitempty" maxLength:"200"`
	Phone         string    `json:"phone,omitempty" maxLength:"40" doc:"The consignee's."`
	Address       string    `json:"address,omitempty" maxLength:"1000"`
	Pieces        int       `json:"pieces,omitempty"`
	Grams         int64     `json:"grams,omitempty"`
	Value         int64     `json:"valueFen,omitempty"`
	Insured       int64     `json:"insuredFen,omitempty"`
	Charge        int64     `json:"chargeFen,omitempty"`
	Cost          *int64    `json:"costFen,omitempty"`
	Carrier       string    `json:"carrier" maxLength:"200"`
	Branch        string    `json:"branch,omitempty" maxLength:"200"`
	Salesperson   string    `json:"salesperson,omitempty" maxLength:"60" doc:"Staff id; left out: the customer's owner."`
	From          string    `json:"from,omitempty" maxLength:"200"`
	To            string    `json:"to,omitempty" maxLength:"200"`
	Requested     string    `json:"requestedMode,omitempty" maxLength:"40"`
	Mode          string    `json:"mode,omitempty" maxLength:"40"`
	Deviation     string    `json:"deviation,omitempty" maxLength:"1000"`
	Checklist     []string  `json:"checklist,omitempty" maxItems:"40"`
	Day           string    `json:"day,omitempty" maxLength:"10" doc:"On which dispatch list; left out: today's, or after the branch's hour tomorrow's."`
	Dispatched    time.Time `json:"dispatched,omitzero" doc:"When it left; left out: not yet."`
	ETA           time.Time `json:"eta,omitzero"`
	Days          int       `json:"days,omitempty" doc:"That it takes; needed without eta."`
}

func (in ShipmentInput) input() shipment.Input {
	return shipment.Input{Waybill: in.Waybill, Customer: in.Customer, CustomerPhone: in.CustomerPhone, Consignee: in.Consignee, Phone: in.Phone, Address: in.Address,
		Pieces: in.Pieces, Grams: in.Grams, Money: shipment.Money{Value: in.Value, Insured: in.Insured, Charge: in.Charge, Cost: in.Cost},
		Carrier: in.Carrier, Branch: in.Branch, Salesperson: in.Salesperson, From: in.From, To: in.To, Requested: in.Requested, Mode: in.Mode,
		Deviation: in.Deviation, Checklist: in.Checklist, Day: in.Day, Dispatched: in.Dispatched, ETA: in.ETA, Days: in.Days}
}

// RowAnswer is what became of one row.
type RowAnswer struct {
	Waybill string     `json:"waybill"`
	Outcome string     `json:"outcome" enum:"done,same,refused" doc:"same: it stood there already."`
	Code    string     `json:"code,omitempty" doc:"Why it was refused."`
	Fields  []RowField `json:"fields,omitempty"`
	Warning string     `json:"warning,omitempty" enum:"unprepared" doc:"unprepared: it is the customer's first, and the onboarding checklist is open."`
}

// RowField is a wrong field of a row.
type RowField struct {
	Path string `json:"path"`
	Code string `json:"code"`
}

// RowAnswers are the answers of a call, each in its row's place.
type RowAnswers struct {
	Rows []RowAnswer `json:"rows"`
}

type rowsOutput struct{ Body RowAnswers }

func answered(answers []shipment.Answer, err error) (*rowsOutput, error) {
	if err != nil {
		return nil, err
	}
	out := &rowsOutput{Body: RowAnswers{Rows: []RowAnswer{}}}
	for _, a := range answers {
		row := RowAnswer{Waybill: a.Waybill, Outcome: a.Outcome}
		if a.Taken.Unprepared {
			row.Warning = "unprepared"
		}
		if a.Err != nil {
			e := errs.As(a.Err)
			row.Code = e.Code
			for _, f := range e.Fields {
				row.Fields = append(row.Fields, RowField{f.Path, f.Code})
			}
		}
		out.Body.Rows = append(out.Body.Rows, row)
	}
	return out, nil
}

// many is on for bodies of a hundred rows.
func many[I, O any](do func(*Desk, context.Context, *I) (*O, error)) binder {
	return func(api huma.API, op huma.Operation, d *Desk) {
		op.MaxBodyBytes = maxDraft + 1
		on(do)(api, op, d)
	}
}

type recordShipmentInput struct{ Body ShipmentInput }

func (d *Desk) recordShipment(ctx context.Context, in *recordShipmentInput) (*shipmentOutput, error) {
	taken, err := d.Shipments.Record(ctx, d.Now(), sender(ctx).by(), in.Body.input())
	status := http.StatusCreated
	if taken.Same {
		status = http.StatusOK
	}
	concerns(ctx, "waybill", shipment.CleanWaybill(in.Body.Waybill))
	return d.sent(ctx, status, taken.Shipment, err)
}

type recordShipmentsInput struct {
	Body struct {
		Shipments []ShipmentInput `json:"shipments" minItems:"1" maxItems:"100"`
	}
}

func (d *Desk) recordShipments(ctx context.Context, in *recordShipmentsInput) (*rowsOutput, error) {
	rows := make([]shipment.Input, len(in.Body.Shipments))
	for i, row := range in.Body.Shipments {
		rows[i] = row.input()
	}
	return answered(d.Shipments.RecordAll(ctx, d.Now(), sender(ctx).by(), rows))
}

// StatusInput is what a carrier reports.
type StatusInput struct {
	Waybill string    `json:"waybill" maxLength:"60"`
	Carrier string    `json:"carrier,omitempty" maxLength:"200" doc:"Left out: the shipment's."`
	At      time.Time `json:"at"`
	State   string    `json:"state" maxLength:"20" doc:"One of ours, or a code of kuaidi100: 0 in transit, 1 collected, 2 problem, 3 signed, 4 returned, 5 out for delivery, 6 being returned, 7 forwarded, 8 and 10 to 12 customs, 13 stopped by customs, 14 refused."`
	Place   string    `json:"place,omitempty" maxLength:"200"`
	Text    string    `json:"text,omitempty" maxLength:"1000"`
	Damaged bool      `json:"damaged,omitempty"`
}

type reportStatusesInput struct {
	Body struct {
		Statuses []StatusInput `json:"statuses" minItems:"1" maxItems:"100"`
	}
}

// reportStatuses takes what carriers report: twice does no harm, in no order.
func (d *Desk) reportStatuses(ctx context.Context, in *reportStatusesInput) (*rowsOutput, error) {
	rows := make([]shipment.Report, len(in.Body.Statuses))
	for i, r := range in.Body.Statuses {
		rows[i] = shipment.Report(r)
	}
	return answered(d.Shipments.Report(ctx, d.Now(), sender(ctx).by(), rows))
}

// AtShipment is an action on one shipment.
type AtShipment struct {
	OnShipment
	Match
}

// act does it on the version the caller has seen.
func (d *Desk) act(ctx context.Context, in AtShipment, do func(now time.Time, by string, expect int) (shipment.Shipment, error)) (*shipmentOutput, error) {
	expect, err := in.version()
	if err != nil {
		return nil, err
	}
	s, err := do(d.Now(), sender(ctx).by(), expect)
	return d.sent(ctx, http.StatusOK, s, err)
}

type setStateInput struct {
	AtShipment
	Body struct {
		State string `json:"state" maxLength:"20"`
		Text  string `json:"text" maxLength:"1000" doc:"Why."`
	}
}

func (d *Desk) setState(ctx context.Context, in *setStateInput) (*shipmentOutput, error) {
	return d.act(ctx, in.AtShipment, func(now time.Time, by string, expect int) (shipment.Shipment, error) {
		return d.Shipments.CorrectState(ctx, now, by, in.Waybill, expect, in.Body.State, in.Body.Text)
	})
}

type dispatchInput struct {
	AtShipment
	Body struct {
		At        time.Time `json:"at,omitzero" doc:"Left out: now."`
		Mode      string    `json:"mode,omitempty" maxLength:"40" doc:"Left out: as asked for."`
		Deviation string    `json:"deviation,omitempty" maxLength:"1000"`
		Checklist []string  `json:"checklist,omitempty" maxItems:"40"`
		Days      int       `json:"days,omitempty"`
	}
}

func (d *Desk) dispatch(ctx context.Context, in *dispatchInput) (*shipmentOutput, error) {
	return d.act(ctx, in.AtShipment, func(now time.Time, by string, expect int) (shipment.Shipment, error) {
		return d.Shipments.Dispatch(ctx, now, by, in.Waybill, expect, shipment.Leaving(in.Body))
	})
}

type correctInput struct {
	AtShipment
	Body struct {
		Consignee   *string    `json:"consignee,omitempty" maxLength:"200"`
		Phone       *string    `json:"phone,omitempty" maxLength:"40"`
		Address     *string    `json:"address,omitempty" maxLength:"1000"`
		Pieces      *int       `json:"pieces,omitempty"`
		Grams       *int64     `json:"grams,omitempty"`
		Value       *int64     `json:"valueFen,omitempty"`
		Insured     *int64     `json:"insuredFen,omitempty"`
		Charge      *int64     `json:"chargeFen,omitempty"`
		Cost        *int64     `json:"costFen,omitempty"`
		Carrier     *string    `json:"carrier,omitempty" maxLength:"200"`
		Salesperson *string    `json:"salesperson,omitempty" maxLength:"60"`
		From        *string    `json:"from,omitempty" maxLength:"200"`
		To          *string    `json:"to,omitempty" maxLength:"200"`
		ETA         *time.Time `json:"eta,omitempty"`
		Damaged     *bool      `json:"damaged,omitempty"`
		Reason      string     `json:"reason" maxLength:"1000" doc:"Why."`
	}
}

// correctShipment sets right what the documents say (rule SJ-6). What is left out
// stays.
func (d *Desk) correctShipment(ctx context.Context, in *correctInput) (*shipmentOutput, error) {
	return d.act(ctx, in.AtShipment, func(now time.Time, by string, expect int) (shipment.Shipment, error) {
		return d.Shipments.Correct(ctx, now, by, in.Waybill, expect, shipment.Amends(in.Body))
	})
}

type instructInput struct {
	AtShipment
	Body struct {
		Kind string `json:"kind" enum:"hold,redirect,document,other"`
		Text string `json:"text" maxLength:"1000"`
	}
}

func (d *Desk) instruct(ctx context.Context, in *instructInput) (*shipmentOutput, error) {
	return d.act(ctx, in.AtShipment, func(now time.Time, by string, expect int) (shipment.Shipment, error) {
		return d.Shipments.Instruct(ctx, now, by, in.Waybill, expect, in.Body.Kind, in.Body.Text)
	})
}

type instructionDoneInput struct {
	AtShipment
	ID   string `path:"id" maxLength:"40"`
	Body struct {
		Reply string `json:"reply,omitempty" maxLength:"1000"`
	}
}

func (d *Desk) instructionDone(ctx context.Context, in *instructionDoneInput) (*shipmentOutput, error) {
	return d.act(ctx, in.AtShipment, func(now time.Time, by string, expect int) (shipment.Shipment, error) {
		return d.Shipments.CarryOut(ctx, now, by, in.Waybill, expect, in.ID, in.Body.Reply)
	})
}

func (d *Desk) traceShipment(ctx context.Context, in *AtShipment) (*shipmentOutput, error) {
	return d.act(ctx, *in, func(now time.Time, by string, _ int) (shipment.Shipment, error) {
		return d.Shipments.StartTrace(ctx, now, by, in.Waybill)
	})
}

func (d *Desk) foundShipment(ctx context.Context, in *AtShipment) (*shipmentOutput, error) {
	return d.act(ctx, *in, func(now time.Time, by string, expect int) (shipment.Shipment, error) {
		return d.Shipments.Find(ctx, now, by, in.Waybill, expect)
	})
}

type claimInput struct {
	AtShipment
	Body struct {
		Claim string `json:"claim" minLength:"1" maxLength:"40" doc:"How the claim is filed."`
	}
}

func (d *Desk) claimShipment(ctx context.Context, in *claimInput) (*shipmentOutput, error) {
	return d.act(ctx, in.AtShipment, func(now time.Time, by string, expect int) (shipment.Shipment, error) {
		return d.Shipments.Claim(ctx, now, by, in.Waybill, expect, in.Body.Claim)
	})
}
