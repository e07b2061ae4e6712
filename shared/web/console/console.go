package console

import (
	"crypto/rand"
	"net/http"
	"strings"
	"time"

	"huiyin/shared/session"
	"huiyin/shared/web"
	"huiyin/shared/words"
)

// Company is what every page says of the company.
type Company struct {
	Name    string
	Hotline string // as it is dialled
	Site    string // the address in SMS, without https://
}

// Console serves the pages of those who work at the desk.
type Console struct {
	Company   Company
	Languages []words.Lang   // offered, the first is the default
	Zone      *time.Location // in which days and hours are shown and typed
	Now       func() time.Time
	// Sessions are those of who signs in here. What turns their cookie into the
	// Authorization of a request stands before the App (package cookie).
	Sessions *session.Service

	app   *web.App
	pages []page
}

// Serve registers the pages. The operations that they call are those of the
// same App.
func (c *Console) Serve(app *web.App) {
	c.app, c.pages = app, pages
	app.Handle("GET /console/assets/{file}", assets.ServeHTTP)
	app.Handle("GET /console/language", c.language)
	app.Handle("GET /console/{$}", func(w http.ResponseWriter, _ *http.Request) { redirect(w, "../console") })
	c.signingIn(app)
	c.settingUp(app)
	for _, p := range c.pages {
		handler := c.serve(p)
		app.Handle("GET "+p.pattern(), handler)
		app.Handle("POST "+p.pattern(), handler)
	}
	app.Handle("/console/{rest...}", c.serve(nowhere))
}

// nowhere is what stands under an address of the console that has no page.
var nowhere = page{path: "{rest...}", title: "problem.title", show: func(v *visit) error { return v.lost() }}

// language keeps which language somebody wants, and goes back to the page. The
// cookie gets no path: it then is that of this address, which is the console
// wherever a stage or a proxy shows it.
func (c *Console) language(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, &http.Cookie{
		Name: web.LangCookie, Value: string(web.Lang(r.Context())), MaxAge: int((365 * 24 * time.Hour).Seconds()),
		HttpOnly: true, Secure: true, SameSite: http.SameSiteLaxMode,
	})
	redirect(w, "../"+Inside(r.URL.Query().Get("next")))
}

// Inside is an address below the root that leads into the console: what a link
// or a field says when it does, else the console's first page. Nobody is sent
// elsewhere by an address that somebody else has made up.
func Inside(next string) string {
	path, _, _ := strings.Cut(next, "?")
	inside := path == "console" || strings.HasPrefix(path, "console/")
	if !inside || strings.Contains(path, "..") || strings.ContainsAny(next, "\\\r\n\t#") {
		return "console"
	}
	return next
}

// redirect goes to a page, relative to the one that was asked for: nobody knows
// under which path a stage, a domain or a proxy shows the pages.
func redirect(w http.ResponseWriter, to string) {
	w.Header().Set("Location", to)
	w.WriteHeader(http.StatusSeeOther)
}

// once is a key under which a form is sent once, however often its button is
// pressed.
func once() string { return rand.Text() }
