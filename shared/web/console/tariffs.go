package console

import (
	"crypto/rand"
	"strconv"
	"strings"

	"huiyin/shared/place"
	"huiyin/shared/web/desk"
)

// tariffPages are what carriage costs: the answer to a caller's question first,
// then how the list is kept (PD-1).
var tariffPages = []page{
	{path: "tariffs", title: "tariff.title", op: "listTariffs", nav: navWork, show: findTariffs, forms: []form{
		{id: "addTariff", op: "saveTariff", area: "tariff", next: "tariffs/{id}", fields: append([]field{{name: "id", kind: fHidden}}, tariffFields...)},
		importForm("importTariffs", "tariff")}},
	{path: "tariffs/{id}", title: "tariff.one", op: "readTariff", show: oneTariff, forms: []form{
		{id: "saveTariff", area: "tariff", fields: tariffFields},
		{id: "deleteTariff", area: "tariff", next: "tariffs", quiet: true}}},
}

// tariffFields show kilograms and yuan; the operation takes grams and fen.
var tariffFields = []field{
	{name: "from", kind: fText, required: true, narrow: true, max: place.MaxWord},
	{name: "to", kind: fText, required: true, narrow: true, max: place.MaxWord},
	{name: "mode", kind: fText, required: true, narrow: true, max: place.MaxWord},
	{name: "firstGrams", kind: fText, required: true, narrow: true, read: smallest(3)},
	{name: "firstFen", kind: fText, required: true, narrow: true, read: smallest(2)},
	{name: "moreFen", kind: fText, required: true, narrow: true, read: smallest(2)},
	{name: "days", kind: fNumber, narrow: true},
	{name: "note", kind: fText, max: place.MaxText},
}

// smallest reads a number with up to so many decimals as a whole number of the
// smallest unit: 12.5 yuan are 1250 fen.
func smallest(decimals int) func(string) (any, bool) {
	return func(text string) (any, bool) {
		whole, rest, _ := strings.Cut(text, ".")
		if len(rest) > decimals || whole == "" {
			return nil, false
		}
		n, err := strconv.ParseUint(whole+rest+strings.Repeat("0", decimals-len(rest)), 10, 53)
		return n, err == nil
	}
}

// written is a whole number of the smallest unit as people write it, without
// zeros that say nothing: 12.5.
func inUnits(n int64, decimals int) string {
	if n < 0 {
		return "-" + inUnits(-n, decimals)
	}
	text := strconv.FormatInt(n, 10)
	text = strings.Repeat("0", max(0, decimals+1-len(text))) + text
	cut := len(text) - decimals
	return strings.TrimSuffix(strings.TrimRight(text[:cut]+"."+text[cut:], "0"), ".")
}

// Yuan is money as it is told: 12.50.
func (v *visit) Yuan(fen int64) string {
	text := inUnits(fen, 2)
	if _, cents, broken := strings.Cut(text, "."); broken && len(cents) == 1 {
		text += "0"
	}
	return v.T("tariff.yuan", "amount", text)
}

// Kilos is a weight as it is told.
func (v *visit) Kilos(grams int) string {
	return v.T("tariff.kilos", "weight", inUnits(int64(grams), 3))
}

type tariffsPage struct {
	*visit
	From, To, Mode, Weight string // what was asked for
	Asked                  bool   // for a price, and not for the whole list
	Wrong                  map[string]string
	Tariffs                []desk.Tariff
	More                   string
	Add, Import            *Form
	Imported               *desk.Imported
}

func findTariffs(v *visit) error {
	v.Refresh = 0
	data := tariffsPage{visit: v, From: v.query("from"), To: v.query("to"), Mode: v.query("mode"), Weight: v.query("weight")}
	data.Asked = data.From != "" || data.To != "" || data.Weight != ""
	asked := []string{"from", data.From, "to", data.To, "mode", data.Mode, "weight", data.Weight}
	var found desk.TariffList
	err := v.get("listTariffs", &found, append(asked, "cursor", v.query("cursor"))...)
	if wrong, ok := mistakes(err, "from", "to", "mode", "weight"); ok {
		data.Wrong, v.status = wrong, 422
	} else if err != nil {
		return err
	}
	data.Tariffs = found.Tariffs
	if found.Next != "" {
		data.More = v.Href("tariffs", append(asked, "cursor", found.Next)...)
	}
	data.Add = v.form("addTariff").set("id", "t-"+strings.ToLower(rand.Text()[:12])).set("firstGrams", "1")
	data.Import, data.Imported = v.imports("importTariffs")
	return v.show("tariffs", data)
}

type tariffPage struct {
	*visit
	Tariff desk.Tariff
	Save   *Form
	Delete *Form
}

func oneTariff(v *visit) error {
	data := tariffPage{visit: v}
	version, err := v.read("readTariff", &data.Tariff, "id", v.value("id"))
	if err != nil {
		return err
	}
	t := data.Tariff
	v.Title = v.T("tariff.route", "from", t.From, "to", t.To)
	data.Save = v.form("saveTariff").set("from", t.From).set("to", t.To).set("mode", t.Mode).set("firstGrams", inUnits(int64(t.FirstGrams), 3)).
		set("firstFen", inUnits(t.FirstFen, 2)).set("moreFen", inUnits(t.MoreFen, 2)).set("note", t.Note).match(version)
	if t.Days > 0 {
		data.Save.set("days", t.Days)
	}
	data.Delete = v.form("deleteTariff").match(version)
	return v.show("tariff", data)
}
