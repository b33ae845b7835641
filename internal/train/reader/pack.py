"""Packs a reader for nlp/relation/reader; README.md gives the layout.

    python pack.py MODEL.npz VOCAB.txt OUT.bin --labels READINGS.jsonl

MODEL.npz has the tensors of the network that train.py made, as names() lists
them, and as many layers as it has. The labels are those of the first line of
the file that the network was trained on.

Needs numpy, the standard library, and pack.py of the text encoder beside this
folder.
"""

import argparse
import importlib.util
import json
import os
import zlib

import numpy as np


def load(folder, name):
    """A module of a folder beside this one, by its name."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", folder, name + ".py")
    spec = importlib.util.spec_from_file_location(folder + "_" + name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


encoding = load("encoder", "pack")

MAGIC = b"reader03"
MARKS, BUCKETS, ROLES, PAIRS, CUES = 22, 22, 8192, 64, 2


def shapes(states, width, labels):
    """The arrays of a head, by name, in the order of the file."""
    return {
        "wt": (width, states), "bt": (width,), "wa": (width, states), "ea": (MARKS, width),
        "edist": (BUCKETS, width), "roles": (ROLES, width), "v": (labels, width), "vb": (labels,),
        "v2": (2 * labels, width), "b2": (2 * labels,), "pair": (PAIRS, labels), "cues": (CUES, labels + 1),
    }


# matrices that are kept as they are, and not in 8 bits
PLAIN = ("pair", "cues")


def reader(head, labels, encoder, bits=4):
    """Packs a head, a dict of float arrays with the names and shapes of
    shapes(), the names of its labels, and its encoder, as bytes. Roles get so
    many bits a number."""
    width, states = np.asarray(head["wt"]).shape
    if width % 16:
        raise ValueError(f"a hidden layer of {width} units, not a multiple of 16")
    w = encoding.Writer()
    w.strings(labels)
    w.uint(width)
    w.blob(encoder)
    for name, shape in shapes(states, width, len(labels)).items():
        a = np.asarray(head[name], dtype=np.float32)
        if a.shape != shape or not np.isfinite(a).all():
            raise ValueError(f"{name} is not a finite array of {shape}: {a.shape}")
        if name == "roles":
            w.coarse(a, bits)
        elif a.ndim == 2 and name not in PLAIN:
            w.table(a)
        else:
            w.floats(a)
    z = zlib.compressobj(9, strategy=zlib.Z_HUFFMAN_ONLY)
    return MAGIC + z.compress(w.bytes()) + z.flush()


def rounded(head, bits=4):
    """The head that the packed one stands for when it is read."""
    out = {}
    for name, a in head.items():
        a = np.asarray(a, np.float32)
        if name == "roles":
            a = encoding.ungrouped(a, bits)
        out[name] = encoding.restored(a) if a.ndim == 2 and name not in PLAIN else a
    return out


# names of the encoder's tensors in MODEL.npz, and of the head's arrays
WORDS = "word_embeddings.weight"
EMBEDDINGS = {"word.weight": WORDS, "pos.weight": "position_embeddings.weight", "mark.weight": "mark_embeddings.weight",
              "ln.weight": "LayerNorm.weight", "ln.bias": "LayerNorm.bias"}
LAYER = {"o": "attention.output.dense", "ln1": "attention.output.LayerNorm", "f1": "intermediate.dense",
         "f2": "output.dense", "ln2": "output.LayerNorm"}
HEAD = {"wt": "wt.weight", "bt": "wt.bias", "wa": "wa.weight", "ea": "ea.weight", "edist": "edist.weight",
        "roles": "roles.weight", "v": "v.weight", "vb": "v.bias", "v2": "v2.weight", "b2": "v2.bias",
        "pair": "pair.weight", "cues": "cues"}


def names(model):
    """Takes the network that was trained apart: the tensors of the encoder with
    the names of PyTorch's BERT, and the arrays of the head."""
    t = {"embeddings." + to: model[name] for name, to in EMBEDDINGS.items()}
    t["embeddings.token_type_embeddings.weight"] = np.zeros((2, model["word.weight"].shape[1]), np.float32)
    layers = 0
    while f"layers.{layers}.qkv.weight" in model:
        p, q = f"encoder.layer.{layers}.", f"layers.{layers}."
        for end in (".weight", ".bias"):
            for part, a in zip(("query", "key", "value"), np.split(model[q + "qkv" + end], 3)):
                t[p + "attention.self." + part + end] = a
            for name, to in LAYER.items():
                t[p + to + end] = model[q + name + end]
        layers += 1
    head = {name: model[of] for name, of in HEAD.items()}
    head["roles"] = head["roles"][:ROLES]  # the last row stands for none
    return t, head, layers


def main():
    parser = argparse.ArgumentParser()
    for name in ("model", "vocab", "out"):
        parser.add_argument(name)
    parser.add_argument("--labels", required=True, help="the file that the network was trained on")
    parser.add_argument("--heads", type=int, default=12)
    for part in ("words", "layers", "roles"):
        parser.add_argument("--bits-" + part, type=int, default=4)
    args = parser.parse_args()
    with open(args.vocab, encoding="utf-8") as f:
        vocab = f.read().removesuffix("\n").split("\n")
    with open(args.labels, encoding="utf-8") as f:
        labels = json.loads(f.readline())["labels"]
    t, head, layers = names(dict(np.load(args.model)))
    encoder = encoding.encoder(t, vocab, layers, args.heads, bits=args.bits_layers, word_bits=args.bits_words)
    data = reader(head, labels, encoder, args.bits_roles)
    with open(args.out, "wb") as f:
        f.write(data)
    print(f"{len(data)} bytes: {layers} layers, {len(vocab)} pieces, {len(labels)} labels")


if __name__ == "__main__":
    main()
