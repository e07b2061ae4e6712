package storetest

import (
	"fmt"
	"testing"
	"time"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/phone"
	"huiyin/shared/ticket"
)

func withTerm(t *testing.T, s Stores, term string) []string {
	t.Helper()
	return pages(t, 2, func(after string) ([]string, string, error) { return s.Customers.WithTerm(ctx, term, after, 2) })
}

// terms: a file is found by each of its terms, and by none that it has no more.
func terms(t *testing.T, fresh Fresh) {
	s := fresh(t)
	named := func(name string) func(*customer.Customer) {
		return func(c *customer.Customer) { c.Name, c.Company = name, "敏记茶庄" }
	}
	for i := range 5 {
		is(t, "save", save(s, file(name("C", i), name("key-", i), named("欧阳敏")), nil), nil)
	}
	same(t, "those with a company", len(withTerm(t, s, "c:敏记茶庄")), 5)
	was := file(name("C", 2), name("key-", 2), named("欧阳敏"))
	c := was
	c.Version, c.Name, c.Phone = 2, "欧阳修", "+8613700137000"
	is(t, "rename", save(s, c, &was), nil)
	same(t, "by the new name", withTerm(t, s, "w:阳修"), []string{was.ID})
	same(t, "by the old one", withTerm(t, s, "w:阳敏"), []string{name("C", 0), name("C", 1), name("C", 3), name("C", 4)})
	same(t, "by what stayed", len(withTerm(t, s, "w:欧阳")), 5)
	same(t, "by the old number", len(withTerm(t, s, "d:9000")), 4)
	same(t, "by a term nobody has", len(withTerm(t, s, "w:没有")), 0)

	full := file("F", "key-f", func(c *customer.Customer) {
		c.Company = "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
		for i := range customer.MaxPeople {
			c.People = append(c.People, customer.Contact{Name: fmt.Sprintf("人%d", i), Phone: phone.Number(fmt.Sprintf("+8613%09d", i))})
		}
	})
	same(t, "the most terms", len(full.Terms()), customer.MaxTerms)
	is(t, "a file with all it can have", save(s, full, nil), nil)
	all := full
	all.Version, all.Company, all.Phone, all.PhoneKey, all.People, all.Consent.State, all.Zone, all.Suspected = 2, "子鼠丑牛寅虎卯兔辰龙巳蛇午马未羊申猴酉鸡戌狗亥猪甲乙丙丁戊己",
		"+8618888888888", "key-g", nil, customer.Confirmed, "Asia/Tokyo", true
	is(t, "and all of it changed", save(s, all, &full), nil)
	same(t, "of what it had", len(withTerm(t, s, "p:+8613000000003")), 0)
	ids, _, err := s.Customers.InPlace(ctx, customer.Place{List: customer.Doubles}, "", 9)
	is(t, "doubles", err, nil)
	same(t, "doubles", ids, []string{"F"})
	doubles(t, s)
}

// doubles are read page after page, and only with the cursor of their own list.
func doubles(t *testing.T, s Stores) {
	t.Helper()
	list := customer.Place{List: customer.Doubles}
	for _, id := range []string{"G", "H"} {
		is(t, "a double", save(s, file(id, "key-"+id, func(c *customer.Customer) { c.Suspected = true }), nil), nil)
	}
	got := pages(t, 1, func(cursor string) ([]string, string, error) { return s.Customers.InPlace(ctx, list, cursor, 1) })
	same(t, "all doubles", got, []string{"F", "G", "H"})
	directory, err := s.Customers.ListCustomers(ctx, "", 1)
	is(t, "the directory", err, nil)
	for _, cursor := range []string{"F", directory.Next} {
		_, _, err := s.Customers.InPlace(ctx, list, cursor, 9)
		kind(t, "a cursor of no place", err, errs.Invalid)
	}
}

