// Package client is how AWS clients of the desk behave on the wire.
package client

import (
	"context"
	"io"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

const id = "WholeAnswers"

// WholeAnswers is an API option for every client: it keeps a fault of the SDK
// (smithy-go 1.28.8 and before) from losing answers.
//
// The SDK closes a request's body as soon as the answer's headers are there. At
// that moment net/http may not have looked for the body's end yet; a body that
// offers WriteTo then says EOF as an error, the write counts as failed, and the
// connection is closed before the answer has been read. The request was
// carried out; its answer is lost, and the SDK repeats it, or, where it must
// not (an SMS), nobody knows. It happens when the other side is quick and this
// one short of processor, as small functions are: on a busy laptop to one
// request in thirty. A body that only offers Read says EOF as the end it is.
func WholeAnswers(stack *middleware.Stack) error {
	if _, there := stack.Deserialize.Get(id); there {
		return nil
	}
	// Just before the body is sent: whoever sums it up before that does so
	// without a buffer of 32 kB only while it offers WriteTo.
	return stack.Deserialize.Add(middleware.DeserializeMiddlewareFunc(id,
		func(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (middleware.DeserializeOutput, middleware.Metadata, error) {
			if request, ok := in.Request.(*smithyhttp.Request); ok {
				if body, ok := request.GetStream().(io.ReadSeeker); ok {
					plain, err := request.SetStream(struct{ io.ReadSeeker }{body})
					if err != nil {
						return middleware.DeserializeOutput{}, middleware.Metadata{}, err
					}
					in.Request = plain
				}
			}
			return next.HandleDeserialize(ctx, in)
		}), middleware.After)
}

// Config is the process's AWS settings, from its environment, with whole
// answers for every client made of them.
func Config(ctx context.Context) (aws.Config, error) {
	return config.LoadDefaultConfig(ctx, config.WithAPIOptions([]func(*middleware.Stack) error{WholeAnswers}))
}
