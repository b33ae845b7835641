"""What nlp/relation/reader computes, in numpy, to compare with. With exact,
products aren't rounded to 8 bits."""

import math

import numpy as np

erf = np.vectorize(math.erf, otypes=[np.float64])


def gelu(x):
    return x * 0.5 * (1 + erf(x / math.sqrt(2)))


def bucket(n):
    for i, most in enumerate((1, 2, 3, 4, 5, 6, 9, 14, 22, 45)):
        if n < most:
            return i
    return 10


def signed(n):
    return bucket(n) if n >= 0 else bucket(-n) + 11


class Reference:
    def __init__(self, tensors, head, layers, heads, symmetric, exact=False):
        self.t, self.h, self.layers, self.heads = tensors, head, layers, heads
        self.symmetric, self.exact = np.array(symmetric), exact

    def product(self, x, w, b=0.0):
        """x times w transposed, with rows of x in 8 bits."""
        x = np.asarray(x, np.float64)
        if not self.exact:
            scale = np.abs(x).max(axis=1, keepdims=True) / 127
            x = np.rint(x / np.where(scale > 0, scale, 1)) * scale
        return x @ np.asarray(w, np.float64).T + b

    def norm(self, x, name):
        x = x - x.mean(axis=1, keepdims=True)
        return x / np.sqrt((x * x).mean(axis=1, keepdims=True) + 1e-12) * self.t[name + ".weight"] + self.t[name + ".bias"]

    def encode(self, ids, marks):
        """The states of one sentence; ids begin with [CLS] and end with [SEP]."""
        t = self.t
        x = t["embeddings.word_embeddings.weight"][ids] + t["embeddings.position_embeddings.weight"][: len(ids)]
        x = self.norm(x + t["embeddings.mark_embeddings.weight"][marks], "embeddings.LayerNorm")
        for n in range(self.layers):
            p = f"encoder.layer.{n}."
            dense = lambda x, name: self.product(x, t[p + name + ".weight"], t[p + name + ".bias"])
            q, k, v = (dense(x, "attention.self." + part) for part in ("query", "key", "value"))
            mix = []
            for cols in np.split(np.arange(x.shape[1]), self.heads):
                a = q[:, cols] @ k[:, cols].T / math.sqrt(len(cols))
                a = np.exp(a - a.max(axis=1, keepdims=True))
                mix.append(a / a.sum(axis=1, keepdims=True) @ v[:, cols])
            x = self.norm(x + dense(np.concatenate(mix, axis=1), "attention.output.dense"), p + "attention.output.LayerNorm")
            x = self.norm(x + dense(gelu(dense(x, "intermediate.dense")), "output.dense"), p + "output.LayerNorm")
        return x

    def sentence(self, states, s):
        """Logits and triggers of the legal labels of all pairs: a list of (pair,
        label, logit, trigger). states are of the words of the sentence."""
        h, labels = self.h, len(self.symmetric)
        words, triggers = s["parties"], [t["word"] for t in s["triggers"]]
        ht = self.product(states[triggers], h["wt"], h["bt"])
        ua = self.product(states[words], h["wa"]) + h["ea"][np.array(s["marks"])[words]]
        tell = self.product(gelu(ht), h["v"], h["vb"])
        for t, l, kind in s["cues"]:
            tell[t, l] += h["cues"][kind][l] + h["cues"][kind][labels]
        fill = np.zeros((len(ht), len(words), 2 * labels))
        for t, trigger in enumerate(s["triggers"]):
            roles = np.array(trigger["roles"]).reshape(len(words), -1)
            z = ht[t] + ua + h["roles"][roles].sum(axis=1)
            z += h["edist"][[signed(trigger["word"] - word) for word in words]]
            fill[t] = self.product(gelu(z), h["v2"], h["b2"])
        first, second = fill[:, :, :labels], fill[:, :, labels:]
        second = np.where(self.symmetric, first, second)
        out = []
        for i, p in enumerate(s["pairs"]):
            a, b = words[p["a"]], words[p["b"]]
            row = p["own"] * 16 + (a < b) * 8 + min(bucket(abs(a - b)) // 2, 7)
            score = tell + first[:, p["a"]] + second[:, p["b"]]
            for l in p["legal"]:
                most = score[:, l].max()
                logit = most + math.log(np.exp(score[:, l] - most).sum()) + h["pair"][row][l]
                out.append((i, l, float(logit), triggers[int(score[:, l].argmax())]))
        return out
