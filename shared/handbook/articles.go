package handbook

import (
	"cmp"
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/errs"
	"huiyin/shared/message"
	"huiyin/shared/ticket"
	"huiyin/shared/words"
)

// Service has the use cases.
type Service struct {
	Store      Store
	Zone       *time.Location // the company's: articles come into force by its days
	Vocabulary ticket.Vocabulary
	// Promotion finds words in a text that praise products; nil: it looks for none.
	Promotion func(text string) []string
	// Forget tells this process that what it has read is out of date; nil: it
	// keeps nothing.
	Forget func()
	// Values fill the marks that are the same in every reply: company, hotline.
	Values map[string]string
}

// forget is called before and after each change: who changes something sees it
// as it is, and what he has changed.
func (s *Service) forget() {
	if s.Forget != nil {
		s.Forget()
	}
}

// shelf is every article that is on the shelf, by id: what the program brings
// along, and over it what was saved.
func (s *Service) shelf(ctx context.Context) (map[string]Entry, error) {
	all := map[string]Entry{}
	for _, a := range seedArticles() {
		all[a.ID] = Entry{ID: a.ID, Editions: []Head{a.Head}}
	}
	stored, err := s.Store.Entries(ctx)
	if err != nil {
		return nil, errs.Wrap(err, "read the handbook")
	}
	for _, e := range stored {
		all[e.ID] = e
	}
	return all, nil
}

// Search says which articles are asked for; what is empty is not asked.
type Search struct {
	Kind, Reason string // of a ticket
	Words        string // that stand in the title
	Coming       bool   // those too that are not in force yet, and those withdrawn
}

// Found is an article in a list.
type Found struct {
	Head
	InForce bool // false: it is only coming
	Read    bool // by whoever asks, in this version
	Coming  *Head
}

// List lists the articles that fit, the best first, then by title; reader is a
// staff id.
func (s *Service) List(ctx context.Context, now time.Time, reader string, q Search) ([]Found, error) {
	shelf, err := s.shelf(ctx)
	if err != nil {
		return nil, err
	}
	read, err := s.readBy(ctx, reader)
	if err != nil {
		return nil, err
	}
	day := calendar.DateIn(now, s.Zone)
	var list []Found
	for _, e := range shelf {
		f := Found{}
		f.Head, f.InForce = e.At(day)
		if next, ok := e.Coming(day); ok && q.Coming {
			f.Coming = &next
			if !f.InForce {
				f.Head = next
			}
		}
		if f.ID == "" || f.Withdrawn && !q.Coming || f.fit(q.Kind, q.Reason) == 0 || !f.holds(q.Words) {
			continue
		}
		f.Read = read[f.ID] >= f.Version
		list = append(list, f)
	}
	slices.SortFunc(list, func(a, b Found) int {
		return cmp.Or(b.fit(q.Kind, q.Reason)-a.fit(q.Kind, q.Reason), cmp.Compare(a.Titles[words.Chinese], b.Titles[words.Chinese]), cmp.Compare(a.ID, b.ID))
	})
	return list, nil
}

// Newest is the version of an article that was saved last, 0 for none: what
// somebody must have seen who changes it.
func (s *Service) Newest(ctx context.Context, id string) (int, error) {
	shelf, err := s.shelf(ctx)
	return shelf[id].Last(), err
}

// Article reads an article in force, or (version not 0) one of its versions;
// errs.NotFound (handbook.none).
func (s *Service) Article(ctx context.Context, now time.Time, id string, version int) (Article, error) {
	if version == 0 {
		shelf, err := s.shelf(ctx)
		if err != nil {
			return Article{}, err
		}
		h, ok := shelf[id].At(calendar.DateIn(now, s.Zone))
		if !ok {
			return Article{}, none()
		}
		version = h.Version
	}
	a, err := s.Store.Article(ctx, id, version)
	if errs.Is(err, errs.NotFound) {
		if seed, ok := seedArticle(id); ok && seed.Version == version {
			return seed, nil
		}
		return Article{}, none()
	}
	return a, err
}

// Versions lists the versions of an article below before (0: from the newest
// on), newest first, at most limit; the one of the program is among them.
func (s *Service) Versions(ctx context.Context, id string, before, limit int) ([]Article, error) {
	list, err := s.Store.Articles(ctx, id, before, limit)
	if err != nil {
		return nil, err
	}
	if seed, ok := seedArticle(id); ok && len(list) < limit && (before == 0 || seed.Version < before) &&
		!slices.ContainsFunc(list, func(a Article) bool { return a.Version <= seed.Version }) {
		list = append(list, seed)
	}
	return list, nil
}

