// Package delivery puts together how SMS go out. It is apart from package wire
// because it brings SNS along, which only one function needs and may use.
package delivery
