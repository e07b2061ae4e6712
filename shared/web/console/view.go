package console

import (
	"bytes"
	"embed"
	"html/template"
	"sync"
	"time"

	"huiyin/shared/message"
	"huiyin/shared/web"
)

//go:embed pages/*.html
var pageFiles embed.FS

//go:embed assets
var assetFiles embed.FS

var assets = web.NewAssets(assetFiles, "console.css")

// layout is what all pages stand in, with the parts that they share; read when
// the first page is shown, because a function that starts for JSON never needs
// it.
var layout = sync.OnceValue(func() *template.Template {
	return template.Must(template.ParseFS(pageFiles, "pages/layout.html", "pages/parts*.html"))
})

// views are the pages within the layout, each read when it is first shown.
var views sync.Map

func viewOf(name string) *template.Template {
	if found, ok := views.Load(name); ok {
		return found.(*template.Template)
	}
	made := template.Must(template.Must(layout().Clone()).ParseFS(pageFiles, "pages/"+name+".html"))
	views.Store(name, made)
	return made
}

// show answers with the page pages/NAME.html, which is given the page's data:
// a struct that embeds the visit.
func (v *visit) show(name string, data any) error {
	v.render(name, data)
	return nil
}

// render makes the page before anything is sent, so that one that fails is a
// 500 and not half a page.
func (v *visit) render(name string, data any) {
	var out bytes.Buffer
	if err := viewOf(name).ExecuteTemplate(&out, "layout", data); err != nil {
		panic(err)
	}
	web.AllowFetch(v.w.Header())
	v.allowFiles(v.w.Header())
	// Without a referrer a form has no origin either, and browsers that don't say
	// otherwise where a form comes from could send none.
	v.w.Header().Set("Referrer-Policy", "same-origin")
	v.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	v.w.WriteHeader(v.status)
	_, _ = v.w.Write(out.Bytes()) // the client may be gone
}

// When says an instant in words: "今天18:30".
func (v *visit) When(at time.Time) string { return message.At(at, v.Now, v.c.Zone, v.Lang) }

// Exact is an instant to the second: "2026-06-10 12:00:03".
func (v *visit) Exact(at time.Time) string { return at.In(v.c.Zone).Format(time.DateTime) }

// At is an instant in words that shows itself exactly when it is asked to; "–"
// for none.
func (v *visit) At(at time.Time) template.HTML {
	if at.IsZero() {
		return "–"
	}
	return template.HTML(`<time datetime="` + at.UTC().Format(time.RFC3339) + `" title="` + v.Exact(at) + `">` +
		template.HTMLEscapeString(v.When(at)) + `</time>`)
}
