package attachment

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/id"
	"huiyin/shared/ticket"
)

// Bounds; all ours. A phone's photo has two to eight megabytes.
const (
	MaxSize  = 10 << 20 // bytes
	FormLife = 10 * time.Minute
	LinkLife = 5 * time.Minute
)

// Types are the media types that are kept: what a browser shows as a picture,
// and papers. Nothing that could run.
var Types = []string{"image/jpeg", "image/png", "image/webp", "image/gif", "image/heic", "application/pdf"}

// Where things lie in the bucket. The template empties incoming by itself.
const (
	incoming = "incoming/"
	kept     = "kept/"
)

// Form is what a browser posts a file with, as multipart/form-data: the fields
// in any order, then the file as "file".
type Form struct {
	URL    string
	Fields map[string]string
}

// Object is a file that lies in the bucket.
type Object struct {
	Size  int64  // bytes
	Type  string // as its content shows
	State string // changes when the content does
}

// Bucket is where files lie. Each method may fail with errs.Unavailable.
type Bucket interface {
	// Form lets somebody put one file of at most max bytes at a key, for so
	// long. The browser is then sent on to back, when it is not empty.
	Form(ctx context.Context, key string, max int64, life time.Duration, back string) (Form, error)
	// Look tells what lies at a key; errs.NotFound.
	Look(ctx context.Context, key string) (Object, error)
	// Copy copies what was looked at, under the type that was seen;
	// errs.NotFound when it is not there any more, or has changed.
	Copy(ctx context.Context, from, to string, seen Object) error
	// Link is an address by which anybody reads the file for so long, under its
	// name and as its type.
	Link(ctx context.Context, key string, f ticket.File, life time.Duration) (string, error)
	// Remove removes a file; one that is not there is no error.
	Remove(ctx context.Context, key string) error
	// Clear removes all files under a prefix, at most a thousand.
	Clear(ctx context.Context, prefix string) error
}

// Service has the use cases.
type Service struct {
	Tickets *ticket.Service
	Bucket  Bucket
	Random  io.Reader // of ids: unguessable
}

// Offer is a form for one file of one ticket.
type Offer struct {
	ID   string
	Form Form
}

// Offer lets a file be sent for a ticket. back is where the browser goes
// afterwards, "" for nowhere, and "{id}" in it becomes the file's id. errs.NotFound, errs.Conflict when the ticket
// takes no (more) files.
func (s *Service) Offer(ctx context.Context, number, back string) (Offer, error) {
	t, err := s.Tickets.Store.Get(ctx, number)
	if err != nil {
		return Offer{}, err
	}
	switch {
	case t.IsErased():
		return Offer{}, errs.New(errs.Conflict, "ticket.erased").With("allowed", "")
	case !slices.Contains(ticket.Allowed(t.Stage), ticket.Attach):
		return Offer{}, errs.New(errs.Conflict, "ticket.not_open")
	case t.Files >= ticket.MaxFiles:
		return Offer{}, errs.New(errs.Conflict, "ticket.files").With("max", ticket.MaxFiles)
	}
	return offer(ctx, s.Bucket, s.Random, number, back)
}

// offer makes a form for one file of a place, which is a ticket's or a
// shipment's.
func offer(ctx context.Context, b Bucket, random io.Reader, place, back string) (Offer, error) {
	file, err := id.Token(random)
	if err != nil {
		return Offer{}, err
	}
	form, err := b.Form(ctx, arriving(place, file), MaxSize, FormLife, strings.ReplaceAll(back, "{id}", file))
	return Offer{ID: file, Form: form}, errs.Wrap(err, "offer a form for a file")
}

