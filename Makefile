# The lab: what there is to do. `make` alone builds the site and serves it.

.PHONY: serve build test soak bench dist verify readme help

serve: ## Build the site into dist and serve it on http://localhost:8080/, or the next free port (PORT= names another).
	@site=$$(mktemp) && trap 'rm -f $$site' EXIT && trap : INT && go build -o $$site ./web/site && $$site serve

build: ## Build the site into dist: complete, for any static host.
	@go run ./web/site build

test: ## Run everything CI runs: formatting, vet, all Go tests, and the page in Chromium, Firefox and WebKit (CHROME=, FIREFOX=, WEBKIT= name them).
	@web/site/python.sh && web/site/rsvg.sh && CHROME=$$(web/site/chromium.sh) && FIREFOX=$$(web/site/firefox.sh) && WEBKIT=$$(web/site/webkit.sh) && web/site/npm.sh axe-core reveal.js typescript >/dev/null && export CHROME FIREFOX WEBKIT && go run ./web/gate

soak: ## Run the tests that take long: random runs, links and messages, random hands for an hour (SEED= repeats a run, SOAK_MINUTES= shortens the hour).
	@CHROME=$$(web/site/chromium.sh) && web/site/npm.sh axe-core >/dev/null && export CHROME && go run ./web/gate soak

bench: ## Compare the simulator's speed: native, WebAssembly and hand-written JavaScript in the same Chromium, side by side.
	@CHROME=$$(web/site/chromium.sh) && export CHROME && go run ./web/bench

dist: ## Build the site with previews and compressed siblings, and zip it (dist.zip). SITE=https://your.host/lab/ says where it will be.
	@SITE="$(SITE)" go run ./web/site dist

verify: ## Replay the runs of the paper's code in a folder (REF=, by default the public ones) and print the differences.
	@go run ./sim/verify "$(or $(REF),sim/testdata/reference)"

readme: ## Train every scenario and rewrite the table of results in README.md.
	@go run ./sim/report README.md

help: ## Show this list.
	@awk -F ': ## ' '/^[a-z]+: ## / { printf "make %-6s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
