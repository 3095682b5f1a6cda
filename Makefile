# Everything is one of these; `make` alone lists them.

PYTHON ?= python3
ARGS ?=
BIN := .venv/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check install

# For programs that talk a lot: only what a failing one says is worth reading.
OR_SAY := >.venv/said.log 2>&1 || { cat .venv/said.log; exit 1; }

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

.PHONY: help demo test check bench faults screenshots lighthouse fmt lock

help:  ## List what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

demo: .venv/ready-to-run  ## Run everything on this machine with made-up co-ops, until Ctrl-C
	@exec $(BIN)/kumiai demo $(ARGS)

test: .venv/ready-to-test  ## Run every check and every test, in the browser too
	@.ci/need browser
	@$(MAKE) --no-print-directory check
	@echo "== tests"
	@exec $(BIN)/pytest -n 2 $(ARGS)

check: .venv/ready-to-test  ## Look at format, lint, types, storeys and templates
	@echo "== format" && $(BIN)/ruff format --check --quiet .
	@echo "== lint" && $(BIN)/ruff check --quiet .
	@echo "== types" && KUMIAI_DATA=.mypy_cache/data $(BIN)/mypy --no-error-summary
	@echo "== storeys" && $(BIN)/lint-imports --no-logo $(OR_SAY)
	@echo "== templates" && $(BIN)/djlint --check --lint src $(OR_SAY)

bench: .venv/ready-to-run  ## Measure payments per second against this machine's own pgbench (ARGS=--help)
	@.ci/need wrk || true
	@exec $(BIN)/kumiai bench tills $(ARGS)

faults: .venv/ready-to-test  ## Kill servers and the database under load, ten times each, and prove the books
	@KUMIAI_TEST_FAULT_ROUNDS=10 KUMIAI_TEST_FAULT_SALES=10000 \
		$(BIN)/pytest -p no:randomly -s tests/faults $(ARGS)

screenshots: .venv/ready-to-test  ## Take the pictures of docs/screenshots anew, of a demo started for it
	@.ci/need browser
	@$(BIN)/python -m tests.looks.screenshots

lighthouse: .venv/ready-to-test  ## Let Lighthouse judge the pages of a demo started for it (needs npm)
	@.ci/need browser
	@$(BIN)/python -m tests.looks.lighthouse

fmt: .venv/ready-to-test  ## Put the code and the templates into their one format
	@$(BIN)/ruff check --quiet --fix . || true
	@$(BIN)/ruff format --quiet .
	@$(BIN)/djlint --reformat --quiet src || true

LOCK := uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header --no-emit-index-url --no-emit-find-links --no-annotate

lock:  ## Pin all packages anew with uv (ARGS=--upgrade for newer ones)
	@command -v uv >/dev/null || { echo "make lock needs uv: python3 -m pip install uv"; exit 1; }
	@$(LOCK) $(ARGS) --output-file requirements.txt
	@$(LOCK) $(ARGS) --extra test --output-file requirements-test.txt

# A virtual environment, and stamps that say what has been installed into it.

OLD := kumiai needs Python 3.11 or later, and $(PYTHON) is not: install it, or say make PYTHON=…
BARE := $(PYTHON) cannot make a virtual environment here: apt install python3-venv

$(BIN)/pip:
	@$(if $(shell $(PYTHON) -c 'import sys; sys.version_info < (3, 11) or print(1)' 2>/dev/null),,$(error $(OLD)))
	@$(if $(shell $(PYTHON) -c 'import venv, ensurepip; print(1)' 2>/dev/null),,$(error $(BARE)))
	@echo "Making .venv" && $(PYTHON) -m venv .venv

.venv/ready-to-run: requirements.txt pyproject.toml | $(BIN)/pip
	@echo "Installing packages (once)"
	@$(PIP) --require-hashes -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/ready-to-test: requirements-test.txt .venv/ready-to-run
	@echo "Installing packages for tests (once)"
	@$(PIP) --require-hashes -r requirements-test.txt
	@touch $@
