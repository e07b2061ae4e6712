package browser

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// fillComplaint fills in what a complaint needs.
func (b *tab) fillComplaint(typed, text string) {
	b.t.Helper()
	b.open(the.page("complaint"))
	b.choose("reason", "delay")
	b.fill("text", text)
	b.fill("name", person)
	b.fill("phone", typed)
}

// TestSentTwiceIsSentOnce: a double click, a reload of the page of thanks, and
// going back to send the form again.
func TestSentTwiceIsSentOnce(t *testing.T) {
	t.Parallel()
	b, say, typed := newTab(t, "zh"), says["zh"], newPhone()
	b.fillComplaint(typed, matter)
	eval[int](b, `(e => { e.click(); return setTimeout(() => e.click(), 30) })(document.querySelector("main form button"))`)
	b.soon("the page of thanks", `!!document.getElementById("number")`)
	number := b.thanked(say)
	b.told(number, typed)

	b.goes(201, chromedp.Evaluate[chromedp.Void](`location.reload()`))
	if reloaded := b.text("#number"); reloaded != number {
		t.Errorf("after the reload the number is %s, was %s", reloaded, number)
	}
	eval[chromedp.Void](b, `history.back()`)
	b.soon("the form", `!!document.querySelector("main form")`)
	b.submit(201)
	if back := b.text("#number"); back != number {
		t.Errorf("sent again the number is %s, was %s", back, number)
	}
	if all := the.ticketsOf(t, typed); len(all) != 1 {
		t.Errorf("there are %q", all)
	}
	if d := the.dossier(t, number); len(d.Words) != 1 || d.Ticket.Chases != 0 {
		t.Errorf("%d chases, said %+v", d.Ticket.Chases, d.Words)
	}
	if posts := b.posts("complaints"); posts != 4 {
		t.Errorf("%d requests were sent, not two for the clicks, one for the reload and one from the form", posts)
	}
	if texts := the.sms(t, typed); len(texts) != 1 {
		t.Errorf("told %q", texts)
	}
}

// posts counts what was posted to a path.
func (b *tab) posts(path string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	n := 0
	for _, sent := range b.requests {
		if sent.Request.Method == "POST" && strings.HasSuffix(sent.Request.URL, "/"+path) {
			n++
		}
	}
	return n
}

// TestTheSameMatterAgain: who complains about the same waybill once more is
// thanked for the reminder, and there is still one ticket.
func TestTheSameMatterAgain(t *testing.T) {
	t.Parallel()
	b, say, typed := newTab(t, "en"), says["en"], newPhone()
	var numbers []string
	for _, status := range []int64{201, 200} {
		b.fillComplaint(typed, fmt.Sprint("Where is it? ", status))
		b.fill("waybill", "YT99887766")
		b.submit(status)
		numbers = append(numbers, b.text("#number"))
	}
	b.says(b.text("h1"), say.chased)
	b.look("thanks-chased")
	if numbers[0] != numbers[1] || len(the.ticketsOf(t, typed)) != 1 {
		t.Errorf("the numbers are %q", numbers)
	}
	if d := the.dossier(t, numbers[0]); d.Ticket.Chases != 1 || len(d.Words) != 2 {
		t.Errorf("%d chases, said %+v", d.Ticket.Chases, d.Words)
	}
}

// TestFirstPaint asks the network what a browser that was never here before
// fetches for a page.
func TestFirstPaint(t *testing.T) {
	for _, path := range []string{"", "inquiry", "complaint", "status", "greetings", "privacy"} {
		t.Run("/"+path, func(t *testing.T) {
			t.Parallel()
			b := newTab(t, "zh")
			b.open(the.page(path))
			b.mu.Lock()
			defer b.mu.Unlock()
			var kinds []network.ResourceType
			for _, sent := range b.requests {
				if !strings.Contains(sent.Request.URL, "icon.svg") { // asked for when all is painted
					kinds = append(kinds, sent.Type)
				}
			}
			if !slices.Equal(kinds, []network.ResourceType{network.ResourceTypeDocument, network.ResourceTypeStylesheet}) {
				t.Errorf("it asked for %q", kinds)
			}
		})
	}
}
