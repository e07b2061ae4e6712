// Package reply reads what customers answer by SMS, where the provider delivers
// it. A word of refusal stops greetings and campaigns for the number that sent
// it, at once, with a file or without. Anything else is nobody's mail: it is
// counted, and forgotten.
//
// Which words refuse is seed data. Saying yes again is only possible by the
// person with a code, on the company's page.
//
// Rules kept here: LAW-2 (a way to refuse that works).
package reply
