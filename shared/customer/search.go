package customer

import (
	"context"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"huiyin/shared/errs"
)

// Bounds of one page of a search: what is read at most.
const (
	maxFound  = 50
	maxLooked = 300
	maxAsking = 60 // characters of a question
)

// Search finds files by any part of a name, a company, a number (four digits
// and more), with the one whose whole number it is first. A page reads a
// bounded number of files: it may be short and have a next one. errs.Invalid q,
// cursor.
func (s Service) Search(ctx context.Context, question, cursor string, limit int) (Page, error) {
	var f errs.Fields
	question = strings.TrimSpace(question)
	terms := asked(question)
	if text(&f, "q", question, maxAsking); len(terms) == 0 {
		f.Add("q", "customer.search_short")
	}
	if err := f.Err(); err != nil {
		return Page{}, err
	}
	limit = min(max(limit, 1), maxFound)
	var page Page
	var skip string
	at, after, ok := position(cursor, len(terms))
	if !ok {
		f.Add("cursor", "store.cursor")
		return page, f.Err()
	}
	if cursor == "" {
		if c, err := s.whole(ctx, question); err != nil {
			return page, err
		} else if c.ID != "" {
			page.Customers, skip = append(page.Customers, c), c.ID
		}
		best, err := s.rarest(ctx, terms)
		if err != nil || best < 0 {
			return page, err
		}
		at = best
	}
	for looked := 0; looked < maxLooked; {
		ids, next, err := s.Store.WithTerm(ctx, terms[at], after, 100)
		if err != nil {
			return page, errs.Wrap(err, "search the files")
		}
		files, err := s.inOrder(ctx, ids)
		if err != nil {
			return page, err
		}
		for i, c := range files {
			if c.ID != skip && c.Answers(question) {
				page.Customers = append(page.Customers, c)
			}
			if len(page.Customers) >= limit && (i < len(files)-1 || next != "") {
				page.Next = cursorAt(at, c.ID)
				return page, nil
			}
		}
		if next == "" {
			return page, nil
		}
		looked, after = looked+len(ids), next
		page.Next = cursorAt(at, next)
	}
	return page, nil
}

// whole is the file whose number a question is, the zero one when it is none.
func (s Service) whole(ctx context.Context, question string) (Customer, error) {
	if _, ok := number(question); !ok {
		return Customer{}, nil
	}
	n, err := s.Phones.Parse("q", question)
	if err != nil {
		return Customer{}, nil //nolint:nilerr // it is a piece of a number
	}
	c, err := s.ByPhone(ctx, n)
	if errs.Is(err, errs.NotFound) {
		return Customer{}, nil
	}
	return c, err
}

// rarest is the term that the fewest files have, -1 when no file has any. A
// term that none has counts as one that was left out of a file with too many.
func (s Service) rarest(ctx context.Context, terms []string) (best int, err error) {
	best = -1
	const many = 1000
	for i, fewest := 0, many; i < len(terms); i++ {
		ids, next, err := s.Store.WithTerm(ctx, terms[i], "", 100)
		if err != nil {
			return best, errs.Wrap(err, "search the files")
		}
		count := len(ids)
		if next != "" {
			count = many - 1
		}
		if count > 0 && count < fewest {
			best, fewest = i, count
		}
	}
	return best, nil
}

// inOrder reads files in the order of their ids; missing ones are left out.
func (s Service) inOrder(ctx context.Context, ids []string) ([]Customer, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	files, err := s.Store.Customers(ctx, ids)
	slices.SortFunc(files, func(a, b Customer) int { return strings.Compare(a.ID, b.ID) })
	return files, errs.Wrap(err, "read files")
}

// A cursor is where to go on in which term's list. It leads to nothing that the
// question itself does not.
func cursorAt(term int, id string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.Itoa(term) + "#" + id))
}

func position(cursor string, terms int) (at int, after string, ok bool) {
	if cursor == "" {
		return 0, "", true
	}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	term, after, cut := strings.Cut(string(raw), "#")
	at, wrong := strconv.Atoi(term)
	return at, after, err == nil && wrong == nil && cut && at >= 0 && at < terms && after != "" && len(after) <= maxAsking
}
