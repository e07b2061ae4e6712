package desk

import (
	"context"
	"net/http"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/shipment"
	"huiyin/shared/staff"
)

// OnShipment names a shipment.
type OnShipment struct {
	Waybill string `path:"waybill" maxLength:"40" doc:"Case and spaces don't matter."`
}

// ShipmentRecord is a shipment. Money is in fen, a hundredth of a yuan. The
// consignee's number is covered; the whole one is read apart.
type ShipmentRecord struct {
	Waybill     string    `json:"waybill"`
	Version     int       `json:"version" doc:"Also the ETag."`
	Customer    string    `json:"customer" doc:"Id of the file; of one that was erased, an id that leads nowhere."`
	State       string    `json:"state" enum:"recorded,collected,transit,customs,forwarded,delivering,problem,refused,returning,returned,signed"`
	StateAt     time.Time `json:"stateAt,omitzero"`
	Wrong       string    `json:"wrong,omitempty" doc:"What is wrong with it now: one of the states, overdue or damaged."`
	Consignee   string    `json:"consignee,omitempty"`
	Phone       string    `json:"phone,omitempty" doc:"Covered."`
	Address     string    `json:"address,omitempty"`
	Pieces      int       `json:"pieces,omitempty"`
	Grams       int64     `json:"grams,omitempty"`
	Value       int64     `json:"valueFen,omitempty"`
	Insured     int64     `json:"insuredFen,omitempty"`
	Charge      int64     `json:"chargeFen,omitempty"`
	Cost        *int64    `json:"costFen,omitempty"`
	Carrier     string    `json:"carrier"`
	Branch      string    `json:"branch,omitempty"`
	Salesperson string    `json:"salesperson,omitempty" doc:"Staff id."`
	Badge       string    `json:"badge,omitempty" doc:"Of that member of staff."`
	From        string    `json:"from,omitempty"`
	To          string    `json:"to,omitempty"`
	Requested   string    `json:"requestedMode,omitempty"`
	Mode        string    `json:"mode,omitempty"`
	Deviation   string    `json:"deviation,omitempty" doc:"Why it goes another way than was asked for."`
	Checklist   []string  `json:"checklist,omitempty"`
	Day         string    `json:"day" doc:"On whose dispatch list it stands."`
	DispatchBy  time.Time `json:"dispatchBy,omitzero"`
	Days        int       `json:"days,omitempty"`
	Dispatched  time.Time `json:"dispatched,omitzero"`
	ETA         time.Time `json:"eta,omitzero"`
	Damaged     bool      `json:"damaged,omitempty"`
	Instructed  []string  `json:"instructed,omitempty" doc:"Kinds of the customer's instructions that nobody has carried out: hold, redirect, document, other."`
	Erased      bool      `json:"erased,omitempty"`
	RecordedAt  time.Time `json:"recordedAt"`
}

// ShipmentFile is a shipment with all that belongs to it.
type ShipmentFile struct {
	Shipment     ShipmentRecord        `json:"shipment"`
	Course       []ShipmentStatus      `json:"course" doc:"By time."`
	Exceptions   []ShipmentException   `json:"exceptions"`
	Instructions []ShipmentInstruction `json:"instructions"`
	Corrections  []ShipmentCorrection  `json:"corrections"`
	Trace        *ShipmentTrace        `json:"trace,omitempty"`
	Unprepared   bool                  `json:"unprepared,omitempty" doc:"It is the customer's first, has not left, and the onboarding checklist is open."`
	Tickets      []TicketRecord        `json:"tickets" doc:"Of the waybill, newest first."`
}

// ShipmentStatus is one thing that was reported.
type ShipmentStatus struct {
	At         time.Time `json:"at"`
	State      string    `json:"state"`
	Place      string    `json:"place,omitempty"`
	Text       string    `json:"text,omitempty"`
	By         string    `json:"by"`
	Badge      string    `json:"badge,omitempty"`
	Correction bool      `json:"correction,omitempty" doc:"Somebody knew better than the carrier."`
	Damaged    bool      `json:"damaged,omitempty"`
}

// ShipmentException is something that went wrong.
type ShipmentException struct {
	Kind    string    `json:"kind"`
	Since   time.Time `json:"since"`
	Cleared time.Time `json:"cleared,omitzero"`
	Ticket  string    `json:"ticket,omitempty" doc:"In which the customer hears of it."`
}

// ShipmentInstruction is what a customer wants done (rule SJ-23).
type ShipmentInstruction struct {
	ID    string    `json:"id"`
	Kind  string    `json:"kind" enum:"hold,redirect,document,other"`
	Text  string    `json:"text"`
	At    time.Time `json:"at"`
	Badge string    `json:"badge,omitempty" doc:"Of who took it."`
	Done  time.Time `json:"done,omitzero"`
	Doer  string    `json:"doer,omitempty" doc:"Badge of who carried it out."`
	Reply string    `json:"reply,omitempty"`
}

