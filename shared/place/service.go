package place

import (
	"context"
	"slices"
	"strings"
	"time"

	"huiyin/shared/errs"
)

// Service has the use cases. Make it once per process and share it: it keeps
// what it has read.
type Service struct {
	store   Store
	phones  Phones
	places  register[Place]
	tariffs register[Tariff]
}

// New makes the service. phones may be nil where nothing is saved.
func New(store Store, phones Phones) *Service {
	return &Service{
		store: store, phones: phones,
		places: register[Place]{list: Places, seed: Seed, record: func(p *Place) *Record { return &p.Record }, compare: byKind,
			name: Place.label, field: "name", taken: "place.name_taken"},
		tariffs: register[Tariff]{list: Tariffs, seed: func() []Tariff { return nil }, record: func(t *Tariff) *Record { return &t.Record }, compare: byRoute,
			name: Tariff.route, field: "to", taken: "place.route_taken"},
	}
}

// Query asks for places; what is empty matches all.
type Query struct {
	Kind   string
	Text   string // stands in name, region, address, phone, coverage or contact; several words all do
	Area   string // is covered, or lies in what is asked for
	All    bool   // the inactive ones too
	Cursor string // of the page before
	Limit  int    // 1 to 100
}

// PlacePage is a page of places; Next is empty on the last one.
type PlacePage struct {
	Places []Place
	Next   string
}

// Places finds places, by kind and name. errs.Invalid for a cursor that leads
// nowhere (any more).
func (s *Service) Places(ctx context.Context, q Query) (PlacePage, error) {
	all, err := s.places.now(ctx, s.store)
	if err != nil {
		return PlacePage{}, err
	}
	wanted := strings.Fields(strings.ToLower(q.Text))
	var found []Place
	for _, p := range all {
		if (q.Kind == "" || p.Kind == q.Kind) && (q.All || !p.Off) && p.says(wanted) && p.serves(q.Area) {
			found = append(found, p)
		}
	}
	page, next, err := pageOf(found, q.Cursor, q.Limit, func(p Place) string { return p.ID })
	return PlacePage{Places: page, Next: next}, err
}

// says tells whether all words stand somewhere in what is known of the place.
func (p Place) says(wanted []string) bool {
	known := strings.ToLower(strings.Join(append([]string{p.ID, p.Name, p.Region, p.Address, p.Phone, p.Contact.Name, string(p.Contact.Phone), p.Contact.Mail},
		p.Coverage...), "\n"))
	return !slices.ContainsFunc(wanted, func(word string) bool { return !strings.Contains(known, word) })
}

// serves tells whether the place covers an area.
func (p Place) serves(area string) bool {
	return area == "" || slices.ContainsFunc(p.Coverage, func(covered string) bool { return within(area, covered) })
}

// Place reads one; errs.NotFound.
func (s *Service) Place(ctx context.Context, id string) (Place, error) {
	all, err := s.places.now(ctx, s.store)
	if err != nil {
		return Place{}, err
	}
	return pick(all, func(p Place) bool { return p.ID == id })
}

// Named reads the place of a kind that has a name, active or not; errs.NotFound.
func (s *Service) Named(ctx context.Context, kind, name string) (Place, error) {
	all, err := s.places.now(ctx, s.store)
	if err != nil {
		return Place{}, err
	}
	return pick(all, func(p Place) bool { return p.Kind == kind && p.Name == name })
}

// Has tells whether something can be handed over to whoever has a name.
func (s *Service) Has(ctx context.Context, kind, name string) (bool, error) {
	p, err := s.Named(ctx, kind, name)
	if errs.Is(err, errs.NotFound) {
		return false, nil
	}
	return err == nil && !p.Off, err
}

// SavePlace makes or changes a place. Version is the one its author saw, 0 for
// a new one. errs.Invalid, errs.Stale.
func (s *Service) SavePlace(ctx context.Context, now time.Time, by string, p Place) (Place, error) {
	if err := s.checkPlace(&p); err != nil {
		return Place{}, err
	}
	return save(ctx, s, &s.places, now, by, p)
}

// save writes one row of a register that is at the version its author saw, and
// gives it as it is then.
func save[T any](ctx context.Context, s *Service, r *register[T], now time.Time, by string, thing T) (T, error) {
	mine := *r.record(&thing)
	same := func(o T) bool { return r.record(&o).ID == mine.ID }
	err := r.save(ctx, s.store, now, by, func(all []T) (edit[T], error) {
		was, _ := pick(all, same) // the zero one when there is none: version 0
		if r.record(&was).Version != mine.Version {
			return edit[T]{}, errs.New(errs.Stale, "place.stale")
		}
		var f errs.Fields
		if len(r.clashes(all, []T{thing})) > 0 {
			f.Add(r.field, r.taken)
		}
		return edit[T]{rows: []T{thing}}, f.Err()
	})
	if err != nil {
		return thing, err
	}
	all, err := r.now(ctx, s.store)
	if err != nil {
		return thing, err
	}
	return pick(all, same)
}

// TariffQuery asks for tariffs; what is empty matches all.
type TariffQuery struct {
	From, To string // areas
	Mode     string
	Cursor   string // of the page before
	Limit    int    // 1 to 100
}

// TariffPage is a page of tariffs; Next is empty on the last one.
type TariffPage struct {
	Tariffs []Tariff
	Next    string
}

// Tariffs finds tariffs, those for the narrowest areas first: what is agreed
// for a city comes before what holds for its province. errs.Invalid for a
// cursor that leads nowhere (any more).
func (s *Service) Tariffs(ctx context.Context, q TariffQuery) (TariffPage, error) {
	all, err := s.tariffs.now(ctx, s.store)
	if err != nil {
		return TariffPage{}, err
	}
	var found []Tariff
	for _, t := range all {
		if (q.Mode == "" || q.Mode == t.Mode) && within(q.From, t.From) && within(q.To, t.To) {
			found = append(found, t)
		}
	}
	if q.From != "" || q.To != "" {
		slices.SortStableFunc(found, func(a, b Tariff) int { return depth(b.From) + depth(b.To) - depth(a.From) - depth(a.To) })
	}
	page, next, err := pageOf(found, q.Cursor, q.Limit, func(t Tariff) string { return t.ID })
	return TariffPage{Tariffs: page, Next: next}, err
}

// Tariff reads one; errs.NotFound.
func (s *Service) Tariff(ctx context.Context, id string) (Tariff, error) {
	all, err := s.tariffs.now(ctx, s.store)
	if err != nil {
		return Tariff{}, err
	}
	return pick(all, func(t Tariff) bool { return t.ID == id })
}

// SaveTariff makes or changes a tariff. Version is the one its author saw, 0
// for a new one. errs.Invalid, errs.Stale.
func (s *Service) SaveTariff(ctx context.Context, now time.Time, by string, t Tariff) (Tariff, error) {
	if err := checkTariff(&t); err != nil {
		return Tariff{}, err
	}
	return save(ctx, s, &s.tariffs, now, by, t)
}

// DeleteTariff takes a tariff out. Version is the one its author saw, 0 for
// whichever there is. errs.NotFound, errs.Stale.
func (s *Service) DeleteTariff(ctx context.Context, now time.Time, by, id string, version int) error {
	return s.tariffs.save(ctx, s.store, now, by, func(all []Tariff) (edit[Tariff], error) {
		was, err := pick(all, func(t Tariff) bool { return t.ID == id })
		if err == nil && version != 0 && was.Version != version {
			err = errs.New(errs.Stale, "place.stale")
		}
		return edit[Tariff]{gone: []string{id}}, err
	})
}
