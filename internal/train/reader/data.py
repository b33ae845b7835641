"""Sentences to train the reader on, and batches of them.

The file of readings is what the claim trainer writes with -readings: its first
line says what the numbers mean (Layout), each further one is a text. Sizes in
what follows: B sentences in a batch, N pieces of the longest with [CLS] and
[SEP], T triggers and P parties of the sentence that has most, Q pairs of all
sentences together, L labels, C conditions of patterns.
"""

import dataclasses
import json

import numpy as np
import torch

import vocabulary

FEATURES = 17  # of what holds in the tree between a trigger and a party
ROLES = 8192  # rows of features; one more stands for none
LONGEST = 250  # pieces of a sentence
PARTS = 5  # of the corpus, by file: part 0 is what is held out
STEPS = np.array((1, 2, 3, 4, 5, 6, 9, 14, 22, 45))  # where buckets of distances begin
OTHER_SIDE = 11  # added to the bucket of a distance to the left


@dataclasses.dataclass
class Layout:
    """What the numbers of a file mean."""

    labels: list
    symmetric: list  # of each label, whether actor and recipient are alike
    kinds: list
    modalities: list
    marks: int
    actor: list  # of each label, the kinds that may act
    recipient: list


@dataclasses.dataclass
class Text:
    """A text, with the dyads (label, actor, recipient) that are true of it."""

    file: str
    gold: set

    def part(self):
        """Which part of the corpus it belongs to: the claim trainer's too."""
        h = 2166136261  # FNV-1a, 32 bits
        for byte in self.file.removesuffix("+").encode():
            h = (h ^ byte) * 16777619 % 2**32
        return h % PARTS

    def role(self, held):
        """What a text is for: "dev", "plain", "train", "held" or "" (joined of
        texts that are held out)."""
        if self.file in ("dev", "plain"):
            return self.file
        if not held or self.part() != 0:
            return "train"
        return "" if self.file.endswith("+") else "held"


@dataclasses.dataclass
class Sentence:
    """A sentence with candidates. Words are numbered from 0 in it."""

    text: Text
    pieces: np.ndarray  # without [CLS] and [SEP]
    first: np.ndarray  # first piece of each word
    marks: np.ndarray  # of each word
    triggers: np.ndarray  # words
    parties: np.ndarray  # words
    names: list  # of each party: kind, key of the entity, key of its state
    roles: np.ndarray  # parties × triggers × FEATURES, ROLES for none
    cues: list  # trigger, label, 0 if the conditions of a pattern hold or 1
    pairs: np.ndarray  # party, party, ownership
    legal: np.ndarray  # of each pair a bit for each label
    right: list  # pair, label, triggers within the evidence, denied, modality
    unsure: list  # pair, label


def read(path, splitter):
    """The layout, texts and sentences of a file of readings."""
    texts, sentences = [], []
    with open(path, encoding="utf-8") as f:
        head = json.loads(next(f))
        for line in f:
            d = json.loads(line)
            text = Text(d["file"], {(x["label"], x["a"], x["b"]) for x in d["gold"]})
            texts.append(text)
            sentences += sentences_of(text, d, splitter)
    return Layout(**{field.name: head[field.name] for field in dataclasses.fields(Layout)}), texts, sentences


def sentences_of(text, d, splitter):
    """The sentences of a text that are not too long."""
    for s in d["sentences"]:
        words, marks = (d[name][s["first"] : s["last"]] for name in ("words", "marks"))
        split = [splitter.pieces(word) for word in words]
        first = np.cumsum([0] + [len(x) for x in split])
        if first[-1] <= LONGEST:
            yield sentence(text, s, [i for x in split for i in x], first[:-1], marks)


def sentence(text, s, pieces, first, marks):
    at = {word: i for i, word in enumerate(s["triggers"])}
    roles = np.array(s["roles"], np.int16).reshape(len(at), len(s["parties"]), FEATURES).transpose(1, 0, 2)
    right, unsure = [], []
    for i, p in enumerate(s["pairs"]):
        for x in p.get("right", []):
            right.append((i, x["label"], [at[w] for w in x["within"]], x["negated"], x["modality"]))
        unsure += [(i, label) for label in p.get("unsure", [])]
    return Sentence(
        text, np.array(pieces, np.int16), first.astype(np.int16), np.array(marks, np.uint8),
        np.array(s["triggers"]) - s["first"], np.array([p["word"] for p in s["parties"]]) - s["first"],
        [(p["kind"], p["key"], p["home"]) for p in s["parties"]],
        np.where(roles < 0, ROLES, roles), s["cues"],
        np.array([(p["a"], p["b"], p["own"]) for p in s["pairs"]]),
        np.array([sum(1 << label for label in p["legal"]) for p in s["pairs"]], np.uint64), right, unsure)


def bucket(n):
    """The bucket of a distance, 0 to 10, whatever its sign."""
    return np.searchsorted(STEPS, np.abs(n), side="right")


def signed(n):
    """The same, but 11 to 21 to the left."""
    return bucket(n) + np.where(n < 0, OTHER_SIDE, 0)


