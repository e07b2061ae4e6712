package message

import "strings"

// Encoding is how a text travels.
type Encoding string

// The encodings of 3GPP TS 23.038.
const (
	GSM7 Encoding = "GSM-7"
	UCS2 Encoding = "UCS-2"
)

// Units that one part holds, alone and as one of several: 140 bytes, less 6
// bytes of header that joins the parts (3GPP TS 23.040).
const (
	gsmAlone, gsmJoined   = 160, 153
	ucs2Alone, ucs2Joined = 70, 67
)

// gsmBasic are the characters of the default alphabet, one septet each;
// gsmExtended take two (an escape before them).
const (
	gsmBasic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ" +
		" !\"#¤%&'()*+,-./0123456789:;<=>?" +
		"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§" +
		"¿abcdefghijklmnopqrstuvwxyzäöñüà"
	gsmExtended = "\f^{}\\[~]|€"
)

// Segments counts the parts of a text, the unit that is paid for. An empty
// text is one part.
func Segments(body string) (int, Encoding) {
	if n, ok := septets(body); ok {
		return parts(n, gsmAlone, gsmJoined), GSM7
	}
	return parts(utf16Len(body), ucs2Alone, ucs2Joined), UCS2
}

func parts(units, alone, joined int) int {
	if units <= alone {
		return 1
	}
	return (units + joined - 1) / joined
}

// septets is the length in GSM-7; false when a character is not in it.
func septets(s string) (int, bool) {
	n := 0
	for _, r := range s {
		switch {
		case strings.ContainsRune(gsmBasic, r):
			n++
		case strings.ContainsRune(gsmExtended, r):
			n += 2
		default:
			return 0, false
		}
	}
	return n, true
}

// utf16Len counts UTF-16 units: a character beyond U+FFFF takes two.
func utf16Len(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}
