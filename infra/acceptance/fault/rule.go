package fault

import (
	"net/http"
	"strings"
	"sync"
)

// Match chooses calls. What is empty matches everything.
type Match struct {
	Service string   // as in the signature: dynamodb, sns, events, sqs
	Action  string   // PutItem, Publish, PutEvents …
	Holds   []string // each stands somewhere in the body, as it is sent
}

func (m Match) fits(c call) bool {
	if m.Service != "" && m.Service != c.service || m.Action != "" && m.Action != c.action {
		return false
	}
	for _, part := range m.Holds {
		if !strings.Contains(c.body, part) {
			return false
		}
	}
	return true
}

// Forever is the count of a rule that holds until it is lifted.
const Forever = -1

// Rule is a fault that waits for calls, or has met them.
type Rule struct {
	match  Match
	effect Effect

	mu   sync.Mutex
	left int
	hits int
}

// take tells whether the rule strikes this call, and counts.
func (r *Rule) take(c call) bool {
	if !r.match.fits(c) {
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.left == 0 {
		return false
	}
	if r.left != Forever {
		r.left--
	}
	r.hits++
	return true
}

// Hits is how many calls the rule has struck.
func (r *Rule) Hits() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.hits
}

// Lift ends the rule. Calls it has struck stay struck.
func (r *Rule) Lift() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.left = 0
}

// call is a request as rules see it.
type call struct {
	service string
	action  string
	body    string
}

// readCall finds out what a request asks of AWS: the service stands in the
// signature's scope, the action in a header or in the form. A form's body is
// shown decoded.
func readCall(r *http.Request, body []byte) call {
	c := call{body: string(body)}
	if _, scope, ok := strings.Cut(r.Header.Get("Authorization"), "Credential="); ok {
		if parts := strings.Split(scope, "/"); len(parts) > 3 {
			c.service = parts[3]
		}
	}
	if _, action, ok := strings.Cut(r.Header.Get("X-Amz-Target"), "."); ok {
		c.action = action
		return c
	}
	if form, ok := parseForm(c.body); ok {
		c.action = form.Get("Action")
		var plain strings.Builder
		for name, values := range form {
			plain.WriteString(name + "=" + strings.Join(values, ",") + "\n")
		}
		c.body = plain.String()
	}
	return c
}
