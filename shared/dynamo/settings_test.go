package dynamo_test

import (
	"encoding/json"
	"sync"
	"testing"

	"huiyin/shared/dynamo"
	"huiyin/shared/errs"
)

// A secret is made once, however many ask for it at once, and is another one
// under another name.
func TestASecretIsMadeOnce(t *testing.T) {
	name := newTable(t)
	var group sync.WaitGroup
	secrets := make([]string, 8)
	for i := range secrets {
		group.Go(func() {
			secret, err := dynamo.New(settings(t, nil), name, 1).Secret(t.Context(), "cursor")
			if err != nil {
				t.Errorf("secret: %v", err)
			}
			secrets[i] = string(secret)
		})
	}
	group.Wait()
	for _, s := range secrets {
		if len(s) != 32 || s != secrets[0] {
			t.Errorf("a secret of %d bytes, or not the first one", len(s))
		}
	}
	other, err := dynamo.New(settings(t, nil), name, 1).Secret(t.Context(), "phone")
	if err != nil || string(other) == secrets[0] {
		t.Errorf("one secret under two names: %v", err)
	}
}

func TestSettingsAreSavedByVersion(t *testing.T) {
	name := newTable(t)
	table := dynamo.New(settings(t, nil), name, 1)
	read := func(of *dynamo.Table) dynamo.Config {
		t.Helper()
		config, err := of.Config(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return config
	}
	if got := read(table); len(got) != 0 {
		t.Errorf("settings of a company that has changed nothing: %v", got)
	}
	first := dynamo.Setting{Version: 1, Value: json.RawMessage(`{"id":"queries"}`)}
	if err := table.SaveConfig(t.Context(), "calendar", "queries", first); err != nil {
		t.Fatal(err)
	}
	if err := table.SaveConfig(t.Context(), "calendar", "queries", first); !errs.Is(err, errs.Stale) {
		t.Errorf("saved what was read before: %v", err)
	}
	if err := table.SaveConfig(t.Context(), "policy", "all", dynamo.Setting{Version: 1, Value: json.RawMessage(`[]`)}); err != nil {
		t.Fatal(err)
	}
	other := dynamo.New(settings(t, nil), name, 1)
	got := read(other)
	if string(got["calendar"]["queries"].Value) != `{"id":"queries"}` || got["calendar"]["queries"].Version != 1 || len(got) != 2 {
		t.Errorf("settings: %v", got)
	}
	second := dynamo.Setting{Version: 2, Value: json.RawMessage(`{"id":"queries","version":2}`)}
	if err := table.SaveConfig(t.Context(), "calendar", "queries", second); err != nil {
		t.Fatal(err)
	}
	if got := read(table); got["calendar"]["queries"].Version != 2 {
		t.Error("whoever saved does not see it at once")
	}
	if got := read(other); got["calendar"]["queries"].Version != 1 {
		t.Error("another process reads the settings more than once a minute")
	}
}
