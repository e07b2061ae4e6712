package desk

import (
	"context"
	"net/url"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/sheet"
	"huiyin/shared/web"
	"huiyin/shared/words"
)

// Import is a table that was sent as a file, and how far it has come.
type Import struct {
	ID      string    `json:"id"`
	State   string    `json:"state" enum:"arrived,waiting,running,done,stopped,cancelled,failed" doc:"arrived: the file lies there and nobody has started it; stopped: too many rows were wrong."`
	Table   string    `json:"table,omitempty" enum:"customers,shipments,statuses"`
	Trial   bool      `json:"trial,omitempty" doc:"Every row is looked at and nothing is written."`
	Stop    int       `json:"stop,omitempty" doc:"It stops when more rows than these are wrong."`
	By      string    `json:"by,omitempty" doc:"Who started it."`
	Badge   string    `json:"badge,omitempty" doc:"Of that member of staff."`
	Started time.Time `json:"startedAt,omitzero"`
	Changed time.Time `json:"changedAt,omitzero"`
	Ended   time.Time `json:"endedAt,omitzero"`
	Problem string    `json:"problem,omitempty" doc:"Why it failed, in the caller's language."`
	Bytes   int64     `json:"bytes" doc:"Of the file."`
	Read    int64     `json:"read" doc:"Of these, worked through."`

	Rows      int `json:"rows" doc:"That were looked at."`
	Created   int `json:"created" doc:"Of which were new."`
	Updated   int `json:"updated" doc:"That changed what was there."`
	Unchanged int `json:"unchanged" doc:"That said what was there; rows of a chunk that was cut short and done again are among them."`
	Wrong     int `json:"wrong" doc:"That were left out; why, the list of problems says."`
}

func (d *Desk) shownImport(ctx context.Context, i sheet.Import) (Import, error) {
	shown := Import{ID: i.ID, State: string(i.State), Table: i.Table, Trial: i.Trial, Stop: i.Stop, By: i.By, Started: i.At, Changed: i.Changed, Ended: i.Ended,
		Bytes: i.Size, Read: i.Read, Rows: i.Rows, Created: i.Created, Updated: i.Updated, Unchanged: i.Unchanged, Wrong: i.Wrong}
	if i.Code != "" {
		shown.Problem = words.Text(web.Lang(ctx), i.Code, nil)
	}
	roster, err := d.Roster.Now(ctx)
	shown.Badge = badgeOf(roster, i.By)
	return shown, err
}

type offerImportInput struct {
	Body struct {
		Back string `json:"back,omitempty" maxLength:"2000" format:"uri" doc:"Where the browser goes when the file has arrived; {id} in it becomes the file's id."`
	}
}

// offerImport gives a form by which a file goes to where the sweep finds it.
func (d *Desk) offerImport(ctx context.Context, in *offerImportInput) (*uploadOutput, error) {
	offer, err := d.Imports.Offer(ctx, in.Body.Back)
	return &uploadOutput{Body: Upload{ID: offer.ID, URL: offer.Form.URL, Fields: offer.Form.Fields, MaxBytes: sheet.MaxSize,
		Seconds: int(sheet.FormLife.Seconds()), Types: []string{"text/csv"}}}, err
}

// OnImport names an import.
type OnImport struct {
	ID string `path:"id" pattern:"^[A-Za-z0-9_-]{8,64}$"`
}

type startImportInput struct {
	OnImport
	Body struct {
		Table string `json:"table" enum:"customers,shipments,statuses"`
		Trial bool   `json:"trial,omitempty" doc:"Look at every row and write nothing."`
		Stop  int    `json:"stop,omitempty" minimum:"1" maximum:"10000" doc:"Stop when more rows than these are wrong; 1,000 when left out."`
	}
}

type importOutput struct{ Body Import }

func (d *Desk) startImport(ctx context.Context, in *startImportInput) (*importOutput, error) {
	i, err := d.Imports.Start(ctx, d.Now(), in.ID, sheet.Start{Table: in.Body.Table, Trial: in.Body.Trial, Stop: in.Body.Stop, By: sender(ctx).by()})
	if err != nil {
		return nil, err
	}
	shown, err := d.shownImport(ctx, i)
	return &importOutput{Body: shown}, err
}

