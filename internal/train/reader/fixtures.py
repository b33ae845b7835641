"""Makes test data of nlp/relation/reader: run `python fixtures.py OUT`, where
OUT is nlp/relation/reader/testdata, with numpy installed.

tiny.bin      a reader with random weights, packed by pack.py
tiny.json     sentences, and what reference.py computes for them
"""

import json
import os
import sys

import numpy as np

import pack
import reference

made_up = pack.load("encoder", "made_up")

WORDS = "the minister of foreign affairs met his colleague in a town and they signed ##ed ##s shell ##ing . , envoy".split()
LABELS, SYMMETRIC = ["ATTACKS", "MEDIATES_BETWEEN/mediator", "MEETS_WITH"], [False, False, True]


def tensors(rng, vocab, hidden, inner, layers, positions, scale):
    def rand(*shape):
        return (rng.standard_normal(shape) * scale).astype(np.float32)

    t = {"embeddings.word_embeddings.weight": rand(vocab, hidden),
         "embeddings.position_embeddings.weight": rand(positions, hidden),
         "embeddings.token_type_embeddings.weight": np.zeros((2, hidden), np.float32),
         "embeddings.mark_embeddings.weight": rand(pack.MARKS, hidden)}

    made_up.layers(t, rand, hidden, inner, layers)
    return t


def head(rng, states, width, labels, scale, used):
    """A random head; of the roles, only the first rows are not zero."""
    h = {k: (rng.standard_normal(s) * scale).astype(np.float32) for k, s in pack.shapes(states, width, labels).items()}
    h["roles"][used:] = 0
    h["vb"] -= 1
    return h


def random_sentence(rng, vocab, rows):
    """A sentence of words of the vocabulary."""
    n = int(rng.integers(6, 12))
    words = [vocab[i].removeprefix("##") for i in rng.integers(3, len(vocab), n)]
    at = [int(i) for i in rng.permutation(n)[:5]]
    parties = sorted(at[:3])
    triggers = [{"word": w, "roles": [int(r) for r in rng.integers(0, rows, len(parties) * 17)]} for w in sorted(at[3:] + [at[0]])]
    pairs = [{"a": a, "b": b, "own": int(rng.integers(0, 4)), "legal": [0, 1, 2] if a < b else [0, 1]}
             for a in range(len(parties)) for b in range(len(parties)) if a != b]
    return {"words": words, "marks": [int(m) * int(rng.random() < 0.4) for m in rng.integers(1, pack.MARKS, n)],
            "triggers": triggers, "parties": parties, "pairs": pairs, "cues": [[0, 0, 0], [1, 2, 1]]}


def answers(ref, s, vocab):
    """Adds what the reference computes to a sentence: the states of the words,
    and of each pair and legal label the logit and the word that tells."""
    ids = [vocab.index(word) if word in vocab else vocab.index("[UNK]") for word in s["words"]]
    states = ref.encode(np.array([vocab.index("[CLS]"), *ids, vocab.index("[SEP]")]), np.array([0, *s["marks"], 0]))[1:-1]
    s["states"] = [[round(float(x), 5) for x in row] for row in states]
    s["want"] = [{"pair": i, "label": l, "logit": round(x, 5), "trigger": t} for i, l, x, t in ref.sentence(states, s)]


def tiny(out):
    rng = np.random.default_rng(11)
    vocab, layers, heads, used = ["[UNK]", "[CLS]", "[SEP]", *WORDS], 2, 2, 40
    t, h = tensors(rng, len(vocab), 32, 64, layers, 64, 0.3), head(rng, 32, 16, len(LABELS), 0.4, used)
    data = pack.reader(h, LABELS, pack.encoding.encoder(t, vocab, layers, heads))
    with open(os.path.join(out, "tiny.bin"), "wb") as f:
        f.write(data)
    ref = reference.Reference(pack.encoding.rounded(t, layers), pack.rounded(h), layers, heads, SYMMETRIC)
    sentences = [random_sentence(rng, vocab, used) for _ in range(12)]
    for s in sentences:
        answers(ref, s, vocab)
    with open(os.path.join(out, "tiny.json"), "w", encoding="utf-8") as f:
        f.write("[\n" + ",\n".join(json.dumps(x) for x in sentences) + "\n]\n")


if __name__ == "__main__":
    tiny(sys.argv[1])
