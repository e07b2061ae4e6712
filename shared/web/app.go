package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"runtime"
	"sync"
	"time"

	"github.com/awslabs/aws-lambda-go-api-proxy/core"
	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"huiyin/shared/errs"
	"huiyin/shared/obs"
	"huiyin/shared/words"
)

// Settings are what an App is made of.
type Settings struct {
	Languages []words.Lang // offered, the first is the default
	Log       *slog.Logger
	// CrossOrigin lets pages of other sites post to the operations, without
	// cookies: any company web site may carry our forms.
	CrossOrigin bool
	// MaxBody is the most a body may have, in bytes; 0: MaxBody. Operations that
	// need less than others say so themselves (huma.Operation.MaxBodyBytes).
	MaxBody int64
	// Page answers a problem with a page, for whoever wants one; nil: problems
	// are always JSON.
	Page func(w http.ResponseWriter, r *http.Request, p *Problem)
	// Admit sees a request before its route is looked for, with its body in memory:
	// it hands it on, changed or not, or gives the error that is answered; nil:
	// requests are handed on as they come.
	Admit func(r *http.Request) (*http.Request, error)
}

// App is the web edge of one function: pages and operations behind one
// http.Handler.
type App struct {
	settings Settings
	pages    *http.ServeMux
	ops      *http.ServeMux
	api      huma.API
}

// New makes an App without routes.
func New(s Settings) *App {
	if s.MaxBody == 0 {
		s.MaxBody = MaxBody
	}
	a := &App{settings: s, pages: http.NewServeMux(), ops: http.NewServeMux()}
	a.api = newAPI(a.ops)
	a.pages.HandleFunc("/", a.Operations)
	return a
}

// API is where operations are registered (huma.Register).
func (a *App) API() huma.API { return a.api }

// Later registers an operation that is made when it is first asked for: reading
// a type into a schema takes a tenth of a millisecond, and of a hundred
// operations a function that has just started is asked for one. method and path
// are those that register registers, and no other.
func (a *App) Later(method, path string, register func(huma.API)) {
	made := sync.OnceValue(func() http.Handler {
		mux := http.NewServeMux()
		register(newAPI(mux))
		return mux
	})
	a.ops.HandleFunc(method+" "+path, func(w http.ResponseWriter, r *http.Request) { made().ServeHTTP(w, r) })
}

// Handle registers a page, an asset or whatever else is no operation. The
// pattern is http.ServeMux's, "GET /inquiry"; it goes before an operation of
// the same path, which it may call by Operations.
func (a *App) Handle(pattern string, handler http.HandlerFunc) { a.pages.HandleFunc(pattern, handler) }

// newAPI is a huma API as ours are: strict JSON, no routes of its own.
func newAPI(mux *http.ServeMux) huma.API {
	api := humago.New(mux, huma.Config{
		OpenAPI:       &huma.OpenAPI{OpenAPI: "3.1.0", Info: &huma.Info{Title: "Huiyin", Version: "1"}},
		Formats:       map[string]huma.Format{jsonType: jsonFormat, "json": jsonFormat},
		DefaultFormat: jsonType,
	})
	api.UseMiddleware(func(ctx huma.Context, next func(huma.Context)) { onlyWhatItTakes(api, ctx, next) })
	return api
}

// onlyWhatItTakes refuses a body that does not say that it is JSON, or what else
// the operation takes: a browser sends some other types to a foreign site
// without asking it.
func onlyWhatItTakes(api huma.API, ctx huma.Context, next func(huma.Context)) {
	r, _ := humago.Unwrap(ctx)
	if body := ctx.Operation().RequestBody; body != nil && body.Content[mediaType(r)] == nil {
		_ = huma.WriteErr(api, ctx, http.StatusUnsupportedMediaType, "")
		return
	}
	next(ctx)
}

// Operations answers with the operation of the path, or a problem.
func (a *App) Operations(w http.ResponseWriter, r *http.Request) {
	if _, pattern := a.ops.Handler(r); pattern != "" {
		a.ops.ServeHTTP(w, r)
		return
	}
	status, allow := a.unmatched(r)
	if allow != "" {
		w.Header().Set("Allow", allow)
	}
	a.Fail(w, r, plainProblem(status, requestCodes[status], nil, Lang(r.Context())))
}

// unmatched asks the routes why a request has no handler: 404, or 405 with
// what is allowed.
func (a *App) unmatched(r *http.Request) (status int, allow string) {
	probe := &Recorder{}
	a.ops.ServeHTTP(probe, r.Clone(r.Context()))
	return probe.Status, probe.Header().Get("Allow")
}

