package neo4j

import (
	"strings"
	"testing"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/property"
	"github.com/entente-kg/entente/schema"
	"github.com/google/go-cmp/cmp"
)

// What a claim is written as is read back as it was, whatever the numbers.
func FuzzMarks(f *testing.F) {
	f.Add(0, 5, 7, 12)
	f.Add(-1, 0, 1<<40, -7)
	f.Fuzz(func(t *testing.T, a, b, c, d int) {
		want := graph.Row{Claim: schema.Claim{Evidence: schema.Evidence{
			Quote:   schema.Quote{Span: schema.Span{Start: a, End: b}},
			Trigger: schema.Span{Start: c, End: d},
			Marks:   []schema.Mark{{Role: schema.RoleActor, Span: schema.Span{Start: d, End: a}}, {Role: schema.RoleCue, Span: schema.Span{Start: b, End: c}}},
		}}}
		got, err := claimOf(row{"marks": property.Claim(&want, nil)["marks"]}, "")
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want.Evidence, got.Evidence); d != "" {
			t.Errorf("-want +got\n%s", d)
		}
	})
}

func FuzzAddMark(f *testing.F) {
	f.Add("actor 1-2")
	f.Add("quote 5")
	f.Add(" ")
	f.Fuzz(func(_ *testing.T, text string) {
		_ = addMark(&schema.Evidence{}, text) // must not panic
	})
}

// A full-text query never holds what Lucene takes as a command.
func FuzzLucene(f *testing.F) {
	f.Add("Sharifullah")
	f.Add(`a" OR b:c~ (x) \ *?/ && !`)
	f.Add(strings.Repeat("long ", 1000))
	f.Fuzz(func(t *testing.T, name string) {
		q := lucene(name)
		words := strings.TrimPrefix(q, "+")
		if strings.ContainsAny(words, `"~:\/!&|^[]{}-?`) || len(q) > 16*2*500 {
			t.Errorf("%q: got %q", name, q)
		}
	})
}
