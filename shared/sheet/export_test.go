package sheet_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/phone"
	"huiyin/shared/sheet"
	"huiyin/shared/words"
)

// What goes out as a cell and comes in again is what there was, and what goes
// out never begins like a formula.
func TestCellsComeBackAsTheyWere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.OneOf(rapid.String(), rapid.StringMatching(`['=+\-@＝＋－＠a]{0,6}`)).Draw(t, "cell")
		out := sheet.Safe(cell)
		if sheet.Plain(out) != cell {
			t.Fatalf("%q went out as %q and came back as %q", cell, out, sheet.Plain(out))
		}
		if strings.IndexAny(out, "=+-@\t\r\n＝＋－＠") == 0 {
			t.Fatalf("%q goes out as %q", cell, out)
		}
	})
}

// someCustomer draws what a file may say, formulas and quotes among it.
func someCustomer(i int) *rapid.Generator[customer.Input] {
	text := rapid.StringMatching(`['=+\-@＝王,;"\\ a-z]{0,12}`)
	return rapid.Custom(func(t *rapid.T) customer.Input {
		in := customer.Input{Phone: fmt.Sprintf("139%08d", i), Name: "客" + text.Draw(t, "name"), Company: text.Draw(t, "company"), Region: text.Draw(t, "region"),
			Address: text.Draw(t, "address"), Needs: text.Draw(t, "needs") + rapid.SampledFrom([]string{"", "\n=1+1", "\n"}).Draw(t, "more"), Plan: text.Draw(t, "plan"),
			Title: rapid.SampledFrom([]string{"", customer.Mr, customer.Ms}).Draw(t, "title"), Lang: rapid.SampledFrom([]string{"zh", "en"}).Draw(t, "lang"),
			Zone: rapid.SampledFrom([]string{"", "Europe/Berlin"}).Draw(t, "zone"), Archived: rapid.Bool().Draw(t, "archived"),
			Class: rapid.SampledFrom([]string{customer.General, customer.Suitable, customer.Key}).Draw(t, "class"), ClassReason: text.Draw(t, "reason"),
			Owner: rapid.SampledFrom([]string{"", "m1", "m3"}).Draw(t, "owner"), CoOwners: rapid.SampledFrom([][]string{nil, {"m2"}, {"m2", "m3"}}).Draw(t, "co"),
			Tags: rapid.SliceOfN(rapid.StringMatching(`[=\-a-z冷]{1,5}`), 0, 4).Draw(t, "tags")}
		if rapid.Bool().Draw(t, "born") {
			in.Birthday = customer.Birthday{Month: rapid.IntRange(1, 12).Draw(t, "month"), Day: rapid.IntRange(1, 28).Draw(t, "day"), Lunar: rapid.Bool().Draw(t, "lunar")}
		}
		for n := range rapid.IntRange(0, 3).Draw(t, "people") {
			in.People = append(in.People, customer.Contact{Name: "联" + rapid.StringMatching(`[=\-a-z]{0,5}`).Draw(t, "who"), Role: rapid.SampledFrom(append(customer.Roles, "")).Draw(t, "role"),
				Phone: phone.Number(rapid.SampledFrom([]string{"", fmt.Sprintf("+86137%08d", n), "+4915112000077"}).Draw(t, "number")), Note: rapid.StringMatching(`[a-z ]{0,6}`).Draw(t, "note")})
		}
		if i%5 == 4 {
			in.Phone = fmt.Sprintf("+4915112%06d", i) // begins like a formula
		}
		return in
	})
}

// What is exported and imported again changes nothing; in an empty desk it makes
// the same files.
func TestARoundTripChangesNothing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w, other := newWorld(t), newWorld(t)
		service := customer.Service{Store: w.files, Phones: w.table.Phones, Random: w.Random}
		for i := range rapid.IntRange(1, 12).Draw(r, "files") {
			c, err := service.Save(context.Background(), someCustomer(i).Draw(r, "customer"), "staff:m1", morning)
			if err != nil {
				r.Fatal(err)
			}
			if i%3 == 0 {
				if _, err := service.Confirm(context.Background(), c.ID, c.Version, "=同意接收问候", "staff:m1", morning); err != nil {
					r.Fatal(err)
				}
			}
		}
		lang := rapid.SampledFrom(words.Langs).Draw(r, "lang")
		out := w.all(lang)
		w.files.writes = 0
		if done, problems := w.run(out, sheet.Start{}); w.files.writes != 0 || done.Unchanged != done.Rows {
			r.Fatalf("%d writes, %+v %+v\n%s", w.files.writes, done, problems, out)
		}
		if done, problems := other.run(out, sheet.Start{}); done.Created != done.Rows {
			r.Fatalf("elsewhere: %+v %+v", done, problems)
		}
		if diff := cmp.Diff(lasting(out), lasting(other.all(lang))); diff != "" {
			r.Fatalf("elsewhere (-there +here):\n%s", diff)
		}
	})
}

// lasting are the cells of an export that say what is known of a customer, not
// how that was written down here, by number.
func lasting(raw []byte) map[string][]string {
	rows, err := csv.NewReader(bytes.NewReader(raw[len(sheet.Mark):])).ReadAll()
	if err != nil {
		panic(err)
	}
	kept := map[string][]string{}
	for _, row := range rows[1:] {
		kept[row[0]] = append(row[:18:18], row[20:22]...) // not when, not how: those are the evidence's now
	}
	return kept
}

