package campaign

import (
	"context"

	"huiyin/shared/errs"
	"huiyin/shared/ledger"
)

// Recipient is one customer of a campaign's page and what became of him.
type Recipient struct {
	Customer string       `json:"customer"` // id of the file
	State    ledger.State `json:"state"`    // "" while nobody has come to him yet
	Why      string       `json:"why,omitempty"`
	Parts    int          `json:"parts,omitempty"`
	Price    int64        `json:"price,omitempty"`
}

// Recipients are those of a page, 1 to c.Pages, in their order. What waited or
// was unclear when the page was worked on may have gone on since. errs.NotFound
// campaign.no_page.
func (s *Service) Recipients(ctx context.Context, c Campaign, page int) ([]Recipient, error) {
	if page < 1 || page > c.Pages {
		return nil, errs.New(errs.NotFound, "campaign.no_page")
	}
	return Recipients(ctx, s.Ledger, PageID(c.ID, page))
}

// Recipients are those on the page of a batch; none while nobody has begun it.
func Recipients(ctx context.Context, store interface {
	Batch(ctx context.Context, id string) (ledger.Batch, error)
	Groups(ctx context.Context, batch string) ([]ledger.Group, error)
}, id string) ([]Recipient, error) {
	b, err := store.Batch(ctx, id)
	if errs.Is(err, errs.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, errs.Wrap(err, "read the work on a page")
	}
	groups, err := store.Groups(ctx, id)
	if err != nil {
		return nil, errs.Wrap(err, "read what became of a page")
	}
	lines := ledger.Lines(groups)
	list := make([]Recipient, len(b.To))
	for place, customer := range b.To {
		line := lines[place]
		list[place] = Recipient{Customer: customer, State: line.State, Why: line.Why, Parts: line.Parts, Price: line.Price}
	}
	return list, nil
}
