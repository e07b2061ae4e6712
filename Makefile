# The commands of the desk. Everything they need beyond git, make, Go and Python is fetched into .tools/.
SHELL  := /bin/sh
PORT   ?= 4566
PHONE  ?= 4567
ENV    ?= default
LOCAL  := .local/bin/local

.PHONY: run reset test lint bench deploy admin replay
.DEFAULT_GOAL := run

# Built and then executed, not `go run`: a signal to make must reach the program itself.
$(LOCAL): go
	@go build -buildvcs=false -o $@ ./infra/local

# Never up to date: Go knows better than make what has changed.
.PHONY: go
go:
	@command -v go >/dev/null || { echo "huiyin: Go is missing: install Go 1.26 or later" >&2; exit 1; }

# The desk on this machine. CLOCK=2026-09-25T10:00+08:00 chooses the hour at which it starts.
run: $(LOCAL)
	@exec $(LOCAL) run -port $(PORT) -phone $(PHONE) -clock "$(CLOCK)"

# Forget what the local desk remembers.
reset: $(LOCAL)
	@exec $(LOCAL) reset
