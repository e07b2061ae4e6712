package shipment

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"huiyin/shared/errs"
)

// Settings are what a company decides about its shipments.
type Settings struct {
	// Cutoff is the hour by which a branch's shipments of a day have left, "18:00"
	// in the company's zone; Cutoffs are those of branches with one of their own, by
	// the branch's name.
	Cutoff  string            `json:"cutoff" doc:"By when a branch's shipments of a day have left, like 18:00."`
	Cutoffs map[string]string `json:"cutoffs,omitempty" doc:"Of branches with an hour of their own."`
	// LateHours is how long after it was expected a shipment that is not there is
	// an exception.
	LateHours int `json:"lateHours" doc:"How long after it was expected a shipment that is not there is late."`
	// AskHours is within which time it is asked whether a shipment came.
	AskHours int `json:"askHours" doc:"Within how many hours it is asked whether a shipment came."`
	// Office is the team whose supervisors hear what does not leave in time, and
	// what no team has.
	Office    string   `json:"office" doc:"The team whose supervisors hear what does not leave in time."`
	Modes     []Choice `json:"modes,omitempty" doc:"How goods can go (rule NJ-18)."`
	Checklist []Choice `json:"checklist,omitempty" doc:"What is looked at before goods leave (rule NJ-18)."`
}

// Choice is a line of a list to choose from. Its id stands in shipments and is not used anew.
type Choice struct {
	ID      string `json:"id"`
	Chinese string `json:"zh"`
	English string `json:"en"`
}

//go:embed seed/settings.json
var seed []byte

// DefaultSettings hold until a company writes its own.
var DefaultSettings = sync.OnceValue(func() (s Settings) {
	if err := json.Unmarshal(seed, &s); err != nil {
		panic("shipment: embedded settings: " + err.Error())
	}
	return s
})

const hourForm = "15:04"

// Bounds of settings; all of them ours.
const (
	maxCutoffs = 500
	maxItems   = 20
	maxHours   = 30 * 24
)

var itemForm = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z][a-z0-9_-]{0,31}$`) })

// Check names every wrong field before settings are saved.
func (s Settings) Check() error {
	var f errs.Fields
	hour(&f, "cutoff", s.Cutoff)
	if len(s.Cutoffs) > maxCutoffs {
		f.Add("cutoffs", "shipment.too_many", "max", maxCutoffs)
	}
	for _, branch := range slices.Sorted(maps.Keys(s.Cutoffs)) {
		name := branch
		if line(&f, "cutoffs", &name, MaxWord, true); name != branch || strings.Contains(branch, "#") {
			f.Add("cutoffs", "shipment.id")
		}
		hour(&f, "cutoffs", s.Cutoffs[branch])
	}
	for path, hours := range map[string]int{"lateHours": s.LateHours, "askHours": s.AskHours} {
		if hours < 1 || hours > maxHours {
			f.Add(path, "shipment.hours", "max", maxHours)
		}
	}
	if !idForm().MatchString(s.Office) {
		f.Add("office", "shipment.id")
	}
	items(&f, "modes", s.Modes)
	items(&f, "checklist", s.Checklist)
	return f.Err()
}

func hour(f *errs.Fields, path, text string) {
	if at, err := time.Parse(hourForm, text); err != nil || at.Format(hourForm) != text {
		f.Add(path, "shipment.hour")
	}
}

func items(f *errs.Fields, path string, list []Choice) {
	if len(list) > maxItems {
		f.Add(path, "shipment.too_many", "max", maxItems)
	}
	seen := map[string]bool{}
	for i, item := range list {
		at := fmt.Sprintf("%s[%d].", path, i)
		if !itemForm().MatchString(item.ID) || seen[item.ID] {
			f.Add(at+"id", "shipment.item_id")
		}
		seen[item.ID] = true
		line(f, at+"zh", &item.Chinese, MaxName, true)
		line(f, at+"en", &item.English, MaxName, true)
	}
}

// ids are what stands in shipments.
func ids(list []Choice) []string {
	all := make([]string, len(list))
	for i, item := range list {
		all[i] = item.ID
	}
	return all
}

// Name is what an item of a list says; its id for one that was taken off.
func Name(list []Choice, id, lang string) string {
	i := slices.IndexFunc(list, func(one Choice) bool { return one.ID == id })
	switch {
	case i < 0:
		return id
	case lang == "en":
		return list[i].English
	}
	return list[i].Chinese
}

// cutoff is the instant by which what stands on a branch's list of a day has
// left.
func (s Settings) cutoff(branch, day string, zone *time.Location) (time.Time, error) {
	hour := s.Cutoff
	if own, ok := s.Cutoffs[branch]; ok {
		hour = own
	}
	at, err := time.ParseInLocation(time.DateOnly+" "+hourForm, day+" "+hour, zone)
	return at.UTC(), err
}
