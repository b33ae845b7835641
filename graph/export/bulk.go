package export

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/property"
	"github.com/entente-kg/entente/schema"
)

// ErrCurated is returned by Bulk for a graph with decisions or retractions.
var ErrCurated = errors.New("decisions and retracted articles are not in these files; bring them over with copy")

// Bulk writes CSV files for `neo4j-admin database import full` into a folder,
// which it makes, and gives the command that loads them into an empty
// database: many times faster than an import, for a first load. The store's
// constraints are made when the graph is first opened to write. Rules are
// those by which the graph's events were computed (graph.Store's Rules), now
// is the time of recording, RFC 3339.
//
// A graph with decisions or retracted articles is refused with ErrCurated.
// The months of all edges are held in memory, some hundred bytes an event.
func Bulk(ctx context.Context, folder string, g graph.Reader, relations map[string]*schema.Relation, rules, now string) (command string, err error) {
	decided, err := g.Decisions(ctx)
	if err != nil {
		return "", err
	}
	if len(decided) > 0 {
		return "", ErrCurated
	}
	if err := os.Mkdir(folder, 0o777); err != nil {
		return "", fmt.Errorf("write files for neo4j-admin: %w; name a folder that is not there yet", err)
	}
	if _, err := time.Parse(time.RFC3339, now); err != nil {
		return "", fmt.Errorf("write files for neo4j-admin: %w", err)
	}
	b := &bulk{folder: folder, now: now, files: map[string]*csvFile{}, ties: map[string][]graph.TieIn{}}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(folder)) // it was made here
		}
	}()
	err = b.all(ctx, g, relations, rules)
	for _, name := range slices.Sorted(maps.Keys(b.files)) {
		err = errors.Join(err, b.files[name].close())
	}
	if err != nil {
		return "", fmt.Errorf("write files for neo4j-admin: %w", err)
	}
	command = b.command()
	script := "#!/bin/sh\n# Loads this folder into an empty database of a Neo4j that is stopped.\ncd \"$(dirname \"$0\")\" || exit 1\nexec " + command + " \"$@\"\n"
	if err := os.WriteFile(filepath.Join(folder, "import.sh"), []byte(script), 0o777); err != nil {
		return "", fmt.Errorf("write files for neo4j-admin: %w", err)
	}
	return command, nil
}

type bulk struct {
	folder, now string
	files       map[string]*csvFile
	ties        map[string][]graph.TieIn // by dyad
	symmetric   map[string]bool
}

func (b *bulk) all(ctx context.Context, g graph.Reader, relations map[string]*schema.Relation, rules string) error {
	for _, part := range []func() error{
		func() error {
			return b.node("entente", "Entente", property.Map{"id": "record", "rules": rules, "format": property.Format, "written_at": b.now})
		},
		func() error {
			return each(g.AllEntities(ctx), func(e *schema.Entity) error {
				p := property.Entity(e)
				p[":LABEL"] = []string{"Entity", string(e.Kind)}
				return b.put("entities", node("Entity"), p)
			})
		},
		func() error { return b.record(ctx, g, relations) },
		func() error { return b.events(ctx, g) },
		func() error {
			return each(g.AllEdges(ctx), func(e *graph.Edge) error {
				return b.link("edges", "Entity", e.From, e.Relation, "Entity", e.To, property.Edge(e))
			})
		},
		b.dyads,
	} {
		if err := part(); err != nil {
			return err
		}
	}
	return nil
}

// node writes a node of one label, whose key is its id.
func (b *bulk) node(file, label string, p property.Map) error {
	p[":LABEL"] = label
	return b.put(file, node(label), p)
}

// link writes a relationship between nodes of two groups.
func (b *bulk) link(file, from, start, kind, to, end string, p property.Map) error {
	p = maps.Clone(p)
	if p == nil {
		p = property.Map{}
	}
	p[":START_ID"], p[":TYPE"], p[":END_ID"] = start, kind, end
	return b.put(file, ends(from, to), p)
}

