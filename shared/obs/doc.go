// Package obs is how the desk is watched: one JSON line for every piece of
// work (a request, a sweep, a batch), with an id, an outcome and how long it
// took.
//
// One line and not ten, so that a line is an answer and logs cost little. What
// a person typed, names, numbers and addresses are never in it (rule PD-11):
// a line is told route patterns, codes and counts. The encoder escapes line
// breaks and control characters, so nothing that comes from outside can forge
// a line or colour a terminal.
package obs
