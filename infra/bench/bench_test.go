package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"huiyin/infra/local/stack"
	"huiyin/shared/customer"
)

// Nothing here looks at a time: a busy machine is no mistake.

func TestAFunctionIsStartedUntilItPolls(t *testing.T) {
	root, err := stack.FindRoot()
	if err != nil {
		t.Fatal(err)
	}
	all, err := measureStarts(t.Context(), root, 2, "hello", "dynamodb")
	if err != nil {
		t.Fatal(err)
	}
	hello, clients := all["hello"], all["dynamodb"]
	if len(hello.starts) != 2 || len(clients.starts) != 2 || hello.ready() <= 0 || hello.memory() < 1 {
		t.Errorf("hello %+v, dynamodb %+v", hello, clients)
	}
	if hello.size >= clients.size {
		t.Errorf("a client takes no place: %.1f MB and %.1f MB", hello.size, clients.size)
	}
}

func TestAFunctionThatEndsIsNotWaitedFor(t *testing.T) {
	api, err := newRuntimeAPI()
	if err != nil {
		t.Fatal(err)
	}
	defer api.close()
	if _, err := api.launch(t.Context(), "/bin/false"); err == nil || !strings.Contains(err.Error(), "before it was ready") {
		t.Errorf("%v", err)
	}
}

func TestBothHandlersTakeTheComplaint(t *testing.T) {
	w, err := measureWarm(t.Context(), 1, 3)
	if err != nil {
		t.Fatal(err)
	}
	// Two counters, what is known of phone and waybill, the transaction.
	if w.calls != 5 || w.bare.allocs <= 0 || w.real.allocs <= w.bare.allocs {
		t.Errorf("%+v", w)
	}
}

func TestALifeIsBilledAsOnPaper(t *testing.T) {
	root, err := stack.FindRoot()
	if err != nil {
		t.Fatal(err)
	}
	steps, err := measureLife(t.Context(), root)
	if err != nil {
		t.Fatal(err)
	}
	looks := map[string]step{}
	sms := 0
	for _, s := range steps {
		if int(s.writes) != s.paper.writes() {
			t.Errorf("%s: %v writes, on paper %d", s.name, s.writes, s.paper.writes())
		}
		looks[s.name] = s
		sms += s.sms
	}
	if sms != 5 {
		t.Errorf("%d SMS followed", sms)
	}
	if hit, miss := looks[looked], looks[missed]; hit.writes != 1 || hit.reads != 1 || hit.requests != 2 || hit.writes != miss.writes ||
		hit.reads != miss.reads || hit.requests != miss.requests {
		t.Errorf("a look that finds costs %+v, one that does not %+v", hit, miss)
	}
	if _, total, err := costs(steps, false); err != nil || total > costBound {
		t.Errorf("a thousand tickets cost %.3f USD, %v", total, err)
	}
}

// rule: NJ-8 — what each person greeted costs in writes and requests, and that
// everybody was greeted, by both ways.
func TestACrowdIsCounted(t *testing.T) {
	root, err := stack.FindRoot()
	if err != nil {
		t.Fatal(err)
	}
	paged, naive, err := measureCrowd(t.Context(), root, 120, 5)
	if err != nil {
		t.Fatal(err)
	}
	if paged.people != 120 || paged.events != customer.Shards || naive.people != 5 || naive.events != 5 {
		t.Errorf("in pages %+v, singly %+v", paged, naive)
	}
	if paged.sms != 120 || naive.sms != 5 {
		t.Errorf("%d SMS in pages, %d singly", paged.sms, naive.sms)
	}
	if w := paged.per(paged.writes); w <= 0 || w > crowdWrites || w >= naive.per(naive.writes) {
		t.Errorf("%.2f writes for each in pages, %.2f singly", w, naive.per(naive.writes))
	}
	if q := paged.per(float64(queueRequests * paged.events)); q <= 0 || q > crowdQueue {
		t.Errorf("%.3f requests of the queue for each in pages, at most %v", q, crowdQueue)
	}
	if paged.requests == 0 || paged.per(float64(paged.requests)) >= naive.per(float64(naive.requests)) {
		t.Errorf("%d requests in pages, %d singly", paged.requests, naive.requests)
	}
	var page bytes.Buffer
	report{paged: paged, naive: naive}.writeCrowd(&page)
	if want := fmt.Sprintf("| writes | %.2f | %.2f | 2 | met |", paged.per(paged.writes), naive.per(naive.writes)); !strings.Contains(page.String(), want) {
		t.Errorf("the report does not say %q:\n%s", want, page.String())
	}
}

func TestTheReportNamesWhatWasMissed(t *testing.T) {
	r := report{day: time.Unix(0, 0), starts: map[string]started{}}
	for i, m := range measured {
		r.starts[m.name] = started{name: m.name, beside: m.beside, size: 10, starts: []start{{ready: time.Duration(i + 1), memory: 10}}}
	}
	r.warm = warmed{calls: 5, time: warmTarget, allocated: warmTarget + 0.01}
	var page bytes.Buffer
	if err := r.write(&page); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"| time | 0.00 ms | 0.00 ms | 1.50 | met |", "| allocations | 0 | 0 | 1.51 | **missed** |"} {
		if !strings.Contains(page.String(), line) {
			t.Errorf("the report does not say %q:\n%s", line, page.String())
		}
	}
}
