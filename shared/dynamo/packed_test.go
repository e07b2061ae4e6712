package dynamo

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/google/go-cmp/cmp"
)

// something is of a size at which the quick way is, or is not, good enough.
func something(parts int) map[string]string {
	all := map[string]string{"kind": "complaint"}
	for i := range parts {
		all[fmt.Sprintf("part %d", i)] = fmt.Sprint("calendar of ", i*i*7919, strings.Repeat("supervisor", i%3))
	}
	return all
}

func TestWhatIsPackedIsReadAgain(t *testing.T) {
	for parts, byKnownWords := range map[int]bool{1: false, 20: false, 120: true} {
		thing := something(parts)
		value, err := packed(thing)
		if err != nil {
			t.Fatal(err)
		}
		raw := value.(*types.AttributeValueMemberB).Value
		if got := raw[0] == byWords; got != byKnownWords {
			t.Errorf("%d parts in %d bytes: packed with the known words: %v", parts, len(raw), got)
		}
		var again map[string]string
		if err := unpack(raw, &again); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(thing, again); diff != "" {
			t.Error(diff)
		}
	}
}

// The quick way can't begin with the byte that marks the other one: a block of
// the kind 3 does not exist.
func TestTheMarkIsNoBeginningOfAText(t *testing.T) {
	if byWords>>1&3 != 3 {
		t.Error("a deflated text may begin like this")
	}
}

// A record that was stored can be read for ever. One that fails here was
// packed with other words than stand in words.txt now: give those back.
func TestWhatWasPackedOnceIsReadForEver(t *testing.T) {
	const stored = "/6qGl8jIDRTMegJetXib+xoHBlhGOGKvGtBK6FpAAAAA//8="
	raw, err := base64.StdEncoding.DecodeString(stored)
	if err != nil {
		t.Fatal(err)
	}
	var thing map[string]any
	if err := unpack(raw, &thing); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]any{"number": "K7M3QP9XA", "kind": "complaint", "stage": "handling", "class": "suitable", "team": "service"}, thing); diff != "" {
		t.Error(diff)
	}
}
