package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/danielgtaylor/huma/v2"

	"huiyin/shared/errs"
	"huiyin/shared/obs"
	"huiyin/shared/words"
)

type order struct {
	Goods string   `json:"goods" minLength:"1" maxLength:"10"`
	Count int      `json:"count,omitempty" minimum:"1" maximum:"9"`
	Mode  string   `json:"mode,omitempty" enum:"road,rail"`
	When  string   `json:"when,omitempty" format:"date-time"`
	Tags  []string `json:"tags,omitempty" maxItems:"2"`
	Rush  bool     `json:"rush,omitempty"`
	Code  string   `json:"code,omitempty" pattern:"^[0-9]{4}$" patternDescription:"web.last4"`
	Where struct {
		City string `json:"city"`
	} `json:"where,omitzero"`
}

type orderInput struct {
	Page int `query:"page" minimum:"1"`
	Body order
}

// app is an App with one operation that fails as it is told.
func app(t *testing.T, fail error) (*App, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	a := New(Settings{Languages: words.Langs, Log: obs.Logger(&log), CrossOrigin: true})
	huma.Register(a.API(), huma.Operation{OperationID: "order", Method: http.MethodPost, Path: "/orders"},
		func(context.Context, *orderInput) (*struct{}, error) { return nil, fail })
	a.Handle("GET /boom", func(http.ResponseWriter, *http.Request) { panic("张三 13800138000") })
	a.Handle("GET /who", func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte(Address(r.Context()))) })
	return a, &log
}

func post(a *App, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/orders", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	a.ServeHTTP(w, r)
	return w
}

func problem(t *testing.T, w *httptest.ResponseRecorder) Problem {
	t.Helper()
	var p Problem
	if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("content type %q: %s", got, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
		t.Fatalf("%v in %s", err, w.Body)
	}
	if p.Status != w.Code || p.Title == "" || p.Detail == "" || p.Type != problemPrefix+p.Code || p.Instance == "" {
		t.Errorf("problem is incomplete: %s", w.Body)
	}
	return p
}

func TestEveryKindHasItsStatusAndTitle(t *testing.T) {
	for kind := errs.Internal; kind <= errs.Unavailable; kind++ {
		status := Status(kind)
		if status < 400 || !words.Has("web.status."+itoa(status)) {
			t.Errorf("kind %d has status %d without a title", kind, status)
		}
	}
	for status, code := range requestCodes {
		if !words.Has(code) || !words.Has("web.status."+itoa(status)) {
			t.Errorf("status %d or its code %q has no sentence", status, code)
		}
	}
}

func itoa(n int) string { raw, _ := json.Marshal(n); return string(raw) }

func TestAnErrorOfAUseCaseIsToldInTheCallersLanguage(t *testing.T) {
	var f errs.Fields
	f.Add("phone", "phone.invalid")
	f.Add("text", "too_long", "max", 4000)
	a, _ := app(t, errs.Wrap(f.Err(), "open a ticket"))
	for header, want := range map[string]string{
		"": "最多 4000 个字。", "en-GB,en;q=0.9,zh;q=0.8": "At most 4000 characters.",
		"fr,zh-CN;q=0.5": "最多 4000 个字。", "zh;q=0.1,en;q=0": "最多 4000 个字。",
	} {
		w := post(a, `{"goods":"x"}`, "Accept-Language", header)
		p := problem(t, w)
		if p.Status != 422 || len(p.Errors) != 2 || p.Errors[1].Field != "text" || p.Errors[1].Message != want {
			t.Errorf("%q: %s", header, w.Body)
		}
	}
}

func TestWhatTheLifeCycleForbidsSaysWhatIsAllowed(t *testing.T) {
	a, _ := app(t, errs.New(errs.Conflict, "ticket.not_allowed").With("allowed", "note, reopen").With("stage", "resolved").With("action", "reply"))
	if p := problem(t, post(a, `{"goods":"x"}`)); p.Status != 409 || len(p.Allowed) != 2 || !strings.Contains(p.Detail, "note, reopen") {
		t.Errorf("problem is %+v", p)
	}
}

func TestALimitSaysWhenToComeBack(t *testing.T) {
	a, _ := app(t, errs.New(errs.TooMany, "ticket.too_many").With("retryAfter", 61))
	if w := post(a, `{"goods":"x"}`); w.Code != 429 || w.Header().Get("Retry-After") != "61" {
		t.Errorf("%d, Retry-After %q", w.Code, w.Header().Get("Retry-After"))
	}
}

