# The commands of the project. `make` alone lists them; CONTRIBUTING.md explains them.
#   make run PORT=8001 DATABASE_URL=postgres://… REDIS_URL=redis://…

PYTHON ?= $(firstword $(foreach name,python3.11 python3,$(shell command -v $(name))))
VENV := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run test test-fast check format coverage lock clean

help: ## List the commands
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*## /\t/' | expand -t 12

run: ## Start the portal with its worker and timetable on http://127.0.0.1:8000
	@$(PYTHON) -m tools.environment run
	@$(VENV)/python -m tools.run

test: ## Run every test on SQLite, at the edges of the calendar, on PostgreSQL + Redis with a real worker, and in Chromium
	@$(PYTHON) -m tools.environment test
	@$(VENV)/python -m tools.test_all

test-fast: ## Run the quick tests on SQLite (for daily work)
	@$(PYTHON) -m tools.environment develop
	@$(VENV)/python tools/fonts.py
	@$(VENV)/python -m pytest -q -n 2 --reuse-db -m "not browser and not real_services and not slow"

check: ## Lint, format, types, import order, migrations, templates, style sheets, deployment, security
	@$(PYTHON) -m tools.environment develop
	@$(VENV)/python -m tools.check

format: ## Put the code into the house format
	@$(PYTHON) -m tools.environment develop
	@$(VENV)/ruff check --fix --select I .
	@$(VENV)/ruff format .
	@$(VENV)/biome format --write

coverage: ## Measure branch coverage of every rules.py and services.py; all of it is expected
	@$(PYTHON) -m tools.environment develop
	@$(VENV)/python tools/fonts.py
	@$(VENV)/python -m pytest -q -n 2 -m "not browser and not real_services" --cov

lock: export UV_CUSTOM_COMPILE_COMMAND := make lock
lock: ## Write the lock files anew from the .in files (UPGRADE=--upgrade takes newer versions)
	@$(PYTHON) -m tools.environment develop
	@for name in requirements-installer requirements requirements-dev; do \
		$(VENV)/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 $(UPGRADE) $$name.in -o $$name.txt || exit 1; \
	done

clean: ## Remove what tools wrote, except .venv and the data under var/
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage htmlcov var/test-results
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
