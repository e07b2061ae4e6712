package sheet

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Encodings of a file. A spreadsheet in China writes GB18030 unless it is told
// otherwise.
const (
	UTF8    = "utf-8"
	GB18030 = "gb18030"
)

// errNotText says that a file is no table of text.
var errNotText = errors.New("not a text")

// encodingOf reads a whole file and tells how it is encoded. What is UTF-8 but
// for a few broken characters is UTF-8: rows with such are wrong, not the file.
// errNotText for what is no text: a spreadsheet's own format, UTF-16.
func encodingOf(r io.Reader) (string, error) {
	in := bufio.NewReaderSize(r, 64<<10)
	first, _ := in.Peek(4)
	for _, no := range []string{"PK\x03\x04", "\xd0\xcf\x11\xe0", "\xff\xfe", "\xfe\xff", "%PDF"} {
		if strings.HasPrefix(string(first), no) {
			return "", errNotText
		}
	}
	if bytes.HasPrefix(first, []byte(Mark)) {
		return UTF8, nil
	}
	var runes, broken int // characters of more than one byte, and bytes that are none
	for {
		c, size, err := in.ReadRune()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", err
		}
		switch {
		case c == 0:
			return "", errNotText
		case c == utf8.RuneError && size == 1:
			broken++
		case size > 1:
			runes++
		}
	}
	if broken*10 > runes {
		return GB18030, nil
	}
	return UTF8, nil
}

// decode reads one cell; false when it is not in the file's encoding. The bytes
// that give a CSV its shape are never part of a character of GB18030, so the
// shape is read first, and the characters afterwards.
func decode(encoding, cell string) (string, bool) {
	if encoding == GB18030 {
		text, err := simplifiedchinese.GB18030.NewDecoder().String(cell)
		return text, err == nil && !strings.ContainsRune(text, utf8.RuneError)
	}
	return cell, utf8.ValidString(cell) && !strings.ContainsRune(cell, utf8.RuneError)
}

// separator finds by what the cells of the first line are separated, and
// whether that line only says so ("sep=;", as Excel writes).
func separator(in *bufio.Reader) (comma rune, hint bool) {
	head, _ := in.Peek(4 << 10)
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte(Mark)), "\r\n")
	line, _, _ := bytes.Cut(head, []byte("\n"))
	line = bytes.TrimRight(line, "\r")
	if after, ok := bytes.CutPrefix(line, []byte("sep=")); ok && len(after) == 1 {
		return rune(after[0]), true
	}
	comma, most, quoted := ',', 0, false
	count := map[byte]int{}
	for _, c := range line {
		if c == '"' {
			quoted = !quoted
		}
		if !quoted {
			count[c]++
		}
	}
	for _, c := range []byte{',', ';', '\t'} {
		if count[c] > most {
			comma, most = rune(c), count[c]
		}
	}
	return comma, false
}
