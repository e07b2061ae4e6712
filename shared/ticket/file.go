package ticket

import (
	"context"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"huiyin/shared/errs"
	"huiyin/shared/event"
)

// What happens to the files of a ticket. Facts are FileFacts.
const (
	Attached event.Type = "ticket.attached"
	Detached event.Type = "ticket.detached"
)

// Bounds of a ticket's files; all ours. Twenty pictures tell of any damage,
// and a name of a file is seldom longer than a line.
const (
	MaxFiles    = 20
	MaxFileName = 120
)

// File is a picture or a paper that belongs to a ticket. The name is what
// somebody called it, and may name a person: an erasure removes it, with the
// file itself.
type File struct {
	ID    string    `json:"id"`
	Name  string    `json:"name"`
	Type  string    `json:"type"` // media type, as the content shows it
	Size  int64     `json:"size"` // bytes
	At    time.Time `json:"at"`
	By    string    `json:"by"` // as an event's By
	Badge string    `json:"badge,omitempty"`
}

// FileFacts are the facts of Attached and Detached: never the name.
type FileFacts struct {
	File string `json:"file"`
	Type string `json:"type"`
	Size int64  `json:"size"`
}

// Attach notes a file that is kept for the ticket. A file that is noted
// already stays as it is. errs.Invalid (name), errs.Conflict ticket.files when
// the ticket has MaxFiles.
func (s *Service) Attach(ctx context.Context, now time.Time, by Actor, number string, f File) (Ticket, error) {
	f.Name = strings.TrimSpace(f.Name)
	if err := FileName(f.Name); err != nil {
		return Ticket{}, err
	}
	return s.act(ctx, now, by, number, 0, Attach, func(e *edit) error {
		if _, err := s.Store.File(ctx, number, f.ID); !errs.Is(err, errs.NotFound) {
			return err
		}
		if e.Files >= MaxFiles {
			return errs.New(errs.Conflict, "ticket.files").With("max", MaxFiles)
		}
		e.Files++
		f.At, f.By, f.Badge = e.at, by.By, by.Badge
		e.happened(Attached, FileFacts{File: f.ID, Type: f.Type, Size: f.Size})
		e.attached = &f
		return nil
	})
}

// FileName refuses what can't be the name of a file: errs.Invalid (name).
func FileName(name string) error {
	var f errs.Fields
	switch {
	case name == "":
		f.Add("name", "required")
	case utf8.RuneCountInString(name) > MaxFileName:
		f.Add("name", "too_long", "max", MaxFileName)
	case !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl) || strings.ContainsAny(name, `/\`):
		f.Add("name", "ticket.file_name")
	}
	return f.Err()
}

// Detach forgets a file of the ticket; the caller removes what was kept. One
// that is not there is errs.NotFound.
func (s *Service) Detach(ctx context.Context, now time.Time, by Actor, number, file, reason string) (Ticket, error) {
	return s.withReason(ctx, now, by, number, 0, Detach, reason, func(e *edit) error {
		f, err := s.Store.File(ctx, number, file)
		if errs.Is(err, errs.NotFound) {
			return errs.New(errs.NotFound, "attachment.not_there").Because(err)
		}
		if err != nil {
			return err
		}
		e.Files = max(0, e.Files-1)
		e.happened(Detached, FileFacts{File: f.ID, Type: f.Type, Size: f.Size})
		e.detached = f.ID
		return nil
	})
}
