package main

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"

	"github.com/entente-kg/entente/schema"
)

// node is an actor. Its place is filled in by the layout, in pixels.
type node struct {
	id, name string
	country  string // ID of the state that the actor belongs to
	kind     schema.Kind
	curated  bool
	x, y     float64
	degree   int
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
		byID[n.ID] = &node{id: n.ID, name: v["name"], country: v["country"], kind: schema.Kind(v["kind"]), curated: v["curated"] == "true"}
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
