package obs

import (
	"context"

	"github.com/aws/aws-lambda-go/lambdacontext"
)

// Invocation is the id under which Lambda's own lines stand, "" outside of it.
func Invocation(ctx context.Context) string {
	if lc, ok := lambdacontext.FromContext(ctx); ok {
		return lc.AwsRequestID
	}
	return ""
}
