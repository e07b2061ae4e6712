package main

import (
	"fmt"
	"io"
)

// writeSweeps writes what sweeps cost.
func (r report) writeSweeps(w io.Writer) {
	fmt.Fprint(w, "\n## A sweep\n\nWhat one run of `slacheck` is billed, with one shard. The due index holds only what has a time, so a sweep pays for\n"+
		"what fell due and not for what is open. Beside it a Scan with a filter that finds the same, by\n"+
		"DynamoDB's rule for what it reads.\n\n"+
		"| open tickets | due | reads | writes | requests | reads of a Scan |\n|--:|--:|--:|--:|--:|--:|\n")
	for _, s := range r.swept {
		scan := ""
		if s.scan > 0 {
			scan = fmt.Sprintf("%.0f", s.scan)
		}
		fmt.Fprintf(w, "| %d | %d | %.1f | %.0f | %d | %s |\n", s.open, s.due, s.reads, s.writes, s.requests, scan)
	}
	small, large := r.sweepOf(1000, 100), r.sweepOf(100_000, 100)
	hundred, many := r.sweepOf(1000, 100), r.sweepOf(2000, 10_000)
	fmt.Fprintf(w, "\n100,000 open tickets cost %.2f× the reads of 1,000 with the same 100 due (target ≤ 1.05: %s). A due ticket costs\n"+
		"%.2f reads and %.2f writes when 100 are due, %.2f and %.2f when 10,000 are.\n",
		large.reads/small.reads, verdict(large.reads/small.reads, 1.05),
		hundred.reads/100, hundred.writes/100, many.reads/10_000, many.writes/10_000)
}

// sweepOf finds a measurement; the zero one when it was not made.
func (r report) sweepOf(open, due int) swept {
	for _, s := range r.swept {
		if s.open == open && s.due == due {
			return s
		}
	}
	return swept{}
}
