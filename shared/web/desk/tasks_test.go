package desk

import (
	"strings"
	"testing"
	"time"

	"huiyin/shared/task"
)

// filed makes a customer's file.
func (b *bench) filed(name, phone string) string {
	b.Helper()
	return b.call("agent", post, "/desk/customers", `{"name":"`+name+`","phone":"`+phone+`","class":"key","lang":"zh"}`).is(201).text("id")
}

func (b *bench) in(d time.Duration) string { return b.now.Add(d).Format(time.RFC3339) }

// names lists the customers of a list's tasks.
func names(a answer) string {
	var all []string
	for _, one := range a.list("tasks") {
		name, _ := one["customerName"].(string)
		all = append(all, name)
	}
	return strings.Join(all, " ")
}

// rule: NJ-6 a word of care for a customer is a task with a note, which is the
// owner's until it is done.
func TestAWordOfCare(t *testing.T) {
	b := newBench(t)
	who := b.filed("王芳", "13800138001")
	body := `{"kind":"care","customer":"` + who + `","dueAt":"` + b.in(20*time.Hour) + `","note":"父亲住院，打个电话问候"}`
	one := b.call("agent", post, "/desk/tasks", body, "Idempotency-Key", "k1").is(201)
	if again := b.call("agent", post, "/desk/tasks", body, "Idempotency-Key", "k1").is(201); again.text("id") != one.text("id") {
		t.Error("one key made two tasks")
	}
	if one.text("owner") != b.staff["agent"] || one.text("remindAt") != b.now.Add(19*time.Hour).UTC().Format(time.RFC3339) {
		t.Errorf("%s", one.raw)
	}
	path := "/desk/tasks/" + one.text("id")
	b.call("agent", post, "/desk/tasks", strings.Replace(body, who, "nobody", 1)).is(404)
	b.call("agent", post, "/desk/tasks", `{"kind":"care","dueAt":"`+b.in(time.Hour)+`"}`).refused(422, "invalid", "customer")
	b.call("agent", post, "/desk/tasks", `{"kind":"care","waybill":"YT1","dueAt":"`+b.in(time.Hour)+`","note":"找张三"}`).refused(422, "invalid", "note")

	if got := names(b.call("agent", get, "/desk/tasks", "").is(200)); got != "王芳" {
		t.Errorf("his list: %s", got)
	}
	if got := b.call("agent", get, "/desk/tasks/due", "").is(200).at("due"); got != 0.0 {
		t.Errorf("due today: %v", got)
	}
	b.now = b.now.Add(12 * time.Hour)
	if got := b.call("agent", get, "/desk/tasks/due", "").is(200).at("due"); got != 1.0 {
		t.Errorf("due the next day: %v", got)
	}
	b.call("other", post, path+"/done", `{"outcome":"settled"}`).refused(403, "task.not_yours")
	b.call("agent", post, path+"/done", `{"outcome":"won"}`).refused(422, "invalid", "outcome")
	b.call("agent", post, path+"/move", `{"dueAt":"`+b.in(48*time.Hour)+`","report":"客户出差"}`, "If-Match", one.etag()).is(200)
	b.call("agent", post, path+"/done", `{"outcome":"settled"}`, "If-Match", one.etag()).refused(412, "task.stale")
	done := b.call("agent", post, path+"/done", `{"outcome":"settled","report":"已问候，需要改为上门取件","needs":"以后上门取件"}`).is(200)
	c, err := b.desk.Customers.Get(t.Context(), who)
	if err != nil {
		t.Fatal(err)
	}
	if notes, err := b.desk.Customers.Notes(t.Context(), c, 10); err != nil || len(notes) != 1 || notes[0].Text != "以后上门取件" {
		t.Errorf("the file's notes: %v %v", notes, err)
	}
	if done.text("state") != "done" || len(done.list("remarks")) != 1 || done.text("endedBy") == "" {
		t.Errorf("%s", done.raw)
	}
	b.call("agent", post, path+"/drop", `{"reason":"gone"}`).refused(409, "task.ended")
	if got := names(b.call("agent", get, "/desk/tasks", "").is(200)); got != "" {
		t.Errorf("his list afterwards: %s", got)
	}
	all := b.call("other", get, "/desk/customers/"+who+"/tasks", "").is(200).list("tasks")
	if len(all) != 1 || all[0]["report"] != "已问候，需要改为上门取件" {
		t.Errorf("the customer's: %v", all)
	}
}

