package web

import (
	"context"
	"log/slog"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"

	"huiyin/shared/errs"
	"huiyin/shared/obs"
	"huiyin/shared/words"
)

// huma keeps the sentences of its validation and its way of making an error in
// variables of the package. Ours replace them before anything is registered:
// a sentence becomes a code of package words, with at most one argument behind
// a bar, and every error becomes a Problem in the caller's language.
func init() {
	huma.ValidateStrictCasing = true
	huma.DefaultArrayNullable = false
	huma.NewError = func(status int, _ string, _ ...error) huma.StatusError {
		return plainProblem(status, requestCodes[status], nil, words.Chinese)
	}
	huma.NewErrorWithContext = func(ctx huma.Context, status int, _ string, causes ...error) huma.StatusError {
		return problemOf(ctx, status, causes)
	}
	for message, code := range map[*string]string{
		&validation.MsgUnexpectedProperty:                 "unknown_field",
		&validation.MsgExpectedRFC3339DateTime:            "web.date_time",
		&validation.MsgExpectedRFC1123DateTime:            "web.date_time",
		&validation.MsgExpectedRFC3339Date:                "web.date",
		&validation.MsgExpectedRFC3339Time:                "web.bad_value",
		&validation.MsgExpectedRFC5322Email:               "web.email|cause=%v",
		&validation.MsgExpectedRFC5890Hostname:            "web.bad_value",
		&validation.MsgExpectedRFC2673IPv4:                "web.bad_value",
		&validation.MsgExpectedRFC2373IPv6:                "web.bad_value",
		&validation.MsgExpectedRFCIPAddr:                  "web.bad_value",
		&validation.MsgExpectedRFC3986URI:                 "web.bad_value|cause=%v",
		&validation.MsgExpectedRFC4122UUID:                "web.bad_value|cause=%v",
		&validation.MsgExpectedRFC6570URITemplate:         "web.bad_value",
		&validation.MsgExpectedRFC6901JSONPointer:         "web.bad_value",
		&validation.MsgExpectedRFC6901RelativeJSONPointer: "web.bad_value",
		&validation.MsgExpectedRegexp:                     "web.bad_value|cause=%v",
		&validation.MsgExpectedMatchAtLeastOneSchema:      "web.bad_value",
		&validation.MsgExpectedMatchExactlyOneSchema:      "web.bad_value",
		&validation.MsgExpectedNotMatchSchema:             "web.bad_value",
		&validation.MsgExpectedPropertyNameInObject:       "web.bad_value",
		&validation.MsgExpectedBoolean:                    "web.boolean",
		&validation.MsgExpectedDuration:                   "web.bad_value|cause=%v",
		&validation.MsgExpectedNumber:                     "web.number",
		&validation.MsgExpectedInteger:                    "web.integer",
		&validation.MsgExpectedString:                     "web.text",
		&validation.MsgExpectedBase64String:               "web.bad_value",
		&validation.MsgExpectedArray:                      "web.list",
		&validation.MsgExpectedObject:                     "web.object",
		&validation.MsgExpectedArrayItemsUnique:           "web.unique",
		&validation.MsgExpectedOneOf:                      "not_one_of|allowed=%s",
		&validation.MsgExpectedMinimumNumber:              "web.at_least|min=%v",
		&validation.MsgExpectedExclusiveMinimumNumber:     "web.more_than|min=%v",
		&validation.MsgExpectedMaximumNumber:              "web.at_most|max=%v",
		&validation.MsgExpectedExclusiveMaximumNumber:     "web.less_than|max=%v",
		&validation.MsgExpectedNumberBeMultipleOf:         "web.multiple|of=%v",
		&validation.MsgExpectedMinLength:                  "web.too_short|min=%d",
		&validation.MsgExpectedMaxLength:                  "too_long|max=%d",
		&validation.MsgExpectedBePattern:                  "%s", // a field's patternDescription is a code of its own
		&validation.MsgExpectedMatchPattern:               "web.bad_value|pattern=%s",
		&validation.MsgExpectedMinItems:                   "web.min_items|min=%d",
		&validation.MsgExpectedMaxItems:                   "web.max_items|max=%d",
		&validation.MsgExpectedMinProperties:              "web.min_items|min=%d",
		&validation.MsgExpectedMaxProperties:              "web.max_items|max=%d",
		&validation.MsgExpectedRequiredProperty:           "required|field=%s",
		&validation.MsgExpectedDependentRequiredProperty:  "required|field=%s (%s)",
	} {
		*message = code
	}
}

