package console

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

const branchTable = "类别,名称,地址,电话,营业时间,服务范围\n网点,杭州西湖网点,文三路1号,0571-88880001,每天8:30-18:30,浙江省杭州市西湖区\n合作方,顺路物流,,,,\n"

// rule: PD-1 an agent answers which branch serves a district from the page;
// whoever keeps the register edits and imports there.
func TestCoverageIsAnsweredFromThePage(t *testing.T) {
	b := newBench(t)
	b.open("agent", "/console/places").is(200, "理赔部", "上海分公司", "名称、地址、电话").lacks("导入表格", "新增一条", "含已停用").wordless("console.", "{", "place.")
	b.open("agent", "/console/places", "Accept-Language", "en").is(200, "Branches and partners", "Serves").wordless("console.", "{", "place.")
	b.open("supervisor", "/console/places").is(200, "导入表格", "新增一条", "含已停用")
	b.send("supervisor", "/console/places", "importPlaces", "table", branchTable).is(200, "已导入：共 2 行，其中 2 行有变化。").lacks("文三路1号,0571")
	b.open("agent", "/console/places?area="+url.QueryEscape("杭州市西湖区")).is(200, "杭州西湖网点", "文三路1号", "每天8:30-18:30").lacks("顺路物流", "上海分公司")
	b.open("agent", "/console/places?q=nowhere").is(200, "没有找到")
	b.send("agent", "/console/places", "importPlaces", "table", branchTable).is(403)
}

// Each mistake of a table says in which row and column it is, and what was
// pasted stays.
func TestATableWithMistakesComesBack(t *testing.T) {
	b := newBench(t)
	b.send("supervisor", "/console/places", "importPlaces", "table", "类别,名称,联系手机\n网点,一,12\n客户,二,\n网点,三,,多的\n").
		is(422, "第 2 行　联系手机：", "第 3 行　类别：", "第 4 行　", "网点,一,12", "<details class=\"fold\" open>")
	b.send("supervisor", "/console/tariffs", "importTariffs", "table", "出发地,目的地,运输方式,首重,首重价,续重价\n上海,北京,公路,一,10,3\n").is(422, "第 2 行　首重（公斤）：")
	b.send("supervisor", "/console/places", "importPlaces", "table", "").is(422, "请填写此项")
	// as many rows as one call takes, typed in Chinese
	var table strings.Builder
	table.WriteString("类别,名称,地址,服务范围\n")
	for i := range 2000 {
		fmt.Fprintf(&table, "网点,测试网点%04d,浙江省杭州市西湖区文三路一百二十号,浙江省杭州市西湖区、浙江省杭州市上城区\n", i)
	}
	b.send("supervisor", "/console/places", "importPlaces", "table", table.String()).is(200, "共 2000 行，其中 2000 行有变化")
}

func TestAPlaceIsKeptOnAPage(t *testing.T) {
	b := newBench(t)
	page := b.open("supervisor", "/console/places").is(200)
	id := page.value("id")
	if !strings.HasPrefix(id, "p-") {
		t.Fatalf("a new place gets the id %q", id)
	}
	fields := []string{"id", id, "kind", "partner", "name", "顺路物流", "contact.phone", "123", "contact.mail", "zhou@shunlu.example", "language", "zh"}
	b.send("supervisor", "/console/places", "addPlace", fields...).is(422, "顺路物流", "手机号码")
	fields[7] = "13800138009"
	b.send("supervisor", "/console/places", "addPlace", fields...).goes("../console/places/" + id + "?done=addPlace")
	b.open("agent", "/console/places/"+id).is(200, "顺路物流", "合作方", `href="tel:&#43;8613800138009"`, "zhou@shunlu.example").lacks("savePlace")
	one := b.open("supervisor", "/console/places/"+id).is(200, "修改", "停用")
	save := func(version string, more ...string) reply {
		return b.send("supervisor", "/console/places/"+id, "savePlace", append([]string{"_version", version, "kind", "partner", "name", "顺路物流",
			"coverage", "浙江省\n江苏省", "language", "zh"}, more...)...)
	}
	save(one.value("_version"), "inactive", "true").goes("../../console/places/" + id + "?done=savePlace")
	b.open("supervisor", "/console/places/"+id).is(200, "已停用", "浙江省、江苏省")
	save("1").is(412, "刚才有人改动过")
	b.open("supervisor", "/console/places?q="+url.QueryEscape("顺路")).lacks("顺路物流</a>")
	b.open("supervisor", "/console/places?inactive=true&q="+url.QueryEscape("顺路")).is(200, "顺路物流</a>", "已停用")
	b.open("agent", "/console/places/nobody").is(404)
}

