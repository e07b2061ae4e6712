package customer

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"huiyin/shared/errs"
)

//go:embed seed/settings.json
var seed []byte

// Settings are what a company decides about its files.
type Settings struct {
	Lead Leads `json:"lead"`
	// ArchiveMonths without any contact make a file one to archive; 0: never.
	ArchiveMonths int    `json:"archiveMonths"`
	Onboarding    []Item `json:"onboarding"` // what is prepared for a new customer (rule SJ-20)
}

// Leads say which urgency counts when nobody said one (rule NJ-7). When somebody
// asks again, the rules of tasks say.
type Leads struct {
	Usual string `json:"usual" enum:"high,medium,low" doc:"Of an inquiry of which nobody has said how urgent it is."`
	// Never are the kinds of inquiry that make nobody a lead by themselves: about
	// goods that are under way.
	Never []string `json:"never,omitempty" maxItems:"20" doc:"Kinds of inquiry that make nobody a lead, unless it is said how urgent it is."`
}

// Item is a line of the checklist. An id stands in files and is not used anew.
type Item struct {
	ID      string `json:"id"`
	Chinese string `json:"zh"`
	English string `json:"en"`
}

// Default are the settings that hold until a company writes its own.
var Default = sync.OnceValue(func() Settings {
	var s Settings
	if err := json.Unmarshal(seed, &s); err != nil {
		panic(fmt.Sprintf("customer: embedded settings: %v", err))
	}
	return s
})

// Bounds of settings; all of them ours.
const (
	maxMonths   = 120
	maxItems    = 20
	maxItemName = 60
)

var itemID = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,31}$`)

// Check names every wrong field before settings are saved.
func (s Settings) Check() error {
	var f errs.Fields
	oneOf(&f, "lead.usual", s.Lead.Usual, urgencies)
	bounded(&f, "lead.never", len(s.Lead.Never), maxItems)
	for i, kind := range s.Lead.Never {
		if !itemID.MatchString(kind) {
			f.Add(fmt.Sprintf("lead.never[%d]", i), "customer.item_id")
		}
	}
	within(&f, "archiveMonths", s.ArchiveMonths, 0, maxMonths)
	bounded(&f, "onboarding", len(s.Onboarding), maxItems)
	seen := map[string]bool{}
	for i, item := range s.Onboarding {
		path := fmt.Sprintf("onboarding[%d].", i)
		if !itemID.MatchString(item.ID) || seen[item.ID] {
			f.Add(path+"id", "customer.item_id")
		}
		seen[item.ID] = true
		for name, value := range map[string]string{"zh": item.Chinese, "en": item.English} {
			if text(&f, path+name, value, maxItemName); strings.TrimSpace(value) == "" {
				f.Add(path+name, "required")
			}
		}
	}
	return f.Err()
}

func within(f *errs.Fields, path string, n, from, to int) {
	if n < from || n > to {
		f.Add(path, "customer.out_of_range", "from", from, "to", to)
	}
}

var urgencies = []string{High, Medium, Low}

// Name is what an item says; its id for one that was taken off the list.
func (s Settings) Name(id, lang string) string {
	i := slices.IndexFunc(s.Onboarding, func(one Item) bool { return one.ID == id })
	switch {
	case i < 0:
		return id
	case lang == "en":
		return s.Onboarding[i].English
	}
	return s.Onboarding[i].Chinese
}
