package console

import (
	"net/http"
	"strings"

	"huiyin/shared/web"
	"huiyin/shared/words"
)

// Form is a form as its template shows it.
type Form struct {
	ID      string
	Label   string // on its button
	Title   string // its heading, "" for none
	Hint    string
	Key     string
	Version string
	Once    string
	Quiet   bool
	Preview string // on the second button, "" for none
	Fields  []Field
	// Problem is why it was refused when it was just sent, nil otherwise.
	Problem *web.Problem
	// Fixed says that the visitor may look but not send it.
	Fixed bool
	// Changed says that somebody else was faster: what was typed is still here.
	Changed bool
	// Seen is what the visitor had seen when he began to type, and News what has
	// happened since; a page that knows fills them.
	Seen string
	News []string

	v    *visit
	form form
}

// Field is a field as its template shows it.
type Field struct {
	Name     string
	ID       string
	Kind     string
	Label    string
	Hint     string
	Error    string
	Value    string
	Values   []string // of a field that has several
	Options  []Option
	Required bool
	Narrow   bool
	Max      int
	Rows     int
	Key      string
	Auto     string
	// Now is what stands there meanwhile, when somebody else has changed it.
	Now      string
	NowLabel string

	typed bool
}

// Option is one of what can be chosen.
type Option struct{ Value, Text string }

// form is one of the page's forms as it is shown: empty, or with what was typed
// and what is wrong with it. Nil when the visitor may not call its operation:
// {{with .Form}} leaves it out then.
func (v *visit) form(id string) *Form {
	f := v.sheet(id)
	if f.Fixed {
		return nil
	}
	return f
}

// sheet is form, also for a visitor who may not send it: he reads what stands
// in it.
func (v *visit) sheet(id string) *Form {
	f, ok := v.page.form(id)
	if !ok {
		panic("console: no form " + id + " on the page " + v.page.path)
	}
	shown := &Form{ID: f.id, Fixed: !v.May(f.operation()), Label: v.T(f.area + "." + f.id), Key: f.key, Quiet: f.quiet, v: v, form: f}
	shown.Title, shown.Hint = v.maybe(f.area+"."+f.id+".title"), v.maybe(f.area+"."+f.id+".hint")
	if f.once {
		shown.Once = once()
	}
	if f.preview != "" {
		shown.Preview = v.T("form.preview")
	}
	for _, one := range f.fields {
		if !strings.Contains(one.name, "[]") {
			shown.Fields = append(shown.Fields, shown.blank(one, one.name))
		}
	}
	if v.sent != nil && v.sent.form.id == id {
		shown.again(v.sent)
	}
	return shown
}

// maybe is a sentence that need not be there.
func (v *visit) maybe(code string) string {
	if !has(code) {
		return ""
	}
	return v.T(code)
}

// blank is a field before anything was typed.
func (f *Form) blank(one field, name string) Field {
	x := Field{
		Name: name, ID: "f-" + f.ID + "-" + strings.NewReplacer("[", "-", "]", "", ".", "-").Replace(name), Kind: one.kind,
		Required: one.required, Narrow: one.narrow, Max: one.max, Rows: max(one.rows, 4), Key: one.key, Auto: one.auto, Value: one.value,
		NowLabel: f.v.T("form.now"),
	}
	if x.Value != "" {
		x.Values = []string{x.Value}
	}
	plain := withoutIndices(one.name)
	x.Label, x.Hint = f.text(plain), f.v.maybe(f.form.area+"."+f.ID+"."+plain+".hint")
	if x.Hint == "" {
		x.Hint = f.v.maybe("field." + plain + ".hint")
	}
	if one.kind == fSelect && !one.required {
		x.Options = append(x.Options, Option{"", f.v.T("form.none")})
	}
	for _, value := range one.options {
		x.Options = append(x.Options, Option{value, f.v.option(f.form.area+"."+f.ID, plain, value)})
	}
	return x
}

func (f *Form) text(name string) string {
	if code := f.form.area + "." + f.ID + "." + name; has(code) {
		return f.v.T(code)
	}
	return f.v.T("field." + name)
}

// option is the word for a value of a field.
func (v *visit) option(of, field, value string) string {
	for _, code := range []string{
		"console." + of + "." + field + "." + value, "console.option." + field + "." + value, "pages.option." + field + "." + value,
	} {
		if words.Has(code) {
			return words.Text(v.Lang, code, nil)
		}
	}
	return value
}

