package public

import (
	"time"

	"huiyin/shared/id"
	"huiyin/shared/message"
	"huiyin/shared/ticket"
	"huiyin/shared/words"
)

// receipt says what happens next and by when (rule JY-2).
func (s *Service) receipt(r ticket.Receipt, now time.Time, lang words.Lang) Receipt {
	code := "web.next." + string(r.Kind)
	if r.Chased {
		code = "web.next.chased"
	}
	out := Receipt{
		Number: r.Number, Shown: id.Show(r.Number), Kind: string(r.Kind), Chased: r.Chased,
		DueAt: r.Due, ResultDueAt: r.Result, StatusPage: "status?number=" + r.Number,
	}
	out.Next = s.promise(code, r.Due, now, lang)
	if r.Result.After(now) && r.Result.After(r.Due) {
		out.Next += space(lang) + s.promise("web.next.result", r.Result, now, lang)
	}
	return out
}

// nextOf is what happens next on a ticket.
func (s *Service) nextOf(t ticket.Ticket, now time.Time, lang words.Lang) string {
	answer, result := dues(t)
	switch {
	case t.Stage == ticket.Resolved, t.Stage == ticket.Closed, t.Stage.Ended():
		return words.Text(lang, "web.next."+string(t.Stage), nil)
	case t.Stage == ticket.Waiting && t.WaitingFor == ticket.ForCustomer:
		return words.Text(lang, "web.next.waiting_customer", nil)
	case !answer.IsZero():
		return s.promise("web.next.answer", answer, now, lang)
	case !result.IsZero():
		return s.promise("web.next.result", result, now, lang)
	}
	return words.Text(lang, "web.next.open", nil)
}

// promise is a sentence with a time by which something happens. A time that
// has passed is not repeated as if it were to come: we say that we are late.
func (s *Service) promise(code string, due, now time.Time, lang words.Lang) string {
	if !due.IsZero() && due.Before(now) {
		return words.Text(lang, "web.next.late", map[string]any{"hotline": s.Company.Hotline})
	}
	by := message.Format(due, now, s.Zone, lang)
	if !due.IsZero() {
		by = words.Text(lang, "web.by", map[string]any{"when": by})
	}
	return words.Text(lang, code, map[string]any{"by": by})
}

// space is what stands between two sentences.
func space(lang words.Lang) string {
	if lang == words.English {
		return " "
	}
	return ""
}

// stageCode names a stage, and for whom a waiting ticket waits. Of one that is
// handed over it says no more than that it is being checked.
func stageCode(t ticket.Ticket) string {
	if t.Stage == ticket.Waiting && t.WaitingFor == ticket.ForPartner {
		return "web.stage.waiting_partner"
	}
	if t.Stage == ticket.Handling && t.HandedOver() != nil {
		return "web.stage.handed_over"
	}
	return "web.stage." + string(t.Stage)
}
