package acceptance

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	idp "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"huiyin/shared/web/cookie"
)

// browser is a browser of somebody at the desk: it keeps its cookie, and shows
// where it is sent instead of going there.
type browser struct {
	*testing.T
	d      *desk
	cookie string
}

// ask sends a request; a form when there are fields (names and values).
func (b *browser) ask(path string, fields ...string) reply {
	b.Helper()
	values, method := url.Values{}, http.MethodGet
	for i := 0; i+1 < len(fields); i += 2 {
		values.Set(fields[i], fields[i+1])
		method = http.MethodPost
	}
	request, err := http.NewRequestWithContext(b.Context(), method, b.d.API+path, strings.NewReader(values.Encode()))
	if err != nil {
		b.Fatal(err)
	}
	request.Header.Set("Accept", "text/html")
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	if b.cookie != "" {
		request.Header.Set("Cookie", cookie.Name+"="+b.cookie)
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(request)
	if err != nil {
		b.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range response.Cookies() {
		if c.Name == cookie.Name {
			b.cookie = c.Value
		}
	}
	return reply{response.StatusCode, response.Header, body}
}

// field is what a hidden field of a page holds.
func (b *browser) field(page reply, name string) string {
	b.Helper()
	found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindSubmatch(page.body)
	if found == nil {
		b.Fatalf("the page has no field %s (status %d): %s", name, page.status, page.body)
	}
	return strings.ReplaceAll(string(found[1]), "&#43;", "+")
}

// signedIn asserts that a page is shown, or that the browser is sent to sign in.
func (b *browser) signedIn(want bool) {
	b.Helper()
	page := b.ask("/console/account")
	if got := page.status == http.StatusOK; got != want || !want && !strings.HasPrefix(page.header.Get("Location"), "../console/signin?next=") {
		b.Errorf("signed in: %v, want %v (status %d, to %q)", got, want, page.status, page.header.Get("Location"))
	}
}

// rule: PD-11
func TestAnAccountSignsInForTheFirstTimeAndOutEverywhere(t *testing.T) {
	const name, password = "first.time@huiyin.example", "Chosen-by-me-1"
	pool := idp.NewFromConfig(the.AWS())
	if _, err := pool.AdminCreateUser(t.Context(), &idp.AdminCreateUserInput{
		UserPoolId: &the.UserPoolID, Username: aws.String(name), TemporaryPassword: aws.String("Temporary-1!"),
		MessageAction: types.MessageActionTypeSuppress,
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := pool.AdminAddUserToGroup(t.Context(), &idp.AdminAddUserToGroupInput{
		UserPoolId: &the.UserPoolID, Username: aws.String(name), GroupName: aws.String("supervisor"),
	}); err != nil {
		t.Fatal(err)
	}

	here, there := &browser{T: t, d: the}, &browser{T: t, d: the}
	here.signedIn(false)
	if page := here.ask("/console/signin", "name", name, "password", "Guessed-it-1"); page.status != http.StatusUnauthorized {
		t.Errorf("a wrong password: %d", page.status)
	}
	page := here.ask("/console/signin?next=console%2Faccount", "name", name, "password", "Temporary-1!")
	if page.status != http.StatusOK || here.cookie != "" {
		t.Fatalf("a temporary password: %d, cookie %q", page.status, here.cookie)
	}
	page = here.ask("/console/signin?next=console%2Faccount", "ask", here.field(page, "ask"), "account", here.field(page, "account"),
		"pass", here.field(page, "pass"), "answer", password)
	if page.status != http.StatusSeeOther || page.header.Get("Location") != "../console/account" || here.cookie == "" {
		t.Fatalf("a new password: %d to %q: %s", page.status, page.header.Get("Location"), page.body)
	}
	here.signedIn(true)
	if there.ask("/console/signin", "name", name, "password", password); there.cookie == "" || there.cookie == here.cookie {
		t.Fatal("the new password does not sign in a second time")
	}
	there.signedIn(true)

	// The table of roles is the one of every bearer.
	as := []string{"Cookie", cookie.Name + "=" + here.cookie}
	the.send(t, http.MethodGet, "/desk/calendars", "", "", as...).into(t, http.StatusOK, nil)
	the.send(t, http.MethodGet, "/desk/teams", "", "", as...).into(t, http.StatusForbidden, nil)
	the.send(t, http.MethodPost, "/desk/sla/simulate", "application/json", "{}", as...).into(t, http.StatusForbidden, nil)
	token := here.field(here.ask("/console/account"), "_token")
	the.send(t, http.MethodPost, "/desk/sla/simulate", "application/json", "{}", append(as, cookie.Header, token)...).into(t, http.StatusUnprocessableEntity, nil)

	// An authenticator app is set up, and the next sign-in asks for its code.
	page = here.ask("/console/account/app", "_token", token)
	key := here.field(page, "key")
	if page = here.ask("/console/account/app", "_token", token, "key", key, "answer", "000000"); page.status != http.StatusUnprocessableEntity {
		t.Errorf("a wrong code of the app: %d", page.status)
	}
	if page = here.ask("/console/account/app", "_token", token, "key", key, "answer", codeOf(t, key)); page.header.Get("Location") != "../../console/account?app=on" {
		t.Fatalf("set up an app: %d to %q: %s", page.status, page.header.Get("Location"), page.body)
	}
	third := &browser{T: t, d: the}
	page = third.ask("/console/signin", "name", name, "password", password)
	if third.cookie != "" || third.field(page, "ask") != "code" {
		t.Fatalf("signed in without a code: %d %s", page.status, page.body)
	}
	answer := []string{"ask", "code", "account", third.field(page, "account"), "pass", third.field(page, "pass")}
	if page = third.ask("/console/signin", append(answer, "answer", "000000")...); page.status != http.StatusUnprocessableEntity {
		t.Errorf("a wrong code: %d", page.status)
	}
	third.ask("/console/signin", append(answer, "answer", codeOf(t, key))...)
	third.signedIn(true)

	old := here.cookie
	if page := here.ask("/console/signout", "_token", token, "everywhere", "1"); page.header.Get("Location") != "../console/signin?out=everywhere" {
		t.Fatalf("sign out everywhere: %d to %q: %s", page.status, page.header.Get("Location"), page.body)
	}
	here.cookie = old // whoever kept it has nothing of it
	here.signedIn(false)
	there.signedIn(false)
	third.signedIn(false)
}

// codeOf is what an authenticator app shows now (RFC 6238: thirty seconds, six
// digits).
func codeOf(t *testing.T, key string) string {
	t.Helper()
	secret, err := base32.StdEncoding.DecodeString(key)
	if err != nil {
		t.Fatal(err)
	}
	mac := hmac.New(sha1.New, secret)
	binary.Write(mac, binary.BigEndian, time.Now().Unix()/30)
	sum := mac.Sum(nil)
	at := sum[len(sum)-1] & 15
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(sum[at:at+4])&0x7fffffff%1000000)
}
