package web

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"

	"huiyin/shared/words"
)

// policy is what a page may do: take style, script and pictures from where it
// comes from, send forms there, and nothing else. No script in the page, no
// frame around it.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// secure sets the headers of every answer. What is not an asset is not kept
// anywhere: pages hold keys of forms, answers hold tickets.
func secure(h http.Header, lang words.Lang) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Strict-Transport-Security", "max-age=31536000")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Language", string(lang))
	h.Set("Vary", "Accept, Accept-Language")
}

// AllowScript lets one script stand in the page itself, and no other: it is
// named by its hash.
func AllowScript(h http.Header, script string) {
	sum := sha256.Sum256([]byte(script))
	allowed := "script-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "' "
	h.Set("Content-Security-Policy", strings.Replace(policy, "script-src ", allowed, 1))
}

// AllowFiles lets the page show pictures from another site, and send forms to
// it: where files lie.
func AllowFiles(h http.Header, origin string) {
	allowed := strings.NewReplacer("img-src 'self'", "img-src 'self' "+origin, "form-action 'self'", "form-action 'self' "+origin)
	h.Set("Content-Security-Policy", allowed.Replace(h.Get("Content-Security-Policy")))
}

// AllowFetch lets the page's script ask its own site again.
func AllowFetch(h http.Header) {
	h.Set("Content-Security-Policy", h.Get("Content-Security-Policy")+"; connect-src 'self'")
}

// allowOrigins lets pages of any site read the answer. There are no cookies
// here that could speak for somebody.
func allowOrigins(h http.Header) {
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", "Retry-After, Location")
}

// preflightKept is how long a browser may remember the answer to OPTIONS, in
// seconds: a day.
const preflightKept = "86400"

// options answers a browser that asks before it posts from another site.
func (a *App) options(w http.ResponseWriter, r *http.Request) {
	status, allow := a.unmatched(r)
	if status == http.StatusNotFound {
		a.Fail(w, r, plainProblem(status, requestCodes[status], nil, Lang(r.Context())))
		return
	}
	w.Header().Set("Allow", allow)
	if a.settings.CrossOrigin {
		w.Header().Set("Access-Control-Allow-Methods", allow)
		w.Header().Set("Access-Control-Allow-Headers", "Content-Type, Idempotency-Key, Accept-Language")
		w.Header().Set("Access-Control-Max-Age", preflightKept)
	}
	w.WriteHeader(http.StatusNoContent)
}
