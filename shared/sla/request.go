package sla

import (
	"fmt"
	"slices"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/calendar/strict"
	"huiyin/shared/errs"
)

// Lookups find what a simulation names instead of spelling it out. Each answers
// with an error of kind NotFound when there is no such thing.
type Lookups struct {
	Calendar func(id string) (calendar.Calendar, error)
	Policy   func(id string) (Policy, error)
	// Ticket gives a real ticket's story, from its opening on; Calendar and
	// Policy of its happenings may be nil. Without it (nil) a request can't name
	// a ticket.
	Ticket   func(number string) ([]Happening, error)
	Holidays calendar.Holidays
}

// maxHappenings of one simulation; a busy ticket has a few dozen.
const maxHappenings = 1000

// request is a simulation, read.
type request struct {
	env   Env
	story []Happening
	until time.Time
	// paths are where the happenings stand in the request.
	paths []string
}

// reader reads one simulation.
type reader struct {
	lookups   Lookups
	calendars int   // spelled-out ones so far; each is a version of its own
	failed    error // a lookup that failed for another reason than NotFound
}

// read takes the request apart; what is wrong with it is told to the document.
func (r *reader) read(v strict.Value) (request, bool) {
	var req request
	before := v.Refusals()
	known := []string{"calendar", "policy", "happenings", "until"}
	if r.lookups.Ticket != nil {
		known = append(known, "ticket")
	}
	o, ok := v.Object(known...)
	if !ok {
		return req, false
	}
	if c, ok := o.Need("calendar"); ok {
		req.env.Calendar = r.calendar(c)
	}
	if p, ok := o.Need("policy"); ok {
		req.env.Policy = r.policy(p)
	}
	if until, ok := o.Need("until"); ok {
		req.until = readInstant(until)
	}
	if number, ok := o.Get("ticket"); ok && r.lookups.Ticket != nil {
		if _, both := o.Get("happenings"); both {
			number.Refuse("sla.ticket_or_happenings")
		}
		req.story, req.paths = r.ticket(number)
	} else if list, ok := o.Need("happenings"); ok {
		req.story, req.paths = r.happenings(list)
	}
	return req, v.Refusals() == before && r.failed == nil
}

// named is the id in {"id": "…"}; false when the value is something else.
func named(v strict.Value) (strict.Value, string, bool) {
	o, ok := v.Map(maxHappenings)
	if !ok || len(o.Names()) != 1 {
		return v, "", false
	}
	id, ok := o.Get("id")
	if !ok {
		return v, "", false
	}
	text, _ := id.Text(maxWord)
	return id, text, true
}

// found notes a lookup's error: what is not there is the caller's mistake.
func (r *reader) found(v strict.Value, err error, code string) bool {
	switch {
	case err == nil:
		return true
	case errs.Is(err, errs.NotFound):
		v.Refuse(code)
	default:
		r.failed = err
	}
	return false
}

// calendar reads a calendar, spelled out or named.
func (r *reader) calendar(v strict.Value) *calendar.Schedule {
	if !v.IsObject() {
		return nil
	}
	var c calendar.Calendar
	if id, name, ok := named(v); ok {
		var err error
		if c, err = r.lookups.Calendar(name); !r.found(id, err, "sla.unknown_calendar") {
			return nil
		}
	} else {
		if c, ok = calendar.Read(v); !ok {
			return nil
		}
		r.calendars++ // so that two of them are never taken for one
		c.ID, c.Version = v.Path(), r.calendars
	}
	schedule, err := calendar.Compile(c, r.lookups.Holidays)
	if err != nil {
		r.failed = errs.Wrap(err, "compile a calendar that was read")
	}
	return schedule
}

// policy reads a policy, spelled out or named.
func (r *reader) policy(v strict.Value) *Policy {
	if !v.IsObject() {
		return nil
	}
	if id, name, ok := named(v); ok {
		p, err := r.lookups.Policy(name)
		if !r.found(id, err, "sla.unknown_policy") {
			return nil
		}
		return &p
	}
	p, ok := ReadPolicy(v)
	if !ok {
		return nil
	}
	return &p
}

// ticket reads the number of a real ticket and fetches its story.
func (r *reader) ticket(v strict.Value) ([]Happening, []string) {
	number, ok := v.Text(maxWord)
	if !ok {
		return nil, nil
	}
	story, err := r.lookups.Ticket(number)
	if !r.found(v, err, "sla.unknown_ticket") {
		return nil, nil
	}
	return story, slices.Repeat([]string{v.Path()}, len(story))
}

