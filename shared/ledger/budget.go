package ledger

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/message"
	"huiyin/shared/phone"
)

// Budget is what a month may cost, in millionths of a US dollar, and what one
// part costs by country calling code ("" for all others).
type Budget struct {
	Monthly int64
	Prices  map[string]int64
	Share   map[message.Class]int64 // percent of Monthly up to which a class may spend
}

//go:embed seed/prices.json
var priceSeed []byte

// DefaultPrices are about what SNS asks for one part; a company that pays
// others edits the seed. They steer the budget and appear in the ledger, they
// are no bill.
var DefaultPrices = sync.OnceValue(func() map[string]int64 {
	var seed struct {
		MicroUSD map[string]int64 `json:"microUSD"`
	}
	if err := json.Unmarshal(priceSeed, &seed); err != nil {
		panic("ledger: embedded prices: " + err.Error())
	}
	return seed.MicroUSD
})

// DefaultShares let promotion give way first, then receipts, then customer
// notices, and staff alerts never (a class without a share has no limit).
var DefaultShares = map[message.Class]int64{message.Promotion: 70, message.Receipt: 85, message.Notice: 100}

// Price is what a message costs that takes so many parts.
func (b Budget) Price(to phone.Number, parts int) int64 { return b.price(to, parts) }

func (b Budget) price(to phone.Number, parts int) int64 {
	best, price := -1, b.Prices[""]
	for code, p := range b.Prices {
		if code != "" && strings.HasPrefix(string(to), "+"+code) && len(code) > best {
			best, price = len(code), p
		}
	}
	return price * int64(parts)
}

// pay counts the spending before the message goes out, so that two functions
// can't both spend the last of it.
func (s *Service) pay(ctx context.Context, now time.Time, row Row) (bool, error) {
	return s.Store.Spend(ctx, s.month(now), row.Price, s.limit(row.Class))
}

// limit is up to where a class may spend in a month; negative is no limit.
func (s *Service) limit(class message.Class) int64 {
	if share, limited := s.Settings.Budget.Share[class]; limited {
		return s.Settings.Budget.Monthly * share / 100
	}
	return -1
}

// refund gives back what was not used. A refund that is lost leaves the budget
// a little smaller, which harms nobody.
func (s *Service) refund(ctx context.Context, now time.Time, row Row) {
	_, _ = s.Store.Spend(ctx, s.month(now), -row.Price, -1)
}

// Used is how much of this month's budget is spent, in percent.
func (s *Service) Used(ctx context.Context, now time.Time) (float64, error) {
	spent, err := s.Store.Spent(ctx, s.month(now))
	if err != nil || s.Settings.Budget.Monthly == 0 {
		return 0, errs.Wrap(err, "read the spending")
	}
	return 100 * float64(spent) / float64(s.Settings.Budget.Monthly), nil
}

func (s *Service) month(now time.Time) string { return now.In(s.Settings.Zone).Format("2006-01") }

// Receipts to one number: at most one an hour and three a day (ours), so that
// nobody can use a form to flood a stranger's phone.
const (
	receiptEvery = time.Hour
	receiptDay   = 24 * time.Hour
	receiptsADay = 3
)

// receipt takes a place for a receipt, once per row however often it is asked.
func (s *Service) receipt(ctx context.Context, now time.Time, key, id string) (bool, error) {
	for try := 0; ; try++ {
		recent, err := s.Store.Recent(ctx, key)
		if err != nil {
			return false, errs.Wrap(err, "read recent receipts")
		}
		kept := recent.Taken[:0:0]
		last := time.Time{}
		for _, t := range recent.Taken {
			if t.Row == id {
				return true, nil
			}
			if now.Sub(t.At) < receiptDay {
				kept = append(kept, t)
				if t.At.After(last) {
					last = t.At
				}
			}
		}
		if len(kept) >= receiptsADay || (!last.IsZero() && now.Sub(last) < receiptEvery) {
			return false, nil
		}
		recent.Taken = append(kept, Taken{Row: id, At: now})
		recent.Version++
		err = s.Store.SaveRecent(ctx, key, recent, now.Add(2*receiptDay))
		if err == nil {
			return true, nil
		}
		if !errors.Is(err, ErrLostRace) || try == 3 {
			return false, errs.Wrap(err, "take a place for a receipt")
		}
	}
}
