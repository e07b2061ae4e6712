package sheet

import (
	"strconv"
	"strings"
	"time"

	"huiyin/shared/shipment"
	"huiyin/shared/staff"
	"huiyin/shared/words"
)

// shipmentColumn is a column of the table of shipments: what stands in it of one
// that is on record, and what a cell makes of one.
type shipmentColumn struct {
	Column
	get func(v *view, s shipment.Shipment, lang words.Lang) string // no lang: as programs read it
	set func(b *booking, cell string)                              // nil for what is only shown; no cell here is empty
}

// view is what it takes to show a shipment.
type view struct {
	roster staff.Roster
	zone   *time.Location
}

// The places behind the point of kilograms, of which a thousandth is stored, and
// of yuan.
const (
	kilogram = 3
	yuan     = 2
)

// shipmentColumns are the table, from left to right. A new one goes to the end:
// people have formulas that count them. Whose shipment it is, is told by the
// number or by the file; what goes out has the file only.
var shipmentColumns = []shipmentColumn{
	freight("waybill", []string{"运单", "单号", "快递单号", "tracking number"}, sample("SF1001234567", "SF1001234567"),
		func(s shipment.Shipment) string { return s.Waybill }, func(in *shipment.Input) *string { return &in.Waybill }).needed(),
	dialling("customer_phone", []string{"客户手机", "客户手机号", "客户电话", "寄件人电话", "寄件人手机", "sender phone"}, sample("13800138000", "13800138000"),
		func(shipment.Shipment, words.Lang) string { return "" }, func(in *shipment.Input) *string { return &in.CustomerPhone }),
	freight("customer", []string{"客户档案"}, sample("", ""),
		func(s shipment.Shipment) string { return s.Customer }, func(in *shipment.Input) *string { return &in.Customer }),
	freight("consignee", []string{"收货人", "收件人姓名"}, sample("李雷", "Li Lei"),
		func(s shipment.Shipment) string { return s.Consignee.Name }, func(in *shipment.Input) *string { return &in.Consignee }),
	dialling("consignee_phone", []string{"收件人电话", "收件人手机", "收货电话"}, sample("13900139000", "13900139000"),
		func(s shipment.Shipment, lang words.Lang) string { return dialled(s.Consignee.Phone, lang) }, func(in *shipment.Input) *string { return &in.Phone }),
	freight("address", []string{"收货地址"}, sample("成都市锦江区1号", "1 Jinjiang, Chengdu"),
		func(s shipment.Shipment) string { return s.Consignee.Address }, func(in *shipment.Input) *string { return &in.Address }),
	freight("from", []string{"始发"}, sample("上海", "Shanghai"),
		func(s shipment.Shipment) string { return s.From }, func(in *shipment.Input) *string { return &in.From }),
	freight("to", []string{"目的"}, sample("成都", "Chengdu"),
		func(s shipment.Shipment) string { return s.To }, func(in *shipment.Input) *string { return &in.To }),
	counted("pieces", sample("2", "2"), func(s shipment.Shipment) int { return s.Pieces }, func(in *shipment.Input) *int { return &in.Pieces }),
	amount("weight", kilogram, []string{"重量", "重量(公斤)", "weight"}, sample("3.5", "3.5"),
		func(s shipment.Shipment) int64 { return s.Grams }, func(in *shipment.Input) *int64 { return &in.Grams }),
	amount("value", yuan, []string{"声明价值", "货值"}, sample("500.00", "500.00"),
		func(s shipment.Shipment) int64 { return s.Money.Value }, func(in *shipment.Input) *int64 { return &in.Money.Value }),
	amount("insured", yuan, []string{"保价", "保价金额"}, sample("400.00", "400.00"),
		func(s shipment.Shipment) int64 { return s.Money.Insured }, func(in *shipment.Input) *int64 { return &in.Money.Insured }),
	amount("charge", yuan, []string{"运费"}, sample("26.00", "26.00"),
		func(s shipment.Shipment) int64 { return s.Money.Charge }, func(in *shipment.Input) *int64 { return &in.Money.Charge }),
	{Column{Name: "cost", Others: []string{"成本"}, Sample: sample("18.50", "18.50")},
		func(_ *view, s shipment.Shipment, _ words.Lang) string {
			if s.Money.Cost == nil {
				return ""
			}
			return writeDecimal(*s.Money.Cost, yuan)
		},
		func(b *booking, cell string) {
			var fen int64 // nothing is not known; 0 is nothing
			b.in.Money.Cost = &fen
			b.decimal("cost", cell, yuan, &fen)
		}},
	freight("carrier", []string{"承运商", "快递公司"}, sample("顺丰", "SF"),
		func(s shipment.Shipment) string { return s.Carrier }, func(in *shipment.Input) *string { return &in.Carrier }).needed(),
	freight("branch", []string{"营业部"}, sample("上海一部", "Shanghai 1"),
		func(s shipment.Shipment) string { return s.Branch }, func(in *shipment.Input) *string { return &in.Branch }),
	{Column{Name: "salesperson", Others: []string{"业务员工号"}, Sample: sample("", "")},
		func(v *view, s shipment.Shipment, _ words.Lang) string { return badgeOf(v.roster, s.Salesperson) },
		func(b *booking, cell string) {
			var known bool
			if b.in.Salesperson, known = memberOf(b.roster, cell); !known {
				b.wrong("salesperson", "sheet.badge", nil)
			}
		}},
	moded("requested_mode", func(s shipment.Shipment) string { return s.Requested }, func(in *shipment.Input) *string { return &in.Requested }),
	moded("mode", func(s shipment.Shipment) string { return s.Mode }, func(in *shipment.Input) *string { return &in.Mode }),
	freight("deviation", nil, sample("", ""),
		func(s shipment.Shipment) string { return s.Deviation }, func(in *shipment.Input) *string { return &in.Deviation }),
	{Column{Name: "day", Others: []string{"发货日"}, Sample: sample("", "")},
		func(_ *view, s shipment.Shipment, _ words.Lang) string { return s.Day },
		func(b *booking, cell string) {
			if at, ok := b.instant("day", cell); ok {
				b.in.Day = at.In(b.Zone).Format(time.DateOnly)
			}
		}},
	{Column{Name: "dispatched", Others: []string{"实际发货时间"}, Sample: sample("", "")},
		func(v *view, s shipment.Shipment, lang words.Lang) string {
			return writeInstant(s.Dispatched, v.zone, lang)
		},
		func(b *booking, cell string) { b.in.Dispatched, _ = b.instant("dispatched", cell) }},
	counted("days", sample("3", "3"), func(s shipment.Shipment) int { return s.Days }, func(in *shipment.Input) *int { return &in.Days }),
	{Column{Name: "eta", Others: []string{"预计到达"}, Sample: sample("", "")},
		func(v *view, s shipment.Shipment, lang words.Lang) string {
			return writeInstant(s.ETA, v.zone, lang)
		},
		func(b *booking, cell string) {
			at, ok := b.instant("eta", cell)
			if ok && !strings.Contains(cell, ":") { // by that day is by its end
				at = at.In(b.Zone).AddDate(0, 0, 1).Add(-time.Second)
			}
			b.in.ETA = at
		}},
	seen("state", func(_ *view, s shipment.Shipment, lang words.Lang) string { return say("state", string(s.State), lang) }),
	seen("state_at", func(v *view, s shipment.Shipment, lang words.Lang) string {
		return writeInstant(s.StateAt, v.zone, lang)
	}),
	seen("damaged", func(_ *view, s shipment.Shipment, lang words.Lang) string {
		return say("yes", map[bool]string{true: "yes", false: "no"}[s.Damaged], lang)
	}),
	seen("recorded", func(v *view, s shipment.Shipment, lang words.Lang) string {
		return writeInstant(s.RecordedAt, v.zone, lang)
	}),
}

