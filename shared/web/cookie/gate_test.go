package cookie_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"huiyin/shared/errs"
	"huiyin/shared/memory"
	"huiyin/shared/obs"
	"huiyin/shared/session"
	"huiyin/shared/web"
	"huiyin/shared/web/cookie"
	"huiyin/shared/words"
)

// pool signs everybody in, and renews nothing.
type pool struct{ session.Pool }

func (pool) SignIn(_ context.Context, name, _ string) (session.Step, error) {
	return session.Step{Tokens: session.Tokens{Account: name, ID: "token-of-" + name, Refresh: "r", Life: time.Hour}}, nil
}

// broken is a store that does not answer.
type broken struct{ session.Store }

func (broken) Session(context.Context, string, string) (session.Session, error) {
	return session.Session{}, errs.New(errs.Unavailable, "store.unavailable")
}

// site is an App behind a gate. What gets through is told which Authorization it
// has and which text its forms carry.
type site struct {
	*testing.T
	app      *web.App
	gate     *cookie.Gate
	sessions *session.Service
	now      time.Time
	log      bytes.Buffer
}

func newSite(t *testing.T) *site {
	s := &site{T: t, now: time.Date(2026, 6, 5, 2, 0, 0, 0, time.UTC)}
	s.sessions = &session.Service{Store: memory.New(1).Sessions(), Pool: pool{}, Random: rand.Reader,
		Settings: session.Settings{Idle: 30 * time.Minute, Life: session.Life, Limits: session.DefaultLimits}}
	s.gate = &cookie.Gate{Sessions: s.sessions, Now: func() time.Time { return s.now }}
	s.app = web.New(web.Settings{Languages: words.Langs, Log: obs.Logger(&s.log), Admit: s.gate.Admit})
	told := func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("Told", r.Header.Get("Authorization")+"|"+web.FormToken(r.Context())+"|"+string(body))
	}
	for _, pattern := range []string{"GET /console/queue", "POST /console/queue", "GET /console/assets/x.css", "POST /console/signin"} {
		s.app.Handle(pattern, told)
	}
	type input struct {
		Authorization string `header:"Authorization"`
		Body          struct {
			N int `json:"n"`
		}
	}
	huma.Register(s.app.API(), huma.Operation{OperationID: "put", Method: http.MethodPut, Path: "/desk/thing"},
		func(_ context.Context, in *input) (*struct {
			Told string `header:"Told"`
		}, error) {
			return &struct {
				Told string `header:"Told"`
			}{in.Authorization + "||"}, nil
		})
	return s
}

// signIn is the cookie of somebody who has signed in, and what his forms carry.
func (s *site) signIn(name string) (value, form string) {
	s.Helper()
	entry, err := s.sessions.SignIn(s.Context(), s.now, name, "x", "a")
	if err != nil {
		s.Fatal(err)
	}
	live, err := s.sessions.Look(s.Context(), s.now, entry.Cookie, true)
	if err != nil {
		s.Fatal(err)
	}
	return entry.Cookie, live.Form
}

// send sends a request with headers, given as names and values.
func (s *site) send(method, path, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "https://desk.example"+path, strings.NewReader(body))
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.app.ServeHTTP(w, r)
	return w
}

const formType = "application/x-www-form-urlencoded"

func TestACookieBecomesTheAuthorizationOfItsSession(t *testing.T) {
	s := newSite(t)
	value, form := s.signIn("li-na")
	w := s.send("GET", "/console/queue", "", "Cookie", cookie.Name+"="+value)
	if got := w.Header().Get("Told"); got != "Bearer token-of-li-na|"+form+"|" {
		t.Errorf("the page was told %q", got)
	}
	if !strings.Contains(s.log.String(), `"op":"GET /console/queue"`) {
		t.Errorf("the log does not know which page it was: %s", &s.log)
	}
	// An Authorization of its own goes before any cookie.
	w = s.send("GET", "/console/queue", "", "Cookie", cookie.Name+"="+value, "Authorization", "Bearer other")
	if got := w.Header().Get("Told"); got != "Bearer other||" {
		t.Errorf("with an own Authorization %q", got)
	}
	if w = s.send("GET", "/console/assets/x.css", "", "Cookie", cookie.Name+"="+value); w.Header().Get("Told") != "||" {
		t.Errorf("a style sheet was told %q", w.Header().Get("Told"))
	}
	s.now = s.now.Add(time.Hour)
	for _, c := range []string{value, "", "li-na.nonsense"} {
		if w := s.send("GET", "/console/queue", "", "Cookie", cookie.Name+"="+c); w.Code != 200 || w.Header().Get("Told") != "||" {
			t.Errorf("a cookie without a session: %d, told %q", w.Code, w.Header().Get("Told"))
		}
	}
}

