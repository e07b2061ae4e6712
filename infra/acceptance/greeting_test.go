package acceptance

import (
	"crypto/rand"
	"net/http"
	"regexp"
	"testing"
	"time"

	"huiyin/infra/acceptance/fault"
	"huiyin/shared/customer"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/phone"
	web "huiyin/shared/web/desk"
)

func (d *desk) customers() customer.Service {
	return customer.Service{Store: d.table.Customers(), Phones: d.phones, Random: rand.Reader}
}

const consentText = "我同意在节日和生日收到问候短信。"

// file makes a customer's file, confirmed unless told otherwise.
func (d *desk) file(t *testing.T, in customer.Input, confirmed bool) (customer.Customer, phone.Number) {
	t.Helper()
	typed, number := newPhone()
	in.Phone = typed
	c, err := d.customers().Save(t.Context(), in, event.System, d.now())
	if err == nil && confirmed {
		c, err = d.customers().Confirm(t.Context(), c.ID, c.Version, consentText, event.Staff("staff-agent"), d.now())
	}
	if err != nil {
		t.Fatal(err)
	}
	return c, number
}

// chooses is a person who allows or stops greetings with a code, as the page
// has it. arrived is how many SMS the telephone has then.
func (d *desk) chooses(t *testing.T, typed string, number phone.Number, allow bool, more map[string]any, arrived int) {
	t.Helper()
	var sent struct{ ID string }
	d.post(t, "/greetings/code", map[string]any{"phone": typed}).into(t, http.StatusAccepted, &sent)
	code := regexp.MustCompile(`[0-9]{6}`).FindString(d.awaitSMS(t, number, arrived))
	body := map[string]any{"id": sent.ID, "code": code, "allow": allow}
	for name, value := range more {
		body[name] = value
	}
	d.post(t, "/greetings", body).into(t, http.StatusOK, nil)
}

// asks is somebody new who asks something and says yes to greetings, on a form
// or to an agent who vouches for it. The telephone has one SMS then.
func (d *desk) asks(t *testing.T, path string, body map[string]any, headers ...string) phone.Number {
	t.Helper()
	typed, number := newPhone()
	for name, value := range map[string]any{
		"name": "许诺", "phone": typed, "text": "寄到成都多少钱？", "consent": true, "consentText": consentText,
	} {
		body[name] = value
	}
	d.post(t, path, body, headers...).into(t, http.StatusCreated, nil)
	d.awaitSMS(t, number, 1)
	return number
}

