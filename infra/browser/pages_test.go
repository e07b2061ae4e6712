package browser

import (
	"strings"
	"testing"
	"unicode/utf8"

	"huiyin/shared/id"
)

// rule: PD-1
func TestAnInquiry(t *testing.T) {
	for _, lang := range languages {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b, say, typed := newTab(t, lang), says[lang], newPhone()
			b.open(the.page("inquiry"))
			b.look("inquiry")
			b.submit(422)
			b.refuses("inquiry-wrong", map[string]string{"kind": say.missing, "text": say.missing, "name": say.missing, "phone": say.missing})
			b.choose("kind", "cargo_status")
			b.fill("text", matter)
			b.fill("name", person)
			b.fill("phone", typed)
			b.submit(201)
			number := b.text("#number")
			opened := the.dossier(t, number).Ticket
			due := opened.PromisedBy()
			b.says(b.text(".promise"), by(due, lang))
			b.says(the.awaitSMS(t, typed, 1), number, by(due, lang))
			b.look("thanks-inquiry")
		})
	}
}

// TestThePageOfAProblem: for what no form can be shown again.
func TestThePageOfAProblem(t *testing.T) {
	for _, lang := range languages {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b := newTab(t, lang)
			b.fillComplaint(newPhone(), matter)
			eval[string](b, `document.querySelector("main form").innerHTML += "<input type=hidden name=phone value=1>"`)
			b.submit(400)
			b.look("problem")
			b.follow(".actions .button")
			b.text(".doors")
		})
	}
}

// TestLongTexts: the longest name, four thousand characters, and a word that
// never ends break no page.
func TestLongTexts(t *testing.T) {
	t.Parallel()
	b, typed := newTab(t, "zh"), newPhone()
	name := strings.Repeat("上官婉儿", 10)
	story := strings.Repeat("昨天下午在余杭收到货，外箱压扁了，里面两个花瓶都碎了。\n", 60) + strings.Repeat("x", 400)
	story += strings.Repeat("照片已经拍好，希望按保价赔偿。", 100)
	story += strings.Repeat("！", 4000-utf8.RuneCountInString(story))
	b.open(the.page("complaint"))
	b.fill("text", story)
	b.fill("name", name)
	b.fill("agent", strings.Repeat("9", 40))
	b.fill("waybill", strings.Repeat("W9-", 13))
	b.fill("region", strings.Repeat("新疆维吾尔自治区", 5))
	b.fill("phone", typed)
	b.submit(422)
	b.refuses("complaint-long", map[string]string{"reason": says["zh"].missing})
	b.holds(map[string]string{"text": story, "name": name})
	b.choose("reason", "not_delivered_to_door")
	b.choose("target", "agent")
	b.submit(201)
	number := b.thanked(says["zh"])
	if d := the.dossier(t, number); said(d, story) != 1 || d.Person.Name != name {
		t.Errorf("stored %+v", d)
	}
	b.lookUp(200, number, last4(typed))
	b.look("ticket-long")
	b.says(b.text(".talk .customer .text"), strings.Repeat("x", 400))
}

// TestTheEndOfATicket: what is settled says so, and how to open it again.
func TestTheEndOfATicket(t *testing.T) {
	for _, lang := range languages {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b, typed := newTab(t, lang), newPhone()
			receipt := the.complaint(t, lang, typed)
			the.resolve(t, receipt.Number, "核实属实，按保价全额赔付 380 元，三个工作日内到账。")
			b.lookUp(200, id.Show(receipt.Number), last4(typed))
			b.says(b.text(".talk .result"), "380")
			if broken := eval[[]string](b, `Array.from(document.querySelectorAll(".steps b")).filter(e => e.offsetHeight > 40).map(e => e.innerText)`); len(broken) > 0 {
				t.Errorf("the names of the stages %q are broken into lines", broken)
			}
			b.look("ticket-settled")
			b.fill("text", more)
			b.submit(200)
			if stage := the.dossier(t, id.Show(receipt.Number)).Ticket.Stage; !stage.Open() {
				t.Errorf("after one more message it is %s", stage)
			}
		})
	}
}
