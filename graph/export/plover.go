package export

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// ploverColumns are those of the POLECAT data set that Entente can fill, by
// their names there.
var ploverColumns = []string{
	"Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code",
	"Actor Name", "Actor Country", "Primary Actor Sector", "Recipient Name", "Recipient Country", "Primary Recipient Sector",
	"Placename", "Source", "Publication Date", "Version",
}

// ploverVersion names the ontology's version in the last column.
const ploverVersion = "PLOVER 2021, Entente"

// ploverQuads are the names of the four quadrants.
var ploverQuads = map[int]string{1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}

// PLOVER writes the events that happened as records of the PLOVER ontology:
// tab-separated, with the column names of POLECAT, one line an event. Several
// parties of one side are joined by "; "; in a symmetric event all parties are
// actors and recipients alike, as PLOVER has it. Planned, alleged, denied and
// standing ones are left out: PLOVER has no place for them.
func PLOVER(ctx context.Context, w io.Writer, g graph.Reader, relations map[string]*schema.Relation) error {
	entities := map[string]schema.Entity{}
	out := csv.NewWriter(w)
	out.Comma = '\t'
	err := each(g.AllEntities(ctx), func(e *schema.Entity) error {
		entities[e.ID] = *e
		return nil
	})
	sources := map[string]string{}
	if err == nil {
		err = each(g.AllArticles(ctx), func(r *graph.Record) error {
			sources[r.Article.ID] = r.Article.Source
			return nil
		})
	}
	if err == nil {
		err = out.Write(ploverColumns)
	}
	if err == nil {
		err = each(g.AllEvents(ctx), func(e *graph.Event) error {
			r := relations[e.Relation]
			if !e.Factual || r == nil || r.Standing || e.Plover == "" {
				return nil
			}
			recipients := e.Recipient
			if r.Symmetric {
				recipients = e.Actor
			}
			return out.Write(ploverRow(e, recipients, entities, sources))
		})
	}
	if err == nil {
		out.Flush()
		err = out.Error()
	}
	if err != nil {
		return fmt.Errorf("write plover: %w", err)
	}
	return nil
}

func ploverRow(e *graph.Event, recipients []string, entities map[string]schema.Entity, sources map[string]string) []string {
	var from []string
	for _, a := range e.Articles {
		if s := sources[a]; s != "" {
			from = append(from, s)
		}
	}
	row := []string{e.ID, e.Date.Value, e.Plover, e.Mode, number(e.Goldstein), ploverQuads[e.Quad]}
	for _, side := range [][]string{e.Actor, recipients} {
		var names, countries, sectors []string
		for _, id := range side {
			x := entities[id]
			names, countries, sectors = append(names, x.Name), append(countries, countryCode(entities, x)), append(sectors, x.Sector)
		}
		row = append(row, oneLine(names), oneLine(countries), oneLine(sectors))
	}
	version := ploverVersion
	if e.SourceKind.Coded() {
		version = "coded by " + string(e.SourceKind) + ", by way of Entente"
	}
	return append(row, oneLine([]string{e.Place}), oneLine(unique(from)), e.Published.Value, version)
}

// oneLine joins values without tabs and line breaks, which would end a cell.
func oneLine(values []string) string {
	return strings.Join(strings.Fields(strings.Join(values, "; ")), " ")
}

// countryCode is the ISO code of an entity's country, "" for none.
func countryCode(entities map[string]schema.Entity, e schema.Entity) string {
	if e.Kind == schema.State {
		return e.Codes["iso3"]
	}
	return entities[e.Country].Codes["iso3"]
}
