"""Times spaCy's small model: reads articles, one JSON string a line, up to an
empty line; then, for each further line, analyses all of them and prints tokens
and seconds."""
import json
import sys
import time

import spacy

nlp = spacy.load("en_core_web_sm")
texts = []
for line in iter(sys.stdin.readline, "\n"):
    texts.append(json.loads(line))
for _ in iter(sys.stdin.readline, ""):
    start = time.perf_counter()
    tokens = sum(len(doc) for doc in nlp.pipe(texts))
    print(json.dumps({"tokens": tokens, "seconds": time.perf_counter() - start}), flush=True)
