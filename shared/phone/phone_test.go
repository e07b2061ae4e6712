package phone

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestValidIsTheShapeOfE164(t *testing.T) {
	for number, want := range map[Number]bool{
		"+8613800138000":    true,
		"+447400123456":     true,
		"+2905123":          true, // seven digits
		"+123456789012345":  true,
		"+1234567890123456": false, // sixteen
		"+123456":           false,
		"+0123456789":       false,
		"8613800138000":     false,
		"+86 13800138000":   false,
		"+86１3800138000":    false,
		"":                  false,
		"+":                 false,
	} {
		if got := number.Valid(); got != want {
			t.Errorf("Valid(%q) = %v, want %v", number, got, want)
		}
	}
}

// rule: PD-11
func TestMaskedKeepsOnlyWhatAScreenMayShow(t *testing.T) {
	for number, want := range map[Number]string{
		"+8613812341234":  "138****1234",
		"+447400123456":   "+44****3456",
		"+12025550123":    "+1****0123",
		"+85251234567":    "+852****4567",
		"+79161234567":    "+7****4567",
		"+86211234567890": "+86****7890", // no mobile of the mainland: foreign form
		"13800138000":     "****",
		"":                "****",
	} {
		if got := number.Masked(); got != want {
			t.Errorf("Masked(%q) = %q, want %q", number, got, want)
		}
	}
}

// rule: PD-11
func TestNothingShownOrLoggedHoldsTheWholeNumber(t *testing.T) {
	key := []byte("0123456789abcdef0123456789abcdef")
	rapid.Check(t, func(t *rapid.T) {
		number := Number(rapid.StringMatching(`\+[1-9][0-9]{9,14}`).Draw(t, "number"))
		digits := string(number[1:])
		for _, shown := range []string{number.Masked(), ForLog(key, number)} {
			if strings.Contains(shown, digits) || !strings.HasSuffix(shown, number.Last4()) {
				t.Fatalf("%q shown as %q", number, shown)
			}
		}
		if len(ForLog(key, number)) != 32+1+4 {
			t.Fatalf("log form %q", ForLog(key, number))
		}
	})
}

// rule: LAW-4
func TestHashDependsOnKeyAndNumber(t *testing.T) {
	one, two := []byte(strings.Repeat("a", 32)), []byte(strings.Repeat("b", 32))
	a, b := Number("+8613800138000"), Number("+8613800138001")
	if first, again := Hash(one, a), Hash(one, a); first != again {
		t.Error("the same key and number gave two hashes")
	}
	if Hash(one, a) == Hash(two, a) || Hash(one, a) == Hash(one, b) {
		t.Error("another key or number gave the same hash")
	}
	if len(Hash(one, a)) != 64 {
		t.Errorf("hash has %d digits", len(Hash(one, a)))
	}
	defer func() {
		if recover() == nil {
			t.Error("a hash with a short key was made")
		}
	}()
	Hash([]byte("short"), a)
}
