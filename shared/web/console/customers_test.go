package console

import (
	"encoding/base64"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// rule: QM-6
func TestACustomersFileIsFoundMadeAndChanged(t *testing.T) {
	b := newBench(t)
	b.open("agent", "/console/customers").is(200, "手机号码").lacks("全部客户")
	b.open("agent", "/console/customers?phone=123").is(422, `aria-invalid="true"`)
	b.open("agent", "/console/customers?phone=13612345678").is(200, "还没有档案", `value="13612345678"`)
	made := b.send("agent", "/console/customers?phone=13612345678", "addCustomer", "name", "赵敏", "phone", "13612345678", "title", "ms", "lang", "zh",
		"class", "general", "birthday.month", "8", "birthday.day", "15", "birthday.lunar", "true", "company", "苏州某厂")
	path := "/console/customers/" + strings.TrimSuffix(strings.TrimPrefix(made.Header().Get("Location"), "../console/customers/"), "?done=addCustomer")
	made.goes(".." + path + "?done=addCustomer")
	b.open("agent", "/console/customers?phone=136-1234-5678").goes(".." + path)
	page := b.open("agent", path).is(200, "赵敏", "136****5678", "农历 8 月 15 日", "苏州某厂", "未同意", "还没有工单")
	page.lacks("13612345678")

	version := regexp.MustCompile(`name="_version" value="(\d+)"`).FindStringSubmatch(page.Body.String())[1]
	change := []string{"_version", version, "name", "赵敏", "class", "key", "classReason", "大货主", "lang", "zh", "title", "ms", "birthday.month", "2", "birthday.day", "29"}
	b.send("agent", path, "saveCustomer", change...).goes("../../" + strings.TrimPrefix(path, "/") + "?done=saveCustomer")
	b.open("agent", path).is(200, "重点", "2 月 29 日", "136****5678").lacks("农历 2", "苏州某厂")
	b.send("agent", path, "saveCustomer", change...).is(412, "刚才有人改动过")

	b.opened("agent", `"type":"inquiry","kind":"price","text":"多少钱？"`)
	b.api("agent", http.MethodPost, "/desk/tickets", `{"type":"inquiry","kind":"price","text":"多久到？","name":"赵敏","phone":"13612345678"}`)
	if got := strings.Count(b.open("agent", path).is(200, "询问 · 价格").Body.String(), `/tickets/`); got != 1 {
		t.Errorf("%d tickets are listed, want the customer's one", got)
	}
	b.open("admin", "/console/customers").is(200, "全部客户", "赵敏")
	b.open("agent", "/console/customers/nobody").is(404)
	b.open("newagent", path).is(403)
}

// rule: LAW-2
func TestAStopIsWrittenDownAndAnAgentCantUndoIt(t *testing.T) {
	b := newBench(t)
	id := b.api("agent", http.MethodPost, "/desk/customers", `{"name":"赵敏","phone":"13612345678"}`)["id"].(string)
	path := "/console/customers/" + id
	b.send("agent", path, "confirmConsent", "text", "我愿意在节日收到问候短信。").goes("../../console/customers/" + id + "?done=confirmConsent")
	b.open("agent", path).is(200, "已同意", "我愿意在节日收到问候短信。", "客服记录")
	b.send("agent", path, "stopGreetings").goes("../../console/customers/" + id + "?done=stopGreetings")
	b.open("agent", path).is(200, "已停发", "只有本人能重新同意").lacks(`value="confirmConsent"`, `value="stopGreetings"`)
	b.send("agent", path, "readCustomerPhone").is(200, "8613612345678")
}

// rule: LAW-4
func TestAPersonIsHandedOutAndErased(t *testing.T) {
	b := newBench(t)
	b.open("agent", "/console/persons").is(403)
	b.open("supervisor", "/console/persons").is(200, "取出这个号码的全部资料").lacks("永久删除")
	b.api("agent", http.MethodPost, "/desk/customers", `{"name":"赵敏","phone":"13612345678"}`)
	number := b.api("agent", http.MethodPost, "/desk/tickets", `{"type":"inquiry","kind":"price","text":"多久到？","name":"赵敏","phone":"13612345678"}`)["number"].(string)
	page := b.send("supervisor", "/console/persons", "exportPerson", "phone", "13612345678", "cursor", "").
		is(200, "已取出：1 个工单。", "含客户档案。", "保存文件", `download="person-2026-06-10.json"`)
	found := regexp.MustCompile(`href="data:application/json;base64,([^"]+)"`).FindStringSubmatch(page.Body.String())
	if found == nil {
		t.Fatalf("no file in %s", page.Body)
	}
	raw, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(found[1], "&#43;", "+"))
	if err != nil || !strings.Contains(string(raw), "赵敏") || !strings.Contains(string(raw), number) {
		t.Errorf("the file is %s, %v", raw, err)
	}
	b.send("supervisor", "/console/persons", "exportPerson", "phone", "12").is(422, `href="#f-exportPerson-phone"`)
	b.send("supervisor", "/console/persons", "erasePerson", "phone", "13612345678", "reason", "asked").is(403)
	b.send("admin", "/console/persons", "erasePerson", "phone", "13612345678", "reason", "asked").is(409, "还有 1 张单子没有办结")
	b.api("agent", http.MethodPost, "/desk/tickets/"+number+"/withdraw", `{"reason":"不再需要"}`)
	b.send("admin", "/console/persons", "erasePerson", "phone", "13612345678").is(422)
	b.send("admin", "/console/persons", "erasePerson", "phone", "13612345678", "reason", "asked").is(200, "已全部删除，涉及 1 个工单")
	b.open("agent", "/console/customers?phone=13612345678").is(200, "还没有档案")
}
