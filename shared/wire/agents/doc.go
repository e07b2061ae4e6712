// Package agents puts together what those who work at the desk use. It is apart
// from package wire because it brings the agents' API and the check of tokens
// along, which only one function needs.
package agents
