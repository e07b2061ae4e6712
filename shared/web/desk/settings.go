package desk

import (
	"context"
	"encoding/json"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"huiyin/shared/errs"
	"huiyin/shared/id"
	"huiyin/shared/setting"
)

// Setting is one version of what an admin can change.
type Setting struct {
	ID      string          `json:"id"`
	Version int             `json:"version" doc:"Counts up with each save; also the ETag of a single one."`
	By      string          `json:"by,omitempty" doc:"Who saved it; none: it came with the program."`
	At      time.Time       `json:"at,omitzero" doc:"When."`
	Value   json.RawMessage `json:"value" doc:"What it says, as it is sent back."`
}

type settingOutput struct {
	ETag string `header:"ETag"`
	Body Setting
}

// inForce is a setting as it is in force; value is what it says.
func inForce(f *setting.InForce, area setting.Area, name string, value any) (Setting, error) {
	raw, err := json.Marshal(value)
	kept, _ := f.Kept(area, name)
	return Setting{ID: name, Version: f.Version(area, name), By: kept.By, At: kept.At, Value: raw}, err
}

// SavedSetting is what a save came to.
type SavedSetting struct {
	Setting
	Job string `json:"job,omitempty" doc:"Moves the open tickets; none: no open ticket can move."`
}

type savedOutput struct {
	ETag string `header:"ETag"`
	Body SavedSetting
}

// save stores a draft and shows what is in force then. A draft that says what
// is in force changes nothing.
func (d *Desk) save(ctx context.Context, draft *setting.Draft, value func(*setting.InForce) (Setting, error)) (*savedOutput, error) {
	job, err := d.Settings.Save(ctx, d.Now(), sender(ctx).by(), draft)
	if err != nil {
		return nil, err
	}
	f, err := d.Settings.InForce(ctx)
	if err != nil {
		return nil, err
	}
	shown, err := value(f)
	out := &savedOutput{ETag: etag(shown.Version), Body: SavedSetting{Setting: shown}}
	if job != nil {
		out.Body.Job = job.ID
	}
	return out, err
}

// VersionsInput asks for earlier versions.
type VersionsInput struct {
	Before int `query:"before" minimum:"0" doc:"Only those below this version; 0: from the newest on."`
	Limit  int `query:"limit" minimum:"1" maximum:"50" default:"20"`
}

type versionsOutput struct {
	Body struct {
		Versions []Setting `json:"versions" doc:"Newest first; what came with the program is not among them."`
	}
}

func (d *Desk) versions(ctx context.Context, area setting.Area, name string, in VersionsInput) (*versionsOutput, error) {
	list, err := d.Settings.Store.Versions(ctx, area, name, in.Before, in.Limit)
	out := &versionsOutput{}
	out.Body.Versions = []Setting{}
	for _, k := range list {
		out.Body.Versions = append(out.Body.Versions, Setting{ID: k.ID, Version: k.Version, By: k.By, At: k.At, Value: k.Value})
	}
	return out, err
}

// Preview is what a change would do to the open tickets.
type Preview struct {
	Changes  bool            `json:"changes" doc:"Whether it says anything else than what is in force."`
	Looked   int             `json:"looked" doc:"Open tickets looked at. None where no ticket can move."`
	Affected int             `json:"affected" doc:"That would live by something new."`
	Moved    int             `json:"moved" doc:"Of which a due time would change, a timer start or end."`
	Breached int             `json:"breached" doc:"Of which a timer would be late at once."`
	Stuck    int             `json:"stuck" doc:"For which the new rules have no due time: they would stay as they are."`
	Complete bool            `json:"complete" doc:"All were looked at; false: the time was up, the numbers are those so far."`
	More     bool            `json:"more" doc:"More would move than are listed."`
	Tickets  []PreviewTicket `json:"tickets" doc:"That would move, at most 500."`
}

// PreviewTicket is a ticket that would move.
type PreviewTicket struct {
	Number string        `json:"number"`
	Shown  string        `json:"shown" doc:"As people read it."`
	Team   string        `json:"team"`
	Timers []PreviewMove `json:"timers"`
}

// PreviewMove is what would become of a timer.
type PreviewMove struct {
	Metric   string    `json:"metric" enum:"first_response,handover,next_response,promise,resolution,statutory"`
	Cycle    int       `json:"cycle"`
	Was      time.Time `json:"was,omitzero" doc:"Due now; none: it would start."`
	Due      time.Time `json:"due,omitzero" doc:"Due then; none: it would be cancelled."`
	Breached bool      `json:"breached" doc:"It would be late at once."`
}

type previewOutput struct{ Body Preview }

// previewTime is what of a request's time is kept for answering, and the most
// that a preview takes.
const (
	previewReserve = 2 * time.Second
	previewTime    = 20 * time.Second
)

func (d *Desk) preview(ctx context.Context, draft *setting.Draft) (*previewOutput, error) {
	end := time.Now().Add(previewTime)
	if limit, ok := ctx.Deadline(); ok && limit.Add(-previewReserve).Before(end) {
		end = limit.Add(-previewReserve)
	}
	p, err := d.Settings.Preview(ctx, d.Now(), draft, func() bool { return time.Now().Before(end) })
	if err != nil {
		return nil, err
	}
	out := &previewOutput{Body: Preview{Changes: draft.Changes(), Looked: p.Looked, Affected: p.Affected, Moved: p.Moved, Breached: p.Breached,
		Stuck: p.Stuck, Complete: p.Complete, More: p.More, Tickets: []PreviewTicket{}}}
	for _, t := range p.Tickets {
		shown := PreviewTicket{Number: t.Number, Shown: id.Show(t.Number), Team: t.Team, Timers: []PreviewMove{}}
		for _, m := range t.Moves {
			shown.Timers = append(shown.Timers, PreviewMove{Metric: string(m.Metric), Cycle: m.Cycle, Was: m.Was, Due: m.Due, Breached: m.Breached})
		}
		out.Body.Tickets = append(out.Body.Tickets, shown)
	}
	return out, nil
}

// reading binds an operation whose body is read by package setting, which
// names every wrong field: huma leaves it alone, and the document says what it
// is. kinds are the media types that it takes.
func reading[I, O any](do func(*Desk, context.Context, *I) (*O, error), kinds map[string]string) binder {
	return readingUpTo(maxDraft, do, kinds)
}

// readingUpTo is reading for bodies of so many bytes.
func readingUpTo[I, O any](max int64, do func(*Desk, context.Context, *I) (*O, error), kinds map[string]string) binder {
	return func(api huma.API, op huma.Operation, d *Desk) {
		op.SkipValidateBody, op.MaxBodyBytes = true, max+1
		op.RequestBody = &huma.RequestBody{Required: true}
		on(do)(api, op, d)
		op.RequestBody.Content = map[string]*huma.MediaType{}
		for kind, says := range kinds {
			schema := &huma.Schema{Description: says}
			if kind != "application/json" {
				schema.Type = huma.TypeString
			}
			op.RequestBody.Content[kind] = &huma.MediaType{Schema: schema}
		}
	}
}

// jsonOf is a JSON body of which package setting knows the members.
func jsonOf(says string) map[string]string { return map[string]string{"application/json": says} }

func noSetting() error { return errs.New(errs.NotFound, "setting.not_found") }
