// Package strict reads JSON that a person wrote and says, field by field, what
// is wrong with it.
//
// encoding/json into a struct takes "TimeZone" for "timeZone", lets the second
// of two equal keys win, and names an unknown field without saying where it
// stands. An admin who edits a calendar deserves better: here every mistake is
// an errs.Field with the path under which it was written, and all of them are
// told at once.
package strict