// ShipmentCorrection is a change of what the documents say (rule SJ-6).
type ShipmentCorrection struct {
	At     time.Time `json:"at"`
	Badge  string    `json:"badge,omitempty"`
	Fields []string  `json:"fields"`
	Reason string    `json:"reason,omitempty"`
}

// ShipmentTrace is the search for what did not come (rule NJ-11).
type ShipmentTrace struct {
	Since  time.Time `json:"since"`
	Ticket string    `json:"ticket"`
	Found  time.Time `json:"found,omitzero"`
	Claim  string    `json:"claim,omitempty"`
	Open   bool      `json:"open"`
}

func shipmentRecord(s shipment.Shipment, roster staff.Roster) ShipmentRecord {
	r := ShipmentRecord{Waybill: s.Waybill, Version: s.Version, Customer: s.Customer, State: string(s.State), StateAt: s.StateAt, Wrong: s.Wrong(),
		Consignee: s.Consignee.Name, Address: s.Consignee.Address, Pieces: s.Pieces, Grams: s.Grams,
		Value: s.Money.Value, Insured: s.Money.Insured, Charge: s.Money.Charge, Cost: s.Money.Cost, Carrier: s.Carrier, Branch: s.Branch,
		Salesperson: s.Salesperson, Badge: badgeOf(roster, event.Staff(s.Salesperson)), From: s.From, To: s.To, Requested: s.Requested, Mode: s.Mode, Deviation: s.Deviation,
		Checklist: s.Checklist, Day: s.Day, DispatchBy: s.DispatchBy, Days: s.Days, Dispatched: s.Dispatched, ETA: s.ETA, Damaged: s.Damaged,
		Instructed: s.Instructed(), Erased: s.Erased, RecordedAt: s.RecordedAt}
	if s.Consignee.Phone != "" {
		r.Phone = s.Consignee.Phone.Masked()
	}
	return r
}

func shipmentFile(s shipment.Shipment, roster staff.Roster) ShipmentFile {
	f := ShipmentFile{Shipment: shipmentRecord(s, roster), Course: []ShipmentStatus{}, Exceptions: []ShipmentException{},
		Instructions: []ShipmentInstruction{}, Corrections: []ShipmentCorrection{}, Tickets: []TicketRecord{}}
	for _, st := range s.Course {
		f.Course = append(f.Course, ShipmentStatus{At: st.At, State: string(st.State), Place: st.Place, Text: st.Text, By: st.By, Badge: badgeOf(roster, st.By),
			Correction: st.Correction, Damaged: st.Damaged})
	}
	for _, e := range s.Exceptions {
		f.Exceptions = append(f.Exceptions, ShipmentException{Kind: e.Kind, Since: e.Since, Cleared: e.Cleared, Ticket: e.Ticket})
	}
	for _, in := range s.Instructions {
		f.Instructions = append(f.Instructions, ShipmentInstruction{ID: in.ID, Kind: in.Kind, Text: in.Text, At: in.At, Badge: badgeOf(roster, in.By),
			Done: in.Done, Doer: badgeOf(roster, in.Doer), Reply: in.Reply})
	}
	for _, c := range s.Corrections {
		f.Corrections = append(f.Corrections, ShipmentCorrection{At: c.At, Badge: badgeOf(roster, c.By), Fields: c.Fields, Reason: c.Reason})
	}
	if t := s.Trace; t != nil {
		f.Trace = &ShipmentTrace{Since: t.Since, Ticket: t.Ticket, Found: t.Found, Claim: t.Claim, Open: t.Open()}
	}
	return f
}

type shipmentOutput struct {
	Status int
	ETag   string `header:"ETag"`
	Body   ShipmentFile
}

// sent is the answer of everything that concerns one shipment.
func (d *Desk) sent(ctx context.Context, status int, s shipment.Shipment, err error) (*shipmentOutput, error) {
	if err != nil {
		return nil, err
	}
	roster, err := d.Roster.Now(ctx)
	if err != nil {
		return nil, err
	}
	out := &shipmentOutput{Status: status, ETag: etag(s.Version), Body: shipmentFile(s, roster)}
	if out.Body.Unprepared, err = d.Shipments.Unprepared(ctx, s); err != nil {
		return nil, err
	}
	numbers, err := d.Tickets.Store.ByWaybill(ctx, s.Waybill, relatedAtMost)
	if err != nil || len(numbers) == 0 {
		return out, err
	}
	found, err := d.Tickets.Store.Tickets(ctx, numbers)
	out.Body.Tickets = records(found)
	return out, err
}

