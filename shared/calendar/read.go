package calendar

import "huiyin/shared/calendar/strict"

// Read takes a calendar from JSON that a person wrote: unknown members, wrong
// types and everything that Validate refuses are told with their paths. It is
// false when anything was.
func Read(v strict.Value) (Calendar, bool) {
	c := Calendar{Hours: map[string][]Span{}}
	before := v.Refusals()
	o, ok := v.Object("id", "name", "version", "timeZone", "hours", "exceptions", "chinaHolidays")
	if !ok {
		return c, false
	}
	c.ID, c.Name = o.Text("id", maxName), o.Text("name", maxName)
	if version, ok := o.Get("version"); ok {
		c.Version, _ = version.Int()
	}
	if zone, ok := o.Need("timeZone"); ok {
		c.TimeZone, _ = zone.Text(maxName)
	}
	if hours, ok := o.Get("hours"); ok {
		c.Hours = readHours(hours)
	}
	if exceptions, ok := o.Get("exceptions"); ok {
		c.Exceptions = readExceptions(exceptions)
	}
	if holidays, ok := o.Get("chinaHolidays"); ok {
		c.ChinaHolidays, _ = holidays.Bool()
	}
	if v.Refusals() == before { // what could not be read is not judged
		c.Validate(v.Path(), v.RefuseAt)
	}
	return c, v.Refusals() == before
}

func readHours(v strict.Value) map[string][]Span {
	o, ok := v.Map(len(weekdays) * 2)
	if !ok {
		return nil
	}
	hours := map[string][]Span{}
	for _, name := range o.Names() {
		day, _ := o.Get(name)
		if _, known := weekdays[name]; !known {
			day.Refuse("calendar.unknown_weekday", "allowed", weekdayNames)
			continue
		}
		hours[name] = readSpans(day)
	}
	return hours
}

func readExceptions(v strict.Value) []Exception {
	list, _ := v.List(maxExceptions)
	exceptions := make([]Exception, 0, len(list))
	for _, element := range list {
		o, ok := element.Object("date", "spans")
		if !ok {
			continue
		}
		var exception Exception
		if date, ok := o.Need("date"); ok {
			exception.Date, _ = date.Text(maxName)
		}
		if spans, ok := o.Need("spans"); ok {
			exception.Spans = readSpans(spans)
		}
		exceptions = append(exceptions, exception)
	}
	return exceptions
}

func readSpans(v strict.Value) []Span {
	list, _ := v.List(maxSpans)
	spans := make([]Span, 0, len(list))
	for _, element := range list {
		ends, ok := element.Texts(2, maxName)
		if !ok {
			continue
		}
		if len(ends) != 2 {
			element.Refuse("calendar.no_span")
			continue
		}
		spans = append(spans, Span{ends[0], ends[1]})
	}
	return spans
}
