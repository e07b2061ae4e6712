package public

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
)

// flags are the fields that are true or false; in a form they are words.
var flags = []string{"consent", "allow", "lunar"}

// keyField is the hidden field that a form has in place of the header
// Idempotency-Key, and consentField an older name of consentText that forms
// on other sites may use.
const (
	keyField     = "idempotency_key"
	consentField = "consent_text"
)

// readForm reads a form's fields; code says what is wrong with it as such, ""
// when nothing is. Line breaks become the one character that people count,
// whatever the browser sends.
func readForm(r *http.Request) (form url.Values, code string) {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, "web.bad_request"
	}
	form, err = url.ParseQuery(string(raw))
	if err != nil {
		return nil, "web.bad_request"
	}
	for name, list := range form {
		if len(list) > 1 {
			return nil, "web.key_twice"
		}
		if !utf8.ValidString(name) || !utf8.ValidString(list[0]) {
			return nil, "web.not_utf8"
		}
		form.Set(name, strings.ReplaceAll(list[0], "\r\n", "\n"))
	}
	return form, ""
}

// asJSON is the request that a form stands for: the same fields as JSON, the
// hidden key as the header. A field left empty is a field left out.
func asJSON(r *http.Request, form url.Values) *http.Request {
	fields := map[string]any{}
	for name := range form {
		value := form.Get(name)
		switch {
		case value == "" || name == keyField:
		case slices.Contains(flags, name):
			fields[name] = flag(value)
		case name == consentField:
			fields["consentText"] = value
		default:
			fields[name] = value
		}
	}
	body, _ := json.Marshal(fields) // strings and bools only: can't fail
	asked := r.Clone(r.Context())
	asked.Header.Set("Content-Type", "application/json")
	if key := form.Get(keyField); key != "" && asked.Header.Get("Idempotency-Key") == "" {
		asked.Header.Set("Idempotency-Key", key)
	}
	asked.Body = io.NopCloser(bytes.NewReader(body))
	asked.ContentLength = int64(len(body))
	return asked
}

// flag is a box or a choice; a word that is neither yes nor no stays, and the
// schema refuses it.
func flag(value string) any {
	switch strings.ToLower(value) {
	case "on", "true", "yes", "1":
		return true
	case "off", "false", "no", "0":
		return false
	}
	return value
}

// describeForms says in the document that each body may be a form as well.
func describeForms(api huma.API) {
	for _, path := range api.OpenAPI().Paths {
		if path.Post == nil || path.Post.RequestBody == nil || !slices.Contains(path.Post.Tags, "public") {
			continue
		}
		content := path.Post.RequestBody.Content
		content["application/x-www-form-urlencoded"] = &huma.MediaType{Schema: &huma.Schema{
			Ref: content["application/json"].Schema.Ref,
			Description: "The same fields as a form. A field left empty is left out; true and false may be on and off; " +
				"a hidden field idempotency_key stands for the header Idempotency-Key. A browser that prefers HTML gets a page.",
		}}
	}
}
