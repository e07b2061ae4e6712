// Package handbook is what the desk goes by: the service handbook, whose
// articles say how things are done here, and the canned replies, which say them
// to customers.
//
// Both are found from a ticket, by its kind and its reason; both come with the
// program in Chinese and English until a company writes its own over them, and
// every version stays. An article is in force from a date on: a version that is
// saved for next month does not hide the one that counts until then.
//
//	an edition is  when
//	coming         its date lies ahead
//	in force       its date has come, and that of no later edition has
//	past           an edition that was saved later has come into force
//
// Who has read which version, and when, is on record; a version that one has
// not read is new to him, whoever read the one before.
//
// A canned reply has marks in braces, which are filled from the ticket and from
// who replies. It is checked when it is saved as a reply is when it is sent:
// forbidden words, and where it fits complaints, promotion. A mark that could
// not be filled stays, so that it is seen.
//
// Rules kept here: QM-14 (a handbook that staff know and follow), PD-10
// (forbidden words), JY-11 (no promotion to who complains).
package handbook
