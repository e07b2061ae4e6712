package console

import (
	"crypto/rand"
	"fmt"
	"strings"
	"testing"

	"huiyin/shared/customer"
	"huiyin/shared/event"
)

// rule: NJ-5 a supervisor writes, counts, approves, stops and resumes a
// campaign on its page, and sees what became of whom.
func TestACampaignOnItsPages(t *testing.T) {
	b := newBench(t)
	b.desk.Company.Signature, b.desk.Company.EnglishSignature, b.desk.Company.Site, b.desk.Company.Hotline = "顺达物流", "Shunda", "sd.example", "400-123-4567"
	files := customer.Service{Store: b.store.Customers(), Phones: b.desk.Customers.Phones, Random: rand.Reader}
	for i := range 5 {
		c, err := files.Save(t.Context(), customer.Input{Name: "王芳", Phone: fmt.Sprintf("1390000%04d", i), Class: customer.Key}, event.System, b.now)
		if err == nil && i > 0 {
			_, err = files.Confirm(t.Context(), c.ID, c.Version, "同意", "staff:1", b.now)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	b.open("supervisor", "/console/campaigns").is(200, "还没有活动", "新建活动")
	b.send("agent", "/console/campaigns", "addCampaign", "name", "x").is(403)
	b.open("supervisor", "/console/campaigns").is(200, "不超过 200 人且不超过 20.00 美元").lacks("修改批准上限")
	b.send("admin", "/console/campaigns", "saveCampaignSettings", "alonePeople", "50", "alonePrice", "7.5", "leadDays", "90").is(422, "60")
	b.send("admin", "/console/campaigns", "saveCampaignSettings", "alonePeople", "50", "alonePrice", "7.5", "leadDays", "5").is(303)
	b.open("supervisor", "/console/campaigns").is(200, "不超过 50 人且不超过 7.50 美元", "提前 5 天")
	b.send("supervisor", "/console/campaigns", "addCampaign", "name", "年货节", "text", "请看 www.a.com", "textEnglish", "Hello.").is(422, "年货节")
	b.open("supervisor", "/console/campaigns").is(200, "重点", "合适").lacks(">suitable<")
	b.send("supervisor", "/console/campaigns", "addCampaign", "name", "年货节", "text", "{addressee}，<年货节>照常发货。", "textEnglish", "We ship.", "segment.classes", "key")
	list := b.open("supervisor", "/console/campaigns").is(200, "年货节", "草稿")
	_, rest, _ := strings.Cut(list.Body.String(), "campaigns/")
	id, _, _ := strings.Cut(rest, `"`)
	path := "/console/campaigns/" + id
	b.open("supervisor", path).is(200, "【顺达物流】王女士，&lt;年货节&gt;照常发货。退订见sd.example", "还没有统计", "统计人数和费用", "重点")
	b.send("supervisor", path, "countCampaign")
	b.open("supervisor", path).is(200, "待批准", "4 人", "批准发送")
	b.send("supervisor", path, "approveCampaign")
	if err := b.desk.Campaigns.Work(t.Context(), b.now, id, func() bool { return true }); err != nil {
		t.Fatal(err)
	}
	b.open("supervisor", path).is(200, "发送中", "立即停止", "CSV 1")
	b.send("supervisor", path, "stopCampaign")
	b.open("supervisor", path, "Accept-Language", "en").is(200, "stopped", "Go on")
	b.send("supervisor", path, "resumeCampaign")
	b.open("supervisor", path).is(200, "发送中")

	b.open("supervisor", "/console/content").is(200, "还没有内容")
	b.send("supervisor", "/console/content", "saveContent", "month", "2027-12", "day", "5", "hour", "10:00", "name", "十二月", "text", "谢谢您。", "textEnglish", "Thank you.")
	b.open("supervisor", "/console/content").is(200, "2027-12-05 10:00", "谢谢您。", "所有同意接收的客户")
	month := []string{"month", "2027-11", "day", "5", "hour", "10:00", "name", "十一月", "text", "谢谢。", "textEnglish", "Thanks.", versionField, "1"}
	b.send("supervisor", "/console/content", "saveContent", append(month, "segment.classes", "key", "segment.tags", "冷链\n展会", "segment.owners", b.staff["agent"])...)
	b.open("supervisor", "/console/content?month=2027-11").is(200, `value="key" checked`, "冷链\n展会</textarea>", `<span class="badge">冷链</span>`, "101 ")
	b.send("supervisor", "/console/content", "saveContent", "month", "2027-12", "day", "6", "hour", "10:00", "name", "十二月", "text", "谢谢您。", "textEnglish", "Thank you.", versionField, "2")
	b.open("supervisor", "/console/content").is(200, "2027-12-06 10:00", `<span class="badge">展会</span>`) // another month's stay as they are
	b.open("supervisor", "/console/greetings").is(200, "greetings/cards/mid_autumn")
	b.open("supervisor", "/console/greetings/cards/mid_autumn").is(200, "中秋节贺卡名单", "王芳", "CSV")
	const autumn = "/console/greetings/cards/mid_autumn"
	page := b.open("supervisor", autumn).is(200, "已寄出").Body.String()
	_, rest, _ = strings.Cut(page, `name="customers" value="`)
	who, _, _ := strings.Cut(rest, `"`)
	b.send("agent", autumn, "sendCards", "customers", who).is(403)
	b.send("supervisor", autumn, "sendCards", "customers", who).is(303)
	b.open("supervisor", autumn).is(200, "201</small>").lacks(`name="customers"`)
	b.open("supervisor", "/console/customers/"+who).is(200, "寄过的贺卡", "中秋节 2026")
	b.open("supervisor", autumn+"?year=2028").is(200, "2028-10-03", `name="customers"`, "2027")
}
