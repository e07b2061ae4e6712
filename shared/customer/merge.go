package customer

import (
	"context"
	"slices"
	"strings"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
)

// What a merge tells: Joined in the history of the file that stays, Merged in
// that of the one that became part of it. Facts are MergeFacts.
const (
	Joined event.Type = "customer.joined"
	Merged event.Type = "customer.merged"
)

// MergeFacts name the other file, and the fields that were taken from it.
type MergeFacts struct {
	Other string   `json:"other"`
	Took  []string `json:"took,omitempty"`
}

// Takeable are the fields of which a merge can take the other file's instead of
// the one's that stays. Lists (people, tags, co-owners, numbers) are joined.
var Takeable = []string{"name", "title", "phone", "company", "region", "address", "lang", "zone", "birthday", "class", "credit",
	"owner", "needs", "plan", "agreement"}

// Two are the files of a merge, as the caller has seen them.
type Two struct {
	Stays, Goes               string
	StaysVersion, GoesVersion int
}

// Merge makes two files one (rules SJ-2, QM-6). The one that goes stays as a
// stub that leads to the other; its numbers, and with them its tickets, lead to
// the other from now on; its notes are found by it (IDs). What the file that
// stays does not say it takes from the other, and beside that the fields of
// take.
//
// Consent is that of the file whose number is the main one afterwards, and a
// stop of either holds: a merge never lets more be sent than before. Who is
// greeted is greeted once, at that number.
//
// errs.Invalid take; errs.NotFound, errs.Stale; errs.Conflict
// customer.merge_self, customer.merge_too_many with what would be too many.
func (s Service) Merge(ctx context.Context, now time.Time, by string, two Two, take []string) (Customer, error) {
	var f errs.Fields
	for _, name := range take {
		oneOf(&f, "take", name, Takeable)
	}
	if err := f.Err(); err != nil {
		return Customer{}, err
	}
	if two.Stays == two.Goes {
		return Customer{}, errs.New(errs.Conflict, "customer.merge_self")
	}
	was, err := s.read(ctx, two.Stays, two.StaysVersion)
	if err != nil {
		return Customer{}, err
	}
	gone, err := s.read(ctx, two.Goes, two.GoesVersion)
	if err != nil {
		return Customer{}, err
	}
	c := was
	w := writing{by: by, at: later(later(now, was.UpdatedAt), gone.UpdatedAt)}
	if err := c.join(gone, take, w.at, by); err != nil {
		return Customer{}, err
	}
	beside := c
	beside.Apart = append(slices.Clone(c.Apart), gone.ID) // the store has not heard of it yet
	if err := s.suspect(ctx, &beside); err != nil {
		return Customer{}, err
	}
	c.Suspected = beside.Suspected
	if err := w.tell(&c, Joined, MergeFacts{Other: gone.ID, Took: take}); err != nil {
		return Customer{}, err
	}
	stops, err := s.stopped(ctx, c, was, gone)
	if err != nil {
		return Customer{}, err
	}
	if stops {
		if err := w.move(&c, ByMerging, ""); err != nil {
			return Customer{}, err
		}
	}
	stub := Customer{ID: gone.ID, Version: gone.Version + 1, Seq: gone.Seq, Lang: gone.Lang, Class: gone.Class, Merged: c.ID,
		Consent: Consent{State: None}, CreatedAt: gone.CreatedAt}
	if err := w.tell(&stub, Merged, MergeFacts{Other: c.ID}); err != nil {
		return Customer{}, err
	}
	w.change.Other, w.change.OtherWas = &stub, &gone
	return s.commit(ctx, c, &was, w.change)
}

// stopped tells whether one of two files that become c, or one of its numbers,
// said stop. A file that got another number after a stop is stopped although no
// number of it is.
func (s Service) stopped(ctx context.Context, c, stays, goes Customer) (bool, error) {
	if stays.Consent.State == Stopped || goes.Consent.State == Stopped {
		return true, nil
	}
	for _, key := range c.Keys() {
		o, err := s.Store.Optout(ctx, key)
		if err != nil || o.Stopped {
			return o.Stopped, err
		}
	}
	return false, nil
}

