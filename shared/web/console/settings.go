package console

import (
	"crypto/rand"
	"fmt"
	"slices"
	"strings"

	"huiyin/shared/customer"
	"huiyin/shared/task"
	"huiyin/shared/ticket"
	"huiyin/shared/web/desk"
)

// settingPages are what a company decides about its customers' files (rules
// QM-6, NJ-7, SJ-20) and about the tasks that are made by themselves (NJ-1,
// QM-8, NJ-3).
var settingPages = []page{
	{path: "file-settings", title: "customer.settings", op: "saveCare", nav: navAdmin, show: fileSettings, forms: []form{{
		id: "saveCare", area: "customer", body: wholeItems, fields: []field{
			{name: "lead.usual", kind: fRadio, required: true, options: []string{customer.High, customer.Medium, customer.Low}},
			{name: "lead.never", kind: fSeveral, empty: true},
			{name: "archiveMonths", kind: fNumber, required: true, narrow: true},
			{name: "onboarding[].id", kind: fHidden},
			{name: "onboarding[].zh", kind: fText, max: 60}, {name: "onboarding[].en", kind: fText, max: 60},
		}}}},
	{path: "task-rules", title: "task.rules", op: "readTaskRules", nav: navAdmin, show: taskRules, forms: []form{{
		id: "saveTaskRules", area: "task", body: everyTable, fields: taskRuleFields()}}},
}

// tablesOfRules are the rules that have a value for each class, or urgency.
var tablesOfRules = []string{"revisits", "opinions", "unowned", "gifts", "leads"}

func taskRuleFields() []field {
	fields := []field{{name: "visits", kind: fCheck, empty: true}}
	of := func(table, kind string, keys ...string) {
		for _, key := range keys {
			fields = append(fields, field{name: table + "." + key, kind: kind, narrow: true, max: map[string]int{fText: task.MaxGift}[kind]})
		}
	}
	known := []string{customer.Key, customer.Suitable, customer.General}
	of("revisits", fNumber, known...)
	of("opinions", fNumber, known...)
	of("unowned", fSelect, known...)
	fields = append(fields, field{name: "by", kind: fHour, required: true, narrow: true}, field{name: "remindAt", kind: fHour, required: true, narrow: true},
		field{name: "remindDays", kind: fNumber, required: true, narrow: true})
	of("gifts", fText, known...)
	fields = append(fields, field{name: "giftDays", kind: fNumber, required: true, narrow: true}, field{name: "giftBy", kind: fNumber, required: true, narrow: true})
	of("leads", fNumber, customer.High, customer.Medium, customer.Low)
	return append(fields, field{name: "reassignDays", kind: fNumber, required: true, narrow: true})
}

type settingsPage struct {
	*visit
	Form *Form
	Then []string   // what follows from saving
	Rows [][]*Field // of a list, a line each
}

// spareItems is how many items can be added at once.
const spareItems = 2

func fileSettings(v *visit) error {
	v.Refresh = 0
	var s customer.Settings
	version, err := v.read("readCare", &s)
	if err != nil {
		return err
	}
	p := settingsPage{visit: v, Then: []string{v.T("customer.settings_leads"), v.T("customer.settings_archive"), v.T("customer.settings_items")}}
	var kinds []Option
	for _, kind := range slices.Concat(ticket.DefaultVocabulary().Inquiries, s.Lead.Never) {
		if o := (Option{kind, v.Option("kind", kind)}); !slices.Contains(kinds, o) {
			kinds = append(kinds, o)
		}
	}
	p.Form = v.form("saveCare").choices("lead.never", kinds).set("lead.usual", s.Lead.Usual).set("lead.never", s.Lead.Never).
		set("archiveMonths", s.ArchiveMonths).match(version)
	items := slices.Clone(s.Onboarding)
	for range spareItems {
		items = append(items, customer.Item{ID: "i" + strings.ToLower(rand.Text()[:12])})
	}
	part := func(i int, name string) string { return fmt.Sprintf("onboarding[%d].%s", i, name) }
	for i, item := range items {
		p.Form.set(part(i, "id"), item.ID).set(part(i, "zh"), item.Chinese).set(part(i, "en"), item.English)
	}
	for i := range items { // the form's list of fields has stopped growing
		p.Rows = append(p.Rows, []*Field{p.Form.find(part(i, "id")), p.Form.find(part(i, "zh")), p.Form.find(part(i, "en"))})
	}
	return v.show("file-settings", p)
}

// wholeItems leaves out the lines in which nothing was written.
func wholeItems(_ *visit, said map[string]any) (any, error) {
	items, _ := said["onboarding"].([]any)
	said["onboarding"] = slices.DeleteFunc(append([]any{}, items...), func(row any) bool {
		item, _ := row.(map[string]any)
		return item["zh"] == nil && item["en"] == nil
	})
	return said, nil
}

func taskRules(v *visit) error {
	v.Refresh = 0
	var r task.Rules
	version, err := v.read("readTaskRules", &r)
	if err != nil {
		return err
	}
	p := settingsPage{visit: v, Then: []string{v.T("task.rules_month"), v.T("task.rules_gifts"), v.T("task.rules_leads"), v.T("task.rules_made")}}
	p.Form = v.sheet("saveTaskRules").set("visits", r.Visits).set("by", r.By).set("remindAt", r.RemindAt).set("remindDays", r.RemindDays).
		set("giftDays", r.GiftDays).set("giftBy", r.GiftBy).set("reassignDays", r.ReassignDays).match(version)
	for name, table := range map[string]map[string]int{"revisits": r.Revisits, "opinions": r.Opinions, "leads": r.Leads} {
		for key, n := range table {
			p.Form.set(name+"."+key, n)
		}
	}
	for class, gift := range r.Gifts {
		p.Form.set("gifts."+class, gift)
	}
	for _, class := range classes {
		p.Form.choices("unowned."+class, v.teamsWith(r.Unowned[class])).set("unowned."+class, r.Unowned[class])
	}
	return v.show("task-rules", p)
}

// teamsWith are the teams to choose from, and one that is chosen already.
func (v *visit) teamsWith(chosen string) (all []Option) {
	v.Author("") // reads them
	for _, t := range append(slices.Clone(v.people.Teams), desk.Team{ID: chosen, Name: v.TeamCalled(chosen)}) {
		if o := (Option{t.ID, t.Name}); t.ID != "" && !slices.Contains(all, o) {
			all = append(all, o)
		}
	}
	return all
}

// everyTable sends the tables in which nothing is filled in as empty ones.
func everyTable(_ *visit, said map[string]any) (any, error) {
	for _, name := range tablesOfRules {
		if said[name] == nil {
			said[name] = map[string]any{}
		}
	}
	return said, nil
}
