package id

import (
	"encoding/base32"
	"fmt"
	"io"
	"strings"
)

// alphabet has 23 characters, a prime: with weights that differ at every
// place, the check character then finds every single wrong character and every
// swap of two neighbours.
const alphabet = "3467" + "9ACDEFGHJKMNPQRTWXY"

// numberLen is the count of random characters: 23^8 is 7.8e10, so with a
// million tickets a guess hits one in 78,000 times, and a look-up asks for the
// phone's last digits too and is limited in tries.
const numberLen = 8

// Number makes a ticket number as it is stored, like "K7M3QP9XA": eight random
// characters and the check character.
func Number(random io.Reader) (string, error) {
	out := make([]byte, 0, numberLen+1)
	buf := make([]byte, 1)
	for len(out) < numberLen {
		if _, err := io.ReadFull(random, buf); err != nil {
			return "", fmt.Errorf("read random bytes for a number: %w", err)
		}
		// 253 = 11 × 23: what lies above would make some letters likelier.
		if int(buf[0]) < 11*len(alphabet) {
			out = append(out, alphabet[int(buf[0])%len(alphabet)])
		}
	}
	return string(append(out, check(out))), nil
}

// check is the character that makes the weighted sum of all nine divisible by
// 23. Weights 2..9 for the eight places, 1 for the check itself.
func check(body []byte) byte {
	sum := 0
	for i, c := range body {
		sum += (i + 2) * strings.IndexByte(alphabet, c)
	}
	return alphabet[(len(alphabet)-sum%len(alphabet))%len(alphabet)]
}

// ParseNumber reads a number as a person types it: any case, with spaces or
// dashes, in full-width letters. It is false when it can't be a number.
func ParseNumber(typed string) (string, bool) {
	var out []byte
	for _, r := range typed {
		if r >= 0xFF01 && r <= 0xFF5E { // full-width forms of an input method
			r -= 0xFEE0
		}
		if r >= 'a' && r <= 'z' {
			r -= 'a' - 'A'
		}
		if r == ' ' || r == '-' || r == '\u3000' || r == '\t' {
			continue
		}
		if r > 127 || strings.IndexByte(alphabet, byte(r)) < 0 || len(out) > numberLen {
			return "", false
		}
		out = append(out, byte(r))
	}
	if len(out) != numberLen+1 || check(out[:numberLen]) != out[numberLen] {
		return "", false
	}
	return string(out), true
}

// Show groups a number for the eye and the ear: "K7M-3QP-9XA".
func Show(number string) string {
	if len(number) != numberLen+1 {
		return number
	}
	return number[:3] + "-" + number[3:6] + "-" + number[6:]
}

// Token makes an unguessable id of 26 characters (128 bits) for machines:
// idempotency keys, customer ids, secrets in links.
func Token(random io.Reader) (string, error) {
	raw := make([]byte, 16)
	if _, err := io.ReadFull(random, raw); err != nil {
		return "", fmt.Errorf("read random bytes for a token: %w", err)
	}
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw), nil
}
