package browser

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	idp "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestACallWithKeysOnly takes a call without touching the mouse: the number
// while it rings, what the caller says, the line that is read back, and the next
// call.
//
// rule: NJ-13
func TestACallWithKeysOnly(t *testing.T) {
	t.Parallel()
	for lang, say := range map[string]struct{ sorry, readBack, saved, open string }{
		"zh": {"非常抱歉，让您久等了", "跟您核对一下：您是王小明，手机尾号", "已登记。", "记为催办"},
		"en": {"I am very sorry to have kept you waiting", "跟您核对一下：您是王小明，手机尾号", "Saved.", "add as a chase"},
	} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b, typed := newTab(t, lang), newPhone()
			said := func(name string) string {
				return eval[string](b, `document.querySelector('.talk [name="`+name+`"]').value`)
			}
			b.appear(wide)
			b.signIn("agent")
			b.open(the.page("console/intake"))

			b.focused("f-q")
			b.write(typed)
			b.press(kb.Tab)
			b.write("6")
			b.goes(200, chromedp.KeyEvent(kb.Enter))
			b.says(b.text("main"), say.sorry)
			if said("phone") != typed || said("rings") != "6" {
				t.Errorf("the form has %q and %q", said("phone"), said("rings"))
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
			if said("reason") != "damaged" {
				t.Errorf("the third reason is %q", said("reason"))
			}
			b.tabTo(`.talk [name="priority"]`)
			b.press(kb.ArrowRight)
			b.goes(200, sendIt) // reads back, and does not save
			b.says(b.text(".readback"), say.readBack+typed[7:], "SF"+typed, "这件事很急", "里面的杯子碎了三个")
			b.lookInside("intake-readback")
			b.appear(wide)
			b.soon("the button that saves has the focus", `document.activeElement.matches(".talk button:not([name])")`)
			b.goes(200, enter)
			if at := eval[string](b, `location.pathname`); !strings.Contains(at, "/console/intake/") {
				t.Fatalf("it is at %s", at)
			}
			b.says(b.text("main"), say.saved)
			b.lookInside("intake-taken")
			b.appear(wide)

			// The next call is about the same; nothing of the first one has stayed.
			b.goes(200, letter("n"))
			b.focused("f-q")
			if left := said("text"); left != "" {
				t.Errorf("the last caller's words are still there: %q", left)
			}
			b.write(typed)
			b.goes(200, chromedp.KeyEvent(kb.Enter))
			take()
			b.goes(200, sendIt)
			b.says(b.text(".talk"), say.open)
		})
	}
}

// TestSigningInByKeys signs in for the first time, is told what is wrong, and
// signs out everywhere. The account is its own: others sit at the others.
func TestSigningInByKeys(t *testing.T) {
	t.Parallel()
	b := newTab(t, "zh")
	const name, first, own = "leaver@huiyin.example", "Temporary-1!", "Chosen-by-me-1"
	pool := idp.NewFromConfig(the.AWS())
	_, err := pool.AdminCreateUser(t.Context(), &idp.AdminCreateUserInput{UserPoolId: &the.UserPoolID, Username: aws.String(name),
		TemporaryPassword: aws.String(first), MessageAction: types.MessageActionTypeSuppress})
	b.must(err)
	_, err = pool.AdminAddUserToGroup(t.Context(), &idp.AdminAddUserToGroupInput{UserPoolId: &the.UserPoolID, Username: aws.String(name), GroupName: aws.String("agent")})
	b.must(err)

	b.open(the.page("console/account"))
	b.at("/console/signin")
	b.lookInside("signin")
	b.tabTo(`[name="name"]`)
	b.write(name)
	b.press(kb.Tab)
	b.write("wrong")
	b.goes(401, chromedp.KeyEvent(kb.Enter))
	b.focused("summary")
	b.says(b.text("main"), "账号或密码不对")
	b.lookInside("signin-refused")
	b.tabTo(`[name="password"]`)
	b.write(first)
	b.goes(200, chromedp.KeyEvent(kb.Enter))
	b.says(b.text("main"), "设置您的密码")
	b.lookInside("signin-password")
	b.tabTo(`[name="answer"]`)
	b.write(own)
	b.goes(200, chromedp.KeyEvent(kb.Enter))
	b.at("/console/account")
	if kept := eval[string](b, `document.cookie`); strings.Contains(kept, "huiyin") {
		t.Errorf("a script can read %q", kept)
	}
	b.tabTo(`main form[action$="signout"] button`)
	b.goes(200, chromedp.KeyEvent(kb.Enter))
	b.says(b.text("main"), "您已在所有设备上退出")
	b.open(the.page("console/account"))
	b.at("/console/signin")
}

// at fails unless the browser is at a page.
func (b *tab) at(path string) {
	b.t.Helper()
	if at := eval[string](b, `location.pathname`); !strings.HasSuffix(at, path) {
		b.t.Fatalf("it is at %s, not at %s", at, path)
	}
}