// rule: PD-11
func TestAFaultOfOursTellsNothingAndIsLogged(t *testing.T) {
	a, log := app(t, errors.New("table is on fire"))
	w := post(a, `{"goods":"x"}`)
	if p := problem(t, w); p.Status != 500 || strings.Contains(w.Body.String(), "fire") {
		t.Errorf("answer is %s", w.Body)
	}
	if !strings.Contains(log.String(), "table is on fire") || !strings.Contains(log.String(), `"level":"ERROR"`) {
		t.Errorf("log is %s", log)
	}
}

// rule: PD-11
func TestAPanicIsA500AndNotInTheLogWithWhatItSaid(t *testing.T) {
	a, log := app(t, nil)
	w := httptest.NewRecorder()
	a.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/boom", nil))
	if problem(t, w).Status != 500 || strings.Contains(log.String(), "13800138000") || !strings.Contains(log.String(), "panic: string") {
		t.Errorf("answer %s, log %s", w.Body, log)
	}
}

func TestUnknownPathsAndMethodsAreProblems(t *testing.T) {
	a, _ := app(t, nil)
	w := httptest.NewRecorder()
	a.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/orders", nil))
	if problem(t, w).Status != 405 || w.Header().Get("Allow") != "POST" {
		t.Errorf("%d, Allow %q", w.Code, w.Header().Get("Allow"))
	}
	w = httptest.NewRecorder()
	a.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/nowhere", nil))
	if problem(t, w).Status != 404 {
		t.Errorf("%d", w.Code)
	}
}

func TestOtherSitesMayPost(t *testing.T) {
	a, _ := app(t, nil)
	w := httptest.NewRecorder()
	a.ServeHTTP(w, httptest.NewRequest(http.MethodOptions, "/orders", nil))
	h := w.Header()
	if w.Code != 204 || h.Get("Access-Control-Allow-Origin") != "*" || h.Get("Access-Control-Allow-Methods") != "POST" ||
		!strings.Contains(h.Get("Access-Control-Allow-Headers"), "Idempotency-Key") || h.Get("Access-Control-Allow-Credentials") != "" {
		t.Errorf("%d %v", w.Code, h)
	}
	if got := post(a, `{"goods":"x"}`).Header().Get("Access-Control-Allow-Origin"); got != "*" {
		t.Errorf("the answer itself says %q", got)
	}
	w = httptest.NewRecorder()
	a.ServeHTTP(w, httptest.NewRequest(http.MethodOptions, "/nowhere", nil))
	if w.Code != 404 {
		t.Errorf("a path that is none: %d", w.Code)
	}
}

func TestEveryAnswerCarriesTheSecurityHeaders(t *testing.T) {
	a, _ := app(t, nil)
	for _, w := range []*httptest.ResponseRecorder{post(a, `{"goods":"x"}`), post(a, `{`), post(a, "{}", "Content-Type", "x/y")} {
		h := w.Header()
		csp := h.Get("Content-Security-Policy")
		if strings.Contains(csp, "unsafe") || !strings.Contains(csp, "frame-ancestors 'none'") || !strings.Contains(csp, "default-src 'none'") ||
			h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" || h.Get("Cache-Control") != "no-store" {
			t.Errorf("%d: %v", w.Code, h)
		}
	}
}

func TestOneLineIsLoggedForEachRequest(t *testing.T) {
	a, log := app(t, nil)
	post(a, `{"goods":"机密"}`)
	var line map[string]any
	if err := json.Unmarshal(log.Bytes(), &line); err != nil {
		t.Fatalf("%v: %s", err, log)
	}
	if line["op"] != "POST /orders" || line["status"] != 204.0 || line["id"] == "" || strings.Contains(log.String(), "机密") {
		t.Errorf("line is %s", log)
	}
	if strings.Count(log.String(), "\n") != 1 {
		t.Errorf("%d lines", strings.Count(log.String(), "\n"))
	}
}

// rule: PD-11
func TestTheAddressIsWhatTheGatewaySaw(t *testing.T) {
	a, log := app(t, nil)
	ask := func(source string) string {
		answer, err := Lambda(a)(context.Background(), events.APIGatewayProxyRequest{
			Path: "/who", HTTPMethod: http.MethodGet, MultiValueHeaders: map[string][]string{"X-Forwarded-For": {"6.6.6.6"}},
			RequestContext: events.APIGatewayProxyRequestContext{RequestID: "gw-1", Identity: events.APIGatewayRequestIdentity{SourceIP: source}},
		})
		if err != nil || answer.StatusCode != 200 {
			t.Fatalf("%d, %v", answer.StatusCode, err)
		}
		return answer.Body
	}
	for source, want := range map[string]string{
		"203.0.113.9": "203.0.113.9", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "::ffff:203.0.113.9": "203.0.113.9", "?": "",
	} {
		if got := ask(source); got != want {
			t.Errorf("%s: %q, want %q", source, got, want)
		}
	}
	if !strings.Contains(log.String(), `"id":"gw-1"`) || strings.Contains(log.String(), "203.0.113.9") {
		t.Errorf("log is %s", log)
	}
}

