# Everything a newcomer types. It needs Python 3.11 or newer, pip and make; the rest is fetched into .venv.
# `make` alone lists what there is.

.DEFAULT_GOAL := help
.SUFFIXES:
SHELL := /bin/sh

BIN := .venv/bin
UV := $(BIN)/uv
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
# A company's own root certificate counts, as it does for pip.
export UV_SYSTEM_CERTS := 1
export SEED ONLY SHARE JOBS AGAIN
# Many processes are started here: each would compile every module anew.
unexport PYTHONDONTWRITEBYTECODE
HOW := -q -rfEs --no-fold-skipped --ignore=tests/test_house_rules.py --ignore=tests/test_docs.py
# The first Python on this machine that is new enough; `make PYTHON=/path/to/python3 …` chooses another.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$p" -c '$(NEW_ENOUGH)' 2>/dev/null && echo "$$p" && exit; done; echo python3)

# $(call fetch,lock): what a lock names, by uv, or by pip where uv does not run. Both check every hash.
define fetch
	if [ -x $(UV) ] && $(UV) pip install --quiet --python $(BIN)/python --require-hashes -r $(1); then :; else \
		echo "· uv could not do it here; trying pip, which is slower"; \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r $(1) || { \
			echo "! The packages in $(1) could not be fetched. Is the package index reachable?" >&2; exit 1; }; \
	fi
endef

.PHONY: help demo test check bench bench-long simulate faults faults-long covered mutants unguarded audit pictures lock clean

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r name what; do \
		printf '  make %-11s %s\n' "$$name" "$$what"; done

demo: .venv/.runtime  ## a small Slack on this machine with Muster in it (NO_BROWSER=1, DEMO_PORT=8700)
	@exec $(BIN)/python -m bot demo

test: check  ## every check and every test; fetches PostgreSQL, Chromium and a Chinese font where it may (AGAIN=1)
	@sh tests/provide.sh
	@echo "· running the tests, but those that the check has just run"
	@$(BIN)/python -m pytest -n 4 $(HOW) || { \
		code=$$?; if [ $$code != 1 ] || [ -z "$(AGAIN)" ]; then exit $$code; fi; \
		echo "· what failed, once more, alone: that counts"; $(BIN)/python -m pytest --last-failed $(HOW); }

check: .venv/.dev  ## lint, format, types, who may import whom, house rules: under a minute
	@echo "· ruff"
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check . || { echo "! mend it with: $(BIN)/ruff format ." >&2; exit 1; }
	@echo "· mypy"
	@$(BIN)/mypy --no-error-summary
	@echo "· import contracts"
	@$(BIN)/lint-imports --no-cache >.venv/.contracts 2>&1 || { cat .venv/.contracts >&2; exit 1; }
	@echo "· house rules"
	@$(BIN)/python -m pytest -q --no-header tests/test_house_rules.py tests/test_docs.py

bench: .venv/.runtime  ## every figure beside its floor, a quarter of an hour (BENCH="--only add list")
	@$(MAKE) --no-print-directory .venv/.peers || echo "· going on without the libraries to compare with"
	@$(BIN)/python -m benchmarks $(BENCH)

bench-long: .venv/.runtime  ## the same at full size on PostgreSQL, too, and at length: most of an hour
	@$(MAKE) --no-print-directory bench BENCH="--long --rounds 7 --seconds 5 --size 200000 $(BENCH)"

simulate: .venv/.dev  ## play at random and compare with oracles, at length (EXAMPLES=50)
	@sh tests/provide.sh
	@MUSTER_EXAMPLES=$(or $(EXAMPLES),50) $(BIN)/python -m tests.simulate

faults: .venv/.dev  ## break everything on purpose: minutes (SEED=7 plays it again, ONLY=G2,G4, SHARE=0.5, JOBS=2)
	@sh tests/provide.sh
	@exec $(BIN)/python -m tests.faults

faults-long: .venv/.dev  ## the same at a night's size: hours
	@sh tests/provide.sh
	@exec $(BIN)/python -m tests.faults --long

covered: .venv/.dev  ## every branch of what must not be wrong is tested, in about a minute (ONLY=crypto, JOBS=2)
	@exec $(BIN)/python -m tests.gates.covered

mutants: .venv/.dev .venv/.mutants  ## change what must not be wrong, one thing at a time: do its tests notice? (ONLY=crypto, JOBS=1)
	@exec $(BIN)/python -m tests.gates.mutants

