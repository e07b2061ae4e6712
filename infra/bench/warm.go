package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/smithy-go/middleware"

	"huiyin/shared/clock"
	"huiyin/shared/customer"
	"huiyin/shared/dynamo"
	"huiyin/shared/obs"
	"huiyin/shared/phone/parse"
	"huiyin/shared/ticket"
	"huiyin/shared/web"
	"huiyin/shared/web/public"
	"huiyin/shared/wire"
	"huiyin/shared/words"
)

// complaint is what a company's web site posts.
var complaint = map[string]any{
	"reason": "damaged", "target": "goods", "name": "张秀兰", "phone": "138 0000 1003", "title": "ms", "waybill": "SD1008140037",
	"region": "成都武侯", "text": "签收时发现外箱破了一角，里面的按摩椅扶手断了，请尽快处理。", "language": "zh",
}

// request is the event that API Gateway makes of it.
func request() (raw, body []byte, err error) {
	if body, err = json.Marshal(complaint); err != nil {
		return nil, nil, err
	}
	raw, err = json.Marshal(events.APIGatewayProxyRequest{
		HTTPMethod: "POST", Path: "/complaints", Resource: "/complaints", Body: string(body),
		Headers: map[string]string{"Content-Type": "application/json", "Accept": "application/json", "Accept-Language": "zh-CN"},
		RequestContext: events.APIGatewayProxyRequestContext{
			RequestID: "0a3b2c1d", Stage: "v1", HTTPMethod: "POST", Path: "/v1/complaints",
			Identity: events.APIGatewayRequestIdentity{SourceIP: "203.0.113.7"},
		},
	})
	return raw, body, err
}

// real is the handler of the function public, wired as its main does.
func real(cfg aws.Config) (lambda.Handler, error) {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		return nil, err
	}
	store := dynamo.New(cfg, "table", 1)
	phones := parse.Phones{Region: "CN", Keyed: wire.Keys{Table: store}.Key}
	rules := &wire.Rules{Table: store, Zone: zone}
	service := &public.Service{
		Tickets:    wire.Tickets(store, rules, wire.NewRoster(store, rules), phones),
		Greetings:  customer.Service{Store: store.Customers(), Phones: phones, Random: rand.Reader},
		Phones:     phones,
		Vocabulary: ticket.DefaultVocabulary(),
		Company:    public.Company{Name: "顺达物流", Hotline: "400-000-0000", Site: "shunda.example"},
		Languages:  words.Langs, Zone: zone, Now: clock.New(0).Now, Random: rand.Reader,
	}
	app := web.New(web.Settings{Languages: words.Langs, Log: obs.Logger(io.Discard), CrossOrigin: true, Page: service.Problem})
	service.Serve(app, nil)
	return lambda.NewHandler(web.Lambda(app)), nil
}

// recorder notes the inputs of every request to DynamoDB.
type recorder struct{ inputs []any }

