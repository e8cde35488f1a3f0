# The project's commands; `make help` lists them. Windows needs no make: README.md spells out the same lines.
# `make report PERIOD=2020H2 ORGANISATION=demo` reports on others; `make PYTHON=python3.12 …` sets up with another Python.

PYTHON ?= python3
ORGANISATION ?= cangshan
PERIOD ?= 2020H1
FUZZ ?= 5000

BIN := .venv/bin
COMPILE_LOCK := UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile pyproject.toml --quiet \
	--all-extras --group test --group check --group set-up --universal --python-version 3.11 \
	--no-emit-index-url --no-emit-find-links --generate-hashes --output-file requirements.lock

.DEFAULT_GOAL := help
.PHONY: help set-up report test check format notebooks samples lab fuzz benchmark lock clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

set-up: ## Make .venv from requirements.lock (every command below does so first, when something changed)
	@command -v $(PYTHON) >/dev/null || { \
		echo "找不到 $(PYTHON):请安装 Python 3.11 或更新的版本 / $(PYTHON) not found: install Python 3.11 or newer" >&2; exit 1; }
	@$(PYTHON) scripts/set_up.py

report: set-up ## Make the half-year report of PERIOD for ORGANISATION and print its path
	@$(BIN)/charity report $(PERIOD) --organisation $(ORGANISATION) || [ $$? -eq 1 ]  # 1: made, with findings to mend

test: set-up ## Run all tests, then every notebook
	$(BIN)/pytest --numprocesses auto --dist loadfile --no-loadscope-reorder
	$(BIN)/pytest --nbval-lax notebooks

check: set-up ## Check format, lint, types and the import contract
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: set-up ## Format the code and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

notebooks: set-up ## Run every notebook and keep its outputs in it
	$(BIN)/jupyter nbconvert --to notebook --execute --inplace --ExecutePreprocessor.record_timing=False notebooks/*.ipynb

samples: set-up ## Write the sample workbooks under data/raw anew
	$(BIN)/python scripts/make_samples.py

lab: set-up ## Open the notebooks in JupyterLab
	$(BIN)/jupyter lab notebooks

fuzz: set-up ## Feed thousands of damaged ledgers to the readers (FUZZ=5000 of them)
	CHARITY_FUZZ=$(FUZZ) $(BIN)/pytest tests/fuzz

benchmark: set-up ## Measure what cleaning costs, as ratios within one run, and a report of ten thousand gifts
	$(BIN)/python benchmarks/clean.py
	$(BIN)/python benchmarks/report.py

lock: set-up ## Bring requirements.lock in line with pyproject.toml (UPGRADE=1: and every package to its newest version)
	$(COMPILE_LOCK) $(if $(UPGRADE),--upgrade)

clean: ## Remove what the commands made: reports, cleaned data, caches (.venv stays)
	rm -rf reports build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find data/processed -mindepth 1 -maxdepth 1 ! -name README.md -exec rm -rf {} +
	find benchmarks charity_analysis notebooks scripts tests \
		\( -name __pycache__ -o -name .ipynb_checkpoints \) -prune -exec rm -rf {} +
