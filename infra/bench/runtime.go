package main

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// runtimeAPI is the Lambda Runtime API as far as a function needs it to become
// ready: it asks for its first event, and none comes.
type runtimeAPI struct {
	address string
	server  *http.Server
	polls   chan time.Time
}

func newRuntimeAPI() (*runtimeAPI, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	api := &runtimeAPI{address: listener.Addr().String(), polls: make(chan time.Time, 1)}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /2018-06-01/runtime/invocation/next", func(_ http.ResponseWriter, r *http.Request) {
		api.polls <- time.Now()
		<-r.Context().Done() // until the function is ended
	})
	api.server = &http.Server{Handler: mux}
	go api.server.Serve(listener) //nolint:errcheck // it ends by Close
	return api, nil
}

func (api *runtimeAPI) close() { api.server.Close() }

// environment is what the template and Lambda give a function.
func (api *runtimeAPI) environment() []string {
	return []string{
		"AWS_LAMBDA_RUNTIME_API=" + api.address, "AWS_REGION=us-east-1", "AWS_ACCESS_KEY_ID=test", "AWS_SECRET_ACCESS_KEY=test",
		"AWS_LAMBDA_FUNCTION_NAME=bench", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=256", "HOME=/nonexistent",
		"STAGE=dev", "TABLE_NAME=table", "BUCKET_NAME=files", "BUS_NAME=bus", "ASIDE_QUEUE_URL=https://sqs.example/aside",
		"USER_POOL_ID=us-east-1_AbCdEfGhI", "CLIENT_ID=client", "IDLE_MINUTES=30", "CLOCK_OFFSET=0", "TIME_ZONE=Asia/Shanghai", "LANGUAGES=zh,en",
		"DUE_SHARDS=1", "COMPANY_NAME=回音物流", "HOTLINE=400-000-0000", "SITE_ADDRESS=huiyin.example", "SMS_SIGNATURE=回音物流",
		"SMS_SIGNATURE_EN=Huiyin", "SMS_SENDER=sns", "GATEWAY_URL=", "SMS_RATE=20", "SMS_MONTHLY_BUDGET=50",
	}
}

// readyTime is when a function that is not ready has failed.
const readyTime = 20 * time.Second

// start is how one start went.
type start struct {
	ready  time.Duration // from exec to the first poll
	memory float64       // most resident memory until then, in MB
}

// launch starts a function, waits for its first poll and ends it.
func (api *runtimeAPI) launch(ctx context.Context, path string) (start, error) {
	var complaint strings.Builder
	cmd := exec.CommandContext(ctx, path)
	cmd.Env = api.environment()
	cmd.Stdout, cmd.Stderr = &complaint, &complaint
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return start{}, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case polled := <-api.polls:
		memory, err := peak(cmd.Process.Pid)
		_ = cmd.Process.Kill() // it may have ended by itself
		<-ended
		return start{ready: polled.Sub(began), memory: memory}, err
	case err := <-ended:
		return start{}, fmt.Errorf("%s ended before it was ready: %v: %s", path, err, complaint.String())
	case <-time.After(readyTime):
		_ = cmd.Process.Kill()
		<-ended
		return start{}, fmt.Errorf("%s is not ready after %v: %s", path, readyTime, complaint.String())
	}
}

// peak is the most memory a process has had resident, in MB, as Linux counts
// it since exec.
func peak(pid int) (float64, error) {
	file, err := os.Open(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if rest, ok := strings.CutPrefix(lines.Text(), "VmHWM:"); ok {
			kB, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(rest, "kB")))
			return float64(kB) / 1024, err
		}
	}
	return 0, fmt.Errorf("process %d has no VmHWM", pid)
}
