package web

import (
	"context"
	"net/http"
	"strings"

	"github.com/aws/aws-lambda-go/events"
	"github.com/awslabs/aws-lambda-go-api-proxy/core"
	"github.com/awslabs/aws-lambda-go-api-proxy/httpadapter"
)

// Handler is what lambda.Start takes for a REST API's events.
type Handler func(context.Context, events.APIGatewayProxyRequest) (events.APIGatewayProxyResponse, error)

// Lambda answers a REST API's events with an http.Handler. The request's
// RemoteAddr is the address that the gateway saw. An event that is no request
// (a path that can't be one) is a 400 and not a failure of the function; it is
// not given to the adapter, which would print the path as it came, line breaks
// and all.
func Lambda(h http.Handler) Handler {
	adapter := httpadapter.New(named(h))
	return func(ctx context.Context, event events.APIGatewayProxyRequest) (events.APIGatewayProxyResponse, error) {
		if _, err := http.NewRequest(event.HTTPMethod, "https://"+event.RequestContext.DomainName+"/"+strings.TrimPrefix(event.Path, "/"), nil); err != nil {
			return events.APIGatewayProxyResponse{StatusCode: http.StatusBadRequest}, nil
		}
		response, err := adapter.ProxyWithContext(ctx, event)
		if err != nil {
			return events.APIGatewayProxyResponse{StatusCode: http.StatusBadRequest}, nil
		}
		return response, nil
	}
}

// named gives a request the host that it was sent to, where the gateway does
// not tell its own name, as on a laptop: what compares a request's origin with
// it, or sends a browser back, has to know one.
func named(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Host == "" {
			r.Host = r.Header.Get("Host")
		}
		h.ServeHTTP(w, r)
	})
}

// Root is the address of the API's root as the browser sees it, with its slash:
// "https://desk.example.com/v1/"; "" where the gateway does not tell, as on a
// laptop.
func Root(ctx context.Context) string {
	gateway, _ := core.GetAPIGatewayContextFromContext(ctx)
	resource, _, _ := strings.Cut(gateway.ResourcePath, "{") // "/desk/" of "/desk/{proxy+}"
	at := strings.Index(gateway.Path, resource)
	if gateway.DomainName == "" || len(resource) < 2 || at < 0 {
		return ""
	}
	return "https://" + gateway.DomainName + gateway.Path[:at] + "/"
}

// GatewayPath is the path under which the browser sees the request, stage
// included, as the gateway tells it; "" when there is no gateway.
func GatewayPath(ctx context.Context) string {
	gateway, _ := core.GetAPIGatewayContextFromContext(ctx)
	return gateway.Path
}
