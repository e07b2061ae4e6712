package fault

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/smithy-go"
)

// upstream is an AWS that knows two calls and counts them.
type upstream struct {
	*httptest.Server
	calls atomic.Int32
	host  atomic.Value
}

func service(t *testing.T) *upstream {
	t.Helper()
	u := &upstream{}
	u.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		u.calls.Add(1)
		u.host.Store(r.Host)
		if r.Header.Get("X-Amz-Target") != "" {
			io.WriteString(w, `{}`)
			return
		}
		io.WriteString(w, `<PublishResponse><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>`)
	}))
	t.Cleanup(u.Close)
	return u
}

func proxy(t *testing.T, u *upstream) (*Proxy, aws.Config) {
	t.Helper()
	p, err := Start(u.URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p, aws.Config{
		Region: "us-east-1", BaseEndpoint: aws.String(p.URL), Credentials: credentials.NewStaticCredentialsProvider("a", "b", ""),
		Retryer: func() aws.Retryer { return aws.NopRetryer{} },
	}
}

func put(ctx context.Context, cfg aws.Config, pk string) error {
	_, err := dynamodb.NewFromConfig(cfg).PutItem(ctx, &dynamodb.PutItemInput{
		TableName: aws.String("t"), Item: map[string]types.AttributeValue{"pk": &types.AttributeValueMemberS{Value: pk}},
	})
	return err
}

func publish(ctx context.Context, cfg aws.Config, phone string) error {
	_, err := sns.NewFromConfig(cfg).Publish(ctx, &sns.PublishInput{PhoneNumber: &phone, Message: aws.String("hello")})
	return err
}

func TestWithoutARuleEverythingIsPassedOn(t *testing.T) {
	u := service(t)
	p, cfg := proxy(t, u)
	if err := errors.Join(put(t.Context(), cfg, "a"), publish(t.Context(), cfg, "+8613912345678")); err != nil {
		t.Error(err)
	}
	if u.calls.Load() != 2 || "http://"+u.host.Load().(string) != p.URL {
		t.Errorf("%d calls arrived, for %v", u.calls.Load(), u.host.Load())
	}
}

func TestARuleStrikesWhatItMatchesAsOftenAsItSays(t *testing.T) {
	u := service(t)
	p, cfg := proxy(t, u)
	rule := p.Inject(Match{Service: "dynamodb", Action: "PutItem", Holds: []string{`"a`, `1"`}}, 2, Answer(400, "ThrottlingException"))
	var api smithy.APIError
	for _, c := range []struct {
		pk     string
		struck bool
	}{{"b1", false}, {"a1", true}, {"a2", false}, {"aa1", true}, {"a1", false}} {
		err := put(t.Context(), cfg, c.pk)
		if got := errors.As(err, &api) && api.ErrorCode() == "ThrottlingException"; got != c.struck || (err != nil) != c.struck {
			t.Errorf("%s: %v", c.pk, err)
		}
	}
	if rule.Hits() != 2 || u.calls.Load() != 3 {
		t.Errorf("struck %d, passed %d", rule.Hits(), u.calls.Load())
	}
	forever := p.Inject(Match{Service: "sns", Action: "Publish", Holds: []string{"+8613912345678"}}, Forever, Answer(400, "Throttled"))
	for range 3 {
		if err := publish(t.Context(), cfg, "+8613912345678"); !errors.As(err, &api) || api.ErrorCode() != "Throttled" {
			t.Error(err)
		}
	}
	forever.Lift()
	if err := publish(t.Context(), cfg, "+8613912345678"); err != nil || forever.Hits() != 3 {
		t.Errorf("after the rule: %v, struck %d", err, forever.Hits())
	}
}

func TestWhatBecomesOfACall(t *testing.T) {
	released, held := make(chan struct{}), make(chan struct{})
	close(released)
	for name, c := range map[string]struct {
		effect  Effect
		arrives int32
		fails   bool
	}{
		"a lost answer":   {Lose(), 1, true},
		"a refused call":  {Refuse(), 0, true},
		"no answer":       {Silence(), 0, true},
		"work untold":     {Mute(), 1, true},
		"a call let go":   {Until(released), 1, false},
		"a call held":     {Until(held), 0, true},
		"an error of its": {Answer(503, "ServiceUnavailable"), 0, true},
	} {
		u := service(t)
		p, cfg := proxy(t, u)
		p.Inject(Match{Action: "PutItem"}, 1, c.effect)
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		err := put(ctx, cfg, "a")
		cancel()
		if (err != nil) != c.fails || u.calls.Load() != c.arrives {
			t.Errorf("%s: %v, %d arrived", name, err, u.calls.Load())
		}
		if err := put(t.Context(), cfg, "a"); err != nil {
			t.Errorf("after %s: %v", name, err)
		}
	}
}

// calling makes this test's own binary a process that can be ended.
const calling = "HUIYIN_FAULT_CALLS"

func TestTheProcessThatCallsIsEnded(t *testing.T) {
	if endpoint := os.Getenv(calling); endpoint != "" {
		_, _ = http.Post(endpoint, "text/plain", strings.NewReader("x"))
		time.Sleep(time.Minute)
		return
	}
	for _, effect := range []Effect{Kill(), KillAfter()} {
		u := service(t)
		p, _ := proxy(t, u)
		rule := p.Inject(Match{}, 1, effect)
		cmd := exec.Command(os.Args[0], "-test.run", "^TestTheProcessThatCallsIsEnded$")
		cmd.Env = append(os.Environ(), calling+"="+p.URL)
		began := time.Now()
		err := cmd.Run()
		if err == nil || !strings.Contains(err.Error(), "killed") || time.Since(began) > 20*time.Second || rule.Hits() != 1 {
			t.Errorf("it ended with %v after %v", err, time.Since(began))
		}
	}
}
