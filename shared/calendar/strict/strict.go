package strict

import (
	"bytes"
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// Value is a piece of JSON with the path under which the caller wrote it.
type Value struct {
	path string
	raw  json.RawMessage
	doc  *document
}

// document is where whatever is wrong with any of its values is told.
type document struct {
	refuse   func(path, code string, pairs ...any)
	refusals int
}

// Read takes a whole document; what is wrong with it is told to refuse
// (usually the Add of an errs.Fields). It is false when the text is not exactly
// one JSON value.
func Read(text []byte, path string, refuse func(path, code string, pairs ...any)) (Value, bool) {
	v := Value{path: path, raw: text, doc: &document{refuse: refuse}}
	if !json.Valid(text) {
		v.Refuse("calendar.bad_json")
		return v, false
	}
	return v, true
}

// Refusals counts what was wrong in the document so far.
func (v Value) Refusals() int { return v.doc.refusals }

// RefuseAt notes what is wrong at a path of the document.
func (v Value) RefuseAt(path, code string, pairs ...any) {
	v.doc.refusals++
	v.doc.refuse(path, code, pairs...)
}

// Path is where the value stands, such as "calendar.hours.mon[0]".
func (v Value) Path() string { return v.path }

// IsObject tells whether the value is an object, and notes it if it is not.
func (v Value) IsObject() bool {
	if v.first() == '{' {
		return true
	}
	v.wrong("{ … }")
	return false
}

// Null tells whether the value is null.
func (v Value) Null() bool { return string(bytes.TrimSpace(v.raw)) == "null" }

// Refuse notes what is wrong with the value. Args come as name, value pairs.
func (v Value) Refuse(code string, pairs ...any) { v.RefuseAt(v.path, code, pairs...) }

// wrong notes that the value is of another type than the one that is wanted.
func (v Value) wrong(want string) { v.Refuse("calendar.wrong_type", "want", want) }

// first is the character that tells what kind of value it is.
func (v Value) first() byte {
	if trimmed := bytes.TrimLeft(v.raw, " \t\r\n"); len(trimmed) > 0 {
		return trimmed[0]
	}
	return 0
}

// Text reads a string of at most max characters.
func (v Value) Text(max int) (string, bool) {
	var text string
	if v.first() != '"' || json.Unmarshal(v.raw, &text) != nil {
		v.wrong("text")
		return "", false
	}
	if utf8.RuneCountInString(text) > max {
		v.Refuse("too_long", "max", max)
		return "", false
	}
	return text, true
}

// Bool reads true or false.
func (v Value) Bool() (bool, bool) {
	var yes bool
	if c := v.first(); (c != 't' && c != 'f') || json.Unmarshal(v.raw, &yes) != nil {
		v.wrong("true / false")
		return false, false
	}
	return yes, true
}

// Int reads a whole number.
func (v Value) Int() (int, bool) {
	var n int
	if c := v.first(); (c != '-' && (c < '0' || c > '9')) || json.Unmarshal(v.raw, &n) != nil {
		v.wrong("1, 2, 3 …")
		return 0, false
	}
	return n, true
}

// List reads an array of at most max elements.
func (v Value) List(max int) ([]Value, bool) {
	var raws []json.RawMessage
	if v.first() != '[' || json.Unmarshal(v.raw, &raws) != nil {
		v.wrong("[ … ]")
		return nil, false
	}
	if len(raws) > max {
		v.Refuse("calendar.too_many", "max", max)
		return nil, false
	}
	list := make([]Value, len(raws))
	for i, raw := range raws {
		list[i] = Value{path: fmt.Sprintf("%s[%d]", v.path, i), raw: raw, doc: v.doc}
	}
	return list, true
}

// Texts reads an array of strings.
func (v Value) Texts(maxElements, maxLength int) ([]string, bool) {
	list, ok := v.List(maxElements)
	texts := make([]string, 0, len(list))
	for _, element := range list {
		text, fine := element.Text(maxLength)
		ok = ok && fine
		texts = append(texts, text)
	}
	return texts, ok
}
