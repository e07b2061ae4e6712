package dynamo

import (
	"huiyin/shared/ticket"
	"huiyin/shared/violation"
)

// Lessons stand under their reason, by time; a dispute stands in the list of
// whoever rules on it, from its opening to its ruling.
func lessonPartition(reason string) string { return "LESSON#" + reason }
func lessonKey(l ticket.Lesson) key {
	return key{lessonPartition(l.Reason), stamp(l.At) + "#" + l.Number}
}
func disputePartition(reviewer string) string { return "DISPUTES#" + reviewer }
func disputeKey(r ticket.Review) key {
	return key{disputePartition(r.Reviewer), stamp(r.At) + "#" + r.Number}
}

// aboutSorts are what a ticket is evidence for: before everything else of its
// partition.
const aboutSorts = "ABOUT#"

func aboutKey(v violation.Violation) key { return key{ticket.Subject(v.Ticket), aboutSorts + v.ID} }

// A violation stands in its month, which its id tells; false for an id that is
// none.
func violationPartition(month string) string { return "VIOLATIONS#" + month }
func violationKey(id string) (key, bool) {
	month, ok := violation.MonthOf(id)
	return key{violationPartition(month), id}, ok
}