// rule: NJ-2, LAW-2 — at Mid-Autumn those who agreed to it are greeted, once,
// and nobody else: not who only ticked a box, not who said stop (also while
// the greetings are on their way), not who is waiting for us to settle a
// complaint. A birthday goes before the festival.
func TestAFestivalGreetsWhoAgreedToItOnce(t *testing.T) {
	festival := time.Date(2026, 9, 25, 9, 0, 0, 0, shanghai)
	typed, self := newPhone()
	the.chooses(t, typed, self, true, map[string]any{"consentText": consentText, "name": "李明", "title": "mr"}, 1)
	_, lady := the.file(t, customer.Input{Name: "王芳", Title: "ms"}, true)
	_, foreigner := the.file(t, customer.Input{Name: "Ann Lee", Lang: "en"}, true)
	_, born := the.file(t, customer.Input{Name: "赵强", Birthday: customer.Birthday{Month: 9, Day: 25}}, true)
	_, lunar := the.file(t, customer.Input{Name: "钱多", Birthday: customer.Birthday{Month: 8, Day: 15, Lunar: true}}, true)
	_, abroad := the.file(t, customer.Input{Name: "孙悦", Zone: "America/Los_Angeles"}, true)
	_, noted := the.file(t, customer.Input{Name: "周舟"}, false)
	ticked := the.asks(t, "/inquiries", map[string]any{"kind": "price"})
	vouched := the.asks(t, "/desk/tickets", map[string]any{"type": "inquiry", "kind": "price"}, the.as(t, "agent")...)
	stoppedTyped, stopped := newPhone()
	the.chooses(t, stoppedTyped, stopped, true, map[string]any{"consentText": consentText}, 1)
	the.chooses(t, stoppedTyped, stopped, false, nil, 2)
	_, stopping := the.file(t, customer.Input{Name: "吴忧"}, true)
	_, angry := the.file(t, customer.Input{Name: "郑重"}, true)
	var r receipt
	the.post(t, "/complaints", complaint(string(angry))).into(t, http.StatusCreated, &r)
	the.awaitSMS(t, angry, 1)
	defer the.putAway(t, "service", r.Number)

	release := the.hold(t, "GREETINGS#2026-09-25")
	the.greet(t, festival)
	if err := the.customers().StopFor(t.Context(), stopping, event.Staff("staff-agent"), the.now()); err != nil {
		t.Fatal(err)
	}
	release()
	the.greet(t, festival) // the same tick again
	the.greet(t, festival.Add(time.Hour))
	the.settle(t)

	mustSay(t, the.onlySMS(t, self, 2)[1], "李明先生", "中秋快乐", "退订见huiyin.example")
	mustSay(t, the.onlySMS(t, lady, 1)[0], "王芳女士", "中秋快乐")
	mustSay(t, the.onlySMS(t, vouched, 2)[1], "许诺", "中秋快乐")
	mustSay(t, the.onlySMS(t, foreigner, 1)[0], "Ann Lee", "Mid-Autumn")
	mustSay(t, the.onlySMS(t, born, 1)[0], "生日快乐")
	mustSay(t, the.onlySMS(t, lunar, 1)[0], "生日快乐")
	for name, who := range map[string]struct {
		number phone.Number
		others int
	}{"no consent": {noted, 0}, "only ticked": {ticked, 1}, "stopped": {stopped, 2}, "stopped on the way": {stopping, 0}, "open complaint": {angry, 1}, "yesterday there": {abroad, 0}} {
		if texts := the.sms(t, who.number); len(texts) != who.others {
			t.Errorf("%s reads %q", name, texts)
		}
	}
	var report web.GreetingRuns
	the.send(t, http.MethodGet, "/desk/greetings/runs?date=2026-09-25", "", "", the.as(t, "supervisor")...).into(t, http.StatusOK, &report)
	if left := leftOut(report); len(report.Runs) != 1 || left["greeting.opted_out"] < 1 || left["greeting.open_complaint"] < 1 {
		t.Errorf("the report says %+v", report)
	}
	// Their day begins fifteen hours later.
	the.greet(t, festival.Add(15*time.Hour))
	mustSay(t, the.onlySMS(t, abroad, 1)[0], "中秋快乐")
	the.onlySMS(t, lady, 1)
	the.onlySMS(t, born, 1)
}

// leftOut counts who was left out of a day, by reason.
func leftOut(day web.GreetingRuns) map[string]int {
	all := map[string]int{}
	for _, run := range day.Runs {
		for _, text := range run.Texts {
			for why, n := range text.Outcomes.Skipped {
				all[why] += n
			}
		}
	}
	return all
}

// rule: LAW-3 — what SNS would not take before nine in the evening is not sent
// in the night, nor the day after.
func TestAGreetingBelongsToItsDay(t *testing.T) {
	_, number := the.file(t, customer.Input{Name: "何时"}, true)
	key, err := the.phones.Key(t.Context(), number)
	if err != nil {
		t.Fatal(err)
	}
	rowID := "GREET#" + key + "#2026-10-01"
	rule := the.proxy.Inject(publish(number), 1, fault.Answer(http.StatusBadRequest, "Throttled"))
	the.greet(t, time.Date(2026, 10, 1, 20, 59, 30, 0, shanghai))
	row := the.awaitRow(t, rowID, ledger.Waiting)
	the.sweep(t, row.Until)
	if row = the.awaitRow(t, rowID, ledger.Skipped); row.Why != "greeting.day_over" || rule.Hits() != 1 {
		t.Errorf("the row is %+v", row)
	}
	the.greet(t, time.Date(2026, 10, 2, 9, 0, 0, 0, shanghai))
	the.onlySMS(t, number, 0)
}
