package web

import (
	"net/http"

	"huiyin/shared/errs"
)

// statuses is the one table from what the caller can do about an error to
// what HTTP calls it.
var statuses = map[errs.Kind]int{
	errs.Internal:        http.StatusInternalServerError,
	errs.Invalid:         http.StatusUnprocessableEntity,
	errs.NotFound:        http.StatusNotFound,
	errs.Conflict:        http.StatusConflict,
	errs.Stale:           http.StatusPreconditionFailed,
	errs.Forbidden:       http.StatusForbidden,
	errs.Unauthenticated: http.StatusUnauthorized,
	errs.TooMany:         http.StatusTooManyRequests,
	errs.Unavailable:     http.StatusServiceUnavailable,
}

// Status is the HTTP status of an error's kind.
func Status(kind errs.Kind) int { return statuses[kind] }

// requestCodes are the codes of what is wrong with a request before any
// operation sees it, by status.
var requestCodes = map[int]string{
	http.StatusBadRequest:            "web.bad_request",
	http.StatusNotFound:              "web.no_such_page",
	http.StatusMethodNotAllowed:      "web.method",
	http.StatusNotAcceptable:         "web.not_acceptable",
	http.StatusRequestTimeout:        "web.timeout",
	http.StatusRequestEntityTooLarge: "web.too_large",
	http.StatusUnsupportedMediaType:  "web.media_type",
	http.StatusUnprocessableEntity:   "invalid",
}
