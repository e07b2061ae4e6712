package sms_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/phone"
	"huiyin/shared/sms"
)

// snsConfig is as a careless environment would make it: it asks for retries.
func snsConfig(url string) aws.Config {
	return aws.Config{
		Region:           "ap-southeast-1",
		BaseEndpoint:     aws.String(url),
		Credentials:      credentials.NewStaticCredentialsProvider("id", "secret", ""),
		RetryMaxAttempts: 5,
		RetryMode:        aws.RetryModeAdaptive,
	}
}

func snsProvider() provider {
	return provider{
		name: "SNS",
		sender: func(t *testing.T, url string) ledger.Sender {
			s, err := sms.NewSNS(snsConfig(url), sms.SNSSettings{})
			if err != nil {
				t.Fatal(err)
			}
			return s
		},
		accept: func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, `<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult>`+
				`<MessageId>provider-1</MessageId></PublishResult></PublishResponse>`)
		},
		refuse: func(status int, code string) http.HandlerFunc {
			return func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(status)
				fmt.Fprintf(w, `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type>`+
					`<Code>%s</Code><Message>+8613812345678 is not valid: %s</Message></Error></ErrorResponse>`, code, code)
			}
		},
		codes: map[string]string{
			"throttled": "Throttled", "invalid": "InvalidParameter", "forbidden": "AuthorizationError",
			"optedOut": "OptedOut", "internal": "InternalError",
		},
	}
}

func TestSNSThrottlesUnderSeveralNames(t *testing.T) {
	p := snsProvider()
	for _, code := range []string{"Throttled", "Throttling", "ThrottlingException", "ThrottledException", "KMSThrottling"} {
		s := serve(t, p.refuse(400, code))
		if _, err := p.sender(t, s.URL).Send(t.Context(), testMessage(t)); ledger.OutcomeOf(err) != ledger.Throttled {
			t.Errorf("%s: got %v, want throttled", code, err)
		}
	}
}

func TestSNSIsToldKindPriceAndSender(t *testing.T) {
	p := snsProvider()
	for _, c := range []struct {
		class      message.Class
		to         phone.Number
		kind       string
		withSender bool
	}{
		{message.Promotion, "+447400123456", "Promotional", true},
		{message.Receipt, "+447400123456", "Transactional", true},
		{message.Staff, "+8613812345678", "Transactional", false},
	} {
		s := serve(t, p.accept)
		sender, err := sms.NewSNS(snsConfig(s.URL), sms.SNSSettings{MaxPrice: "0.10", SenderID: "SHUNDA", SenderIDFor: []string{"44"}})
		if err != nil {
			t.Fatal(err)
		}
		m := testMessage(t)
		m.Class, m.To = c.class, c.to
		if _, err := sender.Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
		form, err := url.ParseQuery(string(s.body))
		if err != nil {
			t.Fatal(err)
		}
		if form.Get("PhoneNumber") != string(c.to) || form.Get("Message") != m.Text.Body {
			t.Errorf("sent %q to %q", form.Get("Message"), form.Get("PhoneNumber"))
		}
		got := attributes(form)
		want := map[string]string{"AWS.SNS.SMS.SMSType": c.kind, "AWS.SNS.SMS.MaxPrice": "0.10"}
		if c.withSender {
			want["AWS.SNS.SMS.SenderID"] = "SHUNDA"
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("attributes %v, want %v", got, want)
		}
	}
}

// attributes reads the message attributes of SNS's query protocol.
func attributes(form url.Values) map[string]string {
	all := map[string]string{}
	for key := range form {
		if prefix, ok := strings.CutSuffix(key, ".Name"); ok {
			all[form.Get(key)] = form.Get(prefix + ".Value.StringValue")
		}
	}
	return all
}

func TestSNSSettingsAreChecked(t *testing.T) {
	for name, bad := range map[string]sms.SNSSettings{
		"a price with a currency":     {MaxPrice: "0.10 USD"},
		"a negative price":            {MaxPrice: "-1"},
		"a sender that is too long":   {SenderID: "SHUNDALOGISTICS"},
		"a sender of digits only":     {SenderID: "12345"},
		"a sender with Chinese in it": {SenderID: "顺达"},
	} {
		if _, err := sms.NewSNS(snsConfig("http://127.0.0.1:1"), bad); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}
