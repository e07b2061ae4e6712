package acceptance

import (
	"net/http"
	"testing"
	"time"

	"huiyin/infra/acceptance/fault"
	"huiyin/shared/id"
	"huiyin/shared/sla"
	"huiyin/shared/ticket"
)

// rule: PD-2 — half an hour to the first answer, of which the owner is warned
// at four fifths; at the end owner and supervisor hear of it, an hour later
// the manager. Each hears of each step once, however often the sweep comes.
func TestNobodyAnswersAndEveryStepReachesItsPeopleOnce(t *testing.T) {
	c := theCrew("overdue")
	opened := the.now()
	number, customer := the.inquire(t, c.team, opened)
	defer the.putAway(t, c.team, number)
	the.owned(t, c, number, opened)
	shown := id.Show(number)

	step := func(after time.Duration, agent, supervisor, managers int) {
		t.Helper()
		for range 2 {
			the.sweep(t, opened.Add(after))
		}
		the.settle(t)
		for _, who := range []struct {
			name string
			got  []string
			want int
		}{
			{"agent", the.sms(t, c.agent), agent}, {"supervisor", the.sms(t, c.supervisor), supervisor}, {"manager", the.sms(t, manager), managers},
		} {
			if n := naming(who.got, shown); n != who.want {
				t.Errorf("after %v the %s has %d SMS about %s, not %d: %q", after, who.name, n, shown, who.want, who.got)
			}
		}
	}
	step(23*time.Minute, 0, 0, 0)
	step(24*time.Minute, 1, 0, 0)
	step(29*time.Minute, 1, 0, 0)
	step(30*time.Minute, 2, 1, 0)
	step(89*time.Minute, 2, 1, 0)
	step(90*time.Minute, 2, 1, 1)
	step(3*time.Hour, 2, 1, 1)

	agent := the.sms(t, c.agent)
	mustSay(t, agent[0], shown, "首次答复", "请尽快处理")
	mustSay(t, agent[1], shown, "首次答复", "已超时")
	mustSay(t, the.sms(t, c.supervisor)[0], shown, "已超时")
	if told := the.sms(t, manager); naming(told, shown, "超时未办", "升级") != 1 { // he hears of what else is late, too
		t.Errorf("the manager was told %q", told)
	}
	the.onlySMS(t, customer, 1) // the receipt, and not a word about all this

	timer := the.firstResponse(t, number)
	if timer.State != sla.Breached || !timer.Due.Equal(opened.Add(30*time.Minute)) {
		t.Errorf("the first response is %s, due %v", timer.State, timer.Due)
	}
}

func (d *desk) firstResponse(t *testing.T, number string) sla.Timer {
	t.Helper()
	timers, err := d.tickets("service").Timers(t.Context(), d.now(), d.mustTicket(t, number))
	if err != nil {
		t.Fatal(err)
	}
	for _, timer := range timers {
		if timer.Metric == sla.FirstResponse {
			return timer
		}
	}
	t.Fatalf("%s has no first response", number)
	return sla.Timer{}
}

// An answer that comes between the sweep and its messages, or before the
// sweep, leaves nobody to alarm.
func TestAnAnswerInBetweenAlarmsNobody(t *testing.T) {
	c := theCrew("answered")
	opened := the.now()
	before, _ := the.inquire(t, c.team, opened)
	between, _ := the.inquire(t, c.team, opened)
	defer the.putAway(t, c.team, before, between)
	for _, number := range []string{before, between} {
		the.owned(t, c, number, opened)
	}
	the.answer(t, c, before, opened.Add(10*time.Minute))
	// The alarms of the second one are held back until it is answered.
	due := opened.Add(31 * time.Minute)
	held := the.hold(t, "RUN#"+due.Format("2006-01-02T15:04:05.000Z"))
	the.sweep(t, due)
	the.answer(t, c, between, due.Add(time.Minute))
	held()
	the.settle(t)
	the.onlySMS(t, c.agent, 0)
	the.onlySMS(t, c.supervisor, 0)
	if timer := the.firstResponse(t, between); timer.State != sla.Breached {
		t.Errorf("an answer after the due time made the first response %s", timer.State)
	}
}

