package storetest

import (
	"context"
	"crypto/rand"
	"net/http/httptest"
	"testing"
	"time"

	"huiyin/shared/attachment"
	"huiyin/shared/calendar"
	"huiyin/shared/customer"
	"huiyin/shared/event"
	"huiyin/shared/greeting"
	"huiyin/shared/ledger"
	"huiyin/shared/memory"
	"huiyin/shared/message"
	"huiyin/shared/notice"
	"huiyin/shared/person"
	"huiyin/shared/phone"
	"huiyin/shared/place"
	"huiyin/shared/sample"
	"huiyin/shared/shipment"
	"huiyin/shared/staff"
	"huiyin/shared/task"
	"huiyin/shared/ticket"
	"huiyin/shared/violation"
)

// Persona is a customer who did everything that leaves a trace: complained,
// was answered by SMS, asked for codes, was greeted.
type Persona struct {
	t      *testing.T
	Stores Stores
	Desk   *ticket.Service
	Files  customer.Service
	Bucket *memory.Bucket
	Photos *attachment.Service
	Now    time.Time
	sms    *ledger.Service
	plan   *notice.Service

	Number  phone.Number
	Key     string
	Former  string   // the key of a number that leads to her file since a merge
	Tickets []string // all of them ended
	Older   string   // another one, filed under the former number
	Private []string // what leads to the person; beside Key
}

// MidAutumn is the morning of a festival, 10:00 in Shanghai, a Friday.
var MidAutumn = time.Date(2026, 9, 25, 2, 0, 0, 0, time.UTC)

// secret is a word that stands in everything said on the persona's tickets.
const secret = "青瓷花瓶"

// Live lets the persona live over a store.
func Live(t *testing.T, s Stores) *Persona {
	t.Helper()
	p := &Persona{t: t, Stores: s, Desk: Desk(s.Tickets), Now: MidAutumn, Number: "+8613800138000",
		Private: []string{"13800138000", "138****8000", "欧阳小敏", "小敏", secret, "平江路", "SF7777001", "阊门", "敏记茶庄", "同意收到问候", "provider-receipt",
			"阿贵", "13600136000", "明前茶", "山塘街", "新茶上市", "付款总是晚", "茶商老店", "13500135000", "小敏旧档", "小敏的外甥", "旧号", "青花瓶"}}
	p.Files = customer.Service{Store: s.Customers, Phones: p.Desk.Phones, Random: rand.Reader}
	p.Key, _ = p.Desk.Phones.Key(ctx, p.Number)
	texts, err := message.New(message.Company{Signature: "顺达物流", EnglishSignature: "Shunda", Site: "sd.example", Hotline: "400-123-4567"}, message.Edits{})
	p.must(err)
	zone, err := time.LoadLocation("Asia/Shanghai")
	p.must(err)
	p.plan = &notice.Service{Tickets: s.Tickets, Runs: s.Sweeps, Customers: Files{s.Customers}, Staff: Nobody{}, Rows: s.Ledger, Campaigns: s.Campaigns,
		Places: place.New(s.Registers, nil),
		Key:    p.Desk.Phones.Key, Settings: notice.Settings{Zone: zone, Greetings: greeting.Default, On: texts.On}}
	p.sms = &ledger.Service{Store: s.Ledger, Resolver: p.plan, Texts: texts, Sender: provider{},
		Settings: ledger.Settings{Zone: zone, Hours: ledger.DefaultHours, Budget: ledger.Budget{Monthly: 1 << 40, Share: ledger.DefaultShares}}}
	p.Bucket = &memory.Bucket{}
	p.Photos = &attachment.Service{Tickets: p.Desk, Bucket: p.Bucket, Random: rand.Reader}
	p.file()
	p.complain()
	p.older()
	p.review()
	p.Flow()
	return p
}

func (p *Persona) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

func (p *Persona) later(d time.Duration) time.Time {
	p.Now = p.Now.Add(d)
	return p.Now
}

