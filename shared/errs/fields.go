package errs

// Fields gathers what is wrong with an input, so that a person is told
// everything at once and not one mistake after the other.
type Fields struct{ list []Field }

// Add notes that a field is wrong. Args come as name, value pairs.
func (f *Fields) Add(path, code string, pairs ...any) {
	field := Field{Path: path, Code: code}
	for i := 0; i+1 < len(pairs); i += 2 {
		if field.Args == nil {
			field.Args = Args{}
		}
		field.Args[pairs[i].(string)] = pairs[i+1]
	}
	f.list = append(f.list, field)
}

// Empty is true while nothing is wrong.
func (f *Fields) Empty() bool { return len(f.list) == 0 }

// Err is nil when nothing is wrong, else an Invalid error that names every
// field.
func (f *Fields) Err() error {
	if f.Empty() {
		return nil
	}
	return &Error{Kind: Invalid, Code: "invalid", Fields: f.list}
}
