package desk

import (
	"strings"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/id"
	"huiyin/shared/sla"
	"huiyin/shared/ticket"
)

// TicketRecord is a ticket without the words and the person. Times are UTC.
type TicketRecord struct {
	Number  string `json:"number" doc:"As it is sent back."`
	Shown   string `json:"shown" doc:"As people read it: K7M-3QP-9XA."`
	Version int    `json:"version" doc:"Also the ETag of a single ticket."`

	Type       string   `json:"type" enum:"inquiry,complaint"`
	Kind       string   `json:"kind,omitempty" doc:"What an inquiry is about."`
	Reason     string   `json:"reason,omitempty" doc:"What a complaint is for."`
	Target     string   `json:"target,omitempty" doc:"What a complaint is about: goods, service or agent."`
	Agent      string   `json:"agent,omitempty" doc:"Badge of the agent a complaint names."`
	Stage      string   `json:"stage" enum:"received,handling,waiting,resolved,closed,merged,withdrawn"`
	WaitingFor string   `json:"waitingFor,omitempty" doc:"customer or partner, while it waits."`
	Allowed    []string `json:"allowed" doc:"What can be done to it now."`
	Priority   string   `json:"priority" enum:"normal,urgent"`
	Channel    string   `json:"channel"`
	Requester  string   `json:"requester" enum:"customer,salesperson,partner"`
	Class      string   `json:"class,omitempty" doc:"Of the customer."`
	Region     string   `json:"region,omitempty"`
	Language   string   `json:"language" enum:"zh,en" doc:"Of everything the customer is told."`
	Waybill    string   `json:"waybill,omitempty"`
	Linked     []string `json:"linked,omitempty" doc:"Tickets of the same waybill when it was opened."`
	MergedInto string   `json:"mergedInto,omitempty"`

	Team        string `json:"team"`
	Owner       string `json:"owner,omitempty" doc:"Id of a member of staff."`
	Rings       int    `json:"rings,omitempty" doc:"Before the call was taken."`
	Chases      int    `json:"chases" doc:"How often the same matter came in again."`
	Reopenings  int    `json:"reopenings"`
	EscalatedBy string `json:"escalatedBy,omitempty" doc:"staff:<id> of who reported it upwards last."`
	CarriedOver bool   `json:"carriedOver,omitempty"`
	PromiseFor  string `json:"promiseFor,omitempty" doc:"reply or work, while something is promised."`

	NextStep string    `json:"nextStep,omitempty" enum:"analysed,planned,carried_out,answered,revisited,summed_up,ruled" doc:"Of a complaint: the step that is missing next."`
	NextBy   time.Time `json:"nextBy,omitzero" doc:"By when it is expected, where that can be said."`
	Cause    string    `json:"cause,omitempty" doc:"Code of the last analysis."`
	Reviewer string    `json:"reviewer,omitempty" doc:"Id of who has to rule, while a dispute waits."`

	HandOver *HandOver `json:"handOver,omitempty" doc:"While it is handed over: to whom."`

	PromiseDueAt time.Time `json:"promiseDueAt,omitzero"`
	OpenedAt     time.Time `json:"openedAt"`
	LastEventAt  time.Time `json:"lastEventAt"`
	AnsweredAt   time.Time `json:"answeredAt,omitzero" doc:"The last answer the customer can read."`
	ResolvedAt   time.Time `json:"resolvedAt,omitzero"`
	ClosedAt     time.Time `json:"closedAt,omitzero"`
	DueAt        time.Time `json:"dueAt,omitzero" doc:"The earliest of what is due; none when nothing is."`
}

func record(t ticket.Ticket) TicketRecord {
	r := TicketRecord{
		Number: t.Number, Shown: id.Show(t.Number), Version: t.Version, Type: string(t.Kind), Target: t.Target, Agent: t.Accused,
		Stage: string(t.Stage), WaitingFor: t.WaitingFor, Allowed: []string{}, Priority: t.Priority, Channel: t.Channel,
		Requester: t.Requester, Class: t.Class, Region: t.Region, Language: t.Lang, Waybill: t.Waybill, Linked: t.Linked,
		MergedInto: t.MergedInto, Team: t.Team, Owner: t.Owner, Rings: t.Rings, Chases: t.Chases, Reopenings: t.Reopenings,
		EscalatedBy: t.Escalated, CarriedOver: t.Carried, PromiseFor: t.PromiseFor, PromiseDueAt: t.PromiseDue,
		OpenedAt: t.OpenedAt, LastEventAt: t.LastEventAt, AnsweredAt: t.AnsweredAt, ResolvedAt: t.ResolvedAt, ClosedAt: t.ClosedAt,
		NextStep: string(t.Next), NextBy: t.NextBy, Cause: t.Cause,
	}
	if d := t.Disputed(); d != nil {
		r.Reviewer = d.Reviewer
	}
	if t.Kind == ticket.Complaint {
		r.Reason = t.Reason
	} else {
		r.Kind = t.Reason
	}
	for _, action := range t.Allowed() {
		r.Allowed = append(r.Allowed, string(action))
	}
	r.HandOver = handOver(t)
	r.DueAt, _ = t.SLA.Shown()
	return r
}