// Option is the word for a value of a field, for lists and tables.
func (v *visit) Option(field, value string) string { return v.option("option", field, value) }

// again puts back what was typed, and says what is wrong with it.
func (f *Form) again(s *sent) {
	if f.Problem = s.problem; f.Problem == nil && !s.form.shows {
		return
	}
	f.Changed = f.Problem != nil && f.Problem.Status == http.StatusPreconditionFailed
	if f.Once != "" {
		f.Once = s.typed.Get(onceField)
	}
	f.Version, f.Seen = s.typed.Get(versionField), s.typed.Get(seenField)
	for _, name := range f.form.names(s.typed) {
		if one, known := f.form.field(name); known && f.find(name) == nil {
			f.Fields = append(f.Fields, f.blank(one, name))
		}
	}
	for i := range f.Fields {
		x := &f.Fields[i]
		x.typed, x.Values, x.Value = true, s.typed[x.Name], s.typed.Get(x.Name)
		if f.Problem == nil {
			continue
		}
		for _, wrong := range f.Problem.Errors {
			if f.belongs(wrong.Field, x.Name) && x.Error == "" {
				x.Error = wrong.Message
			}
		}
	}
}

// belongs tells whether a mistake is about a field: at its place, or at a part of
// what was typed there.
func (f *Form) belongs(place, name string) bool {
	if f.form.within != nil {
		place = strings.TrimPrefix(place, f.form.within(f.v))
	}
	rest, ok := strings.CutPrefix(place, name)
	return ok && (rest == "" || strings.ContainsAny(rest[:1], ".["))
}

func (f *Form) find(name string) *Field {
	if f == nil {
		return nil
	}
	for i := range f.Fields {
		if f.Fields[i].Name == name {
			return &f.Fields[i]
		}
	}
	return nil
}

// match keeps which version the visitor sees, so that he is told when somebody
// else was faster. After he was told, it is the new one: what he sends again,
// he sends knowing.
func (f *Form) match(version string) *Form {
	if f != nil && (f.Version == "" || f.Changed) {
		f.Version = version
	}
	return f
}

// choices sets what can be chosen in a field.
func (f *Form) choices(name string, options []Option) *Form {
	if x := f.find(name); x != nil {
		if x.Kind == fSelect && !x.Required {
			options = append([]Option{{"", f.v.T("form.none")}}, options...)
		}
		x.Options = options
	}
	return f
}

// Area is where the form's sentences are found.
func (f *Form) Area() string { return f.form.area }

// T is a sentence of the console.
func (f *Form) T(code string, pairs ...any) string { return f.v.T(code, pairs...) }

// Action is where the form is sent: this page, and not the part of it that a
// link led to, or that part would be shown again afterwards.
func (f *Form) Action() string { return f.v.Here() }

// Token is what the form carries against forms of other sites.
func (f *Form) Token() string { return f.v.Token() }

// Open tells whether a folded form shows itself: it was just sent.
func (f *Form) Open() bool { return f.Problem != nil || f.v.sent != nil && f.v.sent.form.id == f.ID }

// Field finds a field by its name, for a template of its own.
func (f *Form) Field(name string) *Field { return f.find(name) }

// LabelOf is the label of the field that a mistake is about, "" for none.
func (f *Form) LabelOf(place string) string {
	for _, x := range f.Fields {
		if f.belongs(place, x.Name) {
			return x.Label
		}
	}
	return ""
}

// IDOf is where a mistake's link leads.
func (f *Form) IDOf(place string) string {
	for _, x := range f.Fields {
		if f.belongs(place, x.Name) {
			return x.ID
		}
	}
	return ""
}

// Has tells whether a field's value is among those chosen.
func (x Field) Has(value string) bool {
	for _, v := range x.Values {
		if v == value {
			return true
		}
	}
	return len(x.Values) == 0 && x.Value == value && value != ""
}

// Says is what stands in the field, in words; "" for nothing.
func (x Field) Says() string {
	for _, o := range x.Options {
		if o.Value == x.Value {
			return o.Text
		}
	}
	return x.Value
}

// bare tells whether there is nothing to fill in.
func (f *Form) bare() bool {
	for _, x := range f.Fields {
		if x.Kind != fHidden && x.Kind != fHiddenFlag {
			return false
		}
	}
	return true
}
