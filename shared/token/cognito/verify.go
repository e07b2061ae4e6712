package cognito

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jws"
	"github.com/lestrrat-go/jwx/v3/jwt"

	"huiyin/shared/errs"
	"huiyin/shared/token"
)

// maxLen bounds a token before anything is decoded: those of the pool have
// about 1,500 bytes, and API Gateway takes 10 KB of headers in all.
const maxLen = 8 << 10

// leeway is how far two machines' clocks may be apart.
const leeway = 30 * time.Second

// Pool is a user pool and the app client whose tokens are believed.
type Pool struct {
	ID       string // "ap-southeast-1_AbCdEfGhI": the region and a name
	Client   string // id of the app client
	Endpoint string // of a local stack that stands in for AWS, "" on AWS itself
}

// issuer is what the pool calls itself in its tokens; a local stack writes the
// same.
func (p Pool) issuer() string {
	region, _, _ := strings.Cut(p.ID, "_")
	return "https://cognito-idp." + region + ".amazonaws.com/" + p.ID
}

// keysURL is where the pool publishes its keys.
func (p Pool) keysURL() string {
	if p.Endpoint != "" {
		return strings.TrimSuffix(p.Endpoint, "/") + "/" + p.ID + "/.well-known/jwks.json"
	}
	return p.issuer() + "/.well-known/jwks.json"
}

// Verifier checks tokens. It may be used from many goroutines.
type Verifier struct {
	pool Pool
	keys keys
}

// New makes a verifier; nothing is fetched yet. client is what the keys are
// fetched with; nil is http.DefaultClient.
func New(pool Pool, client *http.Client) *Verifier {
	if client == nil {
		client = http.DefaultClient
	}
	return &Verifier{pool: pool, keys: keys{url: pool.keysURL(), client: client}}
}

// Verify reads the value of an Authorization header ("Bearer <ID token>").
// errs.Unauthenticated whatever is wrong with it, with a code that tells only
// "none" (token.none), "too old" (token.expired) and the rest (token.refused)
// apart; errs.Unavailable (token.keys) when the pool's keys can't be read.
func (v *Verifier) Verify(ctx context.Context, header string) (token.Identity, error) {
	raw, ok := bearer(header)
	if !ok {
		return token.Identity{}, errs.New(errs.Unauthenticated, "token.none")
	}
	kid, ok := keyID(raw)
	if !ok {
		return token.Identity{}, refused()
	}
	key, err := v.keys.find(ctx, kid)
	if err != nil {
		return token.Identity{}, err
	}
	read, err := jwt.Parse([]byte(raw),
		jwt.WithKey(jwa.RS256(), key),
		jwt.WithIssuer(v.pool.issuer()), jwt.WithAudience(v.pool.Client), jwt.WithClaimValue("token_use", "id"),
		jwt.WithRequiredClaim(jwt.SubjectKey), jwt.WithRequiredClaim(jwt.ExpirationKey),
		jwt.WithAcceptableSkew(leeway))
	if err != nil {
		if errors.Is(err, jwt.TokenExpiredError()) {
			return token.Identity{}, errs.New(errs.Unauthenticated, "token.expired")
		}
		return token.Identity{}, refused()
	}
	return identity(read), nil
}

func refused() error { return errs.New(errs.Unauthenticated, "token.refused") }

// bearer is the token in an Authorization header.
func bearer(header string) (string, bool) {
	scheme, raw, _ := strings.Cut(header, " ")
	raw = strings.TrimSpace(raw)
	return raw, strings.EqualFold(scheme, "Bearer") && raw != "" && len(raw) <= maxLen
}

// keyID reads which key a token says it was signed with. Only a compact token
// with one RS256 signature goes on: "none" and an HMAC under the public key
// end here, and once more when the signature is checked.
func keyID(raw string) (string, bool) {
	message, err := jws.ParseString(raw, jws.WithCompact())
	if err != nil || len(message.Signatures()) != 1 {
		return "", false
	}
	head := message.Signatures()[0].ProtectedHeaders()
	algorithm, _ := head.Algorithm()
	kid, ok := head.KeyID()
	return kid, ok && kid != "" && algorithm == jwa.RS256()
}

// identity takes the claims we use.
func identity(read jwt.Token) token.Identity {
	var who token.Identity
	who.Subject, _ = read.Subject()
	who.Username, who.Email, who.StaffID = claim(read, "cognito:username"), claim(read, "email"), claim(read, "custom:staff")
	var listed any
	if read.Get("cognito:groups", &listed) == nil {
		who.Groups = groups(listed)
	}
	return who
}

// claim is a text of the token, "" when it is not there or no text.
func claim(read jwt.Token, name string) string {
	var value any
	if read.Get(name, &value) != nil {
		return ""
	}
	text, _ := value.(string)
	return text
}

// groups reads the groups as a pool writes them, a JSON list, and as they look
// after an authorizer of API Gateway has flattened them: "[agent admin]".
func groups(listed any) []string {
	switch listed := listed.(type) {
	case string:
		return strings.FieldsFunc(strings.Trim(listed, "[]"), func(r rune) bool { return r == ' ' || r == ',' })
	case []string:
		return listed
	case []any:
		var names []string
		for _, one := range listed {
			if name, ok := one.(string); ok {
				names = append(names, name)
			}
		}
		return names
	}
	return nil
}
