// Package infra holds what a deployment needs besides the template: what AWS
// charges, and the tests that hold template and code together.
package infra

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

//go:embed prices.json
var priceList []byte

// Price is what a unit of something costs.
type Price struct {
	USD  float64 `json:"usd"`  // for Per units
	Per  float64 `json:"per"`  //
	Free float64 `json:"free"` // units a month that every account has free, for ever
}

// List is the price of units, in USD, as if nothing were free.
func (p Price) List(units float64) float64 { return units / p.Per * p.USD }

// Billed is the price of a month's units, in USD, after what is free. It
// assumes that nothing else in the account uses the allowance.
func (p Price) Billed(units float64) float64 { return p.List(max(0, units-p.Free)) }

// Prices are the list prices of us-east-1 by item, e.g. "dynamodb.write"; the
// file says of which day.
func Prices() (map[string]Price, error) {
	var list struct {
		Items map[string]Price `json:"items"`
	}
	if err := json.Unmarshal(priceList, &list); err != nil {
		return nil, fmt.Errorf("prices.json: %w", err)
	}
	return list.Items, nil
}
