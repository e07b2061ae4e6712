package sms_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/sms"
	"huiyin/shared/words"
)

// provider is one adapter with a server that answers as its provider does.
type provider struct {
	name   string
	sender func(t *testing.T, url string) ledger.Sender
	accept http.HandlerFunc
	refuse func(status int, code string) http.HandlerFunc
	codes  map[string]string // the provider's own words for what the suite tries
}

func providers() []provider { return []provider{snsProvider(), gatewayProvider()} }

// server counts what reaches it and reads every request to its end, as a
// provider that has taken the message would, before it behaves as told.
type server struct {
	*httptest.Server
	requests atomic.Int32
	mu       sync.Mutex
	behave   http.HandlerFunc
	last     *http.Request
	body     []byte
}

func serve(t *testing.T, behave http.HandlerFunc) *server {
	s := &server{behave: behave}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.requests.Add(1)
		body, _ := io.ReadAll(r.Body)
		s.mu.Lock()
		s.last, s.body = r, body
		behave := s.behave
		s.mu.Unlock()
		behave(w, r)
	}))
	t.Cleanup(func() { s.CloseClientConnections(); s.Close() })
	return s
}

func (s *server) become(behave http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.behave = behave
}

func testMessage(t *testing.T) ledger.Outgoing {
	t.Helper()
	table, err := message.New(message.Company{Signature: "顺达物流", EnglishSignature: "Shunda", Site: "kf.shunda.example", Hotline: "400-800-8820"}, message.Edits{})
	if err != nil {
		t.Fatal(err)
	}
	text, err := table.Render(message.AnswerWaiting, words.Chinese, map[string]string{"number": "K7M-3QP-9XA", "badge": "1024"})
	if err != nil {
		t.Fatal(err)
	}
	return ledger.Outgoing{ID: "msg-1", To: "+8613812345678", Class: message.Notice, Text: text}
}

func drop(w http.ResponseWriter, _ *http.Request) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		panic(err)
	}
	conn.Close()
}

func cutShort(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "1000")
	_, _ = w.Write([]byte("{"))
}

// Whatever happens, one Send is one request, and what is certain about the
// message is told: the ledger repeats only what was surely not sent.
func TestOneSendIsOneRequest(t *testing.T) {
	for _, p := range providers() {
		reply := func(status int, body string) http.HandlerFunc {
			return func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(status)
				_, _ = io.WriteString(w, body)
			}
		}
		for name, c := range map[string]struct {
			behave http.HandlerFunc
			want   ledger.Outcome
		}{
			"accepted":                  {p.accept, ledger.Handed},
			"throttled":                 {p.refuse(429, p.codes["throttled"]), ledger.Throttled},
			"wrong parameter":           {p.refuse(400, p.codes["invalid"]), ledger.Refused},
			"no permission":             {p.refuse(403, p.codes["forbidden"]), ledger.Refused},
			"number opted out":          {p.refuse(400, p.codes["optedOut"]), ledger.Refused},
			"request timeout":           {p.refuse(408, p.codes["internal"]), ledger.Unclear},
			"internal error":            {p.refuse(500, p.codes["internal"]), ledger.Unclear},
			"bad gateway":               {reply(502, "<html>bad gateway</html>"), ledger.Unclear},
			"throttled behind a 503":    {p.refuse(503, p.codes["throttled"]), ledger.Unclear},
			"dropped after receiving":   {drop, ledger.Unclear},
			"answer cut short":          {cutShort, ledger.Unclear},
			"success that says nothing": {reply(200, ""), ledger.Unclear},
			"success in another tongue": {reply(200, "<ok/>"), ledger.Unclear},
			"redirected": {func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
			}, ledger.Unclear},
			"redirected for good": {func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, "/elsewhere", http.StatusPermanentRedirect)
			}, ledger.Unclear},
		} {
			t.Run(p.name+"/"+name, func(t *testing.T) {
				s := serve(t, c.behave)
				provider, err := p.sender(t, s.URL).Send(t.Context(), testMessage(t))
				if got := ledger.OutcomeOf(err); got != c.want {
					t.Errorf("outcome %v, want %v (%v)", got, c.want, err)
				}
				if (err == nil) != (provider == "provider-1") {
					t.Errorf("provider %q with error %v", provider, err)
				}
				if n := s.requests.Load(); n != 1 {
					t.Errorf("%d requests", n)
				}
				secret(t, err)
			})
		}
	}
}