func records(tickets []ticket.Ticket) []TicketRecord {
	list := make([]TicketRecord, 0, len(tickets))
	for _, t := range tickets {
		list = append(list, record(t))
	}
	return list
}

// Caller is who asked. Its number is covered; the whole one is read apart.
type Caller struct {
	Name        string `json:"name"`
	Title       string `json:"title,omitempty" enum:"mr,ms"`
	Phone       string `json:"phone,omitempty" doc:"Covered: 138****1234. None after an erasure."`
	From        string `json:"from,omitempty" doc:"From where the person calls."`
	ConsentText string `json:"consentText,omitempty" doc:"The sentence beside the box for greetings that was ticked."`
}

func caller(p ticket.Person) Caller {
	c := Caller{Name: p.Name, Title: p.Title, From: p.From}
	if p.Phone != "" {
		c.Phone = p.Phone.Masked()
	}
	if p.Consent != nil {
		c.ConsentText = p.Consent.Text
	}
	return c
}

// TicketTimer is one cycle of a deadline.
type TicketTimer struct {
	Metric         string         `json:"metric" enum:"first_response,handover,next_response,promise,resolution,statutory"`
	Cycle          int            `json:"cycle"`
	State          string         `json:"state" enum:"running,paused,met,breached,cancelled"`
	StartedAt      time.Time      `json:"startedAt"`
	DueAt          time.Time      `json:"dueAt"`
	WarnAt         time.Time      `json:"warnAt,omitzero" doc:"From when its time is short; none once it has ended."`
	EndedAt        time.Time      `json:"endedAt,omitzero" doc:"When it was met or cancelled or, after a breach, answered."`
	BreachedAt     time.Time      `json:"breachedAt,omitzero"`
	HeldSeconds    float64        `json:"heldSeconds" doc:"In the target's own kind of time."`
	OverdueSeconds float64        `json:"overdueSeconds" doc:"In the target's own kind of time."`
	CarriedOver    bool           `json:"carriedOver,omitempty"`
	Policy         string         `json:"policy,omitempty" doc:"Id of the policy it lives by."`
	Calendar       string         `json:"calendar,omitempty" doc:"Id of the calendar it lives by."`
	Explain        []TicketMoment `json:"explain" doc:"How the due time came about."`
}

// TicketMoment is a stretch of the time between start and due.
type TicketMoment struct {
	From    time.Time `json:"from"`
	To      time.Time `json:"to"`
	Seconds float64   `json:"seconds" doc:"Of it that counted."`
	Why     string    `json:"why" enum:"open,closed,hold,elapsed"`
	Special []string  `json:"special,omitempty" doc:"Dates in it that an exception or a holiday closed, each with its reason."`
}

func timers(all []sla.Timer) []TicketTimer {
	list := make([]TicketTimer, 0, len(all))
	for _, t := range all {
		shown := TicketTimer{
			Metric: string(t.Metric), Cycle: t.Cycle, State: string(t.State), StartedAt: t.Start, DueAt: t.Due, WarnAt: t.Warn,
			EndedAt: t.Ended, BreachedAt: t.Breached, HeldSeconds: t.Held.Seconds(), OverdueSeconds: t.Overdue.Seconds(),
			CarriedOver: t.CarriedOver, Policy: t.Policy.ID, Calendar: t.Calendar.ID, Explain: []TicketMoment{},
		}
		for _, p := range t.Explain {
			shown.Explain = append(shown.Explain, TicketMoment{From: p.From, To: p.To, Seconds: p.Counted().Seconds(), Why: p.Why, Special: special(p.Special)})
		}
		list = append(list, shown)
	}
	return list
}

func special(dates []calendar.Special) []string {
	var list []string
	for _, d := range dates {
		list = append(list, strings.TrimSpace(d.Date.String()+" "+string(d.Why)+" "+d.Name))
	}
	return list
}
