package handbook_test

import (
	"strings"
	"testing"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/errs"
	"huiyin/shared/handbook"
	"huiyin/shared/memory"
	"huiyin/shared/ticket"
	"huiyin/shared/words"
)

// noon is a Wednesday in June, in Shanghai.
var noon = time.Date(2026, 6, 10, 4, 0, 0, 0, time.UTC)

const (
	boss = "staff:BOSS"
	ann  = "ANN"
)

type world struct {
	*testing.T
	*handbook.Service
}

func newWorld(t *testing.T) world {
	return world{t, &handbook.Service{Store: memory.New(1).Handbook(), Zone: time.FixedZone("Asia/Shanghai", 8*3600), Vocabulary: ticket.DefaultVocabulary(),
		Values: map[string]string{"company": "顺达物流", "hotline": "400-820-1234"},
		Promotion: func(text string) []string {
			if strings.Contains(text, "套餐") {
				return []string{"套餐"}
			}
			return nil
		}}}
}

func day(d int) calendar.Date { return calendar.Date{Year: 2026, Month: 6, Day: d} }

func on(d int) time.Time { return noon.AddDate(0, 0, d-10) }

// writing is an article about delays that says one thing.
func writing(says string, from calendar.Date) handbook.Writing {
	return handbook.Writing{Titles: handbook.Texts{words.Chinese: "延误", words.English: "Delay"}, From: from, Topics: []handbook.Topic{"complaint.delay"},
		Bodies: handbook.Texts{words.Chinese: says, words.English: "In English."}}
}

func (w world) save(now time.Time, id string, seen int, in handbook.Writing) handbook.Article {
	w.Helper()
	a, err := w.SaveArticle(w.Context(), now, boss, id, seen, in)
	if err != nil {
		w.Fatal(err)
	}
	return a
}

// says is what an article says at an instant, "" where none is in force.
func (w world) says(now time.Time, id string) string {
	w.Helper()
	a, err := w.Article(w.Context(), now, id, 0)
	if errs.Is(err, errs.NotFound) {
		return ""
	}
	if err != nil {
		w.Fatal(err)
	}
	return a.Bodies[words.Chinese]
}

func (w world) list(now time.Time, q handbook.Search) []handbook.Found {
	w.Helper()
	list, err := w.List(w.Context(), now, ann, q)
	if err != nil {
		w.Fatal(err)
	}
	return list
}

// refused asserts the wrong fields of an input, and that each has a sentence.
func refused(t *testing.T, what string, err error, want string) {
	t.Helper()
	var got []string
	for _, f := range errs.As(err).Fields {
		got = append(got, f.Path+":"+f.Code)
		if !words.Has(f.Code) {
			t.Errorf("%s has no sentence", f.Code)
		}
	}
	if strings.Join(got, " ") != want {
		t.Errorf("%s: %v (%v), want %s", what, got, err, want)
	}
}
