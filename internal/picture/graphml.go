package main

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"

	"github.com/entente-kg/entente/internal/drawing"
	"github.com/entente-kg/entente/schema"
)

// node is an actor with what choosing needs to know of it.
type node struct {
	drawing.Node
	country string // ID of the state that the actor belongs to
	curated bool
	degree  int // edges chosen so far
}

// edge is a direct edge.
type edge struct {
	from, to    *node
	relation    string
	symmetric   bool
	independent int
	confidence  float64
	score       float64 // sum of Goldstein scores
}

// picture is a graph, or the part of one that is drawn.
type picture struct {
	nodes []*node
	edges []*edge
}

// drawing is the picture ready to be laid out.
func (p *picture) drawing(title string) *drawing.Drawing {
	d := &drawing.Drawing{Title: title, Width: 1200, Height: 860}
	for _, v := range p.nodes {
		d.Nodes = append(d.Nodes, &v.Node)
	}
	for _, e := range p.edges {
		d.Edges = append(d.Edges, &drawing.Edge{From: &e.from.Node, To: &e.to.Node, Label: e.relation, Symmetric: e.symmetric, Independent: e.independent, Score: e.score})
	}
	return d
}

type graphML struct {
	Keys []struct {
		ID   string `xml:"id,attr"`
		Name string `xml:"attr.name,attr"`
	} `xml:"key"`
	Nodes []struct {
		ID   string    `xml:"id,attr"`
		Data []dataXML `xml:"data"`
	} `xml:"graph>node"`
	Edges []struct {
		Source string    `xml:"source,attr"`
		Target string    `xml:"target,attr"`
		Data   []dataXML `xml:"data"`
	} `xml:"graph>edge"`
}

type dataXML struct {
	Key   string `xml:"key,attr"`
	Value string `xml:",chardata"`
}

// readGraphML reads what "entente export --format graphml" writes.
func readGraphML(r io.Reader) (*picture, error) {
	var doc graphML
	if err := xml.NewDecoder(r).Decode(&doc); err != nil {
		return nil, fmt.Errorf("read GraphML: %w", err)
	}
	names := map[string]string{}
	for _, k := range doc.Keys {
		names[k.ID] = k.Name
	}
	values := func(data []dataXML) map[string]string {
		m := map[string]string{}
		for _, d := range data {
			m[names[d.Key]] = d.Value
		}
		return m
	}
	g := &picture{}
	byID := map[string]*node{}
	for _, n := range doc.Nodes {
		v := values(n.Data)
		byID[n.ID] = &node{Node: drawing.Node{ID: n.ID, Name: v["name"], Kind: schema.Kind(v["kind"])}, country: v["country"], curated: v["curated"] == "true"}
		g.nodes = append(g.nodes, byID[n.ID])
	}
	for i, e := range doc.Edges {
		v := values(e.Data)
		from, to := byID[e.Source], byID[e.Target]
		if from == nil || to == nil {
			return nil, fmt.Errorf("read GraphML: edge %d: %s or %s is no node", i+1, e.Source, e.Target)
		}
		if v["via"] != "direct" {
			continue
		}
		independent, err := strconv.Atoi(v["independent"])
		if err != nil {
			return nil, fmt.Errorf("read GraphML: edge %d: %w", i+1, err)
		}
		drawn := &edge{from: from, to: to, relation: v["relation"], independent: independent}
		for name, to := range map[string]*float64{"confidence": &drawn.confidence, "score": &drawn.score} {
			if *to, err = strconv.ParseFloat(v[name], 64); err != nil {
				return nil, fmt.Errorf("read GraphML: edge %d: %s: %w", i+1, name, err)
			}
		}
		g.edges = append(g.edges, drawn)
	}
	return g, nil
}
