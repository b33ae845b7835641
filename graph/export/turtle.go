package export

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// namespace is the vocabulary of Entente's own terms.
const namespace = "https://github.com/entente-kg/entente/ns#"

// Turtle writes entities, events and direct edges as RDF 1.1 Turtle. An edge
// is an ent:Edge node with its figures and, if Entente has read it in texts,
// the plain triple "a ent:ATTACKS b" too: a coder's would be the same triple,
// and nobody could tell them apart. An event names its articles by
// prov:wasDerivedFrom; events and edges name who coded them by
// prov:wasAttributedTo.
func Turtle(ctx context.Context, w io.Writer, g graph.Reader) error {
	t := &turtle{w: bufio.NewWriter(w), kinds: map[schema.SourceKind]bool{}}
	t.raw("@prefix ent: <" + namespace + "> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n" +
		"@prefix prov: <http://www.w3.org/ns/prov#> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\n")
	urls, _, err := addresses(ctx, g)
	if err == nil {
		err = each(g.AllEntities(ctx), func(e *schema.Entity) error {
			t.subject(iri(e.ID), "ent:"+string(e.Kind))
			t.property("rdfs:label", rdfString(e.Name))
			for _, a := range e.Aliases {
				t.property("skos:altLabel", rdfString(a))
			}
			if e.Country != "" {
				t.property("ent:country", iri(e.Country))
			}
			for _, code := range []string{"iso3", "wikidata"} {
				if v := e.Codes[code]; v != "" {
					t.property("ent:"+code, rdfString(v))
				}
			}
			return t.end()
		})
	}
	if err == nil {
		err = each(g.AllEvents(ctx), func(e *graph.Event) error { return t.event(e, urls) })
	}
	if err == nil {
		err = each(g.AllEdges(ctx), t.edge)
	}
	if err == nil {
		err = t.coders()
	}
	if err == nil {
		err = t.w.Flush()
	}
	if err != nil {
		return fmt.Errorf("write turtle: %w", err)
	}
	return nil
}

// turtle writes statements, and keeps the first error.
type turtle struct {
	w     *bufio.Writer
	kinds map[schema.SourceKind]bool // that something was attributed to
	err   error
}

func (t *turtle) event(e *graph.Event, urls map[string]string) error {
	t.subject(iri(e.ID), "ent:Event")
	t.property("ent:relation", "ent:"+e.Relation)
	for _, role := range []struct {
		name string
		ids  []string
	}{{"actor", e.Actor}, {"recipient", e.Recipient}, {"theme", e.Theme}, {"mediator", e.Mediator}} {
		for _, id := range role.ids {
			if graph.IsEntity(id) {
				t.property("ent:"+role.name, iri(id))
			} else {
				t.property("ent:"+role.name, rdfString(strings.Trim(id, `"`)))
			}
		}
	}
	if e.Date.Value != "" {
		t.property("ent:date", typedDate(e.Date.Value))
	}
	if e.Location != "" {
		t.property("ent:place", iri(e.Location))
	}
	t.property("ent:modality", rdfString(string(e.Modality)))
	t.property("ent:factual", fmt.Sprint(e.Factual))
	t.property("ent:independent", fmt.Sprint(e.Independent))
	t.property("ent:denied", fmt.Sprint(e.Denied))
	t.property("ent:status", rdfString(string(e.Status)))
	t.attribute(e.SourceKind)
	for _, a := range e.Articles {
		if u := urls[a]; u != "" {
			t.property("prov:wasDerivedFrom", "<"+iriText(u)+">")
		} else {
			t.property("prov:wasDerivedFrom", iri(a))
		}
	}
	return t.end()
}

func (t *turtle) edge(e *graph.Edge) error {
	if !e.SourceKind.Coded() {
		t.raw(iri(e.From) + " ent:" + e.Relation + " " + iri(e.To) + " .\n")
	}
	t.subject(iri("edge:"+schema.Hash(e.Key)), "ent:Edge")
	t.property("ent:from", iri(e.From))
	t.property("ent:relation", "ent:"+e.Relation)
	t.property("ent:to", iri(e.To))
	for _, d := range []struct{ name, value string }{{"first", e.First}, {"last", e.Last}} {
		if d.value != "" {
			t.property("ent:"+d.name, typedDate(d.value))
		}
	}
	t.property("ent:events", fmt.Sprint(e.Events))
	t.property("ent:independent", fmt.Sprint(e.Independent))
	t.property("ent:denied", fmt.Sprint(e.Denied))
	t.property("ent:contested", fmt.Sprint(e.Contested))
	t.property("ent:score", rdfString(number(e.Score))+"^^xsd:double")
	t.attribute(e.SourceKind)
	for _, id := range e.EventIDs {
		t.property("ent:event", iri(id))
	}
	return t.end()
}

// attribute says who coded the subject.
func (t *turtle) attribute(kind schema.SourceKind) {
	t.kinds[kind] = true
	t.property("ent:sourceKind", rdfString(kind.String()))
	t.property("prov:wasAttributedTo", coder(kind))
}

// coders are the agents that something was attributed to.
func (t *turtle) coders() error {
	for _, kind := range schema.SourceKinds {
		if !t.kinds[kind] {
			continue
		}
		class, name := "prov:Agent", kind.String()
		if !kind.Coded() {
			class, name = "prov:SoftwareAgent", "entente"
		}
		t.subject(coder(kind), class)
		t.property("rdfs:label", rdfString(name))
		if err := t.end(); err != nil {
			return err
		}
	}
	return nil
}

// coder is the IRI of who coded what is of a kind.
func coder(kind schema.SourceKind) string { return iri("coder:" + kind.String()) }

func (t *turtle) raw(s string) {
	if t.err == nil {
		_, t.err = t.w.WriteString(s)
	}
}

func (t *turtle) subject(s, class string) { t.raw(s + " a " + class) }

func (t *turtle) property(p, o string) { t.raw(" ;\n  " + p + " " + o) }

func (t *turtle) end() error {
	t.raw(" .\n")
	return t.err
}

// iri is the IRI of one of the graph's IDs.
func iri(id string) string { return "<urn:entente:" + iriText(id) + ">" }

// iriText percent-encodes what an IRIREF may not hold.
func iriText(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if c <= ' ' || c == 0x7f || strings.IndexByte("<>\"{}|^`\\", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// rdfString is a string literal of Turtle.
func rdfString(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\x00", "").Replace(s) + `"`
}

// typedDate is a day, a month or a year.
func typedDate(value string) string {
	kind := map[int]string{4: "gYear", 7: "gYearMonth", 10: "date"}[len(value)]
	if kind == "" {
		return rdfString(value)
	}
	return rdfString(value) + "^^xsd:" + kind
}
