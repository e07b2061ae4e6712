package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"huiyin/shared/ticket"
	"huiyin/shared/web"
	"huiyin/shared/web/desk"
	"huiyin/shared/web/public"
)

func TestTheDocumentTellsOfCustomersAndStaff(t *testing.T) {
	site := &public.Service{Vocabulary: ticket.DefaultVocabulary()}
	w := httptest.NewRecorder()
	web.Document("Huiyin", "", site.Register, (&desk.Desk{}).Register)(w, httptest.NewRequest(http.MethodGet, "/openapi.json", nil))
	var doc struct {
		OpenAPI string
		Paths   map[string]any
	}
	if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil || doc.OpenAPI != "3.1.0" {
		t.Fatalf("%v: %.200s", err, w.Body)
	}
	customers, staff := 0, 0
	for path := range doc.Paths {
		if strings.HasPrefix(path, "/desk/") {
			staff++
		} else {
			customers++
		}
	}
	if customers < 7 || staff < 15 {
		t.Errorf("%d paths for customers, %d for staff", customers, staff)
	}
}
