package notice

import (
	"context"
	"time"
	"unicode"

	"huiyin/shared/bulletin"
	"huiyin/shared/errs"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/telling"
	"huiyin/shared/words"
)

// Bulletins reads bulletins.
type Bulletins interface {
	// Bulletin reads one, strongly consistent; errs.NotFound.
	Bulletin(ctx context.Context, id string) (bulletin.Bulletin, error)
}

// Receivers finds out who receivers are: package telling's People.
type Receivers interface {
	Look(ctx context.Context, list []ledger.Receiver) ([]telling.Person, error)
	Home(ctx context.Context, one telling.Person) (*time.Location, error)
}

// posted tells those on a page what a bulletin says, or that it is over: each
// number once, however many tickets, shipments and people lead to it.
func (s *Service) posted(ctx context.Context, _ time.Time, e event.Event) ([]ledger.Message, error) {
	var f bulletin.PageFacts
	if err := e.Into(&f); err != nil {
		return nil, err
	}
	b, err := s.Bulletins.Bulletin(ctx, f.Bulletin)
	if errs.Is(err, errs.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, errs.Wrap(err, "read a bulletin")
	}
	people, err := s.Receivers.Look(ctx, f.To)
	if err != nil {
		return nil, errs.Wrap(err, "look up whom a page names")
	}
	seen := map[string]bool{}
	var messages []ledger.Message
	for _, p := range people {
		if p.Key == "" || seen[p.Key] {
			continue
		}
		seen[p.Key] = true
		m := ledger.Message{ID: bulletin.RowID(b.ID, f.Phase, p.Key), Class: message.Notice, Cause: e.ID, At: e.At, To: p.Receiver,
			Template: saying(b, f.Phase, p.Kind), Facts: map[string]string{"bulletin": b.ID, "phase": string(f.Phase)}}
		switch p.Kind {
		case ledger.ToStaff:
			m.Class, m.Urgent = message.Staff, b.Tells.Urgent
		case ledger.ToPerson:
			m.Number = p.ID
		}
		messages = append(messages, m)
	}
	return messages, nil
}

// saying is the text for a receiver of a kind.
func saying(b bulletin.Bulletin, phase bulletin.Phase, kind string) message.ID {
	switch {
	case kind == ledger.ToStaff && phase == bulletin.Ended:
		return message.BulletinStaffOver
	case kind == ledger.ToStaff && b.Kind == "weather":
		return message.BulletinWeather
	case kind == ledger.ToStaff:
		return message.BulletinStaff
	case phase == bulletin.Ended:
		return message.BulletinOver
	}
	return message.BulletinNotice
}

// touched is who is told of a bulletin, as long as it stands; and that it is
// over, whoever was told of it.
func (s *Service) touched(ctx context.Context, now time.Time, m ledger.Message) (ledger.Address, error) {
	b, err := s.Bulletins.Bulletin(ctx, m.Facts["bulletin"])
	if errs.Is(err, errs.NotFound) {
		return ledger.Address{Skip: whyGone}, nil
	}
	if err != nil {
		return ledger.Address{}, errs.Wrap(err, "read a bulletin")
	}
	still := b.State(now) == bulletin.Shown
	if bulletin.Phase(m.Facts["phase"]) == bulletin.Ended {
		if still, err = s.wasTold(ctx, bulletin.FirstOf(m.ID)); err != nil {
			return ledger.Address{}, err
		}
	}
	if !still {
		return ledger.Address{Skip: whySettled}, nil
	}
	people, err := s.Receivers.Look(ctx, []ledger.Receiver{m.To})
	if err != nil {
		return ledger.Address{}, errs.Wrap(err, "look up whom to tell")
	}
	p := people[0]
	if p.Key == "" {
		return ledger.Address{Skip: whyGone}, nil
	}
	to := ledger.Address{Phone: p.Phone, Key: p.Key, Lang: p.Lang, Known: true, Params: map[string]string{}}
	if to.Lang != words.English {
		to.Lang = words.Chinese
	}
	if m.Template != message.BulletinWeather {
		to.Params["kind"] = words.Text(to.Lang, "notice.bulletin."+b.Kind, nil)
	}
	if m.To.Kind == ledger.ToStaff {
		to.Params["region"] = region(b, to.Lang)
	}
	to.Zone, err = s.Receivers.Home(ctx, p)
	return to, err
}

// wasTold tells whether a row's message has gone out, as far as anybody knows.
func (s *Service) wasTold(ctx context.Context, row string) (bool, error) {
	r, err := s.Rows.Row(ctx, row)
	if errs.Is(err, errs.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, errs.Wrap(err, "look whether somebody was told")
	}
	switch r.State {
	case ledger.Claimed, ledger.Accepted, ledger.Delivered, ledger.Unknown:
		return true, nil
	case ledger.Skipped:
		return r.Attempts > 0, nil // an unclear one that was not sent once more
	}
	return false, nil
}

// maxRegion is how much of a region stands in an SMS, in characters.
const maxRegion = 12

// region is where it is, as it fits into an SMS: the first of several. An
// English text takes no Chinese characters.
func region(b bulletin.Bulletin, lang words.Lang) string {
	if len(b.Regions) == 0 {
		return words.Text(lang, "notice.bulletin.everywhere", nil)
	}
	var kept []rune
	for _, r := range b.Regions[0] {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == ' ' || r == '-' {
			kept = append(kept, r)
		}
		if lang == words.English && r > unicode.MaxASCII {
			return words.Text(lang, "notice.bulletin.there", nil)
		}
	}
	if len(kept) == 0 {
		return words.Text(lang, "notice.bulletin.there", nil)
	}
	return string(kept[:min(len(kept), maxRegion)])
}
