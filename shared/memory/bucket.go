package memory

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gabriel-vasile/mimetype"

	"huiyin/shared/attachment"
	"huiyin/shared/errs"
	"huiyin/shared/ticket"
)

// Bucket keeps files in memory. It is also the server that its forms and links
// lead to, at whatever address it is served.
type Bucket struct {
	Address string // of itself, without a slash at its end

	mu      sync.Mutex
	objects map[string]object
	state   int
}

type object struct {
	content []byte
	typ     string
	state   string
}

var _ attachment.Bucket = &Bucket{}

// Form lets one file be posted.
func (b *Bucket) Form(_ context.Context, key string, max int64, _ time.Duration, back string) (attachment.Form, error) {
	fields := map[string]string{"key": key, "max": fmt.Sprint(max)}
	if back != "" {
		fields["success_action_redirect"] = back
	}
	return attachment.Form{URL: b.Address + "/files", Fields: fields}, nil
}

// Look tells what lies at a key.
func (b *Bucket) Look(_ context.Context, key string) (attachment.Object, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	o, ok := b.objects[key]
	if !ok {
		return attachment.Object{}, errs.New(errs.NotFound, "store.not_found")
	}
	typ, _, _ := strings.Cut(mimetype.Detect(o.content).String(), ";")
	return attachment.Object{Size: int64(len(o.content)), Type: typ, State: o.state}, nil
}

// Open reads a file that is in the state that was seen.
func (b *Bucket) Open(_ context.Context, key, state string) (io.ReadCloser, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	o, ok := b.objects[key]
	if !ok || o.state != state {
		return nil, errs.New(errs.NotFound, "store.not_found")
	}
	return io.NopCloser(bytes.NewReader(o.content)), nil
}

// Copy copies what was looked at.
func (b *Bucket) Copy(_ context.Context, from, to string, seen attachment.Object) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	o, ok := b.objects[from]
	if !ok || o.state != seen.State {
		return errs.New(errs.NotFound, "store.not_found")
	}
	o.typ = seen.Type
	b.objects[to] = o
	return nil
}

// Link is the address of a file.
func (b *Bucket) Link(_ context.Context, key string, _ ticket.File, _ time.Duration) (string, error) {
	return b.Address + "/" + key, nil
}

// Remove removes a file.
func (b *Bucket) Remove(_ context.Context, key string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.objects, key)
	return nil
}

// Clear removes all files under a prefix.
func (b *Bucket) Clear(_ context.Context, prefix string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	for key := range b.objects {
		if strings.HasPrefix(key, prefix) {
			delete(b.objects, key)
		}
	}
	return nil
}

// Len is how many files there are.
func (b *Bucket) Len() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.objects)
}

// ServeHTTP takes a form's file, and gives a file to whoever has its link.
func (b *Bucket) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPost {
		b.take(w, r)
		return
	}
	b.mu.Lock()
	o, ok := b.objects[strings.TrimPrefix(r.URL.Path, "/")]
	b.mu.Unlock()
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", o.typ)
	_, _ = w.Write(o.content)
}

func (b *Bucket) take(w http.ResponseWriter, r *http.Request) {
	file, header, err := r.FormFile("file")
	if err != nil {
		http.Error(w, "no file", http.StatusBadRequest)
		return
	}
	content, err := io.ReadAll(file)
	if max, _ := strconv.Atoi(r.FormValue("max")); err != nil || len(content) == 0 || len(content) > max {
		http.Error(w, "too large", http.StatusBadRequest)
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.objects == nil {
		b.objects = map[string]object{}
	}
	b.state++
	b.objects[r.FormValue("key")] = object{content, header.Header.Get("Content-Type"), fmt.Sprint(b.state)}
	if back := r.FormValue("success_action_redirect"); back != "" {
		http.Redirect(w, r, back, http.StatusSeeOther)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
