package customer

import (
	"crypto/subtle"
	"fmt"
	"io"
	"time"

	"huiyin/shared/event"
	"huiyin/shared/phone"
)

// A code is guessed right once in a million tries; five tries and a few codes
// a day leave a stranger no chance worth having. All of them ours.
const (
	CodeLife  = 10 * time.Minute
	MaxTries  = 5
	MaxHourly = 3 // codes to one number in an hour
	MaxDaily  = 5 // and in a day
)

// Code is six digits sent to a number, to see that the person who asks is the
// one who reads its messages. Filed under a random id, which the page that asks
// for the digits carries along; it may be forgotten after Until.
type Code struct {
	ID       string       `json:"id"`
	Digits   string       `json:"digits"`
	Phone    phone.Number `json:"phone"`
	PhoneKey string       `json:"phoneKey"`
	Lang     string       `json:"lang"` // of the SMS
	Until    time.Time    `json:"until"`
	Tries    int          `json:"tries"`
	UsedFor  string       `json:"usedFor,omitempty"` // Allow or Stop, once it has done its work
}

// What a code can be used for.
const (
	Allow = "allow"
	Stop  = "stop"
)

// CodeRequested tells that a code waits to be sent; facts are CodeFacts. Its
// subject is CodeSubject.
const CodeRequested event.Type = "code.requested"

// CodeFacts name the code to send. The digits and the number are looked up.
type CodeFacts struct {
	ID string `json:"id"`
}

// CodeSubject is the partition of a code.
func CodeSubject(id string) string { return "CODE#" + id }

// Live tells whether the code can still be answered.
func (c Code) Live(now time.Time) bool { return now.Before(c.Until) }

// matches compares in constant time.
func (c Code) matches(digits string) bool {
	return subtle.ConstantTimeCompare([]byte(c.Digits), []byte(digits)) == 1
}

// drawDigits draws six digits, each equally likely.
func drawDigits(random io.Reader) (string, error) {
	// 16,000,000 of the 16,777,216 values of three bytes: what lies above would
	// make some codes likelier.
	const limit = 16_000_000
	var raw [3]byte
	for {
		if _, err := io.ReadFull(random, raw[:]); err != nil {
			return "", fmt.Errorf("read random bytes for a code: %w", err)
		}
		if n := int(raw[0])<<16 | int(raw[1])<<8 | int(raw[2]); n < limit {
			return fmt.Sprintf("%06d", n%1_000_000), nil
		}
	}
}