// rule: PD-11
func TestAChangeHasToComeFromAPageOfOurs(t *testing.T) {
	s := newSite(t)
	value, form := s.signIn("li-na")
	_, foreign := s.signIn("wang-wei")
	sent := "text=a%26b&_token="
	for name, c := range map[string]struct {
		method, path, body string
		headers            []string
		want               int
	}{
		"a form of ours":                  {"POST", "/console/queue", sent + form, []string{"Content-Type", formType}, 200},
		"a browser's, of ours":            {"POST", "/console/queue", sent + form, []string{"Content-Type", formType, "Sec-Fetch-Site", "same-origin"}, 200},
		"an older browser's":              {"POST", "/console/queue", sent + form, []string{"Content-Type", formType, "Origin", "https://desk.example"}, 200},
		"no text":                         {"POST", "/console/queue", "text=a", []string{"Content-Type", formType}, 403},
		"an empty text":                   {"POST", "/console/queue", sent, []string{"Content-Type", formType}, 403},
		"the text of another session":     {"POST", "/console/queue", sent + foreign, []string{"Content-Type", formType}, 403},
		"the text in the address":         {"POST", "/console/queue?_token=" + form, "text=a", []string{"Content-Type", formType}, 403},
		"another site, by its fetch":      {"POST", "/console/queue", sent + form, []string{"Content-Type", formType, "Sec-Fetch-Site", "cross-site"}, 403},
		"a neighbour, by its fetch":       {"POST", "/console/queue", sent + form, []string{"Content-Type", formType, "Sec-Fetch-Site", "same-site"}, 403},
		"another site, by its origin":     {"POST", "/console/queue", sent + form, []string{"Content-Type", formType, "Origin", "https://evil.example"}, 403},
		"a sandbox, by its origin":        {"POST", "/console/queue", sent + form, []string{"Content-Type", formType, "Origin", "null"}, 403},
		"JSON with the header":            {"PUT", "/desk/thing", `{"n":1}`, []string{"Content-Type", "application/json", cookie.Header, form}, 204},
		"JSON without":                    {"PUT", "/desk/thing", `{"n":1}`, []string{"Content-Type", "application/json"}, 403},
		"JSON with another's":             {"PUT", "/desk/thing", `{"n":1}`, []string{"Content-Type", "application/json", cookie.Header, foreign}, 403},
		"JSON that another site sends":    {"PUT", "/desk/thing", `{"n":1}`, []string{"Content-Type", "application/json", cookie.Header, form, "Sec-Fetch-Site", "cross-site"}, 403},
		"a link on another site":          {"GET", "/console/queue", "", []string{"Sec-Fetch-Site", "cross-site"}, 200},
		"the sign-in, with an old cookie": {"POST", "/console/signin", "name=x", []string{"Content-Type", formType}, 200},
		"the sign-in, from another site":  {"POST", "/console/signin", "name=x", []string{"Content-Type", formType, "Sec-Fetch-Site", "cross-site"}, 403},
		"a bearer needs no text":          {"PUT", "/desk/thing", `{"n":1}`, []string{"Content-Type", "application/json", "Authorization", "Bearer b"}, 204},
	} {
		w := s.send(c.method, c.path, c.body, append(c.headers, "Cookie", cookie.Name+"="+value)...)
		if w.Code != c.want {
			t.Errorf("%s: %d, want %d; %s", name, w.Code, c.want, w.Body)
		}
		if c.want == 403 && (w.Header().Get("Told") != "" || !strings.Contains(w.Body.String(), "session.form")) {
			t.Errorf("%s: told %q, %s", name, w.Header().Get("Told"), w.Body)
		}
		if c.want == 200 && c.method == "POST" && !strings.HasSuffix(w.Header().Get("Told"), "|"+c.body) {
			t.Errorf("%s: the body was eaten: %q", name, w.Header().Get("Told"))
		}
	}
	for _, secret := range []string{value, form, "token-of"} {
		if strings.Contains(s.log.String(), secret) {
			t.Errorf("the log holds %s", secret)
		}
	}
}

func TestAStoreThatDoesNotAnswerIsNoSignOut(t *testing.T) {
	s := newSite(t)
	value, _ := s.signIn("li-na")
	s.sessions.Store = broken{s.sessions.Store}
	if w := s.send("GET", "/console/queue", "", "Cookie", cookie.Name+"="+value); w.Code != http.StatusServiceUnavailable {
		t.Errorf("%d: %s", w.Code, w.Body)
	}
	if !strings.Contains(s.log.String(), `"level":"ERROR"`) {
		t.Errorf("the log says %s", &s.log)
	}
}

func TestAPageThatRefreshesItselfIsNobody(t *testing.T) {
	s := newSite(t)
	value, _ := s.signIn("li-na")
	for range 3 {
		s.now = s.now.Add(15 * time.Minute)
		s.send("GET", "/console/queue", "", "Cookie", cookie.Name+"="+value, cookie.Refresh, "1")
	}
	if w := s.send("GET", "/console/queue", "", "Cookie", cookie.Name+"="+value); w.Header().Get("Told") != "||" {
		t.Errorf("after 45 minutes of refreshing %q", w.Header().Get("Told"))
	}
}

// rule: PD-11
func TestTheCookieIsForThisHostOnlyAndForNoScript(t *testing.T) {
	w := httptest.NewRecorder()
	cookie.Set(w, "v")
	cookie.Clear(w)
	want := []string{"__Host-huiyin=v; Path=/; HttpOnly; Secure; SameSite=Lax", "__Host-huiyin=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax"}
	if got := w.Header()["Set-Cookie"]; len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("%q", got)
	}
}
