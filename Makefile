# Thin over the `policy` command: `make help` lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
POLICY := $(BIN)/policy

.DEFAULT_GOAL := help
.PHONY: help book test check serve draw lab clean lock

help: ## list these targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 10

book: $(VENV)/.book ## build the book into _build/html
	@$(POLICY) build

test: $(VENV)/.dev ## run every check and test
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(POLICY) check
	@$(BIN)/pytest

check: $(VENV)/.book ## check data, prose and pictures; name every fault
	@$(POLICY) check

serve: $(VENV)/.book ## serve the built book on this machine
	@$(POLICY) serve

draw: $(VENV)/.book ## redraw the charts' pictures (needs Chrome or Chromium)
	@$(POLICY) draw

lab: $(VENV)/.dev ## open the chapters in JupyterLab
	@$(POLICY) lab

clean: ## remove everything that was built, and the virtual environment
	rm -rf _build $(VENV)

lock: $(VENV)/.dev ## refresh requirements.txt and requirements-dev.txt from pyproject.toml
	@$(BIN)/uv pip compile pyproject.toml $(LOCK) -o requirements.txt
	@$(BIN)/uv pip compile pyproject.toml $(LOCK) --extra dev -c requirements.txt -o requirements-dev.txt

LOCK := --quiet --upgrade --universal --generate-hashes --python-version 3.11 \
	--no-emit-index-url --no-header --no-annotate

# A hash-checked install refuses `-e .`, so this package goes in as a second step.
define install
	@test -x $(BIN)/python || { echo "Setting up $(VENV) (about two minutes the first time)"; \
		$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "The book needs Python 3.11 or later; try make PYTHON=python3.12"; exit 1; }; \
		$(PYTHON) -m venv $(VENV); }
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r $(1)
	@$(BIN)/pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
endef

$(VENV)/.book: requirements.txt pyproject.toml
	$(call install,requirements.txt)

$(VENV)/.dev: requirements.txt requirements-dev.txt pyproject.toml
	$(call install,requirements-dev.txt)
	@touch $(VENV)/.book
