package storetest

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"huiyin/shared/attachment"
	"huiyin/shared/errs"
	"huiyin/shared/ticket"
)

// photo begins as a JPEG does.
var photo = append([]byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"), bytes.Repeat([]byte{7}, 5000)...)

// Bucket runs what a bucket of files has to keep, over the network it is
// reached by.
func Bucket(t *testing.T, b attachment.Bucket) {
	form := func(max int64, back string) attachment.Form {
		f, err := b.Form(ctx, "incoming/AAA/one", max, time.Minute, back)
		is(t, "form", err, nil)
		return f
	}
	t.Run("a file comes by a form and goes by a link", func(t *testing.T) {
		if status, _ := Post(t, form(1<<20, ""), "破损 1.jpg", photo); status != http.StatusNoContent {
			t.Fatalf("posted with %d", status)
		}
		seen, err := b.Look(ctx, "incoming/AAA/one")
		is(t, "look", err, nil)
		same(t, "size", seen.Size, int64(len(photo)))
		same(t, "type", seen.Type, "image/jpeg")
		is(t, "copy", b.Copy(ctx, "incoming/AAA/one", "kept/AAA/one", seen), nil)
		link, err := b.Link(ctx, "kept/AAA/one", ticket.File{Name: "破损 1.jpg", Type: "image/jpeg"}, time.Minute)
		is(t, "link", err, nil)
		content, typ := fetch(t, link)
		if !bytes.Equal(content, photo) || typ != "image/jpeg" {
			t.Errorf("read %d bytes of %s", len(content), typ)
		}
	})
	t.Run("what changed since is not copied", func(t *testing.T) {
		seen, err := b.Look(ctx, "incoming/AAA/one")
		is(t, "look", err, nil)
		Post(t, form(1<<20, ""), "破损 1.jpg", []byte("<html><script>"))
		kind(t, "copy", b.Copy(ctx, "incoming/AAA/one", "kept/AAA/two", seen), errs.NotFound)
		now, err := b.Look(ctx, "incoming/AAA/one")
		is(t, "look", err, nil)
		same(t, "type", now.Type, "text/html")
	})
	t.Run("the browser goes on", func(t *testing.T) {
		status, to := Post(t, form(1<<20, "https://desk.example/console/tickets/AAA"), "a.jpg", photo)
		if status != http.StatusSeeOther || !strings.HasPrefix(to, "https://desk.example/console/tickets/AAA") {
			t.Errorf("%d to %s", status, to)
		}
	})
	t.Run("too much or nothing", func(t *testing.T) {
		is(t, "remove", b.Remove(ctx, "incoming/AAA/one"), nil)
		for name, content := range map[string][]byte{"much.jpg": photo, "none.jpg": {}} {
			if status, _ := Post(t, form(100, ""), name, content); status < 400 {
				t.Errorf("%s: posted with %d", name, status)
			}
			_, err := b.Look(ctx, "incoming/AAA/one")
			kind(t, name, err, errs.NotFound)
		}
	})
	t.Run("removing", func(t *testing.T) {
		for range 2 {
			is(t, "remove", b.Remove(ctx, "kept/AAA/one"), nil)
			Post(t, form(1<<20, ""), "a.jpg", photo)
			is(t, "clear", b.Clear(ctx, "incoming/AAA/"), nil)
		}
		for _, key := range []string{"kept/AAA/one", "incoming/AAA/one"} {
			_, err := b.Look(ctx, key)
			kind(t, key, err, errs.NotFound)
		}
		kind(t, "copy", b.Copy(ctx, "kept/AAA/one", "kept/AAA/three", attachment.Object{}), errs.NotFound)
	})
}

// Post sends a file by a form, as a browser does, and tells where it is sent
// on to.
func Post(t *testing.T, form attachment.Form, name string, content []byte) (status int, location string) {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for field, value := range form.Fields {
		is(t, "field", w.WriteField(field, value), nil)
	}
	part, err := w.CreateFormFile("file", name)
	is(t, "file", err, nil)
	_, err = part.Write(content)
	is(t, "content", err, nil)
	is(t, "close", w.Close(), nil)
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, form.URL, &body)
	is(t, "request", err, nil)
	request.Header.Set("Content-Type", w.FormDataContentType())
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	return response.StatusCode, response.Header.Get("Location")
}

func fetch(t *testing.T, link string) (content []byte, typ string) {
	t.Helper()
	response, err := http.Get(link)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	content, err = io.ReadAll(response.Body)
	is(t, "read", err, nil)
	return content, response.Header.Get("Content-Type")
}
