"""Lays texts without annotation out for the claim trainer's -plain.

    python texts.py OUT.jsonl FILE...

Files are JSONL with a text in each line, or CoNLL-U, whose documents become
texts. OUT has the id and the text of each.
"""

import argparse
import json
import os

SHORTEST = 41  # characters: shorter texts hardly name two parties


def lines(path):
    """The texts of a file of JSONL."""
    with open(path, encoding="utf-8") as f:
        for line in f:
            yield json.loads(line)["text"]


def documents(path):
    """The documents of a file of CoNLL-U, a space between sentences."""
    sentences = []
    with open(path, encoding="utf-8") as f:
        for line in f:
            if line.startswith("# newdoc") and sentences:
                yield " ".join(sentences)
                sentences = []
            elif line.startswith("# text = "):
                sentences.append(line.removeprefix("# text = ").rstrip("\n"))
    if sentences:
        yield " ".join(sentences)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("out")
    parser.add_argument("files", nargs="+")
    args = parser.parse_args()
    with open(args.out, "w", encoding="utf-8") as f:
        for path in args.files:
            name, kind = os.path.splitext(os.path.basename(path))
            for n, text in enumerate((documents if kind == ".conllu" else lines)(path)):
                if len(text) >= SHORTEST:
                    f.write(json.dumps({"id": f"{name}-{n}", "text": text}) + "\n")


if __name__ == "__main__":
    main()
