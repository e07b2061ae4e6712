// Package clock is where the present comes from.
//
// Nothing that thinks calls time.Now: it is given an instant. An edge asks a
// Clock once per request. The offset moves the whole desk to another hour, so
// that a test or a demonstration chooses when it happens; production refuses
// any offset but zero (see package config).
package clock
