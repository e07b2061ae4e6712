package ledger_test

import (
	"testing"
	"time"

	"huiyin/shared/ledger"
)

// A function that dies after its messages went out, and before it could write
// that down, leaves claims. Whatever is true when the page comes again (a stop,
// an empty purse), nobody is said to have been left out who may have got his
// message: an admin sees that it is not known.
func TestWhoMayHaveBeenGreetedIsNotSaidToBeLeftOut(t *testing.T) {
	for name, since := range map[string]func(*world, *crowd){
		"all have said stop": func(_ *world, c *crowd) {
			c.edit = func(_ time.Time, _ int, to *ledger.Address) { to.Skip = "greeting.opted_out" }
		},
		"the money is spent": func(w *world, _ *crowd) { w.Settings.Budget.Monthly = 1 },
		"they are to wait": func(_ *world, c *crowd) {
			c.edit = func(now time.Time, _ int, to *ledger.Address) { to.Wait = now.Add(time.Hour) }
		},
		"the text is broken": func(_ *world, c *crowd) { c.edit = func(_ time.Time, _ int, to *ledger.Address) { to.Params = nil } },
	} {
		w, people, many := towards(t)
		m := &mortal{Store: w.store.Ledger(), left: 2 + 3 + 1, before: true} // the batch, the money, three claims; then the group
		w.Store, w.Sender = m, m.sends(w)
		if err := many(mass(3), at(11, 0)); err == nil || len(w.provider.sent) != 3 {
			t.Fatalf("%s: %d sent before it died: %v", name, len(w.provider.sent), err)
		}
		w.Store, w.Sender = w.store.Ledger(), w.provider
		since(w, people)
		if err := many(mass(3), at(11, 6)); err != nil {
			t.Fatal(err)
		}
		if got := w.tally(); got.Unknown != 3 || len(w.provider.sent) != 3 {
			t.Errorf("%s: %+v, %d sent", name, got, len(w.provider.sent))
		}
	}
}
