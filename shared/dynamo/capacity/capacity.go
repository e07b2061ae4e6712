package capacity

import (
	"context"
	"sync"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/smithy-go/middleware"
)

// Spent is what was consumed, in units of on-demand billing. A write unit is
// up to a kilobyte, a read unit up to four, strongly consistent.
type Spent struct {
	mu       sync.Mutex
	Writes   float64
	Reads    float64
	Requests int
}

// Units gives what was consumed so far.
func (s *Spent) Units() (writes, reads float64, requests int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.Writes, s.Reads, s.Requests
}

type contextKey struct{}

// With makes a context whose requests are counted.
func With(ctx context.Context) (context.Context, *Spent) {
	spent := &Spent{}
	return context.WithValue(ctx, contextKey{}, spent), spent
}

// Count is an API option: it asks for the consumed capacity of every request
// and adds it to the counter of its context.
func Count(stack *middleware.Stack) error {
	return stack.Initialize.Add(middleware.InitializeMiddlewareFunc("CountCapacity",
		func(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (middleware.InitializeOutput, middleware.Metadata, error) {
			spent, counted := ctx.Value(contextKey{}).(*Spent)
			if counted {
				ask(in.Parameters)
			}
			out, metadata, err := next.HandleInitialize(ctx, in)
			if counted && err == nil {
				spent.add(in.Parameters, out.Result)
			}
			return out, metadata, err
		}), middleware.After)
}

func ask(input any) {
	const total = types.ReturnConsumedCapacityTotal
	switch in := input.(type) {
	case *dynamodb.GetItemInput:
		in.ReturnConsumedCapacity = total
	case *dynamodb.BatchGetItemInput:
		in.ReturnConsumedCapacity = total
	case *dynamodb.QueryInput:
		in.ReturnConsumedCapacity = total
	case *dynamodb.ScanInput:
		in.ReturnConsumedCapacity = total
	case *dynamodb.PutItemInput:
		in.ReturnConsumedCapacity = total
	case *dynamodb.BatchWriteItemInput:
		in.ReturnConsumedCapacity = total
	case *dynamodb.UpdateItemInput:
		in.ReturnConsumedCapacity = total
	case *dynamodb.TransactWriteItemsInput:
		in.ReturnConsumedCapacity = total
	}
}

func (s *Spent) add(input, output any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Requests++
	switch out := output.(type) {
	case *dynamodb.GetItemOutput:
		s.Reads += units(out.ConsumedCapacity)
	case *dynamodb.QueryOutput:
		s.Reads += max(units(out.ConsumedCapacity), read(input, output))
	case *dynamodb.ScanOutput:
		s.Reads += units(out.ConsumedCapacity)
	case *dynamodb.BatchGetItemOutput:
		told := 0.0
		for _, c := range out.ConsumedCapacity {
			told += units(&c)
		}
		s.Reads += max(told, read(input, output))
	case *dynamodb.BatchWriteItemOutput:
		for _, c := range out.ConsumedCapacity {
			s.Writes += units(&c)
		}
	case *dynamodb.PutItemOutput:
		s.Writes += units(out.ConsumedCapacity)
	case *dynamodb.UpdateItemOutput:
		s.Writes += units(out.ConsumedCapacity)
	case *dynamodb.TransactWriteItemsOutput:
		for _, c := range out.ConsumedCapacity {
			s.Writes += units(&c)
		}
	}
}

func units(c *types.ConsumedCapacity) float64 {
	if c == nil || c.CapacityUnits == nil {
		return 0
	}
	return *c.CapacityUnits
}
