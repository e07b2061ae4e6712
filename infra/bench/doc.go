// Command bench measures what the desk costs and writes docs/benchmarks.md.
//
// Times are compared side by side in one run, never published by themselves:
// the functions' starts against the same runtime with just their SDK clients,
// the work of a complaint against the bare calls it makes. Units of DynamoDB
// are counted, on the local stack, which bills as AWS does; with the prices in
// infra/prices.json they make the cost of a thousand tickets.
package main
