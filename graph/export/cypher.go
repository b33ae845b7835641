package export

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/property"
	"github.com/entente-kg/entente/schema"
	statements "github.com/entente-kg/entente/schema/graph"
)

// scriptRows is how many rows stand in one statement.
const scriptRows = 200

// Cypher writes a script that makes the graph anew in an empty Neo4j 5.26:
//
//	cypher-shell -u neo4j < graph.cypher
//
// Its statements are those of the Neo4j engine with the rows written out. It
// holds what counts, as decisions have it: neither retracted articles nor
// decisions (Copy brings those too). An import into what it makes computes
// events and edges anew first.
func Cypher(ctx context.Context, w io.Writer, g graph.Reader, relations map[string]*schema.Relation) error {
	s := script{w: bufio.NewWriter(w), named: map[string]string{}}
	for _, file := range []string{"record", "projection"} {
		named, err := statements.Statements(file)
		if err != nil {
			return err
		}
		maps.Copy(s.named, named)
	}
	s.line("// An Entente graph, for an empty Neo4j 5.26 or later: cypher-shell -u neo4j < this file")
	for _, c := range statements.Constraints() {
		s.line(c + ";")
	}
	types, err := edgeTypes(ctx, g, relations)
	if err != nil {
		return err
	}
	for _, t := range types {
		s.line(strings.ReplaceAll(s.named["edge_constraint"], "EDGE_TYPE", t) + ";")
	}
	for _, part := range []func(context.Context, graph.Reader, map[string]*schema.Relation) error{s.record, s.events, s.edges} {
		if err := part(ctx, g, relations); err != nil {
			return err
		}
	}
	s.line("MATCH (m:DirtyMonth) CALL (m) { DELETE m } IN TRANSACTIONS;")
	if s.err != nil {
		return s.err
	}
	return s.w.Flush()
}

// edgeType is what a relationship type may look like: it stands in the script
// as it is.
var edgeType = regexp.MustCompile(`^[A-Z][A-Z0-9_]*$`)

// edgeTypes are the types of relations, and those that the graph has from
// others: of a user's own relations, which need not be named again.
func edgeTypes(ctx context.Context, g graph.Reader, relations map[string]*schema.Relation) ([]string, error) {
	types := map[string]bool{}
	for _, t := range graph.EdgeTypes(relations) {
		types[t] = true
	}
	err := each(g.AllEdges(ctx), func(e *graph.Edge) error {
		if !types[e.Relation] && !edgeType.MatchString(e.Relation) {
			return fmt.Errorf("edge %s: its type can't stand in a script; want capital letters, digits and underscores", e.Key)
		}
		types[e.Relation] = true
		return nil
	})
	return slices.Sorted(maps.Keys(types)), err
}

// script writes statements, and keeps the first error.
type script struct {
	w     *bufio.Writer
	named map[string]string
	err   error
}

func (s *script) line(text string) {
	if s.err == nil {
		_, s.err = s.w.WriteString(text + "\n")
	}
}

// rows collects the rows of one statement and writes them in batches.
type rows struct {
	s    *script
	text string
	list []property.Map
}

func (s *script) rows(name, edgeType string) *rows {
	return &rows{s: s, text: strings.ReplaceAll(s.named[name], "EDGE_TYPE", edgeType)}
}

func (r *rows) add(list ...property.Map) {
	r.list = append(r.list, list...)
	if len(r.list) >= scriptRows {
		r.flush()
	}
}

func (r *rows) flush() {
	if len(r.list) == 0 {
		return
	}
	var lit strings.Builder
	lit.WriteString("[")
	for i, m := range r.list {
		if i > 0 {
			lit.WriteString(",")
		}
		lit.WriteString("\n  ")
		literal(&lit, m)
	}
	lit.WriteString("]")
	// The time of recording and marks are the run's, not the graph's.
	text := strings.NewReplacer("$rows", lit.String(), "$now", "toString(datetime())", "$mark", "''").Replace(r.text)
	r.s.line(text + ";")
	r.list = r.list[:0]
}

