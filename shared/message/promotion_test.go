package message

import (
	"slices"
	"testing"
)

// rule: JY-11 what recommends products is found.
func TestWordsThatRecommendAreFound(t *testing.T) {
	for text, want := range map[string][]string{
		"送您一张优 惠 券，欢迎选购。":                 {"优惠券", "欢迎选购"},
		"Here is a COUPON; buy-now!":      {"coupon", "buy now"},
		"运费已退回，给您添麻烦了。":                   nil,
		"您办理的保价赔付已通过，三天内到账。":              nil,
		"The discounted fee was refunded": nil,
	} {
		if got := Promotional(text); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
