package person_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"huiyin/shared/errs"
	"huiyin/shared/phone"
	"huiyin/shared/ticket"
)

// rule: LAW-4 a person gets to know everything that is stored.
func TestAnExportHoldsEverything(t *testing.T) {
	_, p := newPersona(t)
	out, err := p.Erasing().Export(t.Context(), p.Number, "", p.Now)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(out)
	if err != nil {
		t.Fatal(err)
	}
	for _, private := range append(append(p.Private, p.Tickets...), p.Older) {
		if !strings.Contains(string(raw), private) {
			t.Errorf("%s is missing", private)
		}
	}
	if strings.Contains(string(raw), p.Key) || strings.Contains(string(raw), p.Former) {
		t.Error("it holds the key of a number")
	}
	first := out.Tickets[0]
	if !strings.Contains(first.Remark, "当天回电") || out.Tickets[1].Remark != "" {
		t.Errorf("of spot checks it says %q and %q", first.Remark, out.Tickets[1].Remark)
	}
	if len(out.Tickets) != 4 || out.Next != "" || len(first.Words) != 19 || len(first.Events) != 27 || len(first.Messages) != 8 || len(first.Files) != 1 {
		t.Errorf("%d tickets, the first with %d words, %d events, %d messages", len(out.Tickets), len(first.Words), len(first.Events), len(first.Messages))
	}
	if out.File == nil || len(out.File.Consent.Proofs) != 2 || out.File.Company != "敏记茶庄" || len(out.Receipts) == 0 {
		t.Errorf("the file %+v", out.File)
	}
	templates := map[string]int{}
	for _, m := range out.Messages {
		templates[string(m.Template)]++
	}
	if templates["code"] != 2 || templates["festival.mid_autumn@key"] != 1 || len(out.Messages) != 3 {
		t.Errorf("messages to the number: %v", templates)
	}
	if err := p.Files.StopFor(t.Context(), p.Number, "staff:1", p.Now); err != nil {
		t.Fatal(err)
	}
	if out, err = p.Erasing().Export(t.Context(), p.Number, "", p.Now); err != nil || out.Stop == nil || !out.Stop.Stopped {
		t.Errorf("the stop %+v %v", out.Stop, err)
	}
}

func TestNothingStoredIsAnEmptyExport(t *testing.T) {
	_, p := newPersona(t)
	p.Erase(p.Erasing())
	for _, number := range []phone.Number{"+8613700137000", p.Number} {
		out, err := p.Erasing().Export(t.Context(), number, "", p.Now)
		if err != nil || out.File != nil || out.Stop != nil || out.Messages != nil || out.Receipts != nil || len(out.Tickets) != 0 || out.Next != "" {
			t.Errorf("%s: %+v %v", number, out, err)
		}
	}
}

// Each ticket stands on one page, however many there are and however much was
// said on them.
func TestAnExportComesInPages(t *testing.T) {
	_, p := newPersona(t)
	want := append([]string(nil), p.Tickets...)
	for i := range 40 {
		text := fmt.Sprint("第", i, "次询价")
		if i == 7 {
			text = strings.Repeat("长", ticket.MaxText)
		}
		want = append(want, p.Complain(ticket.Intake{Kind: ticket.Inquiry, Reason: "price", Name: "欧阳小敏", Phone: string(p.Number), Text: text}))
	}
	want = append(want, p.Older) // of her other number
	var got []string
	pages, cursor := 0, ""
	for first := true; first || cursor != ""; first = false {
		out, err := p.Erasing().Export(t.Context(), p.Number, cursor, p.Now)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range out.Tickets {
			got = append(got, one.Record.Number)
		}
		if (out.File != nil) != first || (out.Messages != nil) != first {
			t.Errorf("page %d has a file: %v", pages, out.File != nil)
		}
		cursor = out.Next
		pages++
	}
	if strings.Join(got, " ") != strings.Join(want, " ") || pages != 2 {
		t.Errorf("%d pages\ngot  %v\nwant %v", pages, got, want)
	}
	if _, err := p.Erasing().Export(t.Context(), p.Number, "AAAA", p.Now); !errs.Is(err, errs.Invalid) {
		t.Errorf("a foreign cursor: %v", err)
	}
}

// A page ends where much was said: an answer of the API has a bound.
func TestAPageEndsWhereMuchWasSaid(t *testing.T) {
	_, p := newPersona(t)
	long := strings.Repeat("长", ticket.MaxText) // 12,000 bytes
	for range 2 {
		n := p.Complain(ticket.Intake{Kind: ticket.Inquiry, Reason: "price", Name: "欧阳小敏", Phone: string(p.Number), Text: long})
		for range 100 {
			if _, err := p.Desk.Note(t.Context(), p.Now, ticket.TheSystem, n, long); err != nil {
				t.Fatal(err)
			}
		}
	}
	var sizes []int
	for cursor, first := "", true; first || cursor != ""; first = false {
		out, err := p.Erasing().Export(t.Context(), p.Number, cursor, p.Now)
		if err != nil {
			t.Fatal(err)
		}
		sizes, cursor = append(sizes, len(out.Tickets)), out.Next
	}
	if fmt.Sprint(sizes) != "[4 1 1]" {
		t.Errorf("pages of %v tickets", sizes)
	}
}
