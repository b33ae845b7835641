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
}

// Edge is a line between two actors.
type Edge struct {
	From, To    *Node
	Label       string
	Symmetric   bool    // without an arrow
	Independent int     // sources: the line's width
	Score       float64 // sum of Goldstein scores: the line's colour
}

// Drawing is a graph to be drawn on a page of Width by Height pixels.
type Drawing struct {
	Title         string
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
