# Everything you can run. `make` alone lists it.
SHELL := /bin/bash
PREFIX ?= /usr/local
SWIFT_FLAGS := -c release -Xswiftc -cross-module-optimization
BIN := .build/release/winnow
POOL := ../shared/data/msmarco-dl
# A Python with torch and transformers 5, for checks against them.
PYTHON ?= python3

.PHONY: help setup build quickstart test check-pool check-training check-families lint format bench bench-lexical install clean

help: ## lists the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## */  make \1\t/' | expand -t 22

setup: ## installs the missing Debian/Ubuntu packages
	@.ci/setup packages

build: setup ## builds the release binary
	@swift build $(SWIFT_FLAGS)

quickstart: build ## builds, gets the encoder, indexes the embedded collection, runs its pipeline, prints the table
	@.ci/setup model || echo "going on without the encoder: its systems will be skipped" >&2
	@$(BIN) run Pipelines/quickstart/quickstart.yaml --output results/quickstart

test: setup ## all tests, in release, as the kernels run
	@.ci/setup model || echo "going on without the encoder: its tests will be skipped" >&2
	@swift test $(SWIFT_FLAGS) --disable-testable-imports

check-pool: build ## the slower checks over ../shared/data (skipped, loudly, without it)
	@if [ ! -d $(POOL) ]; then echo "SKIPPED: make check-pool needs $(POOL)"; else \
	  .ci/setup model && \
	  WINNOW_SLOW=1 swift test $(SWIFT_FLAGS) --disable-testable-imports --filter 'Slow' && \
	  $(BIN) run Pipelines/dl19-pool.yaml --output results/dl19-pool && \
	  $(BIN) run Pipelines/dl20-pool.yaml --output results/dl20-pool && \
	  $(BIN) run Pipelines/msmarco-pool-dense.yaml --output results/msmarco-pool-dense; fi

check-training: build ## every training recipe at 20 steps over ../shared/data (skipped, loudly, without it)
	@if [ ! -d $(POOL) ]; then echo "SKIPPED: make check-training needs $(POOL)"; else \
	  .ci/setup model && Pipelines/training/experiments.sh short; fi

check-families: setup ## full-size ModernBERT, MiniLM and GTE beside transformers; PYTHON=... names one that has it (skipped, loudly, without)
	@if ! $(PYTHON) -c 'import torch, safetensors, transformers' 2>/dev/null; then \
	  echo "SKIPPED: make check-families needs a Python with torch, safetensors and transformers 5: make check-families PYTHON=..."; \
	else \
	  folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	  $(PYTHON) Tests/TransformersTests/Goldens/full_size.py "$$folder" && \
	  WINNOW_FAMILIES="$$folder" swift test $(SWIFT_FLAGS) --disable-testable-imports --filter FullSizeTests; \
	fi

lint: setup ## format, imports and size budgets
	@swift format lint --strict -r --configuration .swift-format Package.swift Sources Tests
	@python3 .ci/budgets.py
	@swift build $(SWIFT_FLAGS) --explicit-target-dependency-import-check error

format: ## formats all Swift files
	@swift format format -i -r --configuration .swift-format Package.swift Sources Tests

bench: build ## speed on this machine: over ../shared/data when it is there, else over the embedded collection
	@.ci/setup model
	@if [ -d $(POOL) ]; then \
	  $(BIN) index Indexes/msmarco-dl-pool --collection $(POOL)/passages.jsonl.zst --format jsonl && \
	  $(BIN) bench Indexes/msmarco-dl-pool --queries $(POOL)/../msmarco-dev/queries.dev.small.tsv --encoder all-MiniLM-L6-v2 \
	    --cross-encoder ../shared/models/cross-encoder-minilm-l6; \
	else \
	  $(BIN) index Indexes/quickstart --collection Pipelines/quickstart/passages.jsonl --format jsonl && \
	  $(BIN) bench Indexes/quickstart --queries Pipelines/quickstart/queries.tsv --encoder all-MiniLM-L6-v2; \
	fi

bench-lexical: build ## speed of the lexical stage beside the peers: COLLECTION=c.tsv QUERIES=q.tsv WORK=folder (five builds of each kind)
	@.ci/bench-lexical "$(COLLECTION)" "$(QUERIES)" "$(or $(WORK),results/bench-lexical)"

install: build ## installs the binary into PREFIX/bin
	@install -D -m 755 $(BIN) $(DESTDIR)$(PREFIX)/bin/winnow
	@echo "installed $(DESTDIR)$(PREFIX)/bin/winnow"

clean: ## removes build products, results and the embedded collection's index
	@rm -rf .build results Indexes/quickstart
