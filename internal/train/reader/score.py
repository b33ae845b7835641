"""What a reader finds alone, by dyads."""

import numpy as np
import torch

import data

BATCH = 96  # sentences
LEAST = -5  # logit from which on a dyad counts as found


@torch.no_grad()
def logits(net, sentences, numbers, vocab):
    """Logits (pairs × L, 16 bits) of sentences, by their numbers."""
    net.eval()
    lists = data.batches(sentences, numbers, BATCH)
    out = {}
    for each, batch in zip(lists, data.Batches(sentences, lists, vocab, len(net.symmetric))):
        found = net({name: a.to(net.symmetric.device) for name, a in batch.items()})[0].float().cpu().numpy().astype(np.float16)
        ends = np.cumsum([len(sentences[i].pairs) for i in each])
        out.update(zip(each, np.split(found, ends[:-1])))
    return out


def dyads(sentences, found, layout):
    """The logit of each dyad (label, actor, recipient) that was found, by text."""
    out = {}
    for i, x in found.items():
        s = sentences[i]
        of = out.setdefault(id(s.text), {})
        for n, label in zip(*np.nonzero(x > LEAST)):
            if int(s.legal[n]) >> int(label) & 1:
                a, b = (key(s.names[party], may[label]) for party, may in zip(s.pairs[n], (layout.actor, layout.recipient)))
                if layout.symmetric[label] and a > b:
                    a, b = b, a
                of[label, a, b] = max(of.get((label, a, b), -np.inf), x[n, label])
    return out


def key(name, kinds):
    """The key of a party, or of its state where its kind may not be a label's."""
    kind, own, home = name
    return own if kind in kinds else home


def best(sentences, found, layout, texts):
    """The greatest F1 of dyads over all bounds of the logit, and the precision
    there. The dyads of texts all count, wherever they stand."""
    of = dyads(sentences, found, layout)
    rows = sorted(((x, d in t.gold) for t in texts for d, x in of.get(id(t), {}).items()), key=lambda row: -row[0])
    total, right, most = sum(len(t.gold) for t in texts), 0, (0.0, 0.0)
    for n, (_, good) in enumerate(rows, 1):
        right += good
        most = max(most, (2 * right / (n + total), right / n))
    return most
