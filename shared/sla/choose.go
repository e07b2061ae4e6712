package sla

import "slices"

// When says which tickets a policy is for. A ticket matches when each condition
// that has values names the ticket's; "" among the values stands for a ticket
// that has none (a customer without a class, an inquiry without a reason).
type When struct {
	Kind          []string `json:"kind,omitempty"`
	Reason        []string `json:"reason,omitempty"`
	Channel       []string `json:"channel,omitempty"`
	Requester     []string `json:"requester,omitempty"`
	CustomerClass []string `json:"customerClass,omitempty"`
	Priority      []string `json:"priority,omitempty"`
	Team          []string `json:"team,omitempty"`
}

// Facts are what policies are chosen by. Each is a word of the ticket's own
// lists, "" when it has none.
type Facts struct {
	Kind, Reason, Channel, Requester, CustomerClass, Priority, Team string
	// Agreement is the id of the policy agreed with the customer, which comes
	// before all conditions (SJ-16); "" is none, and one that is not there (any
	// more) counts as none. Book looks it up.
	Agreement string
}

// conditions pairs each condition with the fact it looks at.
func (w When) conditions(f Facts) [7]struct {
	values []string
	fact   string
} {
	return [7]struct {
		values []string
		fact   string
	}{
		{w.Kind, f.Kind}, {w.Reason, f.Reason}, {w.Channel, f.Channel}, {w.Requester, f.Requester},
		{w.CustomerClass, f.CustomerClass}, {w.Priority, f.Priority}, {w.Team, f.Team},
	}
}

// matches tells whether a ticket is meant. Conditions that name nothing at all
// mean no ticket: such a policy is used only as the default or an agreement.
func (w When) matches(f Facts) bool {
	named := false
	for _, c := range w.conditions(f) {
		if len(c.values) == 0 {
			continue
		}
		named = true
		if !slices.Contains(c.values, c.fact) {
			return false
		}
	}
	return named
}

// Named tells whether any condition names something.
func (w When) Named() bool {
	for _, c := range w.conditions(Facts{}) {
		if len(c.values) > 0 {
			return true
		}
	}
	return false
}

// Policies are a company's policies in their order.
type Policies struct {
	Ordered []Policy `json:"policies"`
	Default Policy   `json:"default"`
}

// Choose gives the policy of a ticket: the agreement on the customer's file if
// there is one (nil: none; whether it is in force is for the file to say), else
// the first that matches, else the default.
func (p *Policies) Choose(f Facts, agreement *Policy) *Policy {
	if agreement != nil {
		return agreement
	}
	for i := range p.Ordered {
		if p.Ordered[i].When.matches(f) {
			return &p.Ordered[i]
		}
	}
	return &p.Default
}
