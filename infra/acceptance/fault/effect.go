package fault

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// Effect is what happens to a call that a rule strikes.
type Effect func(x *exchange)

// Answer answers in the service's place, which never hears of the call: an
// error with a status and a code, like 400 and Throttled.
func Answer(status int, code string) Effect {
	return func(x *exchange) {
		x.answered = true
		if x.request.Header.Get("X-Amz-Target") != "" {
			x.w.Header().Set("Content-Type", "application/x-amz-json-1.0")
			x.w.Header().Set("X-Amzn-ErrorType", code)
			x.w.WriteHeader(status)
			_ = json.NewEncoder(x.w).Encode(map[string]string{"__type": code, "message": "injected"}) // the client may be gone
			return
		}
		x.w.Header().Set("Content-Type", "text/xml")
		x.w.WriteHeader(status)
		fmt.Fprintf(x.w, "<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>injected</Message></Error>"+
			"<RequestId>injected</RequestId></ErrorResponse>", code)
	}
}

// Lose lets the service do its work and cuts the connection before its answer.
func Lose() Effect {
	return func(x *exchange) {
		x.forward()
		x.cut()
	}
}

// Refuse cuts the connection before the service hears of the call.
func Refuse() Effect { return func(x *exchange) { x.cut() } }

// Silence never answers; the service does not hear of the call.
func Silence() Effect { return func(x *exchange) { x.hold() } }

// Mute lets the service do its work and never answers.
func Mute() Effect {
	return func(x *exchange) {
		x.forward()
		x.hold()
	}
}

// Until passes the call on when release is closed.
func Until(release <-chan struct{}) Effect {
	return func(x *exchange) {
		select {
		case <-release:
			x.pass()
		case <-x.gone():
			x.cut()
		}
	}
}

// Kill ends the process that makes the call; the service does not hear of it.
func Kill() Effect {
	return func(x *exchange) {
		x.kill()
		x.cut()
	}
}

// KillAfter ends the process once the service has done its work.
func KillAfter() Effect {
	return func(x *exchange) {
		x.forward()
		x.kill()
		x.cut()
	}
}

// parseForm reads a body as a form, if it is one of AWS's query protocol.
func parseForm(body string) (url.Values, bool) {
	if !strings.Contains(body, "Action=") {
		return nil, false
	}
	form, err := url.ParseQuery(body)
	return form, err == nil
}

// isHop tells whether a header is about one connection only.
func isHop(name string) bool {
	switch http.CanonicalHeaderKey(name) {
	case "Connection", "Keep-Alive", "Transfer-Encoding", "Upgrade", "Te", "Trailer":
		return true
	}
	return false
}
