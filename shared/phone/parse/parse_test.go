package parse

import (
	"strconv"
	"strings"
	"testing"

	"github.com/nyaruka/phonenumbers"
	"pgregory.net/rapid"

	"huiyin/shared/errs"
	"huiyin/shared/phone"
	"huiyin/shared/words"
)

func TestParseReadsWhatPeopleWrite(t *testing.T) {
	for typed, want := range map[string]phone.Number{
		"13800138000":               "+8613800138000",
		"+86 138 0013 8000":         "+8613800138000",
		"8613800138000":             "+8613800138000",
		"0086-138-0013-8000":        "+8613800138000",
		"138-0013-8000":             "+8613800138000",
		"１３８００１３８０００":               "+8613800138000",
		"＋８６ １３８００１３８０００":           "+8613800138000",
		"138\u30000013\u30008000":   "+8613800138000",
		"138—0013—8000":             "+8613800138000",
		"\u202d138 0013 8000\u202c": "+8613800138000",
		"(+86)13800138000":          "+8613800138000",
		" 19912345678 ":             "+8619912345678",
		"+852 5123 4567":            "+85251234567",
		"+44 7400 123456":           "+447400123456",
		"+44 (0)7400 123456":        "+447400123456",
		"+1 202-555-0123":           "+12025550123", // may be either: North America doesn't tell
	} {
		got, err := Parse(typed, "CN")
		if err != nil || got != want {
			t.Errorf("Parse(%q) = %q, %v; want %q", typed, got, err, want)
		}
		if err == nil && !got.Valid() {
			t.Errorf("Parse(%q) = %q is no E.164", typed, got)
		}
	}
}

func TestParseRefusesWhatNoSMSReaches(t *testing.T) {
	for typed, want := range map[string]string{
		"":                        "phone.invalid",
		"　":                       "phone.invalid",
		"1380013800":              "phone.invalid", // a digit short
		"138001380000":            "phone.invalid", // one too many
		"12345678901":             "phone.invalid",
		"+861380013800":           "phone.invalid",
		"手机13800138000":           "phone.invalid",
		"13800138000 ext 5":       "phone.invalid",
		"13800138000#5":           "phone.invalid",
		"138+00138000":            "phone.invalid",
		"1-800-FLOWERS":           "phone.invalid",
		"+999 1234 5678":          "phone.invalid",
		strings.Repeat("1", 4000): "phone.invalid",
		"010-6552 9988":           "phone.not_mobile",
		"0571-88888888":           "phone.not_mobile",
		"400-800-8820":            "phone.not_mobile",
		"+44 20 7946 0018":        "phone.not_mobile",
	} {
		number, err := Parse(typed, "CN")
		if err == nil || number != "" {
			t.Errorf("Parse(%.40q) = %q, want %s", typed, number, want)
			continue
		}
		if e := errs.As(err); e.Kind != errs.Invalid || e.Code != want {
			t.Errorf("Parse(%.40q): %v, want %s", typed, err, want)
		}
	}
}

func TestFieldNamesThePathTheCallerGave(t *testing.T) {
	var fields errs.Fields
	if got := Field(&fields, "phone", "138 0013 8000", "CN"); got != "+8613800138000" || !fields.Empty() {
		t.Fatalf("a good number gave %q, %v", got, fields.Err())
	}
	Field(&fields, "phone", "123", "CN")
	Field(&fields, "contact.phone", "010-65529988", "CN")
	Field(&fields, "other", "  ", "CN")
	got := errs.As(fields.Err()).Fields
	want := []errs.Field{{Path: "phone", Code: "phone.invalid"}, {Path: "contact.phone", Code: "phone.not_mobile"}, {Path: "other", Code: "required"}}
	for i := range want {
		if i >= len(got) || got[i].Path != want[i].Path || got[i].Code != want[i].Code {
			t.Fatalf("fields %v, want %v", got, want)
		}
		if !words.Has(want[i].Code) {
			t.Errorf("%s has no sentence", want[i].Code)
		}
	}
	if text := words.Text(words.Chinese, "phone.invalid", nil); !strings.Contains(text, "11位手机号码") {
		t.Errorf("the Chinese sentence is %q", text)
	}
}

// Masking knows country codes by a short list of its own; it must agree with
// the numbering plans.
func TestCountryCodesAgreeWithTheNumberingPlans(t *testing.T) {
	for code := range phonenumbers.GetSupportedCallingCodes() {
		want := strconv.Itoa(code)
		if got := phone.Number("+" + want + "5551234567").CountryCode(); got != want {
			t.Errorf("country code %s read as %s", want, got)
		}
	}
}

func TestParseOfItsOwnResultChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		typed := rapid.StringMatching(`1[3-9][0-9]{9}`).Draw(t, "typed")
		number, err := Parse(typed, "CN")
		if err != nil {
			return // not every prefix is given out
		}
		again, err := Parse(string(number), "US")
		if err != nil || again != number || string(number) != "+86"+typed {
			t.Fatalf("%q → %q → %q, %v", typed, number, again, err)
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add("13800138000")
	f.Add("+44 (0)7400 123456")
	f.Add("\u202d１３８")
	f.Fuzz(func(t *testing.T, typed string) {
		number, err := Parse(typed, "CN")
		if (err == nil) != number.Valid() {
			t.Errorf("Parse(%q) = %q, %v", typed, number, err)
		}
	})
}
