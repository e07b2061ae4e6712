package session

import "time"

// Session is one person signed in at one browser.
type Session struct {
	Account string    // the pool's id of the account
	ID      string    // the hash of the secret
	Sealed  []byte    // the tokens, see seal
	Until   time.Time // when the ID token ends
	Made    time.Time
	Seen    time.Time // when somebody last did something, to the minute
	End     time.Time // when it is over, whatever was done
}

// Settings are the lives of a session and the limits of sign-in.
type Settings struct {
	Idle   time.Duration // how long nobody may do anything
	Life   time.Duration // how long a session lasts at most
	Limits Limits
}

// Limits are tries at a password or a code in one clock hour, successful ones
// too. A whole office comes from one address.
type Limits struct {
	PairPerHour    int // of one name from one address
	NamePerHour    int // of one name from anywhere
	AddressPerHour int // of all names from one address
}

// DefaultLimits let a person mistype, a hundred agents begin their shift
// together, and a guesser try ten passwords an hour; the pool slows down
// guessers by itself after five.
var DefaultLimits = Limits{PairPerHour: 10, NamePerHour: 60, AddressPerHour: 300}

// Life is how long a session lasts at most: the pool's refresh token lives as
// long (template.yaml).
const Life = 12 * time.Hour

const (
	// seenEvery is how often it is written down that somebody is there: a click
	// costs a read, and a write once a minute.
	seenEvery = time.Minute
	// renewBefore is how long before a token's end a new one is asked for: longer
	// than the longest request, so that no token ends on its way.
	renewBefore = 5 * time.Minute
)

// over tells whether a session has ended by itself.
func (s Session) over(now time.Time, idle time.Duration) bool {
	return !now.Before(s.End) || now.Sub(s.Seen) >= idle
}

// Ask is what the pool wants next of somebody who signs in.
type Ask string

// What can be asked. Nothing means that the person is signed in.
const (
	Nothing     Ask = ""
	NewPassword Ask = "new-password" // the one in hand was made by an admin
	Code        Ask = "code"         // of the authenticator app
	Enrol       Ask = "enrol"        // set up an authenticator app, and its first code
)

// Step is where a sign-in stands. It travels through the person's own browser,
// which the pool knows to expect: Pass can't be forged and lives for minutes.
type Step struct {
	Ask  Ask
	Name string // what the pool calls the account in its questions
	Pass string // the pool's word for the sign-in under way
	Key  string // with Enrol: what goes into the authenticator app, base32

	Tokens Tokens // with Nothing
}

// Tokens are what the pool gives whoever is signed in.
type Tokens struct {
	Account string        // the account's id, as the ID token says and the pool has signed
	ID      string        // the ID token
	Refresh string        // brings new ID tokens; "" when the old one stays
	Life    time.Duration // of the ID token, from now on
}
