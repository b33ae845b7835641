"""Opens every export with a reader that others wrote, and counts.

    python check.py FOLDER

FOLDER has graph.jsonl and the other exports of the same graph, named
graph.FORMAT. Every reader must find as many actors, edges and events as
graph.jsonl has, and that as many as stats.json, what `entente stats --json`
says, where the folder has it; the rows of the CSV files for Neo4j's importer
are counted where it has the folder bulk. `make check-exports` makes the folders
and installs the readers.
"""

import collections
import csv
import json
import pathlib
import sys

import networkx
import rdflib
import stix2
from followthemoney import ValueEntity, model


def main(folder):
    folder = pathlib.Path(folder)
    records = [json.loads(line) for line in open(folder / "graph.jsonl", encoding="utf-8")]
    entities = {r["id"]: r for r in records if r["type"] == "entity"}
    edges = [r for r in records if r["type"] == "edge"]
    events = [r for r in records if r["type"] == "event"]
    bad = 0

    def same(reader, what, got, want):
        nonlocal bad
        ok = got == want
        bad += not ok
        print(f"{'ok  ' if ok else 'BAD '} {reader:16} {what:14} {got}" + ("" if ok else f", want {want}"))

    # Who coded an edge: texts, or a coder's table.
    kinds = lambda these: dict(sorted(collections.Counter(these).items()))
    coded = kinds(e["source_kind"] for e in edges)

    for name, read in (("graphml", networkx.read_graphml), ("gexf", networkx.read_gexf)):
        g = read(folder / f"graph.{name}")
        same(f"networkx {name}", "actors", g.number_of_nodes(), len(entities))
        same(f"networkx {name}", "edges", g.number_of_edges(), len(edges))
        same(f"networkx {name}", "coders", kinds(d["source_kind"] for *_, d in g.edges(data=True)), coded)
    g = networkx.nx_pydot.read_dot(folder / "graph.dot")
    same("pydot dot", "actors", sum(1 for n in g if n.strip('"') in entities), len(entities))
    same("pydot dot", "edges", g.number_of_edges(), len(edges))
    same("pydot dot", "coders", kinds(d["source_kind"].strip('"') for *_, d in g.edges(data=True)), coded)

    bundle = stix2.parse((folder / "graph.stix").read_text(encoding="utf-8"), allow_custom=False)
    relationships = [o for o in bundle.objects if o.type == "relationship"]
    same("stix2", "actors", len(bundle.objects) - len(relationships), len(entities))
    same("stix2", "edges", len(relationships), len(edges))
    same("stix2", "coders", kinds(label.split('"')[1] for r in relationships for label in r.labels), coded)
    known = {o.id for o in bundle.objects}
    same("stix2", "loose ends", sum(r.source_ref not in known or r.target_ref not in known for r in relationships), 0)

    proxies = [model.get_proxy(json.loads(line), cleaned=False) for line in open(folder / "graph.ftm", encoding="utf-8")]
    lines = [json.loads(line) for line in open(folder / "graph.ftm", encoding="utf-8")]
    links = [p for p in proxies if p.schema.name == "UnknownLink"]
    same("followthemoney", "actors", len(proxies) - len(links), len(entities))
    places = {i for i, e in entities.items() if e["kind"] == "Place"}
    linked = [e for e in edges if e["from"] not in places and e["to"] not in places]
    same("followthemoney", "edges", len(links), len(linked))
    datasets = [name for line in lines if line["schema"] == "UnknownLink" for name in ValueEntity.from_dict(dict(line)).datasets]
    same("followthemoney", "coders", kinds(datasets), kinds(e["source_kind"].replace("text", "entente") for e in linked))
    # What its cleaning drops was no value in its eyes.
    dropped = [(p.id, k) for p, d in zip(proxies, lines) for k in d["properties"] if not p.get(k)]
    same("followthemoney", "lost values", len(dropped), 0)
    for d in dropped[:5]:
        print("     ", *d)

    g = rdflib.Graph().parse(folder / "graph.turtle", format="turtle")
    ent = rdflib.Namespace("https://github.com/entente-kg/entente/ns#")
    count = lambda kind: sum(1 for _ in g.subjects(rdflib.RDF.type, kind))
    same("rdflib", "edges", count(ent.Edge), len(edges))
    prov = rdflib.Namespace("http://www.w3.org/ns/prov#")
    same("rdflib", "coders", kinds(str(g.value(e, prov.wasAttributedTo)).rsplit(":", 1)[1] for e in g.subjects(rdflib.RDF.type, ent.Edge)), coded)
    same("rdflib", "events", count(ent.Event), len(events))
    same("rdflib", "actors", sum(count(ent[k]) for k in {e["kind"] for e in entities.values()}), len(entities))

    with open(folder / "graph.plover", encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f, delimiter="\t"))
    happened = {r["Event ID"] for r in rows}
    same("csv plover", "events", len(happened), sum(e["factual"] and bool(e["plover"]) for e in events))
    same("csv plover", "unknown events", len(happened - {e["id"] for e in events}), 0)
    same("csv plover", "with category", sum(bool(r["Event Type"]) for r in rows), len(rows))

    bulk = folder / "bulk"
    if bulk.is_dir():
        def rows(name):
            with open(bulk / f"{name}.csv", encoding="utf-8", newline="") as f:
                return sum(1 for _ in csv.reader(f))

        articles = sum(r["type"] == "article" for r in records)
        for name, want in (("articles", articles), ("entities", len(entities)), ("events", len(events)), ("edges", len(edges)), ("claims", sum(r["type"] == "claim" for r in records))):
            same("csv neo4j-import", name, rows(name), want)

    if (folder / "stats.json").exists():
        stats = json.loads((folder / "stats.json").read_text(encoding="utf-8"))
        for kind, what in (("article", "articles"), ("entity", "entities"), ("claim", "claims"), ("event", "events"), ("edge", "edges")):
            same("stats", what, sum(r["type"] == kind for r in records), stats[what])
    return bad


if __name__ == "__main__":
    sys.exit(1 if main(*sys.argv[1:]) else 0)