func (d *Desk) readImport(ctx context.Context, in *OnImport) (*importOutput, error) {
	i, err := d.Imports.Import(ctx, in.ID)
	if errs.Is(err, errs.NotFound) {
		seen, err := d.Imports.Arrived(ctx, in.ID)
		return &importOutput{Body: Import{ID: in.ID, State: "arrived", Bytes: seen.Size}}, err
	}
	if err != nil {
		return nil, err
	}
	shown, err := d.shownImport(ctx, i)
	return &importOutput{Body: shown}, err
}

func (d *Desk) cancelImport(ctx context.Context, in *OnImport) (*importOutput, error) {
	i, err := d.Imports.Cancel(ctx, d.Now(), in.ID)
	if err != nil {
		return nil, err
	}
	shown, err := d.shownImport(ctx, i)
	return &importOutput{Body: shown}, err
}

// ImportList are the last imports.
type ImportList struct {
	Imports []Import `json:"imports" doc:"Newest first."`
}

type importsOutput struct{ Body ImportList }

func (d *Desk) imports(ctx context.Context, in *jobsInput) (*importsOutput, error) {
	list, err := d.Imports.Imports(ctx, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &importsOutput{Body: ImportList{Imports: []Import{}}}
	for _, i := range list {
		shown, err := d.shownImport(ctx, i)
		if err != nil {
			return nil, err
		}
		out.Body.Imports = append(out.Body.Imports, shown)
	}
	return out, nil
}

// RowProblem is what is wrong with a row.
type RowProblem struct {
	Line    int    `json:"line" doc:"In the file, or in the list that was sent, from 1."`
	Row     int    `json:"row,omitempty" doc:"As a spreadsheet numbers it."`
	Column  string `json:"column,omitempty" doc:"None: the row as a whole."`
	Title   string `json:"title,omitempty" doc:"The column's title."`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// RowProblems is what was wrong with an import's rows.
type RowProblems struct {
	Problems []RowProblem `json:"problems" doc:"In the order of the rows."`
}

func shownProblems(t sheet.Table, lang words.Lang, problems []sheet.Problem) []RowProblem {
	shown := []RowProblem{}
	for _, p := range problems {
		shown = append(shown, RowProblem{Line: p.Line, Row: p.Row, Column: p.Column, Title: p.Title(t, lang), Code: p.Code, Message: p.Sentence(lang)})
	}
	return shown
}

type importProblemsInput struct {
	OnImport
	Limit int `query:"limit" minimum:"1" maximum:"10000" default:"100"`
}

type importProblemsOutput struct{ Body RowProblems }

func (d *Desk) importProblems(ctx context.Context, in *importProblemsInput) (*importProblemsOutput, error) {
	i, problems, err := d.problemsOf(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return &importProblemsOutput{Body: RowProblems{Problems: shownProblems(d.Imports.Tables[i.Table], web.Lang(ctx), problems[:min(len(problems), in.Limit)])}}, nil
}

func (d *Desk) problemsOf(ctx context.Context, id string) (sheet.Import, []sheet.Problem, error) {
	i, err := d.Imports.Import(ctx, id)
	if err != nil {
		return i, nil, err
	}
	problems, err := d.Imports.Store.Problems(ctx, id)
	return i, problems, err
}

// fileOutput is a file that a browser saves.
type fileOutput struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

func csvFile(name string, content []byte) *fileOutput {
	return &fileOutput{ContentType: "text/csv; charset=utf-8", Disposition: `attachment; filename="` + name + `.csv"`, Body: content}
}

func (d *Desk) importProblemsFile(ctx context.Context, in *OnImport) (*fileOutput, error) {
	i, problems, err := d.problemsOf(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return csvFile("problems-"+i.At.In(d.Exports.Zone).Format("20060102-1504"), sheet.ProblemsCSV(d.Imports.Tables[i.Table], web.Lang(ctx), problems)), nil
}

// OnTable names a table that rows can be imported into.
type OnTable struct {
	Table string `path:"table" enum:"customers,shipments,statuses"`
}

func (d *Desk) importTemplate(ctx context.Context, in *OnTable) (*fileOutput, error) {
	t, known := d.Imports.Tables[in.Table]
	if !known {
		return nil, errs.New(errs.NotFound, "sheet.table_unknown")
	}
	return csvFile(in.Table, sheet.Template(t, web.Lang(ctx))), nil
}

type importRowsInput struct {
	OnTable
	Body struct {
		Rows  []map[string]string `json:"rows" minItems:"1" maxItems:"200" doc:"Each by the names or titles of columns; what is left out stays as it is, an empty text empties."`
		Trial bool                `json:"trial,omitempty" doc:"Look at every row and write nothing."`
	}
}

// TakenRow is what became of a row.
type TakenRow struct {
	Did      string       `json:"did" enum:"created,changed,unchanged,wrong"`
	ID       string       `json:"id,omitempty" doc:"Of what it is about."`
	Problems []RowProblem `json:"problems,omitempty"`
}

// TakenRows are what became of a list, in its order.
type TakenRows struct {
	Rows []TakenRow `json:"rows"`
}

type importRowsOutput struct{ Body TakenRows }

func (d *Desk) importRows(ctx context.Context, in *importRowsInput) (*importRowsOutput, error) {
	outcomes, err := d.Imports.Take(ctx, d.Now(), sender(ctx).by(), in.Table, in.Body.Trial, in.Body.Rows)
	if err != nil {
		return nil, err
	}
	out := &importRowsOutput{Body: TakenRows{Rows: make([]TakenRow, len(outcomes))}}
	for n, o := range outcomes {
		out.Body.Rows[n] = TakenRow{Did: o.Did, ID: o.ID, Problems: shownProblems(d.Imports.Tables[in.Table], web.Lang(ctx), o.Problems)}
	}
	return out, nil
}

type exportCustomersInput struct {
	Format string `query:"format" enum:"csv,json" default:"csv" doc:"csv: for a spreadsheet, in the caller's language. json: {\"rows\": [...], \"next\": \"...\"}, rows as importRows takes them."`
	Cursor string `query:"cursor" maxLength:"1000" doc:"Of the part, as Link (or next) of the part before gave it; none for the first."`
}

// tableOutput is a file of at most a thousand rows.
type tableOutput struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Link        string `header:"Link" doc:"Where the next part is; none on the last one."`
	Rows        int    `header:"Report-Rows" doc:"How many rows this part has."`
	Body        []byte
}

// exportCustomers gives a part of all customers' files, one row each.
func (d *Desk) exportCustomers(ctx context.Context, in *exportCustomersInput) (*tableOutput, error) {
	out := &tableOutput{ContentType: "text/csv; charset=utf-8",
		Disposition: `attachment; filename="customers-` + d.Now().In(d.Exports.Zone).Format(time.DateOnly) + `.` + in.Format + `"`}
	var part sheet.Part
	var err error
	if in.Format == "json" {
		out.ContentType = "application/json"
		out.Body, part, err = d.Exports.JSON(ctx, in.Cursor)
	} else {
		out.Body, part, err = d.Exports.CSV(ctx, web.Lang(ctx), in.Cursor)
	}
	if err != nil {
		return nil, err
	}
	if out.Rows = part.Rows; part.Next != "" {
		out.Link = `<?` + url.Values{"format": {in.Format}, "cursor": {part.Next}, "lang": {string(web.Lang(ctx))}}.Encode() + `>; rel="next"`
	}
	return out, nil
}

type exportPartsInput struct {
	Cursor string `query:"cursor" maxLength:"1000" doc:"next of the list before."`
}

func (d *Desk) exportParts(ctx context.Context, in *exportPartsInput) (*reportPartsOutput, error) {
	parts, err := d.Exports.Parts(ctx, in.Cursor)
	if err != nil {
		return nil, err
	}
	out := ReportParts{Parts: []ReportPart{}}
	for _, part := range parts {
		out.Parts = append(out.Parts, ReportPart{Cursor: part.Cursor, Rows: part.Rows})
		out.Next = part.Next
	}
	return &reportPartsOutput{Body: out}, nil
}
