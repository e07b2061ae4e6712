package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"mime"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/phone"
	"huiyin/shared/place"
)

// Place is a department, a branch or a partner of the register.
type Place struct {
	ID       string        `json:"id"`
	Version  int           `json:"version" doc:"Counts up with each save; also the ETag of a single one."`
	By       string        `json:"by,omitempty" doc:"Who saved it; none: it came with the program."`
	At       time.Time     `json:"at,omitzero"`
	Kind     string        `json:"kind" enum:"department,branch,partner"`
	Name     string        `json:"name" doc:"As hand-overs name it; one of its kind."`
	Region   string        `json:"region,omitempty"`
	Address  string        `json:"address,omitempty"`
	Phone    string        `json:"phone,omitempty" doc:"For callers, in words."`
	Hours    string        `json:"hours,omitempty" doc:"In words."`
	Coverage []string      `json:"coverage,omitempty" doc:"Areas that it serves: province, city, district."`
	Contact  *PlaceContact `json:"contact,omitempty" doc:"Who answers there."`
	Language string        `json:"language" enum:"zh,en" doc:"Of what the contact is told."`
	Active   bool          `json:"active" doc:"false: nothing more is handed over to it."`
}

// PlaceContact is who answers at a place.
type PlaceContact struct {
	Name  string `json:"name,omitempty"`
	Phone string `json:"phone,omitempty" doc:"A mobile: it gets an SMS when a ticket is handed over."`
	Mail  string `json:"mail,omitempty"`
}

func placeOf(p place.Place) Place {
	shown := Place{ID: p.ID, Version: p.Version, By: p.By, At: p.At, Kind: p.Kind, Name: p.Name, Region: p.Region, Address: p.Address, Phone: p.Phone,
		Hours: p.Hours, Coverage: p.Coverage, Language: p.Lang, Active: !p.Off}
	if c := p.Contact; c != (place.Contact{}) {
		shown.Contact = &PlaceContact{Name: c.Name, Phone: string(c.Phone), Mail: c.Mail}
	}
	return shown
}

// PlaceList is a page of the register.
type PlaceList struct {
	Places []Place `json:"places" doc:"Departments, branches, partners, each by name."`
	Next   string  `json:"next,omitempty" doc:"The cursor of the next page; none on the last."`
}

type placesInput struct {
	Text     string `query:"q" maxLength:"80" doc:"Words that stand in name, address, coverage, phone or contact."`
	Kind     string `query:"kind" enum:"department,branch,partner"`
	Area     string `query:"area" maxLength:"80" doc:"Only who serves it: 浙江省杭州市西湖区, 杭州."`
	Inactive bool   `query:"inactive" doc:"The inactive ones too."`
	Pages
}

type placesOutput struct{ Body PlaceList }

func (d *Desk) places(ctx context.Context, in *placesInput) (*placesOutput, error) {
	page, err := d.Places.Places(ctx, place.Query{Kind: in.Kind, Text: in.Text, Area: in.Area, All: in.Inactive, Cursor: in.Cursor, Limit: in.Limit})
	out := &placesOutput{Body: PlaceList{Places: []Place{}, Next: page.Next}}
	for _, p := range page.Places {
		out.Body.Places = append(out.Body.Places, placeOf(p))
	}
	return out, err
}

type placeOutput struct {
	ETag string `header:"ETag"`
	Body Place
}

func (d *Desk) place(ctx context.Context, in *Person) (*placeOutput, error) {
	p, err := d.Places.Place(ctx, in.ID)
	return &placeOutput{ETag: etag(p.Version), Body: placeOf(p)}, err
}

// PlaceInput is what is written down about a place. Lengths, numbers and
// whether a name is free are looked at by the use case, as in an import.
type PlaceInput struct {
	Kind     string       `json:"kind" enum:"department,branch,partner"`
	Name     string       `json:"name" minLength:"1" maxLength:"40"`
	Region   string       `json:"region,omitempty" maxLength:"40"`
	Address  string       `json:"address,omitempty" maxLength:"200"`
	Phone    string       `json:"phone,omitempty" maxLength:"40"`
	Hours    string       `json:"hours,omitempty" maxLength:"200"`
	Coverage []string     `json:"coverage,omitempty" maxItems:"200"`
	Contact  PlaceContact `json:"contact,omitempty"`
	Language string       `json:"language,omitempty" enum:"zh,en" doc:"zh when left out."`
	Inactive bool         `json:"inactive,omitempty" doc:"Nothing more is handed over to it."`
}

type savePlaceInput struct {
	Person
	Match
	Body PlaceInput
}

func (d *Desk) savePlace(ctx context.Context, in *savePlaceInput) (*placeOutput, error) {
	version, err := in.whole()
	if err != nil {
		return nil, err
	}
	b := in.Body
	saved, err := d.Places.SavePlace(ctx, d.Now(), sender(ctx).by(), place.Place{
		Record: place.Record{ID: in.ID, Version: version}, Kind: b.Kind, Name: b.Name, Region: b.Region, Address: b.Address, Phone: b.Phone,
		Hours: b.Hours, Coverage: b.Coverage, Lang: b.Language, Off: b.Inactive,
		Contact: place.Contact{Name: b.Contact.Name, Phone: phone.Number(b.Contact.Phone), Mail: b.Contact.Mail},
	})
	if err != nil {
		return nil, err
	}
	return &placeOutput{ETag: etag(saved.Version), Body: placeOf(saved)}, nil
}

// aTable is what a register may be imported from.
func aTable(columns string) map[string]string {
	return map[string]string{
		"text/csv":         "A table in UTF-8 with a heading, separated by commas or tabs, at most 2,000 rows. Columns: " + columns,
		"application/json": "The same as {table}.",
	}
}

const (
	placeTable = "kind and name, and as far as known id, region, address, phone, hours, coverage (areas separated by 、 or ;), contact, " +
		"contact_phone, contact_mail, lang, active. A column that is not there stays as it is, an empty cell empties."
	tariffTable = "from, to, mode, first_kg, first_price, further_price (in yuan, for each further kilogram begun), and as far as known days, note, id."
)

type tableInput struct {
	Type    string `header:"Content-Type"`
	RawBody []byte
}

// table is the table of a request, whichever way it came.
func (in *tableInput) table() ([]byte, error) {
	if kind, _, _ := mime.ParseMediaType(in.Type); kind == "text/csv" { // it was one of aTable's, or nobody came here
		return in.RawBody, nil
	}
	var body struct {
		Table *string `json:"table"`
	}
	reader := json.NewDecoder(bytes.NewReader(in.RawBody))
	reader.DisallowUnknownFields()
	var f errs.Fields
	if err := reader.Decode(&body); err != nil {
		f.Add("body", "web.bad_json")
	} else if body.Table == nil {
		f.Add("table", "required")
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	return []byte(*body.Table), nil
}

// Imported is what an import came to.
type Imported struct {
	Rows    int `json:"rows" doc:"That the table has."`
	Changed int `json:"changed" doc:"Of which were new or said something else."`
}

type importedOutput struct{ Body Imported }

func (d *Desk) importPlaces(ctx context.Context, in *tableInput) (*importedOutput, error) {
	return d.imported(ctx, in, d.Places.ImportPlaces)
}

func (d *Desk) imported(ctx context.Context, in *tableInput, take func(context.Context, time.Time, string, []byte) (place.Imported, error)) (*importedOutput, error) {
	table, err := in.table()
	if err != nil {
		return nil, err
	}
	done, err := take(ctx, d.Now(), sender(ctx).by(), table)
	return &importedOutput{Body: Imported(done)}, err
}
