package browser

import (
	"net/http"
	"time"

	"huiyin/shared/wire"
)

// care is a customer's whole file, his double, and what is to be done for him.
func (f *furnished) care() {
	f.customer = f.filed("欧阳小明明")
	f.call("agent", http.MethodPost, "/desk/customers/"+f.customer+"/consent", object{"text": f.text("客户在电话里说愿意收节日问候")}, nil)
	f.call("supervisor", http.MethodPost, "/desk/customers/"+f.customer+"/class", object{"class": "key", "reason": f.text("三年框架协议")}, nil)
	f.call("supervisor", http.MethodPost, "/desk/customers/"+f.customer+"/credit", object{"grade": "B", "reason": f.text("上季度有两笔晚付")}, nil)
	f.call("agent", http.MethodPost, "/desk/customers/"+f.customer+"/onboarding", object{}, nil)
	f.call("agent", http.MethodPost, "/desk/customers/"+f.customer+"/notes", object{"text": f.text("周五下午仓库盘点，不要约提货。")}, nil)
	f.call("agent", http.MethodPost, "/desk/customers/"+f.customer+"/lead", object{"urgency": "high"}, nil)
	f.double = f.filed("欧阳小明")

	plan := func(kind string, hours time.Duration) (id string) {
		var made struct{ ID string }
		f.call("agent", http.MethodPost, "/desk/tasks", object{"kind": kind, "customer": f.customer, "owner": "staff-agent", "dueAt": the.now().Add(hours * time.Hour),
			"note": f.text("上门拜访，带上新的价目表和去年的发货统计。")}, &made)
		return made.ID
	}
	f.task = plan("visit", 30)
	f.finished = plan("care", 6)
	f.call("agent", http.MethodPost, "/desk/tasks/"+f.finished+"/move", object{"dueAt": the.now().Add(8 * time.Hour), "report": f.text("客户说下午再打")}, nil)
	f.call("agent", http.MethodPost, "/desk/tasks/"+f.finished+"/drop", object{"reason": "refused", "report": f.text("客户说不用再打了")}, nil)
	f.shipments()
	f.campaigns()
}

// filed makes a file of somebody, with all that a form takes.
func (f *furnished) filed(name string) string {
	var made struct{ ID string }
	f.call("agent", http.MethodPost, "/desk/customers", object{"phone": newPhone(), "name": clip(f.text(name), 40), "lang": "zh",
		"company": clip(f.text("苏州工业园区某某精密电子科技股份有限公司第二生产基地物流部"), 40), "region": clip(f.text("江苏省苏州市"), 40), "owner": "staff-agent",
		"tags": []string{clip(f.text("电子"), 20), f.key}, "address": f.text("苏州工业园区星湖街 328 号 5 栋 2 楼"), "needs": f.text("每周三、周五各一车，要尾板车"),
		"people": []object{{"name": clip(f.text("王仓管"), 40), "role": "receives", "phone": newPhone(), "note": f.text("只在上午")}}}, &made)
	return made.ID
}

// shipments are one on its way, on which something was asked and something went
// wrong, one that is searched for, and one that still has to leave.
func (f *furnished) shipments() {
	record := func(waybill string, more object) string {
		one := object{"waybill": waybill + f.key, "customer": f.customer, "consignee": clip(f.text("司马相如"), 40), "phone": "13800138009", "address": f.text("新疆伊犁哈萨克自治州伊宁市解放西路 8 号院 3 单元 502"),
			"pieces": 12, "grams": 84_500, "valueFen": 12_800_000, "insuredFen": 5_000_000, "chargeFen": 286_050, "carrier": clip(f.text("顺路干线"), 40), "branch": "上海" + f.key,
			"from": clip(f.text("上海"), 40), "to": clip(f.text("伊宁"), 40), "requestedMode": "road", "days": 3}
		for name, value := range more {
			one[name] = value
		}
		f.call("agent", http.MethodPost, "/desk/shipments", one, nil)
		return waybill + f.key
	}
	on := func(waybill, action string, body object) {
		f.call("agent", http.MethodPost, "/desk/shipments/"+waybill+"/"+action, body, nil)
	}
	now := the.now()
	f.waybill = record("SF88", object{"dispatched": now.Add(-20 * time.Hour)})
	status := func(waybill, state string, before time.Duration, text string) {
		var answers struct {
			Rows []struct{ Outcome, Code string }
		}
		f.call("agent", http.MethodPost, "/desk/shipments/statuses", object{"statuses": []object{{"waybill": waybill, "carrier": clip(f.text("顺路干线"), 40), "at": now.Add(-before), "state": state,
			"place": clip(f.text("西安转运中心"), 40), "text": f.text(text)}}}, &answers)
	}
	status(f.waybill, "collected", 19*time.Hour, "已揽收")
	status(f.waybill, "transit", 9*time.Hour, "已离开西安转运中心，下一站乌鲁木齐")
	status(f.waybill, "problem", time.Hour, "包装破损，正在加固")
	on(f.waybill, "instructions", object{"kind": "redirect", "text": f.text("改送开发区新仓库，联系人不变")})
	on(f.waybill, "correction", object{"pieces": 11, "reason": f.text("客户少交一件")})
	f.proof = f.attach("/desk/shipments/"+f.waybill+"/proofs", object{"kind": "photo", "name": f.text("破损的一角.png")})

	f.lost = record("SF89", object{"dispatched": now.Add(-96 * time.Hour)})
	status(f.lost, "transit", 80*time.Hour, "已离开上海")
	on(f.lost, "trace", object{})
	f.leaving = record("SF90", nil)
}

// campaigns are one that is written and one that has gone to the furnished
// customers, and what is said to all in a month.
func (f *furnished) campaigns() {
	write := func(name string) (id string) {
		var made struct{ ID string }
		f.call("supervisor", http.MethodPost, "/desk/campaigns", object{"name": clip(f.text(name), 60), "text": "{addressee}，国庆期间照常收派件，10 月 1 日至 3 日请提前一天约车。",
			"textEnglish": "We work through the National Day holiday. Please book a day ahead.", "segment": object{"tags": []string{f.key}}}, &made)
		return made.ID
	}
	f.campaign, f.gone = write("国庆期间收派件安排"), write("中秋前请提前约车")
	f.call("supervisor", http.MethodPost, "/desk/campaigns/"+f.gone+"/count", object{}, nil)
	f.call("supervisor", http.MethodPost, "/desk/campaigns/"+f.gone+"/approve", object{}, nil)
	if f.err == nil {
		f.err = wire.Campaigns(the.table, &wire.Rules{Table: the.table, Zone: shanghai}).Work(f.ctx, the.now(), f.gone, func() bool { return true })
	}
	if f.mark == "" { // one calendar for all
		f.call("supervisor", http.MethodPut, "/desk/content", object{"months": []object{{"month": "2026-08", "name": "高温天气收派件", "day": 5, "hour": "10:00",
			"text": "{addressee}，八月高温，中午 12 点到 15 点暂停户外收派，请避开。", "textEnglish": "In August we neither collect nor deliver from noon to 3 pm because of the heat."}}}, nil)
	}
}
