"""Trains a reader on sentences, with or without teachers.

    python train.py READINGS.jsonl VOCABULARY.txt BASE.npz OUT --layers N [--held] [--teachers A.npz B.npz]

Without teachers it makes one: OUT gets its logits of all sentences that it
trained on and of those without annotation. With teachers it learns from the
mean of theirs as well as from the annotation; then, taught by itself, it gets
used to weights of few bits, and OUT gets them, for pack.py. README.md has the
commands that the weights in use were made with.
"""

import argparse
import dataclasses
import time

import numpy as np
import torch
import torch.nn.functional as F

import data
import model
import score

BATCH = 48  # sentences in a step
HEAD_RATE = 5e-4  # of AdamW, for what isn't in the encoder
LOWER = 0.9  # rate of a layer, of that of the one above it
DECAY = 0.01  # of weights
WARM = 60  # steps until the full rate
CLIP = 1.0  # norm of the gradient
AVERAGE = 0.998  # of the weights that are kept, what stays in a step
EVIDENCE = 0.3  # weight of finding the trigger within the evidence
MEANT = 0.2  # weight of telling whether and how it is meant
TAUGHT = 0.6  # weight of the teachers where the annotation is known
FINISH = {"epochs": 4, "rate": 4e-5, "head": 1.5e-4}  # how a student gets used to rounded weights


@dataclasses.dataclass
class Corpus:
    """All that is trained and reported on. numbers are those of sentences, by
    what their texts are for."""

    layout: data.Layout
    vocab: list
    sentences: list
    texts: dict
    numbers: dict


def load(args):
    vocab, splitter = data.splitter(args.vocabulary)
    layout, all_texts, sentences = data.read(args.readings, splitter)
    texts, numbers = {}, {}
    for t in all_texts:
        texts.setdefault(t.role(args.held), []).append(t)
    for i, s in enumerate(sentences):
        numbers.setdefault(s.text.role(args.held), []).append(i)
    return Corpus(layout, vocab, sentences, texts, {role: x[: args.limit] for role, x in numbers.items()})


def taught(paths):
    """The mean of the teachers' logits, by the number of a sentence."""
    files = [np.load(path) for path in paths]
    sentences, ends = files[0]["sentences"], files[0]["ends"]
    if any(not np.array_equal(f["sentences"], sentences) or not np.array_equal(f["ends"], ends) for f in files[1:]):
        raise SystemExit("the teachers have not read the same sentences")
    mean = np.mean([f["logits"].astype(np.float32) for f in files], axis=0).astype(np.float16)
    return dict(zip(sentences.tolist(), np.split(mean, ends[:-1])))


def save_taught(path, found):
    """Writes logits by the number of a sentence."""
    numbers = sorted(found)
    ends = np.cumsum([len(found[i]) for i in numbers])
    np.savez(path, sentences=numbers, ends=ends, logits=np.concatenate([found[i] for i in numbers]))


def loss_of(net, b):
    """The loss of a batch, and the part of it that the annotation alone makes."""
    with torch.autocast(b["pieces"].device.type, torch.bfloat16, enabled=b["pieces"].is_cuda):
        logits, scores, seen = net(b)
        meant = evidence = 0.0
        if len(b["found"]):
            evidence, meant = told(net, b, scores, seen)
    known, legal = b["known"].float(), b["legal"].float()
    annotated = (F.binary_cross_entropy_with_logits(logits, b["right"].float(), reduction="none") * known).sum()
    total = annotated
    if "taught" in b:
        soft = F.binary_cross_entropy_with_logits(logits, torch.sigmoid(b["taught"].float()), reduction="none")
        weight = TAUGHT * known + (legal - known)
        total = (1 - TAUGHT) * annotated + (weight * soft).sum()
    return total + EVIDENCE * evidence + MEANT * meant, annotated


def told(net, b, scores, seen):
    """What finding the trigger of each right label costs, and telling from the
    triggers whether it is denied, and its modality."""
    pair, label, of, denied, modality = b["found"].unbind(1)
    share = F.log_softmax(scores[pair, :, label].float(), 1)
    inside = torch.logsumexp(share.masked_fill(~b["within"], model.NO), 1)
    said = net.meant((share.exp()[:, :, None] * seen[of]).sum(1)).float()
    meant = F.binary_cross_entropy_with_logits(said[:, 0], denied.float(), reduction="sum") + F.cross_entropy(said[:, 1:], modality, reduction="sum")
    return -(inside * b["within"].any(1)).sum(), meant


def optimiser(net, rate, head):
    """AdamW with a rate for the head and for each layer, lower ones slower;
    matrices decay."""
    groups = {}
    for name, p in net.named_parameters():
        if p.requires_grad:
            groups.setdefault((depth(name), p.ndim > 1), []).append(p)
    of = lambda d: head if d is None else rate * LOWER ** (len(net.layers) - d)
    return torch.optim.AdamW([{"params": ps, "full": of(d), "weight_decay": DECAY * matrix} for (d, matrix), ps in groups.items()])


def depth(name):
    """The layer of a tensor, from 1; 0 for embeddings, None for the head."""
    if name.startswith("layers."):
        return int(name.split(".")[1]) + 1
    return 0 if name.split(".")[0] in ("pos", "mark", "ln") else None


