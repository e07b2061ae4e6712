package place_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huiyin/shared/errs"
	"huiyin/shared/place"
)

const tariffs = "\ufeff出发地,目的地,运输方式,首重(KG),首重价,续重价,时效天数,备注\n" +
	"上海市,四川省,公路,1,12.00,3.5,4,\n上海市,四川省成都市,公路,1,10,2.8,3,专线\n上海市,四川省成都市,航空,0.5,23.5,12,1,\"含税, 不含包装\"\n"

// rule: PD-1 price: the tariff for the narrowest area, and what the weight costs.
func TestAPriceIsFound(t *testing.T) {
	w := newWorld(t)
	if _, err := w.ImportTariffs(t.Context(), morning, "staff:1", []byte(tariffs)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		from, to, mode string
		grams          int
		want           string
	}{
		{"上海", "成都", "", 0, "公路:1000 航空:2350"},
		{"上海市浦东新区", "四川省成都市锦江区", "", 1000, "公路:1000 航空:3550 公路:1200"},
		{"上海", "四川成都", "公路", 1001, "公路:1280 公路:1550"},
		{"上海", "四川省绵阳市", "", 12_500, "公路:5400"},
		{"上海", "四川省", "航空", 10_000, "航空:14350"},
		{"成都", "上海", "", 1000, ""},
	} {
		page, err := w.Tariffs(t.Context(), place.TariffQuery{From: c.from, To: c.to, Mode: c.mode, Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, one := range page.Tariffs {
			got = append(got, fmt.Sprintf("%s:%d", one.Mode, one.Price(c.grams)))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s→%s %s %d g: %v, want %s", c.from, c.to, c.mode, c.grams, got, c.want)
		}
	}
}

// What a weight costs never falls with the weight, starts at the first price
// and rises by the further price a kilogram: whatever the tariff.
func TestAPriceRisesByTheKilogram(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tariff := place.Tariff{First: rapid.IntRange(1, place.MaxGrams).Draw(t, "first"), FirstFen: rapid.Int64Range(0, place.MaxFen).Draw(t, "firstFen"),
			MoreFen: rapid.Int64Range(0, place.MaxFen).Draw(t, "moreFen")}
		grams := rapid.IntRange(0, place.MaxGrams-1000).Draw(t, "grams")
		price := tariff.Price(grams)
		switch {
		case price < tariff.FirstFen, grams <= tariff.First && price != tariff.FirstFen:
			t.Errorf("%d g cost %d by %+v", grams, price, tariff)
		case grams > tariff.First && tariff.Price(grams+1000) != price+tariff.MoreFen:
			t.Errorf("a kilogram more costs %d more", tariff.Price(grams+1000)-price)
		case tariff.Price(tariff.First+1) != tariff.FirstFen+tariff.MoreFen:
			t.Errorf("a gram above the first weight costs %d", tariff.Price(tariff.First+1))
		}
	})
}

func TestATableSentTwiceChangesNothing(t *testing.T) {
	w := newWorld(t)
	for i, want := range []place.Imported{{Rows: 3, Changed: 3}, {Rows: 3}} {
		got, err := w.ImportTariffs(t.Context(), morning.AddDate(0, 0, i), "staff:1", []byte(tariffs))
		if err != nil || got != want {
			t.Errorf("%d: %+v (%v)", i, got, err)
		}
	}
	changed := strings.Replace(tariffs, "10,2.8", "11,2.8", 1)
	if got, err := w.ImportTariffs(t.Context(), morning, "staff:2", []byte(changed)); err != nil || got.Changed != 1 {
		t.Errorf("one price: %+v (%v)", got, err)
	}
	page, _ := w.Tariffs(t.Context(), place.TariffQuery{Limit: 10})
	if len(page.Tariffs) != 3 || page.Tariffs[1].FirstFen != 1100 || page.Tariffs[1].Version != 2 || page.Tariffs[1].By != "staff:2" || page.Tariffs[0].By != "staff:1" {
		t.Errorf("stand: %+v", page.Tariffs)
	}
}