class Batches(torch.utils.data.Dataset):
    """Batches of sentences as dicts of tensors, made when they are asked for.

    lists are the numbers of each batch's sentences. A share of mask of the
    pieces is hidden, by a chance that depends on seed and the number of the
    batch alone. teacher, if there is one, gives logits (pairs × L) by the number
    of a sentence."""

    def __init__(self, sentences, lists, vocab, labels, mask=0.0, seed=(), teacher=None):
        self.sentences, self.lists, self.labels, self.mask, self.seed, self.teacher = sentences, lists, labels, mask, tuple(seed), teacher
        self.pad, self.cls, self.sep, self.hidden = (vocab.index(x) for x in ("[PAD]", "[CLS]", "[SEP]", "[MASK]"))

    def __len__(self):
        return len(self.lists)

    def __getitem__(self, n):
        sentences = [self.sentences[i] for i in self.lists[n]]
        out = {**self.words(sentences, np.random.default_rng((*self.seed, n))), **self.places(sentences), **self.judged(sentences)}
        out["pair"], out["feature"], out["cues"] = pairs(sentences)
        if self.teacher is not None:
            out["taught"] = np.concatenate([self.teacher[i] for i in self.lists[n]])
        return {name: torch.as_tensor(a) for name, a in out.items()}

    def words(self, sentences, rng):
        """pieces and marks, B × N, and which are there."""
        shape = len(sentences), 2 + max(len(s.pieces) for s in sentences)
        pieces, marks, there = np.full(shape, self.pad), np.zeros(shape, np.int64), np.zeros(shape, bool)
        for b, s in enumerate(sentences):
            n = len(s.pieces)
            pieces[b, 1 : n + 1] = np.where(rng.random(n) < self.mask, self.hidden, s.pieces)
            pieces[b, 0], pieces[b, n + 1] = self.cls, self.sep
            marks[b, 1 : n + 1] = np.repeat(s.marks, np.diff(s.first, append=n))
            there[b, : n + 2] = True
        return {"pieces": pieces, "marks": marks, "there": there}

    def places(self, sentences):
        """Where triggers (B × T) and parties (B × P) stand in B · N pieces, 0
        where there is none; mark of each party; its distance from each trigger
        (B × P × T) and what holds in the tree between them (… × FEATURES)."""
        size = len(sentences)
        width = 2 + max(len(s.pieces) for s in sentences)
        most, parties = max(len(s.triggers) for s in sentences), max(len(s.parties) for s in sentences)
        out = {"trigger": np.zeros((size, most), np.int64), "tells": np.zeros((size, most), bool),
               "party": np.zeros((size, parties), np.int64), "mark": np.zeros((size, parties), np.int64),
               "distance": np.zeros((size, parties, most), np.int64), "roles": np.full((size, parties, most, FEATURES), ROLES, np.int32)}
        for b, s in enumerate(sentences):
            t, p, at = len(s.triggers), len(s.parties), b * width + 1 + s.first.astype(np.int64)
            out["trigger"][b, :t], out["tells"][b, :t] = at[s.triggers], True
            out["party"][b, :p], out["mark"][b, :p] = at[s.parties], s.marks[s.parties]
            out["distance"][b, :p, :t] = signed(s.triggers[None] - s.parties[:, None])
            out["roles"][b, :p, :t] = s.roles
        return out

    def judged(self, sentences):
        """Of each pair and label (Q × L) whether it may be, whether it is known
        to be right or not, and whether it is right; and of each right one its
        pair, label and sentence, the triggers within the evidence, and whether
        and how it is meant."""
        bits = np.arange(self.labels, dtype=np.uint64)
        legal = (np.concatenate([s.legal for s in sentences])[:, None] >> bits & np.uint64(1)).astype(bool)
        known, right = legal.copy(), np.zeros_like(legal)
        most, at, found = max(len(s.triggers) for s in sentences), 0, []
        for b, s in enumerate(sentences):
            for i, label in s.unsure:
                known[at + i, label] = False
            if s.text.file == "plain":
                known[at : at + len(s.pairs)] = False
            found += [(at + i, label, b, denied, modality, within) for i, label, within, denied, modality in s.right]
            at += len(s.pairs)
        within = np.zeros((len(found), most), bool)
        for n, x in enumerate(found):
            right[x[0], x[1]] = True
            within[n, x[5]] = True
        table = np.array([x[:5] for x in found], np.int64).reshape(-1, 5)
        return {"legal": legal, "known": known, "right": right, "found": table, "within": within}


def pairs(sentences):
    """Sentence, party and party of each pair (Q × 3); its feature of ownership,
    order and distance (Q); sentence, trigger, label and kind of each condition
    (C × 4)."""
    pair, feature, cues = [], [], []
    for b, s in enumerate(sentences):
        a, r = s.parties[s.pairs[:, 0]], s.parties[s.pairs[:, 1]]
        pair.append(np.column_stack([np.full(len(s.pairs), b), s.pairs[:, :2]]))
        feature.append(s.pairs[:, 2] * 16 + (a < r) * 8 + np.minimum(bucket(a - r) // 2, 7))
        cues += [(b, *cue) for cue in s.cues]
    return np.concatenate(pair), np.concatenate(feature), np.array(cues, np.int64).reshape(-1, 4)


def batches(sentences, numbers, size, rng=None):
    """Splits numbers of sentences into lists of such as are alike in length; in
    an order of chance, and not always the same ones together, if rng is given."""
    noise = rng.random(len(numbers)) * 8 if rng else np.zeros(len(numbers))
    order = np.argsort([len(sentences[i].pieces) for i in numbers] + noise, kind="stable")
    lists = [[numbers[k] for k in order[at : at + size]] for at in range(0, len(order), size)]
    if rng:
        rng.shuffle(lists)
    return lists


def splitter(path):
    """The vocabulary of a file, and what splits words into its pieces."""
    vocab = vocabulary.read(path)
    return vocab, vocabulary.Splitter(vocab)
