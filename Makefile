# CRM Sync. `make` lists what there is. Needed on the machine: make, bash, and Python 3.11, 3.12 or 3.13 with its venv module.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# The first Python that fits; name another one with: make setup PYTHON=/path/to/python3.12
PYTHON ?= $(shell for each in python3.11 python3.12 python3.13 python3; do \
	"$$each" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && command -v "$$each" && break; done)
JOBS ?= 2
SEEDS ?= 200
FIRST ?= 1
SEED ?= 1
SECONDS ?= 300

BIN := .venv/bin
# The stamp's name holds the folder: a checkout that was moved or copied gets its environment anew.
STAMP := .venv/.installed-$(shell printf '%s' '$(CURDIR)' | cksum | cut -d ' ' -f 1)
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input

.PHONY: help setup qt demo test lint format bench simulate simulate-mutants monkey shuffled screenshots translations clean

help: ## list the commands
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1|\2/p' Makefile | column -t -s '|' 2>/dev/null \
		|| sed -nE 's/^([a-z-]+):.*## (.*)/  make \1   \2/p' Makefile

setup: $(STAMP) ## make the virtual environment with the locked dependencies (quick where nothing changed)

$(STAMP): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "No Python 3.11, 3.12 or 3.13 was found."; \
		echo "Fix: sudo apt-get install -y python3 python3-venv   or name one: make setup PYTHON=/path/to/python3.11"; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || { \
		echo "$(PYTHON) is $$("$(PYTHON)" --version 2>&1 || echo missing); CRM Sync needs Python 3.11, 3.12 or 3.13."; \
		echo "Fix: make setup PYTHON=/path/to/python3.11"; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) has no venv module."; \
		echo "Fix: sudo apt-get install -y $$("$(PYTHON)" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"; exit 1; }
	@echo "setup: virtual environment in .venv, with $(PYTHON)"
	@base='import pip, sys; print(sys.base_prefix, sys.version_info)'; clear=; \
		others=$$(compgen -G '.venv/.installed-*' | grep -vxF '$(STAMP)' || true); \
		if [ -n "$$others" ] || ! [ "$$($(BIN)/python -c "$$base" 2>/dev/null)" = "$$("$(PYTHON)" -c "$${base/pip, /}")" ]; then clear=--clear; fi; \
		"$(PYTHON)" -m venv $$clear .venv || { echo "Fix: give this user write access to this folder, or: make clean"; exit 1; }
	@echo "setup: locked dependencies, every file checked by its hash (a few minutes the first time)"
	@$(PIP) install -qq --require-hashes -r requirements.lock || { \
		echo "Fix: check the network and pip's own settings (pip config list), then run this again."; exit 1; }
	@echo "setup: CRM Sync itself, from this folder"
	@$(PIP) install -qq --no-deps --no-build-isolation -e .
	@touch "$@"

demo: setup ## try everything without credentials: sandboxed CRMs, the daemon, edits on all sides
	@$(BIN)/crmsync demo

# Qt loads libraries of the system that no Python package brings.
qt: setup
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -c 'from PySide6.QtWidgets import QApplication; QApplication([])' || { \
		echo "Qt lacks libraries of the system. Fix (Debian, Ubuntu):"; \
		echo "  sudo apt-get install -y libegl1 libgl1 libxkbcommon0 libfontconfig1 libdbus-1-3 fonts-dejavu-core"; exit 1; }

# Each process of a run would compile everything anew where the shell forbids keeping what is compiled.
test: lint qt ## set up, lint, then run the whole suite
	@echo "test: pytest on $(JOBS) processes (JOBS=1 for one)"
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -q -n $(JOBS) --dist loadfile --no-loadscope-reorder

lint: setup ## style, format, types and import rules
	@echo "lint: ruff check"
	@$(BIN)/ruff check . || { echo "Fix: what is marked [*] is corrected by: make format"; exit 1; }
	@echo "lint: ruff format"
	@$(BIN)/ruff format --check --quiet . || { $(BIN)/ruff format --check . | grep '^Would' ; echo "Fix: make format"; exit 1; }
	@echo "lint: mypy"
	@$(BIN)/mypy
	@echo "lint: import rules"
	@$(BIN)/lint-imports --no-logo

format: setup ## put imports and layout in order
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

bench: setup ## measure throughput and latency (docs/performance.md)
	@$(BIN)/python -m bench

simulate: setup ## simulated histories under faults: SEEDS=200 FIRST=1
	@$(BIN)/python -m tests.simulation --seeds $(SEEDS) --first $(FIRST)

simulate-mutants: setup ## break the engine on purpose and see the simulation notice
	@$(BIN)/python -m tests.simulation.mutants

monkey: qt ## seeded clicks, keys, drags and resizes over the whole app: SEED=1 SECONDS=300
	@$(BIN)/python -m tests.gui.monkey --seed $(SEED) --seconds $(SECONDS)

shuffled: qt ## the tests of the app while the daemon's answers overtake one another: SEED=1
	@CRMSYNC_SHUFFLED=$(SEED) PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -q -n $(JOBS) --dist loadfile tests/gui

screenshots: qt ## every page of the app in every state, on the real daemon with demo data (docs/app.md)
	@$(BIN)/python -m tests.gui.screenshots

# One file a folder of gui/ and language; English ones hold only plurals. Compiled files are committed (docs/app.md).
TEXTS := shell $(patsubst gui/%/__init__.py,%,$(filter-out gui/widgets/%,$(wildcard gui/*/__init__.py)))

translations: setup ## take new texts of the app and the daemon into resources/i18n, and compile what is translated
	@said=$$(mktemp -d); trap 'rm -rf "$$said"' EXIT; $(BIN)/python -m tests.gui.sentences --noop $$said/sentences.py; \
	for part in $(TEXTS) sentences; do \
		if [ $$part = sentences ]; then files=$$said/sentences.py; \
		elif [ $$part = shell ]; then files="gui/*.py gui/widgets/*.py"; else files="gui/$$part/*.py"; fi; \
		for tongue in de en; do \
			mkdir -p resources/i18n/$$tongue; plural=; [ $$tongue = de ] || plural=-pluralonly; \
			$(BIN)/pyside6-lupdate -silent -no-obsolete -locations none $$plural -source-language en -target-language $$tongue \
				$$files -ts resources/i18n/$$tongue/$$part.ts; \
			$(BIN)/pyside6-lrelease -silent resources/i18n/$$tongue/$$part.ts -qm resources/i18n/$$tongue/$$part.qm; \
		done; done

clean: ## remove the environment, caches and build results
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
