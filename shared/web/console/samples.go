package console

import (
	"cmp"
	"errors"
	"net/http"
	"strconv"

	"huiyin/shared/web"
	"huiyin/shared/web/desk"
)

var samplePages = []page{
	{path: "samples", title: "sample.title", op: "readSample", nav: navLead, show: samples},
	{path: "samples/{day}", title: "sample.title", op: "readSample", show: samples},
	{path: "samples/{day}/{number}", title: "sample.review.title", op: "readSample", show: reviewSample, forms: []form{{
		id: "reviewTicket", area: "sample", next: "samples/{day}", fields: []field{
			oneToFive("attitude"), oneToFive("accuracy"), oneToFive("speed"), oneToFive("record"),
			{name: "anomaly", kind: fCheck}, {name: "remark", kind: fArea, max: 1000}},
	}}},
}

// oneToFive is a field for a mark.
func oneToFive(name string) field {
	return field{name: name, kind: fRadio, required: true, options: []string{"1", "2", "3", "4", "5"}, read: func(text string) (any, bool) {
		n, err := strconv.Atoi(text)
		return n, err == nil
	}}
}

type samplesPage struct {
	*visit
	Sample desk.DaySample
	Day    string // as asked for
	Wrong  map[string]string
}

// samples shows the tickets that were drawn of a day (rule SJ-14).
func samples(v *visit) error {
	v.Refresh = 0
	p := samplesPage{visit: v, Day: cmp.Or(v.query("day"), v.value("day"))}
	err := v.get("readSample", &p.Sample, "day", p.Day)
	if wrong, ok := mistakes(err, "day"); ok {
		p.Wrong, v.status = wrong, http.StatusUnprocessableEntity
		return v.show("samples", p)
	}
	if err != nil {
		return err
	}
	p.Day = p.Sample.Day
	return v.show("samples", p)
}

type reviewPage struct {
	*visit
	Day  string
	One  desk.SampleTicket
	Own  bool  // nobody reviews his own work
	Form *Form // nil for whoever may not, and of what somebody else has reviewed
}

// reviewSample shows a ticket of a sample and the form for what was found on it.
func reviewSample(v *visit) error {
	v.Refresh = 0
	var day desk.DaySample
	if err := v.get("readSample", &day, "day", v.value("day")); err != nil {
		return err
	}
	for _, one := range day.Tickets {
		if one.Ticket.Number != v.value("number") {
			continue
		}
		f := v.form("reviewTicket")
		if r := one.Review; r != nil {
			for name, mark := range map[string]int{"attitude": r.Attitude, "accuracy": r.Accuracy, "speed": r.Speed, "record": r.Record} {
				f.set(name, strconv.Itoa(mark))
			}
			f.set("anomaly", r.Anomaly).set("remark", r.Remark)
			if r.By != "staff:"+v.StaffID() {
				f = nil // it is somebody else's
			}
		}
		own := one.Ticket.Owner != "" && one.Ticket.Owner == v.StaffID()
		if own {
			f = nil
		}
		return v.show("review", reviewPage{v, day.Day, one, own, f})
	}
	return v.lost()
}

// mistakes are what an operation says is wrong with parameters that the visitor
// typed, by their names; false when it says anything else.
func mistakes(err error, typed ...string) (map[string]string, bool) {
	var p *web.Problem
	if !errors.As(err, &p) || p.Status != http.StatusUnprocessableEntity {
		return nil, false
	}
	wrong := map[string]string{}
	for _, e := range p.Errors {
		for _, name := range typed {
			if e.Field == name {
				wrong[name] = e.Message
			}
		}
	}
	return wrong, len(wrong) > 0
}

// positive reads a number that stands in an address; 0 for what is none.
func positive(text string) int { n, _ := strconv.Atoi(text); return max(n, 0) }
