package desk

import (
	"net/http"
	"testing"

	"huiyin/shared/rank"
)

// rule: QM-7 — what a month's computation came to, and whose class changed, with
// the figure; a file that was erased since has no name.
func TestAMonthsClassesAreShown(t *testing.T) {
	b := newBench(t)
	b.call("supervisor", get, "/desk/classes/2026-06", "").into(t, http.StatusNotFound, nil)
	var taken TakenRows
	b.call("supervisor", post, "/desk/tables/customers/rows", `{"rows":[{"phone":"13900000001","name":"王芳"}]}`).into(t, http.StatusOK, &taken)
	figures := func(id string) rank.Move {
		return rank.Move{Scored: rank.Scored{ID: id, Basis: rank.Revenue, Fen: 12345, Was: "general"}, To: "key"}
	}
	for _, err := range []error{
		b.store.Ranks().Advance(t.Context(), rank.Run{Month: "2026-06", Version: 1, Phase: rank.Done, At: noon, Ended: noon, Shares: rank.DefaultShares(), ByRevenue: 2, Given: map[string]int{"key": 2}, Moved: 2}),
		b.store.Ranks().Move(t.Context(), "2026-06", []rank.Move{figures(taken.Rows[0].ID), figures("ZZZ")}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	var runs ClassRuns
	b.call("admin", get, "/desk/classes", "").into(t, http.StatusOK, &runs)
	if len(runs.Runs) != 1 || runs.Runs[0].Given.Key != 2 || runs.Runs[0].Key != 50 || runs.Runs[0].Suitable != 150 {
		t.Errorf("runs %+v", runs)
	}
	var run ClassMoves
	b.call("supervisor", get, "/desk/classes/2026-06", "").into(t, http.StatusOK, &run)
	want := []ClassMove{{taken.Rows[0].ID, "王芳", "general", "key", "revenue", 12345}, {"ZZZ", "", "general", "key", "revenue", 12345}}
	if len(run.Moves) != 2 || run.Moves[0] != want[0] || run.Moves[1] != want[1] || run.State != "done" {
		t.Errorf("run %+v", run)
	}
}
