package dynamo

import (
	"context"
	"errors"
	"slices"

	"huiyin/shared/setting"
)

// Settings is the store of package setting.
type Settings struct{ t *Table }

// Settings gives the store of what a company has changed.
func (t *Table) Settings() Settings { return Settings{t} }

var _ setting.Store = Settings{}

const (
	settingKind = "setting"
	maxSettings = 1000
)

// All reads the settings as they are in force, by one query.
func (s Settings) All(ctx context.Context) ([]setting.Kept, error) {
	return readSpan[setting.Kept](ctx, s.t, "read the settings", span{pk: settingPartition, limit: maxSettings})
}

// Version reads one version of a setting; errs.NotFound.
func (s Settings) Version(ctx context.Context, area setting.Area, id string, version int) (setting.Kept, error) {
	var k setting.Kept
	it, err := s.t.get(ctx, "read a version of a setting", versionKey(area, id, version))
	if err != nil {
		return k, err
	}
	err = read(it, &k)
	return k, err
}

// Versions lists the versions of a setting below before (0: from the newest
// on), newest first, at most limit.
func (s Settings) Versions(ctx context.Context, area setting.Area, id string, before, limit int) ([]setting.Kept, error) {
	part := span{pk: setting.Subject(area, id), from: versionSorts, to: after(versionSorts), backward: true, limit: clamp(limit)}
	if before > 0 {
		part.start = versionKey(area, id, before).item()
	}
	return readSpan[setting.Kept](ctx, s.t, "list the versions of a setting", part)
}

// Save writes settings, with a copy of each under its version, events and job
// in one transaction: setting.ErrLostRace, errs.Unavailable.
func (s Settings) Save(ctx context.Context, c setting.Change) error {
	var all []op
	var failed error
	add := func(o op, err error) {
		all = append(all, o)
		failed = errors.Join(failed, err)
	}
	for _, saving := range c.Settings {
		it, err := newItem(settingKey(saving.Area, saving.ID), settingKind, saving.Kept)
		if err != nil {
			return err
		}
		it[versionAttr] = number(int64(saving.Version))
		all = append(all, putIf(it, following(saving.Was+1), settingLost))
		kept, err := newItem(versionKey(saving.Area, saving.ID, saving.Version), settingKind, saving.Kept)
		add(putIf(kept, absent(), settingLost), err)
	}
	for _, e := range c.Events {
		add(eventOp(e))
	}
	if c.Job != nil {
		it, err := s.jobItem(*c.Job)
		add(putIf(it, absent(), settingLost), err)
		pointer, err := newItem(jobPointerKey(*c.Job), pointerKind, nil)
		if err != nil {
			return err
		}
		pointer[jobAttr] = text(c.Job.ID)
		forget(pointer, c.Job.At.Add(keptFor))
		all = append(all, put(pointer))
	}
	if failed != nil || len(all) == 0 {
		return failed
	}
	return s.t.transact(ctx, "save settings", all...)
}

func settingLost(item) error { return setting.ErrLostRace }

const (
	jobKind = "job"
	jobAttr = "job" // the id, in a pointer
)

// Job reads a job; errs.NotFound.
func (s Settings) Job(ctx context.Context, id string) (setting.Job, error) {
	var job setting.Job
	it, err := s.t.get(ctx, "read a job", record(setting.JobSubject(id)))
	if err != nil {
		return job, err
	}
	err = read(it, &job)
	return job, err
}

// Jobs lists jobs, newest first, at most limit.
func (s Settings) Jobs(ctx context.Context, limit int) ([]setting.Job, error) {
	pointers, err := s.t.query(ctx, "list the jobs", span{pk: jobsPartition, backward: true, limit: clamp(limit)})
	if err != nil {
		return nil, err
	}
	keys := make([]key, len(pointers))
	place := map[string]int{}
	for i, p := range pointers {
		keys[i], place[str(p, jobAttr)] = record(setting.JobSubject(str(p, jobAttr))), i
	}
	items, err := s.t.batch(ctx, "read the jobs", keys)
	if err != nil {
		return nil, err
	}
	jobs := make([]setting.Job, len(items)) // one that is forgotten already, and its pointer not yet, is left out
	for i, it := range items {
		if err := read(it, &jobs[i]); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(jobs, func(a, b setting.Job) int { return place[a.ID] - place[b.ID] })
	return jobs, nil
}

// Advance writes a job that follows the stored one: setting.ErrLostRace. It is
// in the due index until it is done.
func (s Settings) Advance(ctx context.Context, job setting.Job) error {
	it, err := s.jobItem(job)
	if err != nil {
		return err
	}
	return s.t.putOne(ctx, "write a job", it, following(job.Version), settingLost)
}

func (s Settings) jobItem(job setting.Job) (item, error) {
	k := record(setting.JobSubject(job.ID))
	it, err := newItem(k, jobKind, job)
	if err != nil {
		return nil, err
	}
	it[versionAttr] = number(int64(job.Version))
	if due, ok := job.Due(); ok {
		setDue(it, due, k.pk, s.t.shards)
	}
	forget(it, job.At.Add(keptFor))
	return it, nil
}
