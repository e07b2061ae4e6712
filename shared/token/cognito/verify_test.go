package cognito

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jws"

	"huiyin/shared/errs"
	"huiyin/shared/words"
)

var pool = Pool{ID: "eu-west-1_Abc123", Client: "client-1", Endpoint: "http://stack.example"}

// A kid of the pool is base64, with characters that a URL would not take.
const kid = "cuVjmhLS8CuBHcmrJB5ZAqMN4V+O1v3N/ggCLXHQDwY="

var mine, theirs = key(), key()

func key() *rsa.PrivateKey {
	k, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return k
}

// published is a pool that publishes keys, without a network.
type published struct {
	keys  map[string]*rsa.PublicKey
	asked int
	url   string
	fail  bool
	hang  bool
}

func (p *published) RoundTrip(r *http.Request) (*http.Response, error) {
	p.asked++
	p.url = r.URL.String()
	if p.hang {
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	if p.fail {
		return nil, errors.New("no route")
	}
	set := jwk.NewSet()
	for id, public := range p.keys {
		k, err := jwk.Import(public)
		if err == nil {
			err = errors.Join(k.Set(jwk.KeyIDKey, id), k.Set(jwk.AlgorithmKey, jwa.RS256()), set.AddKey(k))
		}
		if err != nil {
			return nil, err
		}
	}
	raw, err := json.Marshal(set)
	return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader(string(raw)))}, err
}

func verifier() (*Verifier, *published) {
	p := &published{keys: map[string]*rsa.PublicKey{kid: &mine.PublicKey}}
	return New(pool, &http.Client{Transport: p}), p
}

// claims are those of a good token, changed.
func claims(changed map[string]any) map[string]any {
	now := time.Now()
	all := map[string]any{
		"sub": "2904545e", "iss": pool.issuer(), "aud": pool.Client, "token_use": "id",
		"iat": now.Unix(), "exp": now.Add(time.Hour).Unix(),
		"cognito:username": "li.na", "cognito:groups": []string{"agent", "admin"}, "email": "li@example.com", "custom:staff": "S1",
	}
	for name, value := range changed {
		all[name] = value
		if value == nil {
			delete(all, name)
		}
	}
	return all
}

func signed(t *testing.T, with *rsa.PrivateKey, id string, changed map[string]any) string {
	t.Helper()
	payload, err := json.Marshal(claims(changed))
	if err != nil {
		t.Fatal(err)
	}
	head := jws.NewHeaders()
	if err := head.Set(jws.KeyIDKey, id); err != nil {
		t.Fatal(err)
	}
	raw, err := jws.Sign(payload, jws.WithKey(jwa.RS256(), with, jws.WithProtectedHeaders(head)))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestAGoodTokenTellsWhoSendsIt(t *testing.T) {
	v, p := verifier()
	who, err := v.Verify(t.Context(), "Bearer "+signed(t, mine, kid, nil))
	if err != nil {
		t.Fatal(err)
	}
	if who.Subject != "2904545e" || who.Username != "li.na" || who.Email != "li@example.com" || who.StaffID != "S1" ||
		!slices.Equal(who.Groups, []string{"agent", "admin"}) {
		t.Errorf("read %+v", who)
	}
	if p.url != "http://stack.example/eu-west-1_Abc123/.well-known/jwks.json" {
		t.Errorf("keys were fetched from %s", p.url)
	}
	if url := (Pool{ID: "ap-east-1_X"}).keysURL(); url != "https://cognito-idp.ap-east-1.amazonaws.com/ap-east-1_X/.well-known/jwks.json" {
		t.Errorf("on AWS keys are at %s", url)
	}
}

func TestGroupsAreReadAsAListAndAsText(t *testing.T) {
	v, _ := verifier()
	for _, c := range []struct {
		written any
		want    []string
	}{
		{[]string{"agent"}, []string{"agent"}}, {"[agent admin]", []string{"agent", "admin"}}, {"agent", []string{"agent"}},
		{"[agent, admin]", []string{"agent", "admin"}}, {"[]", []string{}}, {nil, nil}, {7, nil},
		{[]any{"agent", 7}, []string{"agent"}}, {map[string]any{"admin": true}, nil},
	} {
		who, err := v.Verify(t.Context(), "Bearer "+signed(t, mine, kid, map[string]any{"cognito:groups": c.written}))
		if err != nil || !slices.Equal(who.Groups, c.want) {
			t.Errorf("%v is read as %v, %v", c.written, who.Groups, err)
		}
	}
}

// rule: PD-11
func TestTokensThatAreNotOursAreRefused(t *testing.T) {
	seconds := func(d time.Duration) int64 { return time.Now().Add(d).Unix() }
	public, err := x509.MarshalPKIXPublicKey(&mine.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	block := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public})
	good := signed(t, mine, kid, nil)
	parts := strings.Split(good, ".")
	other := strings.Split(signed(t, mine, kid, map[string]any{"cognito:groups": []string{"supervisor"}}), ".")
	for name, c := range map[string]struct{ header, code string }{
		"no header":                 {"", "token.none"},
		"no token":                  {"Bearer ", "token.none"},
		"another scheme":            {"Basic bGk6bmE=", "token.none"},
		"a huge one":                {"Bearer " + strings.Repeat("a", maxLen+1), "token.none"},
		"no token at all":           {"Bearer hello", "token.refused"},
		"two dots and nothing":      {"Bearer ..", "token.refused"},
		"signed by somebody else":   {"Bearer " + signed(t, theirs, kid, nil), "token.refused"},
		"the payload of another":    {"Bearer " + parts[0] + "." + other[1] + "." + parts[2], "token.refused"},
		"no signature":              {"Bearer " + parts[0] + "." + parts[1] + ".", "token.refused"},
		"algorithm none":            {"Bearer " + unsigned(t, "none", ""), "token.refused"},
		"algorithm None":            {"Bearer " + unsigned(t, "None", ""), "token.refused"},
		"none with a signature":     {"Bearer " + unsigned(t, "none", parts[2]), "token.refused"},
		"HMAC under the public PEM": {"Bearer " + hmac(t, block), "token.refused"},
		"HMAC under the public DER": {"Bearer " + hmac(t, public), "token.refused"},
		"RS512 by our key":          {"Bearer " + signedWith(t, jwa.RS512(), mine, kid), "token.refused"},
		"a key nobody knows":        {"Bearer " + signed(t, theirs, "other", nil), "token.refused"},
		"no key named":              {"Bearer " + signedWith(t, jwa.RS256(), mine), "token.refused"},
		"expired":                   {"Bearer " + signed(t, mine, kid, map[string]any{"exp": seconds(-time.Minute)}), "token.expired"},
		"not yet":                   {"Bearer " + signed(t, mine, kid, map[string]any{"nbf": seconds(time.Minute)}), "token.refused"},
		"without an end":            {"Bearer " + signed(t, mine, kid, map[string]any{"exp": nil}), "token.refused"},
		"without a subject":         {"Bearer " + signed(t, mine, kid, map[string]any{"sub": nil}), "token.refused"},
		"another pool":              {"Bearer " + signed(t, mine, kid, map[string]any{"iss": pool.issuer() + "4"}), "token.refused"},
		"the keys' address":         {"Bearer " + signed(t, mine, kid, map[string]any{"iss": "http://stack.example/" + pool.ID}), "token.refused"},
		"no issuer":                 {"Bearer " + signed(t, mine, kid, map[string]any{"iss": nil}), "token.refused"},
		"another client":            {"Bearer " + signed(t, mine, kid, map[string]any{"aud": "client-2"}), "token.refused"},
		"no client":                 {"Bearer " + signed(t, mine, kid, map[string]any{"aud": nil}), "token.refused"},
		"an access token":           {"Bearer " + signed(t, mine, kid, map[string]any{"token_use": "access", "aud": nil, "client_id": pool.Client}), "token.refused"},
		"an access token for us":    {"Bearer " + signed(t, mine, kid, map[string]any{"token_use": "access"}), "token.refused"},
		"no use":                    {"Bearer " + signed(t, mine, kid, map[string]any{"token_use": nil}), "token.refused"},
		"JSON instead of compact":   {"Bearer " + `{"payload":"` + parts[1] + `","protected":"` + parts[0] + `","signature":"` + parts[2] + `"}`, "token.refused"},
	} {
		v, _ := verifier()
		who, err := v.Verify(t.Context(), c.header)
		if e := errs.As(err); err == nil || e.Kind != errs.Unauthenticated || e.Code != c.code {
			t.Errorf("%s: %+v, %v; want %s", name, who, err, c.code)
		}
		if err != nil && (strings.Contains(err.Error(), "li.na") || !words.Has(c.code)) {
			t.Errorf("%s: says %v", name, err)
		}
	}
}