func (b *bulk) record(ctx context.Context, g graph.Reader, relations map[string]*schema.Relation) error {
	sources := map[string]bool{}
	return each(g.AllRecords(ctx), func(r *graph.Record) error {
		if r.Retracted != nil {
			return ErrCurated
		}
		a := property.Article(r)
		a["recorded_at"] = b.now
		if err := b.node("articles", "Article", a); err != nil {
			return err
		}
		if s := r.Article.Source; s != "" {
			if !sources[s] {
				sources[s] = true
				if err := b.node("sources", "Source", property.Map{"id": s, "name": s}); err != nil {
					return err
				}
			}
			if err := b.link("published_by", "Article", r.Article.ID, "PUBLISHED_BY", "Source", s, nil); err != nil {
				return err
			}
		}
		for i := range r.Mentions {
			m, err := property.Mention(&r.Mentions[i], &r.Entities[i])
			if err == nil {
				err = b.link("mentions", "Article", r.Article.ID, "MENTIONS", "Entity", r.Entities[i].ID, m)
			}
			if err != nil {
				return err
			}
		}
		return b.claims(r, relations)
	})
}

func (b *bulk) claims(r *graph.Record, relations map[string]*schema.Relation) error {
	for i := range r.Claims {
		c := &r.Claims[i]
		p := property.Claim(c, relations)
		p["recorded_at"] = b.now
		err := b.node("claims", "Claim", p)
		if err == nil {
			err = b.link("from", "Claim", c.ID, "FROM", "Article", c.Article, nil)
		}
		for _, l := range property.ClaimLinks(c) {
			if err == nil {
				err = b.link("claim_parties", "Claim", c.ID, l["role"].(string), "Entity", l["entity"].(string), nil)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *bulk) events(ctx context.Context, g graph.Reader) error {
	b.symmetric = map[string]bool{}
	return each(g.AllEvents(ctx), func(e *graph.Event) error {
		p := property.Event(e)
		p["recorded_at"] = b.now
		err := b.node("events", "Event", p)
		put := func(file, kind, group, to string, p property.Map) {
			if err == nil {
				err = b.link(file, "Event", e.ID, kind, group, to, p)
			}
		}
		for _, l := range property.EventLinks(e) {
			put("event_parties", l["role"].(string), "Entity", l["entity"].(string), nil)
		}
		for _, l := range property.EvidenceLinks(e) {
			if err == nil {
				err = b.link("evidence", "Claim", l["claim"].(string), "EVIDENCE_OF", "Event", e.ID, property.Map{"stance": l["stance"]})
			}
		}
		for _, l := range property.MaybeSame(e) {
			if other := l["other"].(string); e.ID < other { // both name each other
				put("maybe_same", "MAYBE_SAME", "Event", other, property.Map{"score": l["score"]})
			}
		}
		for i := range e.Ties {
			t := &e.Ties[i]
			l := property.Tie(e, t)
			put("ties", l["type"].(string), "Dyad", t.Key(), l["props"].(property.Map))
			b.symmetric[t.Key()] = t.Symmetric
			b.ties[t.Key()] = append(b.ties[t.Key()], graph.TieIn{
				Tie: *t, Event: e.ID, Date: e.Date, Published: e.Published, Goldstein: e.Goldstein, Confidence: e.Confidence, Contested: e.Status == graph.Contested,
			})
		}
		return err
	})
}

// dyads writes the edges' months, and what ends what.
func (b *bulk) dyads() error {
	for _, key := range slices.Sorted(maps.Keys(b.ties)) {
		d := graph.Dyad{Key: key, Symmetric: b.symmetric[key], Ties: b.ties[key]}
		if err := d.ParseKey(); err != nil {
			return err
		}
		p := property.Map{"id": key, "key": key, "from": d.From, "relation": d.Relation, "to": d.To, "symmetric": d.Symmetric}
		if err := b.node("dyads", "Dyad", p); err != nil {
			return err
		}
		sum := graph.SumEdge(d)
		for i := range sum.Parts {
			p := property.Part(key, &sum.Parts[i])
			p["id"] = p["key"]
			if err := b.node("months", "DyadMonth", p); err != nil {
				return err
			}
		}
		for _, e := range sum.Ends {
			if e.Of == "" {
				continue
			}
			if err := b.link("endings", "Event", e.By, "ENDS", "Event", e.Of, property.Map{"dyad": key, "date": e.Date}); err != nil {
				return err
			}
		}
	}
	return nil
}

// command is what loads the files, to be run in their folder.
func (b *bulk) command() string {
	args := []string{
		"neo4j-admin", "database", "import", "full", "neo4j", "--id-type=string", "--multiline-fields=true",
		"--array-delimiter=U+001F",
	}
	for _, kind := range []string{"nodes", "relationships"} {
		for _, name := range slices.Sorted(maps.Keys(b.files)) {
			if b.files[name].kind == kind {
				args = append(args, fmt.Sprintf("--%s=%s-header.csv,%s.csv", kind, name, name))
			}
		}
	}
	return strings.Join(args, " ")
}
