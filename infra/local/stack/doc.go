// Package stack runs the desk on this machine: the functions are built and
// deployed from the same template.yaml that goes to AWS, with the same SAM CLI,
// into MiniStack, which evaluates the roles' permissions (AUTH=true).
//
// Start builds what changed, starts MiniStack on a port of its own choice of
// state directory, deploys unless the kept state already has this very build,
// and makes the accounts. Stop ends everything that Start started and keeps the
// state on disk. Several stacks run side by side, each with its own Home.
//
// It runs on Linux: MiniStack starts the functions' binaries as they are.
package stack
