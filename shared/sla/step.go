package sla

import (
	"strconv"
	"strings"
	"time"
)

// stepKind is when a step comes, seen from its timer.
type stepKind int

const (
	percentStep stepKind = iota // after a part of the target
	beforeStep                  // before the due time
	dueStep                     // at the due time
	afterStep                   // after the due time
)

// moment is a step's time, read.
type moment struct {
	kind    stepKind
	percent int
	length  time.Duration
}

// warns tells whether the step comes before the due time, to say that it is
// near.
func (m moment) warns() bool {
	return m.kind == beforeStep || m.kind == percentStep && m.percent < 100
}

// maxPercent is ten times the target: far beyond any warning that makes sense.
const maxPercent = 1000

// parseMoment reads "80%", "-48h", "due" or "+15m".
func parseMoment(text string) (moment, bool) {
	if text == "due" {
		return moment{kind: dueStep}, true
	}
	if number, ok := strings.CutSuffix(text, "%"); ok {
		n, err := strconv.Atoi(number)
		return moment{kind: percentStep, percent: n}, err == nil && number[0] != '+' && n > 0 && n <= maxPercent
	}
	if len(text) < 2 || (text[0] != '+' && text[0] != '-') || text[1] == '+' || text[1] == '-' {
		return moment{}, false
	}
	length, err := time.ParseDuration(text[1:])
	length = length.Truncate(time.Millisecond)
	kind := beforeStep
	if text[0] == '+' {
		kind = afterStep
	}
	return moment{kind: kind, length: length}, err == nil && length > 0 && length <= maxDuration
}

// maxDuration of a target or a step is ten years of 365 days.
const maxDuration = 10 * 365 * 24 * time.Hour

// part is n percent of an amount, to the millisecond.
func part(amount time.Duration, n int) time.Duration {
	whole, rest := amount/100, amount%100 // so that the product can't overflow
	return (whole*time.Duration(n) + rest*time.Duration(n)/100).Truncate(time.Millisecond)
}

// key names a step and its recipient within a cycle, however the policy spells
// the time: "+60m" is "+1h".
func (m moment) key(to Role) string {
	switch m.kind {
	case percentStep:
		return strconv.Itoa(m.percent) + "%/" + string(to)
	case beforeStep:
		return "-" + Duration(m.length).String() + "/" + string(to)
	case afterStep:
		return "+" + Duration(m.length).String() + "/" + string(to)
	}
	return "due/" + string(to)
}
