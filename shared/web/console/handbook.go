package console

import (
	"strconv"
	"strings"
	"time"

	"huiyin/shared/web/desk"
)

// handbookPages are the service handbook (rule QM-14).
var handbookPages = []page{
	{path: "handbook", title: "handbook.title", op: "listHandbook", nav: navWork, show: contents},
	{path: "handbook/{id}", title: "handbook.title", op: "readArticle", show: article, forms: []form{
		{id: "markRead", area: "handbook", key: "y", fields: []field{{name: "version", kind: fNumber}}}}},
	{path: "handbook/{id}/edit", title: "handbook.edit", op: "saveArticle", show: editArticle, forms: []form{
		{id: "saveArticle", area: "handbook", next: "handbook/{id}", fields: articleFields}}},
	{path: "new-article", title: "handbook.write", op: "saveArticle", show: newArticle, forms: []form{
		{id: "newArticle", op: "saveArticle", area: "handbook", next: "handbook/{id}",
			fields: append([]field{{name: "id", kind: fText, required: true, max: 40, narrow: true}}, articleFields...)}}},
}

var articleFields = []field{
	{name: "title", kind: fText, required: true, max: 80}, {name: "titleEnglish", kind: fText, max: 80},
	{name: "body", kind: fArea, required: true, max: 10000, rows: 16}, {name: "bodyEnglish", kind: fArea, max: 10000, rows: 16},
	{name: "topics", kind: fSeveral}, {name: "from", kind: fDay, narrow: true}, {name: "withdrawn", kind: fCheck},
}

type contentsPage struct {
	*visit
	Book   desk.Handbook
	Words  string
	Chosen string // a topic: "complaint.delay"
	Topics []Option
}

// contents is the table of contents, searched and by topic.
func contents(v *visit) error {
	p := contentsPage{visit: v, Words: v.query("q"), Chosen: v.query("topic")}
	kind, reason, _ := strings.Cut(p.Chosen, ".")
	coming := ""
	if v.May("saveArticle") {
		coming = "true"
	}
	if err := v.get("listHandbook", &p.Book, "q", p.Words, "kind", kind, "reason", reason, "coming", coming); err != nil {
		return err
	}
	p.Topics = v.topics(p.Book.Topics)
	return v.show("handbook", p)
}

func (v *visit) topics(all []string) []Option {
	var options []Option
	for _, topic := range all {
		options = append(options, Option{topic, v.Topic(topic)})
	}
	return options
}

// Topic is what an article helps with, in words: "投诉 · 延误".
func (v *visit) Topic(topic string) string {
	kind, reason, narrow := strings.Cut(topic, ".")
	text := v.Option("type", kind)
	switch {
	case !narrow:
		return text
	case kind == "complaint":
		return text + " · " + v.Option("reason", reason)
	}
	return text + " · " + v.Option("kind", reason)
}

// block is a paragraph, or the points of a list.
type block struct {
	Text   string
	Points []string
}

// blocks are an article's text: a blank line begins a paragraph, a line with a
// dash is a point.
func blocks(text string) []block {
	var list []block
	for part := range strings.SplitSeq(text, "\n\n") {
		var points, lines []string
		for line := range strings.SplitSeq(part, "\n") {
			if point, ok := strings.CutPrefix(line, "- "); ok {
				points = append(points, point)
			} else if line = strings.TrimSpace(line); line != "" {
				lines = append(lines, line)
			}
		}
		for _, line := range lines {
			list = append(list, block{Text: line})
		}
		if points != nil {
			list = append(list, block{Points: points})
		}
	}
	return list
}

type articlePage struct {
	*visit
	One     desk.HandbookArticle
	Blocks  []block
	Read    *Form
	Seen    bool // the visitor has read this version
	Old     bool // a version that was asked for by its number
	Past    []desk.HandbookArticle
	Readers *desk.ArticleReaders // nil for whoever may not see them
}

func article(v *visit) error {
	p := articlePage{visit: v, Old: v.query("version") != ""}
	id := v.value("id")
	if err := v.get("readArticle", &p.One, "id", id, "version", v.query("version")); err != nil {
		return err
	}
	v.Title = v.In(p.One.Title, p.One.TitleEnglish)
	p.Blocks = blocks(v.In(p.One.Body, p.One.BodyEnglish))
	var book desk.Handbook
	if err := v.get("listHandbook", &book); err != nil {
		return err
	}
	for _, item := range book.Articles {
		p.Seen = p.Seen || item.ID == id && item.Version == p.One.Version && item.Read
	}
	if !p.Old && !p.Seen {
		p.Read = v.form("markRead").set("version", p.One.Version)
	}
	var past struct{ Versions []desk.HandbookArticle }
	if err := v.get("listArticleVersions", &past, "id", id); err != nil {
		return err
	}
	p.Past = past.Versions
	if v.May("listReaders") {
		p.Readers = &desk.ArticleReaders{}
		if err := v.get("listReaders", p.Readers, "id", id, "version", strconv.Itoa(p.One.Version)); err != nil {
			return err
		}
	}
	return v.show("article", p)
}

type editArticlePage struct {
	*visit
	Form *Form
}

// editArticle changes an article as it was saved last, in force or not yet.
func editArticle(v *visit) error {
	v.Refresh = 0
	var one desk.HandbookArticle
	version, err := v.read("readArticle", &one, "id", v.value("id"), "version", v.query("version"))
	if err != nil {
		return err
	}
	if newest, _ := strconv.Atoi(version); newest != one.Version {
		if err := v.get("readArticle", &one, "id", v.value("id"), "version", version); err != nil {
			return err
		}
	}
	var book desk.Handbook
	if err := v.get("listHandbook", &book); err != nil {
		return err
	}
	f := v.form("saveArticle").choices("topics", v.topics(book.Topics)).set("title", one.Title).set("titleEnglish", one.TitleEnglish).
		set("body", one.Body).set("bodyEnglish", one.BodyEnglish).set("topics", one.Topics).set("withdrawn", one.Withdrawn).match(version)
	if one.From > v.Now.In(v.c.Zone).Format(time.DateOnly) {
		f.set("from", one.From)
	}
	v.Title = v.T("handbook.edit_of", "title", v.In(one.Title, one.TitleEnglish))
	return v.show("article-edit", editArticlePage{v, f})
}

func newArticle(v *visit) error {
	v.Refresh = 0
	var book desk.Handbook
	if err := v.get("listHandbook", &book); err != nil {
		return err
	}
	return v.show("article-edit", editArticlePage{v, v.form("newArticle").choices("topics", v.topics(book.Topics))})
}

func cutTopic(topic string) (kind, reason string, narrow bool) { return strings.Cut(topic, ".") }
