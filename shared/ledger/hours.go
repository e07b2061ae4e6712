package ledger

import (
	"time"

	"huiyin/shared/message"
)

// Window is a part of the day in which a class of messages may arrive, in
// minutes after local midnight: [From, To).
type Window struct{ From, To int }

// Hours are the windows of the classes, in the receiver's zone.
type Hours struct {
	Customer  Window // notices, and receipts to numbers nobody knew before
	Promotion Window // LAW-3
	Staff     Window // alerts that are not urgent
}

// DefaultHours: promotion 08:00–21:00 (LAW-3), other customer messages
// 07:00–22:00, staff 08:00–22:00 (both ours).
var DefaultHours = Hours{Customer: Window{7 * 60, 22 * 60}, Promotion: Window{8 * 60, 21 * 60}, Staff: Window{8 * 60, 22 * 60}}

// quiet is the instant until which a message has to wait; the zero time when
// it may go now. A receipt goes at any hour to a number that was known, an
// urgent staff alert to anybody, a code to whoever has just asked for it.
func (h Hours) quiet(m Message, to Address, now time.Time) time.Time {
	window := h.Customer
	switch m.Class {
	case message.Staff:
		if m.Urgent {
			return time.Time{}
		}
		window = h.Staff
	case message.Promotion:
		window = h.Promotion
	case message.Receipt:
		if to.Known {
			return time.Time{}
		}
	}
	return window.next(now.In(to.Zone))
}

// next is the next opening after local when it lies outside the window, else
// the zero time.
func (w Window) next(local time.Time) time.Time {
	minute := local.Hour()*60 + local.Minute()
	if minute >= w.From && minute < w.To {
		return time.Time{}
	}
	day := local.Day()
	if minute >= w.To {
		day++
	}
	return time.Date(local.Year(), local.Month(), day, w.From/60, w.From%60, 0, 0, local.Location()).UTC()
}
