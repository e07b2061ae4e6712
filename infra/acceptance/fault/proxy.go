package fault

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

// Proxy is the man in the middle.
type Proxy struct {
	// URL is where the functions find it.
	URL string
	// Log is told of every call that a rule struck, when it is not nil.
	Log func(line string)
	// Watch is told of every answer of AWS, when it is not nil; from many
	// goroutines at once.
	Watch func(Answered)

	upstream string
	server   *http.Server
	client   *http.Client
	closed   chan struct{}

	mu    sync.Mutex
	rules []*Rule
}

// Answered is what AWS said to a call.
type Answered struct {
	Service, Action string
	Status          int
	Body            string
}

// Start listens on a free port of this machine and passes on to upstream, an
// address like http://127.0.0.1:4566.
func Start(upstream string) (*Proxy, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen for the functions: %w", err)
	}
	p := &Proxy{
		URL: "http://" + listener.Addr().String(), upstream: upstream, closed: make(chan struct{}),
		client: &http.Client{
			Transport:     &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 64},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
	p.server = &http.Server{Handler: p}
	go func() { _ = p.server.Serve(listener) }() // ends with Close
	return p, nil
}

// Close ends the proxy and whatever it holds.
func (p *Proxy) Close() {
	close(p.closed)
	_ = p.server.Close()
	p.client.CloseIdleConnections()
}

// Inject adds a rule for the next times calls that match, or Forever. Of two
// rules that match, the older strikes.
func (p *Proxy) Inject(match Match, times int, effect Effect) *Rule {
	r := &Rule{match: match, effect: effect, left: times}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.rules = append(p.rules, r)
	return r
}

func (p *Proxy) struck(c call) *Rule {
	p.mu.Lock()
	rules := p.rules
	p.mu.Unlock()
	for _, r := range rules {
		if r.take(c) {
			return r
		}
	}
	return nil
}

// ServeHTTP passes a call on, or does what a rule says.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler) // whoever asked is gone
	}
	c := readCall(r, body)
	x := &exchange{proxy: p, w: w, request: r, body: body, call: c}
	if rule := p.struck(c); rule != nil {
		if p.Log != nil {
			p.Log(fmt.Sprintf("fault: %s %s struck", c.service, c.action))
		}
		rule.effect(x)
		return
	}
	x.pass()
}

// exchange is one call on its way.
type exchange struct {
	proxy    *Proxy
	w        http.ResponseWriter
	request  *http.Request
	body     []byte
	call     call
	answered bool
}

// pass is what happens to a call that no rule strikes.
func (x *exchange) pass() {
	answer, content, err := x.send(x.request.Context())
	if err != nil {
		x.cut()
		return
	}
	x.answered = true
	for name, values := range answer.Header {
		if !isHop(name) {
			x.w.Header()[name] = values
		}
	}
	x.w.WriteHeader(answer.StatusCode)
	_, _ = x.w.Write(content) // the client may be gone
}

// forward has the service do its work and keeps the answer to itself. It is
// done even when the caller gives up.
func (x *exchange) forward() {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if _, _, err := x.send(ctx); err != nil && x.proxy.Log != nil {
		x.proxy.Log("fault: the service did not do the work: " + err.Error())
	}
}

func (x *exchange) send(ctx context.Context) (*http.Response, []byte, error) {
	out, err := http.NewRequestWithContext(ctx, x.request.Method, x.proxy.upstream+x.request.URL.RequestURI(), bytes.NewReader(x.body))
	if err != nil {
		return nil, nil, err
	}
	for name, values := range x.request.Header {
		if !isHop(name) {
			out.Header[name] = values
		}
	}
	out.Host = x.request.Host // it is signed
	answer, err := x.proxy.client.Do(out)
	if err != nil {
		return nil, nil, err
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	if x.proxy.Watch != nil {
		x.proxy.Watch(Answered{x.call.service, x.call.action, answer.StatusCode, string(content)})
	}
	return answer, content, err
}

// cut ends the connection without an answer.
func (x *exchange) cut() {
	if x.answered {
		return
	}
	panic(http.ErrAbortHandler) // net/http closes the connection and logs nothing
}

// gone is closed when the caller has given up.
func (x *exchange) gone() <-chan struct{} { return x.request.Context().Done() }

// hold keeps the caller waiting until it gives up.
func (x *exchange) hold() {
	select {
	case <-x.gone():
	case <-x.proxy.closed:
	}
	x.cut()
}

func (x *exchange) kill() {
	if err := killPeer(x.request.RemoteAddr); err != nil && !errors.Is(err, errGone) && x.proxy.Log != nil {
		x.proxy.Log("fault: " + err.Error())
	}
}
