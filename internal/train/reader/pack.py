"""Packs a reader for nlp/relation/reader; README.md gives the layout.

Needs numpy, the standard library, and pack.py of the text encoder beside this
folder.
"""

import importlib.util
import os

import numpy as np


def load(folder):
    """The module pack of a folder beside this one."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", folder, "pack.py")
    spec = importlib.util.spec_from_file_location(folder + "_pack", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


encoding = load("encoder")

MAGIC = b"reader01"
MARKS, AGOS, BUCKETS, ROLES, PAIRS, CUES, ATTRIBUTES = 22, 4, 22, 8192, 64, 2, 6


def shapes(states, width, labels):
    """The arrays of a head, by name, in the order of the file."""
    return {
        "wt": (width, states), "bt": (width,), "wa": (width, states), "ea": (MARKS * AGOS, width),
        "edist": (BUCKETS, width), "roles": (ROLES, width), "v": (labels, width), "vb": (labels,),
        "v2": (2 * labels, width), "b2": (2 * labels,), "wattr": (ATTRIBUTES, width), "battr": (ATTRIBUTES,),
        "pair": (PAIRS, labels), "cues": (CUES, labels + 1),
    }


# matrices that are kept as they are, and not in 8 bits
PLAIN = ("pair", "cues")


def reader(head, labels, encoder):
    """Packs a head, a dict of float arrays with the names and shapes of
    shapes(), the names of its labels, and its encoder, as bytes."""
    width, states = np.asarray(head["wt"]).shape
    if width % 16:
        raise ValueError(f"a hidden layer of {width} units, not a multiple of 16")
    w = encoding.Writer(MAGIC)
    w.strings(labels)
    w.uint(width)
    w.blob(encoder)
    for name, shape in shapes(states, width, len(labels)).items():
        a = np.asarray(head[name], dtype=np.float32)
        if a.shape != shape or not np.isfinite(a).all():
            raise ValueError(f"{name} is not a finite array of {shape}: {a.shape}")
        if a.ndim == 2 and name not in PLAIN:
            w.table(a)
        else:
            w.floats(a)
    return w.bytes()


def rounded(head):
    """The head that the packed one stands for."""
    return {k: encoding.restored(a) if np.ndim(a) == 2 and k not in PLAIN else np.asarray(a, np.float32) for k, a in head.items()}
