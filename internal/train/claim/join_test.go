package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/entente-kg/entente/internal/corpus"
)

const texts = `@ a | 2024-05-27 | i
Kenya shelled Ghana.
---
E KEN GHA
ATTACKS KEN > GHA :: shelled

@ b | 2024-05-28 | i
Joan Roe met Ghana's envoy.
---
E GHA
e1 Person Joan Roe
MEETS_WITH e1, GHA :: met
`

func TestJoined(t *testing.T) {
	all, err := corpus.Read(strings.NewReader(texts), "x.txt")
	if err != nil {
		t.Fatal(err)
	}
	got := joined(all, 3)
	if len(got) != 3 {
		t.Fatalf("got %d texts, want 3", len(got))
	}
	for _, x := range got {
		if strings.Count(x.Text, ".") != 1 || len(x.Claims) != 2 || len(x.Entities) != 3 || x.File != all[0].File || !strings.Contains(x.ID, joint) {
			t.Errorf("got %+v", x)
		}
		for _, c := range x.Claims {
			if !strings.Contains(x.Text, c.Evidence) {
				t.Errorf("%q: evidence %q is not in the text", x.Text, c.Evidence)
			}
			for _, k := range slices.Concat(c.Actor, c.Recipient) {
				if _, ok := x.Entity(k); !ok {
					t.Errorf("%q: party %s of %s is no entity", x.Text, k, c.Relation)
				}
			}
		}
	}
}

func TestJoinedOfOneText(t *testing.T) {
	all, err := corpus.Read(strings.NewReader(strings.SplitAfter(texts, "shelled\n")[0]), "x.txt")
	if err != nil {
		t.Fatal(err)
	}
	if got := joined(all, 2); len(got) != 0 {
		t.Errorf("got %d texts of a single one", len(got))
	}
}

func TestCountF1(t *testing.T) {
	for _, test := range []struct {
		given      count
		p, r, want float64
	}{
		{count{right: 3, wrong: 1, gold: 6}, 0.75, 0.5, 0.6},
		{count{gold: 5}, 0, 0, 0},
		{count{}, 0, 0, 0},
	} {
		if c := test.given; c.precision() != test.p || c.recall() != test.r || c.f1() < test.want-1e-9 || c.f1() > test.want+1e-9 {
			t.Errorf("%+v: got %v, want P %g R %g F1 %g", c, c, test.p, test.r, test.want)
		}
	}
}
