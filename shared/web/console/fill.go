package console

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// set puts a value into a field, unless the visitor has typed there already: a
// text, a bool, a number, an instant, a list of texts, or anything else as
// JSON. A field of a list that is not there yet ("takes[2].kind") is added. It
// gives the form back, and takes a form that the visitor may not see.
func (f *Form) set(name string, value any) *Form {
	if f == nil {
		return nil
	}
	x := f.find(name)
	if x == nil {
		one, known := f.form.field(name)
		if !known {
			panic("console: the form " + f.ID + " has no field " + name)
		}
		f.Fields = append(f.Fields, f.blank(one, name))
		x = &f.Fields[len(f.Fields)-1]
	}
	text, list := f.v.written(x.Kind, value)
	if !x.typed {
		x.Value, x.Values = text, list
		return f
	}
	if f.Changed && x.Value != text && x.Kind != fHidden {
		x.Now = text
		for _, o := range x.Options {
			if o.Value == text {
				x.Now = o.Text
			}
		}
	}
	return f
}

// written is a value as it stands in a field.
func (v *visit) written(kind string, value any) (string, []string) {
	switch value := value.(type) {
	case string:
		return value, []string{value}
	case bool:
		if value {
			return "true", []string{"true"}
		}
		return "", nil
	case int:
		return strconv.Itoa(value), nil
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64), nil
	case time.Time:
		if value.IsZero() {
			return "", nil
		}
		return value.In(v.c.Zone).Format("2006-01-02T15:04"), nil
	case []string:
		if kind != fJSON {
			return strings.Join(value, "\n"), value
		}
	}
	raw, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		panic(fmt.Sprintf("console: %T in a field", value))
	}
	return string(raw), nil
}