func (r *recorder) record(stack *middleware.Stack) error {
	return stack.Initialize.Add(middleware.InitializeMiddlewareFunc("Record",
		func(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (middleware.InitializeOutput, middleware.Metadata, error) {
			r.inputs = append(r.inputs, in.Parameters)
			return next.HandleInitialize(ctx, in)
		}), middleware.Before)
}

// bare is a handler that does nothing but decode the same request and send the
// same inputs, one after the other, as the SDK's own examples do.
func bare(cfg aws.Config, inputs []any) lambda.Handler {
	db := dynamodb.NewFromConfig(cfg)
	return lambda.NewHandler(func(ctx context.Context, r events.APIGatewayProxyRequest) (events.APIGatewayProxyResponse, error) {
		var in public.Complaint
		if err := json.Unmarshal([]byte(r.Body), &in); err != nil {
			return events.APIGatewayProxyResponse{}, err
		}
		for _, input := range inputs {
			if err := send(ctx, db, input); err != nil {
				return events.APIGatewayProxyResponse{}, err
			}
		}
		return events.APIGatewayProxyResponse{StatusCode: 201, Body: `{}`}, nil
	})
}

func send(ctx context.Context, db *dynamodb.Client, input any) (err error) {
	switch in := input.(type) {
	case *dynamodb.GetItemInput:
		_, err = db.GetItem(ctx, in)
	case *dynamodb.QueryInput:
		_, err = db.Query(ctx, in)
	case *dynamodb.UpdateItemInput:
		_, err = db.UpdateItem(ctx, in)
	case *dynamodb.PutItemInput:
		_, err = db.PutItem(ctx, in)
	case *dynamodb.TransactWriteItemsInput:
		_, err = db.TransactWriteItems(ctx, in)
	default:
		err = fmt.Errorf("a request of type %T was not expected", input)
	}
	return err
}

// warmed is what one complaint costs on a warm function.
type warmed struct {
	calls     int // requests to DynamoDB
	real      work
	bare      work
	time      float64 // real beside bare, median of the rounds
	allocated float64 // likewise
}

// work is what one request took.
type work struct {
	time   time.Duration
	allocs float64
}

// measureWarm posts the same complaint to the real handler and to the bare
// calls, in turn, block after block.
func measureWarm(ctx context.Context, rounds, each int) (warmed, error) {
	raw, _, err := request()
	if err != nil {
		return warmed{}, err
	}
	cfg, notes := cannedAWS(), &recorder{}
	watched := cfg
	watched.APIOptions = append(watched.APIOptions, notes.record)
	trial, err := real(watched)
	if err != nil {
		return warmed{}, err
	}
	for range 2 { // the first request also reads secrets, settings and roster
		notes.inputs = nil
		if err := posted(ctx, trial, raw); err != nil {
			return warmed{}, err
		}
	}
	handler, err := real(cfg)
	if err != nil {
		return warmed{}, err
	}
	plain := bare(cfg, notes.inputs)
	var ours, theirs []work
	for range rounds + 1 {
		a, err := block(ctx, handler, raw, each)
		if err != nil {
			return warmed{}, err
		}
		b, err := block(ctx, plain, raw, each)
		if err != nil {
			return warmed{}, err
		}
		ours, theirs = append(ours, a), append(theirs, b)
	}
	ours, theirs = ours[1:], theirs[1:] // the first round warms up
	return compare(len(notes.inputs), ours, theirs), nil
}

func compare(calls int, ours, theirs []work) warmed {
	type pair struct{ ours, theirs work }
	var pairs []pair
	for i := range ours {
		pairs = append(pairs, pair{ours[i], theirs[i]})
	}
	each := func(all []work) work {
		return work{median(all, func(w work) time.Duration { return w.time }), median(all, func(w work) float64 { return w.allocs })}
	}
	return warmed{
		calls: calls, real: each(ours), bare: each(theirs),
		time:      median(pairs, func(p pair) float64 { return float64(p.ours.time) / float64(p.theirs.time) }),
		allocated: median(pairs, func(p pair) float64 { return p.ours.allocs / p.theirs.allocs }),
	}
}

func block(ctx context.Context, handler lambda.Handler, raw []byte, n int) (work, error) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := time.Now()
	for range n {
		if err := posted(ctx, handler, raw); err != nil {
			return work{}, err
		}
	}
	took := time.Since(began)
	runtime.ReadMemStats(&after)
	return work{took / time.Duration(n), float64(after.Mallocs-before.Mallocs) / float64(n)}, nil
}

// posted hands in the complaint and sees to it that it was taken.
func posted(ctx context.Context, handler lambda.Handler, raw []byte) error {
	out, err := handler.Invoke(ctx, raw)
	if err != nil {
		return err
	}
	var response events.APIGatewayProxyResponse
	if err := json.Unmarshal(out, &response); err != nil {
		return err
	}
	if response.StatusCode != 201 {
		return fmt.Errorf("the complaint was answered with %d: %s", response.StatusCode, response.Body)
	}
	return nil
}
