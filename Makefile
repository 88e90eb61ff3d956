# One verb per step. Everything a step needs it makes itself, from python3, pip and requirements.lock.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.klaar
INWONERS ?= 75000
SEED ?= 1

.PHONY: run test lint bench fuzz attack dev env lock

run: $(READY)
	@$(BIN)/sdl demo --inhabitants $(INWONERS) --seed $(SEED)

# Side by side, each file as a whole: what a file makes once is made once. In the order of the folders: the few long
# files of e2e come first, so that no processor waits for one at the end.
test: $(READY) lint
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

bench: $(READY)
	@$(BIN)/python -m tests.bench

# Broken XML, ZIP, CSV and JSON, other ones each time and many more than in the test suite. VOORBEELDEN is how many
# per test.
VOORBEELDEN ?= 2500
fuzz: $(READY)
	@SDL_FUZZ=$(VOORBEELDEN) $(BIN)/python -m pytest -n auto --maxprocesses 4 tests/unit -k fuzz

# Everything an outsider can try on the publication and all that was published before.
attack: $(READY)
	@$(BIN)/sdl attack

# The Dagster UI, on this machine only.
dev: $(READY)
	@$(BIN)/sdl dev

env: $(READY)

$(READY): requirements.lock pyproject.toml
	@echo "Omgeving maken in $(VENV) (eenmalig)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	@# Compiled now, once: every run starts three processes, and each would compile all libraries again.
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes --compile-bytecode requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@$(BIN)/python -c "from warehouse.duck import install_extensions; install_extensions()"
	@$(BIN)/python -m compileall -q sources warehouse expectations orchestration
	@touch $(READY)

# After a change of pyproject.toml: names, versions and hashes only.
lock:
	@$(BIN)/uv pip compile --quiet --group dev pyproject.toml --generate-hashes --no-emit-index-url --no-header -o requirements.lock
