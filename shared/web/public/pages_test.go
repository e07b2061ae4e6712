package public

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"huiyin/shared/errs"
	"huiyin/shared/ticket"
	"huiyin/shared/web"
	"huiyin/shared/words"
)

// browse posts a form as a browser does.
func browse(h http.Handler, path string, form url.Values) *httptest.ResponseRecorder {
	return send(h, path, asForm, form.Encode(), "Accept", browser)
}

var complete = url.Values{"kind": {"other"}, "name": {"王芳"}, "phone": {"13800138000"}, "text": {"货到哪了"}, "language": {"zh"},
	"idempotency_key": {"k-1"}, "title": {""}, "website": {""}, "consentText": {"同意"}}

func with(form url.Values, pairs ...string) url.Values {
	changed := url.Values{}
	for name, list := range form {
		changed[name] = list
	}
	for i := 0; i < len(pairs); i += 2 {
		changed.Set(pairs[i], pairs[i+1])
	}
	return changed
}

// has asserts that a page holds all of some texts.
func has(t *testing.T, w *httptest.ResponseRecorder, status int, texts ...string) {
	t.Helper()
	if w.Code != status || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		t.Fatalf("%d %s: %.300s", w.Code, w.Header().Get("Content-Type"), w.Body)
	}
	for _, text := range texts {
		if !strings.Contains(w.Body.String(), text) {
			t.Errorf("the page does not hold %q:\n%s", text, w.Body)
		}
	}
}

var every = []string{"/", "/inquiry", "/complaint", "/status", "/waybill", "/greetings", "/privacy"}

func TestEveryPageNamesTheCompanyAndTheHotlineInBothLanguages(t *testing.T) {
	h, _ := site(t, newDesk())
	for _, path := range every {
		for _, lang := range []string{"zh", "en"} {
			w := get(h, path+"?lang="+lang)
			has(t, w, 200, "顺达物流", `href="tel:4008201234"`, "400-820-1234", `<html lang="`+lang, "<h1")
			if w.Body.Len() > 50<<10 {
				t.Errorf("%s is %d bytes", path, w.Body.Len())
			}
			if missing := regexp.MustCompile(`(pages|web|ticket)\.[a-z_.]+[a-z]`).FindString(w.Body.String()); missing != "" {
				t.Errorf("%s in %s has no sentence for %s", path, lang, missing)
			}
			if strings.Contains(w.Body.String(), "{") && path != "/" {
				t.Errorf("%s in %s has a mark left", path, lang)
			}
		}
	}
}

func TestEverySentenceOfThePagesIsInBothLanguages(t *testing.T) {
	for _, code := range words.Codes() {
		zh, en := words.Text(words.Chinese, code, nil), words.Text(words.English, code, nil)
		if strings.HasPrefix(code, "pages.") && (zh == "" || en == "") {
			t.Errorf("%s lacks a language", code)
		}
	}
}

func TestChineseIsTheDefaultAndALanguageAskedForIsKept(t *testing.T) {
	h, _ := site(t, newDesk())
	has(t, get(h, "/"), 200, "说出来，就有回音", `href="./?lang=en"`, `href="inquiry"`)
	has(t, get(h, "/?lang=en"), 200, "You will hear back", `href="./?lang=zh"`, `href="inquiry?lang=en"`, `action="status?lang=en"`)
	has(t, get(h, "/complaint?lang=en"), 200, `action="complaints?lang=en"`, `name="language" value="en"`)
}

