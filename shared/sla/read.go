package sla

import (
	"slices"
	"strings"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/calendar/strict"
)

// Limits of a policy, far above any real one.
const (
	maxSteps      = 50
	maxPriorities = 20
	maxValues     = 50 // of one condition
	maxWord       = 80 // characters of a name, an id or any other word
)

// ReadPolicy takes a policy from JSON that a person wrote; whatever is wrong is
// told with its path. It is false when anything was.
func ReadPolicy(v strict.Value) (Policy, bool) {
	p := Policy{Targets: Targets{}}
	before := v.Refusals()
	o, ok := v.Object("id", "name", "version", "calendar", "when", "targets", "priorities", "steps", "carryOver")
	if !ok {
		return p, false
	}
	p.ID, p.Name, p.Calendar = o.Text("id", maxWord), o.Text("name", maxWord), o.Text("calendar", maxWord)
	if version, ok := o.Get("version"); ok {
		p.Version, _ = version.Int()
	}
	if when, ok := o.Get("when"); ok {
		p.When = readWhen(when)
	}
	if targets, ok := o.Get("targets"); ok {
		p.Targets = readTargets(targets)
	}
	if priorities, ok := o.Get("priorities"); ok {
		p.Priorities = readPriorities(priorities)
	}
	if steps, ok := o.Get("steps"); ok {
		p.Steps = readSteps(steps)
	}
	if hour, ok := o.Get("carryOver"); ok {
		p.CarryOver = readClock(hour)
	}
	return p, v.Refusals() == before
}

func readWhen(v strict.Value) (w When) {
	o, _ := v.Object("kind", "reason", "channel", "requester", "customerClass", "priority", "team")
	for name, into := range map[string]*[]string{
		"kind": &w.Kind, "reason": &w.Reason, "channel": &w.Channel, "requester": &w.Requester,
		"customerClass": &w.CustomerClass, "priority": &w.Priority, "team": &w.Team,
	} {
		if values, ok := o.Get(name); ok {
			*into, _ = values.Texts(maxValues, maxWord)
		}
	}
	return w
}

func readPriorities(v strict.Value) map[string]Targets {
	o, ok := v.Map(maxPriorities)
	if !ok {
		return nil
	}
	priorities := map[string]Targets{}
	for _, name := range o.Names() {
		targets, _ := o.Get(name)
		priorities[name] = readTargets(targets)
	}
	return priorities
}

func readTargets(v strict.Value) Targets {
	o, ok := v.Map(2 * len(Metrics))
	if !ok {
		return nil
	}
	targets := Targets{}
	for _, name := range o.Names() {
		target, _ := o.Get(name)
		metric := Metric(name)
		if !slices.Contains(Metrics, metric) {
			target.Refuse("sla.unknown_metric", "allowed", joined(Metrics))
			continue
		}
		if !target.Null() { // as if it were not there
			targets[metric] = readTarget(target)
		}
	}
	return targets
}

// readTarget reads one target: exactly one kind, or none at all.
func readTarget(v strict.Value) (t Target) {
	o, ok := v.Object("business", "elapsed", "nextDay", "afterHours")
	if !ok {
		return t
	}
	kinds := 0
	if business, ok := o.Get("business"); ok {
		kinds++
		t.Business = readDuration(business)
	}
	if elapsed, ok := o.Get("elapsed"); ok {
		kinds++
		t.Elapsed = readDuration(elapsed)
	}
	if nextDay, ok := o.Get("nextDay"); ok {
		kinds++
		if text, _ := nextDay.Text(maxWord); text == nextDayClose {
			t.NextDay = text
		} else {
			t.NextDay = readClock(nextDay)
		}
	}
	afterHours, hasHour := o.Get("afterHours")
	if hasHour {
		t.AfterHours = readClock(afterHours)
	}
	if kinds > 1 || (kinds == 0 && hasHour) {
		v.Refuse("sla.target_kind")
	}
	return t
}

func readDuration(v strict.Value) Duration {
	text, ok := v.Text(maxWord)
	if !ok {
		return 0
	}
	d, err := time.ParseDuration(text)
	switch {
	case err != nil:
		v.Refuse("sla.no_duration")
	case d < 0:
		v.Refuse("sla.negative")
	case d > maxDuration:
		v.Refuse("sla.too_long")
	}
	return Duration(d.Truncate(time.Millisecond)) // the finest that is stored
}

func readClock(v strict.Value) string {
	text, ok := v.Text(maxWord)
	if !ok {
		return ""
	}
	if _, ok := calendar.ParseClock(text); !ok {
		v.Refuse("calendar.no_time")
	}
	return text
}

func readSteps(v strict.Value) []Step {
	list, _ := v.List(maxSteps)
	steps := make([]Step, 0, len(list))
	for _, element := range list {
		o, ok := element.Object("at", "to", "metrics")
		if !ok {
			continue
		}
		var step Step
		if at, ok := o.Need("at"); ok {
			if text, ok := at.Text(maxWord); ok {
				step.At = text
				if _, ok := parseMoment(text); !ok {
					at.Refuse("sla.unknown_step")
				}
			}
		}
		if to, ok := o.Need("to"); ok {
			before := to.Refusals()
			step.To = readWords(to, Roles, "sla.unknown_role")
			if len(step.To) == 0 && to.Refusals() == before {
				to.Refuse("required")
			}
		}
		if metrics, ok := o.Get("metrics"); ok {
			step.Metrics = readWords(metrics, Metrics, "sla.unknown_metric")
		}
		steps = append(steps, step)
	}
	return steps
}

// readWords reads a list of words out of those that are allowed.
func readWords[W ~string](v strict.Value, allowed []W, code string) []W {
	list, _ := v.List(maxValues)
	read := make([]W, 0, len(list))
	for _, element := range list {
		text, ok := element.Text(maxWord)
		if !ok {
			continue
		}
		if !slices.Contains(allowed, W(text)) {
			element.Refuse(code, "allowed", joined(allowed))
			continue
		}
		read = append(read, W(text))
	}
	return read
}

// joined lists allowed words for a sentence.
func joined[W ~string](list []W) string {
	texts := make([]string, len(list))
	for i, w := range list {
		texts[i] = string(w)
	}
	return strings.Join(texts, ", ")
}
