package shipment

import (
	"context"
	"slices"
	"strings"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/id"
	"huiyin/shared/phone"
)

// Leaving is how a shipment leaves (rules NJ-10, NJ-18).
type Leaving struct {
	At        time.Time // zero: now
	Mode      string    // "": as asked for
	Deviation string
	Checklist []string
	Days      int // 0: as recorded
}

// Dispatch notes that a shipment leaves, after all of the checklist was looked
// at. One that has left already is errs.Conflict shipment.left; one that the
// customer wants held, shipment.held.
func (s *Service) Dispatch(ctx context.Context, now time.Time, by, waybill string, expect int, in Leaving) (Shipment, error) {
	settings, err := s.settings(ctx)
	if err != nil {
		return Shipment{}, err
	}
	var f errs.Fields
	line(&f, "deviation", &in.Deviation, MaxText, false)
	between(&f, "days", int64(in.Days), MaxDays)
	if in.Mode != "" {
		oneOf(&f, "mode", in.Mode, ids(settings.Modes))
	}
	for _, item := range in.Checklist {
		oneOf(&f, "checklist", item, ids(settings.Checklist))
	}
	if slices.ContainsFunc(ids(settings.Checklist), func(item string) bool { return !slices.Contains(in.Checklist, item) }) {
		f.Add("checklist", "shipment.checklist")
	}
	if in.At.After(now.Add(slack)) {
		f.Add("at", "shipment.future")
	}
	if err := f.Err(); err != nil {
		return Shipment{}, err
	}
	return s.act(ctx, now, by, waybill, expect, func(e *edit) error {
		if !e.Dispatched.IsZero() {
			return errs.New(errs.Conflict, "shipment.left").With("allowed", "")
		}
		if slices.Contains(e.Instructed(), hold) {
			return errs.New(errs.Conflict, "shipment.held").With("allowed", "")
		}
		if in.Mode == "" {
			in.Mode = e.Requested
		}
		if deviates(e.Requested, in.Mode) && in.Deviation == "" {
			var f errs.Fields
			f.Add("deviation", "shipment.deviation")
			return f.Err()
		}
		e.Mode, e.Deviation, e.Checklist = in.Mode, in.Deviation, in.Checklist
		if in.Days > 0 {
			e.Days, e.ETA = in.Days, time.Time{}
		}
		at := instant(in.At)
		if at.IsZero() || at.After(e.at) {
			at = e.at
		}
		st := Status{At: at, State: Transit, By: by}
		st.ID = statusID("", st)
		e.Course, _ = insert(e.Course, st)
		e.left(at)
		e.moved()
		return nil
	})
}

// Amends are what is set right in a shipment's documents; nil stays as it is.
type Amends struct {
	Consignee, Phone, Address *string
	Pieces                    *int
	Grams                     *int64
	Value, Insured, Charge    *int64
	Cost                      *int64
	Carrier, Salesperson      *string
	From, To                  *string
	ETA                       *time.Time
	Damaged                   *bool
	Reason                    string // why
}

// Correct sets right what the documents of a shipment say (rule SJ-6): who, when,
// which fields and why is kept.
func (s *Service) Correct(ctx context.Context, now time.Time, by, waybill string, expect int, in Amends) (Shipment, error) {
	var f errs.Fields
	number, err := s.amends(&f, &in)
	if err != nil {
		return Shipment{}, err
	}
	key := ""
	if number != "" {
		if key, err = s.Phones.Key(ctx, number); err != nil {
			return Shipment{}, errs.Wrap(err, "key of a phone")
		}
	}
	return s.act(ctx, now, by, waybill, expect, func(e *edit) error {
		if e.Erased && (in.Consignee != nil || in.Phone != nil || in.Address != nil) {
			return errs.New(errs.Conflict, "shipment.erased").With("allowed", "")
		}
		fields := e.amend(in)
		if in.Phone != nil && e.Consignee.Phone != number {
			e.Consignee.Phone, e.Consignee.PhoneKey, fields = number, key, append(fields, "phone")
		}
		if len(fields) == 0 {
			return nil
		}
		e.Corrections = append(e.Corrections, Correction{At: e.at, By: by, Fields: fields, Reason: in.Reason})
		e.happened(Corrected, CorrectionFacts{Fields: fields})
		if wrong := e.exception(); wrong != nil && e.over(*wrong) {
			e.cleared(wrong)
		}
		switch hurt := e.damage(); {
		case e.Damaged && !e.was.Damaged:
			e.damaged(e.at)
		case !e.Damaged && hurt != nil:
			e.cleared(hurt)
		}
		return nil
	})
}

