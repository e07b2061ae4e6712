package handover

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// link is what a token says: which hand-over of which ticket (from 1, in the
// order in which they were made), and until when.
type link struct {
	number string
	which  int
	until  time.Time // to the second
}

// macLen is half of SHA-256: 128 bits, which nobody guesses.
const macLen = 16

func (l link) String() string { return fmt.Sprintf("%s.%d.%d", l.number, l.which, l.until.Unix()) }

// seal makes the token of a link under a secret key.
func (l link) seal(key []byte) string {
	return base64.RawURLEncoding.EncodeToString(append(mac(key, l.String()), l.String()...))
}

// open reads a token; false for one that was not sealed under the key. There is
// one spelling of each.
func open(key []byte, token string) (link, bool) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(raw) <= macLen || !hmac.Equal(raw[:macLen], mac(key, string(raw[macLen:]))) {
		return link{}, false
	}
	parts := strings.Split(string(raw[macLen:]), ".")
	if len(parts) != 3 {
		return link{}, false
	}
	which, err1 := strconv.Atoi(parts[1])
	until, err2 := strconv.ParseInt(parts[2], 10, 64)
	return link{parts[0], which, time.Unix(until, 0).UTC()}, err1 == nil && err2 == nil
}

func mac(key []byte, said string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte("hand-over\x00" + said))
	return h.Sum(nil)[:macLen]
}
