package cognito

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"huiyin/shared/errs"
	"huiyin/shared/session"
	"huiyin/shared/words"
)

// door is the pool's side of a sign-in, without a network: what it answers to
// each operation, and what it was asked.
type door struct {
	t       *testing.T
	answers map[string][]string // by operation, in their order; the last one stays
	asked   []string            // "InitiateAuth {…}"
	signed  bool                // a request that carried a signature
}

func (d *door) RoundTrip(r *http.Request) (*http.Response, error) {
	_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	d.asked = append(d.asked, operation+" "+string(body))
	d.signed = d.signed || r.Header.Get("Authorization") != ""
	queue := d.answers[operation]
	if len(queue) == 0 {
		return nil, errors.New("no route to the pool")
	}
	if len(queue) > 1 {
		d.answers[operation] = queue[1:]
	}
	status, answer := http.StatusOK, queue[0]
	if name, found := strings.CutPrefix(answer, "!"); found {
		status, answer = http.StatusBadRequest, `{"__type":"`+name+`","message":"the pool's own words about li.na"}`
		if name == "InternalErrorException" {
			status = http.StatusInternalServerError
		}
	}
	return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {"application/x-amz-json-1.1"}},
		Body: io.NopCloser(strings.NewReader(answer)), Request: r}, nil
}

// accounts are those behind a door. Their pool signs with our key.
func accounts(t *testing.T, answers map[string][]string) (*Accounts, *door) {
	v, _ := verifier()
	d := &door{t: t, answers: answers}
	return NewAccounts(aws.Config{HTTPClient: &http.Client{Transport: d}, BaseEndpoint: aws.String("http://stack.example")}, pool, v), d
}

