package sms

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"

	"huiyin/shared/clock"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/phone"
	"huiyin/shared/words"
)

// minKey is the least key length in bytes: that of the hash (RFC 2104, 3).
const minKey = 32

// maxAnswer is the most that is read of a gateway's answer, in bytes.
const maxAnswer = 64 << 10

// Gateway sends through an HTTPS gateway. The protocol stands in the package
// comment.
type Gateway struct {
	url    string
	key    []byte
	client *http.Client
}

// NewGateway makes the sender. The address must be https, or http on this very
// machine. A nil transport is Go's usual one.
func NewGateway(address string, key []byte, transport http.RoundTripper) (*Gateway, error) {
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return nil, errors.New("the SMS gateway's address can't be read")
	case u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.Hostname() == "":
		// a secret in an address would end up in the log of every failure
		return nil, errors.New("the SMS gateway's address must be a plain https address without password or query")
	case u.Scheme != "https" && !(u.Scheme == "http" && loopback(u.Hostname())):
		return nil, errors.New("the SMS gateway's address must begin with https://")
	case len(key) < minKey:
		return nil, fmt.Errorf("the SMS gateway's key has %d bytes, at least %d are needed", len(key), minKey)
	}
	if transport == nil {
		transport = http.DefaultTransport
	}
	return &Gateway{url: address, key: key, client: stay(transport)}, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// gatewayMessage is the body of a request: what a provider of registered
// templates needs (signature, template, values in order), and the finished
// text for one that takes texts.
type gatewayMessage struct {
	ID        string          `json:"id"`
	To        phone.Number    `json:"to"` // E.164
	Class     message.Class   `json:"class"`
	Lang      words.Lang      `json:"lang"`
	Signature string          `json:"signature"` // without brackets
	Template  message.ID      `json:"template"`
	Version   int             `json:"version"`
	Params    []message.Value `json:"params"` // in the template's order
	Text      string          `json:"text"`   // as it should arrive, signature included
	Parts     int             `json:"parts"`
}

// Send posts to the gateway. See Sender.
func (g *Gateway) Send(ctx context.Context, m ledger.Outgoing) (string, error) {
	if err := check(m); err != nil {
		return "", err
	}
	ctx, cancel, attempt := begin(ctx)
	defer cancel()
	request, err := g.request(ctx, m)
	if err != nil {
		return "", &ledger.SendError{Outcome: ledger.Refused, Code: "invalid_message", Err: err}
	}
	response, err := g.client.Do(request)
	if err != nil {
		return "", attempt.lost(err)
	}
	defer response.Body.Close()
	var answer struct{ ID, Code string }
	raw, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err == nil {
		err = json.Unmarshal(raw, &answer)
	}
	if response.StatusCode < 200 || response.StatusCode > 299 {
		return "", answered(response.StatusCode, answer.Code)
	}
	if err != nil || answer.ID == "" {
		return "", &ledger.SendError{Outcome: ledger.Unclear, Code: "bad_answer"}
	}
	return answer.ID, nil
}

func (g *Gateway) request(ctx context.Context, m ledger.Outgoing) (*http.Request, error) {
	t := m.Text
	body, err := json.Marshal(gatewayMessage{
		ID: m.ID, To: m.To, Class: m.Class, Lang: t.Lang, Signature: t.Signature,
		Template: t.TemplateID, Version: t.Version, Params: t.Params, Text: t.Body, Parts: t.Parts,
	})
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, g.url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	// The machine's own time, not the desk's: the gateway compares it with its.
	at := strconv.FormatInt(clock.New(0).Now().Unix(), 10)
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	request.Header.Set("Huiyin-Message-Id", m.ID)
	request.Header.Set("Huiyin-Time", at)
	request.Header.Set("Huiyin-Signature", sign(g.key, at, body))
	return request, nil
}

func sign(key []byte, at string, body []byte) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(at + "\n"))
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}
