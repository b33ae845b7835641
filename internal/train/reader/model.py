"""The network that nlp/relation/reader runs: a text encoder, and a head that
scores pairs of parties. Sizes are those of data.py; H is the width of states,
d that of the head's hidden layer."""

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import pack
from data import FEATURES, ROLES

HEADS, INNER, POSITIONS, EPSILON = 12, 1536, 256, 1e-12
WIDTH = 256  # d
BITS = 4  # of the numbers of layers and roles, as they are packed
DROP, HEAD_DROP = 0.1, 0.3  # shares of units left out in training
LEFT_OUT = 0.1  # share of conditions and of features of the tree left out
NO = -1e4  # score of a trigger that is not there


def coarse(w):
    """A matrix in so many bits as it is shipped with; the gradient is that of
    the matrix itself."""
    with torch.no_grad():
        x = w.detach().unflatten(1, (-1, pack.encoding.GROUP))
        most = 2 ** (BITS - 1) - 1
        scale = (x.abs().amax(2, keepdim=True) / most).half().float()
        near = (torch.round(x / scale.where(scale > 0, 1)).clamp(-most, most) * scale).flatten(1)
    return w + (near - w).detach()


class Linear(nn.Linear):
    """A product with a matrix, rounded if rounding is set."""

    rounding = False

    def forward(self, x):
        return F.linear(x, coarse(self.weight) if self.rounding else self.weight, self.bias)


class Layer(nn.Module):
    """A layer of BERT, normed after each part."""

    def __init__(self, hidden):
        super().__init__()
        self.qkv, self.o = Linear(hidden, 3 * hidden), Linear(hidden, hidden)
        self.f1, self.f2 = Linear(hidden, INNER), Linear(INNER, hidden)
        self.ln1, self.ln2 = nn.LayerNorm(hidden, eps=EPSILON), nn.LayerNorm(hidden, eps=EPSILON)

    def forward(self, x, there):
        b, n, h = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, HEADS, h // HEADS).permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=there).transpose(1, 2).reshape(b, n, h)
        x = self.ln1(x + F.dropout(self.o(mixed), DROP, self.training))
        return self.ln2(x + F.dropout(self.f2(F.gelu(self.f1(x))), DROP, self.training))


class Reader(nn.Module):
    """The encoder and the head."""

    rounding = False

    def __init__(self, pieces, hidden, layers, layout):
        super().__init__()
        d, labels = WIDTH, len(layout.labels)
        self.word, self.pos = nn.Embedding(pieces, hidden), nn.Embedding(POSITIONS, hidden)
        self.mark, self.ln = nn.Embedding(layout.marks, hidden), nn.LayerNorm(hidden, eps=EPSILON)
        self.layers = nn.ModuleList(Layer(hidden) for _ in range(layers))
        self.wt, self.wa = nn.Linear(hidden, d), nn.Linear(hidden, d, bias=False)
        self.ea, self.edist, self.roles = nn.Embedding(layout.marks, d), nn.Embedding(pack.BUCKETS, d), nn.Embedding(ROLES + 1, d)
        self.v, self.v2 = nn.Linear(d, labels), nn.Linear(d, 2 * labels)
        self.pair, self.cues = nn.Embedding(pack.PAIRS, labels), nn.Parameter(torch.zeros(pack.CUES, labels + 1))
        self.meant = nn.Linear(d, 1 + len(layout.modalities))  # whether denied, and how; used in training alone
        self.register_buffer("symmetric", torch.tensor(layout.symmetric), persistent=False)
        self.begin()

    def begin(self):
        self.word.weight.requires_grad_(False)
        nn.init.constant_(self.v.bias, -5.0)
        for table in (self.mark, self.pair):
            nn.init.zeros_(table.weight)
        for table in (self.ea, self.edist, self.roles):
            nn.init.normal_(table.weight, std=0.02)
        with torch.no_grad():
            self.cues[:, -1] = torch.tensor([2.0, 0.5])
            self.roles.weight[ROLES] = 0

    @torch.no_grad()
    def load(self, base):
        """Takes the tensors of the encoder from a file of base.py, of its first
        layers."""
        mine = self.state_dict()
        for name in base.files:
            if not name.startswith("layers.") or int(name.split(".")[1]) < len(self.layers):
                mine[name].copy_(torch.from_numpy(base[name]))

    def round(self):
        """Rounds the matrices of layers and the roles from now on whenever they
        are used; their gradients stay as they are."""
        for module in (self, *(m for m in self.modules() if isinstance(m, Linear))):
            module.rounding = True

    def forward(self, b):
        """Logits Q × L; scores by trigger Q × T × L; hidden layer of triggers
        B × T × d."""
        return self.score(self.states(b), b)

    def states(self, b):
        """States of pieces, B · N × H."""
        x = self.ln(self.word(b["pieces"]) + self.pos.weight[: b["pieces"].shape[1]] + self.mark(b["marks"]))
        x = F.dropout(x, DROP, self.training)
        for layer in self.layers:
            x = layer(x, b["there"][:, None, None, :])
        return F.dropout(x.flatten(0, 1), DROP, self.training)

    def score(self, states, b):
        parties = b["party"].shape[1]
        trigger = self.wt(rows(states, b["trigger"])).float()
        party = self.wa(rows(states, b["party"])).float() + self.ea(b["mark"])
        seen = F.dropout(F.gelu(trigger), HEAD_DROP, self.training)
        tell = self.cued(self.v(seen).float(), b["cues"])
        both = trigger[:, None] + party[:, :, None] + self.edist(b["distance"]) + self.between(b["roles"])
        fill = self.v2(F.dropout(F.gelu(both), HEAD_DROP, self.training)).float()
        actor, recipient = fill.chunk(2, -1)
        recipient = torch.where(self.symmetric, actor, recipient)
        of, first, second = b["pair"].unbind(1)
        actor, recipient = (rows(x.flatten(0, 1), of * parties + of_pair) for x, of_pair in ((actor, first), (recipient, second)))
        scores = (rows(tell, of) + actor + recipient).masked_fill(~b["tells"][of][:, :, None], NO)
        return torch.logsumexp(scores, 1) + self.pair(b["feature"]).float(), scores, seen

    def cued(self, tell, cues):
        """Adds what patterns that list a trigger say to B × T × L."""
        of, trigger, label, kind = cues.unbind(1)
        kept = torch.rand(len(tell), device=tell.device) > LEFT_OUT * self.training
        said = (self.cues[kind, label] + self.cues[kind, -1]) * kept[of]
        return tell.index_put((of, trigger, label), said.float(), accumulate=True)

    def between(self, roles):
        """What the tree says of parties and triggers, B × P × T × d."""
        if self.training:
            roles = torch.where(torch.rand(roles.shape, device=roles.device) < LEFT_OUT, ROLES, roles)
        table = coarse(self.roles.weight) if self.rounding else self.roles.weight
        return F.embedding_bag(roles.view(-1, FEATURES), table, mode="sum").view(*roles.shape[:3], -1)

    def arrays(self):
        """All weights, for np.savez."""
        return {name: a.detach().float().cpu().numpy() for name, a in self.state_dict().items()}


def rows(x, at):
    """The rows of x that at numbers, in the shape of at."""
    return x.index_select(0, at.flatten()).unflatten(0, at.shape)


def new(base, layers, layout):
    """A reader that begins with the first layers of an encoder of base.py."""
    base = np.load(base)
    pieces, hidden = base["word.weight"].shape
    out = Reader(pieces, hidden, layers, layout)
    out.load(base)
    return out
