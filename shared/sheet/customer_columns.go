package sheet

import (
	"slices"
	"strings"

	"huiyin/shared/customer"
	"huiyin/shared/phone"
	"huiyin/shared/words"
)

// customerColumn is a column of the table of customers: what stands in it of a
// file, and what a cell makes of one.
type customerColumn struct {
	Column
	get func(e *Export, c customer.Customer, lang words.Lang) string // no lang: as programs read it
	set func(p *patch, cell string)                                  // nil for what is only shown
}

// sample is what the template shows in both languages.
func sample(zh, en string) map[words.Lang]string {
	return map[words.Lang]string{words.Chinese: zh, words.English: en}
}

// customerColumns are the table, from left to right. A new one goes to the end:
// people have formulas that count them.
var customerColumns = []customerColumn{
	{Column{Name: "phone", Needed: true, Others: []string{"手机", "手机号", "手机号码", "电话", "联系电话", "mobile", "telephone"}, Sample: sample("13800138000", "13800138000")},
		func(_ *Export, c customer.Customer, lang words.Lang) string { return dialled(c.Phone, lang) }, nil},
	{Column{Name: "name", Others: []string{"客户姓名", "客户名称", "联系人"}, Sample: sample("王芳", "Wang Fang")},
		func(_ *Export, c customer.Customer, _ words.Lang) string { return c.Name },
		func(p *patch, cell string) { p.in.Name = cell }},
	listed("title", sample("女士", "Ms"), func(c customer.Customer) string { return c.Title }, func(p *patch, v string) { p.in.Title = v }),
	textual("company", []string{"公司", "单位", "企业名称"}, sample("示例贸易有限公司", "Example Trading Ltd"),
		func(c customer.Customer) string { return c.Company }, func(p *patch, cell string) { p.in.Company = cell }),
	textual("region", []string{"区域", "省市"}, sample("浙江杭州", "Hangzhou"),
		func(c customer.Customer) string { return c.Region }, func(p *patch, cell string) { p.in.Region = cell }),
	textual("address", []string{"联系地址"}, sample("西湖区文三路1号", "1 Wensan Road"),
		func(c customer.Customer) string { return c.Address }, func(p *patch, cell string) { p.in.Address = cell }),
	listed("language", sample("中文", "Chinese"), func(c customer.Customer) string { return c.Lang }, func(p *patch, v string) { p.in.Lang = v }),
	textual("time_zone", []string{"zone", "timezone"}, sample("", ""),
		func(c customer.Customer) string { return c.Zone }, func(p *patch, cell string) { p.in.Zone = cell }),
	listed("class", sample("重点", "key"), func(c customer.Customer) string { return c.Class }, func(p *patch, v string) {
		if v != "" { // nobody is without a class
			p.in.Class = v
		}
	}, "等级", "类别", "客户类别"),
	textual("class_reason", nil, sample("年度框架合同", "Yearly contract"), classReason, func(p *patch, cell string) { p.in.ClassReason = cell }),
	{Column{Name: "birthday", Others: []string{"出生日期"}, Sample: sample("6月5日", "5-Jun")},
		func(_ *Export, c customer.Customer, lang words.Lang) string { return writeDay(c.Birthday, lang) }, setBirthday},
	listed("calendar", sample("公历", "solar"), calendarOf, setCalendar, "历法", "生日类型"),
	{Column{Name: "owner", Others: []string{"负责人工号", "业务员", "业务员工号", "salesperson"}, Sample: sample("", "")},
		func(e *Export, c customer.Customer, _ words.Lang) string { return e.badge(c.Owner) },
		func(p *patch, cell string) { p.in.Owner = p.staffID("owner", cell) }},
	{Column{Name: "co_owners", Sample: sample("", "")},
		func(e *Export, c customer.Customer, _ words.Lang) string { return joined(c.CoOwners, e.badge) },
		func(p *patch, cell string) {
			p.in.CoOwners = nil
			for _, badge := range split(cell) {
				p.in.CoOwners = append(p.in.CoOwners, p.staffID("co_owners", badge))
			}
		}},
	{Column{Name: "tags", Others: []string{"标记"}, Sample: sample("冷链;月结", "cold chain;monthly")},
		func(_ *Export, c customer.Customer, _ words.Lang) string { return strings.Join(c.Tags, ";") },
		func(p *patch, cell string) { p.in.Tags = split(cell) }},
	textual("needs", nil, sample("", ""), func(c customer.Customer) string { return c.Needs }, func(p *patch, cell string) { p.in.Needs = cell }),
	textual("plan", nil, sample("", ""), func(c customer.Customer) string { return c.Plan }, func(p *patch, cell string) { p.in.Plan = cell }),
	{Column{Name: "archived", Others: []string{"已归档"}, Sample: sample("否", "no")},
		func(_ *Export, c customer.Customer, lang words.Lang) string {
			return say("yes", map[bool]string{true: "yes", false: "no"}[c.Archived], lang)
		},
		func(p *patch, cell string) {
			yes, ok := meaning("yes", cell)
			if !ok {
				p.wrong("archived", "sheet.word", nil)
			}
			p.in.Archived = yes == "yes"
		}},
	{Column{Name: "consent_when", Sample: sample("2026-03-01", "2026-03-01")}, func(e *Export, c customer.Customer, lang words.Lang) string {
		return writeInstant(given(c).At, e.Zone, lang)
	}, nil},
	{Column{Name: "consent_how", Sample: sample("书面合同 2026-018", "Signed contract 2026-018")},
		func(_ *Export, c customer.Customer, _ words.Lang) string { return given(c).Way }, nil},
	{Column{Name: "consent_text", Sample: sample("同意接收节日与生日问候短信", "Agrees to greetings by SMS")},
		func(_ *Export, c customer.Customer, _ words.Lang) string { return given(c).Text }, nil},
	shown("consent", func(_ *Export, c customer.Customer, lang words.Lang) string {
		return say("consent", string(c.Consent.State), lang)
	}),
	shown("credit", func(_ *Export, c customer.Customer, _ words.Lang) string { return c.Credit }),
	shown("id", func(_ *Export, c customer.Customer, _ words.Lang) string { return c.ID }),
	shown("created", func(e *Export, c customer.Customer, lang words.Lang) string {
		return writeInstant(c.CreatedAt, e.Zone, lang)
	}),
	shown("changed", func(e *Export, c customer.Customer, lang words.Lang) string {
		return writeInstant(c.UpdatedAt, e.Zone, lang)
	}),
	{Column{Name: "people", Others: []string{"其他联系人"}, Sample: sample("李雷 / 收货 / 13800138001", "Li Lei / receives / 13800138001")},
		func(_ *Export, c customer.Customer, lang words.Lang) string { return writePeople(c.People, lang) }, setPeople},
	shown("lead", func(_ *Export, c customer.Customer, _ words.Lang) string { return c.Lead.Urgency }),
	shown("agreement", func(_ *Export, c customer.Customer, _ words.Lang) string { return c.Agreement.Policy }),
}

