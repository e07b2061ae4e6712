package console

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"huiyin/shared/web"
	"huiyin/shared/web/desk"
)

// shipmentPages are shipments: each with its course and what is done on it, a
// customer's, and what a branch sends on a day (rules SJ-4, SJ-6, SJ-17, SJ-23).
var shipmentPages = []page{
	{path: "shipments", title: "shipment.title", op: "recordShipment", nav: navWork, show: shipments, forms: []form{
		{id: "recordShipment", area: "shipment", next: "shipments/{waybill}", fields: slices.Concat([]field{
			{name: "waybill", kind: fText, required: true, max: 32, narrow: true},
			{name: "customerPhone", kind: fTel, required: true, max: 40, narrow: true},
		}, documentFields, []field{
			{name: "branch", kind: fText, max: 40, narrow: true},
			{name: "requestedMode", kind: fSelect},
			{name: "day", kind: fDay, narrow: true},
			{name: "days", kind: fNumber, required: true, narrow: true},
		})},
	}},
	{path: "shipments/{waybill}", title: "shipment.one", op: "readShipment", show: showShipment, forms: []form{
		{id: "dispatchShipment", area: "shipment", fields: []field{
			{name: "mode", kind: fSelect}, {name: "deviation", kind: fText, max: 200},
			{name: "checklist", kind: fSeveral},
			{name: "days", kind: fNumber, narrow: true}}},
		{id: "setShipmentState", area: "shipment", fields: []field{
			{name: "state", kind: fSelect, required: true, options: shipmentStates}, {name: "text", kind: fText, required: true, max: 200}}},
		{id: "correctShipment", area: "shipment", fields: slices.Concat(documentFields, []field{
			{name: "damaged", kind: fSelect, options: []string{"yes", "no"}, read: yesNo},
			{name: "eta", kind: fMoment, narrow: true}, {name: "reason", kind: fText, required: true, max: 200}})},
		{id: "instructShipment", area: "shipment", fields: []field{
			{name: "kind", kind: fRadio, required: true, options: []string{"hold", "redirect", "document", "other"}},
			{name: "text", kind: fArea, required: true, max: 200, rows: 2}}},
		{id: "instructionDone", area: "shipment", quiet: true, fields: []field{{name: "id", kind: fHidden}, {name: "reply", kind: fText, max: 200}}},
		{id: "traceShipment", area: "shipment"},
		{id: "foundShipment", area: "shipment"},
		{id: "claimShipment", area: "shipment", fields: []field{{name: "claim", kind: fText, required: true, max: 40, narrow: true}}},
		{id: "readConsigneePhone", area: "shipment", shows: true, quiet: true},
	}},
	{path: "carriers", title: "shipment.carriers", op: "readCarrierFigures", show: carriers},
	{path: "customers/{id}/shipments", title: "shipment.of_customer", op: "listCustomerShipments", show: customerShipments},
	{path: "dispatch", title: "shipment.dispatch", op: "listDispatch", nav: navWork, show: dispatchList},
	{path: "shipment-settings", title: "shipment.settings", op: "saveShipmentSettings", nav: navAdmin, show: shipmentSettings, forms: []form{
		{id: "saveShipmentSettings", area: "shipment", fields: []field{
			{name: "cutoff", kind: fHour, required: true, narrow: true},
			{name: "cutoffs", kind: fArea, rows: 4, read: readCutoffs},
			{name: "lateHours", kind: fNumber, required: true, narrow: true}, {name: "askHours", kind: fNumber, required: true, narrow: true},
			{name: "office", kind: fSelect, required: true},
			{name: "modes", kind: fArea, rows: 6, read: readChoices}, {name: "checklist", kind: fArea, rows: 6, read: readChoices}}},
	}},
}

var (
	shipmentStates = []string{"collected", "transit", "customs", "forwarded", "delivering", "problem", "refused", "returning", "returned", "signed"}
	// documentFields show kilograms and yuan; the operations take grams and fen.
	documentFields = []field{
		{name: "consignee", kind: fText, max: 40}, {name: "phone", kind: fTel, max: 40, narrow: true}, {name: "address", kind: fText, max: 200},
		{name: "pieces", kind: fNumber, narrow: true}, {name: "grams", kind: fText, narrow: true, read: smallest(3)},
		{name: "valueFen", kind: fText, narrow: true, read: smallest(2)}, {name: "insuredFen", kind: fText, narrow: true, read: smallest(2)},
		{name: "chargeFen", kind: fText, narrow: true, read: smallest(2)}, {name: "carrier", kind: fText, max: 40, narrow: true},
		{name: "from", kind: fText, max: 40, narrow: true}, {name: "to", kind: fText, max: 40, narrow: true},
	}
)

type shipmentsPage struct {
	*visit
	Asked string // the waybill that was looked for, and is on no record
	Add   *Form
}

