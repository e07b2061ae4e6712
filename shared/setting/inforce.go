package setting

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"huiyin/shared/calendar"
	"huiyin/shared/campaign"
	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/greeting"
	"huiyin/shared/message"
	"huiyin/shared/shipment"
	"huiyin/shared/sla"
	"huiyin/shared/task"
)

// InForce is what is in force: what the program brings along, and before it
// whatever was saved. It must not be changed.
type InForce struct {
	Calendars map[string]calendar.Calendar // each with its id and version
	Holidays  calendar.Holidays
	Book      *sla.Book
	Texts     message.Edits
	Greetings greeting.Settings
	Customers customer.Settings
	Tasks     task.Rules
	Shipments shipment.Settings
	Campaigns campaign.Settings
	kept      map[Area]map[string]Kept
	zone      string
}

// Compile makes what is in force from all that was saved. zone is the
// company's, an IANA name: the calendars of the program are in it.
func Compile(kept []Kept, zone string) (*InForce, error) {
	f := &InForce{kept: map[Area]map[string]Kept{}, zone: zone}
	fallback, err := sla.DefaultBook(zone)
	if err != nil {
		return nil, errs.Wrap(err, "make the book of the program")
	}
	f.Book = &sla.Book{Policies: sla.DefaultPolicies(), Calendars: map[string]*calendar.Schedule{}, Fallback: fallback}
	for _, k := range kept {
		if f.kept[k.Area] == nil {
			f.kept[k.Area] = map[string]Kept{}
		}
		f.kept[k.Area][k.ID] = k
		if k.Area.rules() {
			f.Book.Revision += k.Version
		}
	}
	fallback.Revision = f.Book.Revision
	for _, read := range []func() error{f.readHolidays, f.readCalendars, f.readPolicies, f.readTexts, f.readTasks, f.readCustomers, f.readShipments} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	return f, nil
}

func (f *InForce) readHolidays() error {
	f.Holidays = calendar.DefaultHolidays()
	for _, id := range slices.Sorted(maps.Keys(f.kept[Holiday])) {
		var err error
		if f.Holidays, err = withYear(f.Holidays, f.kept[Holiday][id]); err != nil {
			return err
		}
	}
	return nil
}

// withYear puts a saved list into the place of the one before.
func withYear(h calendar.Holidays, k Kept) (calendar.Holidays, error) {
	var days []calendar.Holiday
	year, err := strconv.Atoi(k.ID)
	if err == nil {
		err = json.Unmarshal(k.Value, &days)
	}
	if err == nil {
		h, err = h.With(year, days)
	}
	return h, errs.Wrap(err, "take the saved holidays of "+k.ID)
}

func (f *InForce) readCalendars() error {
	f.Calendars = defaultCalendars(f.zone)
	for id, k := range f.kept[Calendar] {
		c, err := calendarOf(k)
		if err != nil {
			return err
		}
		f.Calendars[id] = c
	}
	for id, c := range f.Calendars {
		schedule, err := calendar.Compile(c, f.Holidays)
		if err != nil {
			return errs.Wrap(err, "compile the calendar "+id)
		}
		f.Book.Calendars[id] = schedule
	}
	return nil
}

// defaultCalendars are the program's, by id.
func defaultCalendars(zone string) map[string]calendar.Calendar {
	all := map[string]calendar.Calendar{}
	for _, c := range sla.DefaultCalendars() {
		c.TimeZone = zone
		all[c.ID] = c
	}
	return all
}

func calendarOf(k Kept) (calendar.Calendar, error) {
	var c calendar.Calendar
	err := json.Unmarshal(k.Value, &c)
	c.ID, c.Version = k.ID, k.Version
	return c, errs.Wrap(err, "decode the saved calendar "+k.ID)
}

func (f *InForce) readPolicies() error {
	k, ok := f.kept[Policy][PoliciesID]
	if !ok {
		return nil
	}
	f.Book.Policies = sla.Policies{}
	return errs.Wrap(json.Unmarshal(k.Value, &f.Book.Policies), "decode the saved policies")
}

// Made tells whether this is what Compile would make.
func (f *InForce) Made(kept []Kept) bool {
	have := 0
	for _, all := range f.kept {
		have += len(all)
	}
	for _, k := range kept {
		if f.kept[k.Area][k.ID].Version != k.Version {
			return false
		}
	}
	return have == len(kept)
}

// Kept is a setting as it was saved last; false when it never was.
func (f *InForce) Kept(area Area, id string) (Kept, bool) {
	k, ok := f.kept[area][id]
	return k, ok
}

// Version is the version in force, 1 for what the program brings along, 0 for
// what is not there.
func (f *InForce) Version(area Area, id string) int {
	if k, ok := f.kept[area][id]; ok {
		return k.Version
	}
	switch area {
	case Calendar:
		return f.Calendars[id].Version
	case Policy:
		return 1
	}
	if year, err := strconv.Atoi(id); err == nil && f.Holidays.Loaded(year) {
		return 1
	}
	return 0
}

// with is what would be in force with further versions.
func (f *InForce) with(savings []Saving) (*InForce, error) {
	after := map[[2]string]Kept{}
	for area, all := range f.kept {
		for id, k := range all {
			after[[2]string{string(area), id}] = k
		}
	}
	for _, s := range savings {
		after[[2]string{string(s.Area), s.ID}] = s.Kept
	}
	return Compile(slices.Collect(maps.Values(after)), f.zone)
}

// years are the versions of the lists of holidays that were saved.
func (f *InForce) years() map[int]int {
	versions := map[int]int{}
	for id, k := range f.kept[Holiday] {
		if year, err := strconv.Atoi(id); err == nil {
			versions[year] = k.Version
		}
	}
	return versions
}

// moves tells whether a ticket that lives by one of f's policies would live by
// something else after a change.
func (f *InForce) moves(after *InForce) bool {
	for _, p := range append(slices.Clone(f.Book.Policies.Ordered), f.Book.Policies.Default) {
		was, _, err1 := f.Book.Of(p.ID)
		is, ok, err2 := after.Book.Of(p.ID)
		if err1 != nil || err2 != nil || !ok || was.Policy.Version != is.Policy.Version ||
			was.Calendar.ID() != is.Calendar.ID() || was.Calendar.Version() != is.Calendar.Version() {
			return true
		}
	}
	return false
}
