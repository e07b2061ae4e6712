package shipment

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/phone"
)

// Service has the use cases.
type Service struct {
	Store     Store
	Customers Customers
	Phones    Phones
	Tickets   Tickets // nil where nothing falls due
	Tasks     Tasks   // nil where nothing falls due
	Search    Search  // nil where nothing is traced
	Matters   Matters // nil where nobody looks one up
	Files     Files   // nil where nothing is erased
	Random    io.Reader
	Zone      *time.Location // the company's
	// Settings are what the company has decided; nil where shipments are only read
	// and erased.
	Settings func(ctx context.Context) (Settings, error)
}

// Read reads a shipment; errs.NotFound shipment.none.
func (s *Service) Read(ctx context.Context, waybill string) (Shipment, error) {
	found, err := s.Store.Shipment(ctx, CleanWaybill(waybill))
	if errs.Is(err, errs.NotFound) {
		err = errs.New(errs.NotFound, "shipment.none")
	}
	return found, err
}

// Taken is what became of a shipment that was handed in.
type Taken struct {
	Shipment Shipment
	Same     bool // it stood there already
	// Unprepared: it is the customer's first, and what has to be prepared before
	// it is not all done (rule SJ-20).
	Unprepared bool
}

// Record writes down a shipment. One that stands there with the same content
// changes nothing; with another it is errs.Conflict shipment.exists: then it is
// corrected. errs.Invalid names the fields.
func (s *Service) Record(ctx context.Context, now time.Time, by string, in Input) (Taken, error) {
	e, file, err := s.fresh(ctx, now, by, in)
	if err != nil {
		return Taken{}, err
	}
	unprepared, err := s.unprepared(ctx, file, e.Waybill)
	if err != nil {
		return Taken{}, err
	}
	content := e.Content
	change := e.change()
	err = s.Store.Commit(ctx, change)
	if err == nil {
		return Taken{Shipment: change.Shipment, Unprepared: unprepared}, nil
	}
	if !errors.Is(err, ErrLostRace) {
		return Taken{}, errs.Wrap(err, "record a shipment")
	}
	stored, err := s.Store.Shipment(ctx, e.Waybill)
	if err != nil {
		return Taken{}, errs.Wrap(err, "read a shipment that stands already")
	}
	if stored.Content != content {
		return Taken{Shipment: stored}, errs.New(errs.Conflict, "shipment.exists").With("waybill", e.Waybill).With("allowed", "")
	}
	return Taken{Shipment: stored, Same: true}, nil
}

// Draft is the shipment that Record would write down; nothing is written, and
// what is on record already is not looked at. Errors as Record's.
func (s *Service) Draft(ctx context.Context, now time.Time, by string, in Input) (Shipment, error) {
	e, _, err := s.fresh(ctx, now, by, in)
	if err != nil {
		return Shipment{}, err
	}
	return e.Shipment, nil
}

// fresh is a new shipment as it will be.
func (s *Service) fresh(ctx context.Context, now time.Time, by string, in Input) (*edit, customer.Customer, error) {
	now = instant(now)
	content := in.content()
	settings, err := s.settings(ctx)
	if err != nil {
		return nil, customer.Customer{}, err
	}
	var f errs.Fields
	in.check(&f, settings, now)
	to, err := s.number(&f, "phone", in.Phone)
	if err != nil {
		return nil, customer.Customer{}, err
	}
	owner, err := s.number(&f, "customerPhone", in.CustomerPhone)
	if err != nil {
		return nil, customer.Customer{}, err
	}
	if err := f.Err(); err != nil {
		return nil, customer.Customer{}, err
	}
	file, err := s.file(ctx, in.Customer, phone.Number(owner))
	if err != nil {
		return nil, customer.Customer{}, err
	}
	n := Shipment{Waybill: in.Waybill, Content: content, Customer: file.ID, Class: file.Class, Lang: file.Lang,
		Consignee: Consignee{Name: in.Consignee, Phone: phone.Number(to), Address: in.Address}, Pieces: in.Pieces, Grams: in.Grams, Money: in.Money,
		Carrier: in.Carrier, Branch: in.Branch, Salesperson: in.Salesperson, From: in.From, To: in.To,
		Requested: in.Requested, Mode: in.Mode, Deviation: in.Deviation, Checklist: in.Checklist,
		Days: in.Days, ETA: in.ETA, State: Recorded, RecordedAt: now, RecordedBy: by}
	if n.Salesperson == "" {
		n.Salesperson = file.Owner
	}
	if to != "" {
		if n.Consignee.PhoneKey, err = s.Phones.Key(ctx, n.Consignee.Phone); err != nil {
			return nil, customer.Customer{}, errs.Wrap(err, "key of a phone")
		}
	}
	e := &edit{Shipment: n, at: now, by: by, settings: settings}
	e.happened(RecordedEvent, RecordedFacts{Customer: n.Customer, Carrier: n.Carrier, Branch: n.Branch})
	if err := s.plan(e, in); err != nil {
		return nil, customer.Customer{}, err
	}
	return e, file, e.err
}

func (s *Service) settings(ctx context.Context) (Settings, error) {
	if s.Settings == nil {
		return Settings{}, nil
	}
	settings, err := s.Settings(ctx)
	return settings, errs.Wrap(err, "read the settings of shipments")
}

// file is the file of whose shipment it is.
func (s *Service) file(ctx context.Context, id string, number phone.Number) (customer.Customer, error) {
	var c customer.Customer
	var err error
	path := "customer"
	if id != "" {
		c, err = customer.Follow(ctx, s.Customers.Customer, id)
	} else {
		path = "customerPhone"
		var key string
		if key, err = s.Phones.Key(ctx, number); err != nil {
			return c, errs.Wrap(err, "key of a phone")
		}
		c, err = s.Customers.CustomerByPhone(ctx, key)
	}
	if errs.Is(err, errs.NotFound) {
		var f errs.Fields
		f.Add(path, "shipment.no_customer")
		return c, f.Err()
	}
	return c, errs.Wrap(err, "read the customer of a shipment")
}

// plan puts a new shipment on the list of its day, or on its way.
func (s *Service) plan(e *edit, in Input) error {
	local := e.at.In(s.Zone)
	e.Day = in.Day
	switch {
	case !in.Dispatched.IsZero():
		e.Day = in.Dispatched.In(s.Zone).Format(time.DateOnly)
	case e.Day == "":
		e.Day = local.Format(time.DateOnly)
		if by, err := e.settings.cutoff(e.Branch, e.Day, s.Zone); err != nil || !e.at.Before(by) {
			e.Day = local.AddDate(0, 0, 1).Format(time.DateOnly)
		}
	}
	e.Month = e.Day[:len("2006-01")]
	var err error
	if e.DispatchBy, err = e.settings.cutoff(e.Branch, e.Day, s.Zone); err != nil {
		return errs.Wrap(err, "work out when it has to leave")
	}
	e.Alarmed = e.Branch == "" || e.at.Sub(e.DispatchBy) > News // of an old list nobody is told
	e.expect()
	if !in.Dispatched.IsZero() {
		e.Course, _ = insert(nil, Status{ID: statusID("", Status{At: in.Dispatched, State: Transit}), At: in.Dispatched, State: Transit, By: e.by})
		e.left(in.Dispatched)
		e.State, e.StateAt = stands(e.Course)
	}
	e.Old = !e.ETA.IsZero() && e.at.Sub(e.ETA) > News
	return nil
}

// same compares what is stored.
func same(a, b Shipment) bool {
	x, _ := json.Marshal(a) // nothing in it can fail
	y, _ := json.Marshal(b)
	return string(x) == string(y)
}
