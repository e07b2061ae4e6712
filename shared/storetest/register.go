package storetest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"huiyin/shared/place"
)

// registers: a list is read as a whole with the count of its saves; whoever
// saves without having seen the last save writes nothing.
func registers(t *testing.T, fresh Fresh) {
	s := fresh(t).Registers
	saved := func(list place.List, count int, gone []string, ids ...string) place.Change {
		c := place.Change{List: list, Count: count, Gone: gone, Event: happened(place.Subject(list), count, place.Saved, start)}
		for _, id := range ids {
			raw, _ := json.Marshal(map[string]string{"says": fmt.Sprint(id, " ", count)}) // can't fail
			c.Rows = append(c.Rows, place.Row{ID: id, Version: count, By: "staff:1", At: start, Value: raw})
		}
		return c
	}
	read := func(list place.List) (string, int) {
		t.Helper()
		rows, count, err := s.Rows(ctx, list)
		is(t, "rows", err, nil)
		counted, err := s.Count(ctx, list)
		is(t, "count", err, nil)
		same(t, "the count alone", counted, count)
		var all []string
		for _, r := range rows {
			all = append(all, fmt.Sprint(r.ID, r.Version, r.By, r.At.Equal(start), string(r.Value)))
		}
		slices.Sort(all)
		return strings.Join(all, "\n"), count
	}
	says := func(id string, count int) string {
		return fmt.Sprint(id, count, "staff:1", true, `{"says":"`, id, ` `, count, `"}`)
	}
	if rows, count := read(place.Places); rows != "" || count != 0 {
		t.Errorf("an empty register: %q, %d", rows, count)
	}
	is(t, "first", s.Save(ctx, saved(place.Places, 1, nil, "a", "b")), nil)
	is(t, "first again", s.Save(ctx, saved(place.Places, 1, nil, "c")), place.ErrLostRace)
	is(t, "one too many", s.Save(ctx, saved(place.Places, 3, nil, "c")), place.ErrLostRace)
	is(t, "the other list", s.Save(ctx, saved(place.Tariffs, 1, nil, "a")), nil)
	is(t, "replace, add and delete", s.Save(ctx, saved(place.Places, 2, []string{"a", "never there"}, "b", "c")), nil)
	rows, count := read(place.Places)
	same(t, "the register", rows, says("b", 2)+"\n"+says("c", 2))
	same(t, "its count", count, 2)
	rows, _ = read(place.Tariffs)
	same(t, "the other register", rows, says("a", 1))
	oneWins(t, "saves of one list", atOnce(6, func(i int) error { return s.Save(ctx, saved(place.Places, 3, nil, name("w", i))) }), because(place.ErrLostRace))
}

// A register of more than one page is read whole: DynamoDB gives a megabyte at
// a time.
func largeRegister(t *testing.T, fresh Fresh) {
	s := fresh(t).Registers
	text := strings.Repeat("长", 8000)
	for count := 1; count <= 60; count++ {
		raw, _ := json.Marshal(text) // can't fail
		c := place.Change{List: place.Tariffs, Count: count, Rows: []place.Row{{ID: name("r", count), Version: 1, At: start, Value: raw}},
			Event: happened(place.Subject(place.Tariffs), count, place.Saved, start)}
		is(t, "save", s.Save(ctx, c), nil)
	}
	rows, count, err := s.Rows(ctx, place.Tariffs)
	is(t, "rows", err, nil)
	if len(rows) != 60 || count != 60 {
		t.Errorf("%d rows, count %d", len(rows), count)
	}
}
