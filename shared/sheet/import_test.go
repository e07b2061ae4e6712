package sheet_test

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"huiyin/shared/customer"
	"huiyin/shared/errs"
	"huiyin/shared/sheet"
)

// bad are the ways in which a row is wrong: its cells, and where the mistake
// is found.
var bad = []struct {
	cells        string // phone,name,class,class_reason,birthday,owner,consent_when,consent_how,consent_text
	column, code string
}{
	{"12345,王芳,,,,,,,", "phone", "phone.invalid"},
	{",王芳,,,,,,,", "phone", "required"},
	{"02088888888,王芳,,,,,,,", "phone", "phone.not_mobile"},
	{"1.38E+10,王芳,,,,,,,", "phone", "sheet.spoilt"},
	{"%s,,,,,,,,", "name", "required"},
	{"%s,王芳,贵宾,,,,,,", "class", "sheet.word"},
	{"%s,王芳,,,2月30日,,,,", "birthday", "customer.birthday"},
	{"%s,王芳,,,昨天,,,,", "birthday", "sheet.day"},
	{"%s,王芳,,,,Z9,,,", "owner", "sheet.badge"},
	{"%s,王芳,,,,,2026-03-01,,同意问候", "consent_how", "required"},
	{"%s,王芳,,,,,2030-03-01,合同,同意问候", "consent_when", "customer.future"},
	{"%s,\"王\"芳,,,,,,,", "", "sheet.quote"},
	{"%s,王芳,,,,,,,,多", "", "sheet.too_many_cells"},
	{"%s,\xff\xfe,,,,,,,", "name", "sheet.encoding"},
	{"13900000001,王芳,,,,,,,", "", "sheet.row_twice"},
}

const heading = "手机号码,姓名,客户等级,等级理由,生日,负责人,同意时间,同意方式,同意内容\n"

// rule: QM-6 — fifty thousand rows, one in a hundred wrong in one of fifteen
// ways: exactly these are told, with line and reason, and all others are taken
// over; the same file again writes nothing.
func TestFiftyThousandRows(t *testing.T) {
	const rows = 50_000
	w := newWorld(t)
	var file strings.Builder
	file.WriteString(heading)
	want := map[int]string{} // line → column and code
	line, good := 1, 0
	for i := range rows {
		line++
		number := fmt.Sprintf("139%08d", i)
		switch {
		case i%100 == 99:
			one := bad[i/100%len(bad)]
			cells := one.cells
			if strings.Contains(cells, "%s") {
				cells = fmt.Sprintf(cells, number)
			}
			file.WriteString(cells + "\n")
			want[line] = one.column + " " + one.code
		case i%100 == 50: // a cell of two lines
			fmt.Fprintf(&file, "%s,\"王芳\",key,\"第一行\r\n第二行\",6月5日,A7,,,\n", number)
			good++
			line++
			want[line-1] = "class_reason customer.text" // it has a line break, which a reason can't have
			good--
		default:
			fmt.Fprintf(&file, "%s,客户%d,,,6月5日,a7,2026-03-01,合同,同意接收问候\n", number, i)
			good++
		}
	}
	began := time.Now()
	done, problems := w.run([]byte(file.String()), sheet.Start{})
	t.Logf("%d bytes took %v: %+v", file.Len(), time.Since(began).Round(time.Millisecond), done)
	got := map[int]string{}
	for _, p := range problems {
		if other, twice := got[p.Line]; twice {
			t.Errorf("line %d is told twice: %s and %s", p.Line, other, p.Code)
		}
		got[p.Line] = p.Column + " " + p.Code
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems (-want +got):\n%.2000s", diff)
	}
	if done.State != sheet.Done || done.Rows != rows || done.Created != good || done.Wrong != len(want) || done.Updated+done.Unchanged != 0 || done.Read != done.Size {
		t.Errorf("done %+v, want %d good", done, good)
	}
	last := problems[len(problems)-1]
	if last.Row != rows+1 || last.Line <= last.Row { // as a spreadsheet numbers it
		t.Errorf("the last problem is in row %d, line %d", last.Row, last.Line)
	}

	w.files.writes = 0
	began = time.Now()
	again, problems := w.run([]byte(file.String()), sheet.Start{})
	t.Logf("again took %v", time.Since(began).Round(time.Millisecond))
	if w.files.writes != 0 || again.Unchanged != good || again.Wrong != len(want) || len(problems) != len(want) {
		t.Errorf("again: %d writes, %+v", w.files.writes, again)
	}
}

