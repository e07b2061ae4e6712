package bulletin

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/id"
	"huiyin/shared/message"
	"huiyin/shared/words"
)

// Service has the use cases.
type Service struct {
	Store  Store
	Random io.Reader // of ids
}

// Opening is what a bulletin is made of.
type Opening struct {
	Kind    string
	Texts   Texts
	Regions []string
	From    time.Time // zero: now
	Until   time.Time // zero: until closed
	Tells   Tells
}

// Draft is the bulletin that an opening would make, without an id. errs.Invalid
// as Open's.
func (in Opening) Draft(now time.Time, by string) (Bulletin, error) {
	now = now.UTC().Truncate(time.Millisecond)
	b := Bulletin{Version: 1, Kind: in.Kind, Texts: trimmed(in.Texts), Regions: regions(in.Regions), From: now, OpenedAt: now, OpenedBy: by,
		Until: in.Until.UTC().Truncate(time.Millisecond), Tells: in.Tells}
	if in.From.After(now) {
		b.From = in.From.UTC().Truncate(time.Millisecond)
	}
	if in.Until.IsZero() {
		b.Until = time.Time{}
	}
	return b, b.check(now)
}

// Open puts a bulletin on the board. errs.Invalid names the fields kind, text,
// textEnglish, regions[i], from, until; errs.Conflict (bulletin.too_many) when
// the board is full; errs.Unavailable when others are changing it.
func (s *Service) Open(ctx context.Context, now time.Time, by string, in Opening) (Bulletin, error) {
	b, err := in.Draft(now, by)
	if err != nil {
		return Bulletin{}, err
	}
	if b.ID, err = id.Token(s.Random); err != nil {
		return Bulletin{}, errs.Wrap(err, "make the id of a bulletin")
	}
	now = b.OpenedAt
	return b, s.save(ctx, now, b, OpenedEvent, by)
}

func (b Bulletin) check(now time.Time) error {
	var f errs.Fields
	if !slices.Contains(Kinds, b.Kind) {
		f.Add("kind", "not_one_of", "allowed", strings.Join(Kinds, ", "))
	}
	checkTexts(&f, b.Texts)
	if len(b.Regions) > MaxRegions {
		f.Add("regions", "bulletin.regions", "max", MaxRegions)
	}
	for i, r := range b.Regions {
		message.CheckWriting(&f, fmt.Sprintf("regions[%d]", i), r, MaxRegion, false, false)
	}
	if !b.Until.IsZero() && (!b.Until.After(b.From) || !b.Until.After(now)) {
		f.Add("until", "bulletin.until")
	}
	return f.Err()
}

func checkTexts(f *errs.Fields, t Texts) {
	message.CheckWriting(f, "text", t[words.Chinese], MaxText, true, true)
	if t[words.English] != "" {
		message.CheckWriting(f, "textEnglish", t[words.English], MaxText, true, true)
	}
}

// Read reads a bulletin; errs.NotFound (bulletin.none).
func (s *Service) Read(ctx context.Context, id string) (Bulletin, error) {
	b, err := s.Store.Bulletin(ctx, id)
	if errs.Is(err, errs.NotFound) {
		err = errs.New(errs.NotFound, "bulletin.none")
	}
	return b, err
}

// Ending is how a bulletin is closed.
type Ending struct {
	Texts Texts
	Until time.Time // how long that is shown; zero: Afterwards
}

// Close takes a bulletin from the board and shows that it is over. errs.Invalid
// names the fields text, textEnglish, until; errs.NotFound (bulletin.none);
// errs.Conflict (bulletin.closed) for one that is closed or over already.
func (s *Service) Close(ctx context.Context, now time.Time, by, bulletinID string, in Ending) (Bulletin, error) {
	now = now.UTC().Truncate(time.Millisecond)
	b, err := s.Read(ctx, bulletinID)
	if err != nil {
		return Bulletin{}, err
	}
	if state := b.State(now); state == Closed || state == Over {
		return Bulletin{}, errs.New(errs.Conflict, "bulletin.closed").With("allowed", "")
	}
	b.Version++
	b.Closing = &Closing{At: now, By: by, Texts: trimmed(in.Texts), Until: in.Until.UTC().Truncate(time.Millisecond)}
	if in.Until.IsZero() {
		b.Closing.Until = now.Add(Afterwards)
	}
	var f errs.Fields
	checkTexts(&f, b.Closing.Texts)
	if !b.Closing.Until.After(now) {
		f.Add("until", "bulletin.until")
	}
	if err := f.Err(); err != nil {
		return Bulletin{}, err
	}
	return b, s.save(ctx, now, b, ClosedEvent, by)
}

// tries is how often a change is tried anew when another bulletin was changed
// at the same time: nobody does that more than now and then.
const tries = 5

func (s *Service) save(ctx context.Context, now time.Time, b Bulletin, typ event.Type, by string) error {
	facts := Facts{Kind: b.Kind, Regions: b.Regions, From: b.Line().From, Until: b.Line().Until}
	told, err := event.New(Subject(b.ID), b.Version, typ, now, by, facts)
	if err != nil {
		return err
	}
	for range tries {
		board, err := s.Store.Board(ctx)
		if err != nil {
			return errs.Wrap(err, "read the board")
		}
		next := board.with(b, now)
		if len(next.Lines) > MaxShown {
			return errs.New(errs.Conflict, "bulletin.too_many").With("max", MaxShown).With("allowed", "")
		}
		err = s.Store.Save(ctx, Change{Bulletin: b, Board: next, Event: told, Round: b.round(now)})
		if !errors.Is(err, ErrLostRace) {
			return errs.Wrap(err, "save a bulletin")
		}
		if stored, err := s.Store.Bulletin(ctx, b.ID); err == nil && stored.Version >= b.Version {
			return errs.New(errs.Conflict, "bulletin.closed").With("allowed", "") // somebody else was quicker
		}
	}
	return errs.New(errs.Unavailable, "store.unavailable")
}

// trimmed are texts without outer spaces; what is empty is not there.
func trimmed(t Texts) Texts {
	out := Texts{}
	for lang, said := range t {
		if said = strings.TrimSpace(said); said != "" {
			out[lang] = said
		}
	}
	return out
}

// regions are those named, each once, without empty ones.
func regions(named []string) []string {
	var list []string
	for _, r := range named {
		if r = strings.TrimSpace(r); r != "" && !slices.Contains(list, r) {
			list = append(list, r)
		}
	}
	return list
}
