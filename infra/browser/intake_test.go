package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestACallWithKeysOnly takes a call without touching the mouse: the number
// while it rings, what the caller says, the line that is read back, and the next
// call.
func TestACallWithKeysOnly(t *testing.T) {
	t.Parallel()
	for lang, say := range map[string]struct{ sorry, readBack, saved, open string }{
		"zh": {"非常抱歉，让您久等了", "跟您核对一下：您是王小明，手机尾号", "已登记。", "记为催办"},
		"en": {"I am very sorry to have kept you waiting", "跟您核对一下：您是王小明，手机尾号", "Saved.", "add as a chase"},
	} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b, typed := newTab(t, lang), newPhone()
			b.appear(wide)
			b.signIn("agent")
			b.open(the.page("console/intake"))

			b.focused("f-q")
			b.write(typed)
			b.press(kb.Tab)
			b.write("6")
			b.goes(200, chromedp.KeyEvent(kb.Enter))
			b.says("main", say.sorry)
			if b.value("phone") != typed || b.value("rings") != "6" {
				t.Errorf("the form has %q and %q", b.value("phone"), b.value("rings"))
			}
			b.lookInside("intake")
			b.appear(wide)

			take := func() {
				b.tabTo(`.talk [name="type"]`)
				b.press(kb.ArrowRight)
				b.tabTo(`.talk [name="reason"]`) // what is asked about is not asked of a complaint
				b.press(kb.ArrowDown)
				b.press(kb.ArrowDown)
				b.press(kb.ArrowDown)
				b.tabTo(`.talk [name="name"]`)
				b.write("王小明")
				b.tabTo(`.talk [name="waybill"]`)
				b.write("sf" + typed)
				b.tabTo(`.talk [name="text"]`)
				b.write("外箱破了，里面的杯子碎了三个。")
			}
			take()
			if b.value("reason") != "damaged" {
				t.Errorf("the third reason is %q", b.value("reason"))
			}
			b.tabTo(`.talk [name="priority"]`)
			b.press(kb.ArrowRight)
			b.goes(200, sendIt) // reads back, and does not save
			b.says(".readback", say.readBack+typed[7:], "SF"+typed, "这件事很急", "里面的杯子碎了三个")
			b.lookInside("intake-readback")
			b.appear(wide)
			b.soon("the button that saves has the focus", `document.activeElement.matches(".talk button:not([name])")`)
			b.goes(200, enter)
			if at := eval[string](b, `location.pathname`); !strings.Contains(at, "/console/intake/") {
				t.Fatalf("it is at %s", at)
			}
			b.says("main", say.saved)
			b.lookInside("intake-taken")
			b.appear(wide)

			// The next call is about the same; nothing of the first one has stayed.
			b.goes(200, letter("n"))
			b.focused("f-q")
			if left := b.value("text"); left != "" {
				t.Errorf("the last caller's words are still there: %q", left)
			}
			b.write(typed)
			b.goes(200, chromedp.KeyEvent(kb.Enter))
			take()
			b.goes(200, sendIt)
			b.says(".talk", say.open)
		})
	}
}

// TestSigningInByKeys signs in, is told what is wrong, and signs out everywhere.
func TestSigningInByKeys(t *testing.T) {
	t.Parallel()
	b := newTab(t, "zh")
	b.must(hire())
	b.open(the.page("console/intake"))
	if at := eval[string](b, `location.pathname`); !strings.HasSuffix(at, "/console/signin") {
		t.Fatalf("nobody is signed in, and the page is %s", at)
	}
	b.lookInside("signin")
	b.tabTo(`[name="name"]`)
	b.write("agent@huiyin.example")
	b.press(kb.Tab)
	b.write("wrong")
	b.goes(401, chromedp.KeyEvent(kb.Enter))
	b.focused("summary")
	b.says("main", "账号或密码不对")
	b.lookInside("signin-refused")
	b.tabTo(`[name="password"]`)
	b.write("Huiyin-agent-1")
	b.goes(200, chromedp.KeyEvent(kb.Enter))
	if at := eval[string](b, `location.pathname`); !strings.HasSuffix(at, "/console/intake") {
		t.Fatalf("signed in for the page of calls, and is at %s", at)
	}
	if kept := eval[string](b, `document.cookie`); strings.Contains(kept, "huiyin") {
		t.Errorf("a script can read %q", kept)
	}
	b.open(the.page("console/account"))
	b.tabTo("main form button")
	b.goes(200, chromedp.KeyEvent(kb.Enter))
	b.says("main", "您已在所有设备上退出")
	b.open(the.page("console/intake"))
	if at := eval[string](b, `location.pathname`); !strings.HasSuffix(at, "/console/signin") {
		t.Errorf("signed out, and is at %s", at)
	}
}
