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
// Of the console every page is opened by every role (console_test.go), on a desk
// that has something to show on each (furnished_test.go); the working day of an
// agent, a supervisor and an admin is gone through; and a desk full of scripts
// shows them as text (attack_test.go). Whoever tests it signs in
// (signedin_test.go).
//
// One stack and one browser serve all tests. The desk's clock says that it is a
// Tuesday morning in June 2026, whatever hour it is.
package browser