// given is what the pool answers when somebody is signed in.
func given(t *testing.T, changed map[string]any) string {
	raw, err := json.Marshal(map[string]any{"AuthenticationResult": map[string]any{
		"IdToken": signed(t, mine, kid, changed), "AccessToken": "access", "RefreshToken": "refresh", "ExpiresIn": 3600}})
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func challenge(name string) string {
	return `{"ChallengeName":"` + name + `","Session":"pass-` + name + `","ChallengeParameters":{"USER_ID_FOR_SRP":"li.na"}}`
}

func TestAccountsSignInThroughEveryChallenge(t *testing.T) {
	a, d := accounts(t, map[string][]string{
		"InitiateAuth": {challenge("NEW_PASSWORD_REQUIRED")},
		"RespondToAuthChallenge": {
			challenge("MFA_SETUP"), challenge("SOFTWARE_TOKEN_MFA"), given(t, nil),
		},
		"AssociateSoftwareToken": {`{"SecretCode":"JBSWY3DPEHPK3PXP","Session":"pass-key"}`},
		"VerifySoftwareToken":    {`{"Status":"SUCCESS","Session":"pass-verified"}`},
	})
	step, err := a.SignIn(t.Context(), "Li.Na", "secret word")
	if err != nil || step != (session.Step{Ask: session.NewPassword, Name: "li.na", Pass: "pass-NEW_PASSWORD_REQUIRED"}) {
		t.Fatalf("%+v, %v", step, err)
	}
	if step, err = a.Answer(t.Context(), step, "Better-12345"); err != nil || step.Ask != session.Enrol || step.Key != "JBSWY3DPEHPK3PXP" || step.Pass != "pass-key" {
		t.Fatalf("%+v, %v", step, err)
	}
	if step, err = a.Answer(t.Context(), step, "123456"); err != nil || step.Ask != session.Code || step.Key != "" {
		t.Fatalf("%+v, %v", step, err)
	}
	if step, err = a.Answer(t.Context(), step, "654321"); err != nil || step.Ask != session.Nothing {
		t.Fatalf("%+v, %v", step, err)
	}
	if step.Tokens.Account != "2904545e" || step.Tokens.Refresh != "refresh" || step.Tokens.Life.Hours() != 1 || step.Tokens.ID == "" {
		t.Errorf("tokens of %q, refresh %q, for %v", step.Tokens.Account, step.Tokens.Refresh, step.Tokens.Life)
	}
	for i, want := range []string{
		`InitiateAuth {"AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":{"PASSWORD":"secret word","USERNAME":"Li.Na"},"ClientId":"client-1"}`,
		`RespondToAuthChallenge {"ChallengeName":"NEW_PASSWORD_REQUIRED","ChallengeResponses":{"NEW_PASSWORD":"Better-12345","USERNAME":"li.na"},"ClientId":"client-1","Session":"pass-NEW_PASSWORD_REQUIRED"}`,
		`AssociateSoftwareToken {"Session":"pass-MFA_SETUP"}`,
		`VerifySoftwareToken {"Session":"pass-key","UserCode":"123456"}`,
		`RespondToAuthChallenge {"ChallengeName":"MFA_SETUP","ChallengeResponses":{"USERNAME":"li.na"},"ClientId":"client-1","Session":"pass-verified"}`,
		`RespondToAuthChallenge {"ChallengeName":"SOFTWARE_TOKEN_MFA","ChallengeResponses":{"SOFTWARE_TOKEN_MFA_CODE":"654321","USERNAME":"li.na"},"ClientId":"client-1","Session":"pass-SOFTWARE_TOKEN_MFA"}`,
	} {
		if i >= len(d.asked) || !same(t, d.asked[i], want) {
			t.Fatalf("asked %q, want %q", d.asked, want)
		}
	}
	if d.signed {
		t.Error("a request was signed with the function's own credentials")
	}
}

// same compares two requests, whatever the order of their fields.
func same(t *testing.T, got, want string) bool {
	gotName, gotBody, _ := strings.Cut(got, " ")
	wantName, wantBody, _ := strings.Cut(want, " ")
	var a, b any
	if err := errors.Join(json.Unmarshal([]byte(gotBody), &a), json.Unmarshal([]byte(wantBody), &b)); err != nil {
		t.Fatal(err)
	}
	x, _ := json.Marshal(a) // was read from JSON
	y, _ := json.Marshal(b)
	return gotName == wantName && string(x) == string(y)
}

// rule: PD-11
func TestWhatThePoolRefusesIsToldInOurWords(t *testing.T) {
	begun := session.Step{Ask: session.Code, Name: "li.na", Pass: "p"}
	for _, c := range []struct {
		operation, answer string
		do                func(*Accounts) error
		kind              errs.Kind
		code              string
	}{
		{"InitiateAuth", "!NotAuthorizedException", signIn, errs.Unauthenticated, "session.refused"},
		{"InitiateAuth", "!UserNotFoundException", signIn, errs.Unauthenticated, "session.refused"},
		{"InitiateAuth", "!PasswordResetRequiredException", signIn, errs.Unauthenticated, "session.refused"},
		{"InitiateAuth", "!UserNotConfirmedException", signIn, errs.Unauthenticated, "session.refused"},
		{"InitiateAuth", "!InvalidParameterException", signIn, errs.Unauthenticated, "session.refused"},
		{"InitiateAuth", "!TooManyRequestsException", signIn, errs.TooMany, "session.too_many"},
		{"InitiateAuth", "!InternalErrorException", signIn, errs.Unavailable, "session.pool"},
		{"", "", signIn, errs.Unavailable, "session.pool"},
		{"InitiateAuth", challenge("SMS_MFA"), signIn, errs.Internal, "internal"},
		{"RespondToAuthChallenge", "!CodeMismatchException", answer(begun), errs.Invalid, "session.wrong_code"},
		{"RespondToAuthChallenge", "!ExpiredCodeException", answer(begun), errs.Invalid, "session.wrong_code"},
		{"RespondToAuthChallenge", "!NotAuthorizedException", answer(begun), errs.Unauthenticated, "session.begin_again"},
		{"RespondToAuthChallenge", "!InvalidPasswordException", answer(session.Step{Ask: session.NewPassword}), errs.Invalid, "session.weak"},
		{"VerifySoftwareToken", "!EnableSoftwareTokenMFAException", answer(session.Step{Ask: session.Enrol}), errs.Invalid, "session.wrong_code"},
		{"", "", answer(session.Step{Ask: "nonsense"}), errs.Unauthenticated, "session.begin_again"},
		{"InitiateAuth", "!NotAuthorizedException", refresh, errs.Unauthenticated, "session.ended"},
		{"", "", refresh, errs.Unavailable, "session.pool"},
		{"InitiateAuth", challenge("NEW_PASSWORD_REQUIRED"), refresh, errs.Internal, "internal"},
	} {
		a, _ := accounts(t, map[string][]string{c.operation: {c.answer}})
		err := c.do(a)
		code := ""
		if err != nil {
			if code = errs.As(err).Code; errs.As(err).Kind == errs.Invalid {
				code = errs.As(err).Fields[0].Code
			}
		}
		if !errs.Is(err, c.kind) || code != c.code || !words.Has(code) {
			t.Errorf("%s %s: %v, want %s", c.operation, c.answer, err, c.code)
		}
		if c.kind != errs.Unavailable && err != nil && strings.Contains(err.Error(), "li.na") {
			t.Errorf("%s %s: repeats what the pool said: %v", c.operation, c.answer, err)
		}
	}
}

func signIn(a *Accounts) error {
	_, err := a.SignIn(context.Background(), "li.na", "wrong")
	return err
}

func answer(step session.Step) func(*Accounts) error {
	return func(a *Accounts) error {
		_, err := a.Answer(context.Background(), step, "x")
		return err
	}
}

func refresh(a *Accounts) error {
	_, err := a.Refresh(context.Background(), "refresh")
	return err
}

// A pool of somebody else's, or another client of ours, signs nobody in.
func TestATokenThatIsNotBelievedSignsNobodyIn(t *testing.T) {
	for name, changed := range map[string]map[string]any{
		"another pool": {"iss": pool.issuer() + "4"}, "another client": {"aud": "client-2"}, "an access token": {"token_use": "access"},
		"expired": {"exp": 1},
	} {
		a, _ := accounts(t, map[string][]string{"InitiateAuth": {given(t, changed)}})
		if step, err := a.SignIn(t.Context(), "li.na", "x"); !errs.Is(err, errs.Internal) || step.Tokens.ID != "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestForgetting(t *testing.T) {
	a, d := accounts(t, map[string][]string{"RevokeToken": {"{}"}, "InitiateAuth": {given(t, nil)}, "GlobalSignOut": {"{}"}})
	if err := a.Forget(t.Context(), "refresh", false); err != nil || !same(t, d.asked[0], `RevokeToken {"ClientId":"client-1","Token":"refresh"}`) {
		t.Errorf("%v, %q", err, d.asked)
	}
	if err := a.Forget(t.Context(), "refresh", true); err != nil || !same(t, d.asked[2], `GlobalSignOut {"AccessToken":"access"}`) {
		t.Errorf("%v, %q", err, d.asked)
	}
	// What is worthless already is no failure; a pool that does not answer is one.
	a, _ = accounts(t, map[string][]string{"RevokeToken": {"!NotAuthorizedException"}, "InitiateAuth": {"!NotAuthorizedException"}})
	for _, everywhere := range []bool{false, true} {
		if err := a.Forget(t.Context(), "refresh", everywhere); err != nil {
			t.Error(err)
		}
	}
	a, _ = accounts(t, nil)
	for _, everywhere := range []bool{false, true} {
		if err := a.Forget(t.Context(), "refresh", everywhere); !errs.Is(err, errs.Unavailable) {
			t.Error(err)
		}
	}
}

func TestAnAppIsSetUpWithAnAccessToken(t *testing.T) {
	a, d := accounts(t, map[string][]string{"InitiateAuth": {given(t, nil)}, "AssociateSoftwareToken": {`{"SecretCode":"JBSWY3DPEHPK3PXP"}`},
		"VerifySoftwareToken": {"!EnableSoftwareTokenMFAException", `{"Status":"SUCCESS"}`}, "SetUserMFAPreference": {"{}"}})
	if key, err := a.AppKey(t.Context(), "refresh"); err != nil || key != "JBSWY3DPEHPK3PXP" || !same(t, d.asked[1], `AssociateSoftwareToken {"AccessToken":"access"}`) {
		t.Errorf("%q, %v, %q", key, err, d.asked)
	}
	if err := a.UseApp(t.Context(), "refresh", "000000"); !errs.Is(err, errs.Invalid) {
		t.Errorf("a wrong code: %v", err)
	}
	if err := a.UseApp(t.Context(), "refresh", "123456"); err != nil ||
		!same(t, d.asked[len(d.asked)-1], `SetUserMFAPreference {"AccessToken":"access","SoftwareTokenMfaSettings":{"Enabled":true,"PreferredMfa":true}}`) {
		t.Errorf("%v, %q", err, d.asked)
	}
}
