package sms

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sns/types"
	"github.com/aws/smithy-go"

	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/phone"
)

// SNSSettings are what a company chooses for SNS.
type SNSSettings struct {
	MaxPrice    string   // most USD for one message, such as "0.10"; "" leaves it to the account
	SenderID    string   // shown as the sender: 1 to 11 letters, digits, dashes, one letter at least; "" for none
	SenderIDFor []string // country codes where SenderID is registered, such as "44"; elsewhere it is left out
}

// SNS sends through Amazon SNS.
type SNS struct {
	client   *sns.Client
	settings SNSSettings
}

var (
	pricePattern    = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[0-9]{1,3}(\.[0-9]{1,5})?$`) })
	senderIDPattern = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[0-9-]{0,10}[A-Za-z][A-Za-z0-9-]{0,10}$`) })
)

// NewSNS makes the sender. The error says which setting is wrong.
func NewSNS(cfg aws.Config, settings SNSSettings) (*SNS, error) {
	if settings.MaxPrice != "" && !pricePattern().MatchString(settings.MaxPrice) {
		return nil, fmt.Errorf("the highest price of an SMS must be a number of USD like 0.10, not %q", settings.MaxPrice)
	}
	if id := settings.SenderID; id != "" && (len(id) > 11 || !senderIDPattern().MatchString(id)) {
		return nil, fmt.Errorf("the SMS sender id must be 1 to 11 letters, digits and dashes with a letter in it, not %q", id)
	}
	client := sns.NewFromConfig(cfg, func(o *sns.Options) {
		o.Retryer = aws.NopRetryer{} // with the usual one, an answer that is lost makes three SMS
		o.HTTPClient = stay(transportOf(cfg))
	})
	return &SNS{client: client, settings: settings}, nil
}

// transportOf keeps what the configuration says about connections.
func transportOf(cfg aws.Config) http.RoundTripper {
	client, ok := cfg.HTTPClient.(*awshttp.BuildableClient)
	if !ok {
		client = awshttp.NewBuildableClient()
	}
	return client.GetTransport()
}

// Send publishes to a phone. See Sender.
func (s *SNS) Send(ctx context.Context, m ledger.Outgoing) (string, error) {
	if err := check(m); err != nil {
		return "", err
	}
	ctx, cancel, attempt := begin(ctx)
	defer cancel()
	out, err := s.client.Publish(ctx, &sns.PublishInput{
		PhoneNumber:       aws.String(string(m.To)),
		Message:           aws.String(m.Text.Body),
		MessageAttributes: s.attributes(m.To, m.Class),
	})
	if err != nil {
		return "", s.classify(err, attempt)
	}
	if aws.ToString(out.MessageId) == "" {
		return "", &ledger.SendError{Outcome: ledger.Unclear, Code: "bad_answer"}
	}
	return *out.MessageId, nil
}

func (s *SNS) attributes(to phone.Number, class message.Class) map[string]types.MessageAttributeValue {
	kind := "Transactional"
	if class == message.Promotion {
		kind = "Promotional"
	}
	all := map[string]types.MessageAttributeValue{"AWS.SNS.SMS.SMSType": attribute("String", kind)}
	if s.settings.MaxPrice != "" {
		all["AWS.SNS.SMS.MaxPrice"] = attribute("Number", s.settings.MaxPrice)
	}
	if s.settings.SenderID != "" && slices.Contains(s.settings.SenderIDFor, to.CountryCode()) {
		all["AWS.SNS.SMS.SenderID"] = attribute("String", s.settings.SenderID)
	}
	return all
}

func attribute(kind, value string) types.MessageAttributeValue {
	return types.MessageAttributeValue{DataType: aws.String(kind), StringValue: aws.String(value)}
}

// classify reads SNS's errors. A throttle may come as 400 or 429 and under
// several names; SNS's own "Throttled" is not in the SDK's list.
func (s *SNS) classify(err error, a *attempt) error {
	var response *awshttp.ResponseError
	if !errors.As(err, &response) || response.HTTPStatusCode() == 0 {
		return a.lost(err)
	}
	status, code := response.HTTPStatusCode(), ""
	var api smithy.APIError
	if errors.As(err, &api) {
		code = api.ErrorCode()
	}
	if status < 300 {
		return &ledger.SendError{Outcome: ledger.Unclear, Code: "bad_answer"}
	}
	_, throttle := retry.DefaultThrottleErrorCodes[code]
	if status < 500 && (throttle || code == "Throttled" || code == "KMSThrottling") {
		return &ledger.SendError{Outcome: ledger.Throttled, Code: code}
	}
	return answered(status, code)
}
