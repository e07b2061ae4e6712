package web

import (
	"strings"
	"testing"
)

func TestTheSchemaNamesEveryWrongFieldInWords(t *testing.T) {
	a, _ := app(t, nil)
	for body, want := range map[string]string{
		`{}`:                              "goods:required",
		`{"goods":""}`:                    "goods:required",
		`{"goods":5}`:                     "goods:web.text",
		`{"goods":null}`:                  "goods:web.text",
		`{"goods":"12345678901"}`:         "goods:too_long",
		`{"goods":"x","Goods":"y"}`:       "Goods:unknown_field",
		`{"goods":"x","count":0}`:         "count:web.at_least",
		`{"goods":"x","count":10}`:        "count:web.at_most",
		`{"goods":"x","count":1.5}`:       "count:web.integer",
		`{"goods":"x","count":1e300}`:     "count:web.at_most",
		`{"goods":"x","mode":"sea"}`:      "mode:not_one_of",
		`{"goods":"x","when":"now"}`:      "when:web.date_time",
		`{"goods":"x","tags":{}}`:         "tags:web.list",
		`{"goods":"x","tags":null}`:       "tags:web.list",
		`{"goods":"x","tags":[1]}`:        "tags[0]:web.text",
		`{"goods":"x","rush":"yes"}`:      "rush:web.boolean",
		`{"goods":"x","code":"12"}`:       "code:web.last4",
		`{"goods":"x","where":{}}`:        "where.city:required",
		`{"goods":"x","where":[]}`:        "where:web.object",
		`{"goods":"x","mode":""}`:         "mode:not_one_of",
		`[]`:                              ":web.object",
		`{"goods":"x","tags":["","",""]}`: "tags:web.max_items",
	} {
		p := problem(t, post(a, body))
		var got []string
		for _, f := range p.Errors {
			got = append(got, f.Field+":"+f.Code)
			if f.Message == f.Code || strings.ContainsAny(f.Message, "{}|%") {
				t.Errorf("%s: message %q", body, f.Message)
			}
		}
		if p.Status != 422 || strings.Join(got, " ") != want {
			t.Errorf("%s: %d %v, want %s", body, p.Status, got, want)
		}
	}
}

func TestJSONIsReadStrictly(t *testing.T) {
	a, _ := app(t, nil)
	for body, want := range map[string]string{
		``: "web.bad_request", `{`: "web.bad_json", `{"goods":"x"} {}`: "web.bad_json", `{"goods":"x"}]`: "web.bad_json",
		`{"goods":"x","goods":"y"}`: "web.key_twice", "{\"goods\":\"\xff\"}": "web.not_utf8",
		`{"goods":1e999}`: "web.bad_json", strings.Repeat("[", 60): "web.bad_json",
		strings.Repeat("[", 60) + strings.Repeat("]", 60): "web.bad_json",
	} {
		if p := problem(t, post(a, body)); p.Status != 400 || p.Code != want {
			t.Errorf("%.40q: %d %s, want %s", body, p.Status, p.Code, want)
		}
	}
}

func TestOnlyUTF8JSONIsTaken(t *testing.T) {
	a, _ := app(t, nil)
	for kind, want := range map[string]int{
		"application/json": 204, "application/json; charset=UTF-8": 204, "application/json; charset=gbk": 415,
		"text/plain": 415, "application/x-www-form-urlencoded": 415, "": 415, "multipart/form-data; boundary=x": 415,
		"application/json; charset": 415,
	} {
		if w := post(a, `{"goods":"x"}`, "Content-Type", kind); w.Code != want {
			t.Errorf("%q: %d, want %d", kind, w.Code, want)
		}
	}
}

func TestABodyHasALimit(t *testing.T) {
	a, _ := app(t, nil)
	fits := `{"goods":"x"` + strings.Repeat(" ", MaxBody-13) + `}`
	if w := post(a, fits); w.Code != 204 {
		t.Errorf("%d bytes: %d", len(fits), w.Code)
	}
	if w := post(a, fits+" "); w.Code != 413 || problem(t, w).Code != "web.too_large" {
		t.Errorf("%d bytes: %d %s", len(fits)+1, w.Code, w.Body)
	}
}
