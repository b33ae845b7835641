"""Times spaCy with the model that it is given: reads articles, one JSON string a line, up to an
empty line, and prints its version; then, for each further line, analyses all of
them and prints tokens and seconds of processor time."""
import json
import sys
import time

import spacy

nlp = spacy.load(sys.argv[1])
texts = []
for line in iter(sys.stdin.readline, "\n"):
    texts.append(json.loads(line))
print(json.dumps({"version": spacy.__version__ + ", {lang}_{name} {version}".format(**nlp.meta)}), flush=True)
for _ in iter(sys.stdin.readline, ""):
    start = time.process_time()
    tokens = sum(len(doc) for doc in nlp.pipe(texts))
    print(json.dumps({"tokens": tokens, "seconds": time.process_time() - start}), flush=True)
