package sheet

import (
	"context"
	"errors"
	"io"
	"time"

	"huiyin/shared/errs"
)

// forgotten is when a file is surely gone: the bucket forgets it within two
// days. Who may not list a bucket is not told that a file is gone, only that it
// can't be read.
const forgotten = 48 * time.Hour

// Work goes on with an import until it has ended or more says that the time is
// up. Two at once do no harm: a row taken over twice is taken over once, and
// whoever writes the record second leaves it to the other. errs.Unavailable
// when it is to be tried again.
func (s *Service) Work(ctx context.Context, now time.Time, id string, more func() bool) error {
	i, err := s.Store.Import(ctx, id)
	if err != nil {
		return errs.Wrap(err, "read the import")
	}
	if !i.State.Open() || !more() {
		return nil // the index is a little behind
	}
	err = s.work(ctx, now, &i, more)
	switch {
	case err == nil, errors.Is(err, ErrLostRace):
		return nil
	case errs.Is(err, errs.Unavailable) && now.Sub(i.At) > forgotten:
		err = errs.New(errs.NotFound, "sheet.gone").Because(err)
	case errs.Is(err, errs.Unavailable), errs.Is(err, errs.Stale), ctx.Err() != nil:
		return err
	}
	// It will not pass by itself: the import fails, and somebody should see why.
	i.Code = "internal"
	passing := errs.Is(err, errs.NotFound) || errs.Is(err, errs.Invalid)
	if passing {
		i.Code = "sheet.gone"
	}
	i.end(Failed, now)
	if failed := s.save(ctx, now, &i, nil); failed != nil && !errors.Is(failed, ErrLostRace) {
		return failed
	}
	if passing {
		return nil
	}
	return err
}

// work reads the file from its beginning, passes over what was done and takes
// over the rest.
func (s *Service) work(ctx context.Context, now time.Time, i *Import, more func() bool) error {
	table := s.Tables[i.Table]
	if table == nil {
		return errs.New(errs.Internal, "sheet.table_unknown")
	}
	file, err := s.open(ctx, *i)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // what was needed has been read
	rows, err := newReader(file, i.Encoding, table)
	if err != nil {
		return err
	}
	p := &pass{reader: rows, table: table, seen: map[string]int{}}
	for range i.Rows {
		if _, _, err := p.next(); err != nil {
			return err
		}
	}
	for i.State.Open() && more() {
		if err := s.chunk(ctx, now, i, p); err != nil {
			return err
		}
	}
	return nil
}

// chunk takes over the next rows and writes how far it is.
func (s *Service) chunk(ctx context.Context, now time.Time, i *Import, p *pass) error {
	next, first := *i, i.Rows == 0
	next.State = Running
	var good []Row
	outcomes := make([]Outcome, 0, chunk)
	var of []int // which outcome a good row has
	ended := false
	for len(outcomes) < chunk && !ended {
		r, problems, err := p.next()
		switch {
		case errors.Is(err, io.EOF):
			ended = true
			continue
		case err != nil:
			return err
		case len(problems) == 0:
			good, of = append(good, r), append(of, len(outcomes))
		}
		outcomes = append(outcomes, wrong(problems...))
	}
	taken, err := p.table.Take(ctx, Taking{By: i.By, Now: now, Trial: i.Trial}, good)
	if err != nil {
		return errs.Wrap(err, "take rows over")
	}
	for n, outcome := range taken {
		outcomes[of[n]] = outcome
	}
	var problems []Problem
	for _, o := range outcomes {
		next.count(o)
		problems = append(problems, o.Problems...)
	}
	next.Read = p.reader.csv.InputOffset()
	switch {
	case next.Wrong > next.Stop, first && next.Wrong*2 > next.Rows && !ended:
		next.end(Stopped, now)
	case ended:
		next.Read = next.Size
		next.end(Done, now)
	}
	if err := s.save(ctx, now, &next, problems); err != nil {
		return err
	}
	*i = next
	return nil
}

func (s *Service) save(ctx context.Context, now time.Time, i *Import, problems []Problem) error {
	i.Version++
	i.Changed = now.UTC()
	return errs.Wrap(s.Store.Save(ctx, *i, problems), "write the import")
}

// pass is one way through a file. It remembers what rows were about.
type pass struct {
	reader *reader
	table  Table
	seen   map[string]int // what a row was about → its line
}

// next reads a row; one about the same thing as an earlier one is wrong, for
// nobody knows which of the two is right.
func (p *pass) next() (Row, []Problem, error) {
	r, problems, err := p.reader.next()
	if err != nil {
		return r, nil, err
	}
	if key := p.table.Key(r); key != "" {
		if line, twice := p.seen[key]; twice {
			problems = append(problems, Problem{Line: r.Line, Row: r.Row, Code: "sheet.row_twice", Args: errs.Args{"line": line}})
		} else {
			p.seen[key] = r.Line
		}
	}
	return r, problems, nil
}
