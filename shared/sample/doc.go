// Package sample is the spot checks of the service (rule SJ-14): a few tickets of
// each day, drawn by lot, which a supervisor reads and marks.
//
// The lot is a keyed hash of the day and the ticket's number: whoever opens or
// handles tickets can't know which of them will be drawn, nobody can draw again
// until he likes the result, and whoever looks twice sees the same. It is drawn
// from all tickets that were opened on the day, whatever became of them since
// (some are open still, some closed), and only when the day is over, because one
// more ticket may be another draw.
//
// A review holds marks and a yes or no; they stay as figures. Its remark is free
// text about somebody's matter: it stands apart, and goes with the person when
// he is erased (LAW-4). A ticket that was erased has nothing left to be read and
// is not reviewed. Nobody reviews his own work, and a review is changed by
// whoever gave it only.
package sample
