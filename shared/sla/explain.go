package sla

import (
	"encoding/json"
	"fmt"
	"time"

	"huiyin/shared/calendar"
)

// Piece is a stretch of the time from a cycle's start to its due time.
type Piece struct {
	From, To time.Time
	Why      string // one of the Why… words
	// Special are the dates that an exception or a holiday closed.
	Special []calendar.Special
}

// Why a piece counted, or did not.
const (
	WhyOpen    = "open"    // service time: counted
	WhyClosed  = "closed"  // outside service: not counted
	WhyHold    = "hold"    // waiting for somebody else: not counted
	WhyElapsed = "elapsed" // time on the wall: counted
)

// Counted is how much of the piece went towards the target.
func (p Piece) Counted() time.Duration {
	if p.Why == WhyOpen || p.Why == WhyElapsed {
		return p.To.Sub(p.From)
	}
	return 0
}

// explain cuts the time from a cycle's start to its due time into pieces, each
// as long as it can be.
func (s *State) explain(env Env, c *Cycle) (pieces []Piece) {
	k := s.courseOf(c, env.calendarOf(c))
	at := c.Start
	add := func(p Piece) {
		if !p.From.Before(p.To) {
			return
		}
		at = p.To
		if n := len(pieces); n > 0 && pieces[n-1].Why == p.Why { // a hold of no length lay between
			last := &pieces[n-1]
			last.To = p.To
			for _, special := range p.Special {
				if m := len(last.Special); m == 0 || last.Special[m-1].Date.Before(special.Date) {
					last.Special = append(last.Special, special)
				}
			}
			return
		}
		pieces = append(pieces, p)
	}
	plain := func(to time.Time) {
		if k.elapsed {
			add(Piece{From: at, To: to, Why: WhyElapsed})
			return
		}
		for _, stretch := range k.cal.Stretches(at, to) {
			why := WhyClosed
			if stretch.Open {
				why = WhyOpen
			}
			add(Piece{From: stretch.From, To: stretch.To, Why: why, Special: stretch.Special})
		}
	}
	for _, h := range k.holds {
		if !h.From.Before(c.Due) {
			break
		}
		plain(h.From)
		add(Piece{From: at, To: earlier(h.To, c.Due), Why: WhyHold})
	}
	plain(c.Due)
	return pieces
}

// MarshalJSON writes a piece as a short row, for it is stored with each ticket:
// [from, to, why, special dates…], instants in Unix milliseconds.
func (p Piece) MarshalJSON() ([]byte, error) {
	row := []any{p.From.UnixMilli(), p.To.UnixMilli(), p.Why}
	for _, special := range p.Special {
		row = append(row, special)
	}
	return json.Marshal(row)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (p *Piece) UnmarshalJSON(raw []byte) error {
	var from, to int64
	rest, err := readRow(raw, &from, &to, &p.Why)
	if err != nil {
		return err
	}
	p.From, p.To, p.Special = time.UnixMilli(from).UTC(), time.UnixMilli(to).UTC(), nil
	for _, column := range rest {
		var special calendar.Special
		if err := json.Unmarshal(column, &special); err != nil {
			return err
		}
		p.Special = append(p.Special, special)
	}
	return nil
}

// readRow reads the first columns of a JSON array, and gives the others.
func readRow(raw []byte, columns ...any) ([]json.RawMessage, error) {
	var row []json.RawMessage
	if err := json.Unmarshal(raw, &row); err != nil {
		return nil, err
	}
	if len(row) < len(columns) {
		return nil, fmt.Errorf("sla: a row of %d columns", len(row))
	}
	for i, into := range columns {
		if err := json.Unmarshal(row[i], into); err != nil {
			return nil, err
		}
	}
	return row[len(columns):], nil
}
