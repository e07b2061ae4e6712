package main

import (
	"context"
	"fmt"
	"io"
	"os/exec"
	"strings"
)

// measureEngine runs the benchmarks of calendar and deadline engine and keeps
// their lines.
func measureEngine(ctx context.Context, root string) ([]string, error) {
	command := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-bench", ".", "-benchmem", "./shared/calendar", "./shared/sla")
	command.Dir = root
	out, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("run the engine's benchmarks: %w", err)
	}
	var lines []string
	for line := range strings.Lines(string(out)) {
		if strings.HasPrefix(line, "Benchmark") {
			lines = append(lines, strings.Join(strings.Fields(line), " "))
		}
	}
	return lines, nil
}

// writeEngine writes them as they came.
func (r report) writeEngine(w io.Writer) {
	fmt.Fprint(w, "\n## The deadline engine\n\nAdding a year of business time (`AddYear`), the same the first time a year is laid out (`Fresh`), by rickar/cal\n"+
		"(weekdays only) and by a minute-by-minute walk; and folding a ticket's story.\n\n```\n")
	for _, line := range r.engine {
		fmt.Fprintln(w, line)
	}
	fmt.Fprintln(w, "```")
}
