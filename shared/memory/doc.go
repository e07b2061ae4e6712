// Package memory is the store in the memory of one process: the fake that unit
// tests and simulations use. It passes the same suite as the table (package
// storetest), and keeps what it is given as JSON, so that nothing it handed out
// can change what it holds.
package memory
