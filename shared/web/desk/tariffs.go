package desk

import (
	"context"
	"math"
	"time"

	"huiyin/shared/place"
)

// Tariff is what carriage from one area to another costs. Money is fen, weight
// is grams.
type Tariff struct {
	ID         string    `json:"id"`
	Version    int       `json:"version" doc:"Counts up with each save; also the ETag of a single one."`
	By         string    `json:"by,omitempty"`
	At         time.Time `json:"at,omitzero"`
	From       string    `json:"from"`
	To         string    `json:"to"`
	Mode       string    `json:"mode" doc:"The company's word: 公路, 航空."`
	FirstGrams int       `json:"firstGrams" doc:"The weight that the first price pays for."`
	FirstFen   int64     `json:"firstFen"`
	MoreFen    int64     `json:"moreFen" doc:"For each further kilogram begun."`
	Days       int       `json:"days,omitempty" doc:"Until it is there."`
	Note       string    `json:"note,omitempty"`
	PriceFen   *int64    `json:"priceFen,omitempty" doc:"What the weight costs that was asked for."`
}

func tariffOf(t place.Tariff) Tariff {
	return Tariff{ID: t.ID, Version: t.Version, By: t.By, At: t.At, From: t.From, To: t.To, Mode: t.Mode,
		FirstGrams: t.First, FirstFen: t.FirstFen, MoreFen: t.MoreFen, Days: t.Days, Note: t.Note}
}

// TariffList is a page of tariffs.
type TariffList struct {
	Tariffs []Tariff `json:"tariffs" doc:"Those for the narrowest areas first."`
	Next    string   `json:"next,omitempty" doc:"The cursor of the next page; none on the last."`
}

type tariffsInput struct {
	From   string  `query:"from" maxLength:"80" doc:"Where it is sent from: an area, as people say it."`
	To     string  `query:"to" maxLength:"80"`
	Mode   string  `query:"mode" maxLength:"40"`
	Weight float64 `query:"weight" minimum:"0" maximum:"100000" doc:"In kilograms; answered with the price."`
	Pages
}

type tariffsOutput struct{ Body TariffList }

func (d *Desk) tariffs(ctx context.Context, in *tariffsInput) (*tariffsOutput, error) {
	page, err := d.Places.Tariffs(ctx, place.TariffQuery{From: in.From, To: in.To, Mode: in.Mode, Cursor: in.Cursor, Limit: in.Limit})
	out := &tariffsOutput{Body: TariffList{Tariffs: []Tariff{}, Next: page.Next}}
	for _, t := range page.Tariffs {
		shown := tariffOf(t)
		if in.Weight > 0 {
			price := t.Price(int(math.Ceil(in.Weight*1000 - 1e-6))) // a gram begun is a gram; the rest is how a computer writes 0.1
			shown.PriceFen = &price
		}
		out.Body.Tariffs = append(out.Body.Tariffs, shown)
	}
	return out, err
}

type tariffOutput struct {
	ETag string `header:"ETag"`
	Body Tariff
}

func (d *Desk) tariff(ctx context.Context, in *Person) (*tariffOutput, error) {
	t, err := d.Places.Tariff(ctx, in.ID)
	return &tariffOutput{ETag: etag(t.Version), Body: tariffOf(t)}, err
}

// TariffInput is what is written down about a tariff.
type TariffInput struct {
	From       string `json:"from" minLength:"1" maxLength:"40"`
	To         string `json:"to" minLength:"1" maxLength:"40"`
	Mode       string `json:"mode" minLength:"1" maxLength:"40"`
	FirstGrams int    `json:"firstGrams" minimum:"1" maximum:"100000000"`
	FirstFen   int64  `json:"firstFen" minimum:"0" maximum:"1000000000"`
	MoreFen    int64  `json:"moreFen" minimum:"0" maximum:"1000000000"`
	Days       int    `json:"days,omitempty" minimum:"0" maximum:"365"`
	Note       string `json:"note,omitempty" maxLength:"200"`
}

type saveTariffInput struct {
	Person
	Match
	Body TariffInput
}

func (d *Desk) saveTariff(ctx context.Context, in *saveTariffInput) (*tariffOutput, error) {
	version, err := in.whole()
	if err != nil {
		return nil, err
	}
	b := in.Body
	saved, err := d.Places.SaveTariff(ctx, d.Now(), sender(ctx).by(), place.Tariff{Record: place.Record{ID: in.ID, Version: version},
		From: b.From, To: b.To, Mode: b.Mode, First: b.FirstGrams, FirstFen: b.FirstFen, MoreFen: b.MoreFen, Days: b.Days, Note: b.Note})
	if err != nil {
		return nil, err
	}
	return &tariffOutput{ETag: etag(saved.Version), Body: tariffOf(saved)}, nil
}

type deleteTariffInput struct {
	Person
	Match
}

// Deleted says that something is no longer there.
type Deleted struct {
	ID string `json:"id"`
}

type deletedOutput struct{ Body Deleted }

func (d *Desk) deleteTariff(ctx context.Context, in *deleteTariffInput) (*deletedOutput, error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	return &deletedOutput{Body: Deleted{ID: in.ID}}, d.Places.DeleteTariff(ctx, d.Now(), sender(ctx).by(), in.ID, version)
}

func (d *Desk) importTariffs(ctx context.Context, in *tableInput) (*importedOutput, error) {
	return d.imported(ctx, in, d.Places.ImportTariffs)
}
