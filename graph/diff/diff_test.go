package diff_test

import (
	"errors"
	"iter"
	"strings"
	"testing"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/diff"
)

func edges(list ...graph.Edge) iter.Seq2[graph.Edge, error] {
	return func(yield func(graph.Edge, error) bool) {
		for _, e := range list {
			if !yield(e, nil) {
				return
			}
		}
	}
}

func edge(key string, events, independent int) graph.Edge {
	return graph.Edge{Key: key, Events: events, Independent: independent}
}

func TestEdges(t *testing.T) {
	contested, ended, both := edge("c", 1, 1), edge("e", 1, 1), edge("f", 2, 2)
	contested.Contested, ended.Ended, both.Denied = true, "2025-03-01", 1
	tests := []struct {
		name          string
		before, after []graph.Edge
		want          string
	}{
		{"nothing", nil, nil, ""},
		{"the same", []graph.Edge{edge("a", 1, 1)}, []graph.Edge{edge("a", 1, 1)}, ""},
		{"all new, the best attested first", nil, []graph.Edge{edge("a", 1, 1), edge("b", 1, 3)}, "new b|new a"},
		{"all gone", []graph.Edge{edge("a", 1, 1), edge("b", 1, 1)}, nil, "retracted a|retracted b"},
		{"one between", []graph.Edge{edge("a", 1, 1), edge("c", 1, 1)}, []graph.Edge{edge("a", 1, 1), edge("b", 1, 1), edge("c", 1, 1)}, "new b"},
		{"one gone between", []graph.Edge{edge("a", 1, 1), edge("b", 1, 1), edge("c", 1, 1)}, []graph.Edge{edge("a", 1, 1), edge("c", 1, 1)}, "retracted b"},
		{"more events", []graph.Edge{edge("a", 1, 1)}, []graph.Edge{edge("a", 2, 2)}, "strengthened a"},
		{"another source", []graph.Edge{edge("a", 1, 1)}, []graph.Edge{edge("a", 1, 2)}, "strengthened a"},
		{"fewer", []graph.Edge{edge("a", 2, 2)}, []graph.Edge{edge("a", 1, 1)}, "weakened a"},
		{"two events are one now", []graph.Edge{edge("a", 2, 2)}, []graph.Edge{edge("a", 1, 2)}, "weakened a"},
		{"contested", []graph.Edge{edge("c", 1, 1)}, []graph.Edge{contested}, "contested c"},
		{"ended", []graph.Edge{edge("e", 1, 1)}, []graph.Edge{ended}, "lapsed e"},
		{"stronger and denied", []graph.Edge{edge("f", 1, 1)}, []graph.Edge{both}, "strengthened f|contested f"},
	}
	for _, tt := range tests {
		changes, err := diff.Edges(edges(tt.before...), edges(tt.after...))
		var got []string
		for _, c := range changes {
			got = append(got, string(c.Kind)+" "+c.Edge().Key)
		}
		if text := strings.Join(got, "|"); err != nil || text != tt.want {
			t.Errorf("%s: got %q, %v, want %q", tt.name, text, err, tt.want)
		}
	}
}

func TestEdgesFail(t *testing.T) {
	broken := errors.New("broken")
	bad := func(yield func(graph.Edge, error) bool) { yield(graph.Edge{}, broken) }
	if _, err := diff.Edges(bad, edges(edge("a", 1, 1))); !errors.Is(err, broken) {
		t.Errorf("before: got %v", err)
	}
	if _, err := diff.Edges(edges(edge("a", 1, 1)), bad); !errors.Is(err, broken) {
		t.Errorf("after: got %v", err)
	}
	if _, err := diff.Edges(bad, edges()); !errors.Is(err, broken) {
		t.Errorf("before, with nothing after: got %v", err)
	}
}
