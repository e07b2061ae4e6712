package sheet

import (
	"strconv"

	"huiyin/shared/words"
)

// Title is the title of the problem's column, "" for the row as a whole.
func (p Problem) Title(t Table, lang words.Lang) string {
	for _, c := range t.Columns() {
		if c.Name == p.Column {
			return c.Title(t.Name(), lang)
		}
	}
	return p.Column
}

// Sentence says what is wrong.
func (p Problem) Sentence(lang words.Lang) string { return words.Text(lang, p.Code, p.Args) }

func figure(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
