package desk

import (
	"strconv"
	"strings"

	"huiyin/shared/errs"
	"huiyin/shared/setting"
)

// Match is the version of a thing that a caller has seen.
type Match struct {
	IfMatch string `header:"If-Match" maxLength:"40" doc:"The ETag of what the caller has seen; answered with 412 when it has changed since."`
}

// version reads If-Match: 0 when the caller does not care (no header, or *). A
// tag that is none of ours matches nothing, so it is errs.Stale; errs.Invalid
// for what is no tag.
func (m Match) version() (int, error) {
	if m.IfMatch == "" || m.IfMatch == "*" {
		return 0, nil
	}
	tag, opened := strings.CutPrefix(m.IfMatch, `"`)
	tag, closed := strings.CutSuffix(tag, `"`)
	if !opened || !closed || strings.Contains(tag, `"`) {
		var f errs.Fields
		f.Add("If-Match", "desk.if_match")
		return 0, f.Err()
	}
	version, err := strconv.Atoi(tag)
	if err != nil || version < 1 || etag(version) != m.IfMatch {
		return 0, stale()
	}
	return version, nil
}

// allows checks a version that has been read against If-Match.
func (m Match) allows(version int) error {
	want, err := m.version()
	if err == nil && want != 0 && want != version {
		return stale()
	}
	return err
}

// whole is the version for a record that is replaced as a whole: without one
// it must not be there yet.
func (m Match) whole() (int, error) {
	if m.IfMatch == "*" {
		var f errs.Fields
		f.Add("If-Match", "desk.if_match")
		return 0, f.Err()
	}
	return m.version()
}

// looking is the version for a preview: whoever names none looks at what is
// there now.
func (m Match) looking() (int, error) {
	if m.IfMatch == "" {
		return setting.AnyVersion, nil
	}
	return m.whole()
}

func stale() error { return errs.New(errs.Stale, "desk.stale") }

// etag is a version as a header.
func etag(version int) string { return `"` + strconv.Itoa(version) + `"` }
