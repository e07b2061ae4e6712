package main

import (
	"huiyin/infra"
)

// What the life of a ticket asks of the other services. Each number is one that
// the life in life.go has, or an assumption that is said here.
const (
	// Requests over the API: the form handed in and a message by the customer;
	// taking, two replies and the resolution by the agent; and the look-up at the
	// end.
	apiRequests = 7
	// Around them, as people work: form, status page and its style for the
	// customer, who looks twice more; the agent's list and the ticket before each
	// of his actions.
	apiAround = 10
	// Lambda: 256 MB, and how long an invocation is billed on the average, in
	// seconds. Each waits for DynamoDB two to eight times, some milliseconds each.
	gigabytes = 0.25
	billed    = 0.05
	// A queue message is sent, received and deleted.
	queueRequests = 3
)

// cost is a line of the bill of a thousand tickets.
type cost struct {
	what  string
	item  string  // of prices.json
	units float64 // of one ticket
	usd   float64 // of a thousand
}

// costs are what a thousand lives cost at list prices, without SMS. around adds
// the requests that people make besides.
func costs(steps []step, around bool) ([]cost, float64, error) {
	prices, err := infra.Prices()
	if err != nil {
		return nil, 0, err
	}
	var writes, reads, events, messages, batches float64
	for _, s := range steps {
		if s.name == missed {
			continue
		}
		writes, reads = writes+s.writes, reads+s.reads
		events += float64(s.events)
		messages += float64(s.queued)
		batches += float64(s.batches)
	}
	requests := float64(apiRequests)
	if around {
		requests += apiAround
	}
	invocations := requests + batches + messages
	all := []cost{
		{what: "DynamoDB writes", item: "dynamodb.write", units: writes},
		{what: "DynamoDB reads", item: "dynamodb.read", units: reads},
		{what: "API Gateway requests", item: "apigateway.request", units: requests},
		{what: "Lambda invocations", item: "lambda.request", units: invocations},
		{what: "Lambda GB-seconds", item: "lambda.gbSecond.arm64", units: invocations * billed * gigabytes},
		{what: "EventBridge events", item: "events.custom", units: events},
		{what: "SQS requests", item: "sqs.request", units: messages * queueRequests},
	}
	total := 0.0
	for i := range all {
		all[i].usd = prices[all[i].item].List(1000 * all[i].units)
		total += all[i].usd
	}
	return all, total, nil
}
