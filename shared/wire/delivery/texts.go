package delivery

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/greeting"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/notice"
	"huiyin/shared/setting"
	"huiyin/shared/shipment"
	"huiyin/shared/task"
	"huiyin/shared/ticket"
	"huiyin/shared/wire"
	"huiyin/shared/words"
)

// texts are the company's words as they are in force, read at most a minute
// ago.
type texts struct {
	company message.Company
	rules   *wire.Rules
	now     atomic.Pointer[wording]
}

type wording struct {
	of        *setting.InForce
	templates message.Templates
}

// refresh takes over what was saved since. errs.Unavailable: nothing is sent
// in words that a company may have taken back.
func (t *texts) refresh(ctx context.Context) error {
	f, err := t.rules.InForce(ctx)
	if err != nil {
		return err
	}
	if has := t.now.Load(); has != nil && has.of == f {
		return nil
	}
	made, err := message.New(t.company, f.Texts)
	if err == nil {
		t.now.Store(&wording{f, made})
	}
	return err
}

// Render renders a template in the words in force.
func (t *texts) Render(id message.ID, lang words.Lang, params map[string]string) (message.Text, error) {
	return t.now.Load().templates.Render(id, lang, params)
}

// RenderOwn renders a text of its own, see package message.
func (t *texts) RenderOwn(id message.ID, lang words.Lang, own string, params map[string]string) (message.Text, error) {
	return t.now.Load().templates.RenderOwn(id, lang, own, params)
}

func (t *texts) on(id message.ID) bool        { return t.now.Load().templates.On(id) }
func (t *texts) greetings() greeting.Settings { return t.now.Load().of.Greetings }

// Planner plans what follows from an event, in the words of the moment, and sees
// to the tasks that some events of tickets begin or end, and to the files of who
// is in touch again.
type Planner struct {
	*notice.Service
	texts  *texts
	follow *task.Revisits
	leads  *task.Leads
	files  customer.Service
}

// Plan is the service's.
func (p Planner) Plan(ctx context.Context, now time.Time, e event.Event) ([]ledger.Message, error) {
	if slices.Contains(task.Follows(), e.Type) {
		if err := p.follow.Follow(ctx, now, e); err != nil {
			return nil, errs.Wrap(err, "see to the revisit of a ticket")
		}
	}
	if e.Type == ticket.Opened {
		if err := p.leads.Follow(ctx, now, e); err != nil {
			return nil, errs.Wrap(err, "follow up who asks")
		}
	}
	if err := p.heard(ctx, e); err != nil {
		return nil, err
	}
	if err := p.texts.refresh(ctx); err != nil {
		return nil, err
	}
	return p.Service.Plan(ctx, now, e)
}

// heard takes the file of whoever opens a ticket, or sends something, out again
// (rule QM-6).
func (p Planner) heard(ctx context.Context, e event.Event) error {
	var f struct{ Archived, Customer string } // of ticket.OpenedFacts and shipment.LeftFacts
	if e.Type != ticket.Opened && e.Type != shipment.DispatchedEvent {
		return nil
	}
	if err := e.Into(&f); err != nil {
		return err
	}
	if id := f.Archived + f.Customer; id != "" {
		return p.files.Heard(ctx, e.At, e.By, id)
	}
	return nil
}

// Page is the service's, in the words of the moment.
func (p Planner) Page(ctx context.Context, e event.Event) (ledger.Page, bool, error) {
	if err := p.texts.refresh(ctx); err != nil {
		return ledger.Page{}, false, err
	}
	return p.Service.Page(ctx, e)
}