func TestAPageNeedsOneRequestForStyleAndNoScript(t *testing.T) {
	h, _ := site(t, newDesk())
	for _, path := range every[1:] {
		body := get(h, path).Body.String()
		if strings.Count(body, `rel="stylesheet"`) != 1 || strings.Contains(body, "<script") || strings.Contains(body, "style=") || strings.Contains(body, "http://") || strings.Contains(body, "https://") {
			t.Errorf("%s loads more than its style:\n%s", path, body)
		}
	}
	style := regexp.MustCompile(`assets/site\.css\?v=[0-9a-f]+`).FindString(get(h, "/").Body.String())
	w := get(h, "/"+style)
	if w.Code != 200 || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/css") {
		t.Errorf("%s: %d %v", style, w.Code, w.Header())
	}
	if w := get(h, "/assets/site.css?v=old"); w.Code != 200 || strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("an old version: %d %v", w.Code, w.Header())
	}
	for _, path := range []string{"/assets/nothing.css", "/assets/..%2fpages.go", "/assets/"} {
		if w := get(h, path); w.Code != 404 {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

func TestTheWaybillIsFilledInFromTheAddress(t *testing.T) {
	h, _ := site(t, newDesk())
	has(t, get(h, "/inquiry?waybill=SD123&text=hello"), 200, `value="SD123"`, "hello</textarea>")
}

// rule: LAW-2 a link can't give a person's consent.
func TestALinkTicksNoConsent(t *testing.T) {
	h, _ := site(t, newDesk())
	page := get(h, "/complaint?consent=true&waybill=SD123").Body.String()
	if !strings.Contains(page, `value="SD123"`) || !strings.Contains(page, `name="consent"`) || regexp.MustCompile(`name="consent"[^>]*checked`).MatchString(page) {
		t.Error("the box is ticked, or the form is not as it was")
	}
}

func TestEachFormCarriesAKeyOfItsOwn(t *testing.T) {
	h, _ := site(t, newDesk())
	key := regexp.MustCompile(`name="idempotency_key" value="([A-Z2-7]{26})"`)
	one, two := key.FindStringSubmatch(get(h, "/inquiry").Body.String()), key.FindStringSubmatch(get(h, "/inquiry").Body.String())
	if one == nil || two == nil || one[1] == two[1] {
		t.Errorf("keys are %v and %v", one, two)
	}
}

// rule: JY-2
func TestAfterSendingThePageSaysNumberTimeAndWay(t *testing.T) {
	d := newDesk()
	h, _ := site(t, d)
	shown := d.receipt.Number[:3] + "-" + d.receipt.Number[3:6] + "-" + d.receipt.Number[6:]
	w := browse(h, "/inquiries", complete)
	has(t, w, 201, "咨询已收到", shown, "客服会在今天10:30前答复您。", `href="status?number=`+d.receipt.Number+`"`)
	if strings.Contains(w.Body.String(), "问候短信，还要") {
		t.Error("who ticked nothing is asked to confirm it")
	}
	has(t, browse(h, "/inquiries", with(complete, "consent", "true", "idempotency_key", "k-2")), 201, "还要用验证码确认")
	d.receipt.Chased = true
	has(t, browse(h, "/inquiries", with(complete, "idempotency_key", "k-3")), 200, "催促已记下")
}

func TestAMistakeIsShownTwiceAndWhatWasTypedStays(t *testing.T) {
	d := newDesk()
	h, _ := site(t, d)
	w := browse(h, "/complaints", url.Values{"reason": {"lost"}, "target": {"goods"}, "name": {""}, "phone": {"12345678901"},
		"text": {"花瓶 <b>"}, "waybill": {"SD1"}, "consent": {"true"}, "title": {"ms"}, "idempotency_key": {"K"}, "language": {"zh"}})
	has(t, w, 422, `role="alert"`, `href="#f-name"`, `href="#f-phone"`, `id="f-phone-error"`, "请填写11位手机号码", `aria-invalid="true"`,
		"花瓶 &lt;b&gt;</textarea>", `value="SD1"`, `value="12345678901"`, `value="K"`, "<title>需要修改：")
	for _, checked := range []string{`value="lost"[^>]*checked`, `value="goods"[^>]*checked`, `value="ms"[^>]*checked`, `name="consent"[^>]*checked`} {
		if !regexp.MustCompile(checked).MatchString(w.Body.String()) {
			t.Errorf("%s was not kept", checked)
		}
	}
	if len(d.opened) != 0 {
		t.Error("something was opened")
	}
}

func TestAFormThatWasUsedUpGetsANewKey(t *testing.T) {
	d := newDesk()
	d.fail = &errs.Error{Kind: errs.Invalid, Code: "ticket.key_reused", Fields: []errs.Field{{Path: "Idempotency-Key", Code: "ticket.key_reused"}}}
	h, _ := site(t, d)
	w := browse(h, "/inquiries", complete)
	has(t, w, 422, "请重新提交", "货到哪了</textarea>")
	if strings.Contains(w.Body.String(), `value="k-1"`) {
		t.Error("the used key is offered again")
	}
}

func TestWhateverGoesWrongKeepsWhatWasTyped(t *testing.T) {
	for kind, want := range map[errs.Kind]int{errs.TooMany: 429, errs.Unavailable: 503, errs.Internal: 500} {
		d := newDesk()
		d.fail = errs.New(kind, "ticket.too_many").With("retryAfter", 60)
		h, _ := site(t, d)
		w := browse(h, "/inquiries", complete)
		has(t, w, want, `role="alert"`, "货到哪了</textarea>", `value="王芳"`)
		if w.Header().Get("Retry-After") != "60" {
			t.Errorf("%d: Retry-After %q", want, w.Header().Get("Retry-After"))
		}
	}
}

func TestARobotsFieldCanBeEmptiedByAPerson(t *testing.T) {
	h, _ := site(t, newDesk())
	has(t, get(h, "/inquiry"), 200, `class="trap"`, `tabindex="-1"`)
	w := browse(h, "/inquiries", with(complete, "website", "http://spam"))
	has(t, w, 422, `href="#f-website"`, "请把这一栏清空", `value="http://spam"`)
	if strings.Contains(w.Body.String(), `class="trap"`) {
		t.Error("the field is still hidden")
	}
}

func TestTheStatusPageShowsStagesAndAnswers(t *testing.T) {
	d := newDesk()
	now := ticketOf(d)
	h, _ := site(t, d)
	claim := url.Values{"number": {now.Number}, "last4": {"8000"}}
	w := browse(h, "/status", claim)
	has(t, w, 200, "正在办理", "客服 工号 1024", "赔付 380 元", "处理结果", `action="status/messages"`, `name="last4" value="8000"`, `aria-current="step"`)
	for _, jargon := range []string{"SLA", "resolved", "handling", "P2", "内部备注"} {
		if strings.Contains(strings.ReplaceAll(w.Body.String(), `class="resolved"`, ""), jargon) {
			t.Errorf("the page says %q", jargon)
		}
	}
	has(t, browse(h, "/status", with(claim, "last4", "1111")), 404, `role="alert"`, "没有找到对应的单子", `value="`+now.Number+`"`)
	has(t, browse(h, "/status", with(claim, "last4", "")), 422, `href="#f-last4"`)
	now.Stage, now.ResolvedAt = ticket.Resolved, noon.Add(-time.Minute)
	has(t, browse(h, "/status", claim), 200, "已办结", "今天09:59", "重新办理")
	now.Stage = ticket.Withdrawn
	w = browse(h, "/status", claim)
	has(t, w, 200, "已撤回")
	if strings.Contains(w.Body.String(), "status/messages") {
		t.Error("a message can be added to a withdrawn ticket")
	}
}

func TestAMessageIsAddedOnTheStatusPage(t *testing.T) {
	d := newDesk()
	now := ticketOf(d)
	h, _ := site(t, d)
	form := url.Values{"number": {now.Number}, "last4": {"8000"}, "text": {"什么时候到账？"}, "idempotency_key": {"m-1"}}
	has(t, browse(h, "/status/messages", form), 200, "留言已收到", "什么时候到账？", `action="../status/messages"`, `href="../assets/site.css`)
	has(t, browse(h, "/status/messages", with(form, "text", "")), 422, `href="#f-text"`, "往来记录")
	has(t, browse(h, "/status/messages", with(form, "last4", "9999")), 404, "没有找到对应的单子")
	if len(d.said) != 1 {
		t.Errorf("said %v", d.said)
	}
}

// rule: LAW-2
func TestGreetingsAreChosenOnPages(t *testing.T) {
	d := newDesk()
	h, _ := site(t, d)
	has(t, browse(h, "/greetings/code", url.Values{"phone": {"13800138000"}}), 202, `name="id" value="CODEID"`, "10 分钟", `action="../greetings"`, `autocomplete="one-time-code"`)
	has(t, browse(h, "/greetings/code", url.Values{"phone": {"1"}}), 422, `href="#f-phone"`)
	form := url.Values{"id": {"CODEID"}, "code": {"123456"}, "allow": {"false"}, "name": {""}, "title": {""}, "birthday": {""}, "consentText": {"同意"}}
	has(t, browse(h, "/greetings", form), 200, "已停止问候短信")
	has(t, browse(h, "/greetings", with(form, "allow", "true", "birthday", "02-29")), 200, "已开通问候短信")
	has(t, browse(h, "/greetings", with(form, "code", "000000")), 422, `href="#f-code"`, `name="id" value="CODEID"`)
	if len(d.used) != 2 {
		t.Errorf("used for %v", d.used)
	}
}

func TestTheRootWorksWithoutItsSlash(t *testing.T) {
	h, _ := site(t, newDesk())
	ask := func(seen string) string {
		answer, err := web.Lambda(h)(t.Context(), events.APIGatewayProxyRequest{Path: "/", HTTPMethod: "GET",
			RequestContext: events.APIGatewayProxyRequestContext{Path: seen}})
		if err != nil || answer.StatusCode != 200 {
			t.Fatalf("%d %v", answer.StatusCode, err)
		}
		return answer.Body
	}
	if page := ask("/v1"); !strings.Contains(page, `href="v1/inquiry"`) || !strings.Contains(page, `href="v1/assets/site.css`) {
		t.Errorf("without the slash:\n%s", page)
	}
	if page := ask("/v1/"); !strings.Contains(page, `href="inquiry"`) {
		t.Errorf("with the slash:\n%s", page)
	}
	w := get(h, "/")
	if !strings.Contains(w.Header().Get("Content-Security-Policy"), "script-src 'sha256-") || !strings.Contains(w.Body.String(), "<script>"+slashScript+"</script>") {
		t.Errorf("the page's own script may not run: %s", w.Header().Get("Content-Security-Policy"))
	}
}

func TestABrokenFormIsAPageForABrowser(t *testing.T) {
	h, _ := site(t, newDesk())
	has(t, send(h, "/inquiries", asForm, "name=a&name=b", "Accept", browser), 400, "请求无法读取", "400-820-1234")
	has(t, send(h, "/inquiries", asForm, strings.Repeat("x", web.MaxBody+1), "Accept", browser), 413, "内容太大")
}

func TestOnlyABrowsersFormGetsAPage(t *testing.T) {
	h, _ := site(t, newDesk())
	for _, w := range []*httptest.ResponseRecorder{
		send(h, "/inquiries", asForm, complete.Encode()),
		send(h, "/inquiries", asForm, complete.Encode(), "Accept", "application/json"),
		send(h, "/inquiries", asJSONType, inquiry, "Accept", browser),
	} {
		if w.Code != 201 || !strings.HasPrefix(w.Header().Get("Content-Type"), "application/json") {
			t.Errorf("%d %s", w.Code, w.Header().Get("Content-Type"))
		}
	}
}
