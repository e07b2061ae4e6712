package campaign

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"huiyin/shared/errs"
)

//go:embed seed/settings.json
var seed []byte

// Settings are what a company decides about campaigns.
type Settings struct {
	AlonePeople int   `json:"alonePeople"` // up to so many customers, its author may approve a campaign
	AlonePrice  int64 `json:"alonePrice"`  // and up to this price, in millionths of a US dollar
	LeadDays    int   `json:"leadDays"`    // so long before its day the message of a month is made
}

// Default are the settings that hold until a company writes its own.
var Default = sync.OnceValue(func() Settings {
	var s Settings
	if err := json.Unmarshal(seed, &s); err != nil {
		panic(fmt.Sprintf("campaign: embedded settings: %v", err))
	}
	return s
})

// Check names every wrong field before settings are saved.
func (s Settings) Check() error {
	var f errs.Fields
	if s.AlonePeople < 0 {
		f.Add("alonePeople", "campaign.negative")
	}
	if s.AlonePrice < 0 {
		f.Add("alonePrice", "campaign.negative")
	}
	if s.LeadDays < 1 || s.LeadDays > 60 {
		f.Add("leadDays", "campaign.lead")
	}
	return f.Err()
}

// Hours in which pages are recorded, in minutes of the customer's local day.
// Promotion may arrive from 08:00 to 21:00 (LAW-3); the last hour is for what
// is on its way.
const (
	opens  = 8 * 60
	closes = 20 * 60
)

// bounds of what one look at a campaign does (ours).
const (
	listPage    = 100              // files looked at with one read
	pageSize    = 100              // people on a page, see ledger.PageSize
	ahead       = 24               // pages that are on their way at most: two minutes' work at twenty a second
	again       = time.Minute      // a running campaign is looked at again then
	closed      = 10 * time.Minute // and then while it is the hour nowhere
	atOncePages = 10               // files are counted at once, in pages; larger lists by the sweep
)
