package notice

import (
	"context"
	"fmt"
	"sort"
	"strconv"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/phone"
	"huiyin/shared/sla"
	"huiyin/shared/staff"
	"huiyin/shared/sweep"
	"huiyin/shared/ticket"
)

// digestFrom is how many due tickets of one person in one sweep become one
// message. Five is ours.
const digestFrom = 5

// due is one step that one person is to hear of.
type due struct {
	found  ticket.Found
	ticket ticket.Ticket
	to     staff.Member
}

// swept is everything a run found, told to whom it concerns: grouped by
// telephone, one digest from five on.
func (s *Service) swept(ctx context.Context, now time.Time, e event.Event) ([]ledger.Message, error) {
	var f sweep.FinishedFacts
	if err := e.Into(&f); err != nil {
		return nil, err
	}
	byPhone := map[phone.Number][]due{}
	duties := map[phone.Number][]duty{}
	var messages []ledger.Message
	cursor := ""
	for {
		found, next, err := s.Runs.Found(ctx, f.Run, cursor, 100)
		if err != nil {
			return nil, errs.Wrap(err, "read what the sweep found")
		}
		found, tasks := apart(found)
		if err := s.duties(ctx, now, tasks, duties); err != nil {
			return nil, err
		}
		told, err := s.spread(ctx, now, e, found, byPhone)
		if err != nil {
			return nil, err
		}
		messages = append(messages, told...)
		if next == "" {
			break
		}
		cursor = next
	}
	for _, number := range sorted(byPhone) {
		mine, err := s.mine(ctx, e, f.Run, number, byPhone[number])
		if err != nil {
			return nil, err
		}
		messages = append(messages, mine...)
	}
	for _, number := range sorted(duties) {
		mine, err := s.assigned(ctx, e, number, duties[number])
		if err != nil {
			return nil, err
		}
		messages = append(messages, mine...)
	}
	return messages, nil
}

// apart parts what a run found into steps of tickets and of tasks.
func apart(found []ticket.Found) (tickets, tasks []ticket.Found) {
	for _, f := range found {
		if f.Task != "" {
			tasks = append(tasks, f)
		} else {
			tickets = append(tickets, f)
		}
	}
	return tickets, tasks
}

// spread reads the tickets again, drops what was settled in between, and hands
// each step to its people. Steps for the customer are messages already.
func (s *Service) spread(ctx context.Context, now time.Time, e event.Event, found []ticket.Found, byPhone map[phone.Number][]due) ([]ledger.Message, error) {
	tickets, err := s.read(ctx, found)
	if err != nil {
		return nil, err
	}
	var messages []ledger.Message
	for _, f := range found {
		t, ok := tickets[f.Number]
		if !ok || !t.SLA.Owes(sla.Metric(f.Step.Metric), f.Step.Cycle) {
			continue
		}
		if f.Step.To == string(sla.Customer) {
			messages = append(messages, delayed(e, f))
			continue
		}
		people, err := s.Staff.Recipients(ctx, f.Step.To, t, now)
		if err != nil {
			return nil, errs.Wrap(err, "find who is to be told")
		}
		for _, m := range onePerPhone(people) {
			byPhone[m.Phone] = append(byPhone[m.Phone], due{found: f, ticket: t, to: m})
		}
	}
	return messages, nil
}

// read reads the tickets of what was found, each once.
func (s *Service) read(ctx context.Context, found []ticket.Found) (map[string]ticket.Ticket, error) {
	tickets := map[string]ticket.Ticket{}
	var numbers []string
	for _, f := range found {
		if _, seen := tickets[f.Number]; !seen {
			tickets[f.Number] = ticket.Ticket{}
			numbers = append(numbers, f.Number)
		}
	}
	clear(tickets)
	if len(numbers) == 0 {
		return tickets, nil
	}
	read, err := s.Tickets.Tickets(ctx, numbers)
	if err != nil {
		return nil, errs.Wrap(err, "read the due tickets")
	}
	for _, t := range read {
		tickets[t.Number] = t
	}
	return tickets, nil
}

// mine is what one telephone gets: single messages, or from five on a digest.
// A digest that went out when the event came first is not followed by single
// messages because some tickets were answered since.
func (s *Service) mine(ctx context.Context, e event.Event, run string, number phone.Number, list []due) ([]ledger.Message, error) {
	key, err := s.Key(ctx, number)
	if err != nil {
		return nil, errs.Wrap(err, "key of a phone")
	}
	digest := ledger.Message{
		ID: fmt.Sprintf("RUN#%s.digest.%s", run, key), Class: message.Staff, Cause: e.ID, At: e.At,
		To: ledger.Receiver{Kind: ledger.ToStaff, ID: list[0].to.ID}, Template: message.Digest,
	}
	list = oncePerTimer(list)
	if len(list) < digestFrom {
		_, err := s.Rows.Row(ctx, digest.ID)
		if err == nil {
			return nil, nil
		}
		if !errs.Is(err, errs.NotFound) {
			return nil, errs.Wrap(err, "look for a digest")
		}
		return singles(e, key, list), nil
	}
	late := 0
	for _, d := range list {
		digest.Urgent = digest.Urgent || d.ticket.Priority == ticket.Urgent
		if d.found.Step.Due.Before(e.At) {
			late++
		}
	}
	digest.Facts = map[string]string{"count": strconv.Itoa(len(list)), "late": strconv.Itoa(late)}
	return []ledger.Message{digest}, nil
}

// oncePerTimer keeps one step per timer: a person who is owner and supervisor,
// or two people with one telephone, hear of it once.
func oncePerTimer(list []due) []due {
	seen := map[string]bool{}
	var kept []due
	for _, d := range list {
		timer := fmt.Sprintf("%s %s %d %s", d.found.Number, d.found.Step.Metric, d.found.Step.Cycle, d.found.Step.Step)
		if !seen[timer] {
			seen[timer] = true
			kept = append(kept, d)
		}
	}
	return kept
}

func singles(e event.Event, key string, list []due) []ledger.Message {
	var messages []ledger.Message
	for _, d := range list {
		n := d.found.Step
		id := message.StaffWarning
		switch n.Step[0] {
		case '+':
			id = message.Escalation
		case 'd': // due
			id = message.Breach
		}
		messages = append(messages, ledger.Message{
			ID: fmt.Sprintf("%s.%s", d.found.Event, key), Class: message.Staff, Urgent: d.ticket.Priority == ticket.Urgent,
			Cause: d.found.Event, At: e.At, Number: d.found.Number, To: ledger.Receiver{Kind: ledger.ToStaff, ID: d.to.ID}, Template: id,
			Facts: map[string]string{"metric": n.Metric, "cycle": strconv.Itoa(n.Cycle), "due": instant(n.Due), "cause": "overdue"},
		})
	}
	return messages
}

// delayed tells a customer that his answer takes longer.
func delayed(e event.Event, f ticket.Found) ledger.Message {
	return ledger.Message{
		ID: ledger.ToCustomerOf(f.Event), Class: message.Notice, Cause: f.Event, At: e.At, Number: f.Number,
		To: ledger.Receiver{Kind: ledger.ToPerson, ID: f.Number}, Template: message.Delayed,
		Facts: map[string]string{"metric": f.Step.Metric, "cycle": strconv.Itoa(f.Step.Cycle)},
	}
}

func sorted[T any](byPhone map[phone.Number][]T) []phone.Number {
	var numbers []phone.Number
	for n := range byPhone {
		numbers = append(numbers, n)
	}
	sort.Slice(numbers, func(i, j int) bool { return numbers[i] < numbers[j] })
	return numbers
}