// However often it is cut short, before or after any write, an import ends with
// every row taken over once.
func TestKilledAnywhere(t *testing.T) {
	var file strings.Builder
	file.WriteString(heading)
	for i := range 450 {
		fmt.Fprintf(&file, "139%08d,客户%d,,,,,2026-03-01,合同,同意接收问候\n", i, i)
	}
	clean := newWorld(t)
	clean.run([]byte(file.String()), sheet.Start{})
	want := shape(clean)
	for every := 2; every < 40; every += 3 {
		w := newWorld(t)
		n := 0
		die := func() bool { n++; return w.starts > 0 && n%every == every-1 && n < 3000 }
		w.files.die = die
		w.Store = sheets{w.store.Sheets(), func() bool { w.files.mu.Lock(); defer w.files.mu.Unlock(); return die() }}
		done, problems := w.run([]byte(file.String()), sheet.Start{})
		if done.State != sheet.Done || done.Rows != 450 || done.Wrong != 0 || len(problems) != 0 || done.Created+done.Updated+done.Unchanged != 450 {
			t.Errorf("dying every %d: %+v", every, done)
		}
		if got := shape(w); !maps.Equal(got, want) {
			t.Errorf("dying every %d: %d files, want %d", every, len(got), len(want))
		}
	}
}

// shape is what the files say.
func shape(w *world) map[string]string {
	all := map[string]string{}
	for cursor, first := "", true; first || cursor != ""; first = false {
		page, err := w.store.Customers().ListCustomers(context.Background(), cursor, 100)
		if err != nil {
			w.Fatal(err)
		}
		for _, c := range page.Customers {
			all[string(c.Phone)] = fmt.Sprint(c.Name, c.Class, c.Consent.State, len(c.Consent.Proofs))
		}
		cursor = page.Next
	}
	return all
}

// Two who go on with one import at the same time do what one does.
func TestTwoAtOnce(t *testing.T) {
	var file strings.Builder
	file.WriteString(heading)
	for i := range 1000 {
		fmt.Fprintf(&file, "139%08d,客户%d,,,,,,,\n", i, i)
	}
	w := newWorld(t)
	i, err := w.Start(t.Context(), morning, w.send([]byte(file.String())), sheet.Start{Table: sheet.CustomersName, By: "staff:m1"})
	if err != nil {
		t.Fatal(err)
	}
	failed := make(chan error, 2)
	for range 2 {
		go func() { failed <- w.Work(context.Background(), morning, i.ID, always) }()
	}
	for range 2 {
		if err := <-failed; err != nil {
			t.Error(err)
		}
	}
	if err := w.Work(t.Context(), morning, i.ID, always); err != nil {
		t.Fatal(err)
	}
	done, err := w.Import(t.Context(), i.ID)
	if err != nil || done.State != sheet.Done || done.Rows != 1000 || done.Wrong != 0 || len(shape(w)) != 1000 {
		t.Errorf("%+v, %d files (%v)", done, len(shape(w)), err)
	}
}