func (s *script) record(ctx context.Context, g graph.Reader, relations map[string]*schema.Relation) error {
	entities := s.rows("put_entities", "")
	err := each(g.AllEntities(ctx), func(e *schema.Entity) error {
		entities.add(property.Map{"id": e.ID, "kind": string(e.Kind), "props": property.Entity(e)})
		return s.err
	})
	if err != nil {
		return err
	}
	entities.flush()
	articles, sources, claims := s.rows("put_articles", ""), s.rows("put_sources", ""), s.rows("put_claims", "")
	all := []*rows{articles, sources, claims} // each needs those before it
	decided, err := g.Decisions(ctx)
	if err != nil {
		return err
	}
	ds := graph.NewDecisions(decided)
	n := 0
	err = each(g.AllRecords(ctx), func(r *graph.Record) error {
		if r.Retracted != nil {
			return nil
		}
		row, err := property.ArticleRow(r)
		if err != nil {
			return err
		}
		canonical(ds, row["mentions"].([]property.Map))
		articles.list = append(articles.list, row)
		if r.Article.Source != "" {
			sources.list = append(sources.list, property.Map{"source": r.Article.Source, "articles": []string{r.Article.ID}})
		}
		if len(r.Claims) > 0 {
			row := property.ClaimRow(r, relations)
			for _, c := range row["claims"].([]property.Map) {
				canonical(ds, c["links"].([]property.Map))
			}
			claims.list = append(claims.list, row)
		}
		if n += 1 + len(r.Mentions) + len(r.Claims); n >= scriptRows {
			n = 0
			flush(all)
		}
		return s.err
	})
	flush(all)
	return err
}

// canonical lets rows name the entities that stand for theirs.
func canonical(ds *graph.Decisions, rows []property.Map) {
	for _, m := range rows {
		m["entity"] = ds.Canonical(m["entity"].(string))
	}
}

func flush(all []*rows) {
	for _, r := range all {
		r.flush()
	}
}

func (s *script) events(ctx context.Context, g graph.Reader, _ map[string]*schema.Relation) error {
	events, links, evidence, ties, maybe := s.rows("put_events", ""), s.rows("link_events", ""), s.rows("put_evidence", ""), s.rows("put_ties", ""), s.rows("put_maybe_same", "")
	all := []*rows{events, links, evidence, ties, maybe}
	err := each(g.AllEvents(ctx), func(e *graph.Event) error {
		events.list = append(events.list, property.Map{"id": e.ID, "props": property.Event(e)})
		links.list = append(links.list, property.EventLinks(e)...)
		evidence.list = append(evidence.list, property.EvidenceLinks(e)...)
		for i := range e.Ties {
			ties.list = append(ties.list, property.Tie(e, &e.Ties[i]))
		}
		maybe.list = append(maybe.list, property.MaybeSame(e)...)
		if len(events.list) >= scriptRows {
			flush(all)
		}
		return s.err
	})
	flush(all)
	return err
}

func (s *script) edges(ctx context.Context, g graph.Reader, _ map[string]*schema.Relation) error {
	byType := map[string]*rows{}
	err := each(g.AllEdges(ctx), func(e *graph.Edge) error {
		if byType[e.Relation] == nil {
			byType[e.Relation] = s.rows("put_edges", e.Relation)
		}
		byType[e.Relation].add(property.Map{"key": e.Key, "from": e.From, "to": e.To, "props": property.Edge(e)})
		return s.err
	})
	for _, t := range slices.Sorted(maps.Keys(byType)) {
		byType[t].flush()
	}
	return err
}

// literal writes a value as a Cypher literal. Names of properties are ours and
// need no quotes.
func literal(b *strings.Builder, v any) {
	switch v := v.(type) {
	case string:
		quote(b, v)
	case bool:
		b.WriteString(strconv.FormatBool(v))
	case int:
		b.WriteString(strconv.Itoa(v))
	case float64:
		s := strconv.FormatFloat(v, 'g', -1, 64)
		if !strings.ContainsAny(s, ".e") {
			s += ".0"
		}
		b.WriteString(s)
	case []string:
		list(b, v)
	case []property.Map:
		list(b, v)
	case []float64:
		list(b, v)
	case property.Map:
		b.WriteByte('{')
		for i, k := range slices.Sorted(maps.Keys(v)) {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(k + ": ")
			literal(b, v[k])
		}
		b.WriteByte('}')
	default:
		panic(fmt.Sprintf("no literal for %T", v)) // package property gives no others
	}
}

func list[T any](b *strings.Builder, items []T) {
	b.WriteByte('[')
	for i, v := range items {
		if i > 0 {
			b.WriteString(", ")
		}
		literal(b, v)
	}
	b.WriteByte(']')
}

// quote writes a string literal. What is not a printable character is escaped,
// so that a script shows and runs the same everywhere.
func quote(b *strings.Builder, s string) {
	b.WriteByte('\'')
	for _, r := range s {
		switch {
		case r == '\'' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case strconv.IsPrint(r) || r > 0xffff:
			b.WriteRune(r)
		default:
			fmt.Fprintf(b, `\u%04x`, r)
		}
	}
	b.WriteByte('\'')
}
