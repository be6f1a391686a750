# What can be run: `make help`. Everything works on the stable toolchain, and what a target needs
# and can install, it installs.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# the fuzz targets, and how many inputs a slow machine tries in a second
FUZZ_RATES := parse=12000 json=25000 evaluate=90 pattern=900 wire=900 store=20000 usage=600 analyze=35 sources=2000 validate=600
FUZZ_TARGETS := $(foreach rate,$(FUZZ_RATES),$(firstword $(subst =, ,$(rate))))
# captured decisions of AWS are no part of this repository
DATA := $(or $(IAM_EVAL_DATA),$(firstword $(wildcard shared/data ../shared/data ../../shared/data)))
WASM := wasm32-unknown-unknown

# runs a command where a program is there, else says why not
if-there = @if command -v $(1) >/dev/null; then $(2); else echo "skipped: there is no $(1) here, so not tried: $(2)"; fi

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: test
test: test-rust test-python test-node test-wasm ## every test, in Rust, Python, Node and a browser; sets up what they need
	@echo "skipped: benchmarks (make bench) and fuzzing (make fuzz-short), which tell nothing in a moment"

.PHONY: test-rust
test-rust: ## units, laws, examples, documentation, seeds and crashes of the fuzzers
	cargo test -p iam-eval
	@if [ -n "$(DATA)" ]; then echo "held against captured decisions: $(DATA)"; \
	else echo "skipped: captured decisions of AWS are not here (IAM_EVAL_DATA names their folder)"; fi

.PHONY: test-python
test-python: ## the Python package, in a virtual environment of its own
	$(call if-there,python3,bash bindings-python/test.sh && bash bindings-python/tests/packaging.sh)

.PHONY: test-node
test-node: ## the Node package
	$(call if-there,npm,bash bindings-node/test.sh)

.PHONY: test-wasm
test-wasm: ## the browser package and the playground, in chromium
	$(call if-there,npm,bash bindings-wasm/test.sh)

.PHONY: fmt
fmt: ## whether the code is formatted; `cargo fmt` mends it
	cargo fmt --all --check
	cd fuzz && cargo fmt --all --check

.PHONY: lint
lint: ## clippy on every target, warnings are errors
	cargo clippy --workspace --all-targets -- -D warnings
	cargo clippy -p iam-eval --no-default-features -- -D warnings
	cargo clippy -p iam-eval-wasm --target $(WASM) -- -D warnings
	cargo clippy -p iam-eval-wasm --target $(WASM) --features analysis -- -D warnings
	cargo clippy -p iam-eval-wasm --target $(WASM) --features logs -- -D warnings
	cd fuzz && cargo clippy --release -- -D warnings

.PHONY: doc
doc: ## the documentation, warnings are errors
	RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps

.PHONY: deny
deny: ## licences, bans, sources and advisories of the dependency tree (installs cargo-deny)
	@bash .ci/deny

.PHONY: fuzz-build
fuzz-build: ## the fuzz targets
	@# linkers that run at once want much memory and disk, of which little may be left
	@cd fuzz && cargo build --release || { df -h .; cargo build --release --jobs 1; }

# from the seeds alone, with one seed of chance and so many runs: it fails today as it failed yesterday
.PHONY: fuzz-short
fuzz-short: fuzz-build ## every fuzz target, the same inputs each time, for FUZZ_SECONDS (15) seconds at most
	@seconds=$(or $(FUZZ_SECONDS),15); failed=; for each in $(FUZZ_RATES); do \
		target=$${each%=*}; rm -rf fuzz/corpus/short/$$target; \
		bash fuzz/run.sh $$target corpus/short/$$target -seed=1 -reload=0 -runs=$$(( $${each#*=} * seconds )) \
			-max_total_time=$$seconds || failed+=" $$target"; \
	done; if [ -n "$$failed" ]; then echo "laws that were broken:$$failed" >&2; exit 1; fi

.PHONY: fuzz-long
fuzz-long: fuzz-build ## every fuzz target, on from what was found before, for FUZZ_SECONDS (300) seconds
	@seconds=$(or $(FUZZ_SECONDS),300); failed=; for target in $(FUZZ_TARGETS); do \
		bash fuzz/run.sh $$target corpus/$$target -seed=$$(( RANDOM * 32768 + RANDOM + 1 )) \
			-max_total_time=$$seconds || failed+=" $$target"; \
	done; if [ -n "$$failed" ]; then echo "laws that were broken:$$failed" >&2; exit 1; fi

.PHONY: wasm
wasm: ## the core for the browser
	@for try in 1 2 3; do rustup target add $(WASM) && break; \
		if [ $$try = 3 ]; then echo "the target $(WASM) cannot be added" >&2; exit 1; fi; sleep $$((5 * try)); done
	cargo build -p iam-eval --target $(WASM) --release

.PHONY: bench
bench: ## the benchmarks, beside their peers
	cargo bench -p iam-eval-benches

.PHONY: conformance
conformance: ## the example that holds the library against captured decisions, file by file
	@if [ -z "$(DATA)" ]; then echo "skipped: no captured decisions here (IAM_EVAL_DATA names their folder)"; exit 0; fi; \
	cargo build -p iam-eval --example conformance; \
	run() { cargo run --quiet -p iam-eval --example conformance -- "$$@"; }; \
	run evaluate $(DATA)/evaluation-oracle.ndjson $(DATA)/evaluation-layers.ndjson; \
	run store $(DATA)/store-verdicts.ndjson $(DATA)/iam-accept-corpus.ndjson | tail -1; \
	run simulate $(DATA)/simulate-oracle.ndjson | tail -1; \
	run analyze $(DATA)/analysis-cases.ndjson | tail -1; \
	run validate $(DATA)/validate-policy-oracle.ndjson | tail -1; \
	{ run validate $(DATA)/validate-cases.ndjson || true; } | tail -1; \
	run cloudtrail $(DATA)/cloudtrail-events.ndjson $(DATA)/cloudtrail-expect.ndjson | tail -3 || true

.PHONY: package
package: ## what would be published
	cargo package -p iam-eval --list --allow-dirty
	cargo publish -p iam-eval --dry-run --allow-dirty

.PHONY: ci
ci: ## all of it, as before every merge
	@bash .ci/run
