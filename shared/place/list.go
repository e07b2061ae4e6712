package place

import (
	"cmp"
	"slices"
	"strings"

	"huiyin/shared/errs"
)

// byKind lists departments, branches, partners, each by name.
func byKind(a, b Place) int {
	return cmp.Or(cmp.Compare(slices.Index(Kinds, a.Kind), slices.Index(Kinds, b.Kind)), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
}

// byRoute lists tariffs by from, to and mode.
func byRoute(a, b Tariff) int {
	return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.Mode, b.Mode), cmp.Compare(a.ID, b.ID))
}

// label is what only one place of a kind may be called.
func (p Place) label() string { return p.Kind + " " + p.Name }

// route is what only one tariff may be for, however its areas are written.
func (t Tariff) route() string {
	return strings.Join(levels(t.From), "/") + ">" + strings.Join(levels(t.To), "/") + ">" + strings.ToLower(t.Mode)
}

// pick finds the one that is meant; errs.NotFound.
func pick[T any](all []T, meant func(T) bool) (T, error) {
	if i := slices.IndexFunc(all, meant); i >= 0 {
		return all[i], nil
	}
	var none T
	return none, errs.New(errs.NotFound, "place.not_found")
}

// pageOf is the page behind the row that a cursor names, and the cursor of the
// next one. A cursor is the id of the last row of the page before: everybody
// who may ask may read the whole list, so it opens nothing.
func pageOf[T any](found []T, cursor string, limit int, id func(T) string) ([]T, string, error) {
	begin := 0
	if cursor != "" {
		begin = slices.IndexFunc(found, func(t T) bool { return id(t) == cursor }) + 1
		if begin == 0 {
			var f errs.Fields
			f.Add("cursor", "store.cursor")
			return nil, "", f.Err()
		}
	}
	end := min(begin+min(max(limit, 1), 100), len(found))
	page := slices.Clone(found[begin:end])
	if end == len(found) {
		return page, "", nil
	}
	return page, id(found[end-1]), nil
}
