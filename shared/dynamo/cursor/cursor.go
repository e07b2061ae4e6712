// Package cursor makes the opaque words by which a client asks for the next
// page. A cursor is signed together with the list it belongs to: it can
// neither be changed nor carried into another list.
package cursor

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
)

// macLen is half of SHA-256: 128 bits, which nobody guesses.
const macLen = 16

// Seal makes the cursor of a position in a list. key is secret; list names the
// list and whatever narrows it.
func Seal(key []byte, list, position string) string {
	return base64.RawURLEncoding.EncodeToString(append(mac(key, list, position), position...))
}

// Open reads the position; false when the cursor was not sealed for this list
// under this key.
func Open(key []byte, list, sealed string) (position string, ok bool) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(sealed)
	if err != nil || len(raw) < macLen {
		return "", false
	}
	position = string(raw[macLen:])
	return position, hmac.Equal(raw[:macLen], mac(key, list, position))
}

func mac(key []byte, list, position string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(list))
	h.Write([]byte{0}) // no list's name holds it: where one ends and the other begins is certain
	h.Write([]byte(position))
	return h.Sum(nil)[:macLen]
}
