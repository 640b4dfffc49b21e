# make demo   everything for a first look: installs, loads the demo, starts web and worker
# make test   all tests, on SQLite and on a PostgreSQL server that the run starts itself
# make check  format, lint, types, layers, templates, translations, migrations, deploy check, tests
# make bench  measured ratios of speed and memory
# make fix    mend format and simple lint

PORT ?= 8000
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# More than there are cores would be quicker, but browsers then wait longer than their tests do.
TEST_WORKERS ?= auto
TESTS = $(BIN)/python -m pytest -q -n $(TEST_WORKERS) --dist worksteal $(ARGS)
SYSTEM := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0

.DEFAULT_GOAL := help
.PHONY: help install system demo demo-data test test-sqlite test-postgres check check-static bench fix messages lock clean

help:
	@sed -n 's/^# //p' Makefile

$(VENV)/.installed: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.txt
	touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.txt
	touch $@

install: $(VENV)/.installed system

# The PDF engine needs Pango, which pip cannot bring.
system: $(VENV)/.installed
	@$(BIN)/python -c "import weasyprint" 2>/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing Pango ($(SYSTEM))"; \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(SYSTEM) >/dev/null; \
	  else \
	    echo "Pango is missing: ask an administrator to run 'apt-get install $(SYSTEM)', then try again." >&2; exit 1; \
	  fi; }

demo: install
	@DEMO=true BASE_URL=http://127.0.0.1:$(PORT) $(BIN)/python manage.py prepare_demo
	@DEMO=true BASE_URL=http://127.0.0.1:$(PORT) exec $(BIN)/python manage.py serve --port $(PORT)

test: test-sqlite test-postgres

test-sqlite: $(VENV)/.installed-dev system
	$(TESTS)

test-postgres: $(VENV)/.installed-dev system
	$(BIN)/python tests/with_postgres.py $(TESTS)

check: check-static test

check-static: $(VENV)/.installed-dev system
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	DEMO=true $(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet templates
	DEMO=true $(BIN)/python tests/check_messages.py
	DEMO=true $(BIN)/python manage.py makemigrations --check --dry-run
	DEMO=true $(BIN)/python manage.py check --fail-level WARNING
	SECRET_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(60))") BASE_URL=https://portal.example.go.th \
	  $(BIN)/python manage.py check --deploy --fail-level WARNING

bench: $(VENV)/.installed-dev system
	$(BIN)/python tests/bench/run.py
	$(BIN)/python tests/bench/run.py --only rounds
	$(BIN)/python tests/bench/run.py --only overview
	$(BIN)/python tests/bench/run.py --only export
	$(BIN)/python tests/with_postgres.py $(BIN)/python tests/bench/run.py
	$(BIN)/python tests/with_postgres.py $(BIN)/python tests/bench/run.py --only rounds
	$(BIN)/python tests/with_postgres.py $(BIN)/python tests/bench/run.py --only overview
	$(BIN)/python tests/with_postgres.py $(BIN)/python tests/bench/run.py --only export

fix: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: $(VENV)/.installed-dev
	DEMO=true $(BIN)/python tests/check_messages.py --write

lock: $(VENV)/.installed-dev
	$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header --no-emit-options \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o requirements.txt pyproject.toml
	$(BIN)/pip-compile --quiet --extra dev -c requirements.txt --generate-hashes --strip-extras --allow-unsafe --no-header \
	  --no-emit-options --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o requirements-dev.txt pyproject.toml

clean:
	rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache .hypothesis
