package console

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"huiyin/shared/calendar"
	"huiyin/shared/ticket"
	"huiyin/shared/web/desk"
)

// teamPages are the teams: their hours, what they take, and in which order they
// are asked.
var teamPages = []page{
	{path: "teams", title: "team.title", op: "listTeams", nav: navAdmin, show: teams, forms: []form{{
		id: "addTeam", op: "saveTeam", area: "team", next: "teams/{id}",
		fields: append([]field{{name: "id", kind: fText, required: true, narrow: true, max: 32}}, teamFields...)}}},
	{path: "teams/{id}", title: "team.one", op: "listTeams", show: oneTeam, forms: []form{{
		id: "saveTeam", area: "team", fields: append(slices.Clip(teamFields),
			field{name: "takes[].kind", kind: fSelect, options: []string{"inquiry", "complaint"}}, field{name: "takes[].reason", kind: fSelect},
			field{name: "takes[].channel", kind: fSelect}, field{name: "takes[].class", kind: fText, max: 40},
			field{name: "takes[].region", kind: fText, max: 40})}}},
}

var teamFields = []field{
	{name: "name", kind: fText, required: true, max: 40},
	{name: "calendar", kind: fSelect, required: true},
	{name: "rank", kind: fNumber, narrow: true},
}

type teamsPage struct {
	*visit
	Teams   []desk.Team
	Members map[string]int // by team
	Add     *Form
	hours   []Option
}

// Hours is what people call a team's hours.
func (p teamsPage) Hours(id string) string { return hoursName(p.hours, id) }

func hoursName(hours []Option, id string) string {
	for _, o := range hours {
		if o.Value == id {
			return o.Text
		}
	}
	return id
}

func teams(v *visit) error {
	data := teamsPage{visit: v, Members: map[string]int{}}
	var all struct{ Teams []desk.Team }
	var people desk.People
	if err := v.get("listTeams", &all); err != nil {
		return err
	}
	if err := v.get("listStaff", &people); err != nil {
		return err
	}
	for _, one := range people.Staff {
		if !one.Left {
			data.Members[one.Team]++
		}
	}
	var err error
	if data.hours, err = v.hoursToChoose(); err != nil {
		return err
	}
	data.Teams, data.Add = all.Teams, v.form("addTeam").choices("calendar", data.hours)
	return v.show("teams", data)
}

// hoursToChoose are the calendars by what people call them.
func (v *visit) hoursToChoose() ([]Option, error) {
	var list struct{ Calendars []desk.Setting }
	if err := v.get("listCalendars", &list); err != nil {
		return nil, err
	}
	var hours []Option
	for _, s := range list.Calendars {
		var c calendar.Calendar
		if err := json.Unmarshal(s.Value, &c); err != nil {
			return nil, err
		}
		name := s.ID
		if c.Name != "" {
			name = c.Name
		}
		hours = append(hours, Option{s.ID, name})
	}
	return hours, nil
}

type teamPage struct {
	*visit
	Team desk.Team
	Save *Form
	Rows [][]*Field // what it takes, a condition each
}

// spareTakes is how many conditions can be added at once.
const spareTakes = 2

var takeParts = []string{"kind", "reason", "channel", "class", "region"}

func oneTeam(v *visit) error {
	var all struct{ Teams []desk.Team }
	if err := v.get("listTeams", &all); err != nil {
		return err
	}
	at := slices.IndexFunc(all.Teams, func(t desk.Team) bool { return t.ID == v.value("id") })
	if at < 0 {
		return v.lost()
	}
	hours, err := v.hoursToChoose()
	if err != nil {
		return err
	}
	data := teamPage{visit: v, Team: all.Teams[at]}
	v.Title = data.Team.Name
	data.Save = v.form("saveTeam").set("name", data.Team.Name).choices("calendar", hours).set("calendar", data.Team.Calendar).
		set("rank", data.Team.Rank).match(strconv.Itoa(data.Team.Version))
	takes := append(slices.Clip(data.Team.Takes), make([]desk.TeamTake, spareTakes)...)
	for i, take := range takes {
		said := []string{take.Kind, take.Reason, take.Channel, take.Class, take.Region}
		var row []*Field
		for j, part := range takeParts {
			name := fmt.Sprintf("takes[%d].%s", i, part)
			data.Save.set(name, said[j])
			data.Save.choices(name, v.ofTake(part))
			if x := data.Save.find(name); len(x.Options) > 0 {
				x.Options[0].Text = v.T("team.any") // a condition that is not chosen is none
			}
		}
		data.Rows = append(data.Rows, row)
	}
	for i := range data.Rows { // the form's list of fields has stopped growing
		for _, part := range takeParts {
			data.Rows[i] = append(data.Rows[i], data.Save.find(fmt.Sprintf("takes[%d].%s", i, part)))
		}
	}
	return v.show("team", data)
}

// ofTake is what can be chosen in a part of a condition; nil for what is typed.
func (v *visit) ofTake(part string) (options []Option) {
	words := ticket.DefaultVocabulary()
	switch part {
	case "kind":
		return []Option{{"inquiry", v.Option("type", "inquiry")}, {"complaint", v.Option("type", "complaint")}}
	case "channel":
		for _, c := range words.Channels {
			options = append(options, Option{c, v.Option("channel", c)})
		}
	case "reason":
		for _, r := range slices.Concat(words.Complaints, words.Inquiries) {
			if !slices.ContainsFunc(options, func(o Option) bool { return o.Value == r }) {
				options = append(options, Option{r, v.Skill(r)})
			}
		}
	}
	return options
}

// Takes says in words which tickets a team takes.
func (v *visit) Takes(t desk.Team) string {
	if len(t.Takes) == 0 {
		return v.T("team.rest")
	}
	var all []string
	for _, take := range t.Takes {
		var parts []string
		for _, part := range []string{v.Option("type", take.Kind), v.Skill(take.Reason), v.Option("channel", take.Channel), v.Option("class", take.Class), take.Region} {
			if part != "" {
				parts = append(parts, part)
			}
		}
		all = append(all, strings.Join(parts, " · "))
	}
	return strings.Join(all, v.T("team.or"))
}
