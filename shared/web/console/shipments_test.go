package console

import (
	"net/http"
	"strings"
	"testing"
)

// rule: SJ-4, SJ-6, SJ-17, SJ-23, NJ-18
func TestAShipmentHasItsPage(t *testing.T) {
	b := newBench(t)
	id := b.api("agent", http.MethodPost, "/desk/customers", `{"name":"赵敏","phone":"13612345678"}`)["id"].(string)
	b.open("agent", "/console/shipments?q=SF1001").is(200, "没有这个运单的记录", `value="SF1001"`)
	b.send("agent", "/console/shipments", "recordShipment", "waybill", "SF1001", "customerPhone", "13612345678", "consignee", "李雷", "phone", "13900139000",
		"grams", "3.5", "chargeFen", "26.00", "insuredFen", "400", "carrier", "顺丰", "branch", "上海一部", "requestedMode", "road", "days", "3").
		goes("../console/shipments/SF1001?done=recordShipment")
	b.open("agent", "/console/find?q=sf1001").goes("../console/shipments/SF1001")
	const path = "/console/shipments/SF1001"
	b.open("agent", path).is(200, "待发出", "李雷", "139****9000", "3.5 公斤", "26 元", "400 元", "没有指示", "登记客户指示").lacks("13900139000")
	b.send("agent", path, "readConsigneePhone").is(200, "8613900139000")
	b.open("agent", "/console/dispatch?branch=%E4%B8%8A%E6%B5%B7%E4%B8%80%E9%83%A8").is(200, "SF1001", "已发出 0 票，共 1 票")
	b.send("agent", path, "dispatchShipment", "mode", "air").is(422)
	b.send("agent", path, "dispatchShipment", "mode", "air", "deviation", "陆运停运", "checklist", "packed", "checklist", "labelled", "checklist", "weighed", "checklist", "documents").goes("../../console/shipments/SF1001?done=dispatchShipment")
	b.open("agent", path).is(200, "运输中", "航空", "陆运停运", "包装完好")
	b.send("agent", path, "correctShipment", "pieces", "3", "reason", "数错了").goes("../../console/shipments/SF1001?done=correctShipment")
	b.send("agent", path, "instructShipment", "kind", "hold", "text", "周一再送").goes("../../console/shipments/SF1001?done=instructShipment")
	b.open("agent", path).is(200, "数错了", "件数", "周一再送", `value="instructionDone"`)
	b.send("agent", path, "traceShipment").goes("../../console/shipments/SF1001?done=traceShipment")
	page := b.open("agent", path).is(200, "正在追查", "货已找到", "开立索赔")
	number := page.Body.String()
	number = number[strings.Index(number, "tickets/")+len("tickets/"):][:9]
	b.open("agent", "/console/tickets/"+number).is(200, "这票货", `shipments/SF1001"`, "运输中")
	b.open("agent", "/console/customers/"+id).is(200, "customers/"+id+"/shipments")
	b.open("agent", "/console/customers/"+id+"/shipments").is(200, "SF1001", "按月统计", "2026-06")
	// rule: SJ-21
	b.open("agent", "/console/carriers").is(200, "承运方").lacks("没有运单")
	b.open("agent", "/console/carriers?carrier=%E9%A1%BA%E4%B8%B0").is(200, "按月统计", "2026-06")
	b.open("agent", "/console/carriers?carrier=nobody").is(200, "没有运单")
	b.open("agent", "/console/shipments/NOBODY1").is(404)
}

// rule: SJ-20
func TestAFirstShipmentWarnsOnItsPage(t *testing.T) {
	b := newBench(t)
	id := b.api("agent", http.MethodPost, "/desk/customers", `{"name":"赵敏","phone":"13612345678"}`)["id"].(string)
	b.api("agent", http.MethodPost, "/desk/customers/"+id+"/onboarding", `{}`)
	b.api("agent", http.MethodPost, "/desk/shipments", `{"waybill":"SF1001","customer":"`+id+`","carrier":"顺丰","days":3}`)
	b.open("agent", "/console/shipments/SF1001").is(200, "这是该客户的第一票货")
	b.api("agent", http.MethodPost, "/desk/shipments/SF1001/dispatch", `{"checklist":["packed","labelled","weighed","documents"]}`)
	b.open("agent", "/console/shipments/SF1001").is(200).lacks("这是该客户的第一票货")
}

// rule: SJ-17, NJ-18
func TestAnAdminDecidesAboutShipments(t *testing.T) {
	b := newBench(t)
	const path = "/console/shipment-settings"
	form := b.open("admin", path).is(200, "road | 公路 | road", "packed | 包装完好 | packed well").filled("saveShipmentSettings")
	form.Set("cutoffs", "上海一部 16:30\r\n 上海 二部　17：00 \r\n")
	form.Set("modes", "camel | 骆驼 | camel\nroad｜公路")
	form.Set("checklist", "")
	b.submit("admin", path, form).goes("../console/shipment-settings?done=saveShipmentSettings")
	again := b.open("admin", path).is(200).filled("saveShipmentSettings")
	if got := again.Get("cutoffs"); got != "上海 二部 17:00\n上海一部 16:30" {
		t.Errorf("hours of branches: %q", got)
	}
	if got := again.Get("modes") + again.Get("checklist"); got != "camel | 骆驼 | camel\nroad | 公路 | 公路" {
		t.Errorf("modes: %q", got)
	}
	b.open("agent", "/console/shipments").is(200, "骆驼").lacks("航空")
	again.Set("modes", "骆驼")
	b.submit("admin", path, again).is(422, "骆驼")
	again.Set("modes", "camel | 骆驼 | camel")
	again.Set("cutoff", "")
	b.submit("admin", path, again).is(422)
	b.open("agent", path).is(403)
}

// rule: SJ-4
func TestShipmentsOfAPeriodHaveTheirPage(t *testing.T) {
	b := newBench(t)
	id := b.api("agent", http.MethodPost, "/desk/customers", `{"name":"赵敏","phone":"13612345678"}`)["id"].(string)
	b.api("agent", http.MethodPost, "/desk/shipments", `{"waybill":"SF1001","customer":"`+id+`","carrier":"顺丰","days":3}`)
	b.api("agent", http.MethodPost, "/desk/shipments/SF1001/dispatch", `{"checklist":["packed","labelled","weighed","documents"]}`)
	b.open("agent", "/console/shipments").is(200).lacks("导出运单")
	b.open("supervisor", "/console/shipments").is(200, `href="../console/export/shipments"`)
	page := b.open("supervisor", "/console/export/shipments?from=2026-06-01&to=2026-06-30").is(200, "第 1 段", "1 行", `data-name="shipments"`, "desk/export/shipments?")
	link := strings.Split(page.Body.String(), `<li><a href="`)
	file, _, _ := strings.Cut(link[len(link)-1], `"`)
	file = "/" + strings.TrimLeft(strings.ReplaceAll(file, "&amp;", "&"), "./")
	b.open("supervisor", file).is(200, "运单号", "SF1001")
	b.open("supervisor", "/console/export/shipments?from=2020-01-01&to=2020-12-31").is(200, "这段时间没有发出的运单")
	b.open("supervisor", "/console/export/shipments?from=2026-06-10&to=2026-06-01").is(422, "结束日期不能早于开始日期")
	b.open("agent", "/console/export/shipments").is(403)
}
