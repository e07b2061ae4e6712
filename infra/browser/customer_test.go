package browser

import (
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// TestACustomersFile makes a file for a number that has none, and looks at it
// in both languages.
func TestACustomersFile(t *testing.T) {
	t.Parallel()
	for lang, say := range map[string]struct{ none, lunar, stopped string }{
		"zh": {"这个号码还没有档案", "农历 8 月 15 日", "已停发"}, "en": {"Nobody has this number on file", "15/8 of the lunar calendar", "stopped"},
	} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b, typed := newTab(t, lang), newPhone()
			b.appear(wide)
			b.signIn("agent")
			b.open(the.page("console/customers?phone=" + typed))
			b.says(b.text("main"), say.none)
			b.tabTo(`#addCustomer [name="name"]`)
			b.write("欧阳小明明")
			b.tabTo(`#addCustomer [name="company"]`)
			b.write("苏州工业园区某某精密电子科技股份有限公司第二生产基地物流部")
			b.tabTo(`#addCustomer [name="birthday.month"]`)
			b.write("8")
			b.press(kb.Tab)
			b.write("15")
			b.press(kb.Tab)
			b.press(" ")
			b.goes(200, sendIt)
			b.says(b.text("main"), "欧阳小明明", "137****", say.lunar)
			b.lookInside("customer")
			b.appear(wide)
			b.goes(200, b.clicking(`aside form.inline:has([value="stopGreetings"]) button`))
			b.says(b.text("aside"), say.stopped)
			b.lookInside("customer-stopped")
		})
	}
}
