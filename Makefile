# Wenxun 文巡. A machine needs git, make and Python >= 3.11; all else is fetched here, pinned and hashed.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# What does not wait for each other is installed at the same time.
MAKEFLAGS += --no-print-directory -j2

# Every wheel exists up to 3.13; on 3.14 there is no Redis for the tests.
PYTHON ?= $(shell for below in 14 99; do for p in python3 python3.13 python3.12 python3.11 python3.14; do \
	command -v $$p >/dev/null 2>&1 \
	&& $$p -c "import sys; sys.exit(not (3, 11) <= sys.version_info < (3, $$below))" \
	&& echo $$p && exit; done; done)
BIN := $(CURDIR)/.venv/bin
PY := $(BIN)/python
# What Python has compiled once stays compiled, also where the machine forbids it: a start takes a third of the time.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX := $(CURDIR)/.cache/pyc
# Node is always the pinned one of .venv, never the machine's.
export PATH := $(BIN):$(PATH)
# Whom the machine trusts, pip, uv and npm trust too: many bureaus reach the network through their own proxy.
TRUSTED := $(firstword $(wildcard /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/cert.pem))
ifneq ($(TRUSTED),)
export PIP_CERT ?= $(TRUSTED)
export SSL_CERT_FILE ?= $(TRUSTED)
export NODE_EXTRA_CA_CERTS ?= $(TRUSTED)
endif
export npm_config_update_notifier := false
NPM_CI := npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
NPM_LOCK := npm install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund --loglevel=error
UV_COMPILE := uv pip compile --quiet --upgrade --universal --generate-hashes --no-emit-index-url --no-header \
	--no-emit-find-links --python-version 3.11

FONTS := .cache/fonts/.ready
WEIGHTS := noto-serif-sc/400Regular/NotoSerifSC_400Regular noto-serif-sc/700Bold/NotoSerifSC_700Bold \
	noto-sans-sc/400Regular/NotoSansSC_400Regular noto-sans-sc/700Bold/NotoSansSC_700Bold
SYNCED := .venv/.synced
WEB_MODULES := web/node_modules/.installed
WEB := web/dist/.built
WEB_SOURCES := $(shell find web/src web/public web/worker web/*.ts web/*.json web/*.html 2>/dev/null)
SERVICES := tests/browser/node_modules/.installed

.PHONY: help run test check proof bench lock schema fresh install

help: ## these lines
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 16

run: $(SYNCED) $(FONTS) $(WEB) ## install, build, load the demonstration district, serve on 127.0.0.1:8000
	@exec $(PY) manage.py serve

fresh: $(SYNCED) $(FONTS) ## drop and reload the demonstration district
	@$(PY) manage.py fresh

test: install ## install and run the whole suite; PART=name runs one part
	@$(PY) -m tests $(PART)

check: $(SYNCED) $(WEB_MODULES) ## format, lint, contracts, types, security, migrations, schema
	@$(PY) -m tests.check $(PART)

proof: install ## the long runs whose figures go to docs/proof/
	@$(PY) -m tests proof

bench: $(SYNCED) $(FONTS) ## make -s bench ROW=name: ours against another, as JSON lines
	@$(PY) -m bench $(ROW)

schema: $(SYNCED) $(WEB_MODULES) ## write docs/openapi.yaml and the client's types from the doors
	@DJANGO_SETTINGS_MODULE=backend.settings.test $(PY) manage.py spectacular --validate --fail-on-warn \
		--file docs/openapi.yaml
	@cd web && npm exec --no -- openapi-typescript ../docs/openapi.yaml -o src/api/schema.d.ts

lock: $(SYNCED) ## compile requirements and npm locks anew
	@$(UV_COMPILE) requirements.in -o requirements.txt
	@$(UV_COMPILE) requirements-dev.in -o requirements-dev.txt
	@for folder in web tests/browser deploy/fonts; do (cd $$folder && $(NPM_LOCK)) || exit 1; done

install: $(SYNCED) $(FONTS) $(SERVICES) $(WEB) ## everything, without running anything

# Below: each stamp is younger than what it was made from, so a second call does nothing.

.venv/.uv: requirements-dev.txt
	@test -n "$(PYTHON)" || { echo "Wenxun needs Python 3.11 or newer, with venv" >&2; exit 1; }
	@test -x $(PY) || $(PYTHON) -m venv .venv
	@sed -n '/^uv==/,/# via/p' requirements-dev.txt > .venv/uv.txt
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r .venv/uv.txt >&2
	@touch $@

$(SYNCED): .venv/.uv requirements.txt requirements-dev.txt
	@echo "installing Python packages" >&2
	@uv pip sync --quiet --require-hashes --python $(PY) requirements.txt requirements-dev.txt >&2
	@touch $@

$(WEB_MODULES): web/package-lock.json | $(SYNCED)
	@echo "installing the front end's packages" >&2
	@cd web && $(NPM_CI) >&2
	@touch $@

$(WEB): $(WEB_MODULES) $(WEB_SOURCES)
	@echo "building the front end" >&2
	@cd web && npm run --silent build -- --logLevel warn >&2
	@touch $@

$(SERVICES): tests/browser/package-lock.json | $(SYNCED)
	@echo "installing the test browser and the S3 server" >&2
	@cd tests/browser && $(NPM_CI) >&2
	@touch $@

$(FONTS): deploy/fonts/package-lock.json Makefile | $(SYNCED)
	@echo "installing Chinese fonts" >&2
	@cd deploy/fonts && $(NPM_CI) >&2
	@rm -rf .cache/fonts && mkdir -p .cache/fonts
	@for weight in $(WEIGHTS); do \
		cp deploy/fonts/node_modules/@expo-google-fonts/$$weight.ttf .cache/fonts/ || exit 1; done
	@rm -rf deploy/fonts/node_modules
	@touch $@
