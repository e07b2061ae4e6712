package memory

import (
	"context"
	"slices"
	"strings"

	"huiyin/shared/setting"
)

// Settings is the store of package setting.
type Settings struct{ s *Store }

// Settings gives the store of what a company has changed.
func (s *Store) Settings() Settings { return Settings{s} }

var _ setting.Store = Settings{}

// version names one version of a setting.
type version struct {
	area    setting.Area
	id      string
	version int
}

// newest is the version in force, 0 when there is none.
func (t Settings) newest(area setting.Area, id string) int {
	newest := 0
	for v := range t.s.settings {
		if v.area == area && v.id == id {
			newest = max(newest, v.version)
		}
	}
	return newest
}

// All reads the settings in force.
func (t Settings) All(context.Context) ([]setting.Kept, error) {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	var all []setting.Kept
	for v, k := range t.s.settings {
		if v.version == t.newest(v.area, v.id) {
			all = append(all, clone(k))
		}
	}
	return all, nil
}

// Save writes a change or nothing at all.
func (t Settings) Save(_ context.Context, c setting.Change) error {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	for _, saving := range c.Settings {
		if t.newest(saving.Area, saving.ID) != saving.Was {
			return setting.ErrLostRace
		}
	}
	for _, saving := range c.Settings {
		t.s.settings[version{saving.Area, saving.ID, saving.Version}] = clone(saving.Kept)
	}
	if c.Job != nil {
		t.s.jobs[c.Job.ID] = clone(*c.Job)
	}
	t.s.tell(c.Events)
	return nil
}

// Version reads one version of a setting.
func (t Settings) Version(_ context.Context, area setting.Area, id string, number int) (setting.Kept, error) {
	return find(t.s, t.s.settings, version{area, id, number})
}

// Versions lists the versions of a setting, newest first.
func (t Settings) Versions(_ context.Context, area setting.Area, id string, before, limit int) ([]setting.Kept, error) {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	var list []setting.Kept
	for v, k := range t.s.settings {
		if v.area == area && v.id == id && (before == 0 || v.version < before) {
			list = append(list, clone(k))
		}
	}
	slices.SortFunc(list, func(a, b setting.Kept) int { return b.Version - a.Version })
	return list[:min(len(list), max(limit, 1), 100)], nil
}

// Job reads a job.
func (t Settings) Job(_ context.Context, id string) (setting.Job, error) {
	return find(t.s, t.s.jobs, id)
}

// Jobs lists jobs, newest first.
func (t Settings) Jobs(_ context.Context, limit int) ([]setting.Job, error) {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	var list []setting.Job
	for _, j := range t.s.jobs {
		list = append(list, clone(j))
	}
	slices.SortFunc(list, func(a, b setting.Job) int { return strings.Compare(stamp(b.At)+"#"+b.ID, stamp(a.At)+"#"+a.ID) })
	return list[:min(len(list), max(limit, 1), 100)], nil
}

// Advance writes a job that follows the stored one.
func (t Settings) Advance(_ context.Context, job setting.Job) error {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	if t.s.jobs[job.ID].Version != job.Version-1 {
		return setting.ErrLostRace
	}
	t.s.jobs[job.ID] = clone(job)
	return nil
}
