package acceptance

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"huiyin/shared/phone"
)

// reply is what an API answered.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// into decodes the body, and fails unless the status is the one wanted.
func (r reply) into(t *testing.T, status int, thing any) {
	t.Helper()
	if r.status != status {
		t.Fatalf("status %d, not %d: %s", r.status, status, r.body)
	}
	if thing == nil {
		return
	}
	if err := json.Unmarshal(r.body, thing); err != nil {
		t.Fatalf("%v: %s", err, r.body)
	}
}

// send sends a request; headers are names and values in turn.
func (d *desk) send(t *testing.T, method, path, kind, body string, headers ...string) reply {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, d.API+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		request.Header.Set("Content-Type", kind)
	}
	request.Header.Set("Accept", "application/json")
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{response.StatusCode, response.Header, answer}
}

// post sends JSON.
func (d *desk) post(t *testing.T, path string, body any, headers ...string) reply {
	t.Helper()
	var raw bytes.Buffer
	if err := json.NewEncoder(&raw).Encode(body); err != nil {
		t.Fatal(err)
	}
	return d.send(t, http.MethodPost, path, "application/json", raw.String(), headers...)
}

// form sends what a browser sends.
func (d *desk) form(t *testing.T, path string, fields map[string]string) reply {
	t.Helper()
	values := url.Values{}
	for name, value := range fields {
		values.Set(name, value)
	}
	return d.send(t, http.MethodPost, path, "application/x-www-form-urlencoded", values.Encode())
}

// as is the header of somebody who has signed in.
func (d *desk) as(t *testing.T, role string) []string {
	t.Helper()
	return []string{"Authorization", "Bearer " + d.token(t, role)}
}

// receipt is what somebody who asked is told.
type receipt struct {
	Number, Shown, Kind, Next string
	Chased                    bool
	DueAt, ResultDueAt        time.Time
}

// complaint is a body with everything a complaint needs.
func complaint(typed string) map[string]any {
	return map[string]any{"reason": "delay", "target": "service", "name": "王芳", "phone": typed, "text": "说好昨天到，今天还没有到。"}
}

// complain posts a complaint of a new customer.
func (d *desk) complain(t *testing.T) (receipt, phone.Number) {
	t.Helper()
	typed, number := newPhone()
	var r receipt
	d.post(t, "/complaints", complaint(typed)).into(t, http.StatusCreated, &r)
	return r, number
}

// numbersOf lists the tickets of a telephone.
func (d *desk) numbersOf(t *testing.T, number phone.Number) []string {
	t.Helper()
	key, err := d.phones.Key(t.Context(), number)
	if err != nil {
		t.Fatal(err)
	}
	numbers, err := d.table.Tickets().ByPhone(t.Context(), key, 10)
	if err != nil {
		t.Fatal(err)
	}
	return numbers
}