// join writes into a file what a merge takes from another one.
func (c *Customer) join(gone Customer, take []string, at time.Time, by string) error {
	takes := func(name string, empty bool) bool { return slices.Contains(take, name) || empty }
	for _, one := range []struct {
		name  string
		field *string
		value string
	}{
		{"name", &c.Name, gone.Name}, {"title", &c.Title, gone.Title}, {"company", &c.Company, gone.Company}, {"region", &c.Region, gone.Region},
		{"address", &c.Address, gone.Address}, {"zone", &c.Zone, gone.Zone}, {"owner", &c.Owner, gone.Owner},
		{"needs", &c.Needs, gone.Needs}, {"plan", &c.Plan, gone.Plan},
	} {
		if takes(one.name, *one.field == "") {
			*one.field = one.value
		}
	}
	if takes("lang", false) {
		c.Lang = gone.Lang
	}
	if takes("birthday", !c.Birthday.Known()) {
		c.Birthday = gone.Birthday
	}
	if takes("agreement", c.Agreement == Agreement{}) {
		c.Agreement = gone.Agreement
	}
	if takes("class", false) {
		c.Class, c.Chosen, c.Computed, c.Classes = gone.Class, gone.Chosen, gone.Computed, gone.Classes
	}
	if takes("credit", c.Credit == "" && len(c.Credits) == 0) {
		c.Credit, c.Credits = gone.Credit, gone.Credits
	}
	if len(c.Onboarding.Items) == 0 {
		c.Onboarding = gone.Onboarding
	}
	if !gone.Lead.Known() {
		c.Lead = Lead{} // one of them is a customer
	}
	if gone.Verified.At.After(c.Verified.At) {
		c.Verified = gone.Verified
	}
	if gone.CreatedAt.Before(c.CreatedAt) {
		c.CreatedAt = gone.CreatedAt
	}
	c.Archived = c.Archived && gone.Archived
	c.Absorbed = tail(slices.Concat(c.Absorbed, gone.Absorbed, []Absorbed{{ID: gone.ID, At: at, By: by}}), maxAbsorbed)
	c.Apart = slices.DeleteFunc(tail(slices.Concat(gone.Apart, c.Apart), maxApart), func(id string) bool { return id == gone.ID || id == c.ID })
	c.joinNumbers(gone, takes("phone", false))
	c.joinCards(gone)
	return c.joinLists(gone)
}

// joinNumbers adds the numbers of another file. The consent belongs to the
// number that greetings go to.
func (c *Customer) joinNumbers(gone Customer, main bool) {
	own, others := Number{c.Phone, c.PhoneKey}, Number{gone.Phone, gone.PhoneKey}
	if main && others.Key != "" {
		c.Phone, c.PhoneKey = others.Phone, others.Key
		c.Consent = gone.Consent
		own, others = others, own
	}
	c.Also = slices.Concat(c.Also, []Number{others}, gone.Also)
	c.Also = slices.DeleteFunc(c.Also, func(n Number) bool { return n.Key == "" || n.Key == own.Key })
}

func (c *Customer) joinLists(gone Customer) error {
	for _, tag := range gone.Tags {
		if !slices.Contains(c.Tags, tag) {
			c.Tags = append(slices.Clone(c.Tags), tag)
		}
	}
	slices.Sort(c.Tags)
	for _, p := range gone.People {
		if !slices.Contains(c.People, p) {
			c.People = append(slices.Clone(c.People), p)
		}
	}
	for _, id := range append([]string{gone.Owner}, gone.CoOwners...) {
		if id != "" && !slices.Contains(c.CoOwners, id) {
			c.CoOwners = append(slices.Clone(c.CoOwners), id)
		}
	}
	c.CoOwners = slices.DeleteFunc(slices.Clone(c.CoOwners), func(id string) bool { return id == c.Owner })
	var over []string
	for _, list := range []struct {
		name       string
		count, max int
	}{{"tags", len(c.Tags), MaxTags}, {"people", len(c.People), MaxPeople}, {"coOwners", len(c.CoOwners), MaxCoOwners}, {"also", len(c.Also), MaxAlso}} {
		if list.count > list.max {
			over = append(over, list.name)
		}
	}
	if len(over) > 0 {
		return errs.New(errs.Conflict, "customer.merge_too_many").With("what", strings.Join(over, ", "))
	}
	return nil
}
