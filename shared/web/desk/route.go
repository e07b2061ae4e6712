package desk

import "sync"

// Route is how an operation is called, and by whom.
type Route struct {
	ID     string
	Method string
	Path   string // with marks: /desk/tickets/{number}
	Roles  []Role
}

var routes = sync.OnceValue(func() map[string]Route {
	all := map[string]Route{}
	for _, op := range operations {
		all[op.id] = Route{op.id, op.method, op.path, op.roles}
	}
	return all
})

// RouteOf finds an operation by its id.
func RouteOf(id string) (Route, bool) {
	r, ok := routes()[id]
	return r, ok
}
