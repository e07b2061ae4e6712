package place

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiyin/shared/errs"
)

// Imported is what an import came to.
type Imported struct {
	Rows    int // that the table has
	Changed int // of which were new or said something else
}

// columns of places and tariffs: what may stand in the heading → our name.
var (
	placeColumns = map[string]string{
		"id": "id", "编号": "id", "kind": "kind", "类别": "kind", "类型": "kind", "name": "name", "名称": "name",
		"region": "region", "区域": "region", "地区": "region", "address": "address", "地址": "address", "phone": "phone", "电话": "phone",
		"hours": "hours", "营业时间": "hours", "coverage": "coverage", "服务范围": "coverage", "覆盖范围": "coverage",
		"contact": "contact.name", "联系人": "contact.name", "contact_phone": "contact.phone", "联系手机": "contact.phone", "联系人手机": "contact.phone",
		"contact_mail": "contact.mail", "联系邮箱": "contact.mail", "联系人邮箱": "contact.mail", "lang": "lang", "语言": "lang", "active": "active", "启用": "active",
	}
	tariffColumns = map[string]string{
		"id": "id", "编号": "id", "from": "from", "始发地": "from", "出发地": "from", "to": "to", "目的地": "to", "mode": "mode", "运输方式": "mode", "方式": "mode",
		"first_kg": "firstGrams", "首重": "firstGrams", "首重kg": "firstGrams", "首重(kg)": "firstGrams", "首重公斤": "firstGrams",
		"first_price": "firstFen", "首重价": "firstFen", "首重价格": "firstFen", "further_price": "moreFen", "续重价": "moreFen", "续重价格": "moreFen",
		"days": "days", "时效": "days", "时效天数": "days", "note": "note", "备注": "note",
	}
	kindWords   = map[string]string{"department": Department, "部门": Department, "branch": Branch, "网点": Branch, "partner": Partner, "合作方": Partner, "合作伙伴": Partner}
	langWords   = map[string]string{"": "zh", "zh": "zh", "中文": "zh", "en": "en", "英文": "en", "english": "en"}
	activeWords = map[string]bool{"": true, "yes": true, "true": true, "1": true, "是": true, "启用": true, "no": false, "false": false, "0": false, "否": false, "停用": false}
)

// ImportPlaces takes over a table of places as a whole or not at all. A row is
// that of its id, else that of the kind and name it gives, else new. A column
// that the table does not have stays as it is; an empty cell empties. errs.Invalid
// names the rows.
func (s *Service) ImportPlaces(ctx context.Context, now time.Time, by string, body []byte) (Imported, error) {
	t, err := readTable(body, placeColumns, []string{"kind", "name"})
	if err != nil {
		return Imported{}, err
	}
	return imported(ctx, s, &s.places, now, by, t, func(r row, find func(id, name string) Place) (Place, error) {
		var f errs.Fields
		kind, _ := t.cell(r, "kind")
		name, _ := t.cell(r, "name")
		kind = word(&f, "kind", kind, kindWords)
		id, _ := t.cell(r, "id")
		p := find(id, Place{Kind: kind, Name: name}.label())
		p.Kind, p.Name = kind, name
		if p.ID == "" {
			p.ID = strings.TrimPrefix(kind+"-"+hashed(p.label()), "-")
		}
		t.into(r, map[string]*string{"region": &p.Region, "address": &p.Address, "phone": &p.Phone, "hours": &p.Hours,
			"contact.name": &p.Contact.Name, "contact.phone": (*string)(&p.Contact.Phone), "contact.mail": &p.Contact.Mail})
		if cell, there := t.cell(r, "coverage"); there {
			p.Coverage = strings.FieldsFunc(cell, func(c rune) bool { return strings.ContainsRune("、;；|\n", c) })
		}
		if cell, there := t.cell(r, "lang"); there {
			p.Lang = word(&f, "lang", cell, langWords)
		}
		if cell, there := t.cell(r, "active"); there {
			p.Off = !word(&f, "active", cell, activeWords)
		}
		return p, both(&f, s.checkPlace(&p))
	})
}

// ImportTariffs takes over a table of tariffs as a whole or not at all. Weights
// are kilograms, money is yuan, both with decimals. A row is that of its id,
// else that of the route and mode it gives, else new. errs.Invalid names the
// rows.
func (s *Service) ImportTariffs(ctx context.Context, now time.Time, by string, body []byte) (Imported, error) {
	t, err := readTable(body, tariffColumns, []string{"from", "to", "mode", "firstGrams", "firstFen", "moreFen"})
	if err != nil {
		return Imported{}, err
	}
	return imported(ctx, s, &s.tariffs, now, by, t, func(r row, find func(id, name string) Tariff) (Tariff, error) {
		var f errs.Fields
		var given Tariff
		t.into(r, map[string]*string{"from": &given.From, "to": &given.To, "mode": &given.Mode})
		id, _ := t.cell(r, "id")
		tariff := find(id, given.route())
		if tariff.ID == "" {
			tariff.ID = "tariff-" + hashed(given.route())
		}
		tariff.From, tariff.To, tariff.Mode = given.From, given.To, given.Mode
		t.into(r, map[string]*string{"note": &tariff.Note})
		tariff.First = int(t.number(&f, r, "firstGrams", 3, int64(tariff.First)))
		tariff.FirstFen = t.number(&f, r, "firstFen", 2, tariff.FirstFen)
		tariff.MoreFen = t.number(&f, r, "moreFen", 2, tariff.MoreFen)
		tariff.Days = int(t.number(&f, r, "days", 0, int64(tariff.Days)))
		return tariff, both(&f, checkTariff(&tariff))
	})
}

