package console

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"huiyin/shared/errs"
	"huiyin/shared/web"
)

// Hidden fields of the frame's own: no operation has a field of such a name.
const (
	formField    = "_form"    // the form's id
	versionField = "_version" // what the visitor has seen, for If-Match
	onceField    = "_once"    // Idempotency-Key
	previewField = "_preview" // sent by the button of form.preview
	seenField    = "_seen"    // how far the visitor had read (Form.Seen)
)

// doneQuery names in the address which form was just sent.
const doneQuery = "done"

// sent is a form that was sent and did not lead to another page: it was
// refused, or its answer is shown here.
type sent struct {
	form    form
	op      string // that was called
	typed   typed
	problem *web.Problem
	answer  answer
}

// means is what was sent: the form, or its preview.
func (s *sent) means() string {
	if s.op == s.form.preview {
		return s.op
	}
	return s.form.id
}

// send does what the form asks for that was posted. Gone is true when the
// visitor was led to another page, or to this one anew.
func (v *visit) send() (gone bool, err error) {
	in, err := v.typed()
	if err != nil {
		return false, err
	}
	f, known := v.page.form(in.Get(formField))
	if !known {
		return false, web.NewProblem(noSuchPage, v.Lang)
	}
	op := f.operation()
	if looking := in.Has(previewField) && f.preview != ""; looking {
		op, f.shows = f.preview, true
	}
	out, err := v.send1(op, f, in)
	if late, _ := err.(*web.Problem); late != nil && late.Status == http.StatusPreconditionFailed && f.calm != nil {
		if version, calm := f.calm(v, in); calm {
			in.Set(versionField, version)
			out, err = v.send1(op, f, in)
		}
	}
	v.sent = &sent{form: f, op: op, typed: in, answer: out}
	if err != nil {
		p, told := err.(*web.Problem)
		if !told {
			p = web.NewProblem(err, v.Lang)
		}
		if p.Status == http.StatusUnauthorized {
			return false, p
		}
		v.sent.problem, v.status = p, p.Status
		return false, nil
	}
	if f.shows {
		return false, nil
	}
	redirect(v.w, v.after(f, in, out))
	return true, nil
}

// says tells whether the form has a field that is no mark of the path: its
// operation then takes a body.
func (f form) says(marks []string) bool {
	return slices.ContainsFunc(f.fields, func(one field) bool { return !slices.Contains(marks, one.name) })
}

// send1 calls an operation with what the form says.
func (v *visit) send1(op string, f form, in typed) (answer, error) {
	route := routeOf(op)
	marks := v.marks(route.Path, in)
	out := call{marks: marks, match: in.Get(versionField), once: in.Get(onceField)}
	for name, value := range marks {
		if _, typed := f.field(name); typed && value == "" { // else the operation would not be found
			var missing errs.Fields
			missing.Add(name, "required")
			return answer{}, missing.Err()
		}
	}
	names := slices.Collect(maps.Keys(marks))
	said := f.said(in, names, v.c.Zone)
	if route.Method != http.MethodGet && route.Method != http.MethodDelete && f.says(names) {
		out.body = said
	}
	if f.body != nil {
		var err error
		if out.body, err = f.body(v, said); err != nil {
			return answer{}, err
		}
	}
	return v.call(op, out, nil)
}

// marks fills the marks of an operation's path: from the fields of the form,
// else from the page's own path.
func (v *visit) marks(path string, in typed) map[string]string {
	marks := map[string]string{}
	for part := range strings.SplitSeq(path, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			name = strings.TrimSuffix(name, "}")
			if marks[name] = in.Get(name); marks[name] == "" {
				marks[name] = v.value(name)
			}
		}
	}
	return marks
}

// after is where a form leads that was done.
func (v *visit) after(f form, in typed, out answer) string {
	if f.next == "" {
		here, query, _ := strings.Cut(v.here, "?")
		values, _ := url.ParseQuery(query) // made by ourselves
		values.Set(doneQuery, f.id)
		return v.root + here + suffix(values)
	}
	var told map[string]any
	_ = json.Unmarshal(out.Body, &told) // an answer without a body tells nothing
	next := f.next
	for part := range strings.SplitSeq(f.next, "/") {
		name, ok := strings.CutPrefix(part, "{")
		if !ok {
			continue
		}
		name = strings.TrimSuffix(name, "}")
		value := in.Get(name)
		if got, ok := told[name]; ok {
			value = fmt.Sprint(got)
		} else if value == "" {
			value = v.value(name)
		}
		next = strings.ReplaceAll(next, part, url.PathEscape(value))
	}
	return v.Href(next, doneQuery, f.id)
}

// Done is what is said after a form was sent and led here, "" otherwise.
func (v *visit) Done() string {
	id := v.r.URL.Query().Get(doneQuery)
	if v.sent != nil || id == "" {
		return ""
	}
	for _, p := range v.c.pages {
		if f, ok := p.form(id); ok && has(f.area+"."+id+".done") {
			return v.T(f.area + "." + id + ".done")
		}
	}
	return ""
}

// answered reads the answer to a form that is shown on the page (form.shows, or
// the name of a form.preview) into out; false when it was not this that was
// sent, or it was refused.
func (v *visit) answered(id string, out any) bool {
	if v.sent == nil || v.sent.means() != id || v.sent.problem != nil {
		return false
	}
	if err := json.Unmarshal(v.sent.answer.Body, out); err != nil {
		panic(err) // the operation's own type
	}
	return true
}

// typed reads the fields of the form that was posted; the guard may have read
// them before.
func (v *visit) typed() (typed, error) {
	if !web.IsForm(v.r) {
		return nil, web.BadRequest("web.media_type", v.Lang)
	}
	if err := v.r.ParseForm(); err != nil {
		return nil, web.BadRequest("web.bad_request", v.Lang)
	}
	return v.r.PostForm, nil
}
