package reader

import (
	"slices"
	"testing"

	"github.com/entente-kg/entente/nlp/encoder"
	"github.com/entente-kg/entente/nlp/relation/learned"
	"github.com/entente-kg/entente/nlp/weights"
	"github.com/entente-kg/entente/schema"
)

// long is six times the sentence of told, with the parties of two.
func long() *learned.Sentence {
	s, unit := told(), told()
	n := len(unit.Tokens)
	for k := 1; k < 6; k++ {
		for i, t := range unit.Tokens {
			if t.Head >= 0 {
				t.Head += k * n
			}
			s.Tokens = append(s.Tokens, t)
			s.Subject, s.Object = append(s.Subject, unit.Subject[i]), append(s.Object, unit.Object[i])
		}
		s.Lower = append(s.Lower, unit.Lower...)
	}
	s.Lemma, s.Prep, s.Passive = s.Lower, make([]string, len(s.Lower)), make([]bool, len(s.Lower))
	for _, p := range unit.Parties {
		p.Token, p.First, p.Last = p.Token+n, p.First+n, p.Last+n
		p.ID += "2"
		s.Parties = append(s.Parties, p)
	}
	return s
}

// releaseLabels are those that the weights of the release know.
func releaseLabels(b *testing.B) []string {
	b.Helper()
	body, err := weights.Inflate(weights.ClaimReader, magic)
	if err != nil {
		b.Fatal(err)
	}
	return weights.NewReader(body, magic).Strings()
}

// BenchmarkRead reads long sentences with the weights of the release.
func BenchmarkRead(b *testing.B) {
	labels := releaseLabels(b)
	states := []schema.Kind{schema.State}
	relations := map[string]*schema.Relation{}
	for _, l := range labels {
		relations[l] = &schema.Relation{Name: l, Arguments: map[schema.Role][]schema.Kind{schema.RoleActor: states, schema.RoleRecipient: states}}
	}
	m := learned.Untrained(labels, relations, words{}, 0, 0)
	model, err := Read(weights.ClaimReader, m)
	if err != nil {
		b.Fatal(err)
	}
	s := long()
	seen, inputs := slices.Repeat([]*learned.Sentence{s}, 8), slices.Repeat([]*learned.Input{m.Read(s)}, 8)
	var p encoder.Pieces
	for _, word := range s.Lower {
		model.encoder.Vocabulary().Cut(&p, word)
	}
	r := model.NewReader()
	b.ReportAllocs()
	for b.Loop() {
		if err := r.Read(seen, inputs); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(len(p.IDs)*len(seen)*b.N), "µs/piece")
}

// BenchmarkReadWeights is what it takes to begin.
func BenchmarkReadWeights(b *testing.B) {
	labels := releaseLabels(b)
	m := learned.Untrained(labels, nil, words{}, 0, 0)
	for b.Loop() {
		if _, err := Read(weights.ClaimReader, m); err != nil {
			b.Fatal(err)
		}
	}
}
