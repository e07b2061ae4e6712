package web

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"strings"

	"huiyin/shared/errs"
	"huiyin/shared/words"
)

// Problem is the body of every answer that is not a success (RFC 9457).
type Problem struct {
	Type     string         `json:"type" doc:"Names the problem for a program: urn:huiyin:problem: and the code."`
	Title    string         `json:"title" doc:"What kind of problem it is, in the caller's language."`
	Status   int            `json:"status" doc:"The HTTP status."`
	Detail   string         `json:"detail" doc:"What happened and what to do, in the caller's language."`
	Instance string         `json:"instance,omitempty" doc:"Names this very request, for whoever looks into it."`
	Code     string         `json:"code" doc:"A stable word for what happened."`
	Allowed  []string       `json:"allowed,omitempty" nullable:"false" doc:"With 409: what is allowed instead."`
	Missing  []string       `json:"missing,omitempty" nullable:"false" doc:"With 409: the steps that have to come first."`
	Errors   []FieldProblem `json:"errors,omitempty" nullable:"false" doc:"With 422: every field that is wrong."`

	retryAfter string
}

// FieldProblem is one wrong field of a request.
type FieldProblem struct {
	Field   string `json:"field" doc:"The field as the caller wrote it, such as phone or steps[1].at."`
	Message string `json:"message" doc:"What to do, in the caller's language."`
	Code    string `json:"code" doc:"A stable word for what is wrong."`
}

// Error is for logs: codes only.
func (p *Problem) Error() string {
	fields := make([]string, len(p.Errors))
	for i, f := range p.Errors {
		name := f.Field
		if f.Code == "unknown_field" {
			name = "?" // the caller's own word, whatever that is
		}
		fields[i] = " [" + name + ": " + f.Code + "]"
	}
	return p.Code + strings.Join(fields, "")
}

// GetStatus and ContentType are what huma asks of an error.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType says that a problem is not any JSON.
func (p *Problem) ContentType(string) string { return problemType }

const (
	problemType   = "application/problem+json"
	problemPrefix = "urn:huiyin:problem:"
)

// NewProblem is an error as the caller is told of it.
func NewProblem(err error, lang words.Lang) *Problem {
	e := errs.As(err)
	missing, args := missingSteps(e, lang)
	p := plainProblem(Status(e.Kind), e.Code, args, lang)
	p.Missing = missing
	if allowed, ok := e.Args["allowed"].(string); ok && e.Kind == errs.Conflict && allowed != "" {
		p.Allowed = strings.Split(allowed, ", ")
	}
	if wait, ok := e.Args["retryAfter"].(int); ok {
		p.retryAfter = strconv.Itoa(wait)
	}
	for _, f := range e.Fields {
		p.Errors = append(p.Errors, FieldProblem{Field: f.Path, Code: f.Code, Message: words.Text(lang, f.Code, f.Args)})
	}
	return p
}

// missingSteps are the steps a refusal names, and its arguments with them in
// words.
func missingSteps(e *errs.Error, lang words.Lang) ([]string, errs.Args) {
	list, ok := e.Args["missing"].(string)
	if !ok || list == "" {
		return nil, e.Args
	}
	steps := strings.Split(list, ", ")
	args := maps.Clone(e.Args)
	named := make([]string, len(steps))
	for i, s := range steps {
		named[i] = words.Text(lang, "ticket.step."+s, nil)
	}
	args["missing"] = strings.Join(named, words.Text(lang, "web.comma", nil))
	return steps, args
}

// plainProblem is a problem without fields. A code that has no sentence is
// told as its status, so that nobody reads a word made for programs.
func plainProblem(status int, code string, args errs.Args, lang words.Lang) *Problem {
	said := code
	if !words.Has(said) {
		said = requestCodes[status]
	}
	if said == "" {
		said = "internal"
	}
	return &Problem{
		Type: problemPrefix + code, Status: status, Code: code,
		Title:  words.Text(lang, fmt.Sprintf("web.status.%d", status), nil),
		Detail: words.Text(lang, said, args),
	}
}

// BadRequest is a request that can't be read; the code says why.
func BadRequest(code string, lang words.Lang) *Problem {
	return plainProblem(http.StatusBadRequest, code, nil, lang)
}

// NotFound answers that there is no such thing.
func NotFound(w http.ResponseWriter, r *http.Request) {
	p := plainProblem(http.StatusNotFound, requestCodes[http.StatusNotFound], nil, Lang(r.Context()))
	p.Instance = instance(r.Context())
	p.write(w)
}

// head sets what a problem says in headers.
func (p *Problem) head(set func(name, value string)) {
	if p.retryAfter != "" {
		set("Retry-After", p.retryAfter)
	}
}

// write answers with the problem, outside of huma.
func (p *Problem) write(w http.ResponseWriter) {
	p.head(w.Header().Set)
	w.Header().Set("Content-Type", problemType)
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the client may be gone
}
