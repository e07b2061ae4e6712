package acceptance

import (
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	idp "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"huiyin/shared/web/cookie"
)

// The attacks that need the deployed stack. Those on one package stand beside
// it; those that need a browser in infra/browser.

// parts are a token taken apart.
type parts struct {
	head, claims map[string]any
	signature    string
}

func takeApart(t *testing.T, token string) (p parts) {
	t.Helper()
	three := strings.Split(token, ".")
	if len(three) != 3 {
		t.Fatalf("a token of %d parts", len(three))
	}
	for i, into := range []*map[string]any{&p.head, &p.claims} {
		raw, err := base64.RawURLEncoding.DecodeString(three[i])
		if err == nil {
			err = json.Unmarshal(raw, into)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	p.signature = three[2]
	return p
}

// with is the token with claims changed; the signature is what it was.
func (p parts) with(changes map[string]any) parts {
	p.claims = maps.Clone(p.claims)
	maps.Copy(p.claims, changes)
	return p
}

// by is the token with another algorithm in its head.
func (p parts) by(algorithm string) parts {
	p.head = maps.Clone(p.head)
	p.head["alg"] = algorithm
	return p
}

func (p parts) unsigned() string {
	encode := func(thing any) string {
		raw, err := json.Marshal(thing)
		if err != nil {
			panic(err) // it came from JSON
		}
		return base64.RawURLEncoding.EncodeToString(raw)
	}
	return encode(p.head) + "." + encode(p.claims)
}

func (p parts) String() string { return p.unsigned() + "." + p.signature }

func (p parts) signed(signature []byte) string {
	return p.unsigned() + "." + base64.RawURLEncoding.EncodeToString(signature)
}

// forgeries are tokens that nobody at the pool has given for the ID token of
// an agent's.
func (d *desk) forgeries(t *testing.T) map[string]string {
	t.Helper()
	good := d.token(t, "agent")
	p := takeApart(t, good)
	admin := p.with(map[string]any{"cognito:groups": []string{"admin"}})
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(admin.unsigned()))
	own, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	keys := d.send(t, http.MethodGet, "", "", "").body // whatever is public: here the page of the site
	mac := hmac.New(sha256.New, keys)
	mac.Write([]byte(admin.by("HS256").unsigned()))
	flipped := []byte(p.signature)
	flipped[10] ^= 1
	return map[string]string{
		"no token": "", "rubbish": "x", "three dots": "a.b.c", "very long": strings.Repeat("A", 7000),
		"no signature": p.unsigned() + ".", "two parts": p.unsigned(),
		"alg none": admin.by("none").unsigned() + ".", "alg None": admin.by("None").unsigned() + ".",
		"alg none, signed": admin.by("none").String(), "HS256 with what is public": admin.by("HS256").signed(mac.Sum(nil)),
		"another key of the same name": admin.signed(own), "a group more": admin.String(),
		"other staff":               p.with(map[string]any{"custom:staff": "staff-admin"}).String(),
		"another issuer":            p.with(map[string]any{"iss": "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Elsewhere"}).String(),
		"longer life":               p.with(map[string]any{"exp": time.Now().Add(1000 * time.Hour).Unix()}).String(),
		"over":                      p.with(map[string]any{"exp": time.Now().Add(-time.Hour).Unix()}).String(),
		"a letter of the signature": p.unsigned() + "." + string(flipped),
		"access token":              d.accessToken(t), "another pool": d.elsewhere(t), "another client": d.strangeClient(t),
	}
}

// signInAt gives the tokens of an account at a client.
func (d *desk) signInAt(t *testing.T, client, name, password string) *types.AuthenticationResultType {
	t.Helper()
	out, err := idp.NewFromConfig(d.AWS()).InitiateAuth(t.Context(), &idp.InitiateAuthInput{AuthFlow: types.AuthFlowTypeUserPasswordAuth, ClientId: &client,
		AuthParameters: map[string]string{"USERNAME": name, "PASSWORD": password}})
	if err != nil {
		t.Fatal(err)
	}
	return out.AuthenticationResult
}

func (d *desk) accessToken(t *testing.T) string {
	user := d.Users[len(d.Users)-1]
	return aws.ToString(d.signInAt(t, d.ClientID, user.Username, user.Password).AccessToken)
}

// strangeClient is an admin's ID token for another client of the pool.
func (d *desk) strangeClient(t *testing.T) string {
	t.Helper()
	out, err := idp.NewFromConfig(d.AWS()).CreateUserPoolClient(t.Context(), &idp.CreateUserPoolClientInput{UserPoolId: &d.UserPoolID, ClientName: aws.String("strange"),
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserPasswordAuth}})
	if err != nil {
		t.Fatal(err)
	}
	user := d.Users[len(d.Users)-1]
	return aws.ToString(d.signInAt(t, aws.ToString(out.UserPoolClient.ClientId), user.Username, user.Password).IdToken)
}

