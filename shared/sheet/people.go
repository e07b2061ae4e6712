package sheet

import (
	"slices"
	"strings"

	"huiyin/shared/customer"
	"huiyin/shared/phone"
	"huiyin/shared/words"
)

// A cell of people has a line for each: "李雷 / 拍板 / 13800138000 / 上午找他". What is
// empty at the end is left out.
const between = " / "

// writePeople makes such a cell.
func writePeople(people []customer.Contact, lang words.Lang) string {
	lines := make([]string, len(people))
	for i, p := range people {
		parts := []string{p.Name, say("role", p.Role, lang), dialled(p.Phone, lang), p.Note}
		for n := range parts {
			parts[n] = strings.ReplaceAll(parts[n], "/", "／")
		}
		for len(parts) > 1 && parts[len(parts)-1] == "" {
			parts = parts[:len(parts)-1]
		}
		lines[i] = strings.Join(parts, between)
	}
	return strings.Join(lines, "\n")
}

// setPeople reads such a cell; one that says what the file says already leaves
// it as it is.
func setPeople(p *patch, cell string) {
	for _, lang := range append([]words.Lang{""}, words.Langs...) {
		if writePeople(p.in.People, lang) == cell {
			return
		}
	}
	var people []customer.Contact
	for line := range strings.Lines(cell) {
		parts := strings.SplitN(line, "/", 4)
		for i := range parts {
			parts[i] = strings.TrimSpace(parts[i])
		}
		parts = slices.Concat(parts, make([]string, 4-len(parts)))
		role, ok := meaning("role", parts[1])
		if !ok {
			p.wrong("people", "sheet.role", nil)
		}
		if strings.TrimSpace(line) != "" {
			people = append(people, customer.Contact{Name: parts[0], Role: role, Phone: phone.Number(parts[2]), Note: parts[3]})
		}
	}
	p.in.People = people
}
