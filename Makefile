# The commands of the project. `make` alone lists them; CONTRIBUTING.md explains them.
#   make run PORT=8001 DATABASE_URL=postgres://… REDIS_URL=redis://…

PYTHON ?= $(firstword $(foreach name,python3.11 python3,$(shell command -v $(name))))
VENV := .venv
BIN := $(VENV)/bin
RUNNING := $(VENV)/requirements
DEVELOPING := $(VENV)/requirements-dev

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: packages-run packages-test help run test test-fast check format coverage lock clean

help: ## List the commands
	@grep -E '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 12

run: packages-run $(RUNNING) ## Start the portal with its worker and timetable on http://127.0.0.1:8000
	@$(BIN)/python -m tools.run

test: packages-test $(DEVELOPING) ## Run every test on SQLite, at the edges of the calendar, on PostgreSQL + Redis with a real worker, and in Chromium
	@$(BIN)/python -m tools.test_all

test-fast: $(DEVELOPING) ## Run the quick tests on SQLite (for daily work)
	@$(BIN)/python tools/fonts.py
	@$(BIN)/python -m pytest -q -n 2 --reuse-db -m "not browser and not real_services and not slow"

check: $(DEVELOPING) ## Lint, format, types, import order, migrations, templates, style sheets, deployment, security
	@$(BIN)/python -m tools.check

format: $(DEVELOPING) ## Put the code into the house format
	@$(BIN)/ruff check --fix --select I .
	@$(BIN)/ruff format .
	@$(BIN)/biome format --write

coverage: $(DEVELOPING) ## Measure branch coverage of every rules.py and services.py; all of it is expected
	@$(BIN)/python tools/fonts.py
	@$(BIN)/python -m pytest -q -n 2 -m "not browser and not real_services" --cov

lock: export UV_CUSTOM_COMPILE_COMMAND := make lock
lock: $(DEVELOPING) ## Write the lock files anew from the .in files (UPGRADE=--upgrade takes newer versions)
	@for name in requirements-installer requirements requirements-dev; do \
		$(BIN)/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 $(UPGRADE) $$name.in -o $$name.txt || exit 1; \
	done

clean: ## Remove what tools wrote, except .venv and the data under var/
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage htmlcov var/test-results
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

# The environment. An empty file in it, younger than a lock, says that the lock is installed. The pip of the machine,
# however old, installs one checked wheel, uv, and uv installs the rest.

$(shell test -x $(BIN)/python || rm -f $(VENV)/installer $(RUNNING) $(DEVELOPING))

packages-run packages-test:
	@$(PYTHON) -m tools.system_packages $@

$(VENV)/installer: requirements-installer.txt
	@test -x $(BIN)/pip -a -x $(BIN)/python || $(PYTHON) -m tools.system_packages packages-venv
	@test -x $(BIN)/pip -a -x $(BIN)/python || $(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip -qq --disable-pip-version-check install --require-hashes --requirement $<
	@touch $@

$(RUNNING): requirements.txt $(VENV)/installer
$(DEVELOPING): requirements-dev.txt $(RUNNING)
$(RUNNING) $(DEVELOPING):
	@echo Installing $<
	@$(BIN)/uv --quiet pip install --python $(BIN)/python --require-hashes --requirement $<
	@touch $@
