"""Packs a BERT-style text encoder for nlp/encoder; README.md gives the layout.

Needs numpy and the standard library only. As a program:

    python pack.py model.safetensors vocab.txt LAYERS OUT
"""

import json
import struct
import sys

import numpy as np

MAGIC = b"encoder2"


class Writer:
    """Puts numbers, words and tables one after the other, as Writer of
    nlp/weights does."""

    def __init__(self, magic=b""):
        self.parts = [magic]

    def bytes(self):
        return b"".join(self.parts)

    def uint(self, n):
        out = bytearray()
        while n >= 0x80:
            out.append(n & 0x7F | 0x80)
            n >>= 7
        out.append(n)
        self.parts.append(bytes(out))

    def string(self, s):
        b = s.encode("utf-8")
        self.uint(len(b))
        self.parts.append(b)

    def strings(self, items):
        items = list(items)
        self.uint(len(items))
        for s in items:
            self.string(s)

    def float(self, x):
        self.parts.append(struct.pack("<f", x))

    def floats(self, a):
        a = np.asarray(a, dtype="<f4").ravel()
        self.uint(a.size)
        self.parts.append(a.tobytes())

    def int8s(self, a):
        a = np.asarray(a)
        if a.dtype != np.int8:
            raise ValueError(f"int8s wants int8, not {a.dtype}")
        self.uint(a.size)
        self.parts.append(a.tobytes())

    def blob(self, b):
        self.uint(len(b))
        self.parts.append(bytes(b))

    def table(self, a):
        """Writes a matrix with a scale for each row: the scales, the numbers."""
        q, scales = quantise(a)
        self.floats(scales)
        self.int8s(q)

    def coarse(self, a, bits):
        """Writes a matrix in few bits with a scale for each group of a row:
        the bits, the scales, the numbers of each row one after the other in
        its bytes, from the lowest bit."""
        q, scales = group(a, bits)
        self.uint(bits)
        self.uint(scales.size)
        self.parts.append(scales.astype("<f2").tobytes())
        codes = (q + (1 << (bits - 1))).astype(np.uint8)
        each = np.unpackbits(codes[:, :, None], axis=2, count=bits, bitorder="little")
        self.blob(np.packbits(each.reshape(len(q), -1), axis=1, bitorder="little").tobytes())


GROUP = 64


def group(a, bits):
    """Rounds a matrix to whole numbers of few bits (half to even), with a scale
    of 16 bits for each GROUP numbers of a row: the group's greatest absolute
    value / (2^(bits-1) - 1)."""
    a = np.asarray(a, dtype=np.float32)
    if a.ndim != 2 or not np.isfinite(a).all() or not 2 <= bits <= 8:
        raise ValueError(f"not a matrix of finite numbers for 2 to 8 bits: shape {a.shape}, {bits} bits")
    rows, cols = a.shape
    x = np.pad(a, ((0, 0), (0, -cols % GROUP))).reshape(rows, -1, GROUP)
    most = np.float32((1 << (bits - 1)) - 1)
    scales = (np.abs(x).max(axis=2) / most).astype(np.float16)
    safe = np.where(scales > 0, scales, 1).astype(np.float32)
    q = np.clip(np.rint(x / safe[:, :, None]), -most, most) * (scales > 0)[:, :, None]
    return q.reshape(rows, -1)[:, :cols].astype(np.int8), scales


def ungrouped(a, bits):
    """What is left of a matrix after group."""
    q, scales = group(a, bits)
    return q.astype(np.float32) * np.repeat(scales.astype(np.float32), GROUP, axis=1)[:, : q.shape[1]]


def quantise(a):
    """Rounds a matrix to int8 (half to even): row = numbers · scale, where
    scale is the row's greatest absolute value / 127."""
    a = np.asarray(a, dtype=np.float32)
    if a.ndim != 2 or not np.isfinite(a).all():
        raise ValueError(f"not a matrix of finite numbers: shape {a.shape}")
    scales = (np.abs(a).max(axis=1) / np.float32(127)).astype(np.float32)
    safe = np.where(scales > 0, scales, np.float32(1))
    q = np.clip(np.rint(a / safe[:, None]), -127, 127).astype(np.int8)
    return q, scales


def restored(a):
    """What is left of a matrix after quantise."""
    q, scales = quantise(a)
    return q.astype(np.float32) * scales[:, None]


DENSE = ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense",
         "intermediate.dense", "output.dense")


MARKS = "embeddings.mark_embeddings.weight"


def plain(tensors):
    """Drops prefixes like "bert." from the names."""
    out = {}
    for name, a in tensors.items():
        for part in ("embeddings.", "encoder."):
            i = name.find(part)
            if i >= 0 and (i == 0 or name[i - 1] == "."):
                out[name[i:]] = np.asarray(a, dtype=np.float32)
                break
    return out


