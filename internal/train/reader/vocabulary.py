"""Word pieces of BERT's uncased vocabulary, and the choice of those that the
reader keeps.

    python vocabulary.py FULL.txt READINGS.jsonl OUT.txt

FULL.txt and OUT.txt have a piece a line. The pieces that are most frequent in
the readings are kept, in the order of FULL.txt, with all special ones and those
of one character of the alphabets of Europe.
"""

import argparse
import collections
import json
import unicodedata

SIZE = 12000
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
LETTERS = 0x250  # Latin letters and signs end here
ANNOTATED = 3  # how often a word of the corpus counts, which is what articles are like
LONGEST = 100  # characters of a word that is not unknown


def read(path):
    """The pieces of a file, in its order."""
    with open(path, encoding="utf-8") as f:
        return f.read().removesuffix("\n").split("\n")


class Splitter:
    """Splits words into pieces, the longest first."""

    def __init__(self, vocabulary):
        self.ids = {piece: i for i, piece in enumerate(vocabulary)}
        self.known = {}

    def pieces(self, word):
        """The numbers of a word's pieces, at least one."""
        if word not in self.known:
            out = [i for part in parts(bare(word)) for i in self.split(part)]
            self.known[word] = out or [self.ids["[UNK]"]]
        return self.known[word]

    def split(self, part):
        out, at = [], 0
        while at < len(part) <= LONGEST:
            for end in range(len(part), at, -1):
                piece = self.ids.get(("##" if at else "") + part[at:end])
                if piece is not None:
                    break
            else:
                return [self.ids["[UNK]"]]
            out.append(piece)
            at = end
        return out or [self.ids["[UNK]"]]


def bare(word):
    """A word in small letters without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")


def parts(word):
    """Splits a word at signs, which are parts themselves."""
    out, current = [], ""
    for c in word:
        if sign(c) or c.isspace():
            out += [current] if current else []
            out += [c] if sign(c) else []
            current = ""
        elif unicodedata.category(c) not in ("Cc", "Cf"):
            current += c
    return out + ([current] if current else [])


def sign(c):
    return c.isascii() and c.isprintable() and not c.isalnum() and c != " " or unicodedata.category(c).startswith("P")


def count(path, splitter):
    """How often the readings have each piece; texts to report on, and those
    made of two others, don't count."""
    words = collections.Counter()
    with open(path, encoding="utf-8") as f:
        next(f)
        for line in f:
            text = json.loads(line)
            if text["file"] == "dev" or text["file"].endswith("+"):
                continue
            times = 1 if text["file"] == "plain" else ANNOTATED
            for word in text["words"]:
                words[word] += times
    out = collections.Counter()
    for word, n in words.items():
        for piece in splitter.pieces(word):
            out[piece] += n
    return out


def choose(vocabulary, counts, size=SIZE):
    """The numbers of the pieces to keep, ascending."""
    def always(piece):
        return piece in SPECIAL or len(piece.removeprefix("##")) == 1 and ord(piece[-1]) < LETTERS

    kept = {i for i, piece in enumerate(vocabulary) if always(piece)}
    for i, _ in sorted(counts.items(), key=lambda x: (-x[1], x[0])):
        if len(kept) >= size:
            break
        kept.add(i)
    return sorted(kept)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("full", "readings", "out"):
        parser.add_argument(name)
    args = parser.parse_args()
    full = read(args.full)
    counts = count(args.readings, Splitter(full))
    kept = choose(full, counts)
    with open(args.out, "w", encoding="utf-8") as f:
        f.write("".join(full[i] + "\n" for i in kept))
    share = sum(counts[i] for i in kept) / counts.total()
    print(f"{len(kept)} pieces of {len(full)}: {share:.4f} of those in the readings")


if __name__ == "__main__":
    main()