// Fail answers with a problem, as a page when one is wanted.
func (a *App) Fail(w http.ResponseWriter, r *http.Request, p *Problem) {
	obs.Note(r.Context(), slog.String("problem", p.Error()))
	p.Instance = instance(r.Context())
	if a.settings.Page != nil && WantsHTML(r) {
		p.head(w.Header().Set)
		a.settings.Page(w, r, p)
		return
	}
	p.write(w)
}

// refuse answers with an error that came before any route.
func (a *App) refuse(w http.ResponseWriter, r *http.Request, err error) {
	p := NewProblem(err, Lang(r.Context()))
	if p.Status >= http.StatusInternalServerError {
		obs.Fail(r.Context(), err)
	}
	a.Fail(w, r, p)
}

// ServeHTTP answers a request, whatever happens, and logs it in one line.
func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	about := request{id: requestID(r), lang: chooseLang(r, a.settings.Languages), address: addressOf(r)}
	ctx, line := obs.Begin(context.WithValue(r.Context(), requestKey{}, about), a.settings.Log, about.id)
	r = r.WithContext(ctx)
	out := &watched{ResponseWriter: w}
	defer func() {
		if thrown := recover(); thrown != nil {
			a.rescue(out, r, thrown)
		}
		obs.Note(ctx, slog.String("op", r.Pattern), slog.Int("status", out.status), slog.String("lang", string(about.lang)))
		line.End("request")
	}()
	a.answer(out, r)
}

func (a *App) answer(w http.ResponseWriter, r *http.Request) {
	secure(w.Header(), Lang(r.Context()))
	if a.settings.CrossOrigin {
		allowOrigins(w.Header())
	}
	if r.Method == http.MethodOptions {
		a.options(w, r)
		return
	}
	body, err := readAll(r, a.settings.MaxBody)
	if err != nil {
		status := http.StatusBadRequest
		if errors.Is(err, errTooLarge) {
			status = http.StatusRequestEntityTooLarge
		}
		a.Fail(w, r, plainProblem(status, requestCodes[status], errs.Args{"max": a.settings.MaxBody / 1024}, Lang(r.Context())))
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	r.ContentLength = int64(len(body))
	if a.settings.Admit != nil {
		admitted, err := a.settings.Admit(r)
		if err != nil {
			a.refuse(w, r, err)
			return
		}
		*r = *admitted // the same request goes on: the log line reads its route
	}
	a.pages.ServeHTTP(w, r)
}

// rescue turns a panic into a 500, if nothing was answered yet.
func (a *App) rescue(w *watched, r *http.Request, thrown any) {
	stack := make([]byte, 2<<10)
	stack = stack[:runtime.Stack(stack, false)]
	obs.Fail(r.Context(), fmt.Errorf("panic: %T", thrown)) // its value might hold what a customer typed
	obs.Note(r.Context(), slog.String("stack", string(stack)))
	if w.status == 0 {
		a.Fail(w, r, plainProblem(http.StatusInternalServerError, "internal", nil, Lang(r.Context())))
	}
}

// watched remembers the status of an answer.
type watched struct {
	http.ResponseWriter
	status int
}

func (w *watched) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *watched) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	return w.ResponseWriter.Write(b)
}

// Recorder keeps an answer instead of sending it, so that a page can be made
// of what an operation said.
type Recorder struct {
	Status int
	Body   bytes.Buffer
	header http.Header
}

// Header are the headers set so far.
func (r *Recorder) Header() http.Header {
	if r.header == nil {
		r.header = http.Header{}
	}
	return r.header
}

// WriteHeader keeps the first status.
func (r *Recorder) WriteHeader(status int) {
	if r.Status == 0 {
		r.Status = status
	}
}

// Write keeps the body.
func (r *Recorder) Write(b []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	return r.Body.Write(b)
}

// requestID is the gateway's, else one made of the present: only to be found
// again in the log.
func requestID(r *http.Request) string {
	if gateway, ok := core.GetAPIGatewayContextFromContext(r.Context()); ok && gateway.RequestID != "" {
		return gateway.RequestID
	}
	return fmt.Sprintf("%x", time.Now().UnixNano())
}

// addressOf is the connection's address: behind the gateway it is the caller's
// as the gateway saw it (see Lambda). Headers are not asked: anybody can write
// them.
func addressOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	address, err := netip.ParseAddr(host)
	if err != nil {
		return ""
	}
	if address = address.Unmap(); address.Is4() {
		return address.String()
	}
	line, _ := address.Prefix(64) // an IPv6 address always has 64 bits
	return line.String()
}
