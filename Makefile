# Every target makes what it needs first; `make setup` alone is never required.
PYTHON ?= python3
BIN := .venv/bin
# What is compiled is kept: the tests start some dozens of processes.
unexport PYTHONDONTWRITEBYTECODE
STAMP := .venv/.made

.PHONY: setup demo test check bench chaos lock format clean
.DEFAULT_GOAL := help

help:
	@echo "make demo   the local Slack with Rolecall in it; no token needed"
	@echo "make test   the tests, without those that only make check runs"
	@echo "make check  what CI runs: format, lint, types, contracts, migrations, Chromium, all tests"
	@echo "make bench  the budgets, measured"
	@echo "make screenshots  the pictures of the documentation, taken anew (needs a Chromium and a font with emoji)"
	@echo "make chaos  a bad morning for 2,000 people: kills, crashes, cut connections; what was lost or sent twice"

setup: $(STAMP)

$(STAMP): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Rolecall needs Python 3.11 or newer; set PYTHON=… to one.") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv --clear .venv || (echo "Python cannot make a virtual environment. On Debian: apt-get install python3-venv" && exit 1)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

demo: setup
	$(BIN)/rolecall demo

test: setup
	$(BIN)/pytest -m "not check"

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest
	$(BIN)/python -m bench.chaos --short

bench: setup
	$(BIN)/python -m bench

chaos: setup
	$(BIN)/python -m bench.chaos

screenshots: setup
	$(BIN)/python -m tests.browser.screenshots docs/images

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The lock holds versions and hashes for every platform, and no URL.
lock:
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --upgrade --extra dev --output-file requirements/dev.txt pyproject.toml

clean:
	rm -rf .venv
