package setting

import (
	"context"
	"fmt"
	"slices"
	"time"

	"huiyin/shared/calendar/strict"
	"huiyin/shared/errs"
	"huiyin/shared/sla"
)

// DraftPolicies checks all policies in their order, with their default, written
// as JSON: {"policies": […], "default": {…}}. seen is the version of the list
// that its author saw. Versions in the text are not looked at. errs.Invalid with
// the fields, errs.Stale.
func (s *Service) DraftPolicies(ctx context.Context, now time.Time, body []byte, seen int) (*Draft, error) {
	var f errs.Fields
	policies := readPolicies(body, &f)
	if err := f.Err(); err != nil {
		return nil, err
	}
	d, err := s.begin(ctx, Policy, PoliciesID, seen)
	if err != nil {
		return nil, err
	}
	for i := range policies.Ordered {
		d.checkCalendar(policies.Ordered[i], fmt.Sprintf("policies[%d]", i), &f)
	}
	d.checkCalendar(policies.Default, "default", &f)
	if err := f.Err(); err != nil {
		return nil, err
	}
	was := d.before.Book.Policies
	versions(was, &policies, seen+1)
	if err := d.put(Policy, PoliciesID, was, policies, nil); err != nil {
		return nil, err
	}
	for _, p := range d.after.unopenable(now) {
		if old, ok := byID(was, p.policy); !ok || old.Version != p.version {
			f.Add(p.path+"."+string(p.metric), "calendar.no_open_time", "days", p.days)
		}
	}
	return d, f.Err()
}

// readPolicies reads the document and what can be judged from it alone.
func readPolicies(body []byte, f *errs.Fields) (p sla.Policies) {
	v, ok := strict.Read(body, "", f.Add)
	if !ok {
		return p
	}
	o, ok := v.Object("policies", "default")
	if !ok {
		return p
	}
	seen := map[string]bool{}
	read := func(v strict.Value) sla.Policy {
		one, ok := sla.ReadPolicy(v)
		switch {
		case !ok:
		case one.ID == "":
			v.RefuseAt(v.Path()+".id", "required")
		case !idForm().MatchString(one.ID):
			v.RefuseAt(v.Path()+".id", "setting.id")
		case seen[one.ID]:
			v.RefuseAt(v.Path()+".id", "setting.id_twice")
		}
		seen[one.ID] = true
		return one
	}
	if list, ok := o.Need("policies"); ok {
		values, _ := list.List(maxPolicies)
		p.Ordered = make([]sla.Policy, 0, len(values))
		for _, one := range values {
			p.Ordered = append(p.Ordered, read(one))
		}
	}
	if last, ok := o.Need("default"); ok {
		p.Default = read(last)
		if p.Default.When.Named() {
			last.RefuseAt("default.when", "setting.default_when")
		}
	}
	return p
}

func (d *Draft) checkCalendar(p sla.Policy, path string, f *errs.Fields) {
	if p.Calendar == "" {
		f.Add(path+".calendar", "required")
	} else if _, ok := d.before.Calendars[p.Calendar]; !ok {
		f.Add(path+".calendar", "sla.unknown_calendar")
	}
}

// versions gives each policy its version: the one it had when it says the same
// as before, else that of the list it comes with. So no version of a policy
// ever means two things, though it be taken away and made again.
func versions(was sla.Policies, is *sla.Policies, list int) {
	give := func(p *sla.Policy) {
		p.Version = list
		if old, ok := byID(was, p.ID); ok {
			version := old.Version
			old.Version = list
			if same, err := equal(old, *p); err == nil && same {
				p.Version = version
			}
		}
	}
	for i := range is.Ordered {
		give(&is.Ordered[i])
	}
	give(&is.Default)
}

func byID(all sla.Policies, id string) (sla.Policy, bool) {
	list := append(slices.Clone(all.Ordered), all.Default)
	i := slices.IndexFunc(list, func(p sla.Policy) bool { return p.ID == id })
	if i < 0 {
		return sla.Policy{}, false
	}
	return list[i], true
}

// hopeless is a policy under which a ticket that comes in now could not be
// given a due time.
type hopeless struct {
	path, policy, calendar string
	version                int
	metric                 sla.Metric
	days                   any
}

// unopenable tries every policy, in each of its priorities, on a ticket that is
// opened now, answered, asked again and handed over: each of its timers starts.
func (f *InForce) unopenable(now time.Time) (found []hopeless) {
	all := append(slices.Clone(f.Book.Policies.Ordered), f.Book.Policies.Default)
	for i := range all {
		p := &all[i]
		env := sla.Env{Calendar: f.Book.Calendars[p.Calendar], Policy: p}
		if env.Calendar == nil {
			continue
		}
		priorities := []string{""}
		for name := range p.Priorities {
			priorities = append(priorities, name)
		}
		slices.Sort(priorities)
		for _, priority := range priorities {
			err := tryAll(env, now, priority)
			if err == nil {
				continue
			}
			path := fmt.Sprintf("policies[%d]", i)
			if i == len(all)-1 {
				path = "default"
			}
			if priority == "" {
				path += ".targets"
			} else {
				path += ".priorities." + priority
			}
			metric, _ := errs.As(err).Args["metric"].(string)
			found = append(found, hopeless{path, p.ID, p.Calendar, p.Version, sla.Metric(metric), errs.As(err).Args["days"]})
			break
		}
	}
	return found
}

func tryAll(env sla.Env, now time.Time, priority string) error {
	state, err := sla.Open(env, sla.Happening{At: now, Type: sla.Opened, Priority: priority})
	for _, typ := range []sla.HappeningType{sla.HandedOver, sla.AgentReply, sla.CustomerMessage} {
		if err == nil {
			_, err = state.Apply(env, sla.Happening{At: now, Type: typ})
		}
	}
	if err != nil && errs.As(err).Code == "calendar.no_open_time" {
		return err
	}
	return nil
}
