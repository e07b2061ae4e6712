package console

import "strings"

// Kinds of fields. Each says how it is typed and what it becomes in JSON.
const (
	fText       = "text"       // a line
	fTel        = "tel"        // a line, with the keyboard of a telephone
	fPassword   = "password"   // a line that nobody reads over a shoulder; it is never shown again
	fArea       = "textarea"   // several lines
	fLines      = "lines"      // several lines, each an element of a list
	fSelect     = "select"     // one of several
	fRadio      = "radio"      // one of a few, all in sight
	fSeveral    = "several"    // any of several: a list
	fCheck      = "checkbox"   // true, or left out
	fMoment     = "datetime"   // an instant, typed in the company's zone: RFC 3339
	fDay        = "date"       // 2026-06-10
	fHour       = "time"       // 08:30
	fNumber     = "number"     // a number
	fJSON       = "json"       // a value typed as JSON
	fHidden     = "hidden"     // a text that is not shown
	fHiddenFlag = "hiddenflag" // true or false that is not shown
)

// field is one field of a form. Its name is that of the operation's body:
// "text", "where.city" within an object, "takes[].kind" within a list of
// objects. A name that is a mark of the operation's path fills the mark.
type field struct {
	name     string
	kind     string
	required bool
	options  []string // values of select, radio and several; their words are found by name
	max      int      // characters; 0 for no bound of its own
	rows     int      // of a textarea
	narrow   bool     // few characters: a short field
	key      string   // a key that leads to it
	auto     string   // autocomplete
	value    string   // what stands in it unless the page says otherwise
	// read turns what was typed into what the operation takes, for a notation of
	// our own; false leaves the text as it is, and the operation says what is
	// wrong with it.
	read func(text string) (any, bool)
	// empty sends the field though nothing was typed in it: "" or false, or an
	// empty list.
	empty bool
}

// form is something that can be sent from a page: it becomes a call of one
// operation. Its sentences are found by its name and its area:
//
//	console.<area>.<id>             what it does, on its button
//	console.<area>.<id>.title       its heading (optional)
//	console.<area>.<id>.hint        a line under the heading (optional)
//	console.<area>.<id>.done        what is said afterwards
//	console.<area>.<id>.<field>     a label; else console.field.<field>
//	console.<area>.<id>.<field>.hint      (optional); else console.field.<field>.hint
//	console.<area>.<id>.<field>.<option>  an option; else console.option.<field>.<option>,
//	                                else as customers read it, else as it is
type form struct {
	id     string // its own in the whole console
	area   string
	op     string // the operation; "" for the one that is called as the form is
	fields []field
	key    string // a key that sends it, or opens it where it is folded
	// next is the page to go to, below console/; marks are filled from the answer,
	// the fields and the page's path. "" stays on the page.
	next string
	// shows stays on the page with the answer (visit.answered), for what is not to
	// be asked for twice or stands nowhere else.
	shows bool
	// preview is an operation that tells what sending would do; it stands on a
	// second button, and its answer is shown (answered, by its name).
	preview string
	// body makes what is sent of what was typed, where an operation takes more than
	// the form shows; within says where in it the form's fields stand.
	body   func(*visit, map[string]any) (any, error)
	within func(*visit) string
	once   bool   // is done once however often it is sent (Idempotency-Key)
	quiet  bool   // its button is one of many
	undo   string // the form that takes it back, offered beside what is said afterwards; "" for none
	// calm tells whether what has happened since the visitor began to type is
	// nothing that he has to know of before, and gives the version to send with;
	// nil: whatever happened, he is told.
	calm func(*visit, typed) (version string, ok bool)
}

func (f form) operation() string {
	if f.op == "" {
		return f.id
	}
	return f.op
}

// field finds what a typed name belongs to: "takes[2].kind" is "takes[].kind".
func (f form) field(name string) (field, bool) {
	name = withoutIndices(name)
	for _, one := range f.fields {
		if one.name == name {
			return one, true
		}
	}
	return field{}, false
}

func withoutIndices(name string) string {
	for from := 0; ; {
		opened := strings.Index(name[from:], "[")
		if opened < 0 {
			return name
		}
		closed := strings.Index(name[from+opened:], "]")
		if closed < 0 {
			return name
		}
		name = name[:from+opened+1] + name[from+opened+closed:]
		from += opened + 2
	}
}