// happenings reads the story and its order.
func (r *reader) happenings(v strict.Value) ([]Happening, []string) {
	list, ok := v.List(maxHappenings)
	if !ok {
		return nil, nil
	}
	if len(list) == 0 {
		v.Refuse("required")
		return nil, nil
	}
	var story []Happening
	var paths []string
	over := false
	for i, element := range list {
		h, ok := r.happening(element)
		if !ok {
			continue
		}
		at, kind := element.Path()+".at", element.Path()+".type"
		switch {
		case i == 0 && h.Type != Opened:
			v.RefuseAt(kind, "sla.not_opened")
		case i > 0 && h.Type == Opened:
			v.RefuseAt(kind, "sla.opened_twice")
		case over:
			v.RefuseAt(kind, "sla.after_the_end")
		}
		if n := len(story); n > 0 && h.At.Before(story[n-1].At) {
			v.RefuseAt(at, "sla.not_in_order")
		}
		over = over || h.Type == Merged || h.Type == Withdrawn
		story, paths = append(story, h), append(paths, element.Path())
	}
	return story, paths
}

// belongs says which members a happening has beside "at" and "type".
var belongs = map[HappeningType][]string{
	Opened: {"priority"}, PriorityChanged: {"priority"}, PausedFor: {"for"}, Promised: {"due", "for"},
	HandedOver: {"due"}, CalendarChanged: {"calendar"}, PolicyChanged: {"policy"},
}

// happening reads one thing that happened.
func (r *reader) happening(v strict.Value) (h Happening, ok bool) {
	before := v.Refusals()
	o, ok := v.Object("at", "type", "priority", "for", "due", "calendar", "policy")
	if !ok {
		return h, false
	}
	if at, ok := o.Need("at"); ok {
		h.At = readInstant(at)
	}
	kind, ok := o.Need("type")
	if !ok {
		return h, false
	}
	text, _ := kind.Text(maxWord)
	h.Type = HappeningType(text)
	if _, known := acts[h.Type]; !known && h.Type != Opened {
		kind.Refuse("sla.unknown_happening")
		return h, false
	}
	for _, name := range []string{"priority", "for", "due", "calendar", "policy"} {
		member, there := o.Get(name)
		switch {
		case there && !slices.Contains(belongs[h.Type], name):
			member.Refuse("sla.not_here", "type", text)
		case there:
			r.member(&h, name, member)
		case slices.Contains(belongs[h.Type], name) && name != "for" && h.Type != Opened && h.Type != HandedOver:
			o.Need(name)
		}
	}
	if h.Type == Promised && v.Refusals() == before && !h.At.Before(h.Due) {
		v.RefuseAt(v.Path()+".due", "sla.promise_due")
	}
	if h.Type == HandedOver && v.Refusals() == before && !h.Due.IsZero() && !h.At.Before(h.Due) {
		v.RefuseAt(v.Path()+".due", "sla.handover_due")
	}
	return h, v.Refusals() == before
}

// member reads one member of a happening to which it belongs.
func (r *reader) member(h *Happening, name string, v strict.Value) {
	switch name {
	case "priority":
		h.Priority, _ = v.Text(maxWord)
	case "due":
		h.Due = readInstant(v)
	case "calendar":
		h.Calendar = r.calendar(v)
	case "policy":
		h.Policy = r.policy(v)
	case "for":
		allowed := []string{ForCustomer, ForPartner}
		if h.Type == Promised {
			allowed = []string{ForReply, ForWork}
		}
		if h.For, _ = v.Text(maxWord); !slices.Contains(allowed, h.For) {
			v.Refuse("not_one_of", "allowed", joined(allowed))
		}
	}
}

// readInstant reads an RFC 3339 time, to the millisecond.
func readInstant(v strict.Value) (t time.Time) {
	text, ok := v.Text(maxWord)
	if !ok {
		return t
	}
	if err := t.UnmarshalText([]byte(text)); err != nil {
		v.Refuse("sla.no_instant")
		return time.Time{}
	}
	if !calendar.InRange(t) {
		v.Refuse("calendar.out_of_range")
	}
	return t.UTC().Truncate(time.Millisecond)
}

// placeOf is the path that an error of a happening is told at.
func (req request) placeOf(i int, err *errs.Error) string {
	if metric, ok := err.Args["metric"]; ok && i == 0 {
		return fmt.Sprintf("policy.targets.%s", metric)
	}
	if i < len(req.paths) {
		return req.paths[i]
	}
	return "happenings"
}
