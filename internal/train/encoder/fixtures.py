"""Makes the test data of nlp/encoder: run `python fixtures.py OUT`, where OUT
is nlp/encoder/testdata, with torch, transformers and numpy installed.

tokens.txt   a vocabulary of words of our own, tokens, and how the tokeniser of
             transformers (BertTokenizerFast, uncased) cuts them
tiny.bin     a model of two layers with random weights, packed by pack.py
tiny.txt     pieces with marks, and the states that torch computes for them from
             the weights that the packed ones stand for
"""

import json
import os
import sys
import tempfile

import numpy as np

import made_up
import pack

VOCAB = """[PAD] [UNK] [CLS] [SEP] the a i o e n s t u b min ##i ##is ##ist ##ister ##s ##er ##e ##t ##n ##o minister
ministers foreign re arm ##arm ##ament sanction ##ed ##ing ##ion ##ions ##u embassy zur ##ich de ##gan ##an er ##do
##g ##ß stra ##ssen ##aße σ ##ς ##σ ο ##δυ и ##ран иран й ##е 北 京 東 . , - ' " ( ) [ ] / : % $ ` ~ ^ | < = > + € – — … “ ” 1 2 3 ##0 ##1
20 ##26 ##2 no ##w x ##x ##y tok ##yo un ##known cafe ##ˈ fi ﬁ ##d a ##a ##l al ḥ ##mad ##h 1⁄2 ½ ² ##² ᄒ ##ᅡ ##ᆫ 한 ё е""".split()

TOKENS = [
    "the", "Ministers", "MINISTER", "minist", "rearm", "rearmament", "Zürich", "Erdoğan", "Straße", "STRASSEN",
    "sanctions", "sanctioned", "sanctioningz", "U.S.", "U.S.-Iran", "al-Aḥmad", "café", "cafe\u0301", "\ufb01n", "İstanbul", "ıt",
    "Иран", "ИРАН", "ёй", "й", "ΟΔΟΣ", "σς", "北京", "x北京y", "東京now", "한", "2026", "2030", "20%", "$1", "€20", "½", "x²", "1⁄2",
    "'s", "n't", "”", "…", "—", "a–a", "--", "[UNK]", "[CLS]", "##s", "a##s", "\u200b", "\u200ba", "a\u00ada", "a\u00a0a", "a\u2028a", "a\tb",
    "a\u0085b", "a\u000bb", "a\u0000b", "\ufffda", "", " ", "\u0301", "a\u0301\u0300", "x" * 100, "x" * 101, "ẍ" * 100, "y" * 99,
    "\u0e01", "\u0378", "a\u0378a", "a\ue000a", "a\u0600a", "\ue000", "\U0001f600", "\U0002b820x", "😀a", "@un", "#un", "un_known", "http://x.y/z?a=1&b=2", "e\u0301\u0323a", "ａ", "①",
    "\u2160", "ΐ", "ǅ", "ꙮ", "\u0345", "A\u030a", "\u212b", "\u1e9e", "ſt", "\u00aa", "«a»", "¿a", "·", "a·a", "`a`", "a^b|c~d", "a+b=c<d>e",
]


def tokens(out):
    from transformers import BertTokenizerFast

    vocab = list(dict.fromkeys(VOCAB))
    with tempfile.TemporaryDirectory() as d:
        path = os.path.join(d, "vocab.txt")
        with open(path, "w", encoding="utf-8") as f:
            f.write("\n".join(vocab))
        tok = BertTokenizerFast(path, do_lower_case=True)
    with open(os.path.join(out, "tokens.txt"), "w", encoding="utf-8") as f:
        f.write("# made by internal/train/encoder/fixtures.py: the vocabulary; then tokens, quoted in ASCII, and their pieces\n")
        f.write(" ".join(vocab) + "\n")
        for t in TOKENS:
            f.write(json.dumps(t) + "\t" + " ".join(cut(tok, t)) + "\n")


def cut(tok, token):
    """The pieces of one token as the tokeniser cuts it without its special
    tokens: a text of "[CLS]" is five characters."""
    normal = tok.backend_tokenizer.normalizer.normalize_str(token)
    words = [w for w, _ in tok.backend_tokenizer.pre_tokenizer.pre_tokenize_str(normal)]
    return [p.value for w in words for p in tok.backend_tokenizer.model.tokenize(w)]


def tiny(out):
    import torch

    layers, hidden, heads, inner, positions = 2, 32, 2, 64, 48
    vocab = list(dict.fromkeys(VOCAB))
    rng = np.random.default_rng(7)

    def rand(*shape, scale=0.3):
        return (rng.standard_normal(shape) * scale).astype(np.float32)

    t = {"embeddings.word_embeddings.weight": rand(len(vocab), hidden),
         "embeddings.position_embeddings.weight": rand(positions, hidden),
         "embeddings.token_type_embeddings.weight": rand(2, hidden),
         pack.MARKS: rand(5, hidden)}

    made_up.layers(t, rand, hidden, inner, layers)
    with open(os.path.join(out, "tiny.bin"), "wb") as f:
        f.write(pack.encoder(t, vocab, layers=layers, heads=heads))
    ids = rng.integers(4, len(vocab), 37)
    marks = rng.integers(0, len(t[pack.MARKS]), len(ids))
    states = reference(torch, pack.rounded(t, layers), [vocab.index("[CLS]"), *ids, vocab.index("[SEP]")], [0, *marks, 0], layers, heads)
    with open(os.path.join(out, "tiny.txt"), "w", encoding="utf-8") as f:
        f.write("# made by internal/train/encoder/fixtures.py: the ID of each piece, its mark and its state\n")
        for i, mark, row in zip(ids, marks, states[1:-1]):
            f.write(f"{i} {mark} " + " ".join(f"{x:.6g}" for x in row) + "\n")


def reference(torch, tensors, ids, marks, layers, heads):
    """The states of transformers' BertModel for one window of IDs with marks."""
    from transformers import BertConfig, BertModel

    words, hidden = tensors["embeddings.word_embeddings.weight"].shape
    config = BertConfig(
        vocab_size=words, hidden_size=hidden, num_hidden_layers=layers, num_attention_heads=heads, hidden_act="gelu",
        intermediate_size=tensors["encoder.layer.0.intermediate.dense.weight"].shape[0],
        max_position_embeddings=tensors["embeddings.position_embeddings.weight"].shape[0], layer_norm_eps=1e-12)
    model = BertModel(config, add_pooling_layer=False).eval()
    state = {k: torch.from_numpy(np.ascontiguousarray(v)) for k, v in tensors.items() if k != pack.MARKS}
    missing, unexpected = model.load_state_dict(state, strict=False)
    if [m for m in missing if "position_ids" not in m] or unexpected:
        raise SystemExit(f"the tensors don't fit: missing {missing}, unexpected {unexpected}")
    with torch.no_grad():
        x = model.embeddings.word_embeddings(torch.tensor([ids])) + torch.from_numpy(tensors[pack.MARKS])[torch.tensor([marks])]
        return model(inputs_embeds=x).last_hidden_state[0].numpy()


if __name__ == "__main__":
    tokens(sys.argv[1])
    tiny(sys.argv[1])
