package desk

import (
	"context"
	"maps"
	"slices"

	"huiyin/shared/setting"
)

const aCalendar = "timeZone, hours by weekday, dated exceptions, chinaHolidays, name; as in a simulation. Unknown members are refused by name, with 422."

type calendarsOutput struct {
	Body struct {
		Calendars []Setting `json:"calendars" doc:"By id."`
	}
}

func (d *Desk) calendars(ctx context.Context, _ *struct{}) (*calendarsOutput, error) {
	f, err := d.Settings.InForce(ctx)
	if err != nil {
		return nil, err
	}
	out := &calendarsOutput{}
	out.Body.Calendars = []Setting{}
	for _, name := range slices.Sorted(maps.Keys(f.Calendars)) {
		shown, err := calendarInForce(f, name)
		if err != nil {
			return nil, err
		}
		out.Body.Calendars = append(out.Body.Calendars, shown)
	}
	return out, nil
}

// calendarInForce shows a calendar without id and version, which stand beside
// it.
func calendarInForce(f *setting.InForce, name string) (Setting, error) {
	c, ok := f.Calendars[name]
	if !ok {
		return Setting{}, noSetting()
	}
	c.ID, c.Version = "", 0
	return inForce(f, setting.Calendar, name, c)
}

// CalendarID names a calendar.
type CalendarID struct {
	ID string `path:"id" maxLength:"40" doc:"Of the admin's choice: lower-case letters, digits and hyphens."`
}

func (d *Desk) calendar(ctx context.Context, in *CalendarID) (*settingOutput, error) {
	f, err := d.Settings.InForce(ctx)
	if err != nil {
		return nil, err
	}
	shown, err := calendarInForce(f, in.ID)
	return &settingOutput{ETag: etag(shown.Version), Body: shown}, err
}

type calendarInput struct {
	CalendarID
	Match
	RawBody []byte `contentType:"application/json"`
}

func (d *Desk) draftCalendar(ctx context.Context, in *calendarInput, version func() (int, error)) (*setting.Draft, error) {
	seen, err := version()
	if err != nil {
		return nil, err
	}
	return d.Settings.DraftCalendar(ctx, d.Now(), in.ID, in.RawBody, seen)
}

func (d *Desk) saveCalendar(ctx context.Context, in *calendarInput) (*savedOutput, error) {
	draft, err := d.draftCalendar(ctx, in, in.whole)
	if err != nil {
		return nil, err
	}
	return d.save(ctx, draft, func(f *setting.InForce) (Setting, error) { return calendarInForce(f, in.ID) })
}

func (d *Desk) previewCalendar(ctx context.Context, in *calendarInput) (*previewOutput, error) {
	draft, err := d.draftCalendar(ctx, in, in.looking)
	if err != nil {
		return nil, err
	}
	return d.preview(ctx, draft)
}

type calendarVersionsInput struct {
	CalendarID
	VersionsInput
}

func (d *Desk) calendarVersions(ctx context.Context, in *calendarVersionsInput) (*versionsOutput, error) {
	return d.versions(ctx, setting.Calendar, in.ID, in.VersionsInput)
}
