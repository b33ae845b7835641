"""Tensors of an encoder with random numbers, for test data."""


def layers(t, rand, hidden, inner, count):
    """Adds the norm of the embeddings and count layers to t. rand gives an array
    of a shape; the order of calls stays, as test data depends on it."""

    def norm(name):
        t[name + ".weight"], t[name + ".bias"] = 1 + rand(hidden), rand(hidden)

    def dense(name, rows, cols):
        t[name + ".weight"], t[name + ".bias"] = rand(rows, cols), rand(rows)

    norm("embeddings.LayerNorm")
    for n in range(count):
        p = f"encoder.layer.{n}."
        for part in ("query", "key", "value"):
            dense(p + "attention.self." + part, hidden, hidden)
        dense(p + "attention.output.dense", hidden, hidden)
        norm(p + "attention.output.LayerNorm")
        dense(p + "intermediate.dense", inner, hidden)
        dense(p + "output.dense", hidden, inner)
        norm(p + "output.LayerNorm")