// amends checks them and reads the phone.
func (s *Service) amends(f *errs.Fields, in *Amends) (phone.Number, error) {
	line(f, "reason", &in.Reason, MaxText, true)
	for _, one := range []struct {
		path string
		text *string
		max  int
		must bool
	}{{"consignee", in.Consignee, MaxName, false}, {"address", in.Address, MaxText, false}, {"carrier", in.Carrier, MaxWord, true},
		{"salesperson", in.Salesperson, MaxWord, false}, {"from", in.From, MaxWord, false}, {"to", in.To, MaxWord, false}} {
		if one.text != nil {
			line(f, one.path, one.text, one.max, one.must)
		}
	}
	if in.Salesperson != nil && *in.Salesperson != "" && !idForm().MatchString(*in.Salesperson) {
		f.Add("salesperson", "shipment.id")
	}
	if in.Carrier != nil && strings.Contains(*in.Carrier, "#") {
		f.Add("carrier", "shipment.id")
	}
	for _, one := range []struct {
		path   string
		number *int64
		max    int64
	}{{"grams", in.Grams, MaxGrams}, {"valueFen", in.Value, MaxFen}, {"insuredFen", in.Insured, MaxFen}, {"chargeFen", in.Charge, MaxFen}, {"costFen", in.Cost, MaxFen}} {
		if one.number != nil {
			between(f, one.path, *one.number, one.max)
		}
	}
	if in.Pieces != nil {
		between(f, "pieces", int64(*in.Pieces), MaxPieces)
	}
	typed := ""
	if in.Phone != nil {
		typed = *in.Phone
	}
	number, err := s.number(f, "phone", typed)
	if err != nil {
		return "", err
	}
	return phone.Number(number), f.Err()
}

// amend writes them into the record and names what changed.
func (e *edit) amend(in Amends) []string {
	var changed []string
	set(&changed, "consignee", &e.Consignee.Name, in.Consignee)
	set(&changed, "address", &e.Consignee.Address, in.Address)
	set(&changed, "pieces", &e.Pieces, in.Pieces)
	set(&changed, "grams", &e.Grams, in.Grams)
	set(&changed, "valueFen", &e.Money.Value, in.Value)
	set(&changed, "insuredFen", &e.Money.Insured, in.Insured)
	set(&changed, "chargeFen", &e.Money.Charge, in.Charge)
	set(&changed, "carrier", &e.Carrier, in.Carrier)
	set(&changed, "salesperson", &e.Salesperson, in.Salesperson)
	set(&changed, "from", &e.From, in.From)
	set(&changed, "to", &e.To, in.To)
	set(&changed, "damaged", &e.Damaged, in.Damaged)
	if in.Cost != nil && (e.Money.Cost == nil || *e.Money.Cost != *in.Cost) {
		cost := *in.Cost
		e.Money.Cost, changed = &cost, append(changed, "costFen")
	}
	if in.ETA != nil && !instant(*in.ETA).Equal(e.ETA) {
		e.ETA, changed = instant(*in.ETA), append(changed, "eta")
		e.Asked = e.Asked && !e.ETA.After(e.at) // asked again at the new time
		e.expect()
	}
	return changed
}

func set[T comparable](changed *[]string, name string, field *T, to *T) {
	if to != nil && *field != *to {
		*field, *changed = *to, append(*changed, name)
	}
}

// MaxInstructions bounds what is kept of one shipment.
const MaxInstructions = 50

// Instruct takes down what a customer wants done with a shipment (rule SJ-23).
func (s *Service) Instruct(ctx context.Context, now time.Time, by, waybill string, expect int, kind, text string) (Shipment, error) {
	var f errs.Fields
	oneOf(&f, "kind", kind, Instructions)
	line(&f, "text", &text, MaxText, true)
	if err := f.Err(); err != nil {
		return Shipment{}, err
	}
	token, err := id.Token(s.Random)
	if err != nil {
		return Shipment{}, errs.Wrap(err, "make the id of an instruction")
	}
	return s.act(ctx, now, by, waybill, expect, func(e *edit) error {
		switch {
		case e.Erased:
			return errs.New(errs.Conflict, "shipment.erased").With("allowed", "")
		case e.State.Ended():
			return errs.New(errs.Conflict, "shipment.ended").With("allowed", "")
		case len(e.Instructions) >= MaxInstructions:
			return errs.New(errs.Conflict, "shipment.instructions").With("max", MaxInstructions).With("allowed", "")
		}
		e.Instructions = append(e.Instructions, Instruction{ID: token, Kind: kind, Text: text, At: e.at, By: by})
		e.happened(Instructed, InstructionFacts{ID: token, Kind: kind})
		return nil
	})
}

// CarryOut notes that an instruction was carried out, and by whom. errs.NotFound
// shipment.no_instruction; doing it twice does it once.
func (s *Service) CarryOut(ctx context.Context, now time.Time, by, waybill string, expect int, instruction, reply string) (Shipment, error) {
	var f errs.Fields
	line(&f, "reply", &reply, MaxText, false)
	if err := f.Err(); err != nil {
		return Shipment{}, err
	}
	return s.act(ctx, now, by, waybill, expect, func(e *edit) error {
		i := slices.IndexFunc(e.Instructions, func(in Instruction) bool { return in.ID == instruction })
		if i < 0 {
			return errs.New(errs.NotFound, "shipment.no_instruction")
		}
		in := &e.Instructions[i]
		if !in.Done.IsZero() {
			return nil
		}
		in.Done, in.Doer, in.Reply = e.at, by, reply
		if !in.Asked { // faster than the task
			in.Asked, in.Ended = true, true
		}
		if e.Erased {
			in.Reply = ""
		}
		e.happened(CarriedOut, InstructionFacts{ID: in.ID, Kind: in.Kind})
		return nil
	})
}