// file: the persona allows greetings with a code, an agent completes the file,
// and the day's greeting is recorded.
func (p *Persona) file() {
	p.t.Helper()
	_, err := p.Files.Meet(ctx, customer.Visitor{Name: "欧阳小敏", Region: "苏州平江路", Phone: p.Number, ConsentText: "同意收到问候短信"}, "customer", p.Now)
	p.must(err)
	id, err := p.Files.RequestCode(ctx, p.Number, "zh", p.later(time.Minute))
	p.must(err)
	p.Flow()
	code, err := p.Stores.Customers.Code(ctx, id)
	p.must(err)
	p.must(p.Files.Welcome(ctx, id, code.Digits, "同意收到问候短信", customer.Self{Name: "欧阳小敏", Birthday: customer.Birthday{Month: 2, Day: 29}}, p.later(time.Minute)))
	c, err := p.Files.ByPhone(ctx, p.Number)
	p.must(err)
	_, err = p.Files.Save(ctx, customer.Input{ID: c.ID, Version: c.Version, Name: c.Name, Phone: string(p.Number), Company: "敏记茶庄",
		Region: c.Region, Class: customer.Key, ClassReason: "小敏是茶庄老板", Birthday: c.Birthday}, "staff:1", p.later(time.Minute))
	p.must(err)
	p.care(c.ID)
	greetings := greeting.Service{Store: p.Stores.Greetings, Settings: greeting.Default(), Zone: "Asia/Shanghai"}
	_, err = greetings.Tick(ctx, p.later(time.Minute), func() bool { return true })
	p.must(err)
	p.Flow()
}

// duties: somebody is to visit the persona, and was there before.
func (p *Persona) duties(id string) {
	p.t.Helper()
	tasks := &task.Service{Store: p.Stores.Tasks, Team: "service", Zone: time.UTC,
		Roster: func(context.Context) (staff.Roster, error) { return staff.Roster{}, nil },
		Rules:  func(context.Context) (task.Rules, error) { return task.DefaultRules(), nil }}
	for i, cause := range []string{"visit", "arrival#SF7777001"} {
		t, err := tasks.Plan(ctx, p.later(time.Minute), "staff:1", task.Plan{Cause: cause, Kind: task.Visit, Customer: id, Waybill: "SF7777001",
			Due: p.Now.Add(time.Hour), Note: "给小敏带" + secret})
		p.must(err)
		_, err = tasks.Move(ctx, p.later(time.Minute), "staff:1", t.ID, 0, p.Now.Add(2*time.Hour), "小敏出门了")
		p.must(err)
		if i > 0 {
			_, err = tasks.Done(ctx, p.later(time.Minute), "staff:1", t.ID, 0, task.Result{Outcome: task.Settled, Report: "小敏收下了" + secret})
			p.must(err)
		}
	}
}

// care: the file gets all that a file can say, another customer's file names the
// persona, and an older file of the persona becomes part of this one.
func (p *Persona) care(id string) {
	p.t.Helper()
	read := func() customer.Customer {
		p.t.Helper()
		c, err := p.Files.Get(ctx, id)
		p.must(err)
		return c
	}
	done := func(_ customer.Customer, err error) { p.t.Helper(); p.must(err) }
	in := customer.InputOf(read())
	in.People = []customer.Contact{{Name: "阿贵", Phone: "+8613600136000", Role: customer.Receives, Note: "小敏的外甥"}}
	in.Address, in.Needs, in.Plan, in.Tags, in.Owner = "山塘街 5 号", "明前茶怕压", "新茶上市前拜访", []string{"茶商老店"}, "1"
	done(p.Files.Save(ctx, in, "staff:1", p.later(time.Minute)))
	done(p.Files.Rate(ctx, p.later(time.Minute), "staff:1", id, read().Version, "C", "付款总是晚"))
	done(p.Files.Prepare(ctx, p.later(time.Minute), "staff:1", id, read().Version, customer.Default().Onboarding))
	_, err := p.Files.Note(ctx, p.later(time.Minute), "staff:1", id, "小敏要"+secret)
	p.must(err)
	p.duties(id)
	old, err := p.Files.Save(ctx, customer.Input{Name: "小敏旧档", Phone: former}, "staff:1", p.later(time.Minute))
	p.must(err)
	p.Former = old.PhoneKey
	_, err = p.Files.Note(ctx, p.later(time.Minute), "staff:1", old.ID, "小敏旧档，就是她")
	p.must(err)
	done(p.Files.Merge(ctx, p.later(time.Minute), "staff:1", customer.Two{Stays: id, Goes: old.ID, StaysVersion: read().Version, GoesVersion: old.Version + 1}, nil))
	_, err = p.Files.Save(ctx, customer.Input{Name: "王婆", Phone: "13700137000", People: []customer.Contact{
		{Name: "欧阳小敏", Phone: p.Number, Note: secret + "是她的"}, {Name: "小敏旧号", Phone: former}, {Name: "儿子"}}}, "staff:1", p.later(time.Minute))
	p.must(err)
}

