package storetest

import (
	"encoding/json"
	"testing"
	"time"

	"huiyin/shared/errs"
	"huiyin/shared/setting"
)

// saving is a version of a setting; what it says is its version.
func saving(area setting.Area, id string, version, was int) setting.Saving {
	raw, _ := json.Marshal(map[string]int{"says": version}) // can't fail
	return setting.Saving{Was: was, Kept: setting.Kept{Area: area, ID: id, Version: version, By: "staff:1", At: start, Value: raw, Years: map[int]int{2027: version}}}
}

// settings: one version follows the other, several at once or none; the last is
// in force and all of them can be read.
func settings(t *testing.T, fresh Fresh) {
	s := fresh(t).Settings
	all, err := s.All(ctx)
	is(t, "all", err, nil)
	same(t, "a company that has changed nothing", all, []setting.Kept(nil))

	first := setting.Change{Settings: []setting.Saving{saving(setting.Calendar, "queries", 2, 0)}}
	first.Events = append(first.Events, happened(setting.Subject(setting.Calendar, "queries"), 2, setting.Saved, start))
	is(t, "save over what the program brings", s.Save(ctx, first), nil)
	again := saving(setting.Calendar, "queries", 2, 0)
	is(t, "save what was read before", s.Save(ctx, setting.Change{Settings: []setting.Saving{again}}), setting.ErrLostRace)
	both := setting.Change{Settings: []setting.Saving{saving(setting.Holiday, "2027", 1, 0), saving(setting.Calendar, "queries", 4, 3)}}
	is(t, "save two, one of them stale", s.Save(ctx, both), setting.ErrLostRace)
	both.Settings[1] = saving(setting.Calendar, "queries", 3, 2)
	is(t, "save two", s.Save(ctx, both), nil)
	oneWins(t, "saves", atOnce(6, func(int) error {
		return s.Save(ctx, setting.Change{Settings: []setting.Saving{saving(setting.Calendar, "queries", 4, 3)}})
	}), because(setting.ErrLostRace))

	all, err = s.All(ctx)
	is(t, "all", err, nil)
	same(t, "settings in force", len(all), 2)
	for _, k := range all {
		want := saving(setting.Calendar, "queries", 4, 0).Kept
		if k.Area == setting.Holiday {
			want = saving(setting.Holiday, "2027", 1, 0).Kept
		}
		same(t, "in force", k, want)
	}
	got, err := s.Version(ctx, setting.Calendar, "queries", 2)
	is(t, "version", err, nil)
	same(t, "an earlier version", got, first.Settings[0].Kept)
	_, err = s.Version(ctx, setting.Calendar, "queries", 1)
	kind(t, "the program's version", err, errs.NotFound)
	for _, c := range []struct {
		before, limit int
		want          []int
	}{{0, 10, []int{4, 3, 2}}, {0, 2, []int{4, 3}}, {3, 10, []int{2}}, {2, 10, nil}} {
		list, err := s.Versions(ctx, setting.Calendar, "queries", c.before, c.limit)
		is(t, "versions", err, nil)
		var versions []int
		for _, k := range list {
			versions = append(versions, k.Version)
		}
		same(t, "versions", versions, c.want)
	}
	list, err := s.Versions(ctx, setting.Calendar, "query", 0, 10)
	is(t, "versions", err, nil)
	same(t, "another's versions", len(list), 0)
}

// jobs: a job is due until it is done, goes on from the version that was read,
// and is listed.
func jobs(t *testing.T, fresh Fresh) {
	stores := fresh(t)
	s := stores.Settings
	made := func(id string, at time.Time) setting.Job {
		return setting.Job{ID: id, Version: 1, Area: setting.Calendar, Setting: "queries", State: setting.Waiting, At: at, Next: at.Add(2 * time.Minute),
			Changed: at, Teams: []string{"service"}, Page: []string{"AAA"}}
	}
	job := made("calendar-queries-2", start)
	change := setting.Change{Settings: []setting.Saving{saving(setting.Calendar, "queries", 2, 0)}, Job: &job}
	is(t, "save with a job", s.Save(ctx, change), nil)
	lost := made("calendar-queries-3", start)
	is(t, "a save that is lost", s.Save(ctx, setting.Change{Settings: []setting.Saving{saving(setting.Calendar, "queries", 3, 0)}, Job: &lost}), setting.ErrLostRace)
	_, err := s.Job(ctx, lost.ID)
	kind(t, "its job", err, errs.NotFound)
	got, err := s.Job(ctx, job.ID)
	is(t, "job", err, nil)
	same(t, "the job", got, job)

	subject := setting.JobSubject(job.ID)
	same(t, "due too early", due(t, stores, job.Next.Add(-time.Millisecond)), []string{})
	same(t, "due", due(t, stores, job.Next), []string{subject})
	job.Version, job.State, job.Cursor = 2, setting.Running, "there"
	is(t, "advance", s.Advance(ctx, job), nil)
	same(t, "due while it runs", due(t, stores, job.Next), []string{subject})
	is(t, "advance again", s.Advance(ctx, job), setting.ErrLostRace)
	oneWins(t, "pages", atOnce(6, func(i int) error {
		n := job
		n.Version, n.Cursor = 3, name("page", i)
		return s.Advance(ctx, n)
	}), because(setting.ErrLostRace))
	job.Version, job.State, job.Next = 4, setting.Done, time.Time{}
	is(t, "end", s.Advance(ctx, job), nil)
	same(t, "due when done", due(t, stores, start.AddDate(1, 0, 0)), []string{})

	for i := range 3 {
		next := made(name("policy-all-", i), start.Add(time.Duration(i+1)*time.Minute))
		is(t, "save", s.Save(ctx, setting.Change{Settings: []setting.Saving{saving(setting.Policy, "all", i+2, (i+1)*min(i, 1))}, Job: &next}), nil)
	}
	for limit, want := range map[int][]string{2: {"policy-all-002", "policy-all-001"}, 10: {"policy-all-002", "policy-all-001", "policy-all-000", "calendar-queries-2"}} {
		list, err := s.Jobs(ctx, limit)
		is(t, "jobs", err, nil)
		var ids []string
		for _, j := range list {
			ids = append(ids, j.ID)
		}
		same(t, "newest first", ids, want)
	}
}
