package console

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// rule: QM-6, QM-7, SJ-2, SJ-10, SJ-20
func TestAFileIsFoundLookedAfterAndMerged(t *testing.T) {
	b := newBench(t)
	a := b.api("agent", http.MethodPost, "/desk/customers", `{"name":"赵敏","phone":"13612345678","company":"苏州某厂有限公司"}`)["id"].(string)
	o := b.api("agent", http.MethodPost, "/desk/customers", `{"name":"赵小敏","phone":"13700137000","company":"苏州某厂","region":"苏州"}`)["id"].(string)
	path := "/console/customers/" + a
	b.open("agent", "/console/customers?q=某厂").is(200, "赵敏", "赵小敏", "136****5678").lacks("13612345678")
	b.open("agent", "/console/customers?q=7000").is(200, "赵小敏").lacks("赵敏<")
	b.open("agent", "/console/customers?q=没有").is(200, "没有找到")
	b.open("agent", "/console/customers?q=a").is(422, "请至少输入两个字")
	b.open("agent", "/console/customers?doubles=true").is(200, "赵小敏")

	done := func(form string, fields ...string) {
		t.Helper()
		version := fmt.Sprint(b.api("agent", http.MethodGet, "/desk/customers/"+a, "")["version"])
		b.send("agent", path, form, append(fields, versionField, version)...).goes("../../console/customers/" + a + "?done=" + form)
	}
	done("saveDetails", "tags", "冷链\n海运", "needs", "周一不收货", "plan", "每季拜访")
	done("savePeople", "people[0].name", "钱会计", "people[0].role", "pays", "people[0].phone", "13500135000")
	done("savePeople", "people[0].name", "钱会计", "people[0].role", "pays", "people[0].phone", "135****5000", "people[1].name", "赵工")
	done("classifyCustomer", "class", "key", "reason", "大货主")
	done("noteCustomer", "text", "老板姓赵")
	done("verifyCustomer")
	done("markLead", "urgency", "high")
	done("startOnboarding")
	done("tickOnboarding", "item", "contract")
	b.open("agent", path).is(200, "冷链", "周一不收货", "每季拜访", "钱会计", "135****5000", "付款", "赵工", "大货主", "老板姓赵", "✓ 合同或服务协议已签", "可能是同一位客户", "单位相同").
		lacks("13500135000", "谁看过这份档案", `value="rateCustomer"`)
	b.send("supervisor", path, "rateCustomer", "grade", "C", "reason", "付款慢").goes("../../console/customers/" + a + "?done=rateCustomer")
	b.open("supervisor", path).is(200, "付款慢", "谁看过这份档案", "readCustomer")
	b.open("supervisor", path).is(200, "改为未完成", ">归档</button>").lacks("从归档取出</button>")
	b.api("agent", http.MethodPost, "/desk/customers/"+a+"/archive", `{}`)
	b.open("agent", path).is(200, "从归档取出</button>").lacks(">归档</button>")
	b.open("agent", path+"/merge?other="+o).is(403)
	b.open("supervisor", path+"/merge").is(200, "请选要并入这份档案的另一份", "赵小敏", "merge?other="+o)
	b.open("supervisor", "/console/customers/nobody/merge").is(404)
	b.open("supervisor", path+"/merge?other="+o).is(200, "赵小敏", "苏州", "保留的档案")
	b.send("supervisor", path+"/merge?other="+o, "mergeCustomers", "other", o, "take", "name").goes("../../../console/customers/" + a + "?done=mergeCustomers")
	b.open("agent", path).is(200, "赵小敏", "137****7000", "并入过一份档案")
	if to := b.open("agent", "/console/customers/"+o).Header().Get("Location"); !strings.HasSuffix(to, "customers/"+a) {
		t.Errorf("an old link leads to %q", to)
	}
}
