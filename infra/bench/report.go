package main

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"time"
)

// Targets. What is above one is marked in the report.
const (
	startTarget = 1.3
	warmTarget  = 1.5
	costTarget  = 0.15 // USD for a thousand tickets
	// costBound is what a change may not make of it: with the task of its revisit
	// a life takes 131 writes, and each event more takes 0.002.
	costBound = 0.145
)

// report is everything that was measured.
type report struct {
	day    time.Time
	starts map[string]started
	warm   warmed
	steps  []step
	swept  []swept
	paged  crowd    // greeting many, as it is done
	naive  crowd    // and one by one
	engine []string // lines of go test -bench
}

// verdict says whether a figure keeps its target.
func verdict(value, target float64) string {
	if value <= target {
		return "met"
	}
	return "**missed**"
}

func (r report) write(w io.Writer) error {
	fmt.Fprintf(w, "# Benchmarks\n\nWritten by `make bench` on %s with %s, %s/%s. Ratios compare what ran side by side in one run;\n"+
		"the times themselves are of the machine that ran it.\n\n",
		r.day.Format("2006-01-02"), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	r.writeStarts(w)
	r.writeWarm(w)
	r.writeLife(w)
	r.writeSweeps(w)
	r.writeCrowd(w)
	r.writeEngine(w)
	return r.writeCosts(w)
}

func (r report) writeStarts(w io.Writer) {
	fmt.Fprintf(w, "## A cold start\n\nFrom exec to the first poll, on a Lambda Runtime API inside the benchmark; size of the stripped binary; most\n"+
		"resident memory until then. Beside each function the same with just its SDK clients; target ≤ %.1f× of its time.\n\n", startTarget)
	fmt.Fprintln(w, "| program | beside | ready | × | | size | × | memory | × |\n|---|---|--:|--:|---|--:|--:|--:|--:|")
	for _, m := range measured {
		s := r.starts[m.name]
		if m.beside == "" {
			fmt.Fprintf(w, "| %s | | %.1f ms | | | %.1f MB | | %.1f MB | |\n", s.name, ms(s.ready()), s.size, s.memory())
			continue
		}
		other := r.starts[m.beside]
		slower := s.timesSlower(other)
		fmt.Fprintf(w, "| %s | %s | %.1f ms | %.2f | %s | %.1f MB | %.2f | %.1f MB | %.2f |\n", s.name, other.name,
			ms(s.ready()), slower, judged(m.pkg, slower), s.size, s.size/other.size, s.memory(), s.memory()/other.memory())
	}
	clients, phones := r.starts["dynamodb"], r.starts["dynamodb, phonenumbers"]
	fmt.Fprintf(w, "\nReading telephone numbers costs %.1f ms, %.1f MB of binary and %.1f MB of memory: the library unpacks the world's\n"+
		"numbering plans when it is loaded. Only the functions where numbers come in link it. Beside clients and\n"+
		"phonenumbers together `public` takes %.2f× and `desk` %.2f×: the rest is huma, which works out the schemas of every\n"+
		"operation when it is registered.\n\n",
		ms(phones.ready()-clients.ready()), phones.size-clients.size, phones.memory()-clients.memory(),
		r.starts["public"].timesSlower(phones), r.starts["desk"].timesSlower(phones))
}

// judged is the verdict on a function; what it is compared with has none.
func judged(pkg string, slower float64) string {
	if !strings.HasPrefix(pkg, "functions/") {
		return ""
	}
	return verdict(slower, startTarget)
}

func (r report) writeWarm(w io.Writer) {
	fmt.Fprintf(w, "## A complaint on a warm function\n\n`POST /complaints` through the real handler, with AWS answering at once, beside a handler that decodes the same\n"+
		"request and sends the same %d requests by the bare SDK. Target ≤ %.1f× time and allocations.\n\n", r.warm.calls, warmTarget)
	fmt.Fprintf(w, "| | real | bare | × | |\n|---|--:|--:|--:|---|\n| time | %.2f ms | %.2f ms | %.2f | %s |\n| allocations | %.0f | %.0f | %.2f | %s |\n\n",
		ms(r.warm.real.time), ms(r.warm.bare.time), r.warm.time, verdict(r.warm.time, warmTarget),
		r.warm.real.allocs, r.warm.bare.allocs, r.warm.allocated, verdict(r.warm.allocated, warmTarget))
	fmt.Fprintf(w, "What is added are %.2f ms of reading and checking the form, the phone number, deadlines, packing the record and\n"+
		"writing the answer. On AWS the %d requests themselves take some milliseconds each.\n\n", ms(r.warm.real.time-r.warm.bare.time), r.warm.calls)
}

func (r report) writeLife(w io.Writer) {
	fmt.Fprint(w, "## A ticket's life in units\n\nCounted by `ReturnConsumedCapacity` on a table like the template's. The paper model: an item in a transaction is two\n"+
		"writes for each kilobyte begun, alone one; an entry of an index that comes, goes or is rewritten one, that moves two.\n\n"+
		"| step | writes on paper | writes | reads | requests | events |\n|---|--:|--:|--:|--:|--:|\n")
	var on int
	var writes, reads float64
	for _, s := range r.steps {
		fmt.Fprintf(w, "| %s | %d | %s | %s | %d | %s |\n", s.name, s.paper.writes(), units(s.writes), units(s.reads), s.requests, count(s.events))
		if s.name != missed {
			on, writes, reads = on+s.paper.writes(), writes+s.writes, reads+s.reads
		}
	}
	fmt.Fprintf(w, "| **a life** | **%d** | **%s** | **%s** | | |\n\n", on, units(writes), units(reads))
	fmt.Fprint(w, "A look at the status page is one counter and one read, whether the ticket exists or not.\n\n")
}

func (r report) writeCosts(w io.Writer) error {
	all, total, err := costs(r.steps, false)
	if err != nil {
		return err
	}
	_, around, err := costs(r.steps, true)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "## What a thousand tickets cost\n\nAt the list prices of infra/prices.json, nothing free, without SMS. %d API requests a ticket; an invocation of 256 MB\n"+
		"billed with %.0f ms (assumed). Target ≤ %.2f USD.\n\n| | a ticket | 1,000 tickets |\n|---|--:|--:|\n", apiRequests, billed*1000, costTarget)
	for _, c := range all {
		fmt.Fprintf(w, "| %s | %s | %.4f USD |\n", c.what, units(c.units), c.usd)
	}
	_, err = fmt.Fprintf(w, "| **together** | | **%.3f USD** %s |\n\nWith %d more requests for pages, lists and looks around them: %.3f USD.\n",
		total, verdict(total, costTarget), apiAround, around)
	return err
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// units writes a number without needless zeros.
func units(n float64) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.3f", n), "0"), ".")
}

func count(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}
