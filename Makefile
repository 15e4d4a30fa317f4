# Two commands: `make demo` builds every example, `make test` runs every check. Both set everything up first.
SHELL := /bin/bash
VENV ?= .venv
PY := $(VENV)/bin/python
PACKAGES := libreoffice-writer-nogui fonts-noto-cjk fonts-liberation fonts-dejavu-core poppler-utils qpdf \
  tesseract-ocr tesseract-ocr-chi-sim tesseract-ocr-chi-tra tesseract-ocr-kor tesseract-ocr-eng tesseract-ocr-fra tesseract-ocr-osd

.PHONY: demo test test-slow bench setup system lint lock clean

demo: setup
	$(PY) examples/demo.py --out build/demo

# All but the tests of `models fetch` run without a network interface, where the system lets us take it away: nothing goes online.
OFFLINE := $(shell unshare -rn true 2>/dev/null && echo unshare -rn)

test: setup lint
	$(OFFLINE) $(PY) -m pytest -n 2 --dist loadfile -m "not slow and not loopback"
	$(PY) -m pytest -m loopback

test-slow: setup
	$(PY) -m pytest -n 2 --dist loadfile -m slow

lint: setup
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

# The numbers of the README, each a ratio within one run. Meant for a machine that does nothing else.
bench: setup
	$(PY) benchmarks/build.py
	$(PY) benchmarks/assembly.py 1000 4000

setup: system $(VENV)/.done

# LibreOffice Writer without Java and desktop, fonts for every script we print, the readers that check what we
# wrote, and Tesseract, which reads scans and photographs.
system:
	@bash .ci/system $(PACKAGES)

$(VENV)/.done: pyproject.toml requirements.lock requirements-nodeps.lock
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "asylum-forms needs Python 3.11 or newer; this is $$(python3 --version)."; exit 1; }
	@python3 -m venv $(VENV) || { echo "python3 cannot make a virtual environment. Install it: apt-get install python3-venv"; exit 1; }
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-nodeps.lock
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# Pins every package with its hashes, for all Python versions we support. Argos Translate goes into a file of its own, because it is
# installed without its dependency list.
lock:
	$(PY) -m pip install --quiet uv
	$(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --extra dev --extra translate pyproject.toml .ci/build-requirements.in -o requirements.lock
	$(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --no-deps .ci/nodeps-requirements.in -o requirements-nodeps.lock

clean:
	rm -rf build dist $(VENV) .mypy_cache .ruff_cache .pytest_cache