// Keep looks at a file that has arrived and keeps it with the ticket. Keeping
// it again does nothing. errs.Invalid: it has not arrived, is too large, or
// none of Types.
func (s *Service) Keep(ctx context.Context, now time.Time, by ticket.Actor, number, file, name string) (ticket.File, error) {
	noted, err := s.Tickets.Store.File(ctx, number, file)
	if !errs.Is(err, errs.NotFound) {
		return noted, err
	}
	if err := ticket.FileName(name); err != nil {
		return ticket.File{}, err
	}
	from := arriving(number, file)
	seen, err := look(ctx, s.Bucket, from)
	if err != nil {
		return ticket.File{}, err
	}
	if err := s.Bucket.Copy(ctx, from, key(number, file), seen); err != nil {
		return ticket.File{}, errs.Wrap(err, "keep a file")
	}
	// What is copied and never noted is found by an erasure all the same: it
	// clears the ticket's place.
	f := ticket.File{ID: file, Name: name, Type: seen.Type, Size: seen.Size}
	if _, err := s.Tickets.Attach(ctx, now, by, number, f); err != nil {
		return f, err
	}
	if err := s.Bucket.Remove(ctx, from); err != nil {
		return f, errs.Wrap(err, "remove what was copied")
	}
	return s.Tickets.Store.File(ctx, number, file)
}

// look tells what arrived, or what is wrong with it.
func look(ctx context.Context, b Bucket, from string) (Object, error) {
	var bad errs.Fields
	found, err := b.Look(ctx, from)
	switch {
	case errs.Is(err, errs.NotFound):
		bad.Add("file", "attachment.not_there")
	case err != nil:
		return found, errs.Wrap(err, "look at a file")
	case found.Size > MaxSize:
		bad.Add("file", "attachment.too_large", "max", MaxSize>>20)
	case !slices.Contains(Types, found.Type):
		bad.Add("file", "attachment.type", "allowed", "JPEG, PNG, WebP, GIF, HEIC, PDF")
	}
	return found, bad.Err()
}

// Linked is a file with an address to read it by.
type Linked struct {
	ticket.File
	URL string
}

// Arrived is a file that has arrived and is not kept yet, to be looked at and
// named. Errors as Keep's.
func (s *Service) Arrived(ctx context.Context, number, file string) (Linked, error) {
	seen, err := look(ctx, s.Bucket, arriving(number, file))
	if err != nil {
		return Linked{}, err
	}
	f := ticket.File{ID: file, Type: seen.Type, Size: seen.Size}
	link, err := s.Bucket.Link(ctx, arriving(number, file), f, LinkLife)
	return Linked{File: f, URL: link}, errs.Wrap(err, "make a link to a file")
}

// List gives the files of a ticket, the oldest first, each with an address
// that works for LinkLife.
func (s *Service) List(ctx context.Context, number string) ([]Linked, error) {
	files, err := s.Tickets.Store.Files(ctx, number)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(files, func(a, b ticket.File) int {
		if c := a.At.Compare(b.At); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	list := make([]Linked, len(files))
	for i, f := range files {
		list[i].File = f
		if list[i].URL, err = s.Bucket.Link(ctx, key(number, f.ID), f, LinkLife); err != nil {
			return nil, errs.Wrap(err, "make a link to a file")
		}
	}
	return list, nil
}

// Remove takes a file from its ticket, with the reason as a note.
func (s *Service) Remove(ctx context.Context, now time.Time, by ticket.Actor, number, file, reason string) error {
	if _, err := s.Tickets.Detach(ctx, now, by, number, file, reason); err != nil {
		return err
	}
	return errs.Wrap(s.Bucket.Remove(ctx, key(number, file)), "remove a file")
}

// Forget removes whatever was sent or kept for a ticket from the bucket, for an
// erasure; the notes are the caller's to remove, afterwards. Twice does no harm.
func (s *Service) Forget(ctx context.Context, number string) error {
	return forget(ctx, s.Bucket, number)
}

func forget(ctx context.Context, b Bucket, place string) error {
	for _, at := range []string{incoming, kept} {
		if err := b.Clear(ctx, at+place+"/"); err != nil {
			return errs.Wrap(err, "remove the files of "+place)
		}
	}
	return nil
}

func key(place, file string) string      { return kept + place + "/" + file }
func arriving(place, file string) string { return incoming + place + "/" + file }
