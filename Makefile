# Needs python3 (3.11 or newer) and make. PORT, ARTICLES and PYTHON may be given: make run PORT=8080
PYTHON ?= python3
PORT ?= 8000
ARTICLES ?=

PY := .venv/bin/python
OURS := factcheck claims sources
TEMPLATES = $(wildcard $(OURS:%=%/templates))
LOCK := .venv/bin/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--custom-compile-command "make lock"
# Three processes on two cores: many tests wait for servers and processes. What a file shares is made once.
IN_PARALLEL := -n 3 --dist loadfile --no-loadscope-reorder
# The embedded default, whatever the caller's environment and .env say.
EMBEDDED := env -u DATABASE_URL -u REDIS_URL -u DEBUG FACTCHECK_DOTENV=

.PHONY: help run test check bench install lint format audit lock dev
.DEFAULT_GOAL := help

help: ## this list
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

run: install ## set up, load the example case, start everything on PORT (8000)
	@$(PY) manage.py prepare
	@$(PY) manage.py loadcase examples/china-social-credit $(if $(ARTICLES),--articles "$(ARTICLES)")
	@$(PY) manage.py demo
	@exec $(PY) manage.py up --port $(PORT)

test: dev ## set up, then the suite; service tests in a second pass where PostgreSQL and Redis answer
	$(EMBEDDED) $(PY) -m pytest $(IN_PARALLEL)
	$(PY) -m tests.on_services -m services

check: lint audit ## lint, types, layers, migrations, templates, audit, then the suite on both set-ups
	$(EMBEDDED) $(PY) -m pytest $(IN_PARALLEL)
	$(PY) -m tests.on_services $(IN_PARALLEL) -m "django_db and not browser or services"

bench: dev ## the benchmarks: a table, and build/bench.json
	$(PY) -m bench

install: ## .venv with what running needs
	@$(PYTHON) factcheck/bootstrap.py requirements.lock

dev: ## .venv with what tests and linting need too
	@$(PYTHON) factcheck/bootstrap.py requirements-dev.lock

lint: dev ## style, format, types, layers, Django checks, migrations, templates
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy $(OURS)
	.venv/bin/lint-imports
	$(EMBEDDED) $(PY) manage.py check --fail-level WARNING
	$(EMBEDDED) $(PY) manage.py makemigrations --check --dry-run
	.venv/bin/djlint --lint --quiet --allow-empty-input --profile django --ignore H030,H031 $(TEMPLATES)

format: dev ## rewrite the code in the house format
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

audit: dev ## known vulnerabilities among the locked packages, where an advisory service answers
	$(PY) .ci/audit.py requirements-dev.lock

lock: dev ## resolve the locks again, keeping what is pinned
	$(LOCK) requirements.txt --output-file requirements.lock
	$(LOCK) --constraint requirements.lock requirements-dev.txt --output-file requirements-dev.lock
