// Package drawing lays out small graphs of actors and draws them as SVG: names
// legible, nothing overlapping, the same graph the same picture.
package drawing

import "github.com/entente-kg/entente/schema"

// Node is an actor. Its place is filled in by the layout, in pixels.
type Node struct {
	ID, Name string
	Kind     schema.Kind
	X, Y     float64
	degree   int
	width    float64 // of the name, 0 until measured
	above    bool    // the name stands above the node, where fewer lines pass
}

// Edge is a line between two actors.
type Edge struct {
	From, To    *Node
	Label       string
	Symmetric   bool    // without an arrow
	Mutual      bool    // both act: an arrow at either end
	Independent int     // sources: the line's width
	Score       float64 // sum of Goldstein scores: the line's colour
}

// Drawing is a graph to be drawn on a page of Width by Height pixels. LayOut
// makes the page larger where names would overlap.
type Drawing struct {
	Title         string
	Heading, Note string // written above and below a picture that stands alone; "" for none
	Width, Height float64
	Nodes         []*Node
	Edges         []*Edge
}

// countDegrees makes nodes with many edges larger.
func (p *Drawing) countDegrees() {
	for _, v := range p.Nodes {
		v.degree = 0
	}
	for _, e := range p.Edges {
		e.From.degree++
		e.To.degree++
	}
}
