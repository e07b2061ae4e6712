package message

import (
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"

	"huiyin/shared/words"
)

func at(t *testing.T, text string) time.Time {
	t.Helper()
	instant, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return instant
}

func TestFormatSaysUntilWhenInTheCompanysZone(t *testing.T) {
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	now := at(t, "2026-06-05T23:30:00+08:00")
	for due, want := range map[string][2]string{
		"2026-06-05T23:59:00+08:00": {"今天23:59前", "by 23:59 today"},
		"2026-06-05T15:30:00Z":      {"今天23:30前", "by 23:30 today"},
		"2026-06-06T00:00:00+08:00": {"明天00:00前", "by 00:00 tomorrow"},
		"2026-06-06T09:00:00+08:00": {"明天09:00前", "by 09:00 tomorrow"},
		"2026-06-07T00:00:00+08:00": {"6月7日00:00前", "by 00:00 on 7 Jun"},
		"2026-06-09T18:30:00+08:00": {"6月9日18:30前", "by 18:30 on 9 Jun"},
		"2027-01-03T18:30:00+08:00": {"1月3日18:30前", "by 18:30 on 3 Jan"},
		"2027-06-09T18:30:00+08:00": {"2027年6月9日前", "by 9 Jun 2027"},
		"2026-06-04T18:30:00+08:00": {"昨天18:30前", "by 18:30 yesterday"},
	} {
		for i, lang := range words.Langs {
			if got := Format(at(t, due), now, shanghai, lang); got != want[i] {
				t.Errorf("%s %s: %q, want %q", due, lang, got, want[i])
			}
		}
	}
	if got := Format(time.Time{}, now, shanghai, words.Chinese); got != "尽快" {
		t.Errorf("no deadline: %q", got)
	}
	if got := At(at(t, "2026-06-09T18:30:00+08:00"), now, shanghai, words.Chinese); got != "6月9日18:30" {
		t.Errorf("a point in time: %q", got)
	}
}

func TestTheDaysAreThoseOfTheZoneNotOfTheProcess(t *testing.T) {
	now, due := at(t, "2026-06-05T14:00:00Z"), at(t, "2026-06-05T17:00:00Z") // 22:00 and 01:00 in Shanghai
	for zone, want := range map[string]string{"Asia/Shanghai": "明天01:00前", "Europe/London": "今天18:00前"} {
		location, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		for _, process := range []*time.Location{time.UTC, location} {
			if got := Format(due.In(process), now.In(process), location, words.Chinese); got != want {
				t.Errorf("%s: %q, want %q", zone, got, want)
			}
		}
	}
}

// However far away, the words fit what the templates declare for them.
func TestTimesFitTheTemplates(t *testing.T) {
	start := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		now := start.Add(time.Duration(rapid.Int64Range(0, 5*365*24*60).Draw(t, "now")) * time.Minute)
		due := now.Add(time.Duration(rapid.Int64Range(-500*24*60, 500*24*60).Draw(t, "away")) * time.Minute)
		values := map[string]func(words.Lang) string{
			"by":  func(l words.Lang) string { return Format(due, now, time.UTC, l) },
			"due": func(l words.Lang) string { return At(due, now, time.UTC, l) },
		}
		for _, id := range IDs() {
			seed, _ := Find(id)
			for _, p := range seed.Params {
				for _, lang := range words.Langs {
					if say, ok := values[p.Name]; ok && p.refuses(lang, say(lang)) != "" {
						t.Fatalf("%s %s %s: %q: %s", id, lang, p.Name, say(lang), p.refuses(lang, say(lang)))
					}
				}
			}
		}
	})
}