// secret fails when an error, whole or unwrapped, quotes number or text.
// rule: PD-11
func secret(t *testing.T, err error) {
	t.Helper()
	for ; err != nil; err = errors.Unwrap(err) {
		if strings.Contains(err.Error(), "13812345678") || strings.Contains(err.Error(), "K7M") {
			t.Errorf("the error tells too much: %v", err)
		}
	}
}

func TestAServerThatHangsIsLeftAtTheDeadline(t *testing.T) {
	for _, p := range providers() {
		t.Run(p.name, func(t *testing.T) {
			s := serve(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
			ctx, cancel := context.WithTimeout(t.Context(), 150*time.Millisecond)
			defer cancel()
			_, err := p.sender(t, s.URL).Send(ctx, testMessage(t))
			var e *ledger.SendError
			if !errors.As(err, &e) || e.Outcome != ledger.Unclear || e.Code != "timeout" {
				t.Errorf("got %v, want an unclear timeout", err)
			}
			if n := s.requests.Load(); n != 1 {
				t.Errorf("%d requests", n)
			}
		})
	}
}

// A kept connection that breaks is where HTTP clients repeat a POST by
// themselves.
func TestAKeptConnectionThatBreaksIsNotRepeated(t *testing.T) {
	for _, p := range providers() {
		t.Run(p.name, func(t *testing.T) {
			s := serve(t, p.accept)
			sender := p.sender(t, s.URL)
			if _, err := sender.Send(t.Context(), testMessage(t)); err != nil {
				t.Fatal(err)
			}
			s.become(drop)
			_, err := sender.Send(t.Context(), testMessage(t))
			if ledger.OutcomeOf(err) != ledger.Unclear {
				t.Errorf("got %v, want unclear", err)
			}
			if n := s.requests.Load(); n != 2 {
				t.Errorf("%d requests for two messages", n)
			}
		})
	}
}

// A message that never left may wait: nobody has to look at it.
func TestWhatNeverLeftIsSurelyNotSent(t *testing.T) {
	for _, p := range providers() {
		t.Run(p.name+"/nobody listens", func(t *testing.T) {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			url := "http://" + l.Addr().String()
			l.Close()
			_, err = p.sender(t, url).Send(t.Context(), testMessage(t))
			if ledger.OutcomeOf(err) != ledger.Throttled {
				t.Errorf("got %v, want throttled", err)
			}
			secret(t, err)
		})
		t.Run(p.name+"/time is up before it begins", func(t *testing.T) {
			s := serve(t, p.accept)
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			_, err := p.sender(t, s.URL).Send(ctx, testMessage(t))
			if ledger.OutcomeOf(err) != ledger.Throttled || s.requests.Load() != 0 {
				t.Errorf("got %v after %d requests, want throttled after none", err, s.requests.Load())
			}
		})
		t.Run(p.name+"/not a message", func(t *testing.T) {
			s := serve(t, p.accept)
			for _, spoil := range []func(*ledger.Outgoing){
				func(m *ledger.Outgoing) { m.To = "13812345678" },
				func(m *ledger.Outgoing) { m.Text.Body = "" },
				func(m *ledger.Outgoing) { m.ID = "" },
			} {
				m := testMessage(t)
				spoil(&m)
				if _, err := p.sender(t, s.URL).Send(t.Context(), m); ledger.OutcomeOf(err) != ledger.Refused {
					t.Errorf("got %v, want refused", err)
				}
			}
			if n := s.requests.Load(); n != 0 {
				t.Errorf("%d requests", n)
			}
		})
	}
}

func TestOutcomeOfAForeignErrorIsUnclear(t *testing.T) {
	if got := ledger.OutcomeOf(errors.New("something")); got != ledger.Unclear {
		t.Errorf("got %v", got)
	}
}

// deadlines notes by when each request has to be done.
type deadlines struct {
	http.RoundTripper
	left time.Duration
}

func (d *deadlines) RoundTrip(r *http.Request) (*http.Response, error) {
	if at, ok := r.Context().Deadline(); ok {
		d.left = time.Until(at)
	}
	return d.RoundTripper.RoundTrip(r)
}

func TestASendHasTenSecondsAtMost(t *testing.T) {
	s := serve(t, gatewayProvider().accept)
	watch := &deadlines{RoundTripper: http.DefaultTransport}
	g, err := sms.NewGateway(s.URL, gatewayKey, watch)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := g.Send(context.Background(), testMessage(t)); err != nil {
		t.Fatal(err)
	}
	if watch.left <= 0 || watch.left > 10*time.Second {
		t.Errorf("a send without a deadline had %v", watch.left)
	}
}