class Average:
    """The running mean of a network's weights: more even than the last ones."""

    def __init__(self, net):
        self.now = [p for p in net.parameters() if p.requires_grad]
        self.mean = [p.detach().clone() for p in self.now]

    @torch.no_grad()
    def add(self, step):
        torch._foreach_lerp_(self.mean, [p.detach() for p in self.now], 1 - min(AVERAGE, (1 + step) / (10 + step)))

    @torch.no_grad()
    def use(self):
        for p, mean in zip(self.now, self.mean):
            p.copy_(mean)


def loader(corpus, lists, args, epoch, teacher, cuda):
    """Batches of one pass, made by two more processes beside a GPU."""
    of = data.Batches(corpus.sentences, lists, corpus.vocab, len(corpus.layout.labels), args.mask, (args.seed, epoch), teacher)
    return torch.utils.data.DataLoader(of, batch_size=None, num_workers=2 if cuda else 0, pin_memory=cuda)


def teach(net, corpus, args, say):
    """Trains a teacher, and writes what it says of all sentences."""
    train(net, corpus, corpus.numbers["train"], None, args, say)
    report(net, corpus, say)
    save_taught(args.out, score.logits(net, corpus.sentences, corpus.numbers["train"] + corpus.numbers.get("plain", []), corpus.vocab))


def learn(net, corpus, args, say):
    """Trains a student, and then once more, with rounded weights and what it
    said itself before, and writes it."""
    numbers, teacher = corpus.numbers["train"] + corpus.numbers.get("plain", []), taught(args.teachers)
    if not teacher.keys() >= set(numbers):
        raise SystemExit("the teachers have not read all of these sentences: give them the same readings, --held and --limit")
    train(net, corpus, numbers, teacher, args, say)
    report(net, corpus, say)
    said = score.logits(net, corpus.sentences, numbers, corpus.vocab)
    net.round()
    train(net, corpus, numbers, said, argparse.Namespace(**{**vars(args), **FINISH}), say)
    report(net, corpus, say)
    np.savez(args.out, **net.arrays())


def train(net, corpus, numbers, teacher, args, say):
    """Trains net, which has the mean weights afterwards."""
    device = net.symmetric.device
    total = max(1, int(args.epochs * len(numbers) / BATCH))
    optimise, average = optimiser(net, args.rate, args.head), Average(net)
    step = epoch = 0
    while step < total:
        net.train()
        lists = data.batches(corpus.sentences, numbers, BATCH, np.random.default_rng((args.seed, epoch)))[: total - step]
        losses = []
        for b in loader(corpus, lists, args, epoch, teacher, device.type == "cuda"):
            for group in optimise.param_groups:
                group["lr"] = group["full"] * min(1, step / WARM + 0.02) * max(0.01, 1 - step / total)
            losses.append(one(net, optimise, {name: a.to(device, non_blocking=True) for name, a in b.items()}))
            step += 1
            average.add(step)
        epoch += 1
        say(f"pass {epoch}, step {step} of {total}, loss of a sentence {torch.stack(losses).nanmean().item():.3f}")
    average.use()


def one(net, optimise, b):
    """A step. One whose gradient isn't finite, as happens with 16 bits, is left
    out. Returns the loss of a sentence by the annotation."""
    total, annotated = loss_of(net, b)
    (total / len(b["pieces"])).backward()
    norm = torch.nn.utils.clip_grad_norm_(net.parameters(), CLIP)
    if torch.isfinite(norm):
        optimise.step()
    optimise.zero_grad(set_to_none=True)
    return annotated.detach() / len(b["pieces"])


def report(net, corpus, say):
    """Says what the reader finds alone in texts that it has not seen."""
    for role in ("held", "dev"):
        if role in corpus.numbers:
            found = score.logits(net, corpus.sentences, corpus.numbers[role], corpus.vocab)
            f1, precision = score.best(corpus.sentences, found, corpus.layout, corpus.texts[role])
            say(f"{role}: F1 {f1:.3f} at precision {precision:.3f}")


def options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name, text in (("readings", "what the claim trainer writes with -readings"), ("vocabulary", "pieces, of vocabulary.py"),
                       ("base", "what to begin with, of base.py"), ("out", "file to write, .npz")):
        parser.add_argument(name, help=text)
    parser.add_argument("--layers", type=int, required=True, help="of the encoder that are used")
    parser.add_argument("--held", action="store_true", help="hold part 0 of the corpus out")
    parser.add_argument("--teachers", nargs="+", help="what teachers wrote; none: be one")
    parser.add_argument("--epochs", type=float, default=12, help="times through the sentences")
    parser.add_argument("--rate", type=float, default=1e-4, help="of AdamW, for the uppermost layer of the encoder")
    parser.add_argument("--mask", type=float, default=0.15, help="share of pieces that are hidden")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=int, help="only so many sentences of each kind, to try the program")
    parser.set_defaults(head=HEAD_RATE)
    return parser.parse_args()


def main():
    args, start = options(), time.time()
    say = lambda text: print(f"{time.time() - start:4.0f}s {text}", flush=True)
    torch.manual_seed(args.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    corpus = load(args)
    say(f"{device}: sentences " + ", ".join(f"{len(x)} {role or 'neither'}" for role, x in corpus.numbers.items()))
    net = model.new(args.base, args.layers, corpus.layout).to(device)
    (learn if args.teachers else teach)(net, corpus, args, say)
    say(f"written to {args.out}")


if __name__ == "__main__":
    main()
