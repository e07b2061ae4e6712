package desk

import (
	"context"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/rank"
)

// ClassRun is the computation of all customers' classes for a month. Money is
// fen.
type ClassRun struct {
	Month     string     `json:"month" doc:"That began with it: 2026-06 looks at 2025-06 to 2026-05."`
	State     string     `json:"state" enum:"gather,weigh,give,done"`
	Began     time.Time  `json:"beganAt"`
	Ended     *time.Time `json:"endedAt,omitempty"`
	Key       int        `json:"keyShare" doc:"Of a thousand ranked customers, so many are key."`
	Suitable  int        `json:"suitableShare" doc:"And so many suitable."`
	Files     int        `json:"files" doc:"Looked at."`
	ByMargin  int        `json:"byMargin" doc:"Ranked by their margin."`
	ByRevenue int        `json:"byRevenue" doc:"Ranked by their revenue, which stands in where the margin is not known."`
	Without   int        `json:"without" doc:"Without shipments in twelve months, and general now."`
	Above     ClassBound `json:"above" doc:"Whoever has more is in the class."`
	Given     ClassCount `json:"given"`
	Moved     int        `json:"moved" doc:"Whose class changed by it."`
	Kept      int        `json:"kept" doc:"Whose class a person had chosen; the computed one is noted beside it."`
}

// ClassBound are the figures above which a class begins.
type ClassBound struct {
	Key      int64 `json:"key"`
	Suitable int64 `json:"suitable"`
}

// ClassCount is how many customers were given each class.
type ClassCount struct {
	Key      int `json:"key"`
	Suitable int `json:"suitable"`
	General  int `json:"general"`
}

func shownRun(r rank.Run) ClassRun {
	shown := ClassRun{Month: r.Month, State: string(r.Phase), Began: r.At, Key: r.Shares.Key, Suitable: r.Shares.Suitable, Files: r.Files,
		ByMargin: r.ByMargin, ByRevenue: r.ByRevenue, Without: r.Without, Above: ClassBound{r.KeyAbove, r.SuitableAbove},
		Given: ClassCount{r.Given["key"], r.Given["suitable"], r.Given["general"]}, Moved: r.Moved, Kept: r.Kept}
	if !r.Ended.IsZero() {
		shown.Ended = &r.Ended
	}
	return shown
}

// ClassRuns are the last computations.
type ClassRuns struct {
	Runs []ClassRun `json:"runs" doc:"The newest month first."`
}

type classRunsOutput struct{ Body ClassRuns }

func (d *Desk) classRuns(ctx context.Context, in *jobsInput) (*classRunsOutput, error) {
	runs, err := d.Ranks.Runs(ctx, in.Limit)
	out := &classRunsOutput{Body: ClassRuns{Runs: []ClassRun{}}}
	for _, r := range runs {
		out.Body.Runs = append(out.Body.Runs, shownRun(r))
	}
	return out, err
}

// ClassMove is a customer whose class changed.
type ClassMove struct {
	ID    string `json:"id"`
	Name  string `json:"name,omitempty" doc:"None: the file is gone."`
	From  string `json:"from" enum:"general,suitable,key"`
	To    string `json:"to" enum:"general,suitable,key"`
	Basis string `json:"basis" enum:"margin,revenue,none" doc:"What the figure is."`
	Fen   int64  `json:"fen"`
}

// ClassMoves are a run and whose class it changed.
type ClassMoves struct {
	ClassRun
	Moves []ClassMove `json:"moves"`
	Next  string      `json:"next,omitempty" doc:"The cursor of the next page; none on the last."`
}

type classMovesInput struct {
	Month string `path:"month" pattern:"^[0-9]{4}-(0[1-9]|1[0-2])$"`
	Pages
}

type classMovesOutput struct{ Body ClassMoves }

func (d *Desk) classMoves(ctx context.Context, in *classMovesInput) (*classMovesOutput, error) {
	run, err := d.Ranks.Run(ctx, in.Month)
	if err != nil {
		return nil, err
	}
	if run.Version == 0 {
		return nil, errs.New(errs.NotFound, "rank.none")
	}
	moves, next, err := d.Ranks.Moves(ctx, in.Month, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(moves))
	for i, m := range moves {
		ids[i] = m.ID
	}
	files, err := d.Customers.Store.Customers(ctx, ids)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, c := range files {
		names[c.ID] = c.Name
	}
	out := &classMovesOutput{Body: ClassMoves{ClassRun: shownRun(run), Moves: []ClassMove{}, Next: next}}
	for _, m := range moves {
		out.Body.Moves = append(out.Body.Moves, ClassMove{m.ID, names[m.ID], m.Was, m.To, string(m.Basis), m.Fen})
	}
	return out, nil
}
