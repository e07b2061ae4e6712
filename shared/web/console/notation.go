package console

import (
	"strings"

	"huiyin/shared/calendar"
	"huiyin/shared/sla"
	"huiyin/shared/words"
)

// The notations of hours, targets and steps: lines that an admin types, in the
// words of either language. What can't be read stays as it was typed, and the
// operation says what is wrong with it.

// spans are opening hours of a day: "08:30-12:00, 13:30-18:30".
func readSpans(text string) (any, bool) {
	spans := []calendar.Span{}
	for _, part := range fields(text, ",，;；、") {
		from, to, ok := strings.Cut(strings.NewReplacer("–", "-", "—", "-", "~", "-", "至", "-", "：", ":").Replace(part), "-")
		if !ok {
			return nil, false
		}
		spans = append(spans, calendar.Span{strings.TrimSpace(from), strings.TrimSpace(to)})
	}
	return spans, true
}

func writeSpans(spans []calendar.Span) string {
	parts := make([]string, len(spans))
	for i, s := range spans {
		parts[i] = s[0] + "-" + s[1]
	}
	return strings.Join(parts, ", ")
}

// exceptions are dated exceptions, one a line: "2026-06-19 closed",
// "2026-06-21 08:30-12:00".
func readExceptions(text string) (any, bool) {
	list := []calendar.Exception{}
	for _, line := range fields(text, "\n") {
		date, rest, _ := strings.Cut(line, " ")
		rest = strings.TrimSpace(rest)
		e := calendar.Exception{Date: date, Spans: []calendar.Span{}}
		if meaning(rest) != "closed" {
			spans, ok := readSpans(rest)
			if !ok || rest == "" {
				return nil, false
			}
			e.Spans = spans.([]calendar.Span)
		}
		list = append(list, e)
	}
	return list, true
}

func (v *visit) writeExceptions(list []calendar.Exception) string {
	lines := make([]string, len(list))
	for i, e := range list {
		lines[i] = e.Date + " " + writeSpans(e.Spans)
		if len(e.Spans) == 0 {
			lines[i] = e.Date + " " + v.T("notation.closed")
		}
	}
	return strings.Join(lines, "\n")
}

// A target is "30m" of service time, "168h elapsed", "next 09:00" or "next
// close" for the next service day, each with "after 09:00" if what starts
// outside the hours is due then.
func readTarget(text string) (any, bool) {
	target := map[string]string{}
	parts := strings.Fields(strings.ReplaceAll(text, "：", ":"))
	for i := 0; i < len(parts); i++ {
		next := ""
		if i+1 < len(parts) {
			next = parts[i+1]
		}
		switch meaning(parts[i]) {
		case "after":
			target["afterHours"], i = next, i+1
		case "next":
			if target["nextDay"] = next; meaning(next) == "close" {
				target["nextDay"] = "close"
			}
			i++
		case "elapsed":
			return nil, false // it follows its amount
		default:
			kind, amount := "business", parts[i]
			if meaning(next) == "elapsed" {
				kind, i = "elapsed", i+1
			}
			if target[kind] != "" {
				return nil, false
			}
			target[kind] = amount
		}
	}
	return target, len(target) > 0
}

func (v *visit) writeTarget(t sla.Target) string {
	var parts []string
	switch {
	case t.Business != 0:
		parts = append(parts, t.Business.String())
	case t.Elapsed != 0:
		parts = append(parts, t.Elapsed.String(), v.T("notation.elapsed"))
	case t.NextDay == "close":
		parts = append(parts, v.T("notation.next"), v.T("notation.close"))
	case t.NextDay != "":
		parts = append(parts, v.T("notation.next"), t.NextDay)
	}
	if t.AfterHours != "" && len(parts) > 0 {
		parts = append(parts, v.T("notation.after"), t.AfterHours)
	}
	return strings.Join(parts, " ")
}

// steps are the notices of a policy, one a line: "80% owner",
// "-48h manager (statutory)".
func readSteps(text string) (any, bool) {
	list := []map[string]any{}
	for _, line := range fields(text, "\n") {
		line, metrics, _ := strings.Cut(strings.NewReplacer("（", "(", "）", ")").Replace(line), "(")
		at, to, _ := strings.Cut(strings.TrimSpace(line), " ")
		if meaning(at) == "due" {
			at = "due"
		}
		step := map[string]any{"at": at, "to": meanings(to)}
		if metrics != "" {
			step["metrics"] = meanings(strings.TrimSuffix(strings.TrimSpace(metrics), ")"))
		}
		list = append(list, step)
	}
	return list, true
}

func (v *visit) writeSteps(steps []sla.Step) string {
	lines := make([]string, len(steps))
	for i, s := range steps {
		at := s.At
		if at == "due" {
			at = v.T("notation.due")
		}
		line := at + " " + listed(v, s.To)
		if len(s.Metrics) > 0 {
			line += " (" + listed(v, s.Metrics) + ")"
		}
		lines[i] = line
	}
	return strings.Join(lines, "\n")
}

func listed[T ~string](v *visit, all []T) string {
	names := make([]string, len(all))
	for i, one := range all {
		names[i] = v.T("notation." + string(one))
	}
	return strings.Join(names, ", ")
}

// marks are the words of the notations, as the operations call them.
var marks = []string{
	"closed", "elapsed", "next", "close", "after", "due", "owner", "team", "supervisor", "manager", "customer",
	"first_response", "handover", "next_response", "promise", "resolution", "statutory",
}

// meaning is what a word of either language stands for; itself if for nothing.
func meaning(word string) string {
	word = strings.TrimSpace(word)
	for _, mark := range marks {
		for _, lang := range words.Langs {
			if strings.EqualFold(word, words.Text(lang, "console.notation."+mark, nil)) {
				return mark
			}
		}
	}
	return word
}

func meanings(text string) []string {
	var all []string
	for _, word := range fields(text, ",，、") {
		all = append(all, meaning(word))
	}
	return all
}

// fields are the parts of a text that are not empty.
func fields(text, separators string) []string {
	var parts []string
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(separators, r) }) {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}
