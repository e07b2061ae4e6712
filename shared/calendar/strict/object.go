package strict

import (
	"bytes"
	"encoding/json"
	"slices"
)

// Object is the members of a JSON object, in the order in which they stand.
type Object struct {
	of      Value
	names   []string
	members map[string]Value
}

// Object reads an object that may have only the known members. A member that
// is not known, or stands there twice, is refused by its path; the others can
// be read all the same.
func (v Value) Object(known ...string) (Object, bool) {
	object, ok := v.Map(1 << 10)
	if !ok {
		return Object{}, false
	}
	for _, name := range object.names {
		if !slices.Contains(known, name) {
			object.members[name].Refuse("unknown_field")
		}
	}
	return object, true
}

// Map reads an object whose member names are data, at most max of them.
func (v Value) Map(max int) (Object, bool) {
	if v.first() != '{' {
		v.wrong("{ … }")
		return Object{}, false
	}
	object := Object{of: v, members: map[string]Value{}}
	decoder := json.NewDecoder(bytes.NewReader(v.raw))
	if _, err := decoder.Token(); err != nil { // the opening brace
		v.wrong("{ … }")
		return Object{}, false
	}
	for decoder.More() {
		key, err := decoder.Token()
		name, isText := key.(string)
		var raw json.RawMessage
		if err != nil || !isText || decoder.Decode(&raw) != nil {
			v.wrong("{ … }")
			return Object{}, false
		}
		member := Value{path: v.join(name), raw: raw, doc: v.doc}
		if _, twice := object.members[name]; twice {
			member.Refuse("calendar.twice")
			continue
		}
		object.names = append(object.names, name)
		object.members[name] = member
		if len(object.names) > max {
			v.Refuse("calendar.too_many", "max", max)
			return Object{}, false
		}
	}
	return object, true
}

// join is the path of a member.
func (v Value) join(name string) string {
	if v.path == "" {
		return name
	}
	return v.path + "." + name
}

// Names lists the members in the order in which they stand.
func (o Object) Names() []string { return o.names }

// Get is a member, false when it is absent.
func (o Object) Get(name string) (Value, bool) {
	member, ok := o.members[name]
	return member, ok
}

// Need is a member that must be there; its absence is noted.
func (o Object) Need(name string) (Value, bool) {
	member, ok := o.members[name]
	if !ok {
		o.of.RefuseAt(o.of.join(name), "required")
	}
	return member, ok
}

// Text is a member that is a string of at most max characters, "" when it is
// absent.
func (o Object) Text(name string, max int) string {
	member, ok := o.members[name]
	if !ok {
		return ""
	}
	text, _ := member.Text(max)
	return text
}
