# The commands of the desk. What they need beyond git, make, Go and Python is fetched into .tools/.
SHELL := /bin/sh
PORT  ?= 4566
PHONE ?= 4567
ENV   ?= default
LOCAL := .local/bin/local
SAM   := SAM_CLI_TELEMETRY=0 .tools/sam/bin/sam

.DEFAULT_GOAL := run
.PHONY: run reset test lint bench deploy admin replay local

# The program behind these commands. It is built and then executed, not `go run`: so a signal that
# ends make reaches the program itself.
local:
	@command -v go >/dev/null || { echo "huiyin: Go is missing: install Go 1.26 or later" >&2; exit 1; }
	@go build -buildvcs=false -o $(LOCAL) ./infra/local

# The desk on this machine, until Ctrl-C. CLOCK=2026-09-25T10:00+08:00 chooses the hour at which it starts.
run: local
	@exec $(LOCAL) run -port $(PORT) -phone $(PHONE) -clock "$(CLOCK)"

# Forget what the local desk remembers.
reset: local
	@exec $(LOCAL) reset

# Everything: kits, rules, template, local stack, browser.
test: local
	@infra/browser/packages
	@$(LOCAL) tools ministack sam checkov axe
	go vet ./...
	go test -timeout 40m ./...
	@# The deadline engine once more, over ten thousand random lives and a thousand of forty days.
	go test -timeout 20m ./shared/sla -rapid.checks=10000 -lives 1000 -days 40
	@# Two years of greetings for two thousand customers, beside the model of what has to come of them.
	go test -timeout 20m ./infra/year -customers 2000 -years 2031,2028
	@echo "回音：全部通过 · everything passed"

lint: local
	@$(LOCAL) tools sam checkov
	@test -z "$$(gofmt -l functions infra shared)" || { gofmt -l functions infra shared; exit 1; }
	go vet ./...
	go run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./...
	$(SAM) validate --lint --region us-east-1
	.tools/sam/bin/cfn-lint --regions us-east-1 ap-southeast-1 -- template.yaml
	.tools/checkov/bin/checkov --config-file .checkov.yaml

# Ratios and costs, written to docs/benchmarks.md.
bench:
	go run ./infra/bench

# To AWS, with the credentials of your environment. ENV=staging, ENV=prod: see samconfig.toml.
deploy: local
	@$(LOCAL) build
	$(SAM) deploy --config-env $(ENV)

# The first admin of a fresh deployment: EMAIL=you@company.com
admin: local
	@exec $(LOCAL) admin -env $(ENV) -email "$(EMAIL)"

# Put events of the past on the bus once more: FROM= and TO= as 2026-09-25T10:00+08:00
replay: local
	@exec $(LOCAL) replay -env $(ENV) -from "$(FROM)" -to "$(TO)"