func (d *Desk) readShipment(ctx context.Context, in *OnShipment) (*shipmentOutput, error) {
	s, err := d.Shipments.Read(ctx, in.Waybill)
	return d.sent(ctx, http.StatusOK, s, err)
}

// consigneePhone is the whole number; leaves a line in the log.
func (d *Desk) consigneePhone(ctx context.Context, in *OnShipment) (*phoneOutput, error) {
	s, err := d.Shipments.Read(ctx, in.Waybill)
	if err != nil {
		return nil, err
	}
	looked(ctx, shipment.Subject(s.Waybill))
	return &phoneOutput{Body: WholePhone{Phone: string(s.Consignee.Phone)}}, nil
}

// ShipmentPage is a page of shipments.
type ShipmentPage struct {
	Shipments []ShipmentRecord `json:"shipments"`
	Next      string           `json:"next,omitempty" doc:"The cursor of the next page; none on the last."`
}

type shipmentsOutput struct{ Body ShipmentPage }

func (d *Desk) shipmentPage(ctx context.Context, page shipment.Page, err error) (*shipmentsOutput, error) {
	if err != nil {
		return nil, err
	}
	roster, err := d.Roster.Now(ctx)
	out := &shipmentsOutput{Body: ShipmentPage{Shipments: []ShipmentRecord{}, Next: page.Next}}
	for _, s := range page.Shipments {
		out.Body.Shipments = append(out.Body.Shipments, shipmentRecord(s, roster))
	}
	return out, err
}

type customerShipmentsInput struct {
	Person
	Pages
}

// customerShipments lists a customer's shipments, newest first.
func (d *Desk) customerShipments(ctx context.Context, in *customerShipmentsInput) (*shipmentsOutput, error) {
	files, err := d.filesOf(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	var page shipment.Page
	page.Shipments, page.Next, err = across(files, in.Cursor, in.Limit, func(id, cursor string, limit int) ([]shipment.Shipment, string, error) {
		some, err := d.Shipments.Store.OfCustomer(ctx, id, cursor, limit)
		return some.Shipments, some.Next, err
	})
	return d.shipmentPage(ctx, page, err)
}

type dispatchListInput struct {
	Branch string `query:"branch" required:"true" minLength:"1" maxLength:"40"`
	Day    string `query:"day" maxLength:"10" doc:"As 2026-06-05; left out: today."`
	Pages
}

// dispatchList is what a branch has to send on a day, and what has left (rule
// SJ-17).
func (d *Desk) dispatchList(ctx context.Context, in *dispatchListInput) (*shipmentsOutput, error) {
	if in.Day == "" {
		in.Day = d.Now().In(d.Shipments.Zone).Format(time.DateOnly)
	}
	if _, err := time.Parse(time.DateOnly, in.Day); err != nil {
		var f errs.Fields
		f.Add("day", "shipment.day")
		return nil, f.Err()
	}
	page, err := d.Shipments.Store.OfDay(ctx, in.Branch, in.Day, in.Cursor, in.Limit)
	return d.shipmentPage(ctx, page, err)
}

// Months are a stretch of months.
type Months struct {
	First string `query:"first" required:"true" maxLength:"7" pattern:"^[0-9]{4}-[0-9]{2}$" doc:"The first month, as 2026-06."`
	Last  string `query:"last" required:"true" maxLength:"7" pattern:"^[0-9]{4}-[0-9]{2}$" doc:"The last one; at most 36 are read."`
}

// MonthlyFigures are counts of shipments by month; money in fen.
type MonthlyFigures struct {
	Months []shipment.Monthly `json:"months" doc:"Those in which there was something."`
}

type figuresOutput struct{ Body MonthlyFigures }

type customerFiguresInput struct {
	Person
	Months
}

func (d *Desk) customerFigures(ctx context.Context, in *customerFiguresInput) (*figuresOutput, error) {
	files, err := d.filesOf(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	for i, id := range files {
		files[i] = shipment.CustomerFigures(id)
	}
	months, err := d.Shipments.FiguresOf(ctx, files, in.First, in.Last)
	return &figuresOutput{Body: MonthlyFigures{Months: months}}, err
}

type carrierFiguresInput struct {
	Carrier string `query:"carrier" required:"true" minLength:"1" maxLength:"40"`
	Months
}

// carrierFigures are those of a carrier (rule SJ-21).
func (d *Desk) carrierFigures(ctx context.Context, in *carrierFiguresInput) (*figuresOutput, error) {
	months, err := d.Shipments.FiguresOf(ctx, shipment.CarrierFigures(in.Carrier), in.First, in.Last)
	return &figuresOutput{Body: MonthlyFigures{Months: months}}, err
}
