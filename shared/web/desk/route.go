package desk

import "sync"

// Route is how an operation is called, and by whom.
type Route struct {
	ID      string
	Method  string
	Path    string // with marks: /desk/tickets/{number}
	Roles   []Role
	Audited bool // the audit log tells of it
}

var routes = sync.OnceValue(func() map[string]Route {
	all := map[string]Route{}
	for _, op := range operations {
		all[op.id] = Route{op.id, op.method, op.path, op.roles, op.trace == audited}
	}
	return all
})

// RouteOf finds an operation by its id.
func RouteOf(id string) (Route, bool) {
	r, ok := routes()[id]
	return r, ok
}

// Routes lists the operations in the table's order.
func Routes() []Route {
	var list []Route
	for _, op := range operations {
		list = append(list, routes()[op.id])
	}
	return list
}
