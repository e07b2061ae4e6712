// Package notify is the function that sends SMS, without its wiring: queue
// messages in, events read, messages planned, each delivered or noted in the
// ledger.
package notify