// complain: a complaint with all that can happen to it, one that names an
// agent, and one that is merged.
func (p *Persona) complain() {
	p.t.Helper()
	agent := ticket.Actor{By: "staff:1", Staff: "1", Badge: "A1", Team: "service"}
	in := ticket.Intake{Kind: ticket.Complaint, Reason: "damaged", Target: ticket.AboutGoods, Name: "欧阳小敏", Phone: string(p.Number), Title: "ms",
		Waybill: "SF7777001", Region: "苏州平江路", From: "阊门", Text: secret + "碎了，请打13800138000。", Consent: true, ConsentText: "同意收到问候短信", Key: "first"}
	done := func(_ ticket.Ticket, err error) { p.t.Helper(); p.must(err) }
	first := p.Complain(in)
	p.Flow()
	in.Key = "chase"
	p.Complain(in)
	done(p.Desk.Reply(ctx, p.later(time.Minute), agent, first, 0, ticket.Saying{Text: secret + "已在核实。", Interim: true, NextBy: p.Now.Add(time.Hour)}))
	done(p.Desk.Note(ctx, p.later(time.Minute), agent, first, "小敏很着急，"+secret))
	p.photograph(agent, first)
	done(p.Desk.Promise(ctx, p.later(time.Minute), agent, first, 0, p.Now.Add(3*time.Hour), ticket.ForReply))
	done(p.Desk.Resolve(ctx, p.later(time.Minute), agent, first, 0, ticket.Outcome{Cause: secret + "包装不当", Plan: secret + "核价", Action: secret + "已报理赔", Result: secret + "同意赔付。"}))
	done(p.Desk.Revisit(ctx, p.later(time.Minute), agent, first, 0, ticket.Visit{Outcome: ticket.Unreached, Note: "小敏不接"}))
	p.Flow()
	_, err := p.Desk.Message(ctx, p.later(time.Minute), ticket.Claim{Number: first, Last4: "8000"}, secret+"还没赔。", "")
	p.must(err)

	in.Waybill, in.Target, in.Accused, in.Key = "", ticket.AboutAgent, "小敏的邻居", ""
	second := p.Complain(in)
	done(p.Desk.Withdraw(ctx, p.later(time.Minute), agent, second, 0, "小敏撤回", false))
	in.Accused = "8001"
	third := p.Complain(in)
	done(p.Desk.Merge(ctx, p.later(time.Minute), agent, third, 0, first))
	done(p.Desk.Resolve(ctx, p.later(time.Minute), agent, first, 0, ticket.Outcome{Cause: secret, Plan: secret, Action: secret, Result: secret + "已赔付。"}))
	done(p.Desk.Revisit(ctx, p.later(time.Minute), agent, first, 0, ticket.Visit{Outcome: ticket.Content, Note: "小敏满意"}))
	done(p.Desk.SumUp(ctx, p.later(time.Minute), agent, first, 0, secret+"要用木箱"))
	done(p.Desk.Dispute(ctx, p.later(time.Minute), agent, first, 0, ticket.Objection{Reason: "小敏又不同意"}))
	done(p.Desk.Rule(ctx, p.later(time.Minute), Reviewer, first, 0, ticket.Decision{Ruling: ticket.Rejected, Ground: secret + "已足额", Text: secret + "已足额赔付。"}))
	v, err := p.Register().Propose(ctx, p.later(time.Minute), violation.Actor{By: Reviewer.By, Staff: Reviewer.Staff},
		violation.Proposal{Kind: "rude_call", Person: "1", Ticket: first, Badge: "A1", Note: "小敏说他不耐烦"})
	p.must(err)
	_, err = p.Register().Dismiss(ctx, p.later(time.Minute), violation.Actor{By: Reviewer.By, Staff: Reviewer.Staff}, v.ID, 0, violation.Judgement{Text: "小敏记错了"})
	p.must(err)
	p.Tickets = []string{first, second, third}
}

