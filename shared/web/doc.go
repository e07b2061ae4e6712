// Package web is the edge that speaks HTTP: what the public pages and the
// agents' API have in common. Routes, pages and what they mean stand in the
// packages below it (web/public, web/desk).
//
// A request passes, in this order: the one log line, the language, the
// security headers, CORS, whoever has to admit it (package cookie), then the
// page or the operation. Operations are registered with huma, which reads them,
// checks them against their schema and writes the OpenAPI document from the
// same types; errors come out as application/problem+json in the caller's
// language, whoever found them.
//
// An operation returns the errors of the use case as they are: the Kind
// becomes the status in one table (status.go), the Code a sentence of package
// words.
//
// JSON is read strictly (read.go): one document in UTF-8, no unknown field, no
// key twice, no null (what is not there is left out; so bodies have no
// pointers to scalars), nothing after the end.
//
// Rules kept here: PD-11 (no personal data in logs; the client's address is
// what the gateway saw, for limits only, never a header anybody can write).
package web
