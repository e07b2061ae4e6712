package customer

import (
	"context"
	"slices"
	"time"

	"huiyin/shared/errs"
)

// MaxNote bounds a note, in characters.
const MaxNote = 1000

// Note is what somebody noted about a customer. It is a record of its own
// beside the file and goes with it.
type Note struct {
	Customer string    `json:"customer"`
	Seq      int       `json:"seq"` // of the event that tells of it
	At       time.Time `json:"at"`
	By       string    `json:"by"`
	Text     string    `json:"text"`
}

// Note keeps a note with a file, whatever else is written there meanwhile.
// errs.Invalid text, errs.NotFound.
func (s Service) Note(ctx context.Context, now time.Time, by, id, text string) (Note, error) {
	var f errs.Fields
	if lines(&f, "text", &text, MaxNote); text == "" {
		f.Add("text", "required")
	}
	if err := f.Err(); err != nil {
		return Note{}, err
	}
	var n Note
	_, err := s.alter(ctx, now, by, id, func(c *Customer, w *writing) error {
		err := w.tell(c, Noted, nil)
		n = Note{Customer: c.ID, Seq: c.Seq, At: w.at, By: by, Text: text}
		w.change.Note = &n
		return err
	})
	return n, err
}

// maxAbsorbed is how many merged files a file remembers; the events tell of
// older ones.
const maxAbsorbed = 20

// IDs are the file's own id and those of the files that became part of it: what
// was filed under one of them is the customer's.
func (c Customer) IDs() []string {
	ids := []string{c.ID}
	for _, a := range c.Absorbed {
		ids = append(ids, a.ID)
	}
	return ids
}

// Keys are the keys of the numbers that lead to the file, its own first.
func (c Customer) Keys() []string {
	if c.PhoneKey == "" {
		return nil
	}
	keys := []string{c.PhoneKey}
	for _, n := range c.Also {
		keys = append(keys, n.Key)
	}
	return keys
}

// Notes reads the latest notes of a file and of those that became part of it,
// newest first, limit 1 to 100.
func (s Service) Notes(ctx context.Context, c Customer, limit int) ([]Note, error) {
	limit = min(max(limit, 1), 100)
	var all []Note
	for _, id := range c.IDs() {
		notes, err := s.Store.Notes(ctx, id, limit)
		if err != nil {
			return nil, errs.Wrap(err, "read the notes of a file")
		}
		all = append(all, notes...)
	}
	slices.SortStableFunc(all, func(a, b Note) int { return b.At.Compare(a.At) })
	return all[:min(len(all), limit)], nil
}
