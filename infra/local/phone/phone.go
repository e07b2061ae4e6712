// Package phone shows what the customers' and agents' telephones would show:
// a page of the local stack with the SMS that were sent, newest first, and,
// greyed, those that the ledger holds back and until when.
package phone

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"

	"huiyin/infra/local/stack"
)

//go:embed phone.html
var page []byte

// Page is a phone page that is served.
type Page struct {
	URL    string
	server *http.Server
	stop   context.CancelFunc
}

// Serve serves the page on 127.0.0.1 until Close.
func Serve(ctx context.Context, s *stack.Stack, port int) (*Page, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", "127.0.0.1:"+strconv.Itoa(port))
	if err != nil {
		return nil, fmt.Errorf("port %d for the phone page is busy: choose another with PHONE=", port)
	}
	ctx, stop := context.WithCancel(ctx)
	inbox := newInbox(s)
	go inbox.watch(ctx)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(page)
	})
	mux.HandleFunc("GET /messages", func(w http.ResponseWriter, r *http.Request) {
		held, err := heldBack(r.Context(), s)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"held": held, "sent": inbox.newestFirst()})
	})
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = server.Serve(listener) }()
	return &Page{URL: "http://" + listener.Addr().String() + "/", server: server, stop: stop}, nil
}

// Close stops serving.
func (p *Page) Close() {
	p.stop()
	_ = p.server.Close()
}
