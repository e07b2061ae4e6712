package greeting

import (
	"context"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"huiyin/shared/calendar"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
)

// Reports tell what became of a day's greetings.
type Reports struct {
	Store Store
	// Batch reads the work on a page; errs.NotFound while nobody has begun it.
	Batch func(ctx context.Context, id string) (ledger.Batch, error)
}

// Progress is a run and what became of those on its pages.
type Progress struct {
	Run
	Texts  []Outcome // by text
	Queued int       // customers on pages that nobody has begun
	Whole  bool      // all pages were looked at: of a very long run only the first maxPages are
}

// Outcome is what became of those who were to get one text.
type Outcome struct {
	Text    string // as Occasion.Text
	People  int
	Working int          // on pages that are being worked on
	Tally   ledger.Tally // of the pages that are done
}

// maxPages is how many pages of a run one look at it reads, reading so many of
// them at once (ours): a hundred thousand customers.
const (
	maxPages = 1000
	reading  = 16
)

// PageID names the event of a run's page, 1 to Pages, which names its batch.
func PageID(zone string, date calendar.Date, page int) string {
	return event.ID(Subject(zone, date), page)
}

// Day reports on the runs of a local day, by zone; none where none has begun.
func (r Reports) Day(ctx context.Context, date calendar.Date) ([]Progress, error) {
	zones, err := r.Store.Zones(ctx)
	if err != nil {
		return nil, errs.Wrap(err, "list the zones of customers")
	}
	slices.Sort(zones)
	var all []Progress
	for _, zone := range zones {
		run, err := r.Store.Run(ctx, zone, date)
		if err != nil {
			return nil, errs.Wrap(err, "read the run")
		}
		if run.Version == 0 {
			continue
		}
		p, err := r.progress(ctx, run)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

func (r Reports) progress(ctx context.Context, run Run) (Progress, error) {
	p := Progress{Run: run, Queued: run.People, Whole: run.Pages <= maxPages}
	var mu sync.Mutex
	var group errgroup.Group
	group.SetLimit(reading)
	for page := 1; page <= min(run.Pages, maxPages); page++ {
		group.Go(func() error {
			b, err := r.Batch(ctx, PageID(run.Zone, run.Date, page))
			if errs.Is(err, errs.NotFound) {
				return nil
			}
			if err != nil {
				return errs.Wrap(err, "read what became of a page")
			}
			mu.Lock()
			defer mu.Unlock()
			p.add(b)
			return nil
		})
	}
	err := group.Wait()
	slices.SortFunc(p.Texts, func(a, b Outcome) int { return strings.Compare(a.Text, b.Text) })
	return p, err
}

// add counts a page that somebody has begun.
func (p *Progress) add(b ledger.Batch) {
	text := string(b.Template)
	i := slices.IndexFunc(p.Texts, func(g Outcome) bool { return g.Text == text })
	if i < 0 {
		i = len(p.Texts)
		p.Texts = append(p.Texts, Outcome{Text: text})
	}
	g := &p.Texts[i]
	g.People += len(b.To)
	p.Queued -= len(b.To)
	if b.State != ledger.Settled {
		g.Working += len(b.To)
		return
	}
	g.Tally.Join(b.Tally)
}
