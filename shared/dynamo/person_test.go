package dynamo_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"huiyin/shared/dynamo"
	"huiyin/shared/dynamo/capacity"
	"huiyin/shared/person"
	"huiyin/shared/storetest"
)

// traces are the private things that stand anywhere in a table, each with the
// item that holds it.
func traces(t *testing.T, name string, private ...string) []string {
	t.Helper()
	var found []string
	for _, it := range everything(t, name) {
		var all strings.Builder
		for attr := range it {
			all.WriteString(attribute(it, attr) + "\n")
			if b, ok := it[attr].(*types.AttributeValueMemberB); ok && attr == "record" {
				var unpacked json.RawMessage
				if err := dynamo.Unpack(b.Value, &unpacked); err != nil {
					t.Fatal(err)
				}
				all.Write(unpacked)
			}
		}
		raw, err := json.Marshal(it) // lists, sets and maps
		if err != nil {
			t.Fatal(err)
		}
		all.Write(raw)
		for _, p := range private {
			if strings.Contains(all.String(), p) {
				found = append(found, p+" in "+attribute(it, "pk")+"/"+attribute(it, "sk"))
			}
		}
	}
	slices.Sort(found)
	return found
}

// rule: LAW-4 after an erasure no item of the table leads to the person.
func TestAnErasureLeavesNoTraceInTheTable(t *testing.T) {
	name := newTable(t)
	p := storetest.Live(t, stores(dynamo.New(settings(t, nil), name, 2)))
	all := append(p.Private, p.Key, p.Former)
	for _, private := range all {
		if len(traces(t, name, private)) == 0 {
			t.Fatalf("%s was nowhere before", private)
		}
	}
	ctx, spent := capacity.With(t.Context())
	r, err := p.Erasing().Erase(ctx, p.Number, person.Asked, "staff:9", p.Now)
	if err != nil || !r.Finished || r.Tickets != 4 {
		t.Fatalf("%+v %v", r, err)
	}
	writes, reads, requests := spent.Units()
	t.Logf("four tickets: %v writes %v reads %d requests", writes, reads, requests)
	if found := traces(t, name, all...); found != nil {
		t.Errorf("left: %v", found)
	}
	p.Flow()
	if found := traces(t, name, all...); found != nil {
		t.Errorf("left by what was told again: %v", found)
	}
}

// dying lets n writes through and then ends the process that sends them: its
// next write never arrives, or (late) it arrives and nobody hears of it.
func dying(n int, late bool, end context.CancelFunc) func(http.RoundTripper) http.RoundTripper {
	writes := []string{"TransactWriteItems", "PutItem", "UpdateItem", "DeleteItem"}
	return func(to http.RoundTripper) http.RoundTripper {
		return trip(func(r *http.Request) (*http.Response, error) {
			if !slices.Contains(writes, operation(r)) {
				return to.RoundTrip(r)
			}
			if n--; n > 0 {
				return to.RoundTrip(r)
			}
			if n == 0 && late {
				if response, err := to.RoundTrip(r); err == nil {
					response.Body.Close()
				}
			}
			end()
			return nil, errors.New("nobody is there any more")
		})
	}
}

// rule: LAW-4 an erasure that dies at any write to the table, also between the
// pages of one ticket's words, is finished by the next call.
func TestAnErasureThatDiesAnywhereIsFinished(t *testing.T) {
	for n := 1; ; n++ {
		name := newTable(t)
		p := storetest.Live(t, stores(dynamo.New(settings(t, nil), name, 1)))
		ctx, end := context.WithCancel(t.Context())
		mortal := *p
		mortal.Stores = stores(dynamo.New(settings(t, dying(n, n%2 == 0, end)), name, 1))
		desk := *p.Desk
		desk.Store = mortal.Stores.Tickets
		mortal.Desk = &desk
		_, err := mortal.Erasing().Erase(ctx, p.Number, person.Asked, "staff:9", p.Now)
		died := ctx.Err() != nil
		end()
		if died == (err == nil) {
			t.Fatalf("write %d: died %v, error %v", n, died, err)
		}
		p.Erase(p.Erasing())
		if found := traces(t, name, append(p.Private, p.Key, p.Former)...); found != nil {
			t.Errorf("died at write %d: left %v", n, found)
		}
		if !died {
			if n < 15 {
				t.Errorf("only %d writes", n)
			}
			return
		}
	}
}