func TestTheTeamsTasks(t *testing.T) {
	b := newBench(t)
	plan := func(name, owner string, due time.Duration) string {
		id := b.filed(name, "1380013"+time.Duration(due).String()[:1]+"0"+string(rune('0'+len(name)%10))+name[len(name)-1:])
		one, err := b.desk.Tasks.Plan(t.Context(), b.now, "system", task.Plan{Cause: name, Kind: task.Visit, Customer: id, Owner: b.staff[owner], Team: "service", Due: b.now.Add(due)})
		if err != nil {
			t.Fatal(err)
		}
		return one.ID
	}
	plan("c3", "agent", 3*time.Hour)
	plan("b2", "supervisor", 2*time.Hour)
	free := plan("a1", "", time.Hour)
	list := func(as, query string) string { return names(b.call(as, get, "/desk/tasks?"+query, "").is(200)) }
	for _, c := range []struct{ as, query, want string }{
		{"agent", "", "c3"}, {"agent", "scope=team", "a1 b2 c3"}, {"supervisor", "scope=team", "a1 b2 c3"},
		{"other", "scope=team", ""}, {"admin", "scope=team&team=service", "a1 b2 c3"}, {"agent", "scope=team&kind=gift", ""},
		{"supervisor", "owner=" + b.staff["agent"], "c3"},
	} {
		if got := list(c.as, c.query); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.as, c.query, got, c.want)
		}
	}
	b.call("other", get, "/desk/tasks?scope=team&team=service", "").refused(403, "desk.role")
	b.call("agent", get, "/desk/tasks?owner="+b.staff["supervisor"], "").refused(403, "desk.role")
	b.call("other", post, "/desk/tasks/"+free+"/give", `{"owner":"`+b.staff["other"]+`"}`).refused(403, "task.not_yours")
	b.call("agent", post, "/desk/tasks/"+free+"/give", `{"owner":"`+b.staff["agent"]+`"}`).is(200)
	if got := list("agent", ""); got != "a1 c3" {
		t.Errorf("after taking one: %s", got)
	}
}

