package console

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/obs"
	"huiyin/shared/session"
	"huiyin/shared/web"
	"huiyin/shared/web/cookie"
	"huiyin/shared/web/desk"
	"huiyin/shared/words"
)

// pool is a user pool in which every account of the bench has the password
// "right", and which asks what it is told to.
type pool struct {
	asks     []session.Ask
	down     bool
	disabled bool
}

func (p *pool) next(name string) session.Step {
	if len(p.asks) > 0 {
		step := session.Step{Ask: p.asks[0], Name: name, Pass: "pass-" + name}
		if step.Ask == session.Enrol {
			step.Key = "JBSWY3DPEHPK3PXP"
		}
		p.asks = p.asks[1:]
		return step
	}
	return session.Step{Tokens: session.Tokens{Account: "sub-" + name, ID: name, Refresh: name, Life: time.Hour}}
}

func (p *pool) SignIn(_ context.Context, name, password string) (session.Step, error) {
	if password != "right" {
		return session.Step{}, errs.New(errs.Unauthenticated, "session.refused")
	}
	return p.next(name), nil
}

func (p *pool) Answer(_ context.Context, step session.Step, answer string) (session.Step, error) {
	if step.Pass != "pass-"+step.Name {
		return session.Step{}, errs.New(errs.Unauthenticated, "session.begin_again")
	}
	if answer == "bad" {
		var f errs.Fields
		f.Add(map[bool]string{true: "password", false: "code"}[step.Ask == session.NewPassword], "session.wrong_code")
		return session.Step{}, f.Err()
	}
	return p.next(step.Name), nil
}

func (p *pool) Refresh(_ context.Context, refresh string) (session.Tokens, error) {
	if p.disabled {
		return session.Tokens{}, errs.New(errs.Unauthenticated, "session.ended")
	}
	return session.Tokens{Account: "sub-" + refresh, ID: refresh, Life: time.Hour}, nil
}

func (p *pool) AppKey(context.Context, string) (string, error) { return "JBSWY3DPEHPK3PXP", nil }

func (p *pool) UseApp(_ context.Context, _, code string) error {
	if code != "123456" {
		var f errs.Fields
		f.Add("code", "session.wrong_code")
		return f.Err()
	}
	return nil
}

func (p *pool) Forget(context.Context, string, bool) error {
	if p.down {
		return errs.New(errs.Unavailable, "session.pool")
	}
	return nil
}

// browsers is a bench at which people sit with browsers.
func browsers(t *testing.T) (*bench, *pool) {
	b, p := newBench(t), &pool{}
	b.console.Sessions = &session.Service{Store: b.store.Sessions(), Pool: p, Random: rand.Reader,
		Settings: session.Settings{Idle: 30 * time.Minute, Life: session.Life, Limits: session.DefaultLimits}}
	gate := &cookie.Gate{Sessions: b.console.Sessions, Now: func() time.Time { return b.now }}
	b.app = web.New(web.Settings{Languages: words.Langs, Log: obs.Logger(b.log), MaxBody: desk.MaxBody, Page: b.console.Problem, Admit: gate.Admit})
	b.desk.Serve(b.app)
	b.console.Serve(b.app)
	return b, p
}

// post sends fields to an address as a browser does; it comes from our own pages.
func (b *bench) post(path, cookies string, fields ...string) reply {
	b.Helper()
	in := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		in.Set(fields[i], fields[i+1])
	}
	return b.ask("", http.MethodPost, path, in.Encode(), "Cookie", cookies, "Sec-Fetch-Site", "same-origin")
}

// cookieOf is the cookie that a reply sets, as a browser sends it back.
func cookieOf(p reply) string {
	p.b.Helper()
	set := p.Header().Get("Set-Cookie")
	value, _, _ := strings.Cut(set, ";")
	if !strings.HasPrefix(value, cookie.Name+"=") {
		p.b.Fatalf("%s: no cookie in %q", p.request, set)
	}
	return value
}

// signedIn is the cookie of an account.
func (b *bench) signedIn(name string) string {
	b.Helper()
	return cookieOf(b.post("/console/signin", "", "name", name, "password", "right").goes("../console"))
}

var tokenInput = regexp.MustCompile(`name="_token" value="([^"]+)"`)

// tokenIn is what the forms of a page carry.
func tokenIn(p reply) string {
	p.b.Helper()
	found := tokenInput.FindStringSubmatch(p.Body.String())
	if found == nil {
		p.b.Fatalf("%s: no form carries anything", p.request)
	}
	return found[1]
}

