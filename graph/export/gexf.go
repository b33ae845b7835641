package export

import (
	"bufio"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// gexfAttributes declare the data of nodes and edges, in the order in which
// they are written.
var gexfAttributes = map[string][][2]string{
	"node": {{"kind", "string"}, {"country", "string"}, {"sector", "string"}, {"curated", "boolean"}},
	"edge": {{"relation", "string"}, {"via", "string"}, {"events", "integer"}, {"reports", "integer"}, {"denied", "integer"}, {"contested", "boolean"}, {"score", "double"}, {"confidence", "double"}, {"symmetric", "boolean"}, {"source_kind", "string"}},
}

// GEXF writes entities and direct edges in GEXF 1.3 (https://gexf.net) with
// the time of each edge, for the timeline of Gephi: an edge lasts from the
// first day of its first event to the last day of its last. Its weight is the
// number of independent sources. A symmetric relation is one directed edge, as
// it is stored, for readers refuse graphs of both kinds of edges.
func GEXF(ctx context.Context, w io.Writer, g graph.Reader) error {
	x := &markup{w: bufio.NewWriter(w)}
	x.raw(xml.Header + `<gexf xmlns="http://gexf.net/1.3" version="1.3">` + "\n" +
		` <graph mode="dynamic" defaultedgetype="directed" timeformat="date">` + "\n")
	for _, class := range []string{"node", "edge"} {
		x.raw(`  <attributes class="` + class + `">` + "\n")
		for i, a := range gexfAttributes[class] {
			x.raw(fmt.Sprintf(`   <attribute id="%s%d" title="%s" type="%s"/>`+"\n", class[:1], i, a[0], a[1]))
		}
		x.raw("  </attributes>\n")
	}
	x.raw("  <nodes>\n")
	err := each(g.AllEntities(ctx), func(e *schema.Entity) error {
		x.open("node", "id", e.ID, "label", e.Name)
		x.values("n", string(e.Kind), e.Country, e.Sector, strconv.FormatBool(e.Curated))
		x.raw("</node>\n")
		return x.err
	})
	x.raw("  </nodes>\n  <edges>\n")
	if err == nil {
		err = each(g.AllEdges(ctx), func(e *graph.Edge) error {
			x.open("edge", append([]string{
				"id", e.Key, "source", e.From, "target", e.To, "kind", e.Relation, "label", e.Relation, "weight", strconv.Itoa(max(e.Independent, 1)),
			}, gexfSpan(e)...)...)
			x.values("e", e.Relation, string(e.Via), strconv.Itoa(e.Events), strconv.Itoa(e.Reports), strconv.Itoa(e.Denied), strconv.FormatBool(e.Contested), number(e.Score), number(e.Confidence), strconv.FormatBool(e.Symmetric), e.SourceKind.String())
			x.raw("</edge>\n")
			return x.err
		})
	}
	x.raw("  </edges>\n </graph>\n</gexf>\n")
	if err == nil {
		err = x.flush()
	}
	if err != nil {
		return fmt.Errorf("write gexf: %w", err)
	}
	return nil
}

// gexfSpan is an edge's time as attributes; none for an edge without a date.
func gexfSpan(e *graph.Edge) []string {
	var out []string
	if d, err := schema.ParseDate(e.First); err == nil && !d.IsZero() {
		out = append(out, "start", isoDay(d.First()))
	}
	if d, err := schema.ParseDate(e.Last); err == nil && !d.IsZero() {
		out = append(out, "end", isoDay(d.Last()))
	}
	return out
}

// markup writes XML by hand, with every value escaped, and keeps the first
// error.
type markup struct {
	w   *bufio.Writer
	err error
}

func (m *markup) raw(s string) {
	if m.err == nil {
		_, m.err = m.w.WriteString(s)
	}
}

// open begins an element; attrs are names and values.
func (m *markup) open(name string, attrs ...string) {
	m.raw("   <" + name)
	for i := 0; i+1 < len(attrs); i += 2 {
		m.raw(" " + attrs[i] + `="`)
		m.text(attrs[i+1])
		m.raw(`"`)
	}
	m.raw(">")
}

// values writes the values of declared attributes, those that are not "".
func (m *markup) values(prefix string, values ...string) {
	m.raw("<attvalues>")
	for i, v := range values {
		if v == "" {
			continue
		}
		m.raw(`<attvalue for="` + prefix + strconv.Itoa(i) + `" value="`)
		m.text(v)
		m.raw(`"/>`)
	}
	m.raw("</attvalues>")
}

func (m *markup) text(s string) {
	if m.err == nil {
		m.err = xml.EscapeText(m.w, []byte(s))
	}
}

func (m *markup) flush() error {
	if m.err != nil {
		return m.err
	}
	return m.w.Flush()
}