def positions(t):
    """The embeddings of the positions and of token type 0, which always come
    together."""
    return t["embeddings.position_embeddings.weight"] + t["embeddings.token_type_embeddings.weight"][0]


def encoder(tensors, vocab, layers, heads=12, epsilon=1e-12, bits=4, word_bits=4):
    """Packs the embeddings and the first layers of a model. tensors maps the
    names of the PyTorch model to float arrays; the rows of the word embeddings
    are those of vocab, which keep() can prune. The embeddings of marks,
    embeddings.mark_embeddings.weight, need not be there; a row is added to each
    piece of a token that has the mark, row 0 to all others. Matrices of layers
    get so many bits a number, and those of pieces word_bits. Returns the bytes
    of the file."""
    t = plain(tensors)
    words = t["embeddings.word_embeddings.weight"]
    if len(vocab) != len(words):
        raise ValueError(f"{len(vocab)} pieces, but {len(words)} rows of embeddings")
    for special in ("[UNK]", "[CLS]", "[SEP]"):
        if special not in vocab:
            raise ValueError(f"the vocabulary has no {special}")
    hidden, inner = words.shape[1], len(t["encoder.layer.0.intermediate.dense.weight"])
    if hidden % heads or hidden // heads % 16 or hidden % 32 or inner % 32:
        raise ValueError("hidden / heads must be a multiple of 16, hidden and inner of 32")
    w = Writer(MAGIC)
    for n in (layers, hidden, heads, inner, len(t["embeddings.position_embeddings.weight"])):
        w.uint(n)
    w.float(epsilon)
    w.strings(vocab)
    w.coarse(words, word_bits)
    w.table(positions(t))
    marks = t.get(MARKS)
    w.uint(0 if marks is None else len(marks))
    if marks is not None:
        w.table(marks)

    def norm(name):
        w.floats(t[name + ".weight"])
        w.floats(t[name + ".bias"])

    def dense(*names):
        w.coarse(np.concatenate([t[n + ".weight"] for n in names]), bits)
        w.floats(np.concatenate([t[n + ".bias"] for n in names]))

    norm("embeddings.LayerNorm")
    for n in range(layers):
        p = f"encoder.layer.{n}."
        dense(*(p + part for part in DENSE[:3]))
        dense(p + DENSE[3])
        norm(p + "attention.output.LayerNorm")
        dense(p + DENSE[4])
        dense(p + DENSE[5])
        norm(p + "output.LayerNorm")
    return w.bytes()


def rounded(tensors, layers, bits=4, word_bits=4):
    """The tensors with what the packed weights stand for when they are read, to
    measure in PyTorch what the rounding of the weights costs. The embedding of token type
    0 is part of the positions, and zero itself."""
    t = plain(tensors)
    out = {k: v for k, v in t.items() if not k.startswith("encoder.layer.") or int(k.split(".")[2]) < layers}
    out["embeddings.word_embeddings.weight"] = ungrouped(t["embeddings.word_embeddings.weight"], word_bits)
    out["embeddings.position_embeddings.weight"] = restored(positions(t))
    out["embeddings.token_type_embeddings.weight"] = np.zeros_like(t["embeddings.token_type_embeddings.weight"])
    if MARKS in t:
        out[MARKS] = restored(t[MARKS])
    for n in range(layers):
        for part in DENSE:
            name = f"encoder.layer.{n}.{part}.weight"
            out[name] = restored(ungrouped(t[name], bits))
    return out


def keep(vocab, matrix, kept):
    """Prunes a vocabulary and its embeddings to the kept pieces, the special
    ones that the encoder needs, and all pieces of one character, so that
    hardly a word is unknown. The order stays."""
    kept = set(kept) | {"[UNK]", "[CLS]", "[SEP]"}
    rows = [i for i, p in enumerate(vocab) if p in kept or len(p.removeprefix("##")) == 1]
    return [vocab[i] for i in rows], np.asarray(matrix)[rows]


def read_safetensors(path):
    """Reads the float tensors of a file of the format safetensors."""
    with open(path, "rb") as f:
        size = struct.unpack("<Q", f.read(8))[0]
        head = json.loads(f.read(size))
        body = f.read()
    out = {}
    for name, spec in head.items():
        if name == "__metadata__" or spec["dtype"] not in ("F32", "F16"):
            continue
        start, end = spec["data_offsets"]
        a = np.frombuffer(body[start:end], dtype="<f4" if spec["dtype"] == "F32" else "<f2")
        out[name] = a.reshape(spec["shape"]).astype(np.float32)
    return out


def main(model, vocab, layers, out):
    with open(vocab, encoding="utf-8") as f:
        pieces = f.read().rstrip("\n").split("\n")
    with open(out, "wb") as f:
        f.write(encoder(read_safetensors(model), pieces, int(layers)))


if __name__ == "__main__":
    if len(sys.argv) != 5:
        raise SystemExit("pack.py MODEL.safetensors VOCAB.txt LAYERS OUT")
    main(*sys.argv[1:])
