package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

// graphOf writes GraphML of nodes n0, n1, … with sure edges between them.
func graphOf(nodes int, edges ...[2]int) string { return graphAs(0.9, nodes, edges...) }

func graphAs(confidence float64, nodes int, edges ...[2]int) string {
	var b strings.Builder
	b.WriteString(`<graphml><key id="a" attr.name="name"/><key id="k" attr.name="kind"/><key id="c" attr.name="curated"/>
		<key id="r" attr.name="relation"/><key id="v" attr.name="via"/><key id="i" attr.name="independent"/>
		<key id="s" attr.name="score"/><key id="f" attr.name="confidence"/><graph>`)
	for i := range nodes {
		fmt.Fprintf(&b, `<node id="state:%d"><data key="a">State &lt;%d&gt; &amp; more</data><data key="k">State</data><data key="c">true</data></node>`, i, i)
	}
	for _, e := range edges {
		fmt.Fprintf(&b, `<edge source="state:%d" target="state:%d"><data key="r">VISITS</data><data key="v">direct</data><data key="i">1</data><data key="s">2</data><data key="f">%g</data></edge>`, e[0], e[1], confidence)
	}
	b.WriteString(`</graph></graphml>`)
	return b.String()
}

func drawn(t *testing.T, graph string, nodes, edges int) (*picture, string) {
	t.Helper()
	g, err := readGraphML(strings.NewReader(graph))
	if err != nil {
		t.Fatal(err)
	}
	p := choose(g, nil, nodes, edges)
	d := p.drawing("a <title>")
	d.LayOut()
	var b bytes.Buffer
	if err := d.WriteSVG(&b); err != nil {
		t.Fatal(err)
	}
	return p, b.String()
}

func TestPicture(t *testing.T) {
	graph := graphOf(12, [2]int{0, 1}, [2]int{1, 2}, [2]int{2, 0}, [2]int{2, 3}, [2]int{3, 4}, [2]int{4, 5}, [2]int{2, 5}, [2]int{9, 10}, [2]int{1, 0})
	p, svg := drawn(t, graph, 24, 30)
	if len(p.nodes) != 6 || len(p.edges) != 7 {
		t.Errorf("got %d nodes and %d edges, want the 6 and 7 of the largest part, one edge a pair", len(p.nodes), len(p.edges))
	}
	dec := xml.NewDecoder(strings.NewReader(svg))
	for {
		if _, err := dec.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("the SVG is no XML: %v\n%s", err, svg)
		}
	}
	if !strings.Contains(svg, "State &lt;3&gt; &amp; more") {
		t.Error("a name is not escaped")
	}
	if _, again := drawn(t, graph, 24, 30); again != svg {
		t.Error("the same graph gives another picture")
	}
	if p, _ := drawn(t, graph, 3, 2); len(p.nodes) > 3 || len(p.edges) != 2 {
		t.Errorf("got %d nodes and %d edges, want at most 3 and just 2", len(p.nodes), len(p.edges))
	}
}

func TestReadGraphMLRefuses(t *testing.T) {
	for _, given := range []string{"", "<graphml>", graphOf(1, [2]int{0, 7}), strings.Replace(graphOf(2, [2]int{0, 1}), ">1<", ">x<", 1)} {
		if _, err := readGraphML(strings.NewReader(given)); err == nil {
			t.Errorf("%.60q: got no error", given)
		}
	}
}

func TestUnsureEdgesAreLeftOut(t *testing.T) {
	if p, _ := drawn(t, graphAs(0.8, 3, [2]int{0, 1}, [2]int{1, 2}), 24, 30); len(p.edges) != 0 {
		t.Errorf("got %d edges of confidence 0.8, want none below %v", len(p.edges), sure)
	}
}