func TestSigningInLeadsToThePageThatWasAskedFor(t *testing.T) {
	b, _ := browsers(t)
	b.open("", "/console/signin?next=console%2Fqueue%3Fscope%3Dteam").is(200, `name="name"`, `type="password"`, `autocomplete="current-password"`)
	in := b.post("/console/signin?next=console%2Fqueue%3Fscope%3Dteam", "", "name", "agent", "password", "right").goes("../console/queue?scope=team")
	b.open("", "/console/account", "Cookie", cookieOf(in)).is(200, "员工101")
	if !strings.Contains(b.log.String(), `"account":"sub-agent"`) {
		t.Errorf("the log does not say who has signed in: %s", b.log)
	}
	if set := in.Header().Get("Set-Cookie"); !strings.Contains(set, "; Path=/; HttpOnly; Secure; SameSite=Lax") {
		t.Errorf("the cookie is %q", set)
	}
}

// rule: PD-11
func TestAWrongPasswordAndAnUnknownNameGetTheSamePage(t *testing.T) {
	b, _ := browsers(t)
	wrong := b.post("/console/signin", "", "name", "agent", "password", "guessed").is(401, "账号或密码不对", `value="agent"`)
	unknown := b.post("/console/signin", "", "name", "nobody", "password", "guessed").is(401)
	if got := strings.ReplaceAll(unknown.Body.String(), "nobody", "agent"); withoutTime(got) != withoutTime(wrong.Body.String()) {
		t.Errorf("the pages differ:\n%s\n%s", wrong.Body, unknown.Body)
	}
	wrong.lacks("guessed")
	if strings.Contains(b.log.String(), "guessed") || strings.Contains(b.log.String(), "nobody") {
		t.Errorf("the log is %s", b.log)
	}
}

// withoutTime is a page without what names its request.
func withoutTime(page string) string {
	return regexp.MustCompile(`urn:huiyin:request:[^<"]*`).ReplaceAllString(page, "")
}

func TestASignInGoesThroughWhateverIsAsked(t *testing.T) {
	b, p := browsers(t)
	p.asks = []session.Ask{session.NewPassword, session.Enrol, session.Code}
	page := b.post("/console/signin?next=console%2Fx", "", "name", "agent", "password", "right").
		is(200, "设置您的密码", `autocomplete="new-password"`, `name="pass" value="pass-agent"`)
	page.lacks("Set-Cookie", "right")
	again := b.post("/console/signin?next=console%2Fx", "", "ask", "new-password", "account", "agent", "pass", "pass-agent", "answer", "bad").
		is(422, "验证码不对", "设置您的密码", `name="pass" value="pass-agent"`)
	again.lacks(`value="bad"`)
	b.post("/console/signin?next=console%2Fx", "", "ask", "new-password", "account", "agent", "pass", "pass-agent", "answer", "Better-1").
		is(200, "绑定验证器", "JBSW Y3DP EHPK 3PXP", `href="otpauth://totp/`, "secret=JBSWY3DPEHPK3PXP", `autocomplete="one-time-code"`)
	b.post("/console/signin?next=console%2Fx", "", "ask", "enrol", "account", "agent", "pass", "pass-agent", "key", "JBSWY3DPEHPK3PXP", "answer", "bad").
		is(422, "JBSW Y3DP EHPK 3PXP", `value="bad"`)
	b.post("/console/signin?next=console%2Fx", "", "ask", "enrol", "account", "agent", "pass", "pass-agent", "answer", "123456").is(200, "输入验证码")
	b.post("/console/signin?next=console%2Fx", "", "ask", "code", "account", "agent", "pass", "forged", "answer", "123456").is(401, "从头再来", `name="password"`)
	in := b.post("/console/signin?next=console%2Fx", "", "ask", "code", "account", "agent", "pass", "pass-agent", "answer", "123456").goes("../console/x")
	b.open("", "/console/account", "Cookie", cookieOf(in)).is(200, "员工101")
	b.post("/console/signin", "", "ask", "something else", "account", "agent", "answer", "x").is(401)
}

func TestASignInSpeaksEnglishToo(t *testing.T) {
	b, _ := browsers(t)
	b.ask("", http.MethodPost, "/console/signin", "name=&password=", "Accept-Language", "en").is(422, "Account", "This field is required.", `href="#f-signin-begin-name"`)
}

func TestSigningOutEndsTheSession(t *testing.T) {
	b, _ := browsers(t)
	here, there := b.signedIn("agent"), b.signedIn("agent")
	token := tokenIn(b.open("", "/console/account", "Cookie", here).is(200, `action="../console/signout"`))
	b.post("/console/signout", here).is(403)
	b.open("", "/console/account", "Cookie", here).is(200)
	out := b.post("/console/signout", here, "_token", token).goes("../console/signin?out=here")
	if set := out.Header().Get("Set-Cookie"); !strings.Contains(set, "Max-Age=0") {
		t.Errorf("the cookie stays: %q", set)
	}
	b.open("", "/console/signin?out=here").is(200, "您已退出")
	b.open("", "/console", "Cookie", here).goes("console/signin?next=console")
	b.open("", "/console/account", "Cookie", there).is(200)
}

