package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"huiyin/shared/words"
)

type requestKey struct{}

// request is what the edge knows of a request.
type request struct {
	id      string
	lang    words.Lang
	address string
}

func requestOf(ctx context.Context) request {
	r, _ := ctx.Value(requestKey{}).(request)
	return r
}

// Lang is the language the caller is answered in; Chinese outside of a
// request.
func Lang(ctx context.Context) words.Lang {
	if lang := requestOf(ctx).lang; lang != "" {
		return lang
	}
	return words.Chinese
}

// Address is where the caller comes from as the gateway saw it, for limits
// only. An IPv6 address is its /64: one line gets that many.
func Address(ctx context.Context) string { return requestOf(ctx).address }

// instance names the request in a problem.
func instance(ctx context.Context) string {
	if id := requestOf(ctx).id; id != "" {
		return "urn:huiyin:request:" + id
	}
	return ""
}

// LangCookie keeps the language that somebody chose where there are cookies:
// in the console.
const LangCookie = "lang"

// chooseLang is ?lang= if it is offered, else the one that was chosen, else the
// best of Accept-Language, else the first that is offered.
func chooseLang(r *http.Request, offered []words.Lang) words.Lang {
	if asked := words.Lang(r.URL.Query().Get("lang")); slices.Contains(offered, asked) {
		return asked
	}
	if kept, err := r.Cookie(LangCookie); err == nil && slices.Contains(offered, words.Lang(kept.Value)) {
		return words.Lang(kept.Value)
	}
	best, quality := offered[0], 0.0
	for _, wish := range acceptable(r.Header.Get("Accept-Language")) {
		primary, _, _ := strings.Cut(wish.name, "-")
		if lang := words.Lang(primary); wish.quality > quality && slices.Contains(offered, lang) {
			best, quality = lang, wish.quality
		}
	}
	return best
}

// WantsHTML tells whether whoever asks would rather have a page than JSON: a
// browser that sends a form.
func WantsHTML(r *http.Request) bool {
	html, other := 0.0, 0.0
	for _, wish := range acceptable(r.Header.Get("Accept")) {
		switch wish.name {
		case "text/html", "application/xhtml+xml":
			html = max(html, wish.quality)
		case jsonType, problemType:
			other = max(other, wish.quality)
		}
	}
	return html > other
}

// wish is one entry of an Accept header.
type wish struct {
	name    string
	quality float64
}

// acceptable reads an Accept header; what it can't read it leaves out.
func acceptable(header string) []wish {
	var wishes []wish
	for entry := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(strings.ToLower(strings.TrimSpace(entry)), ";")
		quality := 1.0
		if q, ok := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q="); ok {
			var err error
			if quality, err = strconv.ParseFloat(q, 64); err != nil {
				continue
			}
		}
		if name = strings.TrimSpace(name); name != "" && quality > 0 {
			wishes = append(wishes, wish{name, min(quality, 1)})
		}
	}
	return wishes
}
