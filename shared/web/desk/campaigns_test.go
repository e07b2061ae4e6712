package desk

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"huiyin/shared/campaign"
	"huiyin/shared/customer"
	"huiyin/shared/event"
	"huiyin/shared/greeting"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
)

// greetable makes customers who agreed to greetings, and one who did not.
func (b *bench) greetable(n int) {
	b.Helper()
	files := customer.Service{Store: b.store.Customers(), Phones: b.desk.Customers.Phones, Random: rand.Reader}
	for i := range n + 1 {
		c, err := files.Save(b.Context(), customer.Input{Name: "王芳", Phone: fmt.Sprintf("1390000%04d", i), Company: "=SUM(A1)"}, event.System, b.now)
		if err == nil && i < n {
			_, err = files.Confirm(b.Context(), c.ID, c.Version, "同意", "staff:1", b.now)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}

const aCampaign = `{"name":"年货节","text":"{addressee}，年货节期间照常发货。","textEnglish":"We ship through the holidays."}`

// rule: NJ-5 a campaign is written, counted, approved by a second person when
// it is large, stopped and let go on, each by one operation.
func TestACampaignsLifeAtTheDesk(t *testing.T) {
	b := newBench(t)
	b.desk.Company = message.Company{Signature: "顺达物流", EnglishSignature: "Shunda", Site: "sd.example", Hotline: "400-123-4567"}
	b.greetable(230)
	b.call("supervisor", post, "/desk/campaigns", `{"name":"","text":"请看 www.a.com","textEnglish":"","segment":{"classes":["vip"]}}`).
		refused(422, "invalid", "name", "segment.classes[0]", "text", "textEnglish")
	made := b.call("supervisor", post, "/desk/campaigns", aCampaign).is(http.StatusCreated)
	path := "/desk/campaigns/" + made.text("id")
	if sample := made.list("texts")[0]["sample"]; sample != "【顺达物流】王女士，年货节期间照常发货。退订见sd.example" {
		t.Errorf("it would look like %v", sample)
	}
	counted := b.call("supervisor", post, path+"/count", "", "If-Match", made.etag()).is(200)
	if counted.text("state") != "previewed" || counted.at("count") != 230.0 || counted.at("secondPerson") != true {
		t.Errorf("counted: %s", counted.raw)
	}
	b.call("supervisor", post, path+"/approve", "", "If-Match", counted.etag()).refused(http.StatusForbidden, "campaign.second_person")
	b.call("admin", post, path+"/approve", "", "If-Match", made.etag()).refused(http.StatusPreconditionFailed, "campaign.stale")
	approved := b.call("admin", post, path+"/approve", "", "If-Match", counted.etag()).is(200)
	if approved.text("state") != "approved" || approved.text("approval.by") != "staff:"+b.staff["admin"] {
		t.Errorf("approved: %s", approved.raw)
	}
	b.call("supervisor", put, path, aCampaign, "If-Match", approved.etag()).refused(http.StatusConflict, "campaign.not_now")
	if err := b.desk.Campaigns.Work(t.Context(), b.now, made.text("id"), func() bool { return true }); err != nil {
		t.Fatal(err)
	}
	stopped := b.call("supervisor", post, path+"/stop", "").is(200)
	if stopped.text("state") != "stopped" || fmt.Sprint(stopped.at("allowed")) != "[resume]" || stopped.at("people") != 230.0 {
		t.Errorf("stopped: %s", stopped.raw)
	}
	b.call("supervisor", post, path+"/resume", "").is(200)
	if list := b.call("supervisor", get, "/desk/campaigns", "").is(200).list("campaigns"); len(list) != 1 || list[0]["state"] != "running" {
		t.Errorf("listed: %v", list)
	}
	if page := b.call("supervisor", get, path+"/recipients", "").is(200); page.at("pages").(float64) < 3 {
		t.Errorf("pages: %s", page.raw)
	}
	b.call("supervisor", get, path+"/recipients?page=99", "").refused(http.StatusNotFound, "campaign.no_page")
	b.call("agent", get, path, "").refused(http.StatusForbidden, "desk.role")
}

// Who waited when his page was done is listed as what became of him since.
func TestTheReportFollowsWhoWaited(t *testing.T) {
	b := newBench(t)
	b.desk.Company = message.Company{Signature: "顺达物流", EnglishSignature: "Shunda", Site: "sd.example", Hotline: "400-123-4567"}
	b.greetable(2)
	made := b.call("supervisor", post, "/desk/campaigns", aCampaign).is(http.StatusCreated)
	path := "/desk/campaigns/" + made.text("id")
	b.call("supervisor", post, path+"/count", "").is(200)
	b.call("supervisor", post, path+"/approve", "").is(200)
	if err := b.desk.Campaigns.Work(t.Context(), b.now, made.text("id"), func() bool { return true }); err != nil {
		t.Fatal(err)
	}
	c, err := b.desk.Campaigns.Read(t.Context(), made.text("id"))
	if err != nil || c.Pages < 1 {
		t.Fatalf("%+v %v", c, err)
	}
	found, err := b.store.Customers().ListCustomers(t.Context(), "", 9)
	if err != nil {
		t.Fatal(err)
	}
	store, page := b.store.Ledger(), ledger.Page{ID: campaign.PageID(c.ID, 1), Template: campaign.Text, Kind: "customer"}
	var lines []ledger.Line
	for _, f := range found.Customers {
		if !f.Greetable() {
			continue
		}
		lines = append(lines, ledger.Line{Place: len(page.To), State: ledger.Waiting, Why: "throttled"})
		page.To = append(page.To, f.ID)
		row := ledger.Row{Message: page.Message(len(page.To) - 1), State: ledger.Skipped, Why: "budget", Version: 1}
		if row.ID = greeting.Guard(f.PhoneKey, c.Days[0]); len(lines) == 2 {
			row.Cause = "another page: somebody was quicker"
		}
		if err := store.Put(t.Context(), row); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(store.PutBatch(t.Context(), ledger.Batch{Page: page, State: ledger.Settled, Version: 1}),
		store.PutGroup(t.Context(), ledger.Group{Batch: page.ID, Lines: lines})); err != nil {
		t.Fatal(err)
	}
	list := b.call("supervisor", get, path+"/recipients", "").is(200).list("recipients")
	if len(list) != 2 || list[0]["state"] != "skipped" || list[0]["why"] != "budget" || list[1]["state"] != "waiting" {
		t.Errorf("%v", list)
	}
}

// rule: NJ-8
func TestTheContentCalendar(t *testing.T) {
	b := newBench(t)
	month := `{"months":[{"month":"2026-12","name":"十二月","text":"谢谢您。","textEnglish":"Thank you.","day":5,"hour":"10:00"}]}`
	b.call("supervisor", put, "/desk/content", strings.Replace(month, "10:00", "23:00", 1)).refused(422, "invalid", "months[0].hour")
	saved := b.call("supervisor", put, "/desk/content", month).is(200)
	b.call("supervisor", put, "/desk/content", month).refused(http.StatusPreconditionFailed, "campaign.stale")
	if saved.text("next") != "2026-11-28T02:00:00Z" {
		t.Errorf("the campaign is made %s", saved.text("next"))
	}
	if read := b.call("supervisor", get, "/desk/content", "").is(200); read.etag() != saved.etag() || len(read.list("months")) != 1 {
		t.Errorf("read: %s", read.raw)
	}
	settings := b.call("admin", put, "/desk/campaign-settings", `{"alonePeople":5,"alonePrice":0,"leadDays":3}`).is(200)
	if read := b.call("supervisor", get, "/desk/campaign-settings", "").is(200); read.etag() != settings.etag() || read.at("leadDays") != 3.0 {
		t.Errorf("settings: %s", read.raw)
	}
	b.call("admin", put, "/desk/campaign-settings", `{"alonePeople":-1,"alonePrice":0,"leadDays":0}`, "If-Match", settings.etag()).refused(422, "invalid", "alonePeople", "leadDays")
}

// rule: NJ-2 whom no SMS may greet gets a card.
func TestTheListOfCards(t *testing.T) {
	b := newBench(t)
	b.greetable(3)
	list := b.call("supervisor", get, "/desk/greetings/cards/mid_autumn", "").is(200)
	if cards := list.list("cards"); len(cards) != 1 || list.text("date") == "" {
		t.Errorf("cards: %s", list.raw)
	}
	b.call("supervisor", get, "/desk/greetings/cards/easter", "").refused(http.StatusNotFound, "greeting.unknown_festival")
	b.call("agent", get, "/desk/greetings/cards/mid_autumn", "").refused(http.StatusForbidden, "desk.role")
	file := b.file("supervisor", "/desk/greetings/cards/mid_autumn/file", "zh").Body.String()
	if !strings.HasPrefix(file, "\ufeff姓名,公司,") || !strings.Contains(file, "'=SUM(A1)") || strings.Count(file, "\r\n") != 2 {
		t.Errorf("the file: %q", file)
	}
	who := list.list("cards")[0]["customer"].(string)
	said := fmt.Sprintf(`{"customers":[%q]}`, who)
	for range 2 { // once, however often it is said
		if noted := b.call("supervisor", post, "/desk/greetings/cards/mid_autumn/sent", said).is(200); noted.at("noted") != 1.0 {
			t.Errorf("noted: %s", noted.raw)
		}
	}
	b.call("supervisor", post, "/desk/greetings/cards/mid_autumn/sent", `{"customers":["nobody"]}`).is(http.StatusNotFound)
	b.call("supervisor", post, "/desk/greetings/cards/easter/sent", said).refused(http.StatusNotFound, "greeting.unknown_festival")
	b.call("agent", post, "/desk/greetings/cards/mid_autumn/sent", said).refused(http.StatusForbidden, "desk.role")
	sent, _ := b.call("supervisor", get, "/desk/greetings/cards/mid_autumn", "").is(200).list("cards")[0]["sent"].(map[string]any)
	if sent["by"] != "staff:"+b.staff["supervisor"] {
		t.Errorf("on the list: %v", sent)
	}
	if next := b.call("supervisor", get, "/desk/greetings/cards/mid_autumn?year=2027", "").is(200); next.list("cards")[0]["sent"] != nil || next.text("date") != "2027-09-15" {
		t.Errorf("a year later: %s", next.raw)
	}
	if read := b.call("supervisor", get, "/desk/customers/"+who, "").is(200); len(read.list("cards")) != 1 || read.list("cards")[0]["festival"] != "mid_autumn" {
		t.Errorf("in the file: %s", read.raw)
	}
	if file := b.file("supervisor", "/desk/greetings/cards/mid_autumn/file", "zh").Body.String(); !strings.Contains(file, "2026-") {
		t.Errorf("the file: %q", file)
	}
	if _, known := message.Find(campaign.Text); !known {
		t.Error("campaigns have no template")
	}
}
