// Package fault stands between the functions and their AWS and injects what a
// network, a service or a machine may do: throttle, answer with an error, do
// the work and lose the answer, be slow, never answer, or end the very process
// that asked.
//
// Proxy passes everything on unchanged, signatures included, until a rule says
// otherwise. Nothing in the functions knows of it: the stack is told that AWS
// is at the proxy's address (stack.Options.FunctionEndpoint).
//
// It runs on Linux, where it finds the process behind a connection in /proc.
package fault
