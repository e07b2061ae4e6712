package console

import (
	"strings"

	"huiyin/shared/web/desk"
)

// guidePages is where a text is looked at before it is sent: the page's script
// asks it while one types.
var guidePages = []page{
	{path: "tickets/{number}/check", title: "guide.check", op: "checkText", show: checkText, forms: []form{
		{id: "checkText", area: "guide", shows: true, fields: []field{{name: "text", kind: fArea, required: true, max: text4000, rows: 6}}}}},
}

// guidePanels are canned replies and articles beside the reply.
var guidePanels = []panel{{id: "help", place: replyPlace, op: "listReplies", load: guide}}

// So many are offered beside the reply: the rest is a search away.
const (
	offeredReplies  = 6
	offeredArticles = 5
)

type guidePart struct {
	*ticketPage
	Replies  []desk.CannedReply
	Marks    []string // that a reply may have
	Articles []desk.HandbookItem
}

func guide(t *ticketPage) (any, error) {
	g := guidePart{ticketPage: t}
	if t.Reply == nil {
		return nil, nil
	}
	var replies desk.CannedReplies
	if err := t.get("listReplies", &replies, "number", t.Ticket.Number); err != nil {
		return nil, err
	}
	reason := t.Ticket.Reason
	if t.Ticket.Type != "complaint" {
		reason = t.Ticket.Kind
	}
	var book desk.Handbook
	if err := t.get("listHandbook", &book, "kind", t.Ticket.Type, "reason", reason); err != nil {
		return nil, err
	}
	g.Marks = replies.Marks
	g.Replies = replies.Replies[:min(len(replies.Replies), offeredReplies)]
	g.Articles = book.Articles[:min(len(book.Articles), offeredArticles)]
	return g, nil
}

// Gaps is a filled text in which what is still missing is said in words.
func (g guidePart) Gaps(text string) string {
	for _, mark := range g.Marks {
		text = strings.ReplaceAll(text, "{"+mark+"}", g.T("guide.gap", "what", g.T("guide.mark."+mark)))
	}
	return text
}

// cannedQuery names in the address the canned reply that stands in the box.
const cannedQuery = "canned"

// Canned is this page with a canned reply in the box.
func (t *ticketPage) Canned(reply string) string {
	return t.Href("tickets/"+t.Ticket.Number, cannedQuery, reply) + "#reply"
}

// canned puts the chosen reply into the box: what the script does in place.
func canned(t *ticketPage, f *Form) {
	chosen := t.query(cannedQuery)
	if chosen == "" || t.query(doneQuery) != "" {
		return
	}
	var all desk.CannedReplies
	if err := t.get("listReplies", &all, "number", t.Ticket.Number); err != nil {
		return // the box stays empty
	}
	for _, r := range all.Replies {
		if r.ID == chosen {
			f.set("text", r.Filled)
		}
	}
}

type checkPage struct {
	*visit
	Form    *Form
	Found   desk.Findings
	Checked bool
}

func checkText(v *visit) error {
	v.Refresh = 0
	p := checkPage{visit: v, Form: v.form("checkText")}
	p.Checked = v.answered("checkText", &p.Found)
	return v.show("check", p)
}
