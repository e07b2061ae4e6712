package notice

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/sla"
	"huiyin/shared/sweep"
	"huiyin/shared/ticket"
)

// morning is the one list a day of what is overdue, for each supervisor of the
// team on duty.
func (s *Service) morning(ctx context.Context, now time.Time, e event.Event) ([]ledger.Message, error) {
	var f sweep.MorningFacts
	if err := e.Into(&f); err != nil {
		return nil, err
	}
	people, err := s.Staff.Recipients(ctx, string(sla.Supervisor), ticket.Ticket{Team: f.Team}, now)
	if err != nil {
		return nil, errs.Wrap(err, "find the supervisors of "+f.Team)
	}
	var messages []ledger.Message
	for _, m := range onePerPhone(people) {
		messages = append(messages, ledger.Message{
			ID: fmt.Sprintf("%s.staff.%s", e.ID, m.ID), Class: message.Staff, Cause: e.ID, At: e.At, Number: f.Number,
			To: ledger.Receiver{Kind: ledger.ToStaff, ID: m.ID}, Template: message.BreachedList,
			Facts: map[string]string{"count": strconv.Itoa(f.Count), "due": instant(f.Due)},
		})
	}
	return messages, nil
}