// An alarm that had to wait is dropped when the ticket was answered meanwhile.
func TestAnAlarmThatWaitedIsDroppedAfterTheAnswer(t *testing.T) {
	c := theCrew("waiting")
	opened := the.now()
	number, _ := the.inquire(t, c.team, opened)
	defer the.putAway(t, c.team, number)
	rule := the.proxy.Inject(publish(c.supervisor), 1, fault.Answer(http.StatusBadRequest, "Throttled"))
	due := opened.Add(31 * time.Minute)
	the.sweep(t, due)
	the.onlySMS(t, c.supervisor, 0)
	the.answer(t, c, number, due.Add(30*time.Second))
	the.sweep(t, due.Add(time.Minute))
	the.onlySMS(t, c.supervisor, 0)
	the.sweep(t, due.Add(time.Hour))
	the.onlySMS(t, c.supervisor, 0)
	if rule.Hits() != 1 {
		t.Errorf("%d tries", rule.Hits())
	}
}

// answer replies to a customer.
func (d *desk) answer(t *testing.T, c crew, number string, at time.Time) {
	t.Helper()
	say := ticket.Saying{Text: "您的货今天下午派送。"}
	if _, err := d.tickets(c.team).Reply(t.Context(), at, c.actor(), number, 0, say); err != nil {
		t.Fatal(err)
	}
}

// rule: NJ-15 — a ticket that nobody owns rings the supervisor, once, although
// he is told as the owner's stand-in and as the supervisor.
func TestATicketWithoutOwnerRingsTheSupervisorOnce(t *testing.T) {
	c := theCrew("spare")
	opened := the.now()
	number, _ := the.inquire(t, c.team, opened)
	defer the.putAway(t, c.team, number)
	the.sweep(t, opened.Add(31*time.Minute))
	the.onlySMS(t, c.agent, 0)
	// Two supervisors are in this team.
	if texts := the.onlySMS(t, c.supervisor, 1); naming(texts, id.Show(number), "已超时") != 1 {
		t.Errorf("he reads %q", texts)
	}
	the.onlySMS(t, "+8613700000012", 1)
}

// Five due tickets of one person in one sweep are one SMS with their number;
// the record keeps all five.
func TestFiveDueTicketsOfOnePersonAreOneSMS(t *testing.T) {
	c := theCrew("digest")
	opened := the.now()
	var numbers []string
	for range 5 {
		number, _ := the.inquire(t, c.team, opened)
		the.owned(t, c, number, opened)
		numbers = append(numbers, number)
	}
	defer the.putAway(t, c.team, numbers...)
	// Four are warned of singly.
	the.answer(t, c, numbers[4], opened.Add(time.Minute))
	the.sweep(t, opened.Add(24*time.Minute))
	if texts := the.onlySMS(t, c.agent, 4); naming(texts, "请尽快处理") != 4 {
		t.Errorf("four are %q", texts)
	}
	fifth, _ := the.inquire(t, c.team, opened)
	defer the.putAway(t, c.team, fifth)
	the.owned(t, c, fifth, opened)
	the.sweep(t, opened.Add(31*time.Minute))
	mustSay(t, the.onlySMS(t, c.agent, 5)[4], "5件工单到点", "5件已超时")
	mustSay(t, the.onlySMS(t, c.supervisor, 1)[0], "5件工单到点")
	for _, number := range append(numbers[:4:4], fifth) {
		if n := the.fell(t, number, sla.FirstResponse, "due"); n != 2 { // to owner and supervisor
			t.Errorf("%s records %d due steps", number, n)
		}
	}
}

// fell counts the steps of one kind in a ticket's history that were told.
func (d *desk) fell(t *testing.T, number string, metric sla.Metric, step string) int {
	t.Helper()
	n, cursor := 0, ""
	for {
		page, err := d.table.Tickets().History(t.Context(), number, cursor)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range page.Events {
			var f ticket.DueFacts
			if e.Type == ticket.FellDue {
				if err := e.Into(&f); err != nil {
					t.Fatal(err)
				}
				if f.Metric == string(metric) && f.Step == step && f.Skipped == "" {
					n++
				}
			}
		}
		if cursor = page.Next; cursor == "" {
			return n
		}
	}
}
