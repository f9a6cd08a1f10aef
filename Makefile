# The index of what can be done here. Every target does its own set-up; `make` alone lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PY := .venv/bin/python
QM := i18n/nm_urban_zh.qm
PARCELS ?= 5000
TESTS ?= tests
# What the three short runs for Windows take: whatever reads or writes a date, a text, an output.
ZONE_TESTS ?= $(addprefix tests/core/,test_dates.py classes/test_growth_flags.py idle quota targets/test_judging.py \
	targets/test_own.py targets/test_registry.py targets/test_traps.py) tests/exchange/forms/test_form_values.py tests/exchange/targets \
	$(addprefix tests/processing_algs/,targets/test_compliance.py idle/test_idleland_tables.py \
	quota/test_landquota_tables.py)
LOCK_TESTS ?= tests/processing_algs/framework tests/processing_algs/boundarytxt tests/gui/targets/test_export.py \
	tests/core/test_whole_file.py
ENCODING_TESTS ?= tests/exchange tests/gui/targets/test_export.py tests/processing_algs/boundarytxt \
	tests/processing_algs/framework/test_outputs.py

PYTEST := $(PY) -m pytest -q -p no:cacheprovider

.PHONY: help setup demo demo-results matrix run test test-fast test-zone test-locks test-encoding test-windows-ints lint bench
.PHONY: corpus digits package check-zip i18n clean distclean

# No screen is needed, and Qt 5 reads Chinese paths only in a UTF-8 locale.
NO_SCREEN := corpus demo demo-results test test-fast test-zone test-locks test-encoding test-windows-ints lint bench package check-zip i18n
$(NO_SCREEN): export QT_QPA_PLATFORM := offscreen
$(NO_SCREEN): export LC_ALL := C.UTF-8

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## /{printf "  make %-17s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## install what is missing (QGIS on Debian as root, else it says what), make .venv; a second run does nothing
	@bash tools/setup.sh

demo: setup $(QM) ## build the demo inputs, run conformity and landquota through qgis_process, all results to build/demo
	@$(PY) -m tools.demo.inputs.build_inputs --parcels $(PARCELS)
	@$(MAKE) --no-print-directory demo-results

demo-results: setup $(QM) # the same from the inputs that are there
	@$(PY) -m tools.demo.runs.conformity
	@$(PY) -m tools.demo.runs.idleland
	@$(PY) -m tools.demo.runs.corridors
	@$(PY) -m tools.demo.runs.countyclass
	@$(PY) -m tools.demo.runs.landquota
	@$(PY) -m tools.demo.runs.sheets

run: setup $(QM) ## open the real QGIS with the plugin on and the demo project loaded (NM_URBAN_LANG=zh-Hans for Chinese)
	@bash tools/run_qgis.sh

test: setup $(QM) lint ## lint, then all tests (TESTS=path for some)
	@$(PY) -m pytest $(TESTS)

test-fast: setup $(QM) ## the tests that take less than ten seconds each
	@$(PYTEST) -m "not slow" $(TESTS)

test-zone: setup $(QM) ## the tests of dates and files in the time zone of the users (ZONE_TESTS=path for others)
	@TZ=Asia/Shanghai $(PYTEST) $(ZONE_TESTS)

test-locks: setup $(QM) build/held_files.so ## tests that write, while open files can be neither replaced nor removed
	@rm -rf build/held && mkdir -p build/held
	@HELD_FILES_UNDER=$(CURDIR)/build/held LD_PRELOAD=$(CURDIR)/build/held_files.so \
		$(PYTEST) --basetemp=build/held/run $(LOCK_TESTS)

build/held_files.so: tests/held_files.c
	@mkdir -p build
	@gcc -shared -fPIC -Wall -Werror -O1 -o $@ $< -ldl

test-encoding: setup $(QM) ## tests of files; a module of the plugin that leaves an encoding to the system fails them
	@$(PY) -X warn_default_encoding -m pytest -q -p no:cacheprovider -p tests.strict_encoding $(ENCODING_TESTS)

test-windows-ints: setup $(QM) ## nightly: all tests, with whole numbers as numpy below 2 makes them on Windows
	@$(PYTEST) -p tests.windows_ints $(TESTS)

lint: setup $(QM) ## ruff, Qt 6 check, translations; bandit and detect-secrets over the built zip
	@$(PY) -m tools.release.lint

bench: setup $(QM) ## time the engine on growing inputs (tests/bench), print the figures
	@if compgen -G 'tests/bench/bench_*.py' >/dev/null; \
	then $(PY) -m pytest -q -s -p no:cacheprovider -o python_files='bench_*.py' tests/bench; \
	else echo "bench: times areas and overlays on growing inputs with tests/bench/bench_*.py; there are none yet"; fi

corpus: setup $(QM) ## the data check on over 300 synthetic files: confusion matrix, false alarms, defects that were missed
	@$(PY) -m tools.corpus

digits: setup ## print the cents' hash of 201 126 parcels under several numpy builds, with and without AVX: one and the same
	@$(PY) -m tools.digits

package: setup $(QM) ## build dist/nm_urban-<version>.zip from the allow-list
	@$(PY) -m tools.release.package

check-zip: package ## check the zip's listing and size, then install and run it in a clean profile
	@$(PY) -m tools.release.check_zip

matrix: setup ## all of it on Debian 12, 13 and testing, figures compared (as root; MATRIX="--steps demo figures" for some)
	@$(PY) -m tools.matrix $(MATRIX)

i18n: setup ## collect the strings into i18n/nm_urban_zh.ts and compile them
	@$(PY) -m tools.release.i18n

$(QM): i18n/nm_urban_zh.ts | setup
	@$(PY) -m tools.release.i18n --release

clean: ## remove what was built, keep .venv and downloaded demo sources
	@find build -mindepth 1 -maxdepth 1 ! -name cache -exec rm -rf {} + 2>/dev/null || true
	@rm -rf dist i18n/*.qm .pytest_cache .ruff_cache .hypothesis .qgis-settings
	@find nm_urban_plugin processing_algs tools tests -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## remove .venv and the downloads too
	@rm -rf build .venv
