package wire

import (
	"context"
	"sync"
	"time"

	"huiyin/shared/calendar"
	"huiyin/shared/customer"
	"huiyin/shared/dynamo"
	"huiyin/shared/errs"
	"huiyin/shared/greeting"
	"huiyin/shared/setting"
	"huiyin/shared/shipment"
	"huiyin/shared/sla"
	"huiyin/shared/task"
)

// rulesKept is how long the rules are believed that a process has read. What
// package setting starts after a save waits for longer than that.
const rulesKept = time.Minute

// Rules gives the policies and calendars in force: the defaults in the binary,
// and before them whatever a company has saved.
type Rules struct {
	Table *dynamo.Table
	Zone  *time.Location // the company's; default calendars are in it

	mu      sync.Mutex
	inForce *setting.InForce
	read    time.Time
	past    map[sla.Ref]*calendar.Schedule // versions never change; nil: there is none
}

// InForce is what is in force, as read at most a minute ago. It is made anew
// only when something was saved.
func (r *Rules) InForce(ctx context.Context) (*setting.InForce, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.inForce != nil && time.Since(r.read) < rulesKept {
		return r.inForce, nil
	}
	began := time.Now()
	kept, err := r.Table.Settings().All(ctx)
	if err != nil {
		return nil, errs.Wrap(err, "read the settings")
	}
	if r.inForce == nil || !r.inForce.Made(kept) {
		if r.inForce, err = setting.Compile(kept, r.Zone.String()); err != nil {
			return nil, err
		}
	}
	r.read = began
	return r.inForce, nil
}

// Greetings are what holds for greetings, as read at most a minute ago.
func (r *Rules) Greetings(ctx context.Context) (greeting.Settings, error) {
	f, err := r.InForce(ctx)
	if err != nil {
		return greeting.Settings{}, err
	}
	return f.Greetings, nil
}

// Tasks are the rules that make tasks, as read at most a minute ago.
func (r *Rules) Tasks(ctx context.Context) (task.Rules, error) {
	f, err := r.InForce(ctx)
	if err != nil {
		return task.Rules{}, err
	}
	return f.Tasks, nil
}

// Files is what holds for customers' files, as read at most a minute ago.
func (r *Rules) Files(ctx context.Context) (customer.Settings, error) {
	f, err := r.InForce(ctx)
	if err != nil {
		return customer.Settings{}, err
	}
	return f.Customers, nil
}

// Shipments are what holds for shipments, as read at most a minute ago.
func (r *Rules) Shipments(ctx context.Context) (shipment.Settings, error) {
	f, err := r.InForce(ctx)
	if err != nil {
		return shipment.Settings{}, err
	}
	return f.Shipments, nil
}

// Forget lets the next question read the rules anew.
func (r *Rules) Forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.read = time.Time{}
}

// Book is what tickets live by, as read at most a minute ago.
func (r *Rules) Book(ctx context.Context) (*sla.Book, error) {
	f, err := r.InForce(ctx)
	if err != nil {
		return nil, err
	}
	return f.Book, nil
}

// Fresh is Book, read now.
func (r *Rules) Fresh(ctx context.Context) (*sla.Book, error) {
	r.Forget()
	return r.Book(ctx)
}

// Past finds versions of calendars, in force or not; those that are not known
// are left out.
func (r *Rules) Past(ctx context.Context, refs []sla.Ref) ([]*calendar.Schedule, error) {
	var found []*calendar.Schedule
	for _, ref := range refs {
		schedule, err := r.version(ctx, ref)
		if err != nil {
			return nil, err
		}
		if schedule != nil {
			found = append(found, schedule)
		}
	}
	return found, nil
}

// version makes a version of a calendar, once in a process; nil when there is
// none.
func (r *Rules) version(ctx context.Context, ref sla.Ref) (*calendar.Schedule, error) {
	r.mu.Lock()
	schedule, known := r.past[ref]
	r.mu.Unlock()
	if known {
		return schedule, nil
	}
	schedule, err := setting.Past(ctx, r.Table.Settings(), r.Zone.String(), ref)
	if err != nil && !errs.Is(err, errs.NotFound) {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.past == nil {
		r.past = map[sla.Ref]*calendar.Schedule{}
	}
	r.past[ref] = schedule
	return schedule, nil
}

// Open tells whether a calendar is open at an instant; errs.NotFound for an
// unknown one.
func (r *Rules) Open(id string, at time.Time) (bool, error) {
	schedule, err := r.Schedule(context.Background(), id)
	if err != nil {
		return false, err
	}
	return schedule.IsOpen(at), nil
}