// photograph keeps a photo with a ticket, and sends another that is never kept.
func (p *Persona) photograph(agent ticket.Actor, number string) {
	p.t.Helper()
	server := httptest.NewServer(p.Bucket)
	defer server.Close()
	p.Bucket.Address = server.URL
	for _, name := range []string{"欧阳小敏的花瓶.jpg", ""} {
		offer, err := p.Photos.Offer(ctx, number, "")
		p.must(err)
		Post(p.t, offer.Form, "photo.jpg", photo)
		if name != "" {
			_, err = p.Photos.Keep(ctx, p.later(time.Minute), agent, number, offer.ID, name)
			p.must(err)
		}
	}
	if p.Bucket.Len() != 2 {
		p.t.Fatalf("%d photos have arrived", p.Bucket.Len())
	}
}

// review: a supervisor checks the first ticket, and says why.
func (p *Persona) review() {
	p.t.Helper()
	of, err := p.Stores.Tickets.Get(ctx, p.Tickets[0])
	p.must(err)
	r := sample.Review{Number: of.Number, Version: 1, Day: calendar.DateIn(of.OpenedAt, time.UTC), By: "staff:9", Badge: "9", At: p.Now,
		Marks: sample.Marks{Attitude: 5, Accuracy: 5, Speed: 2, Record: 5}, Anomaly: true, Remark: "小敏等了三小时，" + secret + "一事应当天回电"}
	p.must(p.Stores.Samples.Save(ctx, r, of, happened(sample.Subject(of.Number), 1, sample.Reviewed, p.Now)))
}

// Complain opens a ticket and gives its number.
func (p *Persona) Complain(in ticket.Intake) string {
	p.t.Helper()
	r, err := p.Desk.Open(ctx, p.later(time.Minute), ticket.TheCustomer, in)
	p.must(err)
	return r.Number
}

// Flow lets everything that happened so far lead to its SMS, once more.
func (p *Persona) Flow() {
	p.t.Helper()
	var events []event.Event
	p.must(p.Stores.Events(ctx, MidAutumn.AddDate(-1, 0, 0), MidAutumn.AddDate(1, 0, 0), func(e event.Event) error {
		events = append(events, e)
		return nil
	}))
	for _, e := range events {
		if page, is, err := p.plan.Page(ctx, e); is {
			p.must(err)
			p.must(p.sms.Many(ctx, page, func() time.Time { return p.Now }, func(context.Context) error { return nil }))
			continue
		}
		messages, err := p.plan.Plan(ctx, p.Now, e)
		p.must(err)
		for _, m := range messages {
			p.must(p.sms.Deliver(ctx, p.Now, m))
		}
	}
}

// Register is package violation's use cases over the persona's stores.
func (p *Persona) Register() *violation.Service {
	return &violation.Service{Store: p.Stores.Violations, Register: violation.DefaultRegister(), Random: rand.Reader, Zone: time.UTC}
}

// Erasing is package person's use cases over the persona's stores.
func (p *Persona) Erasing() *person.Service {
	return &person.Service{
		Bulletins: p.Stores.Bulletins,
		Store:     p.Stores.Persons, Tickets: p.Desk, Customers: p.Stores.Customers, Mentions: p.Files, Tasks: &task.Service{Store: p.Stores.Tasks}, Shipments: &shipment.Service{Store: p.Stores.Shipments, Files: attachment.Proofs{Bucket: p.Bucket}}, Ledger: p.Stores.Ledger,
		Register: p.Register(), Phones: p.Desk.Phones, Random: rand.Reader, Attachments: p.Photos}
}

// Erase erases the persona, call after call, and gives the last report.
func (p *Persona) Erase(s *person.Service) person.Report {
	p.t.Helper()
	for range 100 {
		r, err := s.Erase(ctx, p.Number, person.Asked, "staff:9", p.later(time.Minute))
		p.must(err)
		if r.Finished {
			return r
		}
	}
	p.t.Fatal("the erasure does not end")
	return person.Report{}
}
