package dynamo

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"huiyin/shared/errs"
)

const (
	configKind = "config"
	maxConfig  = 1000
	// configAge is how old a setting may be that is acted upon.
	configAge = time.Minute
)

// Config is what a company has changed of the defaults in the binary, by area
// ("calendar", "policy", "template" …) and id.
type Config map[string]map[string]Setting

// Setting is one changed default.
type Setting struct {
	Version int
	Value   json.RawMessage
}

// Config reads what a company has changed, by one query, and keeps it for a
// minute. Callers must not change what they are given. errs.Unavailable.
func (t *Table) Config(ctx context.Context) (Config, error) {
	t.mu.Lock()
	config, age := t.config, time.Since(t.read)
	t.mu.Unlock()
	if config != nil && age < configAge {
		return config, nil
	}
	began := time.Now()
	items, err := t.query(ctx, "read the settings", span{pk: configPartition, limit: maxConfig})
	if err != nil {
		return nil, err
	}
	config = Config{}
	for _, it := range items {
		area, id, _ := strings.Cut(str(it, sk), "#")
		setting := Setting{Version: int(integer(it, versionAttr))}
		if err := read(it, &setting.Value); err != nil {
			return nil, err
		}
		if config[area] == nil {
			config[area] = map[string]Setting{}
		}
		config[area][id] = setting
	}
	t.mu.Lock()
	t.config, t.read = config, began
	t.mu.Unlock()
	return config, nil
}

// errConfigRace is the cause of an errs.Stale.
var errConfigRace = errors.New("the setting was changed in between")

// SaveConfig writes one setting. Version is one more than it was read at, 1 is
// a new one. errs.Stale, errs.Unavailable. This process sees it at once, others
// within a minute.
func (t *Table) SaveConfig(ctx context.Context, area, id string, s Setting) error {
	it, err := newItem(configKey(area, id), configKind, s.Value)
	if err != nil {
		return err
	}
	it[versionAttr] = number(int64(s.Version))
	err = t.putOne(ctx, "save a setting", it, following(s.Version), func(item) error {
		return errs.New(errs.Stale, "store.stale").Because(errConfigRace)
	})
	t.mu.Lock()
	t.config = nil
	t.mu.Unlock()
	return err
}