// A column that the table does not have stays; an empty cell empties; an id
// lets a place be renamed.
func TestATableChangesWhatItSays(t *testing.T) {
	w := newWorld(t)
	for _, table := range []string{
		"kind\tname\tphone\taddress\tcontact_phone\n部门\t理赔部\t0571-1\t一号楼\t138 0013 8000\n",
		"名称,类别,电话,编号\n理赔中心,部门,,dept-claims\n",
	} {
		if _, err := w.ImportPlaces(t.Context(), morning, "staff:1", []byte(table)); err != nil {
			t.Fatal(err)
		}
	}
	p, err := w.Place(t.Context(), "dept-claims")
	if err != nil || p.Name != "理赔中心" || p.Phone != "" || p.Address != "一号楼" || p.Contact.Phone != "+8613800138000" || p.Version != 3 {
		t.Errorf("%+v (%v)", p, err)
	}
	if _, err := w.ImportPlaces(t.Context(), morning, "staff:1", []byte("类别,名称,启用\n部门,理赔中心,否\n")); err != nil {
		t.Fatal(err)
	}
	if has, _ := w.Has(t.Context(), place.Department, "理赔中心"); has {
		t.Error("it was switched off")
	}
}

// Whatever is wrong with one row, nothing is saved, and the row is named.
func TestATableWithAMistakeIsRefusedAsAWhole(t *testing.T) {
	w := newWorld(t)
	for table, want := range map[string]string{
		"类别,名称\n网点,新一\n客户,新二\n":                       "row 3.kind:place.word",
		"类别,名称\n网点,新一\n\n网点,\n":                       "row 4.name:required",
		"类别,名称,联系手机\n网点,新一,12\n网点,新二,0571-88888888\n": "row 2.contact.phone:phone.invalid row 3.contact.phone:phone.not_mobile",
		"类别,名称\n网点,新一\n网点,新一\n":                       "row 3:place.row_twice",
		"类别,名称,编号\n网点,新一,a\n网点,新一,b\n":                "row 2.name:place.name_taken row 3.name:place.name_taken",
		"类别,名称,编号\n部门,理赔部,a\n":                        "row 2.name:place.name_taken",
		"类别,名称,编号\n部门,新一,-\n":                         "row 2.id:place.id",
		"类别\n网点\n": "body:place.column_missing",
		"类别,名称\n":  "body:place.no_rows",
		"":         "body:place.column_missing body:place.column_missing body:place.no_rows",
		"类别,名称,经理\n网点,新一,王\n":                      "row 1:place.column_unknown",
		"类别,名称,名称\n网点,新一,王\n":                      "row 1:place.column_twice",
		"类别,名称\n网点,新一,多的\n":                        "row 2:place.too_many_cells",
		"类别,名称\n网点,\"新一\n":                         "row 2:setting.bad_table",
		"类别,名称\n网点,\xc0\xcf\n":                     "body:setting.not_utf8",
		"类别,名称\n网点,\ufffd\n":                       "body:setting.not_utf8",
		"类别,名称\n" + strings.Repeat("网点,新\n", 2001): "body:place.too_many_rows",
	} {
		_, err := w.ImportPlaces(t.Context(), morning, "staff:1", []byte(table))
		if got := fields(t, err); got != want {
			t.Errorf("%.40q: %s, want %s", table, got, want)
		}
	}
	if got := w.found(place.Query{Text: "新"}); got != "" {
		t.Errorf("saved all the same: %s", got)
	}
	for cell, want := range map[string]string{"1.2345": "row 2.firstGrams:place.number", "-1": "row 2.firstGrams:place.number", "0": "row 2.firstGrams:config.number",
		"1e3": "row 2.firstGrams:place.number", ".5": "row 2.firstGrams:place.number", "": "row 2.firstGrams:config.number", "99999999999999999999": "row 2.firstGrams:place.number",
		"100001": "row 2.firstGrams:config.number"} {
		_, err := w.ImportTariffs(t.Context(), morning, "staff:1", []byte("from,to,mode,first_kg,first_price,further_price\n上海,北京,公路,"+cell+",1,1\n"))
		if got := fields(t, err); got != want {
			t.Errorf("%q: %s, want %s", cell, got, want)
		}
	}
}

func TestManyMistakesAreNotAllNamed(t *testing.T) {
	w := newWorld(t)
	_, err := w.ImportPlaces(t.Context(), morning, "staff:1", []byte("类别,名称\n"+strings.Repeat("客户,新\n", 1999)))
	if n := len(errs.As(err).Fields); n != 100 {
		t.Errorf("%d mistakes are named", n)
	}
}

