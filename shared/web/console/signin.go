package console

import (
	"html/template"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"huiyin/shared/errs"
	"huiyin/shared/obs"
	"huiyin/shared/session"
	"huiyin/shared/web"
	"huiyin/shared/web/cookie"
)

// Hidden fields of a sign-in: what the pool has asked. Nothing in them is
// believed; the pool knows what it gave out.
const (
	askField  = "ask"
	nameField = "account"
	passField = "pass"
	keyField  = "key"
)

// signingIn registers where people sign in and out. They are no pages of the
// table: nobody is signed in there.
func (c *Console) signingIn(app *web.App) {
	app.Handle("GET /console/signin", func(w http.ResponseWriter, r *http.Request) {
		v := c.outside(w, r)
		v.ask(session.Step{}, v.nothingTyped(), nil)
	})
	app.Handle("POST /console/signin", func(w http.ResponseWriter, r *http.Request) { c.outside(w, r).signIn() })
	app.Handle("POST /console/signout", func(w http.ResponseWriter, r *http.Request) { c.outside(w, r).signOut() })
}

// outside is a visit of somebody who is not signed in, as far as we know.
func (c *Console) outside(w http.ResponseWriter, r *http.Request) *visit {
	v := c.visit(w, r, page{path: "signin", title: "signin.title"})
	v.Refresh = 0
	return v
}

func (v *visit) nothingTyped() typed { return typed{} }

// signIn takes a step: name and password, or what the pool asked for then.
func (v *visit) signIn() {
	in, err := v.typed()
	if err != nil {
		v.refuse(err)
		return
	}
	now, address := v.c.Now(), web.Address(v.r.Context())
	step := session.Step{Ask: session.Ask(in.Get(askField)), Name: in.Get(nameField), Pass: in.Get(passField), Key: in.Get(keyField)}
	var entry session.Entry
	if step.Ask == session.Nothing {
		entry, err = v.c.Sessions.SignIn(v.r.Context(), now, in.Get("name"), in.Get("password"), address)
	} else {
		entry, err = v.c.Sessions.Answer(v.r.Context(), now, step, in.Get("answer"), address)
	}
	switch {
	case err != nil:
		v.signInRefused(step, in, err)
	case entry.Cookie == "":
		v.ask(entry.Next, v.nothingTyped(), nil)
	default:
		obs.Note(v.r.Context(), slog.String("account", entry.Account))
		cookie.Set(v.w, entry.Cookie)
		redirect(v.w, v.root+Inside(v.query("next")))
	}
}

// signInRefused asks again: the same where another answer may do, else from the
// beginning.
func (v *visit) signInRefused(step session.Step, in typed, err error) {
	p := web.NewProblem(err, v.Lang)
	p.Title = v.T("signin.failed")
	if !errs.Is(err, errs.Invalid) {
		step = session.Step{}
	}
	if errs.Is(err, errs.Internal) || errs.Is(err, errs.Unavailable) {
		obs.Fail(v.r.Context(), err)
	}
	obs.Note(v.r.Context(), slog.String("problem", p.Error()))
	v.status = p.Status
	v.ask(step, in, p)
}

// signInPage is one question of a sign-in.
type signInPage struct {
	*visit
	Form *Form
	Step session.Step
	Out  string // what was just signed out of
}

// ask shows the question of a step, with what is wrong with the last answer.
func (v *visit) ask(step session.Step, in typed, p *web.Problem) {
	name := "begin"
	if step.Ask != session.Nothing {
		name = string(step.Ask)
	}
	form := &Form{ID: "signin-" + name, Label: v.T("signin." + name), Problem: p, v: v}
	for _, one := range signInFields[step.Ask] {
		x := form.blank(one, one.name)
		x.Label, x.Hint = v.T("signin."+name+"."+one.name), v.maybe("signin."+name+"."+one.name+".hint")
		if one.kind != fPassword {
			x.Value = in.Get(one.name)
		}
		form.Fields = append(form.Fields, x)
	}
	form.blame(p)
	v.Title = v.T("signin." + name + ".title")
	out := ""
	if how := v.query(outQuery); p == nil && step.Ask == session.Nothing && has("signin.out."+how) {
		out = v.T("signin.out." + how)
	}
	v.render("signin", signInPage{visit: v, Form: form, Step: step, Out: out})
}

// signInFields are the fields of each question.
var signInFields = map[session.Ask][]field{
	session.Nothing: {
		{name: "name", kind: fText, required: true, auto: "username"},
		{name: "password", kind: fPassword, required: true, auto: "current-password"},
	},
	session.NewPassword: {{name: "answer", kind: fPassword, required: true, auto: "new-password"}},
	session.Code:        {{name: "answer", kind: fTel, required: true, narrow: true, auto: "one-time-code"}},
	session.Enrol:       {{name: "answer", kind: fTel, required: true, narrow: true, auto: "one-time-code"}},
}

// blame puts what is wrong beside its field. Whatever a question asks for, its
// field is the answer.
func (f *Form) blame(p *web.Problem) {
	if p == nil {
		return
	}
	for i, wrong := range p.Errors {
		if f.find(wrong.Field) == nil {
			p.Errors[i].Field = "answer"
		}
		if x := f.find(p.Errors[i].Field); x != nil && x.Error == "" {
			x.Error = wrong.Message
		}
	}
}

// Spaced is the key of an authenticator app as people type it: in fours.
func (p signInPage) Spaced() string {
	var out strings.Builder
	for i, r := range p.Step.Key {
		if i > 0 && i%4 == 0 {
			out.WriteByte(' ')
		}
		out.WriteRune(r)
	}
	return out.String()
}

// AppLink opens an authenticator app on the same telephone. The key is base32,
// and everything is escaped.
func (p signInPage) AppLink() template.URL { return appLink(p.Company.Name, p.Step.Name, p.Step.Key) }

func appLink(company, account, key string) template.URL {
	values := url.Values{"secret": {key}, "issuer": {company}}
	return template.URL("otpauth://totp/" + url.PathEscape(company+":"+account) + "?" + strings.ReplaceAll(values.Encode(), "+", "%20"))
}

// outQuery says in the address what somebody has just signed out of.
const outQuery = "out"

// signOut ends this session, or all of the account.
func (v *visit) signOut() {
	in, err := v.typed()
	if err != nil {
		v.refuse(err)
		return
	}
	everywhere := in.Get("everywhere") != ""
	err = v.c.Sessions.SignOut(v.r.Context(), v.c.Now(), cookie.Value(v.r), everywhere)
	out := map[bool]string{false: "here", true: "everywhere"}[everywhere]
	if errs.As(err).Code == poolDown {
		// Our sessions have ended; only the pool does not know yet.
		obs.Fail(v.r.Context(), err)
		err, out = nil, "partly"
	}
	if err != nil {
		v.refuse(err)
		return
	}
	cookie.Clear(v.w)
	redirect(v.w, v.Href("signin", outQuery, out))
}

// poolDown is the code of a pool that does not answer.
const poolDown = "session.pool"