// textual is a column of plain text.
func textual(name string, others []string, sample map[words.Lang]string, get func(customer.Customer) string, set func(*patch, string)) customerColumn {
	return customerColumn{Column{Name: name, Others: others, Sample: sample},
		func(_ *Export, c customer.Customer, _ words.Lang) string { return get(c) }, set}
}

// listed is a column of a few values, each with its words.
func listed(name string, sample map[words.Lang]string, get func(customer.Customer) string, set func(*patch, string), others ...string) customerColumn {
	return customerColumn{Column{Name: name, Others: others, Sample: sample},
		func(_ *Export, c customer.Customer, lang words.Lang) string { return say(name, get(c), lang) },
		func(p *patch, cell string) {
			value, ok := meaning(name, cell)
			if !ok {
				p.wrong(name, "sheet.word", nil)
			}
			set(p, value)
		}}
}

// shown is a column that goes out only.
func shown(name string, get func(*Export, customer.Customer, words.Lang) string) customerColumn {
	return customerColumn{Column{Name: name, Shown: true}, get, nil}
}

// dialled is a number as a spreadsheet keeps it: one of mainland China without
// its code, so that no plus makes a formula of it.
func dialled(n phone.Number, lang words.Lang) string {
	if national, ok := strings.CutPrefix(string(n), "+86"); ok && lang != "" && len(national) == 11 {
		return national
	}
	return string(n)
}

// classReason is why the class is what it is.
func classReason(c customer.Customer) string {
	if n := len(c.Classes); n > 0 && c.Classes[n-1].Class == c.Class {
		return c.Classes[n-1].Reason
	}
	return ""
}

func setBirthday(p *patch, cell string) {
	lunar := p.in.Birthday.Lunar
	p.in.Birthday = customer.Birthday{}
	if cell == "" {
		return
	}
	for _, mark := range []string{"农历", "阴历", "lunar "} {
		if rest, ok := strings.CutPrefix(cell, mark); ok {
			cell, lunar = strings.TrimSpace(rest), true
		}
	}
	month, day, ok := readDay(cell)
	if !ok {
		p.wrong("birthday", "sheet.day", nil)
		return
	}
	p.in.Birthday = customer.Birthday{Month: month, Day: day, Lunar: lunar}
}

// setCalendar comes behind the birthday's cell.
func setCalendar(p *patch, value string) {
	if p.in.Birthday.Known() && value != "" {
		p.in.Birthday.Lunar = value == "lunar"
	}
}

func calendarOf(c customer.Customer) string {
	switch {
	case !c.Birthday.Known():
		return ""
	case c.Birthday.Lunar:
		return "lunar"
	}
	return "solar"
}

// given is the proof of a consent that counts.
func given(c customer.Customer) customer.Evidence {
	if c.Consent.State != customer.Confirmed {
		return customer.Evidence{}
	}
	for _, p := range slices.Backward(c.Consent.Proofs) {
		if p.To != customer.Confirmed || p.Text == "" {
			continue
		}
		if p.How == customer.ByEvidence {
			return customer.Evidence{At: p.Given, Way: p.Way, Text: p.Text}
		}
		return customer.Evidence{At: p.At, Way: p.How, Text: p.Text}
	}
	return customer.Evidence{}
}

func joined(all []string, each func(string) string) string {
	parts := make([]string, len(all))
	for i, one := range all {
		parts[i] = each(one)
	}
	return strings.Join(parts, ";")
}
