package shipment

import (
	"context"
	"hash/fnv"
	"maps"
	"slices"
	"strconv"

	"huiyin/shared/errs"
)

// Figures are counts of shipments. Of one shipment: what it counts as.
type Figures struct {
	Shipments int64 `json:"shipments,omitempty"`
	Pieces    int64 `json:"pieces,omitempty"`
	Grams     int64 `json:"grams,omitempty"`
	Revenue   int64 `json:"revenue,omitempty"` // charges, in fen
	Margin    int64 `json:"margin,omitempty"`  // charges less costs, of the shipments whose cost is known, in fen
	Costed    int64 `json:"costed,omitempty"`  // how many those are: 0, and nothing is known of the margin
	Insured   int64 `json:"insured,omitempty"` // insured values, in fen
	Signed    int64 `json:"signed,omitempty"`
	OnTime    int64 `json:"onTime,omitempty"` // signed for by the time they were expected
	Damaged   int64 `json:"damaged,omitempty"`
	Returned  int64 `json:"returned,omitempty"`
	Excepted  int64 `json:"excepted,omitempty"` // something went wrong on the way
}

// Plus adds, for months and carriers.
func (f Figures) Plus(g Figures) Figures { return f.each(g, 1) }

// minus is what has to be added to g to be f.
func (f Figures) minus(g Figures) Figures { return f.each(g, -1) }

func (f Figures) each(g Figures, sign int64) Figures {
	into, from := f.counts(), g.counts()
	for i := range into {
		*into[i].Count += sign * *from[i].Count
	}
	return f
}

// Named is one count with its name, for a store that adds to each by itself.
type Named struct {
	Name  string
	Count *int64
}

func (f *Figures) counts() []Named {
	return []Named{{"shipments", &f.Shipments}, {"pieces", &f.Pieces}, {"grams", &f.Grams}, {"revenue", &f.Revenue}, {"margin", &f.Margin},
		{"costed", &f.Costed}, {"insured", &f.Insured}, {"signed", &f.Signed}, {"onTime", &f.OnTime}, {"damaged", &f.Damaged},
		{"returned", &f.Returned}, {"excepted", &f.Excepted}}
}

// Counts are its counts by name, each to be read or set.
func (f *Figures) Counts() []Named { return f.counts() }

// Tally is what a change adds to the figures of somebody in a month.
type Tally struct {
	Whose string // CustomerFigures or a part of CarrierFigures
	Month string // "2026-06"
	Add   Figures
}

// Monthly are the figures of a month.
type Monthly struct {
	Month string `json:"month"`
	Figures
}

// CustomerFigures names the figures of a customer.
func CustomerFigures(id string) string { return id }

// carrierParts is in how many parts a carrier's figures are counted: one item
// that every import writes would hold up all of them.
const carrierParts = 8

// CarrierFigures names the parts of a carrier's figures (rule SJ-21).
func CarrierFigures(carrier string) []string {
	parts := make([]string, carrierParts)
	for i := range parts {
		parts[i] = carrierPart(carrier, i)
	}
	return parts
}

func carrierPart(carrier string, part int) string {
	return "CARRIER#" + carrier + "#" + strconv.Itoa(part)
}

// figures are what a shipment counts as, as it stands.
func (s *Shipment) figures() Figures {
	f := Figures{Shipments: 1, Pieces: int64(s.Pieces), Grams: s.Grams, Revenue: s.Money.Charge, Insured: s.Money.Insured,
		Signed: one(s.State == Signed), Returned: one(s.State == Returned), Damaged: one(s.Damaged), Excepted: one(len(s.Exceptions) > 0)}
	if s.Money.Cost != nil {
		f.Margin, f.Costed = s.Money.Charge-*s.Money.Cost, 1
	}
	f.OnTime = one(s.State == Signed && !s.ETA.IsZero() && !s.StateAt.After(s.ETA))
	return f
}

func one(is bool) int64 {
	if is {
		return 1
	}
	return 0
}

// tallies are what has to be added for a shipment that counted as Counted
// before, with another carrier if it was corrected.
func (s *Shipment) tallies(was string) []Tally {
	now := s.figures()
	sum := fnv.New32a()
	sum.Write([]byte(s.Waybill)) // never fails
	part := int(sum.Sum32() % carrierParts)
	var all []Tally
	add := func(whose string, f Figures) {
		if f != (Figures{}) {
			all = append(all, Tally{Whose: whose, Month: s.Month, Add: f})
		}
	}
	add(CustomerFigures(s.Customer), now.minus(s.Counted))
	if was == s.Carrier || was == "" {
		add(carrierPart(s.Carrier, part), now.minus(s.Counted))
	} else {
		add(carrierPart(was, part), Figures{}.minus(s.Counted))
		add(carrierPart(s.Carrier, part), now)
	}
	s.Counted = now
	return all
}

// FiguresOf reads months of several who count as one: the parts of a carrier.
// Those without figures are left out.
func (s *Service) FiguresOf(ctx context.Context, whose []string, first, last string) ([]Monthly, error) {
	sum := map[string]Figures{}
	for _, one := range whose {
		months, err := s.Store.Figures(ctx, one, first, last)
		if err != nil {
			return nil, errs.Wrap(err, "read figures")
		}
		for _, m := range months {
			sum[m.Month] = sum[m.Month].Plus(m.Figures)
		}
	}
	months := []Monthly{}
	for _, month := range slices.Sorted(maps.Keys(sum)) {
		months = append(months, Monthly{Month: month, Figures: sum[month]})
	}
	return months, nil
}
