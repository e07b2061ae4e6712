// Package cognito believes the ID tokens of one user pool.
//
// A token is believed when the pool signed it with RS256 and one of its
// published keys, when it was made for our app client, when it is an ID token
// (an access token says less and is meant for others), and while it lasts. The
// time is the machine's: a desk whose clock is moved for a demonstration still
// gets its tokens from a pool in the present.
//
// The keys are fetched when the first token comes, kept while the process
// lives, and fetched again when a token names a key that is not among them, at
// most once a minute: a pool changes its keys seldom, and nobody can make us
// ask all the time.
//
// Rules kept here: PD-11 (roles come from a token nobody can forge; an error
// never repeats what was in it).
package cognito
