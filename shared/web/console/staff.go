package console

import (
	"slices"
	"strconv"

	"huiyin/shared/staff"
	"huiyin/shared/ticket"
	"huiyin/shared/web/desk"
)

// staffPages are who works here: the list for everybody, each with the absence
// switch, and for an admin the file.
var staffPages = []page{
	{path: "staff", title: "staff.title", op: "listStaff", nav: navLead, show: everybody, forms: []form{
		{id: "addStaff", area: "staff", next: "staff/{id}", fields: memberFields}}},
	{path: "staff/{id}", title: "staff.one", op: "listStaff", show: oneMember, forms: []form{
		{id: "saveStaff", area: "staff", fields: append(slices.Clip(memberFields), field{name: "left", kind: fCheck})},
		{id: "sendAway", op: "leave", area: "staff", fields: awayFields},
		{id: "bringBack", op: "return", area: "staff"}}},
}

var memberFields = []field{
	{name: "name", kind: fText, required: true, max: staff.MaxName},
	{name: "badge", kind: fText, required: true, narrow: true, max: 8},
	{name: "phone", kind: fTel, narrow: true, max: 40},
	{name: "role", kind: fSelect, required: true, narrow: true},
	{name: "team", kind: fSelect, narrow: true},
	{name: "lang", kind: fSelect, required: true, narrow: true},
	{name: "skills", kind: fSeveral},
	{name: "regions", kind: fLines, rows: 2},
	{name: "login", kind: fText, max: 128},
}

type staffPage struct {
	*visit
	Staff  []desk.Staff
	Left   []desk.Staff // who has left
	People desk.People
	Add    *Form
}

// everybody lists who works here, those who are there first.
func everybody(v *visit) error {
	data := staffPage{visit: v}
	if err := v.get("listStaff", &data.People); err != nil {
		return err
	}
	for _, one := range data.People.Staff {
		if one.Left {
			data.Left = append(data.Left, one)
		} else {
			data.Staff = append(data.Staff, one)
		}
	}
	slices.SortStableFunc(data.Staff, func(a, b desk.Staff) int {
		if a.OnDuty == b.OnDuty {
			return 0
		} else if a.OnDuty {
			return -1
		}
		return 1
	})
	data.Add = v.form("addStaff").set("lang", "zh").set("role", staff.Agent)
	v.choose(data.Add, data.People)
	return v.show("staff", data)
}

// TeamName is what people call a team.
func (p staffPage) TeamName(id string) string { return teamName(p.People.Teams, id) }

func teamName(teams []desk.Team, id string) string {
	for _, t := range teams {
		if t.ID == id {
			return t.Name
		}
	}
	return id
}

// choose offers in a member's form what there is to choose from.
func (v *visit) choose(f *Form, people desk.People) {
	var roles, teams, skills []Option
	for _, r := range staff.Roles {
		roles = append(roles, Option{r, v.T("role." + r)})
	}
	for _, t := range people.Teams {
		teams = append(teams, Option{t.ID, t.Name})
	}
	langs := []Option{{"zh", v.Option("language", "zh")}, {"en", v.Option("language", "en")}}
	words := ticket.DefaultVocabulary()
	for _, word := range slices.Concat(words.Complaints, words.Inquiries) {
		if word != "other" && !slices.ContainsFunc(skills, func(o Option) bool { return o.Value == word }) {
			skills = append(skills, Option{word, v.Skill(word)})
		}
	}
	f.choices("role", roles).choices("team", teams).choices("lang", langs).choices("skills", append(langs, skills...))
}

// Skill is the word for a skill: a language, or what a ticket is about.
func (v *visit) Skill(word string) string {
	for _, list := range []string{"language", "reason", "kind"} {
		if shown := v.Option(list, word); shown != word {
			return shown
		}
	}
	return word
}

type memberPage struct {
	*visit
	One  desk.Staff
	Team string
	Save *Form
	Away *Form // nil where the visitor may not, and for one who is away
	Back *Form // of one who is away
}

// oneMember is a member's file, and the absence switch.
func oneMember(v *visit) error {
	var people desk.People
	if err := v.get("listStaff", &people); err != nil {
		return err
	}
	at := slices.IndexFunc(people.Staff, func(one desk.Staff) bool { return one.ID == v.value("id") })
	if at < 0 {
		return v.lost()
	}
	one := people.Staff[at]
	v.Title = one.Name
	data := memberPage{visit: v, One: one, Team: teamName(people.Teams, one.Team)}
	data.Save = v.form("saveStaff").set("name", one.Name).set("badge", one.Badge).set("role", one.Role).set("team", one.Team).
		set("lang", one.Lang).set("skills", one.Skills).set("regions", one.Regions).set("login", one.Login).set("left", one.Left).
		match(strconv.Itoa(one.Version))
	v.choose(data.Save, people)
	if v.moves(one) {
		data.Away, data.Back = v.switches(one, "sendAway", "bringBack")
	}
	return v.show("member", data)
}

// moves tells whether the visitor may turn somebody's absence switch: the own,
// a supervisor that of the own team, an admin anybody's.
func (v *visit) moves(one desk.Staff) bool {
	ownTeam := v.Is("supervisor") && one.Team != "" && v.Me.Staff != nil && v.Me.Staff.Team == one.Team
	return !one.Left && (one.ID == v.StaffID() || ownTeam || v.Is("admin"))
}