// merges: both files, their pointers, places and terms change together, or
// nothing does.
func merges(t *testing.T, fresh Fresh) {
	s := fresh(t)
	was, other := file("C1", "key-1", greetable), file("C2", "key-2", greetable, func(c *customer.Customer) {
		c.Name, c.Phone = "陈东", "+8613700137000"
		c.Also = []customer.Number{{Phone: "+8613600136000", Key: "key-3"}}
	})
	is(t, "make", save(s, was, nil), nil)
	is(t, "make the other", save(s, other, nil), nil)
	is(t, "a third file with a number that leads to it", save(s, file("C9", "key-3"), nil), customer.ErrPhoneTaken)
	c, stub := was, file("C2", "", func(c *customer.Customer) { c.Version, c.Merged, c.Phone, c.Name = 2, "C1", "", "" })
	c.Version, c.Class, c.Absorbed = 2, customer.Key, []customer.Absorbed{{ID: "C2", At: start, By: "staff:1"}}
	c.Also = []customer.Number{{Phone: other.Phone, Key: "key-2"}, other.Also[0]}
	change := customer.Change{Customer: &c, Was: &was, Other: &stub, OtherWas: &other, Events: []event.Event{
		happened(customer.Subject("C1"), 1, customer.Joined, start), happened(customer.Subject("C2"), 1, customer.Merged, start)}}
	late := stub
	late.Version = 3
	broken := change
	broken.Other = &late
	is(t, "with the other as it never was", s.Customers.Commit(ctx, broken), customer.ErrLostRace)
	got, err := s.Customers.CustomerByPhone(ctx, "key-2")
	is(t, "nothing happened", err, nil)
	same(t, "nothing happened", got.ID, "C2")

	is(t, "merge", s.Customers.Commit(ctx, change), nil)
	is(t, "merge again", s.Customers.Commit(ctx, change), customer.ErrLostRace)
	for _, key := range []string{"key-1", "key-2", "key-3"} {
		got, err := s.Customers.CustomerByPhone(ctx, key)
		is(t, "by number", err, nil)
		same(t, "the one file", got, c)
		known, err := s.Tickets.Known(ctx, key)
		is(t, "known", err, nil)
		same(t, "what an intake learns", known, ticket.Knowledge{Known: true, CustomerID: "C1", Class: customer.Key})
	}
	got, err = s.Customers.Customer(ctx, "C2")
	is(t, "the stub", err, nil)
	same(t, "the stub", got, stub)
	listed(t, s, c, was)
	listed(t, s, stub, other)
	same(t, "by a name that is no more", len(withTerm(t, s, "w:陈东")), 0)
	page, err := s.Customers.ListCustomers(ctx, "", 9)
	is(t, "directory", err, nil)
	same(t, "directory", page.Customers, []customer.Customer{c})

	kept := c
	kept.Version, kept.Also = 3, kept.Also[:1]
	is(t, "a number less", save(s, kept, &c), nil)
	_, err = s.Customers.CustomerByPhone(ctx, "key-3")
	kind(t, "the number that was taken off", err, errs.NotFound)
	told := happened(customer.Subject("C1"), 9, customer.Erased, start)
	note := customer.Note{Customer: "C2", Seq: 2, At: start, By: "staff:1", Text: "老客户"}
	is(t, "a note of before", s.Customers.Commit(ctx, customer.Change{Note: &note}), nil)
	is(t, "erase", s.Persons.RemoveFile(ctx, kept, nil, told), nil)
	_, err = s.Customers.CustomerByPhone(ctx, "key-2")
	kind(t, "the other number", err, errs.NotFound)
	left, err := s.Customers.Notes(ctx, "C2", 9)
	is(t, "its notes", err, nil)
	same(t, "its notes", len(left), 0)
	for _, term := range kept.Terms() {
		same(t, term, len(withTerm(t, s, term)), 0)
	}
}

// fileNotes: the latest come first.
func fileNotes(t *testing.T, fresh Fresh) {
	s := fresh(t)
	c := file("C1", "key-1")
	is(t, "make", save(s, c, nil), nil)
	var all []customer.Note
	for i := 1; i <= 12; i++ {
		was := c
		c.Version++
		n := customer.Note{Customer: "C1", Seq: i, At: start.Add(time.Duration(i) * time.Minute), By: "staff:1", Text: name("说", i)}
		is(t, "note", s.Customers.Commit(ctx, customer.Change{Customer: &c, Was: &was, Note: &n}), nil)
		all = append([]customer.Note{n}, all...)
	}
	got, err := s.Customers.Notes(ctx, "C1", 5)
	is(t, "notes", err, nil)
	same(t, "notes", got, all[:5])
	got, err = s.Customers.Notes(ctx, "C9", 5)
	is(t, "notes of nobody", err, nil)
	same(t, "notes of nobody", len(got), 0)
}
