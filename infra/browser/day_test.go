package browser

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"huiyin/shared/ticket"
)

// formOf selects a form of the console by its id.
func formOf(id string) string { return `form:has(input[name="_form"][value="` + id + `"])` }

// does fills in a form of the page (names and values in turn; "true" ticks a
// box) and presses its button.
func (b *tab) does(status int64, id string, fields ...string) {
	b.t.Helper()
	b.fillIn(id, fields...)
	// What was just done can be undone by a form of its own beside what is said.
	eval[bool](b, `(all => (all.find(f => !f.closest(".said")) || all[0]).setAttribute("data-sending", "") === undefined)([...document.querySelectorAll(`+quote(formOf(id))+`)])`)
	b.goes(status, b.clicking(`form[data-sending] button:not([name])`))
}

// fillIn fills in a form as it is filled in by somebody who can see it.
func (b *tab) fillIn(id string, fields ...string) {
	b.t.Helper()
	wrong := eval[string](b, `(function (fields) {
		var form = document.querySelector(`+quote(formOf(id))+`)
		if (!form) return "no form `+id+`"
		for (var fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true
		for (var i = 0; i + 1 < fields.length; i += 2) {
			var name = fields[i], value = fields[i+1]
			var all = Array.from(form.elements).filter(e => e.name === name)
			if (!all.length) return "no field " + name
			var one = all.find(e => (e.type === "radio" || e.type === "checkbox") && e.value === value)
			if (one) one.checked = true
			else {
				all[0].value = value
				if (all[0].value !== value) return name + " does not take " + value
			}
			(one || all[0]).dispatchEvent(new Event("input", {bubbles: true}))
		}
		return ""
	})(`+quoteAll(fields)+`)`)
	if wrong != "" {
		b.t.Fatalf("%s at %s", wrong, eval[string](b, `location.pathname`))
	}
}

func quoteAll(texts []string) string {
	quoted := make([]string, len(texts))
	for i, text := range texts {
		quoted[i] = quote(text)
	}
	return "[" + strings.Join(quoted, ",") + "]"
}

// back looks at the page as somebody does who comes back to its tab: what is
// new appears by itself.
func (b *tab) back() {
	b.t.Helper()
	eval[bool](b, `document.dispatchEvent(new Event("visibilitychange"))`)
}

// soonAgain waits for something that is new, coming back to the tab until it is
// there: one view of the list is believed for a few seconds.
func (b *tab) soonAgain(what, expression string) {
	b.t.Helper()
	eventually(b.t, what, func() bool { b.back(); return eval[bool](b, expression) })
}

// choosesFile puts a file into a field for files.
func (b *tab) choosesFile(selector, path string) {
	b.t.Helper()
	b.soon("the page is ready", `document.readyState === "complete"`)
	found, err := chromedp.Call(b.ctx, runtime.Evaluate, runtime.EvaluateParams{Expression: "document.querySelector(" + quote(selector) + ")"})
	b.must(err)
	_, err = chromedp.Call(b.ctx, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: []string{path}, ObjectID: found.Result.ObjectID})
	b.must(err)
}

// TestAnAgentsDay: a ticket appears by itself, is taken, answered, and led
// through the book to its end, with all that may come between.
//
// rule: QM-5
// rule: QM-14
// rule: PD-10
// rule: JY-2
func TestAnAgentsDay(t *testing.T) {
	t.Parallel()
	for lang, say := range map[string]struct{ refused, closed string }{
		"zh": {"禁用", "已结案"}, "en": {"must not", "closed"},
	} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b := newTab(t, lang)
			b.appear(wide)
			b.signIn("agent")
			b.open(the.page("console/queue?scope=all&reason=attitude"))
			receipt, err := the.tickets.Open(t.Context(), the.now(), ticket.TheCustomer, ticket.Intake{Kind: ticket.Complaint, Reason: "attitude", Target: ticket.AboutService,
				Name: "欧阳静怡", Phone: newPhone(), Lang: lang, Text: "派送员把箱子扔在门口，问他话也不理。"})
			b.must(err)
			number := receipt.Number
			line := `document.querySelector('.lines > li[data-id="` + number + `"]')`
			b.soonAgain("the new ticket in the list", `!!`+line)
			if !eval[bool](b, line+`.classList.contains("fresh")`) {
				t.Error("nothing shows that it is new")
			}
			eval[bool](b, line+`.querySelector(".open").focus() === undefined`) // the line may move, who stands on it stays
			b.goes(200, enter)
			ticketPage := the.page("console/tickets/" + number)

			b.does(200, "takeTicket")
			if owner := the.dossier(t, number).Ticket.Owner; owner != "staff-agent" {
				t.Errorf("it is %q's", owner)
			}
			b.cannedReply(say.refused)
			b.photo(number)

			b.open(ticketPage)
			b.does(200, "pauseTicket", "for", "customer", "reason", "等客户把发票发来")
			b.does(200, "resumeTicket")
			b.does(200, "handOver", "to", "department", "name", "理赔部", "summary", "欧阳女士，两只花瓶破损，问赔付")
			b.does(200, "linkHandOver")
			b.handOverLink()
			b.open(ticketPage)
			b.does(200, "handBack", "answer", "核实属实，按发票赔付。")

			b.does(200, "analyseTicket", "code", eval[string](b, `document.querySelector('[name=code]').options[1].value`), "cause", "装车时没有固定")
			b.does(200, "planTicket", "plan", "按发票全额赔付", "due", "2026-06-09T17:00")
			b.does(200, "carryOutTicket", "action", "已打款 380 元")
			b.does(200, "resolve", "result", "核实属实，按发票全额赔付 380 元，三个工作日内到账。")
			b.lookInside("ticket-settled")
			b.appear(wide)
			b.does(200, "revisitTicket", "outcome", "content")
			b.does(200, "sumUpTicket", "lesson", "易碎品装车必须用绑带，出车前拍照。")
			if stage := the.dossier(t, number).Ticket.Stage; stage != ticket.Closed {
				t.Errorf("it is %s", stage)
			}
			b.lookInside("ticket-closed")
			b.open(ticketPage + "/record")
			if pdf := b.print("day-record"); len(pdfPage.FindAllString(pdf, -1)) < 2 {
				t.Error("the record has one page")
			}
			b.text("#print")
		})
	}
}

