# Every target works in a fresh clone: python3 (3.11 or newer), make and git are all it takes.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile

.PHONY: help run test quick check format lint types tests quick-tests content content-then-tests translations lock audit clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: .venv/run.stamp ## start the bot (without TELEGRAM_BOT_TOKEN: the local simulator)
	@set -a; if [ -f .env ]; then . ./.env; fi; set +a; exec $(BIN)/python -m bot run

quick: .venv/dev.stamp ## within a minute: format, lint, types and the fast tests
	@$(MAKE) --no-print-directory format lint types quick-tests

test: .venv/dev.stamp ## what CI runs: format, lint, types, tests, content, translations
	@$(MAKE) --no-print-directory check

check: format lint translations
	@$(MAKE) --no-print-directory --jobs=2 types content-then-tests

# The tests find what the content's own tests have learned; the types are checked meanwhile.
content-then-tests: content
	@$(MAKE) --no-print-directory tests

format:
	$(BIN)/ruff format --check .

lint:
	$(BIN)/ruff check .

types:
	$(BIN)/mypy

content:
	$(BIN)/python -m bot check

translations:
	$(BIN)/python -m locales

# What is compiled is read in half the time, by the processes that tests start too, wherever compiling is switched off.
content tests quick-tests: export PYTHONDONTWRITEBYTECODE =

tests:
	$(BIN)/pytest -n auto --dist worksteal

quick-tests:
	$(BIN)/pytest -n auto --dist worksteal -m "not slow"

# On all processors at once; pip would compile one file after another.
.venv/run.stamp: requirements.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing the locked dependencies (the first time takes about a minute) ..."
	@$(PIP) --require-hashes -r requirements.lock
	@$(BIN)/python -m compileall -qq -j 0 .venv/lib || true
	@touch $@

.venv/dev.stamp: requirements-dev.lock pyproject.toml .venv/run.stamp
	@$(PIP) --require-hashes -r requirements-dev.lock
	@$(PIP) --no-deps --editable .
	@touch $@

lock: .venv/dev.stamp ## resolve pyproject.toml into the two lock files again (needs the network)
	@test -x .venv/lock/bin/uv || ($(PYTHON) -m venv .venv/lock && .venv/lock/bin/pip install --quiet uv)
	.venv/lock/bin/uv pip compile -q --upgrade --no-header --no-emit-index-url --generate-hashes --python-version 3.11 pyproject.toml -o requirements.lock
	.venv/lock/bin/uv pip compile -q --upgrade --no-header --no-emit-index-url --generate-hashes --python-version 3.11 --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

audit: .venv/dev.stamp ## look the locked dependencies up in the vulnerability database (needs the network)
	@test -x .venv/audit/bin/pip-audit || ($(PYTHON) -m venv .venv/audit && .venv/audit/bin/pip install --quiet pip-audit)
	.venv/audit/bin/pip-audit --strict --disable-pip --require-hashes -r requirements.lock

clean: ## remove the virtual environment and caches; data/ is left alone
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
