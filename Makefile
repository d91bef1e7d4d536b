# The commands of the README. All of them are `mlplatform <command>`; this file only makes sure that it is installed.
ENV ?= dev
PYTHON ?= python3
MLPLATFORM := .venv/bin/mlplatform

.DEFAULT_GOAL := help
.PHONY: help install up preview down test check scan bench lock

help: ## Show the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' Makefile

install: ## Install the locked Python dependencies into .venv
	@$(PYTHON) bootstrap.py

up: install ## Bring up ENV (default dev) on the embedded sandbox
	@$(MLPLATFORM) up $(ENV)

preview: install ## Preview ENV on the sandbox, with the policy pack
	@$(MLPLATFORM) preview $(ENV)

down: install ## Destroy ENV's stack and stop the sandbox
	@$(MLPLATFORM) down $(ENV)

test: install ## Run all tests: unit, and integration on a sandbox of their own
	@$(MLPLATFORM) sandbox build
	@.venv/bin/python -m pytest

check: install ## Lint, formatting, types, settings
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check
	@.venv/bin/basedpyright
	@$(MLPLATFORM) settings check

scan: install ## Run Checkov over what prod declares
	@PATH="$(CURDIR)/.venv/bin:$$PATH" .venv/bin/python -m tests.scans

bench: install ## Measure imports, preview, up and policy time
	@.venv/bin/python -m benchmarks --sandbox

lock: install ## Rewrite requirements*.txt from pyproject.toml
	@.venv/bin/uv pip compile --quiet --generate-hashes --no-emit-index-url --universal --python-version 3.11 pyproject.toml -o requirements.txt
	@.venv/bin/uv pip compile --quiet --generate-hashes --no-emit-index-url --universal --python-version 3.11 --all-extras pyproject.toml -o requirements-dev.txt
