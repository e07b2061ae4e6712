package client_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/smithy-go/middleware"

	"huiyin/shared/client"
)

// wire keeps the body of the last request.
type wire struct {
	body   io.ReadCloser
	sent   string
	length int64
	answer string
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	w.body, w.length = r.Body, r.ContentLength
	sent, err := io.ReadAll(r.Body)
	w.sent = string(sent)
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(w.answer)), Request: r}, err
}

// The SDK has closed the body when the answer is there. Whoever then looks for
// its end, as net/http does, must find it, and no error.
func TestAClosedBodyEndsWithoutError(t *testing.T) {
	for name, call := range map[string]func(aws.Config) error{
		"JSON": func(cfg aws.Config) error {
			_, err := dynamodb.NewFromConfig(cfg).DeleteTable(t.Context(), &dynamodb.DeleteTableInput{TableName: aws.String("one")})
			return err
		},
		"form": func(cfg aws.Config) error {
			_, err := sns.NewFromConfig(cfg).Publish(t.Context(), &sns.PublishInput{PhoneNumber: aws.String("+8613800138000"), Message: aws.String("one")})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := &wire{answer: "{}"}
			if name == "form" {
				w.answer = "<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>"
			}
			cfg := aws.Config{Region: "us-east-1", HTTPClient: &http.Client{Transport: w},
				Credentials: credentials.NewStaticCredentialsProvider("k", "s", ""),
				APIOptions:  []func(*middleware.Stack) error{client.WholeAnswers, client.WholeAnswers}} // twice does no harm
			if err := call(cfg); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(w.sent, "one") || w.length != int64(len(w.sent)) {
				t.Errorf("sent %q with a length of %d", w.sent, w.length)
			}
			if _, err := io.Copy(io.Discard, w.body); err != nil {
				t.Errorf("looking for the end of a closed body: %v", err)
			}
		})
	}
}
