// Package phones reads the telephone numbers that come in. It is apart from
// package wire because it brings the numbering plans of the world along, 6 MB
// that only those functions need that people type numbers into.
package phones

import (
	"huiyin/shared/errs"
	"huiyin/shared/phone"
	"huiyin/shared/phone/parse"
	"huiyin/shared/wire"
)

// region is where a number without country code belongs: mainland China, as
// ISO 3166 names it. Whoever has another writes the code.
const region = "CN"

// Phones reads numbers and turns them into keys.
type Phones struct{ wire.Keys }

// Parse reads a number; errs.Invalid names the field.
func (Phones) Parse(field, typed string) (phone.Number, error) {
	var f errs.Fields
	number := parse.Field(&f, field, typed, region)
	return number, f.Err()
}
