// Package console is the pages of those who work at the desk: agents,
// supervisors, admins.
//
// It is a client of the agents' API in the same process: a page reads by
// operations of package desk and a form becomes one operation, so the check of
// the token, the roles, the validation and the use cases are the same for page
// and JSON, and whatever a page can do, the API can. Who is signed in, and what
// he may call, is what GET /desk/me says; menu, forms and buttons show nothing
// else.
//
// # A page
//
// A page is a line of a table: where it is, its title, the operation that one
// must be allowed to call to see it, and the function that shows it. Each area
// has its own file with its own table, and a line in pages.go:
//
//	var teamPages = []page{{path: "teams", title: "team.title", op: "listTeams", nav: navAdmin, show: teams}}
//
//	type teamsPage struct {
//		*visit
//		Teams []desk.Team
//	}
//
//	func teams(v *visit) error {
//		var all desk.TeamList
//		if err := v.get("listTeams", &all); err != nil { // pairs fill marks of the path and the query
//			return err // a problem is told as a page, a missing sign-in leads to it
//		}
//		return v.show("teams", teamsPage{v, all.Teams}) // pages/teams.html defines "main"
//	}
//
// Its template has everything of the visit: {{.T "team.empty"}} is the sentence
// console.team.empty (shared/words/texts/console/team.json), {{.Href "teams/x"}} a
// link, {{.At .OpenedAt}} an instant, {{template "due" ($.Due .DueAt .WarnAt false)}}
// a due time that counts down, {{.Option "stage" .Stage}} a value in words,
// {{.May "saveTeam"}} and {{.Is "admin"}} what one may. A region with
// data-live="name" is fetched anew by itself; its rows may say data-id, so that
// new ones are marked.
//
// # A form
//
// A form stands in its page's table too. It is one operation with its fields;
// labels, hints, the button and what is said afterwards are found by its name
// (see form). Sent and done, it leads on (next) or back to the page, which says
// so; refused, the page is shown again with what was typed and what is wrong.
//
//	forms: []form{{id: "saveTeam", area: "team", fields: []field{
//		{name: "name", kind: fText, required: true}, {name: "rank", kind: fNumber}, {name: "takes[].kind", kind: fSelect}}}},
//
//	f := v.form("saveTeam").set("name", team.Name).set("rank", team.Rank).match(version)
//
// and {{template "form" .Form}} in the template, or "fold" for one behind its
// name, or "button" for one without fields to fill in. v.form gives nil for
// whoever may not call the operation, and the templates leave it out. A field
// whose name is a mark of the operation's path ({id}) fills it; other marks are
// those of the page's own path. With match, somebody who was slower than
// another is told so: he sees what changed, and what he typed is still there.
//
// A form whose answer is to be seen at once (a preview, a number that was
// uncovered) has shows: true, and the page asks v.answered("id", &out).
//
// # On the page of a ticket
//
// What can be done on a ticket is a list of actions (ticket_actions.go): a form
// with its group, the name by which the ticket allows it, and what fills it. What
// stands beside is a list of panels (ticket_panels.go): a place, a function that
// reads what it needs, and a template "panel-<id>" in pages/parts-<area>.html.
// Both are made of lists that each area keeps in a file of its own. What happened
// is told by the sentences console.event.<type> and <type>.<fact>.
//
// # What holds everywhere
//
// Pages work without script and by keyboard; a key that stands in data-key (and
// is said in the label) does what it stands beside. Styles and scripts come
// from files only: each .css of assets/ becomes part of the one style sheet, a
// script of an area's own is loaded by its page (a template "script"). Links are relative: nobody knows under
// which path a stage or a proxy shows the pages.
//
// Rules kept here: PD-11 (numbers are covered until somebody asks for one,
// which is an operation of its own).
package console