// fixed are the sentences that huma has in its code and not in a variable.
var fixed = map[string]string{
	"required path parameter is missing":   "required",
	"required query parameter is missing":  "required",
	"required header parameter is missing": "required",
	"required cookie parameter is missing": "required",
	"unknown query parameter":              "unknown_field",
	"invalid integer":                      "web.integer",
	"invalid float":                        "web.number",
	"invalid boolean":                      "web.boolean",
}

// problemOf makes the answer out of what huma found, or out of what an
// operation returned, which huma hands over as the cause of a 500.
func problemOf(ctx huma.Context, status int, causes []error) huma.StatusError {
	lang := Lang(ctx.Context())
	var p *Problem
	if status == http.StatusInternalServerError && len(causes) == 1 {
		p = NewProblem(causes[0], lang)
		noteProblem(ctx.Context(), p, causes[0])
	} else {
		p = requestProblem(status, causes, lang)
		noteProblem(ctx.Context(), p, nil)
	}
	p.Instance = instance(ctx.Context())
	p.head(ctx.SetHeader)
	return p
}

// requestProblem is a request that did not get as far as its operation.
func requestProblem(status int, causes []error, lang words.Lang) *Problem {
	code, args := requestCodes[status], errs.Args{"max": MaxBody / 1024}
	var fields []FieldProblem
	for _, cause := range causes {
		detail, ok := cause.(*huma.ErrorDetail)
		if !ok {
			continue
		}
		if detail.Location == "body" && status == http.StatusBadRequest {
			code = detail.Message // from our own reader
			continue
		}
		fields = append(fields, fieldProblem(detail, lang))
	}
	if !words.Has(code) {
		code = "web.bad_request"
	}
	p := plainProblem(status, code, args, lang)
	p.Errors = fields
	return p
}

// fieldProblem reads a code and its argument back out of a sentence of ours.
func fieldProblem(detail *huma.ErrorDetail, lang words.Lang) FieldProblem {
	code, rest, _ := strings.Cut(detail.Message, "|")
	if known, ok := fixed[code]; ok {
		code = known
	}
	args := errs.Args{}
	if name, value, ok := strings.Cut(rest, "="); ok {
		args[name] = value
	}
	path := fieldName(detail.Location)
	switch {
	case code == "required" && args["field"] != nil:
		path = strings.TrimPrefix(path+"."+args["field"].(string), ".")
	case code == "web.too_short" && args["min"] == "1":
		code = "required"
	case !words.Has(code):
		code = "web.bad_value"
	}
	return FieldProblem{Field: path, Code: code, Message: words.Text(lang, code, args)}
}

// fieldName is a field as the caller wrote it: "phone" for "body.phone".
func fieldName(location string) string {
	for _, place := range []string{"body", "query", "path", "header", "cookie"} {
		if location == place {
			return ""
		}
		if name, ok := strings.CutPrefix(location, place+"."); ok {
			return name
		}
	}
	return location
}

// noteProblem writes a problem into the log line: codes only, and the cause
// when the fault is ours.
func noteProblem(ctx context.Context, p *Problem, cause error) {
	obs.Note(ctx, slog.String("problem", p.Error()))
	if p.Status >= http.StatusInternalServerError {
		obs.Fail(ctx, cause)
	}
}
