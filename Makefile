# Two commands do everything on a fresh machine: `make site` and `make test`.
# Needed: git, make and Python 3.11 or newer with venv.  `make PYTHON=python3.12 …` chooses one.

# The first Python on the path that is new enough.
NEW_ENOUGH := 'import sys, venv; sys.exit(sys.version_info < (3, 11))'
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c $(NEW_ENOUGH) 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
TESTS ?= tests glossary_site
WORKERS ?= 2
SECONDS ?= 60
# What is measured in milliseconds, while nothing else runs.
ALONE := tests/weight/test_load.py

.DEFAULT_GOAL := site
.PHONY: site serve check test soak lint format types schema icons lock audit fuzz coverage mutants chromium clean help bench compiled

help: ## Say what can be made
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

site: $(VENV)/.site compiled ## Set up, and build the glossary into _site/
	$(BIN)/python build.py

serve: $(VENV)/.site ## Build, watch and show the glossary while you write
	$(BIN)/python build.py serve

check: $(VENV)/.site ## Check every file, and write nothing
	$(BIN)/python build.py check --strict

test: $(VENV)/.dev chromium ## Set up, and run all tests
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(TESTS)

soak: $(VENV)/.dev chromium ## Run the exhaustive versions of the tests too, and write docs/trust.md
	SOAK=1 $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --timeout 3600 --figures tests/proof/figures.json --deselect $(ALONE) $(TESTS)
	SOAK=1 $(BIN)/python -m pytest $(ALONE)
	$(BIN)/python -m tests.proof

lint: $(VENV)/.dev ## Check style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/.dev ## Mend style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(VENV)/.dev ## Check types
	$(BIN)/mypy

schema: $(VENV)/.site ## Write schema/ and the API's schemas anew from the code
	$(BIN)/python -m glossary_site.schemas
	$(BIN)/python -m glossary_site.api_schemas

icons: $(VENV)/.dev ## Draw the pictures of static/icons/ anew from their SVG
	$(BIN)/python -m tests.metadata.icons

chromium: $(VENV)/.dev ## Find Chromium, or install it where that is possible
	@$(BIN)/python -m tests.chromium

clean: ## Remove what was built
	rm -rf _site .cache

# Where PYTHONDONTWRITEBYTECODE is set, every start would compile every module anew.
compiled: $(VENV)/.site
	@$(BIN)/python -m compileall -q glossary_site

audit: $(VENV)/.dev ## Ask whether a hole is known in what we depend on
	$(BIN)/python -m pip_audit --requirement requirements.lock --disable-pip --no-deps

coverage: $(VENV)/.dev chromium ## Say which branches of the program no test takes
	$(BIN)/python -m coverage erase
	$(BIN)/python -m coverage run -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --timeout 900 --deselect $(ALONE) $(TESTS)
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage report

mutants: $(VENV)/.dev ## Change the program, and say which changes no test notices
	$(PIP) install --quiet --group mutation
	$(BIN)/python -m tests.mutation $(MODULES)

fuzz: $(VENV)/.dev ## Look for inputs that break a promise, SECONDS on each reader
	@$(PIP) install --quiet --group fuzz || echo 'there is no fuzzer for this system'
	$(BIN)/python -m tests.fuzzing --seconds $(SECONDS)

bench: $(VENV)/.dev compiled ## Measure the program, beside Hugo where HUGO names one
	$(BIN)/python -m tests.benchmarks.measure $(if $(HUGO),--hugo $(HUGO))

# Exact versions of everything; a stamp file says that they are installed.
$(VENV)/.site: requirements.lock
	@test -n '$(PYTHON)' || { echo 'Python 3.11 or newer with venv is needed' >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --require-hashes --requirement requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.site
	$(PIP) install --quiet --require-hashes --requirement requirements-dev.lock
	@touch $@

# Adds the digests of all files of each version: wheels of every platform, and the sources.
HASHED := .lock/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras \
	--no-header --no-annotate --no-emit-options --no-emit-index-url --no-emit-find-links --no-emit-trusted-host

lock: ## Write both lock files anew from pyproject.toml
	rm -rf .lock && $(PYTHON) -m venv .lock
	.lock/bin/python -m pip install --quiet --upgrade 'pip>=25.1'
	.lock/bin/python -m pip install --quiet $$(.lock/bin/python tests/locking.py runtime)
	.lock/bin/python -m pip freeze --exclude pip --exclude setuptools > .lock/runtime.in
	.lock/bin/python -m pip install --quiet --group dev
	.lock/bin/python -m pip freeze --exclude pip --exclude setuptools > .lock/dev.in
	.lock/bin/python -m pip install --quiet 'pip-tools>=7.5,<8'
	$(HASHED) -o .lock/runtime.out .lock/runtime.in
	$(HASHED) -o .lock/dev.out .lock/dev.in
	.lock/bin/python tests/locking.py header < .lock/runtime.out > requirements.lock
	.lock/bin/python tests/locking.py header < .lock/dev.out > requirements-dev.lock
	.lock/bin/python -m tests.supply.sbom
	rm -rf .lock
