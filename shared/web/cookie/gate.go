package cookie

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/session"
	"huiyin/shared/web"
)

// Name is the cookie's. Browsers take one of such a name only over TLS (or from
// the machine itself), for the whole host, and from no other host of the same
// domain.
const Name = "__Host-huiyin"

const (
	// Header carries the form's text where there is no form.
	Header = "X-CSRF-Token"
	// Refresh marks what a page asks for by itself: no sign that anybody is there.
	Refresh = "X-Refresh"
)

// SignIn is where people sign in. Nobody has a session there yet, or one that
// came to be in another tab since the form was made.
const SignIn = "/console/signin"

// assets need no session: whoever signs in sees them.
const assets = "/console/assets/"

// Gate finds the session of a request.
type Gate struct {
	Sessions *session.Service
	Now      func() time.Time
}

// Admit gives a request the Authorization of its session, and its context the
// text that the session's forms carry; see web.Settings. A request without a
// session that lives is left as it is. errs.Forbidden (session.form) for a
// change that did not come from a page of ours, errs.Unavailable.
func (g *Gate) Admit(r *http.Request) (*http.Request, error) {
	if r.Header.Get("Authorization") != "" {
		return r, nil
	}
	if foreign.Check(r) != nil {
		return nil, notOurs()
	}
	value := Value(r)
	if value == "" || strings.HasPrefix(r.URL.Path, assets) {
		return r, nil
	}
	live, err := g.Sessions.Look(r.Context(), g.Now(), value, r.Header.Get(Refresh) == "")
	switch {
	case errs.Is(err, errs.Unauthenticated):
		return r, nil
	case err != nil:
		return nil, err
	}
	if !safe(r.Method) && r.URL.Path != SignIn && !live.Carries(carried(r)) {
		return nil, notOurs()
	}
	r = r.Clone(web.WithFormToken(r.Context(), live.Form))
	r.Header.Set("Authorization", "Bearer "+live.Token)
	return r, nil
}

// foreign refuses what changes something and comes from a page of another
// site, as the browser says (Sec-Fetch-Site, or Origin). What is no browser says
// nothing, and has no cookie.
var foreign = http.NewCrossOriginProtection()

func notOurs() error { return errs.New(errs.Forbidden, "session.form") }

// safe are the methods that change nothing.
func safe(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodOptions
}

// carried is the text that a request shows. Its body, which is in memory, can
// be read again.
func carried(r *http.Request) string {
	if text := r.Header.Get(Header); text != "" || !web.IsForm(r) {
		return text
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return ""
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return ""
	}
	return form.Get(web.FormTokenField)
}

// Value is the cookie of a request, "" without one.
func Value(r *http.Request) string {
	c, err := r.Cookie(Name)
	if err != nil {
		return ""
	}
	return c.Value
}

// Set gives a browser its cookie. It has no end of its own: a browser forgets it
// when it is closed, or keeps it for nothing when the session is over.
//
// Lax, not Strict: a link to a ticket in a chat or a mail shall open the
// ticket. Other sites' forms and pictures don't get it.
func Set(w http.ResponseWriter, value string) { http.SetCookie(w, made(value)) }

// Clear takes the cookie back.
func Clear(w http.ResponseWriter) {
	c := made("")
	c.MaxAge = -1
	http.SetCookie(w, c)
}

func made(value string) *http.Cookie {
	return &http.Cookie{Name: Name, Value: value, Path: "/", Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode}
}
