package campaign

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/message"
	"huiyin/shared/words"
)

// Limits on what is written.
const (
	MaxName  = 60
	MaxList  = 50 // values of one condition
	MaxValue = 40
	MaxParts = 3 // SMS that one message may take
	MaxText  = 400
)

// Input is a campaign as somebody writes it.
type Input struct {
	Name    string
	Segment Segment
	Texts   map[words.Lang]string
	At      time.Time // zero: as soon as it is approved
}

// check cleans the input in place, names every wrong field, and counts parts.
func (in *Input) check() (map[words.Lang]int, error) {
	var f errs.Fields
	in.Name = strings.TrimSpace(in.Name)
	message.CheckWriting(&f, "name", in.Name, MaxName, false, false)
	in.Segment.check(&f)
	parts := map[words.Lang]int{}
	texts := map[words.Lang]string{}
	for _, lang := range words.Langs {
		text := strings.TrimSpace(in.Texts[lang])
		if text == "" {
			f.Add("texts."+string(lang), "required")
			continue
		}
		texts[lang] = text
		parts[lang] = message.CheckOwn(&f, "texts."+string(lang), Text, lang, Whole(lang, text), MaxParts)
	}
	in.Texts, in.At = texts, in.At.UTC().Truncate(time.Millisecond)
	return parts, f.Err()
}

// Whole is a text as it is sent: with the way to refuse at its end (LAW-2),
// which nobody can leave out.
func Whole(lang words.Lang, text string) string {
	if lang == words.English {
		return text + " To opt out: {site}"
	}
	return text + "退订见{site}"
}

// check cleans the conditions and names what is wrong with them.
func (s *Segment) check(f *errs.Fields) {
	for _, l := range []struct {
		name string
		list *[]string
	}{{"classes", &s.Classes}, {"regions", &s.Regions}, {"tags", &s.Tags}, {"owners", &s.Owners}} {
		var kept []string
		for _, v := range *l.list {
			v = strings.TrimSpace(v)
			if l.name == "tags" {
				v = customer.TagOf(v)
			}
			if v != "" && !slices.Contains(kept, v) {
				kept = append(kept, v)
			}
		}
		for i, v := range kept {
			message.CheckWriting(f, fmt.Sprintf("segment.%s[%d]", l.name, i), v, MaxValue, false, false)
		}
		if len(kept) > MaxList {
			f.Add("segment."+l.name, "campaign.too_many", "max", MaxList)
		}
		*l.list = kept
	}
	allowed := []string{customer.General, customer.Suitable, customer.Key}
	for i, class := range s.Classes {
		if !slices.Contains(allowed, class) {
			f.Add(fmt.Sprintf("segment.classes[%d]", i), "not_one_of", "allowed", strings.Join(allowed, ", "))
		}
	}
	s.Before, s.After = s.Before.UTC(), s.After.UTC()
	if !s.Before.IsZero() && !s.After.IsZero() && !s.After.Before(s.Before) {
		f.Add("segment.before", "campaign.never")
	}
}
