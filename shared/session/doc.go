// Package session is how a person of the desk signs in at a browser and stays
// signed in there: the steps of a sign-in, and the sessions that come of it.
//
// Who somebody is, which password he has and whether a code of his telephone
// is asked for, the user pool decides (Pool). A sign-in is a row of its
// questions (Step); the last answer begins a Session. The browser holds an
// opaque cookie: the account's id and a secret of 256 bits. The store holds
// the pool's tokens, sealed under a key made of that secret, and the session
// under the secret's hash; so neither the store nor a copy of it opens
// anything, and neither does half of a cookie.
//
// A session is over when
//
//	it was signed out          here, or everywhere at once
//	nobody did anything        for Settings.Idle
//	it has lasted              Settings.Life, whatever was done
//	the pool says so           it refuses to renew the token: the account was
//	                           disabled, or signed out at the pool
//
// What a session gives is a token of the pool, nothing else: whoever asks has
// to check it as if it had come with the request.
//
// Rules kept here: PD-11 (a password, a code, a token or a cookie is in no
// error and no log; a wrong password and an unknown name look alike; tries are
// limited).
package session
