package console

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// typed are the fields of a form as a browser sent them.
type typed = url.Values

// said is what a form says, as the JSON that its operation takes. A field left
// empty is a field left out. What can't be read as its kind stays a text, and
// the operation's schema says what is wrong with it.
func (f form) said(in typed, marks []string, zone *time.Location) map[string]any {
	root := map[string]any{}
	for _, name := range f.names(in) {
		one, known := f.field(name)
		if !known || slices.Contains(marks, name) {
			continue
		}
		if value, said := one.json(in[name], zone); said {
			put(root, name, value)
		}
	}
	compact(root)
	return root
}

// names are the fields that were typed, and those that are sent though empty,
// in an order that does not change.
func (f form) names(in typed) []string {
	var names []string
	for name := range in {
		names = append(names, name)
	}
	for _, one := range f.fields {
		if one.empty && !in.Has(one.name) && !strings.Contains(one.name, "[]") {
			names = append(names, one.name)
		}
	}
	slices.SortFunc(names, byIndex)
	return names
}

// byIndex orders names so that takes[2] comes before takes[10].
func byIndex(a, b string) int {
	if len(a) != len(b) && withoutIndices(a) == withoutIndices(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

// json is a field's value; said is false when it is left out.
func (one field) json(values []string, zone *time.Location) (value any, said bool) {
	text := ""
	if len(values) > 0 {
		text = strings.ReplaceAll(values[0], "\r\n", "\n")
	}
	switch one.kind {
	case fCheck, fHiddenFlag:
		on := text != "" && text != "false"
		return on, on || one.empty
	case fSeveral, fLines:
		list := []string{}
		if one.kind == fLines {
			values = strings.Split(text, "\n")
		}
		for _, v := range values {
			if v = strings.TrimSpace(v); v != "" {
				list = append(list, v)
			}
		}
		return list, len(list) > 0 || one.empty
	}
	if one.kind != fArea {
		text = strings.TrimSpace(text)
	}
	if text == "" {
		return "", one.empty && one.kind != fNumber && one.kind != fMoment && one.kind != fJSON
	}
	if one.read != nil {
		if value, ok := one.read(text); ok {
			return value, true
		}
	}
	return one.scalar(text, zone), true
}

// scalar reads one text as the field's kind.
func (one field) scalar(text string, zone *time.Location) any {
	switch one.kind {
	case fNumber:
		if _, err := strconv.ParseFloat(text, 64); err == nil && json.Valid([]byte(text)) {
			return json.Number(text)
		}
	case fMoment:
		for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05"} {
			if at, err := time.ParseInLocation(layout, text, zone); err == nil {
				return at.UTC().Format(time.RFC3339)
			}
		}
	case fJSON:
		if json.Valid([]byte(text)) {
			return json.RawMessage(text)
		}
	}
	return text
}

// put sets a value at "a.b", "list[2].c" or "list[]".
func put(object map[string]any, name string, value any) {
	head, rest, nested := strings.Cut(name, ".")
	key, index, listed := strings.Cut(head, "[")
	if !listed {
		if !nested {
			object[key] = value
			return
		}
		child, ok := object[key].(map[string]any)
		if !ok {
			child = map[string]any{}
			object[key] = child
		}
		put(child, rest, value)
		return
	}
	n, err := strconv.Atoi(strings.TrimSuffix(index, "]"))
	if err != nil || n < 0 || n >= maxRows {
		return
	}
	list, _ := object[key].([]any)
	for len(list) <= n {
		list = append(list, nil)
	}
	if !nested {
		list[n] = value
	} else {
		child, ok := list[n].(map[string]any)
		if !ok {
			child = map[string]any{}
			list[n] = child
		}
		put(child, rest, value)
	}
	object[key] = list
}

// maxRows bounds the lists that a form can make.
const maxRows = 500

// compact takes out the rows in which nothing was typed.
func compact(object map[string]any) {
	for key, value := range object {
		switch value := value.(type) {
		case map[string]any:
			compact(value)
		case []any:
			value = slices.DeleteFunc(value, func(row any) bool { return row == nil })
			for _, row := range value {
				if child, ok := row.(map[string]any); ok {
					compact(child)
				}
			}
			object[key] = value
		}
	}
}
