package calendar

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"sort"
	"sync"
)

//go:embed data/festivals.json
var festivalData []byte

// festivals is the table both ways round. It is read when first asked for.
type festivals struct {
	byYear map[int]map[string]Date
	byDate map[Date][]string
}

var festivalTable = sync.OnceValue(func() festivals {
	var years map[int]map[string]Date
	if err := json.Unmarshal(festivalData, &years); err != nil {
		panic(fmt.Sprintf("calendar: embedded festivals: %v", err))
	}
	table := festivals{byYear: years, byDate: map[Date][]string{}}
	for _, year := range years {
		for id, date := range year {
			table.byDate[date] = append(table.byDate[date], id)
		}
	}
	for _, ids := range table.byDate {
		sort.Strings(ids)
	}
	return table
})

// FestivalsOn lists the ids of the festivals on a date, such as "mid_autumn",
// in alphabetical order; nil when there is none or the year is not in the
// table (2024–2060).
func FestivalsOn(date Date) []string { return festivalTable().byDate[date] }

// FestivalDate is the date of a festival in a year; false when the table has
// no such year or festival.
func FestivalDate(year int, id string) (Date, bool) {
	date, ok := festivalTable().byYear[year][id]
	return date, ok
}
