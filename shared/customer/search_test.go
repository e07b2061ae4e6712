package customer_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/phone"
)

// found are the names that a question finds, all pages of it.
func (b *bench) found(q string, limit int) []string {
	b.Helper()
	var names []string
	for cursor, first := "", true; first || cursor != ""; first = false {
		page, err := b.s.Search(b.Context(), q, cursor, limit)
		if err != nil {
			b.Fatalf("search %q: %v", q, err)
		}
		for _, c := range page.Customers {
			names = append(names, c.Name)
		}
		cursor = page.Next
	}
	slices.Sort(names)
	return names
}

// rule: QM-6
func TestAFileIsFoundByAnyPartOfIt(t *testing.T) {
	b := newBench(t)
	b.file("欧阳小敏", "+8613800138001", func(in *customer.Input) { in.Company = "苏州敏记茶庄有限公司" })
	b.file("Ann Lee", "+8613900139002", func(in *customer.Input) { in.Company = "Blue Dragon Logistics Co., Ltd." })
	b.file("王芳", "+8613700137003", func(in *customer.Input) {
		in.People = []customer.Contact{{Name: "欧阳敏", Phone: "+8618612349999"}}
	})
	for q, want := range map[string]string{
		"欧阳": "欧阳小敏 王芳", "小敏": "欧阳小敏", "敏": "欧阳小敏 王芳", "王": "王芳", "茶庄": "欧阳小敏", "苏州敏记": "欧阳小敏", "欧阳 茶庄": "欧阳小敏", "阳小": "欧阳小敏",
		"ann": "Ann Lee", "ＡＮＮ": "Ann Lee", "le": "Ann Lee", "ragon": "Ann Lee", "dragon lee": "Ann Lee", "blue logi": "Ann Lee",
		"8001": "欧阳小敏", "138 0013": "欧阳小敏", "13800138001": "欧阳小敏", "+86 138-0013-8001": "欧阳小敏", "0013": "Ann Lee 欧阳小敏 王芳",
		"9999": "王芳", "18612349999": "王芳", "没有": "", "dragon 茶": "", "13811138001": "",
	} {
		if got := strings.Join(b.found(q, 10), " "); got != want {
			t.Errorf("%q finds %q, want %q", q, got, want)
		}
	}
	for _, q := range []string{"", " ", "a", "-", strings.Repeat("长", 61), "a\x00b"} {
		if _, err := b.s.Search(t.Context(), q, "", 10); !errs.Is(err, errs.Invalid) {
			t.Errorf("%q: %v", q, err)
		}
	}
	for _, cursor := range []string{"x", "OSNB", "LTEjQQ", "I0E"} {
		if _, err := b.s.Search(t.Context(), "欧阳", cursor, 10); !errs.Is(err, errs.Invalid) {
			t.Errorf("cursor %q: %v", cursor, err)
		}
	}
}

// Every piece of what a file says finds it, however many look like it, and a
// page never ends the list too early.
func TestASearchIsComplete(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := newBench(t)
		letters := rapid.StringOfN(rapid.RuneFrom([]rune("王李张欧阳敏芳明ab")), 2, 5, -1)
		var names []string
		for i := range rapid.IntRange(1, 12).Draw(rt, "files") {
			name := letters.Draw(rt, "name")
			names = append(names, name)
			b.file(name, fmt.Sprintf("+86138%08d", i*7))
		}
		name := []rune(rapid.SampledFrom(names).Draw(rt, "of"))
		from := rapid.IntRange(0, len(name)-2).Draw(rt, "from")
		q := string(name[from:rapid.IntRange(from+2, len(name)).Draw(rt, "to")])
		var want []string
		for _, n := range names {
			if strings.Contains(n, q) {
				want = append(want, n)
			}
		}
		page, err := b.s.Search(t.Context(), q, "", 2)
		if errs.Is(err, errs.Invalid) { // a letter in between two that are none
			return
		}
		if len(page.Customers) > 2 {
			rt.Fatalf("a page of %d", len(page.Customers))
		}
		got := b.found(q, 2)
		for _, n := range want {
			i := slices.Index(got, n)
			if i < 0 && !mixed(q) {
				rt.Fatalf("%q does not find %q of %q: %q", q, n, names, got)
			} else if i >= 0 {
				got = slices.Delete(got, i, i+1)
			}
		}
	})
}

// mixed tells whether a piece begins or ends inside a word of letters too short
// to be looked for.
func mixed(q string) bool { return strings.ContainsAny(q, "ab") }

func TestCompaniesAreTheSameByTheirName(t *testing.T) {
	for _, same := range [][]string{
		{"深圳市华丰物流有限公司", "深圳市华丰物流", "深圳市 华丰物流 有限责任公司", "深圳市华丰物流（集团）有限公司", "深圳市华丰物流股份有限公司"},
		{"Blue Dragon Co., Ltd.", "BLUE DRAGON", "Ｂｌｕｅ Dragon Limited", "blue-dragon co ltd"},
	} {
		for _, name := range same {
			if customer.CompanyKey(name) != customer.CompanyKey(same[0]) {
				t.Errorf("%q is %q, %q is %q", name, customer.CompanyKey(name), same[0], customer.CompanyKey(same[0]))
			}
		}
	}
	for _, short := range []string{"", "公司", "有限公司", "甲", "—", "X"} {
		if key := customer.CompanyKey(short); short != "公司" && short != "有限公司" && key != "" {
			t.Errorf("%q is %q", short, key)
		}
	}
	if customer.CompanyKey("华丰物流") == customer.CompanyKey("华丰货运") {
		t.Error("two companies are one")
	}
}

// rule: LAW-4
func TestANumberIsForgottenInOtherFiles(t *testing.T) {
	b := newBench(t)
	a := b.file("王芳", one, func(in *customer.Input) {
		in.People = []customer.Contact{{Name: "李明", Phone: two}, {Name: "赵敏", Phone: three}}
	})
	o := b.file("李明", two)
	if err := b.s.Forget(t.Context(), b.later(), "staff:9", phone.Number(two)); err != nil {
		t.Fatal(err)
	}
	if got := b.get(a.ID).People; len(got) != 1 || got[0].Name != "赵敏" {
		t.Errorf("%v", got)
	}
	if got := b.get(o.ID); got.Version != 1 {
		t.Error("his own file was changed")
	}
	b.merge(a, o)
	if err := b.s.Forget(t.Context(), b.later(), "staff:9", phone.Number(two)); err != nil {
		t.Fatal(err)
	}
	if _, err := b.s.ByPhone(t.Context(), two); !errs.Is(err, errs.NotFound) || len(b.get(a.ID).Also) != 0 {
		t.Errorf("the number leads on: %v", err)
	}
	if err := b.s.Forget(t.Context(), b.later(), "staff:9", phone.Number("+8613800138009")); err != nil {
		t.Error(err)
	}
}
