package cursor

import "testing"

func TestACursorOpensWhereItWasSealed(t *testing.T) {
	key := []byte("a secret of some length")
	for _, position := range []string{"", "x", "2026-06-05T02:00:00.000Z#K7M3QP9XA", "\x00#"} {
		sealed := Seal(key, "QUEUE#service", position)
		if got, ok := Open(key, "QUEUE#service", sealed); !ok || got != position {
			t.Errorf("%q came back as %q, %v", position, got, ok)
		}
		if _, ok := Open(key, "QUEUE#other", sealed); ok {
			t.Error("opened in another list")
		}
		if _, ok := Open([]byte("another secret"), "QUEUE#service", sealed); ok {
			t.Error("opened under another key")
		}
		for i := range sealed {
			changed := []byte(sealed)
			changed[i] ^= 4
			if got, ok := Open(key, "QUEUE#service", string(changed)); ok {
				t.Errorf("opened with character %d changed, at %q", i, got)
			}
		}
	}
	if _, ok := Open(key, "", Seal(key, "a\x00b", "c")[:10]); ok {
		t.Error("opened a part of a cursor")
	}
}