// rule: SJ-13 what a key customer thinks of his agent is not the agent's to read.
func TestAnOpinionIsNotShownToWhomItIsAbout(t *testing.T) {
	b := newBench(t)
	who := b.filed("王芳", "13800138001")
	one, err := b.desk.Tasks.Plan(t.Context(), b.now, "system", task.Plan{Cause: "o", Kind: task.Opinion, Customer: who, About: b.staff["agent"], Due: b.now.Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	b.call("agent", get, "/desk/tasks/"+one.ID, "").is(404)
	b.call("agent", post, "/desk/tasks/"+one.ID+"/done", `{"outcome":"good"}`).is(404)
	for _, query := range []string{"/desk/tasks?scope=team", "/desk/customers/" + who + "/tasks"} {
		if got := names(b.call("agent", get, query, "").is(200)); got != "" {
			t.Errorf("%s: %s", query, got)
		}
		if got := names(b.call("supervisor", get, query, "").is(200)); got != "王芳" {
			t.Errorf("%s for the supervisor: %s", query, got)
		}
	}
	b.call("supervisor", post, "/desk/tasks/"+one.ID+"/done", `{"outcome":"poor"}`).is(200)
	if got := names(b.call("supervisor", get, "/desk/tasks?scope=team&kind=reassign", "").is(200)); got != "王芳" {
		t.Errorf("the talk that follows: %q", got)
	}
}

// rule: QM-5 what the revisit after a complaint came to is recorded on the
// ticket, from the task too; three tries without reaching anybody are enough.
func TestTheRevisitOfAComplaint(t *testing.T) {
	b := newBench(t)
	number := b.complaint("agent")
	b.do("other", number, "take", "").is(200)
	b.do("other", number, "resolve", `{"cause":"分拣延误","plan":"联系分拨","action":"已派车","result":"货已送达，运费已退。"}`).is(200)
	r, err := b.desk.Tickets.Store.Get(t.Context(), number)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.desk.Revisits.Settle(t.Context(), b.now, "system", r); err != nil {
		t.Fatal(err)
	}
	path := "/desk/tasks/" + task.ID(task.RevisitCause(number, 1))
	for try := range 3 {
		one := b.call("other", get, path, "").is(200)
		if one.text("state") != "open" {
			t.Fatalf("before try %d: %s", try+1, one.raw)
		}
		b.now = b.now.Add(24 * time.Hour)
		b.call("other", post, path+"/done", `{"outcome":"unreached"}`).is(200)
	}
	if one := b.call("other", get, path, "").is(200); one.text("state") != "done" || one.at("tries") != 2.0 {
		t.Errorf("after three tries: %s", one.raw)
	}
	if whole := b.call("other", get, "/desk/tickets/"+number, "").is(200); whole.at("book.missing") == nil || strings.Contains(whole.raw, `"next":"revisited"`) {
		t.Errorf("the ticket waits for a revisit: %s", whole.raw)
	}
}

// rule: NJ-3 the list of gifts tells who gets what from whom, and whether it was
// given; as a file it is safe to open.
func TestTheListOfGifts(t *testing.T) {
	b := newBench(t)
	for i, name := range []string{"王芳", "=1+1"} {
		who := b.filed(name, "1380013800"+string(rune('1'+i)))
		_, err := b.desk.Tasks.Plan(t.Context(), b.now, "system", task.Plan{Cause: "gift#2027#" + who, Kind: task.Gift, Customer: who, Owner: b.staff["agent"],
			Due: b.now.Add(time.Hour), Note: "新春礼盒", Group: task.GiftGroup(2027)})
		if err != nil {
			t.Fatal(err)
		}
	}
	list := b.call("supervisor", get, "/desk/gifts?year=2027", "").is(200)
	if len(list.list("tasks")) != 2 || list.at("year") != 2027.0 {
		t.Errorf("%s", list.raw)
	}
	file := b.call("supervisor", get, "/desk/gifts/export?year=2027&lang=zh", "").is(200)
	for _, want := range []string{"\ufeff客户,公司,等级,礼品,业务员", "王芳,", "'=1+1", "新春礼盒", "待办"} {
		if !strings.Contains(file.raw, want) {
			t.Errorf("%q is not in %s", want, file.raw)
		}
	}
	if next := b.call("supervisor", get, "/desk/gifts?year=2028", "").is(200); len(next.list("tasks")) != 0 {
		t.Errorf("another year: %s", next.raw)
	}
}

func TestTheRulesOfTasks(t *testing.T) {
	b := newBench(t)
	b.call("supervisor", get, "/desk/task-rules", "").is(200)
	rules := strings.Replace(b.call("admin", get, "/desk/task-rules", "").is(200).raw, `"visits":true`, `"visits":false`, 1)
	b.call("admin", put, "/desk/task-rules", strings.Replace(rules, `"by":"18:00"`, `"by":"26:00"`, 1)).refused(422, "invalid", "by")
	saved := b.call("admin", put, "/desk/task-rules", rules).is(200)
	if saved.at("visits") != false {
		t.Errorf("%s", saved.raw)
	}
	b.call("admin", put, "/desk/task-rules", rules).refused(412, "setting.stale")
}