// rule: PD-11
func TestSigningOutEverywhereEndsEveryBrowser(t *testing.T) {
	b, p := browsers(t)
	here, there, other := b.signedIn("agent"), b.signedIn("agent"), b.signedIn("supervisor")
	token := tokenIn(b.open("", "/console/account", "Cookie", here))
	b.post("/console/signout", here, "_token", token, "everywhere", "1").goes("../console/signin?out=everywhere")
	for _, c := range []string{here, there} {
		b.open("", "/console", "Cookie", c).goes("console/signin?next=console")
	}
	b.open("", "/console/account", "Cookie", other).is(200)

	p.down = true
	here = b.signedIn("agent")
	b.post("/console/signout", here, "_token", tokenIn(b.open("", "/console/account", "Cookie", here))).goes("../console/signin?out=partly")
	b.open("", "/console", "Cookie", here).goes("console/signin?next=console")
}

// The table of roles is one, however somebody is let in.
func TestRolesHoldForACookie(t *testing.T) {
	b, _ := browsers(t)
	for account, want := range map[string]int{"agent": 403, "supervisor": 403, "admin": 200, "newagent": 403} {
		c := b.signedIn(account)
		b.ask("", http.MethodGet, "/desk/teams", "", "Cookie", c, "Accept", "application/json").is(want)
	}
	c := b.signedIn("agent")
	token := tokenIn(b.open("", "/console/account", "Cookie", c))
	note := func(headers ...string) reply {
		return b.ask("", http.MethodPost, "/desk/tickets", `{"name":"王小明","phone":"13912345678","type":"inquiry","kind":"price","text":"x"}`,
			append(headers, "Content-Type", "application/json", "Accept", "application/json")...)
	}
	note("Cookie", c).is(403, "session.form")
	note("Cookie", c, cookie.Header, token, "Sec-Fetch-Site", "cross-site").is(403, "session.form")
	note("Cookie", c, cookie.Header, tokenIn(b.open("", "/console/account", "Cookie", b.signedIn("supervisor")))).is(403, "session.form")
	note("Cookie", c, cookie.Header, token).is(201)
	note("Authorization", "Bearer agent").is(201)
}

func TestAForgottenBrowserIsSignedOut(t *testing.T) {
	b, p := browsers(t)
	c := b.signedIn("agent")
	b.now = b.now.Add(29 * time.Minute)
	b.open("", "/console/account", "Cookie", c).is(200)
	b.now = b.now.Add(30 * time.Minute)
	b.open("", "/console", "Cookie", c).goes("console/signin?next=console")
	c = b.signedIn("agent")
	p.disabled = true
	b.now = b.now.Add(28 * time.Minute)
	b.open("", "/console/account", "Cookie", c).is(200)
	b.now = b.now.Add(28 * time.Minute)
	b.open("", "/console", "Cookie", c).goes("console/signin?next=console")
}

// rule: PD-11
func TestTheLogHoldsNothingThatOpens(t *testing.T) {
	b, _ := browsers(t)
	c := b.signedIn("agent")
	token := tokenIn(b.open("", "/console/account", "Cookie", c))
	b.post("/console/signin", c, "name", "li.na@example.com", "password", "hunter2").is(401)
	for _, secret := range []string{strings.TrimPrefix(c, cookie.Name+"="), token, "hunter2", "li.na", "right"} {
		if strings.Contains(b.log.String(), secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
}

func TestSomebodySetsUpAnApp(t *testing.T) {
	b, _ := browsers(t)
	c := b.signedIn("agent")
	token := tokenIn(b.open("", "/console/account", "Cookie", c).is(200, `action="../console/account/app"`))
	b.post("/console/account/app", c).is(403)
	b.post("/console/account/app", c, "_token", token).is(200, "JBSW Y3DP EHPK 3PXP", `name="key" value="JBSWY3DPEHPK3PXP"`, "员工101", `name="_token"`)
	b.post("/console/account/app", c, "_token", token, "key", "JBSWY3DPEHPK3PXP", "answer", "1").is(422, "验证码不对", "JBSW Y3DP EHPK 3PXP")
	b.post("/console/account/app", c, "_token", token, "key", "JBSWY3DPEHPK3PXP", "answer", "123 456").goes("../../console/account?app=on")
	b.open("", "/console/account?app=on", "Cookie", c).is(200, "下次登录会要求验证码")
	b.post("/console/account/app", "").is(401)
	b.open("", "/console/account/app", "Cookie", c).goes("../account")
}