// A slash or a line's end in what is known of somebody's people is no other cell.
func TestPeopleOfAFileGoOutAndComeBack(t *testing.T) {
	w := newWorld(t)
	service := customer.Service{Store: w.files, Phones: w.table.Phones, Random: w.Random}
	people := []customer.Contact{{Name: "李雷/Li", Role: customer.Pays, Note: "9/10点; 之后"}, {Name: "韩梅梅", Phone: "+8613700000001"}}
	if _, err := service.Save(t.Context(), customer.Input{Phone: "13900000001", Name: "王芳", People: people}, "staff:m1", morning); err != nil {
		t.Fatal(err)
	}
	out := w.all(words.Chinese)
	if want := "李雷／Li / 付款 /  / 9／10点; 之后\r\n韩梅梅 /  / 13700000001"; !strings.Contains(string(out), want) {
		t.Errorf("no %q in %s", want, out)
	}
	if done, problems := w.run(out, sheet.Start{}); done.Unchanged != 1 {
		t.Errorf("%+v %+v", done, problems)
	}
	w.run([]byte("phone,people\n13900000001,\"张三 / 老板\n李四 / 收货人 / 137 0000 0002 / 上午\"\n"), sheet.Start{})
	c, err := service.Store.ListCustomers(t.Context(), "", 9)
	want := []customer.Contact{{Name: "张三", Role: customer.Decides}, {Name: "李四", Role: customer.Receives, Phone: "+8613700000002", Note: "上午"}}
	if err != nil || cmp.Diff(want, c.Customers[0].People) != "" {
		t.Errorf("%+v %v", c.Customers[0].People, err)
	}
	done, problems := w.run([]byte("phone,people\n13900000001,张三 / 皇帝\n"), sheet.Start{})
	if done.Wrong != 1 || len(problems) != 1 || problems[0].Column != "people" {
		t.Errorf("%+v %+v", done, problems)
	}
}

// Twenty-five hundred files are three parts, each a file of its own; the parts
// are told beforehand without reading any file; JSON rows are taken by the API.
func TestPartsOfAnExport(t *testing.T) {
	w := newWorld(t)
	var file strings.Builder
	file.WriteString("phone,name\n")
	for i := range 2500 {
		fmt.Fprintf(&file, "139%08d,客户%d\n", i, i)
	}
	w.run([]byte(file.String()), sheet.Start{})
	export := sheet.Export{Store: w.store.Customers(), Roster: w.table.Roster, Zone: w.zone}
	parts, err := export.Parts(t.Context(), "")
	if err != nil || len(parts) != 3 {
		t.Fatalf("%+v (%v)", parts, err)
	}
	seen := map[string]bool{}
	for _, want := range parts {
		raw, part, err := export.CSV(t.Context(), words.English, want.Cursor)
		if err != nil || part != want {
			t.Errorf("part %+v, want %+v (%v)", part, want, err)
		}
		for number := range lasting(raw) {
			seen[number] = true
		}
		if !bytes.HasPrefix(raw, []byte(sheet.Mark+"Phone,Name,Title,")) {
			t.Errorf("it begins with %.40q", raw)
		}
		if len(raw) > 5<<20 {
			t.Errorf("a part has %d bytes", len(raw))
		}
	}
	if len(seen) != 2500 {
		t.Errorf("%d numbers", len(seen))
	}
	raw, part, err := export.JSON(t.Context(), parts[2].Cursor)
	var got struct {
		Rows []map[string]string
		Next string
	}
	if err != nil || json.Unmarshal(raw, &got) != nil || len(got.Rows) != 500 || part.Rows != 500 || got.Next != "" {
		t.Fatalf("%d rows (%v)", len(got.Rows), err)
	}
	w.files.writes = 0
	outcomes, err := w.Take(t.Context(), morning, "staff:m1", sheet.CustomersName, false, got.Rows[:200])
	if err != nil || outcomes[0].Did != sheet.Unchanged || w.files.writes != 0 {
		t.Errorf("%+v, %d writes (%v)", outcomes[0], w.files.writes, err)
	}
	if _, _, err := export.CSV(t.Context(), words.English, "x"); !errs.Is(err, errs.Invalid) {
		t.Errorf("a broken cursor: %v", err)
	}
}

// The template is a table that is understood as it is, in both languages; what
// was wrong is told in the reader's.
func TestTheTemplateIsUnderstood(t *testing.T) {
	for _, lang := range words.Langs {
		w := newWorld(t)
		done, problems := w.run(sheet.Template(w.table, lang), sheet.Start{})
		if done.Created != 1 || len(problems) != 0 {
			t.Errorf("%s: %+v %+v", lang, done, problems)
		}
	}
	w := newWorld(t)
	told := string(sheet.ProblemsCSV(w.table, words.Chinese, []sheet.Problem{{Line: 7, Row: 6, Column: "phone", Code: "phone.invalid"},
		{Line: 9, Row: 8, Code: "sheet.row_twice", Args: errs.Args{"line": 3}}}))
	if !strings.Contains(told, "6,7,手机号码,") || !strings.Contains(told, "8,9,,与第 3 行") {
		t.Error(told)
	}
}
