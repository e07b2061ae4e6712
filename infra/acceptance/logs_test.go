package acceptance

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"huiyin/shared/web/cookie"
)

// forged is what an attacker would like to see in the log.
const forged = "forged by somebody"

// Whatever comes in with line breaks, escapes and lines that look like ours
// makes no line of the log, which the end of the run looks through.
func TestNothingThatComesInForgesALogLine(t *testing.T) {
	t.Parallel()
	line := "\r\n{\"level\":\"INFO\",\"msg\":\"" + forged + "\"}\x1b[31m\u2028"
	typed, _ := newPhone()
	body := complaint(typed)
	for _, field := range []string{"reason", "name", "text", "waybill", "agent", "region", "title", "idempotency_key", line} {
		bad := map[string]any{}
		for name, value := range body {
			bad[name] = value
		}
		bad[field] = line
		the.post(t, "/complaints", bad)
		the.post(t, "/desk/tickets", bad, the.as(t, "agent")...)
	}
	escaped := strings.NewReplacer("\r", "%0D", "\n", "%0A", "\x1b", "%1B", " ", "%20", `"`, "%22", "\u2028", "%E2%80%A8").Replace(line)
	for _, path := range []string{"/desk/tickets/" + escaped, "/desk/search?q=" + escaped, "/" + escaped, "/console/" + escaped, "/handover/" + escaped, "/desk/me/filters/" + escaped,
		"/console/queue?team=" + escaped, "/complaint?waybill=" + escaped + "&lang=" + escaped, "/status?number=" + escaped} {
		the.send(t, "GET", path, "", "", the.as(t, "agent")...)
	}
	value := strings.NewReplacer("\r", " ", "\n", " ", "\x1b", " ").Replace(line) // more is no header
	the.send(t, "GET", "/desk/me", "", "", "Authorization", "Bearer "+value, "X-Request-Id", value, "User-Agent", value, "Accept-Language", value,
		"X-Forwarded-For", value, "If-Match", value, "Idempotency-Key", value, "Cookie", cookie.Name+"="+strings.ReplaceAll(forged, " ", "+"))
	signing := &browser{T: t, d: the}
	signing.ask("/console/signin", "name", line, "password", line)
}

// What must not be in a log line: whole numbers, tokens of the pool, and names
// that the tests give to people.
var private = []*regexp.Regexp{
	regexp.MustCompile(`(^|[^0-9A-Za-z-])(\+?86)?1[3-9][0-9]{9}($|[^0-9A-Za-z-])`),
	regexp.MustCompile(`eyJ[A-Za-z0-9_-]{10,}`),
	regexp.MustCompile(regexp.QuoteMeta(cookie.Name) + "="),
	regexp.MustCompile(`王芳|陈静|吴敏|郑强|周经理|王小明|欧阳|说好昨天到|我的货到哪里了|南宫|映雪|釉里红|豆包|端木槿|珠山区|Temporary-1!|Chosen-by-me|Huiyin-agent`),
}

// ofRuntime is what Lambda's runtime writes before the error with which a
// function failed.
var ofRuntime = regexp.MustCompile(`^[0-9]{4}/[0-9]{2}/[0-9]{2} [0-9:]{8} `)

// leaks looks through all that the functions wrote in a run, as the stopped
// stack has kept it, and returns what should not be there. lines says how much
// there was.
func leaks(home string) (found []string, lines int) {
	raw, err := os.ReadFile(filepath.Join(home, "state", "cloudwatch_logs.json"))
	if err != nil {
		return []string{err.Error()}, 0
	}
	var kept any
	if err := json.Unmarshal(raw, &kept); err != nil {
		return []string{err.Error()}, 0
	}
	each(kept, func(message string) {
		switch {
		case strings.HasPrefix(message, "START "), strings.HasPrefix(message, "END "), strings.HasPrefix(message, "REPORT "), message == "":
			return
		}
		lines++
		var line struct{ Msg, ErrorMessage string }
		bad := json.Unmarshal([]byte(ofRuntime.ReplaceAllString(message, "")), &line) != nil || line.Msg+line.ErrorMessage == "" || line.Msg == forged
		if strings.ContainsFunc(message, func(r rune) bool { return unicode.IsControl(r) || r == '\u2028' }) {
			bad = true
		}
		for _, p := range private {
			bad = bad || p.MatchString(message)
		}
		if bad {
			found = append(found, fmt.Sprintf("%.400q", message))
		}
	})
	return found, lines
}

// each goes through all log messages in a tree of JSON.
func each(tree any, do func(message string)) {
	switch tree := tree.(type) {
	case map[string]any:
		if message, ok := tree["message"].(string); ok {
			do(message)
		}
		for _, inner := range tree {
			each(inner, do)
		}
	case []any:
		for _, inner := range tree {
			each(inner, do)
		}
	}
}