unguarded: .venv/.dev  ## switch off one rule of the safety net at a time: do its tests notice? a quarter of an hour (ONLY=R3,R6)
	@sh tests/provide.sh
	@exec $(BIN)/python -m tests.faults.unguarded

audit: .venv/.auditors  ## list the packages Muster runs with (CycloneDX) and what is publicly known against them
	@sh tests/audit.sh $(BIN)/python .venv/auditors

pictures: .venv/.dev  ## take the README's pictures anew, of a running demo in Chromium
	@sh tests/provide.sh
	@$(BIN)/python -m tests.browser.pictures

lock: .venv/.made  ## write the lock files again from pyproject.toml (UPGRADE=1 takes the newest versions)
	@set -e; again="$(if $(UPGRADE),--upgrade,)"; \
	compile="$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header $$again"; \
	$$compile pyproject.toml --extra postgres -o requirements.lock; \
	$$compile pyproject.toml --extra postgres --group dev -o requirements-dev.lock; \
	for group in bench audit mutants; do $$compile --group $$group -o requirements-$$group.lock; done; \
	$$compile benchmarks/peers/requirements.in -o benchmarks/peers/requirements.lock; \
	echo "· requirements.lock and those for development, bench, audit and mutants are written"

clean:  ## remove .venv, caches and the demo's data; a muster.db of yours stays
	rm -rf .venv .bench-peers .demo .mypy_cache .ruff_cache .hypothesis .import_linter_cache dist benchmarks/results.json
	find bot handlers models scheduler playground tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# A virtual environment with uv in it. Debian keeps a part of venv in a package of its own.
.venv/.made: requirements-setup.lock
	@$(PYTHON) -c '$(NEW_ENOUGH)' 2>/dev/null || { \
		echo "! Muster needs Python 3.11 or newer; this is $$($(PYTHON) --version 2>&1)." >&2; \
		echo "  Say which one to use: make PYTHON=/path/to/python3.12 …  (Debian 12: apt-get install python3)" >&2; \
		exit 1; }
	@echo "· making .venv with $$($(PYTHON) --version)"
	@set -e; clear="$$($(BIN)/python -c '$(NEW_ENOUGH)' 2>/dev/null || echo --clear)"; \
	if $(PYTHON) -m venv $$clear .venv >/dev/null 2>&1; then \
		pip="$(BIN)/python -m pip"; \
	elif $(PYTHON) -m venv --clear --without-pip .venv 2>/dev/null; then \
		pip="$(PYTHON) -m pip --python $(BIN)/python"; \
	else \
		echo "! Python has no venv module here. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; \
	fi; \
	$$pip install --quiet --disable-pip-version-check --require-hashes -r requirements-setup.lock || { \
		$(BIN)/python -m pip --version >/dev/null 2>&1 || { \
			echo "! There is no pip for the new .venv. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }; \
		echo "· no uv for this machine; pip will do"; }
	@touch $@

.venv/.runtime: requirements.lock .venv/.made
	@echo "· fetching what Muster runs with"
	@$(call fetch,requirements.lock)
	@touch $@

.venv/.dev: requirements-dev.lock pyproject.toml .venv/.made
	@echo "· fetching what the tests run with"
	@$(call fetch,requirements-dev.lock)
	@touch $@

# In folders of their own, which nothing else looks into: nothing else may come to need them.
# $(call apart,lock,folder)
define apart
	rm -rf $(2); \
	if [ -x $(UV) ]; then $(UV) pip install --quiet --python $(BIN)/python --target $(2) --require-hashes -r $(1); \
	else $(BIN)/python -m pip install --quiet --disable-pip-version-check --target $(2) --require-hashes --no-deps -r $(1); fi
endef

.venv/.peers: requirements-bench.lock .venv/.made
	@echo "· fetching what reading is measured against"
	@$(call apart,requirements-bench.lock,.venv/peers)
	@touch $@

.venv/.auditors: requirements-audit.lock .venv/.made
	@echo "· fetching what looks the packages up"
	@$(call apart,requirements-audit.lock,.venv/auditors)
	@touch $@

.venv/.mutants: requirements-mutants.lock .venv/.made
	@echo "· fetching what changes the code"
	@$(call apart,requirements-mutants.lock,.venv/mutants)
	@touch $@
