# One verb a chore. Everything sets itself up; only Python 3.11+ and make are needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PO := $(wildcard locales/*/LC_MESSAGES/messages.po)
MO := $(PO:.po=.mo)
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

.PHONY: help demo tour test check bench faults walk run messages picture clean
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST)

demo: $(VENV)/ready $(MO)  ## phones side by side in a browser, without Telegram
	$(BIN)/python -m bot demo

tour: $(VENV)/ready $(MO)  ## the main journey, played and checked by itself
	$(BIN)/python -m bot demo --tour

run: $(VENV)/ready $(MO)  ## the real thing: BOT_TOKEN from the environment or .env
	$(BIN)/python -m bot run

test: $(VENV)/dev $(MO)  ## every test; those for PostgreSQL and Chromium where these are at hand
	$(BIN)/python -m pytest

check: $(VENV)/dev $(MO)  ## style, types, layers, content, translations, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m bot check
	$(BIN)/python -m pytest -q -m "not postgres and not browser" tests/test_locales.py tests/store/test_migrations.py

bench: $(VENV)/dev $(MO)  ## the figures of the README
	$(BIN)/python -m tests.bench

walk: $(VENV)/dev $(MO)  ## press and type at random, 10,000 times in each language; SEED=7 walks one again
	$(BIN)/python -m tests.walk $(SEED)

faults: $(VENV)/dev $(MO)  ## kills the bot at every point there is, and throws 200,000 bent updates at it
	FAULTS=full $(BIN)/python -m pytest tests/faults -q -p no:randomly

messages: $(VENV)/dev  ## gather the texts anew into locales/
	$(BIN)/pybabel -q extract -k _:1,1t -k _:1,2 -k __ -k N_ --add-comments=NOTE --no-location \
		--sort-output --project=Prystan --version=0.1 --copyright-holder='the Prystan authors' \
		--last-translator='the Prystan authors' --msgid-bugs-address= -o locales/messages.pot bot handlers
	for lang in ru be ky en; do \
		$(BIN)/pybabel -q update -i locales/messages.pot -d locales -l $$lang -D messages \
			--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --init-missing; \
	done

picture: $(VENV)/dev $(MO)  ## the demo's picture for the README, taken in Chromium
	$(BIN)/python -m tests.picture

%.mo: %.po $(VENV)/ready
	$(BIN)/pybabel -q compile --use-fuzzy -i $< -o $@

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

# The lock has hashes and the project has none, so they cannot share one pip call.
$(VENV)/ready: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/dev: requirements-dev.lock $(VENV)/ready
	$(PIP) install --require-hashes -r requirements-dev.lock
	touch $@

clean:  ## forget what make made
	rm -rf $(VENV) build dist $(MO)
