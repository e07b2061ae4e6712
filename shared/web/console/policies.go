package console

import (
	"encoding/json"
	"fmt"

	"huiyin/shared/errs"
	"huiyin/shared/sla"
)

// defaultPolicy is the path of the policy for whatever no other is for, and
// newPolicy that of one that is not there yet.
const (
	defaultPolicy = "default"
	newPolicy     = "new"
)

// conditions are what a policy can look at.
var conditions = []string{"kind", "reason", "channel", "requester", "customerClass", "priority", "team"}

// policyFields are a policy as one form: what it is for, its targets, those of
// urgent tickets, its notices.
func policyFields() []field {
	all := []field{{name: "id", kind: fText, narrow: true, max: 40}, {name: "name", kind: fText, max: 80}, {name: "calendar", kind: fSelect, required: true}}
	for _, c := range conditions {
		all = append(all, field{name: "when." + c, kind: fText, read: readWords})
	}
	for _, m := range sla.Metrics {
		all = append(all, field{name: "targets." + string(m), kind: fText, read: readTarget})
	}
	for _, m := range sla.Metrics {
		all = append(all, field{name: "priorities.urgent." + string(m), kind: fText, read: readTarget})
	}
	return append(all, field{name: "carryOver", kind: fHour, narrow: true}, field{name: "steps", kind: fArea, rows: 8, read: readSteps})
}

// readWords are codes, separated by commas.
func readWords(text string) (any, bool) { return fields(text, ",，、 "), true }

// policyAt finds the policy of a page among all; its place is what the
// operation's mistakes begin with.
func policyAt(all sla.Policies, id string) (p sla.Policy, place string, ok bool) {
	if id == defaultPolicy {
		return all.Default, "default.", true
	}
	for i, p := range all.Ordered {
		if p.ID == id {
			return p, fmt.Sprintf("policies[%d].", i), true
		}
	}
	return sla.Policy{}, fmt.Sprintf("policies[%d].", len(all.Ordered)), id == newPolicy
}

func placeOfPolicy(v *visit) string {
	all, _, err := v.policies()
	if err != nil {
		return ""
	}
	_, place, _ := policyAt(all, v.value("id"))
	return place
}

func onePolicy(v *visit) error {
	all, version, err := v.policies()
	if err != nil {
		return err
	}
	p, _, ok := policyAt(all, v.value("id"))
	if !ok {
		return v.lost()
	}
	if p.ID == "" && v.value("id") == newPolicy && !v.May("savePolicies") {
		v.forbid("savePolicies")
		return nil
	}
	if v.Title = p.Name; v.Title == "" {
		v.Title = v.T("rules." + v.value("id") + "_policy")
	}
	var list struct{ Calendars []struct{ ID string } }
	if err := v.get("listCalendars", &list); err != nil {
		return err
	}
	var choices []Option
	for _, c := range list.Calendars {
		choices = append(choices, Option{c.ID, c.ID})
	}
	f := v.sheet("savePolicies").set("id", p.ID).set("name", p.Name).set("calendar", p.Calendar).choices("calendar", choices).
		set("carryOver", p.CarryOver).set("steps", v.writeSteps(p.Steps)).match(version)
	for i, values := range [][]string{p.When.Kind, p.When.Reason, p.When.Channel, p.When.Requester, p.When.CustomerClass, p.When.Priority, p.When.Team} {
		f.set("when."+conditions[i], commas(values))
	}
	for _, m := range sla.Metrics {
		f.set("targets."+string(m), v.writeTarget(p.Targets[m])).set("priorities.urgent."+string(m), v.writeTarget(p.Priorities["urgent"][m]))
	}
	data := rulePage{visit: v, Form: f, Preview: previewed(v, "previewPolicies")}
	if err := v.earlier(&data, "listPolicyVersions"); err != nil {
		return err
	}
	return v.show("rule", data)
}

func commas(values []string) string {
	text := ""
	for i, one := range values {
		if i > 0 {
			text += ", "
		}
		text += one
	}
	return text
}

// amongPolicies puts what was typed in the place of the policy among all of
// them, which is what the operation takes. What the form does not show (other
// priorities) stays as it is.
func amongPolicies(v *visit, said map[string]any) (any, error) {
	var whole struct {
		Policies []map[string]any `json:"policies"`
		Default  map[string]any   `json:"default"`
	}
	var stored struct{ Value json.RawMessage }
	if err := v.get("readPolicies", &stored); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(stored.Value, &whole); err != nil {
		return nil, err
	}
	if said["targets"] == nil {
		said["targets"] = map[string]any{}
	}
	if v.value("id") == defaultPolicy {
		whole.Default = over(whole.Default, said)
		return whole, nil
	}
	for i, p := range whole.Policies {
		if p["id"] == v.value("id") {
			whole.Policies[i] = over(p, said)
			return whole, nil
		}
	}
	if v.value("id") != newPolicy {
		return nil, errs.New(errs.NotFound, "setting.not_found")
	}
	whole.Policies = append(whole.Policies, said)
	return whole, nil
}

// over is what was typed, with what of the old policy has no field.
func over(old, said map[string]any) map[string]any {
	if before, ok := old["priorities"].(map[string]any); ok {
		now, _ := said["priorities"].(map[string]any)
		for name, targets := range before {
			if name == "urgent" {
				continue
			}
			if now == nil {
				now = map[string]any{}
			}
			now[name] = targets
		}
		if now != nil {
			said["priorities"] = now
		}
	}
	return said
}
