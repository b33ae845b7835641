package main

import (
	"math/rand/v2"
	"strings"

	"github.com/entente-kg/entente/internal/corpus"
	"github.com/entente-kg/entente/schema"
)

// joint marks the ID of a text that is made of two others.
const joint = "+"

// longest is how many bytes a text has that is joined to another.
const longest = 260

// joined makes n texts, each of two short ones of the same file in one long
// sentence: news packs more into a sentence than most of the corpus does.
func joined(all []corpus.Text, n int) []corpus.Text {
	byFile := map[string][]int{}
	var short []int
	for i := range all {
		t := &all[i]
		if t.File == devFile || len(t.Text) > longest || !strings.HasSuffix(t.Text, ".") || strings.ContainsAny(t.Text, "\n\"") {
			continue
		}
		byFile[t.File] = append(byFile[t.File], i)
		short = append(short, i)
	}
	rng := rand.New(rand.NewPCG(7, 7))
	var out []corpus.Text
	for tries := 0; len(out) < n && len(short) > 1 && tries < 50*n; tries++ {
		a := &all[short[rng.IntN(len(short))]]
		others := byFile[a.File]
		b := &all[others[rng.IntN(len(others))]]
		if a != b && len(a.Claims)+len(b.Claims) > 0 {
			out = append(out, join(a, b, connectors[rng.IntN(len(connectors))]))
		}
	}
	return out
}

var connectors = []string{"; ", ", while ", ", and ", ", as ", ", a day after ", " - "}

// join makes one sentence of two. States keep their keys, all else is apart.
func join(a, b *corpus.Text, connector string) corpus.Text {
	t := corpus.Text{File: a.File, ID: a.ID + joint + b.ID, Published: a.Published, Text: strings.TrimSuffix(a.Text, ".") + connector + b.Text}
	seen := map[string]bool{}
	for _, x := range []*corpus.Text{a, b} {
		mark := ""
		if x == b {
			mark = "b "
		}
		kinds := map[string]bool{}
		for _, e := range x.Entities {
			kinds[e.Key] = e.Kind == schema.State
		}
		key := func(k string) string {
			if kinds[k] || strings.HasPrefix(k, "\"") {
				return k
			}
			return mark + k
		}
		for _, e := range x.Entities {
			if e.Key = key(e.Key); !seen[e.Key] {
				seen[e.Key] = true
				t.Entities = append(t.Entities, e)
			}
		}
		for _, c := range x.Claims {
			c.Actor, c.Recipient, c.Mediator = mapped(c.Actor, key), mapped(c.Recipient, key), mapped(c.Mediator, key)
			t.Claims = append(t.Claims, c)
		}
	}
	return t
}
