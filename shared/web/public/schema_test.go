package public

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sort"
	"strings"
	"testing"
)

// schema is the part of JSON Schema that our document uses.
type schema struct {
	Ref        string             `json:"$ref"`
	Type       any                `json:"type"`
	Properties map[string]*schema `json:"properties"`
	Required   []string           `json:"required"`
	Additional any                `json:"additionalProperties"`
	Enum       []string           `json:"enum"`
	MinLength  int                `json:"minLength"`
	MaxLength  int                `json:"maxLength"`
	Pattern    string             `json:"pattern"`
}

type document struct {
	OpenAPI string `json:"openapi"`
	Paths   map[string]map[string]struct {
		OperationID string `json:"operationId"`
		RequestBody struct {
			Content map[string]struct {
				Schema *schema `json:"schema"`
			} `json:"content"`
		} `json:"requestBody"`
		Responses map[string]any `json:"responses"`
	} `json:"paths"`
	Components struct {
		Schemas map[string]*schema `json:"schemas"`
	} `json:"components"`
}

func read(t testing.TB, h http.Handler) document {
	t.Helper()
	var d document
	if err := json.Unmarshal(get(h, "/openapi.json").Body.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d document) body(path string) *schema {
	s := d.Paths[path]["post"].RequestBody.Content["application/json"].Schema
	for s != nil && s.Ref != "" {
		s = d.Components.Schemas[strings.TrimPrefix(s.Ref, "#/components/schemas/")]
	}
	return s
}

// samples are texts that match the patterns of the document.
var samples = map[string][]string{
	"^[^A-Za-z]{5,40}$":           {"13800138000", "138-0013-8000", "000000", "電話番号１２３", "+86 138 0013 8000"},
	"^ *[0-9０-９]{4} *$":           {"8000", " ８０００ "},
	"^ *[0-9０-９]{6} *$":           {"123456", "１２３４５６"},
	"^ *[0-9]{1,2}-[0-9]{1,2} *$": {"08-15", "2-30", "99-99"},
}

const letters = "aZ0 -<>&\"'货运单📦\u200b\u202e\n\x01{}%\\é"

func text(r *rand.Rand, min, max int) string {
	if max == 0 || max > 60 && r.Intn(20) > 0 {
		max = 60
	}
	runes := []rune(letters)
	var b strings.Builder
	for range min + r.Intn(max-min+1) {
		b.WriteRune(runes[r.Intn(len(runes))])
	}
	return b.String()
}

// allowed makes a value that the schema allows.
func (s *schema) allowed(t testing.TB, r *rand.Rand) any {
	switch {
	case s.Type == "object":
		object := map[string]any{}
		for name, property := range s.Properties {
			if contains(s.Required, name) || r.Intn(2) == 0 {
				object[name] = property.allowed(t, r)
			}
		}
		return object
	case s.Type == "boolean":
		return r.Intn(2) == 0
	case len(s.Enum) > 0:
		return s.Enum[r.Intn(len(s.Enum))]
	case s.Pattern != "":
		list := samples[s.Pattern]
		if list == nil {
			t.Fatalf("no sample for the pattern %q", s.Pattern)
		}
		return list[r.Intn(len(list))]
	case s.Type == "string":
		return text(r, s.MinLength, s.MaxLength)
	}
	t.Fatalf("a type the generator does not know: %v", s.Type)
	return nil
}

// forbidden changes one thing of an allowed body so that the schema forbids
// it, and says what.
func (s *schema) forbidden(t testing.TB, r *rand.Rand) (body any, what string) {
	object := s.allowed(t, r).(map[string]any)
	names := make([]string, 0, len(s.Properties))
	for name := range s.Properties {
		names = append(names, name)
	}
	sort.Strings(names)
	name := names[r.Intn(len(names))]
	p := s.Properties[name]
	switch r.Intn(6) {
	case 0:
		object[text(r, 1, 8)+"!"] = "x"
		return object, "an unknown field"
	case 1:
		name = s.Required[r.Intn(len(s.Required))]
		delete(object, name)
		return object, "no " + name
	case 2:
		object[name] = nil
		return object, name + " null"
	case 3:
		if p.MaxLength > 0 {
			object[name] = strings.Repeat("长", p.MaxLength+1)
			return object, name + " too long"
		}
	case 4:
		if len(p.Enum) > 0 || p.Pattern != "" {
			object[name] = "Abcdef"
			return object, name + " not as it should be"
		}
	}
	for _, wrong := range []any{[]any{}, map[string]any{}, 7.5}[r.Intn(3):] {
		object[name] = wrong
		break
	}
	return object, name + " of another type"
}

func contains(list []string, value string) bool {
	for _, v := range list {
		if v == value {
			return true
		}
	}
	return false
}

func newSource(seed int64) *rand.Rand { return rand.New(rand.NewSource(seed)) }

var posts = []string{"/inquiries", "/complaints", "/status", "/status/messages", "/greetings/code", "/greetings"}

func TestTheDocumentTellsOfEveryOperation(t *testing.T) {
	h, _ := site(t, newDesk())
	d := read(t, h)
	if d.OpenAPI != "3.1.0" {
		t.Errorf("OpenAPI %q", d.OpenAPI)
	}
	for _, path := range posts {
		op := d.Paths[path]["post"]
		if s := d.body(path); s == nil || s.Additional != false || op.RequestBody.Content[asForm].Schema == nil {
			t.Errorf("%s: body %+v", path, s)
		}
		for _, status := range []string{"400", "413", "415", "422", "429", "503"} {
			if op.Responses[status] == nil {
				t.Errorf("%s does not tell of %s", path, status)
			}
		}
	}
	if kinds := d.body("/inquiries").Properties["kind"].Enum; strings.Join(kinds, ",") != "coverage,price,cargo_status,other" {
		t.Errorf("kinds are %v", kinds)
	}
	if raw := get(h, "/openapi.json").Body.String(); strings.Contains(raw, "patternDescription") {
		t.Error("the document shows our own codes")
	}
}

func TestWhatTheDocumentAllowsIsNeverAFaultAndWhatItForbidsIsRefused(t *testing.T) {
	d := newDesk()
	ticketOf(d)
	h, _ := site(t, d)
	doc := read(t, h)
	r := newSource(20260605)
	for _, path := range posts {
		s := doc.body(path)
		for range 400 {
			raw, _ := json.Marshal(s.allowed(t, r))
			if w := send(h, path, asJSONType, string(raw)); w.Code >= 500 || w.Code == 400 || w.Code == 415 {
				t.Fatalf("%s allows %s: %d %s", path, raw, w.Code, w.Body)
			}
			body, what := s.forbidden(t, r)
			raw, _ = json.Marshal(body)
			before := len(d.opened) + len(d.said) + len(d.codes) + len(d.used)
			if w := send(h, path, asJSONType, string(raw)); w.Code != 422 {
				t.Fatalf("%s, %s, in %s: %d %s", path, what, raw, w.Code, w.Body)
			}
			if after := len(d.opened) + len(d.said) + len(d.codes) + len(d.used); after != before {
				t.Fatalf("%s, %s, did something", path, what)
			}
		}
	}
}

func TestWhatTheDocumentAllowsMayBeAFormToo(t *testing.T) {
	d := newDesk()
	ticketOf(d)
	h, _ := site(t, d)
	doc := read(t, h)
	r := newSource(7)
	for _, path := range posts {
		for range 100 {
			form := url.Values{}
			for name, value := range doc.body(path).allowed(t, r).(map[string]any) {
				form.Set(name, fmt.Sprint(value))
			}
			for _, accept := range []string{"", browser} {
				if w := send(h, path, asForm, form.Encode(), "Accept", accept); w.Code >= 500 || w.Code == 400 || w.Code == 415 {
					t.Fatalf("%s %s: %d %s", path, form.Encode(), w.Code, w.Body)
				}
			}
		}
	}
}

func FuzzBodies(f *testing.F) {
	d := newDesk()
	ticketOf(d)
	h, _ := site(f, d)
	for i := range posts {
		f.Add(uint8(i), false, []byte(inquiry))
		f.Add(uint8(i), true, []byte("kind=other&name=a&phone=13800138000&text=x&consent=on"))
	}
	f.Add(uint8(2), false, []byte(`{"number":"K7M3QP9XA","last4":"８０００"}`))
	f.Fuzz(func(t *testing.T, which uint8, form bool, body []byte) {
		kind := asJSONType
		if form {
			kind = asForm
		}
		r := httptest.NewRequest(http.MethodPost, posts[int(which)%len(posts)], bytes.NewReader(body))
		r.Header.Set("Content-Type", kind)
		r.Header.Set("Accept", browser)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code >= 500 {
			t.Fatalf("%q: %d %s", body, w.Code, w.Body)
		}
	})
}
