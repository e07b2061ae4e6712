package cognito

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/memory"
	"huiyin/shared/session"
	"huiyin/shared/web/cookie"
)

// giving is a pool that gives a token out to everybody.
type giving struct {
	session.Pool
	token string
}

func (g giving) SignIn(context.Context, string, string) (session.Step, error) {
	return session.Step{Tokens: session.Tokens{Account: "2904545e", ID: g.token, Refresh: "r", Life: time.Hour}}, nil
}

// A session is no shortcut: a token that would not be believed as a bearer is
// not believed behind a cookie, however it got there.
//
// rule: PD-11
func TestATokenBehindACookieIsCheckedLikeAnyOther(t *testing.T) {
	for name, c := range map[string]struct{ token, code string }{
		"ours":                    {signed(t, mine, kid, nil), ""},
		"algorithm none":          {unsigned(t, "none", ""), "token.refused"},
		"signed by somebody else": {signed(t, theirs, kid, nil), "token.refused"},
		"expired":                 {signed(t, mine, kid, map[string]any{"exp": time.Now().Add(-time.Minute).Unix()}), "token.expired"},
		"another pool":            {signed(t, mine, kid, map[string]any{"iss": pool.issuer() + "4"}), "token.refused"},
		"another client":          {signed(t, mine, kid, map[string]any{"aud": "client-2"}), "token.refused"},
		"an access token":         {signed(t, mine, kid, map[string]any{"token_use": "access"}), "token.refused"},
	} {
		sessions := &session.Service{Store: memory.New(1).Sessions(), Pool: giving{token: c.token}, Random: rand.Reader,
			Settings: session.Settings{Idle: time.Hour, Life: session.Life, Limits: session.DefaultLimits}}
		entry, err := sessions.SignIn(t.Context(), time.Now(), "li.na", "x", "a")
		if err != nil {
			t.Fatal(err)
		}
		gate := &cookie.Gate{Sessions: sessions, Now: time.Now}
		r := httptest.NewRequest(http.MethodGet, "/desk/me", nil)
		r.AddCookie(&http.Cookie{Name: cookie.Name, Value: entry.Cookie})
		admitted, err := gate.Admit(r)
		if err != nil || !strings.HasPrefix(admitted.Header.Get("Authorization"), "Bearer ") {
			t.Fatalf("%s: the gate gave %q, %v", name, admitted.Header, err)
		}
		v, _ := verifier()
		_, err = v.Verify(t.Context(), admitted.Header.Get("Authorization"))
		code := ""
		if err != nil {
			code = errs.As(err).Code
		}
		if code != c.code {
			t.Errorf("%s: %v, want %q", name, err, c.code)
		}
	}
}
