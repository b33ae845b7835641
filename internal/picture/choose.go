package main

import (
	"cmp"
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// edgeKind is what the schema says of a relationship type.
type edgeKind struct{ symmetric, standing bool }

func kindsOfEdges(relations map[string]*schema.Relation) map[string]edgeKind {
	kinds := map[string]edgeKind{}
	for _, r := range relations {
		for _, e := range r.Edges {
			kinds[e.Type] = edgeKind{r.Symmetric, r.Standing}
		}
	}
	return kinds
}

// sure is how likely an edge must be right to stand at the head of the README,
// where nobody can ask for the sentence behind it.
const sure = 0.85

// choose picks the part of a graph that tells most: from the best attested
// edge it grows, one edge at a time, by the best edge at what is chosen. It
// wants sure edges between known actors, what happened rather than who holds which office, one
// edge a pair, and many kinds of edges.
func choose(g *picture, kinds map[string]edgeKind, maxNodes, maxEdges int) *picture {
	var rest []*edge
	for _, e := range g.edges {
		e.symmetric = kinds[e.relation].symmetric
		joins := kinds[e.relation].standing && e.relation == "MEMBER_OF" && e.to.Kind != schema.State
		own := e.from.country == e.to.ID || e.to.country == e.from.ID // at home: hardly international
		if e.confidence >= sure && e.from.curated && e.to.curated && e.from != e.to && !own && (!kinds[e.relation].standing || joins) {
			rest = append(rest, e)
		}
	}
	if len(rest) > 0 {
		rest = largest(rest)
	}
	chosen, used, pairs, kind := &picture{}, map[string]int{}, map[[2]string]bool{}, map[schema.Kind]int{}
	value := func(e *edge) float64 {
		v := float64(min(e.independent, 3)) + 2*e.confidence - 0.8*float64(used[e.relation]) - 0.25*float64(max(e.from.degree, e.to.degree))
		for _, n := range []*node{e.from, e.to} {
			if n.degree == 0 && n.Kind != schema.State && n.Kind != schema.Person && kind[n.Kind] < 3 { // some of every kind
				v += 0.8
			}
		}
		if e.from.degree > 0 && e.to.degree > 0 { // a net rather than a tree
			v++
		}
		return v
	}
	for len(chosen.edges) < maxEdges {
		best := -1
		for i, e := range rest {
			in := e.from.degree > 0 || e.to.degree > 0
			added := 0
			for _, n := range []*node{e.from, e.to} {
				if n.degree == 0 {
					added++
				}
			}
			if pairs[pair(e)] || (len(chosen.edges) > 0 && !in) || len(chosen.nodes)+added > maxNodes {
				continue
			}
			if best < 0 || better(value(e), value(rest[best]), e, rest[best]) {
				best = i
			}
		}
		if best < 0 {
			break
		}
		e := rest[best]
		rest = slices.Delete(rest, best, best+1)
		pairs[pair(e)] = true
		used[e.relation]++
		chosen.edges = append(chosen.edges, e)
		for _, n := range []*node{e.from, e.to} {
			if n.degree == 0 {
				chosen.nodes = append(chosen.nodes, n)
				kind[n.Kind]++
			}
			n.degree++
		}
	}
	slices.SortFunc(chosen.nodes, func(a, b *node) int { return strings.Compare(a.ID, b.ID) })
	return chosen
}

// largest gives the edges of the largest connected part.
func largest(edges []*edge) []*edge {
	part := map[*node]*node{} // a node of the same part; itself at the root
	var root func(*node) *node
	root = func(v *node) *node {
		if part[v] == nil || part[v] == v {
			part[v] = v
			return v
		}
		part[v] = root(part[v])
		return part[v]
	}
	for _, e := range edges {
		part[root(e.from)] = root(e.to)
	}
	sizes, best := map[*node]int{}, 0
	for _, e := range edges {
		sizes[root(e.from)]++
		best = max(best, sizes[root(e.from)])
	}
	first := slices.IndexFunc(edges, func(e *edge) bool { return sizes[root(e.from)] == best }) // a graph's order settles a draw
	return slices.DeleteFunc(slices.Clone(edges), func(e *edge) bool { return root(e.from) != root(edges[first].from) })
}

func better(a, b float64, ea, eb *edge) bool {
	return cmp.Or(cmp.Compare(a, b), strings.Compare(key(eb), key(ea))) > 0
}

func key(e *edge) string { return e.from.ID + "|" + e.relation + "|" + e.to.ID }

func pair(e *edge) [2]string { return [2]string{min(e.from.ID, e.to.ID), max(e.from.ID, e.to.ID)} }