// Writing is what an article is made of.
type Writing struct {
	Titles, Bodies Texts
	Topics         []Topic
	From           calendar.Date // zero: today
	Withdrawn      bool
}

// SaveArticle saves a version of an article. seen is the newest version that
// its author has seen, 0 when there was none: errs.Stale. errs.Invalid names
// the fields id, title, titleEnglish, body, bodyEnglish, topics, from;
// errs.Conflict (handbook.full).
func (s *Service) SaveArticle(ctx context.Context, now time.Time, by, id string, seen int, w Writing) (Article, error) {
	day := calendar.DateIn(now, s.Zone)
	if w.From == (calendar.Date{}) || w.From.Before(day) {
		w.From = day
	}
	if err := s.checkArticle(id, w, day); err != nil {
		return Article{}, err
	}
	s.forget()
	defer s.forget()
	shelf, err := s.shelf(ctx)
	if err != nil {
		return Article{}, err
	}
	e, known := shelf[id]
	switch {
	case e.Last() != seen:
		return Article{}, stale()
	case !known && len(shelf) >= MaxArticles:
		return Article{}, errs.New(errs.Conflict, "handbook.full").With("max", MaxArticles).With("allowed", "")
	}
	a := Article{Head: Head{ID: id, Version: seen + 1, Titles: kept(w.Titles), Topics: w.Topics, From: w.From, Withdrawn: w.Withdrawn, By: by,
		At: now.UTC().Truncate(time.Millisecond)}, Bodies: kept(w.Bodies)}
	e.ID = id
	err = s.Store.SaveArticle(ctx, a, e.with(a.Head, day), s.stored(e))
	if errors.Is(err, ErrLostRace) {
		return Article{}, stale()
	}
	return a, errs.Wrap(err, "save an article")
}

// stored is the version of an entry that the store has: none while it is the
// program's.
func (s *Service) stored(e Entry) int {
	if seed, ok := seedArticle(e.ID); ok && len(e.Editions) == 1 && e.Editions[0].By == "" && e.Last() == seed.Version {
		return 0
	}
	return e.Last()
}

// maxAhead is how far ahead an article may come into force: a year, ours.
const maxAhead = 366

var idForm = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$`) })

func (s *Service) checkArticle(id string, w Writing, day calendar.Date) error {
	var f errs.Fields
	if !idForm().MatchString(id) {
		f.Add("id", "handbook.id")
	}
	message.CheckWriting(&f, "title", w.Titles[words.Chinese], MaxTitle, false, false)
	message.CheckWriting(&f, "body", w.Bodies[words.Chinese], MaxBody, true, false)
	if w.Titles[words.English]+w.Bodies[words.English] != "" {
		message.CheckWriting(&f, "titleEnglish", w.Titles[words.English], MaxTitle, false, false)
		message.CheckWriting(&f, "bodyEnglish", w.Bodies[words.English], MaxBody, true, false)
	}
	for _, topic := range w.Topics {
		if !slices.Contains(s.Topics(), topic) {
			f.Add("topics", "handbook.topic", "topic", string(topic))
		}
	}
	if len(w.Topics) > MaxTopics {
		f.Add("topics", "handbook.topics", "max", MaxTopics)
	}
	if day.AddDays(maxAhead).Before(w.From) {
		f.Add("from", "handbook.from")
	}
	return f.Err()
}

// Topics are all that an article can be made for.
func (s *Service) Topics() []Topic {
	topics := []Topic{Topic(ticket.Inquiry)}
	for _, r := range s.Vocabulary.Inquiries {
		topics = append(topics, Topic(string(ticket.Inquiry)+"."+r))
	}
	topics = append(topics, Topic(ticket.Complaint))
	for _, r := range s.Vocabulary.Complaints {
		topics = append(topics, Topic(string(ticket.Complaint)+"."+r))
	}
	return topics
}

// kept are texts without outer spaces and without empty ones.
func kept(t Texts) Texts {
	out := Texts{}
	for lang, said := range t {
		if said = strings.TrimSpace(strings.ReplaceAll(said, "\r\n", "\n")); said != "" {
			out[lang] = said
		}
	}
	return out
}

func none() error  { return errs.New(errs.NotFound, "handbook.none") }
func stale() error { return errs.New(errs.Stale, "handbook.stale") }