// rule: PD-1 an agent answers what carriage costs from the page.
func TestAPriceIsAnsweredFromThePage(t *testing.T) {
	b := newBench(t)
	b.open("agent", "/console/tariffs").is(200, "还没有价格").lacks("导入表格", "新增一条").wordless("console.", "{", "tariff.")
	page := b.open("supervisor", "/console/tariffs").is(200, "导入表格")
	id := page.value("id")
	fields := []string{"id", id, "from", "上海市", "to", "四川省成都市", "mode", "公路", "firstGrams", "1", "firstFen", "12.345", "moreFen", "2.8", "days", "3"}
	b.send("supervisor", "/console/tariffs", "addTariff", fields...).is(422, `value="12.345"`)
	fields[11] = "12.5"
	b.send("supervisor", "/console/tariffs", "addTariff", fields...).goes("../console/tariffs/" + id + "?done=addTariff")
	b.open("agent", "/console/tariffs?weight=10.5&from="+url.QueryEscape("上海市浦东新区")+"&to="+url.QueryEscape("成都")).
		is(200, "上海市 → 四川省成都市", "<b>40.50 元</b>", "12.50 元 / 1 公斤", "2.80 元", "3 天", "不足一公斤按一公斤计").lacks("还没有价格")
	b.open("agent", "/console/tariffs?from="+url.QueryEscape("北京")).is(200, "没有这条线路的价格")
	b.open("agent", "/console/tariffs?weight=x").is(422, `id="f-weight"`, `value="x"`)
	one := b.open("supervisor", "/console/tariffs/"+id).is(200, `value="12.5"`, `value="2.8"`, "删除这条价格")
	b.send("supervisor", "/console/tariffs/"+id, "saveTariff", "_version", one.value("_version"), "from", "上海市", "to", "四川省成都市", "mode", "公路",
		"firstGrams", "0.5", "firstFen", "10", "moreFen", "3").goes("../../console/tariffs/" + id + "?done=saveTariff")
	b.open("agent", "/console/tariffs", "Accept-Language", "en").is(200, "10 yuan / 0.5 kg", "3 yuan").wordless("console.", "{", "tariff.")
	b.send("supervisor", "/console/tariffs/"+id, "deleteTariff", "_version", "2").goes("../../console/tariffs?done=deleteTariff")
	b.open("agent", "/console/tariffs").is(200, "还没有价格")
}

// rule: PD-7 the link is shown once, to be copied or mailed; neither the subject
// of the mail nor the history has anything of the customer or of the link.
func TestALinkIsShownWhereTheTicketIsHandedOver(t *testing.T) {
	b := newBench(t)
	number := b.complaint("other")
	path := "/console/tickets/" + number
	b.open("other", path).is(200, `<option value="理赔部">`, `<option value="保险公司">`).lacks("生成答复链接", `<option value="上海分公司">`)
	b.api("admin", http.MethodPut, "/desk/places/partner-insurer", `{"kind":"partner","name":"保险公司","contact":{"name":"小李","mail":"li@insurer.example","phone":"13800138009"}}`, "If-Match", `"1"`)
	version := b.open("other", path).value("_version")
	b.send("other", path, "handOver", "_version", version, "to", "partner", "name", "没有这家", "summary", "王小明的货坏了").is(422, "名册里没有这个名称")
	b.send("other", path, "handOver", "_version", version, "to", "partner", "name", "保险公司", "summary", "王小明的货坏了").goes("../../console/tickets/" + number + "?done=handOver")
	b.open("other", path).is(200, "生成答复链接").lacks("给保险公司的答复链接")
	page := b.send("other", path, "linkHandOver").is(200, "给保险公司的答复链接", "写邮件发送", "mailto:li@insurer.example?subject=", "打电话 &#43;8613800138009", "有效至").wordless("console.", "{", "handover.")
	token := page.between(`href="../../handover/`, `"`)
	mail, err := url.PathUnescape(page.between(`href="mailto:`, `"`))
	if err != nil || token == "" || !strings.Contains(mail, "../../handover/"+token) {
		t.Errorf("the mail says %q (%v)", mail, err)
	}
	for _, private := range []string{"王小明", "13912345678", "货坏了"} {
		if strings.Contains(mail, private) {
			t.Errorf("the mail says %q", private)
		}
	}
	b.open("other", path).is(200, "为 保险公司 生成了答复链接").lacks(token)
	if err := b.desk.HandOvers.Answer(context.Background(), b.now, token, "小李", "同意赔付"); err != nil {
		t.Fatal(err)
	}
	b.open("other", path).is(200, "保险公司（通过链接）", "答复了", "同意赔付").lacks("partner:", "生成答复链接")
}

// between is what stands in a page between two texts, without HTML's marks.
func (p reply) between(before, after string) string {
	_, rest, _ := strings.Cut(p.Body.String(), before)
	found, _, _ := strings.Cut(rest, after)
	return html.UnescapeString(found)
}
