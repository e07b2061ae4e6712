package phone

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"huiyin/infra/local/stack"
)

// local answers like the local stack: the list of SMS, and a scan of the ledger
// with a row that waits, one that is being sent, and an event of the first.
func local(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/sms" {
		io.WriteString(w, `{"sms_messages":{"+8613800138000":[
			{"MessageId":"m1","PhoneNumber":"+8613800138000","Message":"【回音物流】您好"}]}}`)
		return
	}
	w.Header().Set("Content-Type", "application/x-amz-json-1.0")
	io.WriteString(w, `{"Items":[
		{"record":{"S":"{\"state\":\"waiting\",\"why\":\"budget\",\"until\":\"2026-09-25T23:00:00Z\",\"masked\":\"138****8000\",\"template\":\"progress\"}"}},
		{"record":{"S":"{\"state\":\"claimed\",\"until\":\"2026-09-25T22:00:00Z\"}"}},
		{"record":{"S":"{\"state\":\"waiting\",\"why\":\"budget\",\"until\":\"2026-09-25T21:00:00Z\",\"to\":{\"kind\":\"staff\",\"id\":\"s1\"}}"}}
	]}`)
}

func TestThePageShowsWhatArrivedAndWhatWaits(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(local))
	defer server.Close()
	s := &stack.Stack{Endpoint: server.URL, SMS: server.URL + "/sms", Region: stack.Region, Table: "t", Home: t.TempDir(), ClockOffset: -time.Hour}
	page, err := Serve(t.Context(), s, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer page.Close()
	var got struct {
		Sent []Message
		Held []Held
	}
	for deadline := time.Now().Add(5 * time.Second); len(got.Sent) == 0; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the SMS did not arrive")
		}
		if err := json.Unmarshal([]byte(get(t, page.URL+"messages")), &got); err != nil {
			t.Fatal(err)
		}
	}
	if m := got.Sent[0]; m.To != "+8613800138000" || m.Text != "【回音物流】您好" || time.Since(m.At) < time.Hour {
		t.Errorf("arrived: %+v; the desk's clock is an hour behind", m)
	}
	if len(got.Held) != 2 || got.Held[0].To != "staff s1" || got.Held[1].To != "138****8000" ||
		got.Held[0].Why != "本月短信预算已用完" {
		t.Errorf("waiting: %+v", got.Held)
	}
	if html := get(t, page.URL); !strings.Contains(html, "收到的短信") {
		t.Error("no page")
	}
	// A page that starts anew still knows when the message came.
	if again := newInbox(s).newestFirst(); len(again) != 1 || !again[0].At.Equal(got.Sent[0].At) {
		t.Errorf("after a restart: %+v", again)
	}
}

func get(t *testing.T, url string) string {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
