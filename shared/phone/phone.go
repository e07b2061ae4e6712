package phone

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// Number is a telephone number in E.164: a plus and 7 to 15 digits, the first
// of them not 0, no spaces: "+8613800138000".
type Number string

// Digits an E.164 number has, country code included. Fifteen is ITU-T E.164's
// own limit; seven is the shortest mobile number in use (small islands).
const (
	minDigits = 7
	maxDigits = 15
)

// Valid tells whether the number has the shape of E.164. Whether such a number
// exists, only phone/parse knows.
func (n Number) Valid() bool {
	if len(n) < 1+minDigits || len(n) > 1+maxDigits || n[0] != '+' || n[1] == '0' {
		return false
	}
	for _, c := range []byte(n[1:]) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// Masked is the number for a screen: "138****1234" for a number of mainland
// China, "+44****1234" for one from elsewhere. What is no number is covered
// altogether.
func (n Number) Masked() string {
	if !n.Valid() {
		return "****"
	}
	if national, ok := strings.CutPrefix(string(n), "+86"); ok && len(national) == 11 {
		return national[:3] + "****" + n.Last4()
	}
	return "+" + n.CountryCode() + "****" + n.Last4()
}

// Last4 is the number's last four digits, which together with a ticket number
// open the ticket's page; "" when it is no number.
func (n Number) Last4() string {
	if !n.Valid() {
		return ""
	}
	return string(n[len(n)-4:])
}

// twoDigitCodes are the country codes of two digits as ITU-T E.164 assigns
// them. 1 and 7 stand alone; every other code has three digits.
const twoDigitCodes = " 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49" +
	" 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98 "

// CountryCode is the country calling code without its plus: "86", "1", "852";
// "" when it is no number.
func (n Number) CountryCode() string {
	switch {
	case !n.Valid():
		return ""
	case n[1] == '1' || n[1] == '7':
		return string(n[1:2])
	case strings.Contains(twoDigitCodes, " "+string(n[1:3])+" "):
		return string(n[1:3])
	default:
		return string(n[1:4])
	}
}

// minKey is the least key length in bytes. There are few enough telephone
// numbers to try them all, so the hash hides a number only behind its key.
const minKey = 16

// Hash is HMAC-SHA256 of the number under a secret key, 64 hex digits. Opt-outs
// are filed under it. It panics on a key shorter than 16 bytes, which would
// hide nothing.
func Hash(key []byte, n Number) string {
	if len(key) < minKey {
		panic("phone: the key of a hash has fewer than 16 bytes")
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(n))
	return hex.EncodeToString(mac.Sum(nil))
}

// ForLog names the number in a log line: the first 16 bytes of its Hash in hex,
// a dash and the last four digits, enough to follow one person through the
// lines and to match a caller, too little to ring anybody up.
func ForLog(key []byte, n Number) string { return Hash(key, n)[:32] + "-" + n.Last4() }
