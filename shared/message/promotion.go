package message

import "sync"

// SeedPromotional is the list of words that recommend products, which a company
// starts with (rule JY-11).
func SeedPromotional() WordList { return promotionSeed() }

var promotionSeed = sync.OnceValue(func() WordList {
	var list WordList
	readSeed("promotion", &list)
	return list
})

// Promotional finds the seed list's words in a text, in the list's order; nil
// when there are none.
func Promotional(text string) []string { return SeedPromotional().In(text) }
