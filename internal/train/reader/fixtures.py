"""Makes test data of nlp/relation/reader: run `python fixtures.py OUT`, where
OUT is nlp/relation/reader/testdata, with numpy installed.

tiny.bin.gz   a reader with random weights, packed by pack.py
tiny.json     texts, and what reference.py computes for them

`python fixtures.py OUT 384 192 LABELS.txt` makes a reader of real size with
the labels of a file, one a line, for tests of speed: OUT/random.bin.
"""

import gzip
import json
import os
import sys

import numpy as np

import pack
import reference

WORDS = "the minister of foreign affairs met his colleague in a town and they signed ##ed ##s shell ##ing . , envoy".split()
LABELS, SYMMETRIC = ["ATTACKS", "MEDIATES_BETWEEN/mediator", "MEETS_WITH"], [False, False, True]


def tensors(rng, vocab, hidden, inner, layers, positions, scale):
    def rand(*shape):
        return (rng.standard_normal(shape) * scale).astype(np.float32)

    t = {"embeddings.word_embeddings.weight": rand(vocab, hidden),
         "embeddings.position_embeddings.weight": rand(positions, hidden),
         "embeddings.token_type_embeddings.weight": np.zeros((2, hidden), np.float32),
         "embeddings.mark_embeddings.weight": rand(pack.MARKS, hidden)}

    def norm(name):
        t[name + ".weight"], t[name + ".bias"] = 1 + rand(hidden), rand(hidden)

    def dense(name, rows, cols):
        t[name + ".weight"], t[name + ".bias"] = rand(rows, cols), rand(rows)

    norm("embeddings.LayerNorm")
    for n in range(layers):
        p = f"encoder.layer.{n}."
        for part in ("query", "key", "value"):
            dense(p + "attention.self." + part, hidden, hidden)
        dense(p + "attention.output.dense", hidden, hidden)
        norm(p + "attention.output.LayerNorm")
        dense(p + "intermediate.dense", inner, hidden)
        dense(p + "output.dense", hidden, inner)
        norm(p + "output.LayerNorm")
    return t


def head(rng, states, width, labels, scale, used):
    """A random head; of the roles, only the first rows are not zero."""
    h = {k: (rng.standard_normal(s) * scale).astype(np.float32) for k, s in pack.shapes(states, width, labels).items()}
    h["roles"][used:] = 0
    h["vb"] -= 1
    return h


def random_text(rng, vocab, rows):
    """A text of words of the vocabulary in two sentences, the second of which
    knows the parties of the first."""
    n = [int(rng.integers(6, 12)), int(rng.integers(6, 12))]
    words = [vocab[i] for i in rng.integers(3, len(vocab), sum(n))]
    words = [w.removeprefix("##") for w in words]
    marks = [int(m) * int(rng.random() < 0.4) for m in rng.integers(1, pack.MARKS, sum(n))]
    out, first = {"words": words, "marks": marks, "sentences": []}, 0
    for k in range(2):
        last = first + n[k]
        at = [int(i) for i in rng.permutation(np.arange(first, last))[:5]]
        parties = [{"word": w, "ago": 0} for w in sorted(at[:3])]
        own = len(parties)
        if k == 1:
            parties += [{"word": p["word"], "ago": 1} for p in out["sentences"][0]["parties"][:2]]
        triggers = sorted(at[3:] + [at[0]])
        pairs = [{"a": a, "b": b, "own": int(rng.integers(0, 4)), "legal": [0, 1, 2] if a < b else [0, 1]}
                 for a in range(len(parties)) for b in range(len(parties)) if a != b]
        roles = rng.integers(-1, rows, len(triggers) * own * 17)
        out["sentences"].append({
            "first": first, "last": last, "triggers": triggers, "parties": parties, "own": own, "pairs": pairs,
            "roles": [int(r) for r in roles], "cues": [[0, 0, 0], [1, 2, 1]]})
        first = last
    return out


def answers(ref, text, vocab):
    """Adds what the reference computes to each sentence of a text, all in one
    window: the states of the words, and of each pair and legal label the logit,
    trigger and attributes."""
    ids, first, marks = [vocab.index("[CLS]")], [], [0]
    for word, mark in zip(text["words"], text["marks"]):
        first.append(len(ids))
        ids.append(vocab.index(word) if word in vocab else vocab.index("[UNK]"))
        marks.append(mark)
    states = ref.encode(np.array(ids + [vocab.index("[SEP]")]), np.array(marks + [0]))[first]
    text["states"] = [[round(float(x), 5) for x in row] for row in states]
    for s in text["sentences"]:
        s["want"] = [{"pair": i, "label": l, "logit": round(x, 5), "trigger": t, "attributes": [round(float(y), 5) for y in at]}
                     for i, l, x, t, at in ref.sentence(states, text["marks"], s)]


def tiny(out):
    rng = np.random.default_rng(11)
    vocab, layers, heads, used = ["[UNK]", "[CLS]", "[SEP]", *WORDS], 2, 2, 40
    t, h = tensors(rng, len(vocab), 32, 64, layers, 64, 0.3), head(rng, 32, 16, len(LABELS), 0.4, used)
    data = pack.reader(h, LABELS, pack.encoding.encoder(t, vocab, layers, heads))
    with open(os.path.join(out, "tiny.bin.gz"), "wb") as f:
        f.write(gzip.compress(data, 9, mtime=0))
    ref = reference.Reference(pack.encoding.rounded(t, layers), pack.rounded(h), layers, heads, SYMMETRIC)
    texts = [random_text(rng, vocab, used) for _ in range(6)]
    for text in texts:
        answers(ref, text, vocab)
    with open(os.path.join(out, "tiny.json"), "w", encoding="utf-8") as f:
        f.write("[\n" + ",\n".join(json.dumps(x) for x in texts) + "\n]\n")


def random(out, states, width, labels):
    rng = np.random.default_rng(3)
    vocab = ["[UNK]", "[CLS]", "[SEP]", *WORDS, *(chr(c) for c in range(97, 123)), *("##" + chr(c) for c in range(97, 123))]
    vocab = list(dict.fromkeys(vocab))
    vocab += [f"unused{i}" for i in range(12000 - len(vocab))]
    t, h = tensors(rng, len(vocab), states, 4 * states, 2, 256, 0.03), head(rng, states, width, len(labels), 0.05, pack.ROLES)
    with open(os.path.join(out, "random.bin"), "wb") as f:
        f.write(pack.reader(h, labels, pack.encoding.encoder(t, vocab, 2, 12)))


if __name__ == "__main__":
    if len(sys.argv) == 2:
        tiny(sys.argv[1])
    else:
        with open(sys.argv[4], encoding="utf-8") as f:
            random(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), f.read().split())
