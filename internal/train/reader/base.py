"""Makes the networks that training begins with of pretrained encoders.

    python base.py VOCABULARY.txt MODEL OUT.npz

MODEL is the folder of a model of the kind of BERT with model.safetensors and
vocab.txt, or a quantised one with *.onnx and *tokenizer.json (which needs the
package onnx). OUT.npz has all its layers, with the names of model.Reader, and
the embeddings of the pieces of VOCABULARY.txt, rounded to 4 bits as they are
shipped: they stay as they are in training.
"""

import argparse
import glob
import json
import os

import numpy as np

import pack
import vocabulary

POSITIONS = 256
WORD_BITS = 4


class Floats:
    """The tensors of a model of PyTorch."""

    def __init__(self, folder):
        tensors = pack.encoding.read_safetensors(only(folder, "model.safetensors"))
        self.tensors = {name.removeprefix("bert."): a for name, a in tensors.items()}
        self.vocabulary = vocabulary.read(only(folder, "vocab.txt"))

    def __getitem__(self, name):
        return self.tensors[name]


class Quantised:
    """The tensors of a model of ONNX whose matrices are in 8 bits."""

    def __init__(self, folder):
        import onnx

        graph = onnx.load(only(folder, "*.onnx")).graph
        self.tensors = {t.name: onnx.numpy_helper.to_array(t) for t in graph.initializer}
        self.products = {}  # tensor of each product of matrices, by the name of its layer
        for node in graph.node:
            if node.op_type == "MatMulInteger" and node.input[1] in self.tensors:
                layer = node.name.strip("/").replace("/", ".").removesuffix(".MatMul_quant")
                self.products[layer + ".weight"] = node.input[1].removesuffix("_quantized")
        with open(only(folder, "*tokenizer.json"), encoding="utf-8") as f:
            ids = json.load(f)["model"]["vocab"]
        self.vocabulary = sorted(ids, key=ids.get)

    def __getitem__(self, name):
        if name in self.tensors:
            return self.tensors[name]
        if name in self.products:
            return self.restored(self.products[name]).T
        return self.restored(name)

    def restored(self, name):
        """A matrix in floats: (numbers - zero point) · scale."""
        part = lambda end: self.tensors[name + end].astype(np.float32)
        return (part("_quantized") - part("_zero_point")) * part("_scale")


def only(folder, pattern):
    """The file of a folder whose name has the pattern."""
    found = glob.glob(os.path.join(folder, pattern))
    if len(found) != 1:
        raise SystemExit(f"{folder} has {len(found)} files {pattern}, not one: name the folder of a model")
    return found[0]


def convert(model, pieces):
    """The tensors of a model by the names of model.Reader."""
    rows = {piece: i for i, piece in enumerate(model.vocabulary)}
    missing = [piece for piece in pieces if piece not in rows]
    if missing:
        raise SystemExit(f"the model lacks {len(missing)} pieces of the vocabulary, such as {missing[0]}")
    embeddings = "embeddings."
    words = model[embeddings + pack.WORDS][[rows[piece] for piece in pieces]]
    positions = model[embeddings + "position_embeddings.weight"] + model[embeddings + "token_type_embeddings.weight"][0]
    out = {"word.weight": pack.encoding.ungrouped(words, WORD_BITS), "pos.weight": positions[:POSITIONS]}
    for end in (".weight", ".bias"):
        out["ln" + end] = model[embeddings + "LayerNorm" + end]
    for n in range(layers(model)):
        of, to = f"encoder.layer.{n}.", f"layers.{n}."
        for end in (".weight", ".bias"):
            out[to + "qkv" + end] = np.concatenate([model[of + f"attention.self.{part}" + end] for part in ("query", "key", "value")])
            for name, full in pack.LAYER.items():
                out[to + name + end] = model[of + full + end]
    return {name: np.asarray(a, np.float32) for name, a in out.items()}


def layers(model):
    """How many layers a model has."""
    return 1 + max(int(name.split(".")[2]) for name in model.tensors if name.startswith("encoder.layer."))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("vocabulary", "model", "out"):
        parser.add_argument(name)
    args = parser.parse_args()
    quantised = glob.glob(os.path.join(args.model, "*.onnx"))
    model = (Quantised if quantised else Floats)(args.model)
    np.savez(args.out, **convert(model, vocabulary.read(args.vocabulary)))


if __name__ == "__main__":
    main()
