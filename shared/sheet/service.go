package sheet

import (
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"huiyin/shared/attachment"
	"huiyin/shared/errs"
	"huiyin/shared/id"
)

// Service has the use cases of imports.
type Service struct {
	Store  Store
	Bucket Bucket
	Tables map[string]Table
	Random io.Reader // of ids: unguessable
}

// Offer lets a file be sent. back is where the browser goes afterwards, "" for
// nowhere, and "{id}" in it becomes the id under which the file is started.
func (s *Service) Offer(ctx context.Context, back string) (attachment.Offer, error) {
	token, err := id.Token(s.Random)
	if err != nil {
		return attachment.Offer{}, err
	}
	form, err := s.Bucket.Form(ctx, place(token), MaxSize, FormLife, strings.ReplaceAll(back, "{id}", token))
	return attachment.Offer{ID: token, Form: form}, errs.Wrap(err, "offer a form for a table")
}

// Start is what somebody says of a file that has arrived.
type Start struct {
	Table string
	Trial bool // look at every row and write nothing
	Stop  int  // stop when more rows than these are wrong; 0 is DefaultWrong
	By    string
}

// Start begins to import a file that has arrived; the sweep goes on with it.
// Starting what was started gives what there is. errs.Invalid: it has not
// arrived, is no table, or its heading is wrong.
func (s *Service) Start(ctx context.Context, now time.Time, file string, how Start) (Import, error) {
	if there, err := s.Store.Import(ctx, file); !errs.Is(err, errs.NotFound) {
		return there, err
	}
	at := now.UTC().Truncate(time.Millisecond)
	i := Import{ID: file, Version: 1, Table: how.Table, Trial: how.Trial, Stop: how.Stop, By: how.By, At: at, Changed: at, State: Waiting}
	if i.Stop == 0 {
		i.Stop = DefaultWrong
	}
	if err := s.look(ctx, &i); err != nil {
		return Import{}, err
	}
	err := s.Store.Save(ctx, i, nil)
	if errors.Is(err, ErrLostRace) {
		return s.Store.Import(ctx, file)
	}
	return i, errs.Wrap(err, "write an import")
}

// look finds out what a file is, and whether it can be imported.
func (s *Service) look(ctx context.Context, i *Import) error {
	var f errs.Fields
	table, known := s.Tables[i.Table]
	if !known {
		f.Add("table", "sheet.table_unknown")
	}
	if i.Stop < 1 || i.Stop > MostWrong {
		f.Add("stop", "sheet.stop", "max", MostWrong)
	}
	if err := f.Err(); err != nil {
		return err
	}
	seen, err := s.Bucket.Look(ctx, place(i.ID))
	switch {
	case errs.Is(err, errs.NotFound):
		f.Add("file", "sheet.not_there")
		return f.Err()
	case err != nil:
		return errs.Wrap(err, "look at a table")
	case seen.Size > MaxSize:
		f.Add("file", "sheet.too_large", "max", MaxSize>>20)
		return f.Err()
	}
	i.Object, i.Size = seen.State, seen.Size
	if i.Encoding, err = s.encoding(ctx, *i); err != nil {
		if errors.Is(err, errNotText) {
			f.Add("file", "sheet.not_csv")
			return f.Err()
		}
		return err
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
	if _, _, err := rows.next(); errors.Is(err, io.EOF) {
		f.Add("file", "sheet.no_rows")
		return f.Err()
	} else {
		return err
	}
}

func (s *Service) encoding(ctx context.Context, i Import) (string, error) {
	file, err := s.open(ctx, i)
	if err != nil {
		return "", err
	}
	defer func() { _ = file.Close() }() // what was needed has been read
	encoding, err := encodingOf(file)
	if err != nil && !errors.Is(err, errNotText) {
		err = unreadable(err)
	}
	return encoding, err
}

func (s *Service) open(ctx context.Context, i Import) (io.ReadCloser, error) {
	file, err := s.Bucket.Open(ctx, place(i.ID), i.Object)
	return file, errs.Wrap(err, "open a table")
}

// Import reads one; errs.NotFound sheet.not_found.
func (s *Service) Import(ctx context.Context, file string) (Import, error) {
	i, err := s.Store.Import(ctx, file)
	if errs.Is(err, errs.NotFound) {
		return i, errs.New(errs.NotFound, "sheet.not_found")
	}
	return i, err
}

// Arrived tells whether a file lies there that nobody has started yet.
func (s *Service) Arrived(ctx context.Context, file string) (attachment.Object, error) {
	seen, err := s.Bucket.Look(ctx, place(file))
	if errs.Is(err, errs.NotFound) {
		return seen, errs.New(errs.NotFound, "sheet.not_found")
	}
	return seen, err
}

// Imports lists them, newest first.
func (s *Service) Imports(ctx context.Context, limit int) ([]Import, error) {
	return s.Store.Imports(ctx, limit)
}

// Cancel ends an import; what it has taken over stays. errs.Conflict when it
// has ended, errs.Stale when the sweep was faster four times.
func (s *Service) Cancel(ctx context.Context, now time.Time, file string) (Import, error) {
	for range 4 {
		i, err := s.Import(ctx, file)
		if err != nil {
			return i, err
		}
		if !i.State.Open() {
			return i, errs.New(errs.Conflict, "sheet.ended").With("allowed", "")
		}
		i.Version++
		i.Changed = now.UTC()
		i.end(Cancelled, now)
		if err = s.Store.Save(ctx, i, nil); err == nil {
			// What stays behind is forgotten after a day.
			return i, errs.Wrap(s.Bucket.Remove(ctx, place(file)), "remove a table")
		}
		if !errors.Is(err, ErrLostRace) {
			return i, errs.Wrap(err, "cancel an import")
		}
	}
	return Import{}, errs.New(errs.Stale, "sheet.stale")
}
