package ticket_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/ticket"
)

func photo(id string) ticket.File {
	return ticket.File{ID: id, Name: "王芳 破损.jpg", Type: "image/jpeg", Size: 120_000}
}

func TestAFileIsNotedOnce(t *testing.T) {
	w := newWorld(t)
	number := w.open(complaint()).Number
	for range 2 {
		if _, err := w.Attach(t.Context(), morning.Add(time.Minute), agent, number, photo("f1")); err != nil {
			t.Fatal(err)
		}
	}
	got := w.get(number)
	files, err := w.Store.Files(t.Context(), number)
	if err != nil || len(files) != 1 || got.Files != 1 {
		t.Fatalf("files %v of %d, %v", files, got.Files, err)
	}
	f := files[0]
	if f.Name != "王芳 破损.jpg" || f.By != agent.By || f.Badge != agent.Badge || !f.At.Equal(morning.Add(time.Minute)) {
		t.Errorf("noted %+v", f)
	}
	if _, err := w.Detach(t.Context(), morning.Add(time.Hour), agent, number, "f1", "传错了"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Detach(t.Context(), morning.Add(time.Hour), agent, number, "f1", "传错了"); !errs.Is(err, errs.NotFound) {
		t.Errorf("taken away twice: %v", err)
	}
	if got := w.get(number); got.Files != 0 {
		t.Errorf("%d files are left", got.Files)
	}
}

// The name of a file may name a person: no event has it.
// rule: PD-11
func TestNoEventNamesAFile(t *testing.T) {
	w := newWorld(t)
	number := w.open(complaint()).Number
	if _, err := w.Attach(t.Context(), morning.Add(time.Minute), agent, number, photo("f1")); err != nil {
		t.Fatal(err)
	}
	history, err := w.Store.History(t.Context(), number, "")
	if err != nil {
		t.Fatal(err)
	}
	seen := false
	for _, e := range history.Events {
		seen = seen || e.Type == ticket.Attached
		if strings.Contains(string(e.Data), "王芳") {
			t.Errorf("%s: %s", e.ID, e.Data)
		}
	}
	if !seen {
		t.Error("no event tells of the file")
	}
}

func TestATicketTakesSoManyFiles(t *testing.T) {
	w := newWorld(t)
	number := w.open(complaint()).Number
	for i := range ticket.MaxFiles + 1 {
		_, err := w.Attach(t.Context(), morning.Add(time.Minute), agent, number, photo(fmt.Sprint("f", i)))
		if full := i == ticket.MaxFiles; full != errs.Is(err, errs.Conflict) || !full && err != nil {
			t.Fatalf("file %d: %v", i, err)
		}
	}
}

func TestAFileHasAName(t *testing.T) {
	w := newWorld(t)
	number := w.open(complaint()).Number
	for _, name := range []string{"", "  ", "a/b.jpg", `a\b.jpg`, "a\nb.jpg", strings.Repeat("图", ticket.MaxFileName+1)} {
		f := photo("f1")
		f.Name = name
		if _, err := w.Attach(t.Context(), morning.Add(time.Minute), agent, number, f); !errs.Is(err, errs.Invalid) {
			t.Errorf("%q: %v", name, err)
		}
	}
}