// cannedReply takes a canned reply into what was typed already, adds a word
// that no customer may read, is told before and when it is sent, and sends
// without it.
func (b *tab) cannedReply(refused string) {
	b.t.Helper()
	const typed = "欧阳女士：\n"
	b.click("#f-reply-text")
	b.write(typed)
	b.click(".guide .few li:first-child a[data-text]")
	canned := eval[string](b, `document.querySelector(".guide a[data-text]").dataset.text`)
	text := eval[string](b, `document.querySelector("#f-reply-text").value`)
	if text != typed+canned || len(canned) < 30 {
		b.t.Errorf("the box has %q after %q", text, canned)
	}
	b.write("急什么急")
	b.soon("the word is pointed out before it is sent", `document.querySelector("[data-out]").innerText.includes("急什么急")`)
	b.does(422, "reply", "interim", "true", "nextReplyAt", "2026-06-09T17:30")
	b.says(b.text(".reply .summary"), "急什么急")
	if kept := eval[string](b, `document.querySelector("#f-reply-text").value`); kept != typed+canned+"急什么急" {
		b.t.Errorf("after a refusal the box has %q", kept)
	}
	b.does(200, "reply", "text", typed+canned, "interim", "true", "nextReplyAt", "2026-06-09T17:30")
	b.says(b.text("#story"), "欧阳女士：")
}

// photo sends a picture to the ticket and keeps it under a name.
func (b *tab) photo(number string) {
	b.t.Helper()
	file := filepath.Join(b.t.TempDir(), "IMG_20260609.png")
	b.must(os.WriteFile(file, photo(), 0o600))
	b.open(the.page("console/tickets/" + number + "/files"))
	b.soon("the form knows the way back", `document.querySelector("#upload").dataset.back === location.origin + location.pathname`)
	b.choosesFile("#file", file)
	b.goes(200, b.clicking("#upload button"))
	if !eval[bool](b, `document.querySelector("img.whole").naturalWidth > 0`) {
		b.t.Error("the picture is not shown")
	}
	b.lookInside("file-arrived")
	b.appear(wide)
	b.does(200, "keepAttachment", "name", "外箱压扁的一角")
	b.says(b.text("aside"), "外箱压扁的一角")
}

// handOverLink looks at the link that was just made, and at the page it opens,
// with eyes that are not signed in.
func (b *tab) handOverLink() {
	b.t.Helper()
	link := eval[string](b, `document.querySelector("#link [data-link]").href`)
	b.soon("the link is shown whole", `document.querySelector("#link [data-link]").textContent === `+quote(link))
	if mail := eval[string](b, `document.querySelector("#link [data-mail]").href`); !strings.Contains(mail, strings.NewReplacer(":", "%3A", "/", "%2F").Replace(link)) {
		b.t.Errorf("the mail %s does not hold %s", mail, link)
	}
	there := newTab(b.t, b.lang)
	there.open(link)
	there.says(there.text("main"), "两只花瓶破损")
	if text := there.text("main"); strings.Contains(text, "欧阳静怡") || strings.Contains(text, "137") {
		b.t.Errorf("whoever has the link reads %q", text)
	}
	look := there.look
	if b.lang != "zh" {
		look = there.lookInside // what is handed over was written in Chinese
	}
	look("handover")
	there.fill("name", "李工")
	there.goes(200, there.clicking(`main button[value="accept"]`))
	look("handover-accepted")
}