// imported makes rows of a table and saves them: of two that are for one row of
// the register, or that would have one name, both are named.
func imported[T any](ctx context.Context, s *Service, r *register[T], now time.Time, by string, t table,
	read func(r row, find func(id, name string) T) (T, error)) (Imported, error) {
	done := Imported{Rows: len(t.rows)}
	err := r.save(ctx, s.store, now, by, func(all []T) (edit[T], error) {
		var f errs.Fields
		var e edit[T]
		mine := map[string]int{} // id → the line that it stands in
		find := r.finder(all)
		for _, one := range t.rows {
			thing, err := read(one, find)
			if err != nil && !errs.Is(err, errs.Invalid) {
				return e, err
			}
			rowProblems(&f, one, err)
			if t.spills(one) {
				f.Add(one.place(""), "place.too_many_cells", "columns", len(t.columns))
			}
			id := r.record(&thing).ID
			if first, twice := mine[id]; twice {
				f.Add(one.place(""), "place.row_twice", "line", first)
				continue
			}
			mine[id] = one.line
			e.rows = append(e.rows, thing)
		}
		clashing := r.clashes(all, e.rows)
		for _, thing := range e.rows {
			if id := r.record(&thing).ID; clashing[id] {
				f.Add(row{line: mine[id]}.place(r.field), r.taken)
			}
		}
		if err := f.Err(); err != nil {
			return e, firstOf(err)
		}
		rows, err := r.changed(now, by, all, e)
		done.Changed = len(rows)
		return e, err
	})
	return done, err
}

// finder finds what the register has for a row of a table: by its id, if it
// has one, else by its name; else a new one.
func (r *register[T]) finder(all []T) func(id, name string) T {
	byID, byName := map[string]T{}, map[string]T{}
	for _, thing := range all {
		byID[r.record(&thing).ID], byName[r.name(thing)] = thing, thing
	}
	return func(id, name string) T {
		if id == "" {
			return byName[name]
		}
		found := byID[id]
		r.record(&found).ID = id
		return found
	}
}

// hashed stands for a name in an id: the same name gives the same id, so a
// table that is sent twice makes nothing twice.
func hashed(name string) string {
	sum := sha256.Sum256([]byte(name))
	return hex.EncodeToString(sum[:6])
}

// into puts cells into fields, for the columns that the table has.
func (t table) into(r row, fields map[string]*string) {
	for column, field := range fields {
		if cell, there := t.cell(r, column); there {
			*field = cell
		}
	}
}

// word is what a cell means that holds one of a few words.
func word[T any](f *errs.Fields, column, cell string, known map[string]T) T {
	meant, ok := known[strings.ToLower(cell)]
	if !ok {
		f.Add(column, "place.word")
	}
	return meant
}

// number reads a cell with up to some decimals as a whole number of the
// smallest unit: 12.5 kilograms are 12500 grams. A column that is not there
// leaves what was; an empty cell is 0.
func (t table) number(f *errs.Fields, r row, column string, decimals int, was int64) int64 {
	cell, there := t.cell(r, column)
	if !there {
		return was
	}
	if cell == "" {
		return 0
	}
	whole, rest, _ := strings.Cut(cell, ".")
	n, err := strconv.ParseUint(whole+rest+strings.Repeat("0", max(decimals-len(rest), 0)), 10, 63)
	if err != nil || len(rest) > decimals || whole == "" {
		f.Add(column, "place.number", "decimals", decimals)
		return -1
	}
	return int64(n)
}

// both joins what was wrong with the cells with what is wrong with what they
// say. A field is named once.
func both(f *errs.Fields, err error) error {
	if err != nil && !errs.Is(err, errs.Invalid) {
		return err
	}
	named := errs.As(f.Err()).Fields
	for _, problem := range errs.As(err).Fields {
		if !slices.ContainsFunc(named, func(n errs.Field) bool { return n.Path == problem.Path }) {
			f.Add(problem.Path, problem.Code, pairs(problem.Args)...)
		}
	}
	return f.Err()
}

func pairs(args errs.Args) []any {
	var all []any
	for name, value := range args {
		all = append(all, name, value)
	}
	return all
}
