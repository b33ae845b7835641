// Command picture draws the most telling part of a graph as SVG, for the README:
//
//	entente export --format graphml | go run ./internal/picture > docs/graph.svg
//
// It chooses a connected handful of actors, lays them out by stress, on a page
// large enough to label every edge. The same graph gives the same picture.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"math"
	"os"

	"github.com/entente-kg/entente/nlp"
)

// maxWidth bounds the page, in pixels: on a larger one the names are too small.
const maxWidth = 1500

func main() {
	nodes := flag.Int("nodes", 24, "how many actors to draw")
	edges := flag.Int("edges", 32, "how many edges to draw")
	flag.Parse()
	if err := draw(*nodes, *edges); err != nil {
		fmt.Fprintln(os.Stderr, "picture:", err)
		os.Exit(1)
	}
}

func draw(nodes, edges int) error {
	relations, err := nlp.LoadRelations(nlp.Options{})
	if err != nil {
		return err
	}
	g, err := readGraphML(bufio.NewReader(os.Stdin))
	if err != nil {
		return err
	}
	chosen := choose(g, kindsOfEdges(relations), nodes, edges)
	if len(chosen.edges) == 0 {
		return fmt.Errorf("no edges between known actors in the graph")
	}
	d := chosen.drawing("Actors and what they did to each other, from the articles in examples/articles")
	for d.LayOut(); d.Unlabelled() > 0 && d.Width < maxWidth; d.LayOut() {
		d.Width, d.Height = math.Round(1.05*d.Width), math.Round(1.05*d.Height)
	}
	out := bufio.NewWriter(os.Stdout)
	if err := d.WriteSVG(out); err != nil {
		return err
	}
	return out.Flush()
}
