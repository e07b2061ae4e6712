package parse

import (
	"context"

	"huiyin/shared/errs"
	"huiyin/shared/phone"
)

// Phones reads numbers for the use cases that take them, and keys them.
type Phones struct {
	Region string // of numbers without a country code, "CN"
	Keyed  func(ctx context.Context, number phone.Number) (string, error)
}

// Parse reads a number that stands in a field; errs.Invalid names it.
func (p Phones) Parse(field, typed string) (phone.Number, error) {
	var f errs.Fields
	number := Field(&f, field, typed, p.Region)
	return number, f.Err()
}

// Key is the keyed hash that stands for a number in keys.
func (p Phones) Key(ctx context.Context, number phone.Number) (string, error) {
	return p.Keyed(ctx, number)
}
