// Package parse reads telephone numbers as people write them: with or without
// +86, with spaces and dashes, in the full-width digits of an input method, or
// from abroad with a country code.
//
// It links the numbering plans of the world (nyaruka/phonenumbers, about 6 MB
// and 6 ms of start), so only the functions where numbers come in import it.
// An SMS is how the desk answers, so a number must be able to be a mobile.
package parse
