package sms_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"

	"huiyin/shared/ledger"
	"huiyin/shared/sms"
)

var gatewayKey = bytes.Repeat([]byte("k"), 32)

func gatewayProvider() provider {
	return provider{
		name: "gateway",
		sender: func(t *testing.T, url string) ledger.Sender {
			g, err := sms.NewGateway(url, gatewayKey, nil)
			if err != nil {
				t.Fatal(err)
			}
			return g
		},
		accept: func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"id":"provider-1"}`) },
		refuse: func(status int, code string) http.HandlerFunc {
			return func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(status)
				fmt.Fprintf(w, `{"code":%q}`, code)
			}
		},
		codes: map[string]string{
			"throttled": "throttled", "invalid": "+8613812345678 is no number", "forbidden": "wrong_signature",
			"optedOut": "opted_out", "internal": "internal",
		},
	}
}

// The test checks the signature as the protocol's description says, not with
// the sender's own function.
func TestTheGatewayGetsASignedMessageWithEverythingAProviderNeeds(t *testing.T) {
	p := gatewayProvider()
	s := serve(t, p.accept)
	m := testMessage(t)
	if _, err := p.sender(t, s.URL).Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	at := s.last.Header.Get("Huiyin-Time")
	mac := hmac.New(sha256.New, gatewayKey)
	fmt.Fprintf(mac, "%s\n%s", at, s.body)
	if got := s.last.Header.Get("Huiyin-Signature"); got != hex.EncodeToString(mac.Sum(nil)) {
		t.Errorf("signature %q", got)
	}
	seconds, err := strconv.ParseInt(at, 10, 64)
	if age := time.Since(time.Unix(seconds, 0)); err != nil || age < -time.Minute || age > time.Minute {
		t.Errorf("signed at %q", at)
	}
	if s.last.Method != http.MethodPost || s.last.Header.Get("Huiyin-Message-Id") != m.ID {
		t.Errorf("%s with id %q", s.last.Method, s.last.Header.Get("Huiyin-Message-Id"))
	}
	var got any
	if err := json.Unmarshal(s.body, &got); err != nil {
		t.Fatal(err)
	}
	var want any
	_ = json.Unmarshal([]byte(`{"id":"msg-1","to":"+8613812345678","class":"notice","lang":"zh","signature":"顺达物流",
		"template":"answer_waiting","version":1,"parts":1,
		"params":[{"name":"number","value":"K7M-3QP-9XA"},{"name":"badge","value":"1024"}],
		"text":"【顺达物流】客服1024已答复K7M-3QP-9XA，凭手机尾号查看：kf.shunda.example"}`), &want)
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("sent %v\nwant %v", got, want)
	}
}

func TestTheGatewaySpeaksTLS(t *testing.T) {
	s := httptest.NewTLSServer(gatewayProvider().accept)
	defer s.Close()
	trusting, err := sms.NewGateway(s.URL, gatewayKey, s.Client().Transport)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := trusting.Send(t.Context(), testMessage(t)); err != nil {
		t.Errorf("a known certificate: %v", err)
	}
	usual, err := sms.NewGateway(s.URL, gatewayKey, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := usual.Send(t.Context(), testMessage(t)); ledger.OutcomeOf(err) != ledger.Throttled {
		t.Errorf("an unknown certificate: %v, want surely not sent", err)
	}
}

func TestTheGatewaysAddressAndKeyAreChecked(t *testing.T) {
	for _, good := range []string{"https://sms.example/send", "http://127.0.0.1:8080/", "http://localhost/", "http://[::1]:80/"} {
		if _, err := sms.NewGateway(good, gatewayKey, nil); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
	for _, bad := range []string{
		"http://sms.example/send", "http://127.0.0.1.sms.example/", "http://10.0.0.1/", "ftp://sms.example/",
		"https://user:pass@sms.example/", "https://sms.example/?token=secret", "https:///send", "sms.example", "", "https://sms.example/%zz",
	} {
		if _, err := sms.NewGateway(bad, gatewayKey, nil); err == nil {
			t.Errorf("%s was taken", bad)
		}
	}
	if _, err := sms.NewGateway("https://sms.example/", gatewayKey[:31], nil); err == nil {
		t.Error("a key of 31 bytes was taken")
	}
}
