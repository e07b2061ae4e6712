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
	"huiyin/shared/oncall"
	"huiyin/shared/sla"
	"huiyin/shared/ticket"
	"huiyin/shared/words"
)

// ringsFor is how near a gap is that rings at night: as long as a night of
// waiting is, from 22:00 to 08:00.
const ringsFor = 10 * time.Hour

// gap tells the supervisors of the hotline's team that nobody is on call (rule
// PD-14).
func (s *Service) gap(ctx context.Context, now time.Time, e event.Event) ([]ledger.Message, error) {
	var f oncall.GapFacts
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
			ID: fmt.Sprintf("%s.staff.%s", e.ID, m.ID), Class: message.Staff, Urgent: f.From.Before(e.At.Add(ringsFor)), Cause: e.ID, At: e.At,
			To: ledger.Receiver{Kind: ledger.ToStaff, ID: m.ID}, Template: message.OnCallGap,
			Facts: map[string]string{"from": instant(f.From), "to": instant(f.To), "count": strconv.Itoa(f.Count)},
		})
	}
	return messages, nil
}

// gapped is the text of such an alert, while the gap is not over.
func (s *Service) gapped(m ledger.Message, now time.Time, lang words.Lang) (map[string]string, bool, error) {
	from, err := time.Parse(time.RFC3339Nano, m.Facts["from"])
	if err != nil {
		return nil, false, errs.Wrap(err, "read the beginning of a gap")
	}
	to, err := time.Parse(time.RFC3339Nano, m.Facts["to"])
	if err != nil {
		return nil, false, errs.Wrap(err, "read the end of a gap")
	}
	params := map[string]string{"count": m.Facts["count"],
		"from": message.At(from, now, s.Settings.Zone, lang), "to": message.At(to, now, s.Settings.Zone, lang)}
	return params, to.After(now), nil
}
