package sheet

import (
	"context"
	"strings"
	"time"

	"huiyin/shared/errs"
)

// Take takes a short list of rows over at once, each by itself; outcomes come
// in their order, and a problem's Line is the row's place in the list, from 1.
// errs.Invalid for an unknown table and too many rows.
func (s *Service) Take(ctx context.Context, now time.Time, by, table string, trial bool, list []map[string]string) ([]Outcome, error) {
	var f errs.Fields
	t, known := s.Tables[table]
	if !known {
		f.Add("table", "sheet.table_unknown")
	}
	if len(list) > MaxRows {
		f.Add("rows", "sheet.too_many_rows", "max", MaxRows)
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	names := namesOf(t)
	seen := map[string]int{}
	outcomes := make([]Outcome, len(list))
	var good []Row
	var of []int
	for n, cells := range list {
		r := Row{Line: n + 1, Cells: map[string]string{}}
		var problems []Problem
		for written, cell := range cells {
			column, known := names[titleKey(written)]
			if !known {
				problems = append(problems, Problem{Line: r.Line, Column: written, Code: "sheet.unknown"})
			}
			r.Cells[column] = strings.TrimSpace(cell)
		}
		for _, c := range t.Columns() {
			if _, said := r.Cells[c.Name]; c.Needed && !said {
				problems = append(problems, Problem{Line: r.Line, Column: c.Name, Code: "required"})
			}
		}
		if key := t.Key(r); key != "" {
			if first, twice := seen[key]; twice {
				problems = append(problems, Problem{Line: r.Line, Code: "sheet.row_twice", Args: errs.Args{"line": first}})
			}
			seen[key] = r.Line
		}
		if outcomes[n] = wrong(problems...); len(problems) == 0 {
			good, of = append(good, r), append(of, n)
		}
	}
	taken, err := t.Take(ctx, Taking{By: by, Now: now, Trial: trial}, good)
	if err != nil {
		return nil, errs.Wrap(err, "take rows over")
	}
	for n, outcome := range taken {
		outcomes[of[n]] = outcome
	}
	return outcomes, nil
}
