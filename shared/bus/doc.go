// Package bus carries events from the table's stream to the EventBridge bus; package
// envelope reads them where they arrive.
//
// The relay is thin: it fails only for reasons that pass, the whole batch is
// then repeated (the ledger makes that harmless), and what it can't read it
// puts aside in a queue where somebody sees it. Events stay in the table, so
// what was missed can be told again.
package bus
