# `make run` and `make test` are all that a fresh clone needs. CONTRIBUTING.md says more.
.PHONY: help run test check bench reset requirements site-venv dev-venv

PYTHON ?= $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$each && break; done)
VENV = .venv/bin/python

help:
	@echo "make run      a filled demo site on this machine (PORT=8000)"
	@echo "make test     all tests, on SQLite and on PostgreSQL, with a real Redis protocol"
	@echo "make check    style, types, layers, templates, migrations, deployment settings"
	@echo "make bench    the figures of docs/performance.md, measured here"
	@echo "make reset    forget the demo's data and start afresh"

run: site-venv
	@$(VENV) -m house.run

test: dev-venv
	@$(VENV) -m house.test $(ARGS)

check: dev-venv
	@$(VENV) -m house.check

bench: dev-venv
	@$(VENV) -m house.bench $(ARGS)

reset: site-venv
	@$(VENV) -m house.reset $(if $(FORCE),--force)

requirements: dev-venv
	@$(VENV) -m house.requirements

site-venv dev-venv:
	@test -n "$(PYTHON)" || { echo "Guildhall needs Python 3.11 or newer, and none was found. Install one, then run \
	again, or name it: make run PYTHON=/path/to/python3.12" >&2; exit 1; }
	@$(PYTHON) -m house.setup $(if $(filter dev-venv,$@),--dev)
