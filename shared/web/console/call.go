package console

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"

	"huiyin/shared/web"
	"huiyin/shared/web/desk"
)

// call is what an operation is called with.
type call struct {
	marks map[string]string // of its path
	query url.Values
	body  any    // nil for none
	match string // the version that was seen, for If-Match; "" for none
	once  string // Idempotency-Key; "" for none
}

// csv is a body that is a table and no JSON.
type csv string

// answer is what an operation said.
type answer struct {
	Status  int
	Version string // of what was read or changed, from its ETag; "" without
	Body    []byte
}

// get reads what an operation answers into out. Pairs of names and values fill
// the marks of its path; what is no mark is a query parameter, left out when it
// is empty.
//
//	err := v.get("readTicket", &file, "number", number)
//
// The error is a *web.Problem: return it, and the visitor is told.
func (v *visit) get(op string, out any, pairs ...string) error {
	_, err := v.read(op, out, pairs...)
	return err
}

// read is get that gives the version of what was read as well.
func (v *visit) read(op string, out any, pairs ...string) (version string, err error) {
	in := call{marks: map[string]string{}, query: url.Values{}}
	route := routeOf(op)
	for i := 0; i+1 < len(pairs); i += 2 {
		switch name, value := pairs[i], pairs[i+1]; {
		case strings.Contains(route.Path, "{"+name+"}"):
			in.marks[name] = value
		case value != "":
			in.query.Set(name, value)
		}
	}
	got, err := v.call(op, in, out)
	return got.Version, err
}

// call sends an operation of the desk as whoever looks at the page, and reads
// its answer into out, unless that is nil. The error is a *web.Problem.
func (v *visit) call(op string, in call, out any) (answer, error) {
	var recorder web.Recorder
	v.c.app.Operations(&recorder, v.request(routeOf(op), in))
	got := answer{recorder.Status, strings.Trim(recorder.Header().Get("ETag"), `"`), recorder.Body.Bytes()}
	if got.Status >= http.StatusBadRequest {
		problem := &web.Problem{}
		if err := json.Unmarshal(got.Body, problem); err != nil {
			panic(err) // every refusal is a problem
		}
		return got, problem
	}
	if out != nil && len(got.Body) > 0 {
		if err := json.Unmarshal(got.Body, out); err != nil {
			panic(err) // the operation's own type
		}
	}
	return got, nil
}

// request is the request that a client would send: with the visitor's token,
// language and address, and nothing else of what the browser sent.
func (v *visit) request(route desk.Route, in call) *http.Request {
	path := route.Path
	for mark, value := range in.marks {
		path = strings.ReplaceAll(path, "{"+mark+"}", url.PathEscape(value))
	}
	var body []byte
	kind := "application/json"
	switch what := in.body.(type) {
	case nil:
	case csv:
		body, kind = []byte(what), "text/csv"
	default:
		body, _ = json.Marshal(what) // maps, lists and scalars, or an operation's own type
	}
	r, err := http.NewRequestWithContext(v.r.Context(), route.Method, path+suffix(in.query), bytes.NewReader(body))
	if err != nil {
		panic(err) // the path is the table's, and its marks are escaped
	}
	for name, value := range map[string]string{
		"Authorization": v.r.Header.Get("Authorization"), "Idempotency-Key": in.once, "Accept": "application/json",
	} {
		if value != "" {
			r.Header.Set(name, value)
		}
	}
	if in.body != nil {
		r.Header.Set("Content-Type", kind)
	}
	if in.match != "" {
		r.Header.Set("If-Match", `"`+strings.Trim(in.match, `"`)+`"`)
	}
	r.Body, r.RemoteAddr = io.NopCloser(bytes.NewReader(body)), v.r.RemoteAddr
	return r
}

// routeOf finds an operation; one that does not exist is a mistake in the
// program.
func routeOf(op string) desk.Route {
	route, ok := desk.RouteOf(op)
	if !ok {
		panic("console: no operation " + op)
	}
	return route
}
