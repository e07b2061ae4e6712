package browser

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"huiyin/shared/id"
)

const (
	answer = "您好，已经联系杭州网点调取派送记录，请您把照片留好。"
	more   = "照片已经拍好，怎么发给你们？"
)

// look up a ticket as its customer does.
func (b *tab) lookUp(status int64, number, last4 string) {
	b.t.Helper()
	b.open(the.page("status"))
	b.fill("number", number)
	b.fill("last4", last4)
	b.submit(status)
}

// rule: PD-10
// rule: PD-11
func TestHowATicketStands(t *testing.T) {
	for _, lang := range languages {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b, say, typed := newTab(t, lang), says[lang], newPhone()
			receipt := the.complaint(t, lang, typed)
			shown := id.Show(receipt.Number)
			b.open(the.page("status"))
			b.look("status")
			b.fill("last4", "12")
			b.submit(422)
			b.refuses("status-wrong", map[string]string{"number": say.missing, "last4": say.last4})

			b.lookUp(200, strings.ToLower(receipt.Number), last4(typed)) // as people type it
			if h1 := b.text("h1"); h1 != shown {
				t.Errorf("the ticket is headed %q, not %q", h1, shown)
			}
			now := `.steps [aria-current="step"]`
			b.says(b.text(now), say.waiting, by(receipt.Due, lang))
			b.look("ticket")

			the.reply(t, receipt.Number, answer)
			b.says(the.awaitSMS(t, typed, 2), "1024", shown)
			b.lookUp(200, shown, last4(typed))
			b.says(b.text(now), say.working, by(receipt.Result, lang))
			b.says(b.text(".talk .reply"), say.agent, answer)

			b.submit(422)
			b.refuses("ticket-wrong", map[string]string{"text": say.missing})
			b.fill("text", more)
			b.submit(200)
			b.focused("added")
			b.says(b.text(".added"), say.added)
			if mine := b.texts(".talk .customer .text"); len(mine) != 2 || mine[1] != more {
				t.Errorf("the customer has said %q", mine)
			}
			b.look("ticket-more")
			d := the.dossier(t, shown)
			if said(d, more) != 1 {
				t.Errorf("the message is stored %d times", said(d, more))
			}
			b.says(b.text(now), by(d.Ticket.PromisedBy(), lang))
			if owed := d.Ticket.PromisedBy().Sub(d.Ticket.LastEventAt); owed != 4*time.Hour { // the default policy
				t.Errorf("the next answer is due after %v", owed)
			}
		})
	}
}

// hiddenKeys are drawn for each form.
var hiddenKeys = regexp.MustCompile(`name="idempotency_key" value="[^"]*"`)

// rule: PD-11
func TestAWrongPairLooksLikeAnUnknownNumber(t *testing.T) {
	for _, lang := range languages {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			b, typed := newTab(t, lang), newPhone()
			there := id.Show(the.complaint(t, lang, typed).Number)
			pages := map[string]string{}
			for _, number := range []string{there, "222-222-222", "no number"} {
				b.lookUp(404, number, "0000")
				b.says(b.text(".summary"), says[lang].noMatch)
				if b.value("number") != number || b.value("last4") != "0000" {
					t.Errorf("of %s is left %q and %q", number, b.value("number"), b.value("last4"))
				}
				page := eval[string](b, `document.documentElement.outerHTML`)
				pages[number] = hiddenKeys.ReplaceAllString(strings.ReplaceAll(page, number, "…"), "")
			}
			b.look("status-unknown")
			if pages[there] != pages["222-222-222"] || pages[there] != pages["no number"] {
				t.Errorf("the pages differ: %q", pages)
			}
		})
	}
}
