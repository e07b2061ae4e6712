package web

import (
	"encoding/json"
	"net/http"
	"sync"

	"github.com/danielgtaylor/huma/v2"
)

// Document serves the OpenAPI 3.1 document of whatever the given functions
// register: the same functions that register the operations where they are
// served, so the two can't differ. Nobody calls the operations here, so their
// services may be nil. It is made when it is first asked for: most cold
// functions never are.
func Document(title, description string, register ...func(huma.API)) http.HandlerFunc {
	made := sync.OnceValues(func() ([]byte, error) {
		api := newAPI(http.NewServeMux())
		api.OpenAPI().Info.Title, api.OpenAPI().Info.Description = title, description
		for _, r := range register {
			r(api)
		}
		withoutCodes(api.OpenAPI().Components.Schemas.Map())
		return json.Marshal(api.OpenAPI())
	})
	return func(w http.ResponseWriter, _ *http.Request) {
		raw, err := made()
		if err != nil {
			panic(err) // a type that can't be described: a mistake in the program, which a test finds
		}
		w.Header().Set("Content-Type", "application/openapi+json")
		_, _ = w.Write(raw) // the client may be gone
	}
}

// withoutCodes takes out what stands in a schema for ourselves only: the code
// of the sentence that says how a pattern is meant.
func withoutCodes(schemas map[string]*huma.Schema) {
	for _, schema := range schemas {
		for _, property := range schema.Properties {
			property.PatternDescription = ""
		}
	}
}