// The same table in every way a spreadsheet writes it.
func TestEncodingsAndSeparators(t *testing.T) {
	rows := [][]string{{"手机号码", "姓名", "公司名称", "标签"}, {"13900000001", "联通", "示例,贸易;有限公司", "冷链；月结"}, {"13900000002", "李\u3000明", "乙", ""}}
	gb := func(raw []byte) []byte {
		out, err := simplifiedchinese.GB18030.NewEncoder().Bytes(raw)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	comma := table(',', rows...)
	for name, file := range map[string][]byte{
		"utf-8": comma, "mark": append([]byte(sheet.Mark), comma...), "gb18030": gb(comma), "semicolon": table(';', rows...), "tab": gb(table('\t', rows...)),
		"sep": append([]byte("sep=;\r\n"), table(';', rows...)...), "windows": []byte(strings.ReplaceAll(string(comma), "\n", "\r\n")),
		"blank lines": []byte(strings.ReplaceAll(string(comma), "\n", "\n\n,,,\n")),
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			done, problems := w.run(file, sheet.Start{})
			if done.Created != 2 || len(problems) != 0 {
				t.Fatalf("%+v %+v", done, problems)
			}
			c, _ := w.byPhone("+8613900000001")
			if c.Name != "联通" || c.Company != "示例,贸易;有限公司" || strings.Join(c.Tags, "|") != "冷链|月结" {
				t.Errorf("%+v", c)
			}
		})
	}
}

