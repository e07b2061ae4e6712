package rank

import "context"

// merged reads both orders of a run as one, the most valuable first.
type merged struct {
	store Store
	run   Run
	lists [2]list // by margin, by revenue
}

// list is one order, read page by page.
type list struct {
	waiting []Scored
	after   string
	read    bool // to its end
}

// next is the worth of the customer who follows; false behind the last.
func (m *merged) next(ctx context.Context) (worth int64, more bool, err error) {
	best := -1
	for i := range m.lists {
		l := &m.lists[i]
		if len(l.waiting) == 0 && !l.read {
			if l.waiting, l.after, err = m.store.List(ctx, m.run.Month, bases[i], l.after, 1000); err != nil {
				return 0, false, err
			}
			l.read = l.after == ""
		}
		if len(l.waiting) == 0 {
			continue
		}
		if here := m.run.worth(l.waiting[0]); best < 0 || here > worth {
			best, worth = i, here
		}
	}
	if best < 0 {
		return 0, false, nil
	}
	m.lists[best].waiting = m.lists[best].waiting[1:]
	return worth, true, nil
}