// needed makes a column one without which no row says anything.
func (c shipmentColumn) needed() shipmentColumn {
	c.Needed = true
	return c
}

// freight is a column of plain text.
func freight(name string, others []string, sample map[words.Lang]string, get func(shipment.Shipment) string, of func(*shipment.Input) *string) shipmentColumn {
	return shipmentColumn{Column{Name: name, Others: others, Sample: sample},
		func(_ *view, s shipment.Shipment, _ words.Lang) string { return get(s) },
		func(b *booking, cell string) { b.text(name, cell, of(&b.in)) }}
}

// dialling is a column of numbers.
func dialling(name string, others []string, sample map[words.Lang]string, get func(shipment.Shipment, words.Lang) string, of func(*shipment.Input) *string) shipmentColumn {
	return shipmentColumn{Column{Name: name, Others: others, Sample: sample},
		func(_ *view, s shipment.Shipment, lang words.Lang) string { return get(s, lang) },
		func(b *booking, cell string) { b.text(name, cell, of(&b.in)) }}
}

// counted is a column of whole figures; none is 0.
func counted(name string, sample map[words.Lang]string, get func(shipment.Shipment) int, of func(*shipment.Input) *int) shipmentColumn {
	return shipmentColumn{Column{Name: name, Sample: sample},
		func(_ *view, s shipment.Shipment, _ words.Lang) string { return figure(get(s)) },
		func(b *booking, cell string) {
			n, err := strconv.Atoi(cell)
			if err != nil {
				b.wrong(name, "sheet.figure", nil)
			}
			*of(&b.in) = n
		}}
}

// amount is a column of figures with so many places behind the point; none is 0.
func amount(name string, places int, others []string, sample map[words.Lang]string, get func(shipment.Shipment) int64, of func(*shipment.Input) *int64) shipmentColumn {
	return shipmentColumn{Column{Name: name, Others: others, Sample: sample},
		func(_ *view, s shipment.Shipment, _ words.Lang) string {
			if get(s) == 0 {
				return ""
			}
			return writeDecimal(get(s), places)
		},
		func(b *booking, cell string) { b.decimal(name, cell, places, of(&b.in)) }}
}

// moded is a column of modes. A company may have other ones than those that have
// words: they stand for themselves.
func moded(name string, get func(shipment.Shipment) string, of func(*shipment.Input) *string) shipmentColumn {
	return shipmentColumn{Column{Name: name, Sample: sample("公路", "road")},
		func(_ *view, s shipment.Shipment, lang words.Lang) string {
			if _, worded := lists["mode"][get(s)]; !worded {
				return get(s)
			}
			return say("mode", get(s), lang)
		},
		func(b *booking, cell string) {
			mode, worded := meaning("mode", cell)
			if !worded {
				mode = cell
			}
			*of(&b.in) = mode
		}}
}

// seen is a column that goes out only.
func seen(name string, get func(*view, shipment.Shipment, words.Lang) string) shipmentColumn {
	return shipmentColumn{Column{Name: name, Shown: true}, get, nil}
}
