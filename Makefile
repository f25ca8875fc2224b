# Two commands do everything, set-up included:  make briefing   make test
.DEFAULT_GOAL := help
.PHONY: briefing test check lint types scores bench setup clean help

PYTHON := $(PYTHON)# another interpreter for the set-up: make PYTHON=/path/to/python3.13 briefing
export PYTHON
PY := .venv/bin/python
DEV := ../shared/dev
OUT := out

briefing: setup ## the Cooperative Week briefing from seeds/, into out/briefing.fa.pdf and out/briefing.en.pdf
	@$(PY) -m reports.cli build seeds --out $(OUT)

test: setup ## all tests
	@$(PY) -m pytest -n auto

check: lint types test scores ## everything that has to be right before a change goes in

lint: setup
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .

types: setup
	@$(PY) -m mypy

scores: test # after the tests, so that two runs do not fight for the processor
	@if [ -d $(DEV) ]; then $(PY) -m tests.score; else echo "no scores: $(DEV), where the gold is kept, is not here"; fi

bench: setup ## how fast reading, extraction, rendering and sending are
	@$(PY) -m tests.bench

setup:
	@.ci/setup.sh

clean: ## remove what was built, downloaded and cached
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis $(OUT) fonts/node_modules fonts/ttf
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
