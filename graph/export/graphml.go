package export

import (
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// graphmlKeys declare the data of nodes and edges, in the order in which they
// are written.
var graphmlKeys = []struct{ id, on, name, kind string }{
	{"n0", "node", "name", "string"},
	{"n1", "node", "kind", "string"},
	{"n2", "node", "country", "string"},
	{"n3", "node", "sector", "string"},
	{"n4", "node", "curated", "boolean"},
	{"e0", "edge", "relation", "string"},
	{"e1", "edge", "via", "string"},
	{"e2", "edge", "first", "string"},
	{"e3", "edge", "last", "string"},
	{"e4", "edge", "events", "int"},
	{"e5", "edge", "reports", "int"},
	{"e6", "edge", "independent", "int"},
	{"e7", "edge", "denied", "int"},
	{"e8", "edge", "contested", "boolean"},
	{"e9", "edge", "score", "double"},
	{"e10", "edge", "confidence", "double"},
	{"e11", "edge", "source_kind", "string"},
}

// GraphML writes entities and direct edges for graph tools such as Gephi,
// Cytoscape and networkx. A symmetric relation is written as one directed edge
// from the smaller ID, as it is stored.
func GraphML(ctx context.Context, w io.Writer, g graph.Reader) error {
	x := xml.NewEncoder(w)
	x.Indent("", " ")
	write := func(tokens ...xml.Token) error {
		for _, t := range tokens {
			if err := x.EncodeToken(t); err != nil {
				return err
			}
		}
		return nil
	}
	root := element("graphml", "xmlns", "http://graphml.graphdrawing.org/xmlns")
	err := write(xml.ProcInst{Target: "xml", Inst: []byte(`version="1.0" encoding="UTF-8"`)}, root)
	for _, k := range graphmlKeys {
		if err == nil {
			e := element("key", "id", k.id, "for", k.on, "attr.name", k.name, "attr.type", k.kind)
			err = write(e, e.End())
		}
	}
	body := element("graph", "id", "G", "edgedefault", "directed")
	if err == nil {
		err = write(body)
	}
	data := func(on xml.StartElement, prefix string, values ...string) error {
		if err := write(on); err != nil {
			return err
		}
		for i, v := range values {
			if v == "" {
				continue
			}
			d := element("data", "key", prefix+strconv.Itoa(i))
			if err := write(d, xml.CharData(v), d.End()); err != nil {
				return err
			}
		}
		return write(on.End())
	}
	if err == nil {
		err = each(g.AllEntities(ctx), func(e *schema.Entity) error {
			return data(element("node", "id", e.ID), "n", e.Name, string(e.Kind), e.Country, e.Sector, strconv.FormatBool(e.Curated))
		})
	}
	if err == nil {
		err = each(g.AllEdges(ctx), func(e *graph.Edge) error {
			return data(element("edge", "id", e.Key, "source", e.From, "target", e.To), "e",
				e.Relation, string(e.Via), e.First, e.Last, strconv.Itoa(e.Events), strconv.Itoa(e.Reports), strconv.Itoa(e.Independent),
				strconv.Itoa(e.Denied), strconv.FormatBool(e.Contested), number(e.Score), number(e.Confidence), e.SourceKind.String())
		})
	}
	if err == nil {
		err = write(body.End(), root.End())
	}
	if err == nil {
		err = x.Close()
	}
	if err == nil {
		_, err = io.WriteString(w, "\n")
	}
	if err != nil {
		return fmt.Errorf("write graphml: %w", err)
	}
	return nil
}

func element(name string, attrs ...string) xml.StartElement {
	e := xml.StartElement{Name: xml.Name{Local: name}}
	for i := 0; i+1 < len(attrs); i += 2 {
		e.Attr = append(e.Attr, xml.Attr{Name: xml.Name{Local: attrs[i]}, Value: attrs[i+1]})
	}
	return e
}

func number(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }
