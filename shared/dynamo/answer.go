package dynamo

import (
	"context"

	"huiyin/shared/ticket"
)

const answerKind = "answer"

// answerOp keeps what a request with an idempotency key was answered. The key
// is hashed: it may be any string.
func answerOp(a ticket.Answer) (op, error) {
	it, err := newItem(answerKey(a.Key), answerKind, a)
	if err != nil {
		return op{}, err
	}
	forget(it, a.Until)
	return putIf(it, absent(), func(item) error { return ticket.ErrKeyUsed }), nil
}

// Answered finds what a key was answered; errs.NotFound.
func (s Tickets) Answered(ctx context.Context, k string) (ticket.Answer, error) {
	var a ticket.Answer
	it, err := s.t.get(ctx, "read an answer", answerKey(k))
	if err != nil {
		return a, err
	}
	err = read(it, &a)
	return a, err
}
