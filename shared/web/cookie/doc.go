// Package cookie lets a browser speak for who is signed in at it.
//
// The Gate stands before all routes of an App. A request that brings a session's
// cookie and no Authorization gets the one of the session, a token of the user
// pool; from there on it is a request like any other, and whoever checks
// tokens checks this one too. So pages and JSON, cookie and bearer pass one
// check, and the gate itself lets nobody in.
//
// A browser sends a cookie whoever makes it send it. So a request that changes
// something has to show that it comes from a page of ours: by what the browser
// says of its origin, and by a text that stands in every form of this session
// and that no other site can read (a field of the form, or a header). A
// request with an Authorization of its own needs neither: no site can make a
// browser send one.
//
// Rules kept here: PD-11.
package cookie
