package person_test

import (
	"strings"
	"testing"

	"huiyin/shared/bulletin"
	"huiyin/shared/event"
	"huiyin/shared/ledger"
	"huiyin/shared/message"
	"huiyin/shared/words"
)

// rule: LAW-4 — what somebody was told of a bulletin is found by his number,
// and goes with him; what others were told stays.
func TestWhatABulletinSaidGoesToo(t *testing.T) {
	store, p := newPersona(t)
	at := p.Now
	b := bulletin.Bulletin{ID: "STORM", Version: 1, Kind: "weather", Texts: bulletin.Texts{words.Chinese: "暴雨。"}, From: at, OpenedAt: at, Tells: bulletin.Tells{Customers: true}}
	told, err := event.New(bulletin.Subject(b.ID), 1, bulletin.OpenedEvent, at, event.System, nil)
	if err != nil {
		t.Fatal(err)
	}
	board, _ := store.Bulletins().Board(t.Context())
	if err := store.Bulletins().Save(t.Context(), bulletin.Change{Bulletin: b, Board: bulletin.Board{Version: board.Version + 1}, Event: told}); err != nil {
		t.Fatal(err)
	}
	row := func(phase bulletin.Phase, key string) string { return bulletin.RowID(b.ID, phase, key) }
	for _, id := range []string{row(bulletin.Opened, p.Key), row(bulletin.Ended, p.Key), row(bulletin.Opened, "another")} {
		if err := store.Ledger().Put(t.Context(), ledger.Row{Message: ledger.Message{ID: id, Class: message.Notice, Cause: "e", At: at,
			To: ledger.Receiver{Kind: ledger.ToPerson, ID: "K1"}, Template: message.BulletinNotice, Facts: map[string]string{"bulletin": b.ID}},
			State: ledger.Accepted, Version: 1, PhoneKey: "x", Masked: "138****0000", CreatedAt: at, ChangedAt: at}); err != nil {
			t.Fatal(err)
		}
	}
	out, err := p.Erasing().Export(t.Context(), p.Number, "", at)
	found := 0
	for _, m := range out.Messages {
		if m.Facts["bulletin"] == b.ID {
			found++
		}
		if strings.Contains(m.ID, p.Key) {
			t.Errorf("the export shows the key of the number: %s", m.ID)
		}
	}
	if err != nil || found != 2 {
		t.Errorf("the export has %d SMS of the bulletin, %v", found, err)
	}
	p.Erase(p.Erasing())
	if left := traces(t, store, p.Key); left != nil {
		t.Errorf("left: %v", left)
	}
	if _, err := store.Ledger().Row(t.Context(), row(bulletin.Opened, "another")); err != nil {
		t.Errorf("somebody else's: %v", err)
	}
}
