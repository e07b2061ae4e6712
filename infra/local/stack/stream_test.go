package stack

import "testing"

func TestOnlyTheStreamsPositionIsForgotten(t *testing.T) {
	kept := `{"__ministack_format__":2,"payload":{"dynamodb_stream_positions":{"__account_region_scoped__":true,"data":{}},"functions":{"n":12345678901234567890}}}`
	for name, state := range map[string]string{
		"with a position": `{"__ministack_format__":2,"payload":{"functions":{"n":12345678901234567890},"dynamodb_stream_positions":{"__account_region_scoped__":true,"data":{"a\u0000b":7}}}}`,
		"already without": kept,
	} {
		cured, err := withoutPositions([]byte(state))
		if err != nil || string(cured) != kept {
			t.Errorf("%s: %s, %v", name, cured, err)
		}
	}
	for _, state := range []string{`{"payload":{}}`, `{}`} {
		if cured, err := withoutPositions([]byte(state)); err != nil || string(cured) != state {
			t.Errorf("%s became %s, %v", state, cured, err)
		}
	}
	if _, err := withoutPositions([]byte(`{"payload":`)); err == nil {
		t.Error("half a file was taken for a whole one")
	}
}
