package console

import (
	"encoding/json"
	"slices"
	"strings"
)

// partsOfFile are what an agent writes into a file: a change replaces them all.
// The number is left out: it is covered, and what is left out of a change stays.
var partsOfFile = []string{"name", "title", "lang", "zone", "region", "company", "birthday", "archived", "agreement",
	"owner", "coOwners", "tags", "people", "address", "needs", "plan"}

// ofFile makes the body of a form that shows only some parts of a file: the
// others stay as they are.
func ofFile(fields []field) func(*visit, map[string]any) (any, error) {
	shown := map[string]bool{}
	for _, one := range fields {
		name, _, _ := strings.Cut(withoutIndices(one.name), ".")
		shown[strings.TrimSuffix(name, "[]")] = true
	}
	return func(v *visit, said map[string]any) (any, error) {
		var file map[string]json.RawMessage
		if err := v.get("readCustomer", &file, "id", v.value("id")); err != nil {
			return nil, err
		}
		for name, value := range file {
			if slices.Contains(partsOfFile, name) && !shown[name] {
				said[name] = value
			}
		}
		return said, nil
	}
}
