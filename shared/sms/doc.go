// Package sms hands a message to whoever carries it, once.
//
// Two adapters do the same thing: SNS, and a signed HTTPS gateway for the
// Chinese providers through which most SMS reach +86. Both make at most one
// request per Send and never repeat it, because a repeated request whose first
// answer was lost is a second SMS. Whether to try again is the ledger's
// decision, and for that it needs to know what is certain: Throttled and
// Refused mean that nothing was sent; Unclear means that nobody knows.
//
// Rules kept here: PD-11 (no error holds a number or a text).
//
// # The gateway's protocol
//
// POST with Content-Type application/json; charset=utf-8 and the headers
//
//	Huiyin-Time:       seconds since 1970, when the request was signed
//	Huiyin-Signature:  hex of HMAC-SHA256 under the shared key over
//	                   the time, a line feed, and the body as sent
//	Huiyin-Message-Id: the same id as in the body
//
// The gateway refuses a wrong signature and a time more than five minutes off,
// and takes a message id once: a second request with it gets the first one's
// answer. The body is gatewayMessage. Answers: 2xx with {"id":"..."}, the
// provider's id; 429 when it may be tried later; another 4xx with
// {"code":"..."} when it will never be sent. 408, 409, 3xx, 5xx and anything
// that can't be read count as unclear.
//
// The header is not called Idempotency-Key on purpose: net/http takes that
// name as leave to repeat a POST by itself when a kept connection breaks.
package sms
