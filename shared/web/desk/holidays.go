package desk

import (
	"context"
	"mime"
	"strconv"

	"huiyin/shared/calendar"
	"huiyin/shared/errs"
	"huiyin/shared/setting"
	"huiyin/shared/setting/ical"
	"huiyin/shared/web"
	"huiyin/shared/words"
)

// aYear is what a year's list may be sent as.
var aYear = map[string]string{
	"application/json": "A list of {date, name, off}; off is false for a make-up working day.",
	"text/csv":         "The notice's table: dates, name, 休 or 班. A row may have several dates and ranges, as in 10月1日至7日.",
	"text/calendar":    "An iCalendar file of whole days whose summaries end in 休 or 班, or that carry Apple's mark.",
}

// HolidayYear is a year of public holidays.
type HolidayYear struct {
	Year        int                `json:"year"`
	Version     int                `json:"version" doc:"Of its list; 0: it is missing."`
	By          string             `json:"by,omitempty"`
	Loaded      bool               `json:"loaded" doc:"Its list is there; false: the days by law are used for now."`
	Days        []calendar.Holiday `json:"days" doc:"By date; provisional ones are the days by law."`
	Provisional bool               `json:"provisional"`
}

type holidaysOutput struct {
	Body struct {
		Years   []HolidayYear `json:"years" doc:"Those whose list is there, and this and the next year in any case."`
		Missing []int         `json:"missing" doc:"Somebody has to load these: this year, and from December on the next."`
	}
}

func (d *Desk) holidays(ctx context.Context, _ *struct{}) (*holidaysOutput, error) {
	f, err := d.Settings.InForce(ctx)
	if err != nil {
		return nil, err
	}
	today, err := d.today()
	if err != nil {
		return nil, err
	}
	out := &holidaysOutput{}
	out.Body.Years, out.Body.Missing = []HolidayYear{}, append([]int{}, f.Missing(today)...)
	years := f.Holidays.Years()
	for _, year := range []int{today.Year, today.Year + 1} {
		if !f.Holidays.Loaded(year) {
			years = append(years, year)
		}
	}
	for _, year := range years {
		loaded := f.Holidays.Loaded(year)
		kept, _ := f.Kept(setting.Holiday, strconv.Itoa(year))
		out.Body.Years = append(out.Body.Years, HolidayYear{Year: year, Version: f.Version(setting.Holiday, strconv.Itoa(year)), By: kept.By,
			Loaded: loaded, Provisional: !loaded, Days: f.Holidays.Year(year)})
	}
	return out, nil
}

// Year names a year.
type Year struct {
	Year int `path:"year" minimum:"2000" maximum:"2199"`
}

func (y Year) id() string { return strconv.Itoa(y.Year) }

func (y Year) inForce(f *setting.InForce) (Setting, error) {
	if !f.Holidays.Loaded(y.Year) {
		return Setting{}, noSetting()
	}
	return inForce(f, setting.Holiday, y.id(), f.Holidays.Year(y.Year))
}

func (d *Desk) holidaysOf(ctx context.Context, in *Year) (*settingOutput, error) {
	f, err := d.Settings.InForce(ctx)
	if err != nil {
		return nil, err
	}
	shown, err := in.inForce(f)
	return &settingOutput{ETag: etag(shown.Version), Body: shown}, err
}

type yearInput struct {
	Year
	Match
	Type    string `header:"Content-Type"`
	RawBody []byte
}

// draftHolidays reads the body as what it says it is.
func (d *Desk) draftHolidays(ctx context.Context, in *yearInput, version func() (int, error)) (*setting.Draft, error) {
	seen, err := version()
	if err != nil {
		return nil, err
	}
	var rows []setting.Row
	kind, _, _ := mime.ParseMediaType(in.Type) // it was one of aYear's, or nobody came here
	switch kind {
	case "text/csv":
		rows, err = setting.ReadTable(in.RawBody, in.Year.Year)
	case "text/calendar":
		rows, err = ical.Read(in.RawBody)
	default:
		rows, err = setting.ReadJSON(in.RawBody)
	}
	if err != nil {
		return nil, err
	}
	return d.Settings.DraftHolidays(ctx, in.Year.Year, rows, seen)
}

func (d *Desk) saveHolidays(ctx context.Context, in *yearInput) (*savedOutput, error) {
	draft, err := d.draftHolidays(ctx, in, in.whole)
	if err != nil {
		return nil, err
	}
	return d.save(ctx, draft, in.inForce)
}

func (d *Desk) previewHolidays(ctx context.Context, in *yearInput) (*previewOutput, error) {
	draft, err := d.draftHolidays(ctx, in, in.looking)
	if err != nil {
		return nil, err
	}
	return d.preview(ctx, draft)
}

type holidayVersionsInput struct {
	Year
	VersionsInput
}

func (d *Desk) holidayVersions(ctx context.Context, in *holidayVersionsInput) (*versionsOutput, error) {
	return d.versions(ctx, setting.Holiday, in.id(), in.VersionsInput)
}

// Notice is something an admin has to see to.
type Notice struct {
	Code string `json:"code" doc:"A stable word for it."`
	Text string `json:"text" doc:"In the caller's language."`
	Year int    `json:"year,omitempty"`
}

// notices are what an admin is told when he comes to the desk.
func (d *Desk) notices(ctx context.Context) ([]Notice, error) {
	f, err := d.Settings.InForce(ctx)
	if err != nil {
		return nil, err
	}
	today, err := d.today()
	if err != nil {
		return nil, err
	}
	var list []Notice
	for _, year := range f.Missing(today) {
		const code = "setting.year_missing"
		list = append(list, Notice{Code: code, Year: year, Text: words.Text(web.Lang(ctx), code, errs.Args{"year": year})})
	}
	return list, nil
}

// today is the company's date.
func (d *Desk) today() (calendar.Date, error) { return d.Settings.Today(d.Now()) }
