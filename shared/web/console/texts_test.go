package console

import (
	"testing"

	"huiyin/shared/message"
)

// rule: NJ-2 an admin writes a greeting, sees it and its parts first, and
// switches festivals on and off.
func TestAnAdminWritesATextOfAnSMS(t *testing.T) {
	b := newBench(t)
	b.desk.Company = message.Company{Signature: "顺达物流", EnglishSignature: "Shunda", Site: "sd.example", Hotline: "400-123-4567"}
	b.open("agent", "/console/texts").is(403)
	b.open("supervisor", "/console/texts").is(200, "中秋节", "投诉已收到")
	const path = "/console/texts/festival.mid_autumn"
	b.open("supervisor", path).is(200, "{addressee}").lacks("saveText-zh")
	form := b.open("admin", path).is(200).filled("saveText-zh")
	form.Set("text", "{addressee}，中秋快乐！")
	b.submit("admin", path, form).is(422, "{addressee}，中秋快乐！", "f-saveText-zh-text-error")
	form.Set("text", "{addressee}，月圆人圆。退订见{site}")
	form.Set("_preview", "true")
	b.submit("admin", path, form).is(200, "【顺达物流】王女士，月圆人圆。退订见sd.example", "{addressee}，月圆人圆。退订见{site}")
	form.Del("_preview")
	b.submit("admin", path, form).goes("../../console/texts/festival.mid_autumn?done=saveText-zh")
	b.open("admin", path).is(200, "月圆人圆", "本公司文本")
	b.submit("admin", path, form).is(412)
	b.send("admin", path, "switchTemplate", "on", "", "version", "0").goes("../../console/texts/festival.mid_autumn?done=switchTemplate")
	b.open("admin", path).is(200, "已关闭", "开启这条问候")

	form = b.open("admin", "/console/greetings").is(200).filled("saveGreetings")
	form["festivals"] = []string{"qixi", "qingming"}
	b.submit("admin", "/console/greetings", form).goes("../console/greetings?done=saveGreetings")
	again := b.open("admin", "/console/greetings").is(200).filled("saveGreetings")
	if got := again["festivals"]; len(got) != 2 || got[0] != "qixi" || got[1] != "qingming" {
		t.Errorf("ticked: %v", got)
	}
	b.open("admin", "/console/messages").is(200, "没有存疑的短信")
	b.open("supervisor", "/console/budget").is(200, "每月预算")
}

// rule: NJ-2 a greeting has a text of its own for a class of customers.
func TestAGreetingsTextForAClass(t *testing.T) {
	b := newBench(t)
	b.desk.Company.Signature, b.desk.Company.EnglishSignature, b.desk.Company.Site, b.desk.Company.Hotline = "顺达物流", "Shunda", "sd.example", "400-123-4567"
	b.open("admin", "/console/texts/festival.mid_autumn").is(200, "texts/festival.mid_autumn@key", "中秋节（重点客户）")
	path := "/console/texts/festival.mid_autumn@key"
	b.open("admin", path).is(200, "中秋节（重点客户）", "中秋快乐").lacks("@general")
	b.send("admin", path, "saveText-zh", "lang", "zh", "text", "{addressee}，专属客服恭祝中秋团圆。退订见{site}")
	b.open("admin", path).is(200, "专属客服恭祝中秋团圆")
	b.open("admin", "/console/texts/festival.mid_autumn").is(200).lacks("专属客服")
	b.open("admin", "/console/texts/resolved@key").is(404)
}
