package customer

import "huiyin/shared/event"

// Erased is the last event of a file: the person was erased (package person),
// and the file with it. No facts.
const Erased event.Type = "customer.erased"
