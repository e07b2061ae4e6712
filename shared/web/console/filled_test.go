package console

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
)

var (
	inputs    = regexp.MustCompile(`<input([^>]*)>`)
	areas     = regexp.MustCompile(`(?s)<textarea[^>]*name="([^"]*)"[^>]*>\n?(.*?)</textarea>`)
	selects   = regexp.MustCompile(`(?s)<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>`)
	selected  = regexp.MustCompile(`<option value="([^"]*)" selected>`)
	firstOne  = regexp.MustCompile(`<option value="([^"]*)"`)
	attribute = regexp.MustCompile(`([a-z]+)(?:="([^"]*)")?`)
)

// filled is a form of the page as a browser would send it untouched.
func (p reply) filled(id string) url.Values {
	p.b.Helper()
	part := regexp.MustCompile(`(?s)<form[^>]*id="` + id + `".*?</form>`).FindString(p.Body.String())
	if part == "" {
		p.b.Fatalf("%s has no form %s", p.request, id)
	}
	values := url.Values{}
	for _, found := range inputs.FindAllStringSubmatch(part, -1) {
		has := map[string]string{}
		for _, a := range attribute.FindAllStringSubmatch(found[1], -1) {
			if _, twice := has[a[1]]; !twice {
				has[a[1]] = html.UnescapeString(a[2])
			}
		}
		_, checked := has["checked"]
		if kind := has["type"]; kind != "checkbox" && kind != "radio" || checked {
			values.Add(has["name"], has["value"])
		}
	}
	for _, found := range areas.FindAllStringSubmatch(part, -1) {
		values.Set(found[1], html.UnescapeString(found[2]))
	}
	for _, found := range selects.FindAllStringSubmatch(part, -1) {
		chosen := selected.FindStringSubmatch(found[2])
		if chosen == nil {
			chosen = firstOne.FindStringSubmatch(found[2])
		}
		if chosen != nil {
			values.Set(found[1], html.UnescapeString(chosen[1]))
		}
	}
	return values
}

// submit sends a form that was filled in.
func (b *bench) submit(as, path string, form url.Values) reply {
	b.Helper()
	return b.ask(as, http.MethodPost, path, form.Encode())
}
