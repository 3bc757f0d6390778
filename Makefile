# make run     the console                       make check   what CI runs: lint, types, import contracts, tests
# make test    the tests                         make clean   remove the virtual environment and caches
#
# Everything runs in a virtual environment of its own, made on first use and again when pyproject.toml changes.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
ARGS   ?=
JOBS   ?= 2
CLIENTS := .venv-clients

.PHONY: run test check lint format types contracts clients install clean

run: $(STAMP)
	@$(BIN)/iossim $(ARGS)

test: $(STAMP)
	$(BIN)/python -m pytest -n $(JOBS) $(ARGS)

check: lint types contracts test

lint: $(STAMP)
	$(BIN)/ruff check iossim tests

format: $(STAMP)
	$(BIN)/ruff format iossim tests

types: $(STAMP)
	$(BIN)/mypy

contracts: $(STAMP)
	$(BIN)/lint-imports

# The rewritten scrapli cannot live beside the classic one: it has an environment of its own.
clients: $(STAMP)
	@test -x $(CLIENTS)/bin/python || $(PYTHON) -m venv $(CLIENTS)
	@$(CLIENTS)/bin/python -m pip install --quiet --disable-pip-version-check "scrapli==2026.10.14"
	$(CLIENTS)/bin/python tests/clients/scrapli_rewrite.py $(BIN)/iossim

install: $(STAMP)

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "iossim needs Python 3.11 or later; $(PYTHON) is older or missing."; \
	    echo "Name another one: make PYTHON=python3.12 ..."; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	    echo "No virtual environment could be made. On Debian and Ubuntu: apt install python3-venv"; exit 2; }
	@echo "Installing into $(VENV): half a minute, the first time."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(STAMP)

clean:
	rm -rf $(VENV) $(CLIENTS) .venv-fakenos build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find iossim tests -name __pycache__ -type d -prune -exec rm -rf {} +
