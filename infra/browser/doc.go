// Package browser proves the customers' pages as customers meet them: in
// Chromium, on the local stack, in Chinese and in English, on a telephone and
// on a desk, in the light and in the dark, with a mouse, with keys only, and
// without JavaScript.
//
// Every page that a test comes by is looked at (look_test.go): axe-core finds
// nothing serious, nothing scrolls sideways, the page is light and asks for one
// style sheet, the console is empty, and every sentence is in the page's
// language. With SHOTS=1 in the environment each is also kept as a picture in
// .local/shots.
//
// Of the console, what only a browser can do is proved: an export saved as one
// file, the papers of a ticket on A4. Whoever tests it signs in (signedin_test.go).
//
// One stack and one browser serve all tests. The desk's clock says that it is a
// Tuesday morning in June 2026, whatever hour it is.
package browser
