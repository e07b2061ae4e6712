// Package batch handles SQS messages one by one and reports the ones that
// failed, so that a poisoned one takes no other with it and is redriven alone,
// to the dead-letter queue in the end.
package batch
