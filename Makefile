# Minutebook. `make` lists what there is.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
export PYTHONDONTWRITEBYTECODE := 1

.PHONY: help demo test check lint bench soak mutate
help: ## List the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

demo: .venv/base ## Set everything up, run the main job once before your eyes, then serve the site (ONCE=1: stop after the job)
	MINUTEBOOK_DATA_DIR=$${MINUTEBOOK_DATA_DIR:-var/demo} $(BIN)/python -m minutebook demo $(if $(ONCE),--once)

test: .venv/dev ## Run all tests, the browser journeys included where Chromium is found
	MINUTEBOOK_DATA_DIR=$$(mktemp -d) $(BIN)/python -m pytest -n auto $(ARGS)

lint: .venv/dev ## Style, types, imports, templates
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	MINUTEBOOK_DATA_DIR=$$(mktemp -d) $(BIN)/mypy minutebook
	$(BIN)/lint-imports && $(BIN)/djlint --quiet --lint minutebook

bench: .venv/dev ## Measure deliveries against Xero's limits (a few minutes)
	MINUTEBOOK_DATA_DIR=$$(mktemp -d) $(BIN)/python -m benchmarks.delivery $(ARGS)

soak: .venv/dev ## Kill and stop real workers over 2,000 deliveries on each database (hours; ARGS="--deliveries 200 --kills 50 --stops 10")
	MINUTEBOOK_DATA_DIR=$$(mktemp -d) $(BIN)/python -m benchmarks.soak $(ARGS)

mutate: .venv/dev ## Put small errors into what decides about calls and see which the tests notice (hours; ARGS="--only lease")
	MINUTEBOOK_DATA_DIR=$$(mktemp -d) $(BIN)/python -m benchmarks.mutants $(ARGS)

check: lint test ## What CI runs

.venv/base: requirements/base.txt
	$(PYTHON) -m venv .venv && $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable . && touch $@

.venv/dev: requirements/dev.txt .venv/base
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $< && touch $@