func TestClocksMayDifferALittle(t *testing.T) {
	v, _ := verifier()
	just := map[string]any{"exp": time.Now().Add(-leeway / 3).Unix(), "iat": time.Now().Add(leeway / 3).Unix()}
	if _, err := v.Verify(t.Context(), "bearer "+signed(t, mine, kid, just)); err != nil {
		t.Error(err)
	}
}

func TestKeysAreFetchedOnceAndForAnUnknownOneOnceAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v, p := verifier()
		try := func(with *rsa.PrivateKey, id string) error {
			_, err := v.Verify(t.Context(), "Bearer "+signed(t, with, id, nil))
			return err
		}
		if p.asked != 0 {
			t.Fatal("keys were fetched before a token came")
		}
		for range 3 {
			if err := try(mine, kid); err != nil {
				t.Fatal(err)
			}
		}
		for range 5 {
			if err := try(theirs, "new"); !errs.Is(err, errs.Unauthenticated) {
				t.Fatal(err)
			}
		}
		if p.asked != 1 {
			t.Errorf("asked %d times within a minute", p.asked)
		}
		p.keys["new"] = &theirs.PublicKey
		time.Sleep(refreshEvery)
		if err := try(theirs, "new"); err != nil {
			t.Error("the pool's new key is not taken:", err)
		}
		p.fail = true
		time.Sleep(refreshEvery)
		if err := try(theirs, "newer"); !errs.Is(err, errs.Unavailable) {
			t.Error(err)
		}
		if err := try(theirs, "newer"); !errs.Is(err, errs.Unauthenticated) {
			t.Error("a second failure within a minute:", err)
		}
		if err := try(mine, kid); err != nil || p.asked != 3 {
			t.Errorf("a known key after %d fetches: %v", p.asked, err)
		}
	})
}

func TestAPoolThatDoesNotAnswerIsNoRefusal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v, p := verifier()
		p.hang = true
		began := time.Now()
		_, err := v.Verify(context.Background(), "Bearer "+signed(t, mine, kid, nil))
		if !errs.Is(err, errs.Unavailable) || time.Since(began) != fetchTime {
			t.Errorf("after %v: %v", time.Since(began), err)
		}
		p.hang = false
		if _, err := v.Verify(context.Background(), "Bearer "+signed(t, mine, kid, nil)); err != nil {
			t.Error("the pool is back:", err)
		}
	})
}
