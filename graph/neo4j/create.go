package neo4j

import (
	"context"
	"fmt"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/property"
	"github.com/entente-kg/entente/schema"
)

// newArticles are the rows of articles that the graph does not have yet, with
// all that they say.
type newArticles struct {
	rows []property.Map
	err  error
}

// newArticles makes rows in which an article, a mention and a claim have their
// properties as a list, in the order of withFields: names would be as long as
// what they name.
func (p *put) newArticles(recs []graph.Record) newArticles {
	rows := make([]property.Map, len(recs))
	for i := range recs {
		r := &recs[i]
		mentions, claims := make([]property.Map, len(r.Mentions)), make([]property.Map, len(r.Claims))
		for j := range r.Mentions {
			f, err := property.MentionFields(&r.Mentions[j], &r.Entities[j])
			if err != nil {
				return newArticles{err: err}
			}
			mentions[j] = property.Map{"entity": r.Entities[j].ID, "props": f.Values()}
		}
		for j := range r.Claims {
			c := &r.Claims[j]
			claims[j] = property.Map{"props": property.ClaimFields(c, p.store.config.Relations).Values()}
			for _, l := range property.ClaimLinks(c) {
				role := l["role"].(string)
				ids, _ := claims[j][role].([]string)
				claims[j][role] = append(ids, l["entity"].(string))
			}
		}
		rows[i] = property.Map{"props": property.ArticleFields(r).Values(), "mentions": mentions, "claims": claims}
		if r.Article.Source != "" {
			rows[i]["source"] = r.Article.Source
		}
	}
	return newArticles{rows: rows}
}

// create writes articles that the graph does not have yet, the entities of
// which it has. A statement has each entity and source once, and its rows name
// them by their places.
func (p *put) create(ctx context.Context, rows []property.Map) error {
	for chunk := range chunks(rows, unwindRows, unwindBytes) {
		var entities, sources places
		for _, row := range chunk {
			sources.put(row, "source")
			for _, m := range row["mentions"].([]property.Map) {
				entities.put(m, "entity")
			}
			for _, c := range row["claims"].([]property.Map) {
				for role, ids := range c {
					if ids, ok := ids.([]string); ok {
						c[role] = entities.all(ids)
					}
				}
			}
		}
		params := map[string]any{"rows": chunk, "entities": entities.ids, "sources": sources.ids, "now": p.now}
		if err := p.do(ctx, "new_articles", params); err != nil {
			return fmt.Errorf("new_articles: %w", err)
		}
	}
	return nil
}

// places gives each of several IDs its place in a list.
type places struct {
	ids []string
	of  map[string]int
}

func (p *places) place(id string) int {
	at, known := p.of[id]
	if !known {
		if p.of == nil {
			p.of = map[string]int{}
		}
		at = len(p.ids)
		p.ids, p.of[id] = append(p.ids, id), at
	}
	return at
}

// put replaces the ID that a row has under a name, if any.
func (p *places) put(row property.Map, name string) {
	if id, some := row[name].(string); some {
		row[name] = p.place(id)
	}
}

func (p *places) all(ids []string) []int {
	at := make([]int, len(ids))
	for i, id := range ids {
		at[i] = p.place(id)
	}
	return at
}

// withFields puts properties into a statement in place of ARTICLE_FIELDS and its
// like: their names, with values from the list "props" of a row.
func withFields(text string) string {
	mention, _ := property.MentionFields(&graph.Mentions{}, &schema.Entity{Curated: true}) // only what is described can fail
	for row, f := range map[string]property.Fields{
		"article": property.ArticleFields(&graph.Record{}),
		"mention": mention,
		"claim":   property.ClaimFields(&graph.Row{}, nil),
	} {
		list := make([]string, 0, len(f)/2)
		for i, name := range f.Names() {
			list = append(list, fmt.Sprintf("%s: %s.props[%d]", name, row, i))
		}
		text = strings.ReplaceAll(text, strings.ToUpper(row)+"_FIELDS", strings.Join(list, ", "))
	}
	return text
}
