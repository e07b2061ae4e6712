package sheet

import "time"

// State is where an import stands:
//
//	waiting → running → done       every row was looked at
//	waiting, running  → stopped    too many wrong rows
//	waiting, running  → cancelled  by a person
//	waiting, running  → failed     the file is gone, or is not what it was
type State string

// The states.
const (
	Waiting   State = "waiting"
	Running   State = "running"
	Done      State = "done"
	Stopped   State = "stopped"
	Cancelled State = "cancelled"
	Failed    State = "failed"
)

// Open tells whether there is work left.
func (s State) Open() bool { return s == Waiting || s == Running }

// Bounds; all ours. Fifty thousand rows of customers have ten megabytes.
const (
	MaxSize  = 20 << 20 // bytes of a file
	FormLife = 30 * time.Minute
	MaxRows  = 200 // of a list that is sent to the API
	// DefaultWrong is after how many wrong rows an import stops unless its starter
	// said otherwise; no more than MostWrong are ever noted.
	DefaultWrong = 1000
	MostWrong    = 10000
)

// chunk is how many rows are taken over between two writes of the record: a
// second's work. An import whose first chunk is wrong for the greater part is
// stopped: it is some other table.
const chunk = 200

// Import is the record of one file. Times are UTC.
type Import struct {
	ID      string    `json:"id"`
	Version int       `json:"version"`
	Table   string    `json:"table"`
	Trial   bool      `json:"trial,omitempty"` // looks, writes nothing
	Stop    int       `json:"stop"`            // stops when more rows than these are wrong
	By      string    `json:"by"`              // as an event's By
	At      time.Time `json:"at"`
	State   State     `json:"state"`
	Changed time.Time `json:"changed"`
	Ended   time.Time `json:"ended,omitzero"`
	Code    string    `json:"code,omitempty"` // why it failed

	Encoding string `json:"encoding"`
	Object   string `json:"object"` // the file's state, as the bucket tells it
	Size     int64  `json:"size"`   // bytes
	Read     int64  `json:"read"`   // bytes behind which it goes on

	Rows      int `json:"rows"` // that were looked at
	Created   int `json:"created"`
	Updated   int `json:"updated"`
	Unchanged int `json:"unchanged"`
	Wrong     int `json:"wrong"`
}

// Subject is the partition of an import, and its name in the due index.
func Subject(id string) string { return "IMPORT#" + id }

// Due is when the sweep has to take the import up; false when it has ended.
func (i Import) Due() (time.Time, bool) { return i.At, i.State.Open() }

// place is where its file lies.
func place(id string) string { return "imports/" + id }

// end ends it.
func (i *Import) end(to State, at time.Time) { i.State, i.Ended = to, at.UTC() }

// count adds what became of a row.
func (i *Import) count(o Outcome) {
	i.Rows++
	switch o.Did {
	case Created:
		i.Created++
	case Changed:
		i.Updated++
	case Unchanged:
		i.Unchanged++
	default:
		i.Wrong++
	}
}
