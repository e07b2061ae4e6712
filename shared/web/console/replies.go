package console

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"huiyin/shared/web/desk"
)

// replyPages are the canned replies, as supervisors keep them (rule QM-14).
var replyPages = []page{
	{path: "replies", title: "replies.title", op: "listReplies", nav: navWork, show: cannedReplies},
	{path: "replies/{id}", title: "replies.edit", op: "saveReply", show: editReply, forms: []form{
		{id: "saveReply", area: "replies", next: "replies", fields: replyFields},
		{id: "removeReply", area: "replies", next: "replies", quiet: true}}},
	{path: "new-reply", title: "replies.write", op: "saveReply", show: newReply, forms: []form{
		{id: "newReply", op: "saveReply", area: "replies", next: "replies",
			fields: append([]field{{name: "id", kind: fText, required: true, max: 40, narrow: true}}, replyFields...)}}},
}

var replyFields = []field{
	{name: "lang", kind: fRadio, required: true, options: []string{"zh", "en"}, value: "zh"},
	{name: "title", kind: fText, required: true, max: 80},
	{name: "text", kind: fArea, required: true, max: 1000, rows: 8},
	{name: "kind", kind: fSelect, options: []string{"inquiry", "complaint"}, narrow: true},
	{name: "reason", kind: fSelect, narrow: true},
	{name: "target", kind: fSelect, options: []string{"goods", "service", "agent"}, narrow: true},
}

type repliesPage struct {
	*visit
	List         desk.CannedReplies
	Kind, Tongue string
}

func cannedReplies(v *visit) error {
	p := repliesPage{visit: v, Kind: v.query("kind"), Tongue: v.query("language")}
	if err := v.get("listReplies", &p.List, "kind", p.Kind, "lang", p.Tongue); err != nil {
		return err
	}
	slices.SortStableFunc(p.List.Replies, chineseFirst)
	return v.show("replies", p)
}

// chineseFirst orders what says the same in two languages.
func chineseFirst(a, b desk.CannedReply) int {
	name := func(r desk.CannedReply) string { return strings.TrimSuffix(r.ID, "-"+r.Lang) }
	return cmp.Or(strings.Compare(name(a), name(b)), strings.Compare(b.Lang, a.Lang))
}

// MadeFor is what a canned reply fits, in words.
func (v *visit) MadeFor(r desk.CannedReply) string {
	if r.Kind == "" {
		return v.T("replies.everything")
	}
	topic := r.Kind
	if r.Reason != "" {
		topic += "." + r.Reason
	}
	text := v.Topic(topic)
	if r.Target != "" {
		text += " · " + v.Option("target", r.Target)
	}
	return text
}

type replyPage struct {
	*visit
	Form, Remove *Form
	Marks        []string
	Past         []desk.CannedReply
}

func editReply(v *visit) error {
	v.Refresh = 0
	var all desk.CannedReplies
	if err := v.get("listReplies", &all); err != nil {
		return err
	}
	for _, r := range all.Replies {
		if r.ID != v.value("id") {
			continue
		}
		var past struct{ Versions []desk.CannedReply }
		if err := v.get("listReplyVersions", &past, "id", r.ID); err != nil {
			return err
		}
		version := strconv.Itoa(r.Version)
		p := replyPage{visit: v, Marks: all.Marks, Past: past.Versions, Remove: v.form("removeReply").match(version)}
		p.Form = v.reasons(v.form("saveReply")).set("lang", r.Lang).set("title", r.Title).set("text", r.Text).set("kind", r.Kind).
			set("reason", r.Reason).set("target", r.Target).match(version)
		return v.show("reply", p)
	}
	return v.lost()
}

func newReply(v *visit) error {
	v.Refresh = 0
	var all desk.CannedReplies
	if err := v.get("listReplies", &all); err != nil {
		return err
	}
	return v.show("reply", replyPage{visit: v, Marks: all.Marks, Form: v.reasons(v.form("newReply"))})
}

// reasons offers what tickets can be about: those of inquiries first.
func (v *visit) reasons(f *Form) *Form {
	var book desk.Handbook
	if err := v.get("listHandbook", &book); err != nil {
		return f // the field then offers nothing, and the form still works
	}
	seen := map[string]bool{}
	var options []Option
	for _, o := range v.topics(book.Topics) {
		if _, reason, narrow := cutTopic(o.Value); narrow && !seen[reason] {
			seen[reason] = true
			options = append(options, Option{reason, o.Text})
		}
	}
	return f.choices("reason", options)
}

// Kinds and Tongues are what the list can be narrowed to.
func (repliesPage) Kinds() []string { return []string{"inquiry", "complaint"} }

// Tongues are the languages that replies are written in.
func (repliesPage) Tongues() []string { return []string{"zh", "en"} }
