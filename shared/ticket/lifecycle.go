package ticket

import (
	"sort"
	"strings"

	"huiyin/shared/errs"
)

// Action is something that can be done to a ticket.
type Action string

// The actions.
const (
	Take           Action = "take"
	Assign         Action = "assign"
	Reply          Action = "reply"
	Note           Action = "note"
	Hear           Action = "customer_message"
	Pause          Action = "pause"
	Resume         Action = "resume"
	CarryOver      Action = "carry_over"
	Promise        Action = "promise"
	Done           Action = "done"
	ChangePriority Action = "change_priority"
	Escalate       Action = "escalate"
	Resolve        Action = "resolve"
	Reopen         Action = "reopen"
	HandOver       Action = "hand_over"
	AcceptHandOver Action = "accept_hand_over"
	LinkHandOver   Action = "link_hand_over"
	HandBack       Action = "hand_back"
	TakeBack       Action = "take_back"
	Analyse        Action = "analyse"
	PlanWork       Action = "plan"
	CarryOut       Action = "carry_out"
	Revisit        Action = "revisit"
	SumUp          Action = "sum_up"
	Contest        Action = "dispute"
	Rule           Action = "ruling"
	Merge          Action = "merge"
	Withdraw       Action = "withdraw"
	Attach         Action = "attach"
	Detach         Action = "detach"
	Sweep          Action = "sweep"
)

// lifecycle is the whole life of a ticket: action × stage → stage. What is not
// in it is forbidden. A customer's message on a resolved or closed ticket
// reopens it; one on a ticket that waits for the customer ends the wait (in
// hear.go), one that waits for a partner goes on waiting. A revisit that finds
// the customer not content leads to Handling, and what was missing last to
// Closed (in book.go and steps.go).
var lifecycle = map[Action]map[Stage]Stage{
	Take:           {Received: Handling, Handling: Handling, Waiting: Waiting},
	Assign:         {Received: Received, Handling: Handling, Waiting: Waiting},
	Reply:          {Received: Handling, Handling: Handling, Waiting: Waiting},
	Note:           {Received: Received, Handling: Handling, Waiting: Waiting, Resolved: Resolved, Closed: Closed, Merged: Merged, Withdrawn: Withdrawn},
	Hear:           {Received: Received, Handling: Handling, Waiting: Waiting, Resolved: Handling, Closed: Handling},
	Pause:          {Received: Waiting, Handling: Waiting, Waiting: Waiting},
	Resume:         {Received: Received, Handling: Handling, Waiting: Handling},
	CarryOver:      {Received: Received, Handling: Handling, Waiting: Waiting},
	Promise:        {Received: Received, Handling: Handling, Waiting: Waiting},
	Done:           {Received: Received, Handling: Handling, Waiting: Waiting},
	ChangePriority: {Received: Received, Handling: Handling, Waiting: Waiting},
	Escalate:       {Received: Received, Handling: Handling, Waiting: Waiting},
	Resolve:        {Received: Resolved, Handling: Resolved, Waiting: Resolved},
	Reopen:         {Resolved: Handling, Closed: Handling},
	HandOver:       {Received: Handling, Handling: Handling, Waiting: Waiting},
	AcceptHandOver: {Handling: Handling, Waiting: Waiting},
	LinkHandOver:   {Handling: Handling, Waiting: Waiting},
	HandBack:       {Handling: Handling, Waiting: Waiting},
	TakeBack:       {Handling: Handling, Waiting: Waiting},
	Analyse:        {Received: Handling, Handling: Handling, Waiting: Waiting},
	PlanWork:       {Received: Handling, Handling: Handling, Waiting: Waiting},
	CarryOut:       {Received: Handling, Handling: Handling, Waiting: Waiting},
	Revisit:        {Resolved: Resolved},
	SumUp:          {Resolved: Resolved},
	Contest:        {Handling: Handling, Waiting: Waiting, Resolved: Resolved, Closed: Resolved},
	Rule:           {Handling: Handling, Waiting: Waiting, Resolved: Resolved},
	Merge:          {Received: Merged, Handling: Merged, Waiting: Merged},
	Withdraw:       {Received: Withdrawn, Handling: Withdrawn, Waiting: Withdrawn},
	Attach:         {Received: Received, Handling: Handling, Waiting: Waiting, Resolved: Resolved},
	Detach:         {Received: Received, Handling: Handling, Waiting: Waiting, Resolved: Resolved, Closed: Closed, Merged: Merged, Withdrawn: Withdrawn},
	Sweep:          {Received: Received, Handling: Handling, Waiting: Waiting, Resolved: Resolved, Closed: Closed, Merged: Merged, Withdrawn: Withdrawn},
}

// Allowed lists, in alphabetical order, what a person can do in a stage.
func Allowed(stage Stage) []Action {
	var actions []Action
	for action, moves := range lifecycle {
		if _, ok := moves[stage]; ok && action != Sweep {
			actions = append(actions, action)
		}
	}
	sort.Slice(actions, func(i, j int) bool { return actions[i] < actions[j] })
	return actions
}

// next is the stage an action leads to, or a Conflict that says what is
// allowed instead.
func next(t *Ticket, action Action) (Stage, error) {
	if to, ok := lifecycle[action][t.Stage]; ok {
		return to, nil
	}
	var allowed []string
	for _, a := range t.Allowed() {
		allowed = append(allowed, string(a))
	}
	return t.Stage, errs.New(errs.Conflict, "ticket.not_allowed").
		With("action", string(action)).With("stage", string(t.Stage)).
		With("allowed", strings.Join(allowed, ", "))
}