func TestAnEventThatIsNoRequestIsRefused(t *testing.T) {
	a, _ := app(t, nil)
	var printed bytes.Buffer
	log.SetOutput(&printed) // where the adapter says what it can't read
	defer log.SetOutput(os.Stderr)
	for _, path := range []string{"/%zz\x7f", "/x\n{\"level\":\"INFO\"}", "x\x00"} {
		answer, err := Lambda(a)(context.Background(), events.APIGatewayProxyRequest{Path: path, HTTPMethod: "GET"})
		if err != nil || answer.StatusCode != 400 || printed.Len() > 0 {
			t.Errorf("%d, %v, printed %q", answer.StatusCode, err, printed.String())
		}
	}
}

func TestHTMLOnlyForThoseWhoPreferIt(t *testing.T) {
	for accept, want := range map[string]bool{
		"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8": true, "*/*": false, "": false,
		"application/json, text/html;q=0.5": false, "application/json;q=0.1,text/html": true, "application/json": false,
		"text/html;q=x": false, "text/html;q=0": false,
	} {
		r := httptest.NewRequest(http.MethodPost, "/", nil)
		r.Header.Set("Accept", accept)
		if got := WantsHTML(r); got != want {
			t.Errorf("%q: %v", accept, got)
		}
	}
}

func TestTheDocumentNeedsNoServices(t *testing.T) {
	w := httptest.NewRecorder()
	Document("T", "d", func(api huma.API) {
		huma.Register(api, huma.Operation{OperationID: "order", Method: http.MethodPost, Path: "/orders"},
			func(context.Context, *orderInput) (*struct{}, error) { return nil, nil })
	})(w, httptest.NewRequest(http.MethodGet, "/openapi.json", nil))
	var doc struct {
		OpenAPI string
		Paths   map[string]any
	}
	if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil || doc.OpenAPI != "3.1.0" || doc.Paths["/orders"] == nil {
		t.Errorf("%v: %s", err, w.Body)
	}
}

// The root is what is left of the browser's path before the resource's: a
// stage, a mapping of a domain, or nothing.
func TestTheRootIsWhereTheBrowserSeesIt(t *testing.T) {
	for _, c := range []struct{ domain, path, resource, want string }{
		{"desk.example.com", "/v1/desk/tickets/K7M/hand-over/link", "/desk/{proxy+}", "https://desk.example.com/v1/"},
		{"desk.example.com", "/console", "/console", "https://desk.example.com/"},
		{"x.execute-api.eu-central-1.amazonaws.com", "/v1/console/tickets/K7M", "/console/{proxy+}", "https://x.execute-api.eu-central-1.amazonaws.com/v1/"},
		{"", "/v1/desk/me", "/desk/{proxy+}", ""},
		{"desk.example.com", "/elsewhere", "/desk/{proxy+}", ""},
	} {
		root := ""
		h := Lambda(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { root = Root(r.Context()) }))
		event := events.APIGatewayProxyRequest{HTTPMethod: "GET", Path: "/desk/me", RequestContext: events.APIGatewayProxyRequestContext{
			DomainName: c.domain, Path: c.path, ResourcePath: c.resource}}
		if _, err := h(t.Context(), event); err != nil || root != c.want {
			t.Errorf("%s%s: %q (%v)", c.domain, c.path, root, err)
		}
	}
}

// A gateway that does not tell its name leaves the host that was asked for.
func TestTheHostIsTheGatewaysElseTheOneThatWasAsked(t *testing.T) {
	for gateway, want := range map[string]string{"desk.example": "desk.example", "": "127.0.0.1:4566"} {
		host := ""
		h := Lambda(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { host = r.Host }))
		event := events.APIGatewayProxyRequest{Path: "/console", HTTPMethod: "GET", Headers: map[string]string{"Host": "127.0.0.1:4566"}}
		event.RequestContext.DomainName = gateway
		if _, err := h(context.Background(), event); err != nil || host != want {
			t.Errorf("the host is %q, %v; want %q", host, err, want)
		}
	}
}