// elsewhere is an admin's ID token of a pool that somebody else has, for the
// same staff.
func (d *desk) elsewhere(t *testing.T) string {
	t.Helper()
	pools := idp.NewFromConfig(d.AWS())
	const name, password = "admin@huiyin.example", "Elsewhere-admin-1"
	made, err := pools.CreateUserPool(t.Context(), &idp.CreateUserPoolInput{PoolName: aws.String("elsewhere"),
		Schema: []types.SchemaAttributeType{{Name: aws.String("staff"), AttributeDataType: types.AttributeDataTypeString}}})
	if err != nil {
		t.Fatal(err)
	}
	pool := made.UserPool.Id
	client, err := pools.CreateUserPoolClient(t.Context(), &idp.CreateUserPoolClientInput{UserPoolId: pool, ClientName: aws.String("theirs"),
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserPasswordAuth}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pools.AdminCreateUser(t.Context(), &idp.AdminCreateUserInput{UserPoolId: pool, Username: aws.String(name), MessageAction: types.MessageActionTypeSuppress,
		UserAttributes: []types.AttributeType{{Name: aws.String("custom:staff"), Value: aws.String("staff-admin")}}}); err != nil {
		t.Fatal(err)
	}
	if _, err := pools.AdminSetUserPassword(t.Context(), &idp.AdminSetUserPasswordInput{UserPoolId: pool, Username: aws.String(name), Password: aws.String(password), Permanent: true}); err != nil {
		t.Fatal(err)
	}
	if _, err := pools.CreateGroup(t.Context(), &idp.CreateGroupInput{UserPoolId: pool, GroupName: aws.String("admin")}); err != nil {
		t.Fatal(err)
	}
	if _, err := pools.AdminAddUserToGroup(t.Context(), &idp.AdminAddUserToGroupInput{UserPoolId: pool, Username: aws.String(name), GroupName: aws.String("admin")}); err != nil {
		t.Fatal(err)
	}
	return aws.ToString(d.signInAt(t, aws.ToString(client.UserPoolClient.ClientId), name, password).IdToken)
}

// rule: PD-11
// A token that the pool did not give opens nothing, neither as bearer nor in
// the place of a session's cookie.
func TestForgedTokensOpenNothing(t *testing.T) {
	t.Parallel()
	for name, token := range the.forgeries(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, scheme := range []string{"Bearer ", "bearer ", "", "Basic "} {
				as := []string{"Authorization", scheme + token}
				for _, path := range []string{"/desk/me", "/desk/teams", "/desk/tickets?scope=all"} {
					if got := the.send(t, http.MethodGet, path, "", "", as...); got.status != http.StatusUnauthorized {
						t.Errorf("%q at %s: %d %s", scheme, path, got.status, got.body)
					}
				}
			}
			session := []string{"Cookie", cookie.Name + "=" + token, "Accept", "text/html", "Sec-Fetch-Site", "same-origin"}
			if got := the.send(t, http.MethodGet, "/desk/me", "", "", session...); got.status != http.StatusUnauthorized {
				t.Errorf("as a cookie: %d %s", got.status, got.body)
			}
			b := &browser{T: t, d: the, cookie: token}
			b.signedIn(false)
		})
	}
}

// A session is known by its cookie and by nothing else: neither by a part of
// it, nor by one that differs in a letter.
func TestACookieCantBeGuessed(t *testing.T) {
	t.Parallel()
	user := the.Users[0]
	b := &browser{T: t, d: the}
	b.ask("/console/signin", "name", user.Username, "password", user.Password)
	b.signedIn(true)
	good := b.cookie
	if len(good) < 32 {
		t.Errorf("a cookie of %d characters", len(good))
	}
	for i := 0; i < len(good); i += 5 {
		changed := []byte(good)
		changed[i] ^= 1
		b.cookie = string(changed)
		b.signedIn(false)
	}
	for _, cookie := range []string{good[:len(good)-1], good + "A", strings.ToUpper(good), "%00", "SESSION%23" + good} {
		b.cookie = cookie
		b.signedIn(false)
	}
	b.cookie = good
	b.signedIn(true)
	second := &browser{T: t, d: the}
	second.ask("/console/signin", "name", user.Username, "password", user.Password)
	if second.cookie == good {
		t.Error("two sessions have one cookie")
	}
}