// As many rows as one call takes, and one more than a register holds.
func TestALargeTable(t *testing.T) {
	w := newWorld(t)
	table := func(from, n int) []byte {
		var b strings.Builder
		b.WriteString("类别,名称,服务范围\n")
		for i := range n {
			fmt.Fprintf(&b, "网点,网点%d,浙江省杭州市西湖区\n", from+i)
		}
		return []byte(b.String())
	}
	for i := range 2 {
		if got, err := w.ImportPlaces(t.Context(), morning, "staff:1", table(2000*i, 2000)); err != nil || got.Changed != 2000 {
			t.Fatalf("%+v (%v)", got, err)
		}
	}
	rest := place.MaxRows - 4000 - len(place.Seed())
	if _, err := w.ImportPlaces(t.Context(), morning, "staff:1", table(4000, rest+1)); errs.As(err).Code != "place.full" {
		t.Errorf("one too many: %v", err)
	}
	if _, err := w.ImportPlaces(t.Context(), morning, "staff:1", table(4000, rest)); err != nil {
		t.Errorf("as many as it holds: %v", err)
	}
	if page, err := w.Places(t.Context(), place.Query{Area: "杭州", Limit: 1000}); err != nil || len(page.Places) != 100 || page.Next == "" {
		t.Errorf("a page has %d (%v)", len(page.Places), err)
	}
}

// A table that broke off half way is sent again: the rest is saved, and what
// stood there keeps its version.
func TestATableThatBrokeOffIsSentAgain(t *testing.T) {
	w := newWorld(t)
	var b strings.Builder
	b.WriteString("类别,名称\n")
	for i := range 300 {
		fmt.Fprintf(&b, "网点,网点%d\n", i)
	}
	dying := &dying{counted: w.store, after: 2}
	if _, err := place.New(dying, phones).ImportPlaces(t.Context(), morning, "staff:1", []byte(b.String())); !errs.Is(err, errs.Unavailable) {
		t.Fatalf("it did not break off: %v", err)
	}
	got, err := w.ImportPlaces(t.Context(), morning, "staff:1", []byte(b.String()))
	if err != nil || got.Changed != 300-2*98 {
		t.Errorf("%+v (%v)", got, err)
	}
	for cursor := ""; ; {
		page, err := w.Places(t.Context(), place.Query{Text: "网点", Kind: place.Branch, Limit: 100, Cursor: cursor})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range page.Places {
			if p.Version != 1 {
				t.Errorf("%s has version %d", p.Name, p.Version)
			}
		}
		if cursor = page.Next; cursor == "" {
			break
		}
	}
}

// dying saves so many times and then no more.
type dying struct {
	*counted
	after int
}

func (d *dying) Save(ctx context.Context, c place.Change) error {
	if d.after--; d.after < 0 {
		return errDown
	}
	return d.counted.Save(ctx, c)
}

func TestATariffIsDeletedByWhoSawIt(t *testing.T) {
	w := newWorld(t)
	saved, err := w.SaveTariff(t.Context(), morning, "staff:1", place.Tariff{Record: place.Record{ID: "sh-bj"}, From: "上海", To: "北京", Mode: "公路", First: 1000, FirstFen: 1000, MoreFen: 300})
	if err != nil || saved.Version != 1 {
		t.Fatalf("%+v (%v)", saved, err)
	}
	again := saved
	again.ID, again.Version, again.From = "sh-bj-2", 0, "上海市"
	if _, err := w.SaveTariff(t.Context(), morning, "staff:1", again); fields(t, err) != "to:place.route_taken" {
		t.Errorf("a second price for one route: %v", err)
	}
	if err := w.DeleteTariff(t.Context(), morning, "staff:1", "sh-bj", 2); !errs.Is(err, errs.Stale) {
		t.Errorf("one he has not seen: %v", err)
	}
	if err := w.DeleteTariff(t.Context(), morning, "staff:1", "sh-bj", 1); err != nil {
		t.Error(err)
	}
	for _, err := range []error{w.DeleteTariff(t.Context(), morning, "staff:1", "sh-bj", 0), second(w.Tariff(t.Context(), "sh-bj"))} {
		if !errs.Is(err, errs.NotFound) {
			t.Errorf("afterwards: %v", err)
		}
	}
}

func second[T any](_ T, err error) error { return err }
