package cognito

import (
	"encoding/base64"
	"encoding/json"
	"testing"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jws"
	"github.com/lestrrat-go/jwx/v3/jwt"
)

// unsigned is a token that claims an algorithm and has any signature.
func unsigned(t *testing.T, algorithm, signature string) string {
	t.Helper()
	payload, err := json.Marshal(claims(nil))
	if err != nil {
		t.Fatal(err)
	}
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(`{"alg":"`+algorithm+`","kid":"`+kid+`"}`)) + "." + encode(payload) + "." + signature
}

// hmac is a token signed with a public thing as if it were a secret.
func hmac(t *testing.T, secret []byte) string {
	t.Helper()
	return signedWith(t, jwa.HS256(), secret, kid)
}

func signedWith(t *testing.T, algorithm jwa.SignatureAlgorithm, with any, id ...string) string {
	t.Helper()
	token := jwt.New()
	for name, value := range claims(nil) {
		if err := token.Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
	head := jws.NewHeaders()
	if len(id) > 0 {
		if err := head.Set(jws.KeyIDKey, id[0]); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := jwt.Sign(token, jwt.WithKey(algorithm, with, jws.WithProtectedHeaders(head)))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
