package memory

import (
	"reflect"
	"testing"
)

// Whoever looks through everything must not miss a field that was added since.
func TestEverythingIsEverything(t *testing.T) {
	s := New(1)
	all := s.Everything()
	for i := range reflect.TypeFor[Store]().NumField() {
		name := reflect.TypeFor[Store]().Field(i).Name
		if _, there := all[name]; !there && name != "shards" && name != "key" && name != "mu" {
			t.Errorf("%s is left out", name)
		}
	}
}