// What is no table is told before anything is written.
func TestFilesThatAreNone(t *testing.T) {
	w := newWorld(t)
	for name, c := range map[string]struct {
		file, code string
	}{
		"a workbook":        {"PK\x03\x04....", "sheet.not_csv"},
		"a binary":          {"a\x00b,c\n1,2\n", "sheet.not_csv"},
		"an unknown column": {"手机号码,星座\n13900000001,狮子\n", "sheet.column_unknown"},
		"a column twice":    {"手机号码,phone\n13900000001,1\n", "sheet.column_twice"},
		"no number":         {"姓名\n王芳\n", "sheet.column_missing"},
		"a heading only":    {"手机号码,姓名\n", "sheet.no_rows"},
	} {
		_, err := w.Start(t.Context(), morning, w.send([]byte(c.file)), sheet.Start{Table: sheet.CustomersName})
		if !errs.Is(err, errs.Invalid) || code(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, how := range map[string]sheet.Start{"sheet.table_unknown": {Table: "stars"}, "sheet.stop": {Table: sheet.CustomersName, Stop: -1}} {
		if _, err := w.Start(t.Context(), morning, "nothing", how); code(err) != name {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := w.Start(t.Context(), morning, "nothing", sheet.Start{Table: sheet.CustomersName}); code(err) != "sheet.not_there" {
		t.Errorf("what never came: %v", err)
	}
	if list, err := w.Imports(t.Context(), 10); err != nil || len(list) != 0 {
		t.Errorf("%d imports (%v)", len(list), err)
	}
}

// A trial tells the same and writes nothing; starting twice is starting once.
func TestATrialWritesNothing(t *testing.T) {
	w := newWorld(t)
	w.run([]byte(heading+"13900000001,王芳,,,,,,,\n13900000002,李明,,,,,,,\n"), sheet.Start{})
	w.files.writes = 0
	file := []byte(heading + "13900000001,王芳,,,,,,,\n13900000002,李明明,,,,,,,\n13900000003,赵敏,,,,,,,\n1,错,,,,,,,\n13900000004,钱,key,,,,,,\n13900000002,李,,,,,,,\n")
	done, problems := w.run(file, sheet.Start{Trial: true})
	if w.files.writes != 0 || done.Created != 2 || done.Updated != 1 || done.Unchanged != 1 || done.Wrong != 2 || len(problems) != 2 {
		t.Errorf("%d writes, %+v %+v", w.files.writes, done, problems)
	}
	same, err := w.Start(t.Context(), morning.Add(time.Hour), done.ID, sheet.Start{Table: sheet.CustomersName})
	if err != nil || !cmp.Equal(same, done) {
		t.Errorf("started again: %+v (%v)", same, err)
	}
}

// Too many wrong rows stop an import: at once when it is another table, later
// when it has more than it may have.
func TestTooManyWrongRows(t *testing.T) {
	w := newWorld(t)
	var other, some strings.Builder
	other.WriteString(heading)
	some.WriteString(heading)
	for i := range 1000 {
		fmt.Fprintf(&other, "%d,王芳,,,,,,,\n", i)
		if i%10 == 0 {
			fmt.Fprintf(&some, "%d,王芳,,,,,,,\n", i)
		} else {
			fmt.Fprintf(&some, "139%08d,王芳,,,,,,,\n", i)
		}
	}
	if done, _ := w.run([]byte(other.String()), sheet.Start{}); done.State != sheet.Stopped || done.Rows != 200 {
		t.Errorf("another table: %+v", done)
	}
	if done, _ := w.run([]byte(some.String()), sheet.Start{Stop: 50}); done.State != sheet.Stopped || done.Rows != 600 || done.Wrong != 60 {
		t.Errorf("more than 50: %+v", done)
	}
	if done, _ := w.run([]byte(some.String()), sheet.Start{Stop: 100}); done.State != sheet.Done || done.Wrong != 100 {
		t.Errorf("up to 100: %+v", done)
	}
}

// Cancelled is cancelled; a file that was changed meanwhile is not gone on with.
func TestAnImportThatDoesNotEnd(t *testing.T) {
	w := newWorld(t)
	var file strings.Builder
	file.WriteString(heading)
	for i := range 1000 {
		fmt.Fprintf(&file, "139%08d,王芳,,,,,,,\n", i)
	}
	start := sheet.Start{Table: sheet.CustomersName}
	i, err := w.Start(t.Context(), morning, w.send([]byte(file.String())), start)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Work(t.Context(), morning, i.ID, times(3)); err != nil {
		t.Fatal(err)
	}
	cancelled, err := w.Cancel(t.Context(), morning, i.ID)
	if err != nil || cancelled.State != sheet.Cancelled || cancelled.Rows != 400 {
		t.Fatalf("%+v (%v)", cancelled, err)
	}
	if err := w.Work(t.Context(), morning, i.ID, always); err != nil || len(shape(w)) != 400 {
		t.Errorf("%d files (%v)", len(shape(w)), err)
	}
	if _, err := w.Cancel(t.Context(), morning, i.ID); !errs.Is(err, errs.Conflict) {
		t.Errorf("cancelled twice: %v", err)
	}

	if i, err = w.Start(t.Context(), morning, w.send([]byte(file.String())), start); err != nil {
		t.Fatal(err)
	}
	if err := w.Bucket.Remove(t.Context(), "imports/"+i.ID); err != nil {
		t.Fatal(err)
	}
	if err := w.Work(t.Context(), morning, i.ID, always); err != nil {
		t.Fatal(err)
	}
	if failed, err := w.Import(t.Context(), i.ID); err != nil || failed.State != sheet.Failed || failed.Code != "sheet.gone" {
		t.Errorf("%+v (%v)", failed, err)
	}
}

// rule: LAW-2 — consent comes in with its whole proof only, and not against a
// stop; the rest of such a row stays out too.
func TestConsentNeedsItsProof(t *testing.T) {
	w := newWorld(t)
	files := customer.Service{Store: w.store.Customers(), Phones: w.table.Phones, Random: w.Random}
	if err := files.StopFor(t.Context(), "+8613900000003", "staff:m1", morning); err != nil {
		t.Fatal(err)
	}
	done, problems := w.run([]byte(heading+
		"13900000001,王芳,,,,,2026-03-01 10:30,书面合同 12,同意接收问候\n"+
		"13900000002,李明,,,,,,,\n"+
		"13900000003,赵敏,,,,,2026-03-01,合同,同意接收问候\n"), sheet.Start{})
	if done.Created != 2 || done.Wrong != 1 || problems[0].Code != "customer.only_the_person" {
		t.Errorf("%+v %+v", done, problems)
	}
	c, _ := w.byPhone("+8613900000001")
	want := customer.Proof{At: morning, How: customer.ByEvidence, By: "staff:m1", Text: "同意接收问候", From: customer.None, To: customer.Confirmed,
		Given: time.Date(2026, 3, 1, 2, 30, 0, 0, time.UTC), Way: "书面合同 12"}
	if len(c.Consent.Proofs) != 1 || !cmp.Equal(c.Consent.Proofs[0], want) || !c.Greetable() {
		t.Errorf("proofs %+v", c.Consent.Proofs)
	}
	if c, _ := w.byPhone("+8613900000002"); c.Consent.State != customer.None {
		t.Errorf("without proof: %v", c.Consent.State)
	}
	if c, there := w.byPhone("+8613900000003"); there {
		t.Errorf("against a stop: %+v", c)
	}
}

// A column that is not there leaves what was, an empty cell empties; a class
// that changes needs its reason.
func TestWhatARowChanges(t *testing.T) {
	w := newWorld(t)
	w.run([]byte("phone,name,company,class,tags,owner,birthday,calendar\n13900000001,王芳,甲公司,key,冷链;月结,A7,8月15日,农历\n"), sheet.Start{})
	before, _ := w.byPhone("+8613900000001")
	if before.Owner != "m1" || before.Class != customer.Key || before.Birthday != (customer.Birthday{Month: 8, Day: 15, Lunar: true}) {
		t.Fatalf("%+v", before)
	}
	if done, _ := w.run([]byte("phone,company,owner\n+86 139-0000-0001,,\n"), sheet.Start{}); done.Updated != 1 {
		t.Errorf("%+v", done)
	}
	after, _ := w.byPhone("+8613900000001")
	if after.Company != "" || after.Owner != "" || after.Name != "王芳" || after.Class != customer.Key || len(after.Tags) != 2 || after.Birthday != before.Birthday {
		t.Errorf("%+v", after)
	}
	if _, problems := w.run([]byte("phone,class\n13900000001,普通\n"), sheet.Start{}); len(problems) != 1 || problems[0].Column != "class_reason" {
		t.Errorf("a class without a reason: %+v", problems)
	}
	if done, problems := w.run([]byte("phone,class,class_reason\n13900000001,普通,合同到期\n"), sheet.Start{}); done.Updated != 1 {
		t.Errorf("a class with a reason: %+v %+v", done, problems)
	}
	if last, _ := w.byPhone("+8613900000001"); last.Class != customer.General || last.Classes[len(last.Classes)-1].Reason != "合同到期" {
		t.Errorf("%+v", last.Classes)
	}
}

// A short list is answered row by row.
func TestAListOfRows(t *testing.T) {
	w := newWorld(t)
	list := []map[string]string{{"phone": "13900000001", "name": "王芳"}, {"手机号码": "13900000002", "Name": " 李明 "}, {"name": "无号"}, {"phone": "1", "name": "错"},
		{"phone": "+8613900000001", "name": "又"}, {"phone": "13900000003", "name": "赵", "sign": "Leo"}}
	outcomes, err := w.Take(t.Context(), morning, "staff:m1", sheet.CustomersName, false, list)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, o := range outcomes {
		did := o.Did
		for _, p := range o.Problems {
			did += fmt.Sprintf(" %d %s %s", p.Line, p.Column, p.Code)
		}
		got = append(got, did)
	}
	want := []string{"created", "created", "wrong 3 phone required", "wrong 4 phone phone.invalid", "wrong 5  sheet.row_twice", "wrong 6 sign sheet.unknown"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if c, _ := w.byPhone("+8613900000002"); c.Name != "李明" || c.ID != outcomes[1].ID {
		t.Errorf("%+v", c)
	}
	for _, c := range []struct {
		table string
		rows  int
	}{{"stars", 1}, {sheet.CustomersName, 201}} {
		if _, err := w.Take(t.Context(), morning, "staff:m1", c.table, false, make([]map[string]string, c.rows)); !errs.Is(err, errs.Invalid) {
			t.Errorf("%v: %v", c, err)
		}
	}
}
