package ticket

import (
	"context"
	"errors"
	"regexp"
	"sync"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
)

// Erased tells that a ticket is nobody's any more. No facts.
const Erased event.Type = "ticket.erased"

// IsErased tells whether the person was taken out of the ticket.
func (t *Ticket) IsErased() bool { return t.PhoneKey == "" }

// Erase takes out of a ticket who asked and what leads back to him: the
// person, the key of the phone, and what he typed into the record's fields (a
// place, a waybill, an agent's name). What was decided, chosen from a list or
// measured stays. The words are the caller's to remove (the store's Forget of
// package person); so is the ticket's place under the number. Nothing can be
// done on the ticket afterwards: what would be said there, no further erasure
// would find.
//
// Doing it twice does it once. errs.Conflict "ticket.erase_open" while somebody
// still owes an answer.
func (s *Service) Erase(ctx context.Context, now time.Time, by Actor, number string) (Ticket, error) {
	for try := 1; ; try++ {
		e, err := s.edit(ctx, now, by, number)
		if err != nil {
			return Ticket{}, err
		}
		if e.IsErased() {
			return e.Ticket, nil
		}
		if e.Stage.Open() {
			return e.Ticket, errs.New(errs.Conflict, "ticket.erase_open").With("number", number)
		}
		was := e.Ticket
		e.judge()
		e.dropReview()
		e.PhoneKey, e.Region, e.Waybill, e.Linked = "", "", "", nil
		if !badge().MatchString(e.Accused) {
			e.Accused = ""
		}
		e.happened(Erased, nil)
		if e.err != nil {
			return e.Ticket, errs.Wrap(e.err, "work out an erasure")
		}
		change := e.change()
		change.Erases = &was
		err = s.Store.Commit(ctx, change)
		if !errors.Is(err, ErrLostRace) {
			return change.Ticket, errs.Wrap(err, "commit an erasure")
		}
		if try == tries {
			return Ticket{}, errs.New(errs.Stale, "ticket.stale").Because(err)
		}
	}
}

// badge is the form of an agent's badge with a number in it: that stays, for
// the agent's own figures. Anything else that was typed there may be a name.
var badge = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z-]{0,4}[0-9]{1,6}$`) })
