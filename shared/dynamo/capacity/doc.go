// Package capacity counts what requests to DynamoDB cost. Tests and benchmarks
// add it to a client; nothing that is shipped does.
//
//	cfg.APIOptions = append(cfg.APIOptions, capacity.Count)
//	ctx, spent := capacity.With(ctx)
package capacity
