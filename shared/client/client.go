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
	if _, there := stack.Serialize.Get(id); there {
		return nil
	}
	// Just behind the serializer, which makes the body.
	return stack.Serialize.Add(middleware.SerializeMiddlewareFunc(id,
		func(ctx context.Context, in middleware.SerializeInput, next middleware.SerializeHandler) (middleware.SerializeOutput, middleware.Metadata, error) {
			if request, ok := in.Request.(*smithyhttp.Request); ok {
				if body, ok := request.GetStream().(io.ReadSeeker); ok {
					plain, err := request.SetStream(struct{ io.ReadSeeker }{body})
					if err != nil {
						return middleware.SerializeOutput{}, middleware.Metadata{}, err
					}
					in.Request = plain
				}
			}
			return next.HandleSerialize(ctx, in)
		}), middleware.After)
}

// Config is the process's AWS settings, from its environment, with whole
// answers for every client made of them.
func Config(ctx context.Context) (aws.Config, error) {
	return config.LoadDefaultConfig(ctx, config.WithAPIOptions([]func(*middleware.Stack) error{WholeAnswers}))
}
