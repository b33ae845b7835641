package export

import (
	"context"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// ftmEntity is a FollowTheMoney entity (https://followthemoney.tech).
type ftmEntity struct {
	ID         string              `json:"id"`
	Schema     string              `json:"schema"`
	Properties map[string][]string `json:"properties"`
	Datasets   []string            `json:"datasets"` // where it is from, by which the tools select
}

// ftmOwn is the dataset of what Entente itself has read in texts; a coder's has
// the name of its source kind.
const ftmOwn = "entente"

// set adds the values that are not "".
func (e *ftmEntity) set(property string, values ...string) {
	for _, v := range values {
		if v != "" {
			e.Properties[property] = append(e.Properties[property], v)
		}
	}
}

// ftmSchemata are the schemata for the kinds of entities.
var ftmSchemata = map[schema.Kind]string{
	schema.State: "PublicBody", schema.Person: "Person", schema.MilitantGroup: "Organization", schema.IGO: "PublicBody",
	schema.Organization: "Organization", schema.Population: "LegalEntity", schema.Place: "Address",
}

// FollowTheMoney writes entities, direct edges and articles as FollowTheMoney
// entities, one JSON object a line, for Aleph, OpenSanctions' tools and
// yente. An edge is an UnknownLink with the relation as its role, its dates,
// and the addresses of the newest articles behind it. Populations and places
// have no links there and are left out of them. A coder's edge is of the
// coder's dataset, all else of Entente's; it says who coded it in its summary
// too, for Aleph shows no datasets.
func FollowTheMoney(ctx context.Context, w io.Writer, g graph.Reader) error {
	entities := map[string]schema.Entity{}
	err := each(g.AllEntities(ctx), func(e *schema.Entity) error {
		entities[e.ID] = *e
		return nil
	})
	if err == nil {
		err = each(g.AllEntities(ctx), func(e *schema.Entity) error { return schema.WriteLine(w, ftmActor(e, entities)) })
	}
	urls, titles := map[string]string{}, map[string]string{}
	if err == nil {
		urls, titles, err = addresses(ctx, g)
	}
	if err == nil {
		events := map[string][]string{} // event → its articles
		err = each(g.AllEvents(ctx), func(e *graph.Event) error {
			events[e.ID] = e.Articles
			return nil
		})
		if err == nil {
			err = each(g.AllEdges(ctx), func(e *graph.Edge) error {
				if isAddress(entities[e.From]) || isAddress(entities[e.To]) {
					return nil
				}
				return schema.WriteLine(w, ftmLink(e, events, urls, titles))
			})
		}
	}
	if err != nil {
		return fmt.Errorf("write followthemoney: %w", err)
	}
	return nil
}

// isAddress tells entities that are no parties in FollowTheMoney.
func isAddress(e schema.Entity) bool { return e.Kind == schema.Place }

func ftmActor(e *schema.Entity, entities map[string]schema.Entity) ftmEntity {
	out := ftmEntity{ID: ftmID(e.ID), Schema: ftmSchemata[e.Kind], Properties: map[string][]string{}, Datasets: []string{ftmOwn}}
	if e.Kind == schema.Place {
		out.set("full", e.Name)
	}
	out.set("name", e.Name)
	out.set("alias", e.Aliases...)
	iso := e.Codes["iso2"]
	if e.Kind != schema.State {
		iso = entities[e.Country].Codes["iso2"]
	}
	out.set("country", strings.ToLower(iso))
	out.set("wikidataId", e.Codes["wikidata"])
	return out
}

// maxSources bounds the articles that an edge names.
const maxSources = 10

func ftmLink(e *graph.Edge, events map[string][]string, urls, titles map[string]string) ftmEntity {
	out := ftmEntity{ID: ftmID("edge:" + schema.Hash(e.Key)), Schema: "UnknownLink", Properties: map[string][]string{}, Datasets: []string{ftmOwn}}
	if e.SourceKind.Coded() {
		out.Datasets = []string{e.SourceKind.String()}
		out.set("summary", "coded by "+e.SourceKind.String())
	}
	out.set("subject", ftmID(e.From))
	out.set("object", ftmID(e.To))
	out.set("role", e.Relation)
	out.set("startDate", e.First)
	out.set("endDate", e.Last)
	named := 0
	for _, id := range e.EventIDs {
		for _, a := range events[id] {
			if named < maxSources && urls[a] != "" {
				out.set("sourceUrl", urls[a])
				out.set("publisher", titles[a])
				named++
			}
		}
	}
	for p, values := range out.Properties {
		out.Properties[p] = unique(values)
	}
	return out
}

// ftmSafe are IDs that FollowTheMoney's tools keep as they are.
var ftmSafe = regexp.MustCompile(`^[0-9a-zA-Z.-]*[0-9a-zA-Z]$`)

// ftmID is an entity's ID there: readable where its characters allow.
func ftmID(id string) string {
	if plain := strings.ReplaceAll(id, ":", "-"); ftmSafe.MatchString(plain) {
		return "entente-" + plain
	}
	return "entente-" + schema.Hash(id)
}

// addresses are the URLs and sources of all articles, by ID.
func addresses(ctx context.Context, g graph.Reader) (urls, sources map[string]string, err error) {
	urls, sources = map[string]string{}, map[string]string{}
	err = each(g.AllArticles(ctx), func(r *graph.Record) error {
		urls[r.Article.ID], sources[r.Article.ID] = r.Article.URL, r.Article.Source
		return nil
	})
	return urls, sources, err
}
