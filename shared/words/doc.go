// Package words keeps every sentence that the desk says to a person on a
// screen or in an answer of the API, in Chinese and in English, filed under
// the code that the rest of the program uses.
//
// The sentences stand in texts/*.json, one file an area, so that a company can
// have them read by somebody who does not program. A test proves that every
// code has both languages with the same placeholders. Texts of SMS are not
// here: they are templates with a length to keep (package message).
package words
