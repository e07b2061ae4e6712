package acceptance

import (
	"net/http"
	"strings"
	"testing"
)

// What is too large, or of another kind, is refused before anybody reads it.
func TestBodiesThatNobodyAskedFor(t *testing.T) {
	t.Parallel()
	admin := the.as(t, "admin")
	text := `{"reason":"delay","target":"service","name":"王芳","phone":"13900000000","text":"` + strings.Repeat("x", 70<<10) + `"}`
	the.send(t, http.MethodPost, "/complaints", "application/json", text).into(t, http.StatusRequestEntityTooLarge, nil)
	the.send(t, http.MethodPost, "/complaints", "application/x-www-form-urlencoded", "text="+strings.Repeat("x", 70<<10)).into(t, http.StatusRequestEntityTooLarge, nil)
	the.send(t, http.MethodPost, "/desk/tickets", "application/json", text, admin...).into(t, http.StatusRequestEntityTooLarge, nil)
	the.send(t, http.MethodPost, "/desk/places/import", "text/csv", strings.Repeat("网点,x\n", 300<<10), admin...).into(t, http.StatusRequestEntityTooLarge, nil)
	for kind, body := range map[string]string{
		"text/xml": "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>", "multipart/form-data; boundary=x": "--x--", "application/json; charset=gbk": "{}",
		"image/png": "\x89PNG", "text/plain": "{}", "application/x-yaml": "a: b",
	} {
		for _, path := range []string{"/complaints", "/inquiries", "/status", "/greetings/code"} {
			the.send(t, http.MethodPost, path, kind, body).into(t, http.StatusUnsupportedMediaType, nil)
		}
		the.send(t, http.MethodPost, "/desk/tickets", kind, body, admin...).into(t, http.StatusUnsupportedMediaType, nil)
	}
	for name, body := range map[string]string{
		"deep": strings.Repeat(`{"a":`, 5000) + "1" + strings.Repeat("}", 5000), "deep lists": strings.Repeat("[", 30000), "a key twice": `{"text":"a","text":"b"}`,
		"no UTF-8": "{\"text\":\"\xff\xfe\"}", "two documents": "{}{}", "a number without end": `{"rings":1` + strings.Repeat("0", 20000) + `}`,
		"another type": `{"text":["x"],"name":{"a":1},"phone":13900000000}`, "proto": `{"__proto__":{"role":"admin"}}`, "null": "null", "nothing": "",
	} {
		for _, path := range []string{"/complaints", "/desk/tickets"} {
			if got := the.send(t, http.MethodPost, path, "application/json", body, admin...); got.status < 400 || got.status >= 500 {
				t.Errorf("%s to %s: %d %.200s", name, path, got.status, got.body)
			}
		}
	}
}

// A file that is too large or is no picture is not kept, whatever it says it is.
func TestFilesThatNobodyAskedFor(t *testing.T) {
	t.Parallel()
	r, _ := the.complain(t)
	agent := the.as(t, "agent")
	png := "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
	for name, content := range map[string]string{
		"too large": png + strings.Repeat("\x00", 11<<20), "a page": "<!doctype html><script>alert(1)</script>", "a program": "MZ\x90\x00" + strings.Repeat("\x00", 600),
		"a drawing that runs": `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`, "an archive": "PK\x03\x04" + strings.Repeat("\x00", 100),
	} {
		var offer struct {
			ID, URL string
			Fields  map[string]string
		}
		the.post(t, "/desk/tickets/"+r.Number+"/attachments", map[string]any{}, agent...).into(t, http.StatusCreated, &offer)
		upload(t, offer.URL, offer.Fields, content) // S3 itself refuses what is too large; the local one takes it
		got := the.send(t, http.MethodPut, "/desk/tickets/"+r.Number+"/attachments/"+offer.ID, "application/json", `{"name":"x.png"}`, agent...)
		if got.status < 400 || got.status >= 500 {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
	}
	var list struct {
		Attachments []struct {
			ID   string
			Kept bool
		}
	}
	the.send(t, http.MethodGet, "/desk/tickets/"+r.Number+"/attachments", "", "", agent...).into(t, http.StatusOK, &list)
	for _, one := range list.Attachments {
		if one.Kept {
			t.Errorf("%s is kept", one.ID)
		}
	}
}
