# Two commands matter: `make demo` and `make test`. Both start from a fresh clone with Python 3.11, pip and make.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
UV := PYTHONPATH=.tools $(PYTHON) -m uv
export UV_PYTHON_DOWNLOADS := never

.PHONY: demo test setup bench soak lint lock messages clean

demo: setup  ## A school on the air at http://127.0.0.1:8000 (PORT, HOST, DATA and NOW move it)
	@KRING_DEMO=1 exec $(PY) manage.py serve

test: setup node_modules/.ready  ## Every test, on SQLite and PostgreSQL; the browser tests where a Chromium can be had
	@exec $(PY) -m tests.run

setup: $(VENV)/.ready  ## Only the set-up of .venv

bench: setup  ## The benchmarks; JSON in bench/results/
	@exec $(PY) -m bench

soak: setup  ## The long runs: races and kill -9, with their figures
	@exec $(PY) -m tests.run --soak

lint: setup
	@exec $(PY) -m pytest -q tests/test_lint.py

messages: setup  ## Compile the Dutch catalogue, write docs/protocol.md
	@KRING_TESTING=1 exec $(PY) manage.py catalogue --write
	@KRING_TESTING=1 exec $(PY) manage.py protocol --write

$(VENV)/.ready: requirements/uv.lock requirements/test.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
	    || { echo "Kring needs Python 3.11. Name it: make PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Kring: setting up $(VENV) (once, about half a minute)"
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-warn-conflicts --root-user-action=ignore \
	    --upgrade --target .tools --require-hashes -r requirements/uv.lock
	@$(UV) venv --quiet --clear --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" $(VENV)
	@$(UV) pip sync --quiet --python $(PY) --require-hashes requirements/test.lock
	@touch $@

node_modules/.ready: package-lock.json
	@if command -v npm >/dev/null; then echo "Kring: fetching the test browser and axe"; \
	    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && touch $@; \
	else echo "Kring: no npm here, the browser tests will be skipped"; fi

lock:  ## Compile the locks: hashes, no addresses
	@for name in uv run test; do $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-header --no-annotate requirements/$$name.in -o requirements/$$name.lock; done

clean:  ## Remove what set-up and the demo made
	rm -rf $(VENV) .tools node_modules var