// shipments leads to a shipment by its waybill, and records one.
func shipments(v *visit) error {
	v.Refresh = 0
	p := shipmentsPage{visit: v, Asked: strings.TrimSpace(v.query("q"))}
	settings, _, err := v.shipmentSettings()
	if err != nil {
		return err
	}
	p.Add = v.form("recordShipment").choices("requestedMode", v.listed(settings.Modes))
	if p.Asked != "" {
		found, err := v.shipment(p.Asked)
		if err != nil {
			return err
		}
		if found != nil {
			redirect(v.w, v.Href("shipments/"+found.Shipment.Waybill))
			return nil
		}
		p.Add.set("waybill", p.Asked)
	}
	return v.show("shipments", p)
}

// shipment reads one; nil when there is no record of it.
func (v *visit) shipment(waybill string) (*desk.ShipmentFile, error) {
	if waybill == "" || len(waybill) > 40 || strings.ContainsAny(waybill, "/?#%") {
		return nil, nil
	}
	var found desk.ShipmentFile
	err := v.get("readShipment", &found, "waybill", waybill)
	var problem *web.Problem
	if errors.As(err, &problem) && problem.Status == http.StatusNotFound {
		return nil, nil
	}
	return &found, err
}

type shipmentPage struct {
	*visit
	File                                                         desk.ShipmentFile
	Proofs                                                       []desk.Proof
	Settings                                                     desk.ShipmentSettings
	Whole                                                        string
	Uncover                                                      *Form
	Dispatch, SetRight, Correct, Instruct, Trace, Found, ClaimIt *Form
}

func showShipment(v *visit) error {
	v.Refresh = 0
	p := shipmentPage{visit: v}
	version, err := v.read("readShipment", &p.File, "waybill", v.value("waybill"))
	if err != nil {
		return err
	}
	s := p.File.Shipment
	v.Title = s.Waybill
	if p.Settings, _, err = v.shipmentSettings(); err != nil {
		return err
	}
	if s.Dispatched.IsZero() {
		p.Dispatch = v.form("dispatchShipment").match(version).choices("mode", v.listed(p.Settings.Modes)).
			choices("checklist", v.listed(p.Settings.Checklist)).set("mode", s.Requested)
	} else {
		p.SetRight = v.form("setShipmentState").match(version)
		switch {
		case p.File.Trace != nil && p.File.Trace.Open:
			p.Found, p.ClaimIt = v.form("foundShipment").match(version), v.form("claimShipment").match(version)
		default:
			p.Trace = v.form("traceShipment")
		}
	}
	if err := v.get("listProofs", &p, "waybill", s.Waybill); err != nil {
		return err
	}
	for _, proof := range p.Proofs {
		v.showFrom(proof.URL)
	}
	p.Correct = v.form("correctShipment").match(version)
	fillDocuments(p.Correct, s)
	if !s.Erased {
		p.Instruct = v.form("instructShipment").match(version)
	}
	var whole desk.WholePhone
	if v.answered("readConsigneePhone", &whole) {
		p.Whole = whole.Phone
	} else if s.Phone != "" {
		p.Uncover = v.form("readConsigneePhone")
	}
	return v.show("shipment", p)
}

// fillDocuments puts what the documents say into a form. The number stays out:
// it is covered, and left empty it stays as it is.
func fillDocuments(f *Form, s desk.ShipmentRecord) {
	f.set("consignee", s.Consignee).set("address", s.Address).set("carrier", s.Carrier).set("from", s.From).set("to", s.To)
	if s.Pieces > 0 {
		f.set("pieces", s.Pieces)
	}
	for name, amount := range map[string]int64{"valueFen": s.Value, "insuredFen": s.Insured, "chargeFen": s.Charge} {
		if amount > 0 {
			f.set(name, inUnits(amount, 2))
		}
	}
	if s.Grams > 0 {
		f.set("grams", inUnits(s.Grams, 3))
	}
	if !s.ETA.IsZero() {
		f.set("eta", s.ETA)
	}
}

// yesNo reads what is so or not; left empty it stays as it is.
func yesNo(text string) (any, bool) { return text == "yes", text == "yes" || text == "no" }

// Carried is the form that says that an instruction was carried out.
func (p shipmentPage) Carried(in desk.ShipmentInstruction) *Form {
	return p.form("instructionDone").set("id", in.ID)
}

// Weight is a weight as it is told.
func (v *visit) Weight(grams int64) string { return v.Kilos(int(grams)) }

// Money is an amount that may be a loss.
func (v *visit) Money(fen int64) string {
	if fen < 0 {
		return "−" + v.Yuan(-fen)
	}
	return v.Yuan(fen)
}

// ShipmentState is where a shipment is, as customers read it.
func (v *visit) ShipmentState(state string) string {
	if state == "overdue" || state == "damaged" {
		return v.T("shipment." + state)
	}
	return v.Word("pages.shipment." + state)
}

// shipmentPanels are beside a ticket: where its goods are.
var shipmentPanels = []panel{{id: "shipment", place: sidePlace, op: "readShipment", load: shipmentPanel}}

type shipmentPart struct {
	*ticketPage
	File desk.ShipmentFile
}

func shipmentPanel(t *ticketPage) (any, error) {
	if t.Ticket.Waybill == "" {
		return nil, nil
	}
	found, err := t.shipment(t.Ticket.Waybill)
	if found == nil {
		return nil, err
	}
	return shipmentPart{t, *found}, err
}
