// Package year proves greetings over a year: a company's customers as they
// come, change their minds, complain, move and go (Story), the machines that
// stand still now and then (Trouble), and, beside the desk's own code, what has
// to come of it (Model).
//
// The model is a second reading of what greetings promise. It shares the tables
// of the calendar with the desk and nothing else: no package that plans, decides
// or sends is imported by what stands here outside of the tests. For a customer
// and a day it says all outcomes that are right: mostly one; several where an
// outage, or an answer that nobody heard, leaves it open which it is.
//
// The tests let the desk live through the story, on the store in memory for a
// year and on the deployed stack for a week, and compare.
package year
