package desk

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"huiyin/shared/campaign"
	"huiyin/shared/customer"
	"huiyin/shared/event"
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
	if _, known := message.Find(campaign.Text); !known {
		t.Error("campaigns have no template")
	}
}
