package relation

import "github.com/entente-kg/entente/schema"

// attribution reads "according to X" and "…, X said", which stand outside the
// clause that they qualify.
func (m *matcher) attribution(c *surroundings, trig int, actors []filler) {
	t := m.tree
	if c.modality != schema.Asserted && c.speaker != "" {
		return
	}
	for i := range t.toks {
		switch {
		case t.lower[i] == "according" && i+1 < len(t.toks) && t.lower[i+1] == "to":
			n := i + 2
			for n < len(t.toks) && t.toks[n].UPOS == "DET" {
				n++
			}
			if n >= len(t.toks) {
				continue
			}
			word := i
			if t.toks[i].Deprel == "case" {
				word = t.toks[i].Head
			}
			if t.qualifies(i, word, trig) {
				c.heard(t.toks[i].Span, m.entityAt(m.phraseHead(n)))
				return
			}
		case m.cues.reporting[t.lemma(i)] && t.saysAside(i) && t.qualifies(i, i, trig):
			m.reported(c, i, actors)
			return
		}
	}
}

// saysAside reports whether a verb stands with its subject beside the clause
// whose speaker it names: "…, the minister said".
func (t *tree) saysAside(i int) bool {
	if !t.isVerb(i) || t.toks[i].Head < 0 || t.child(i, "nsubj") < 0 {
		return false
	}
	switch t.toks[i].Deprel {
	case "parataxis":
		return true
	case "advcl", "conj": // as the parser sometimes has it
		return t.toks[i].Head < i && t.child(i, "mark", "cc", "ccomp", "advmod") < 0
	}
	return false
}

// qualifies reports whether an attribution that opens at first and hangs on the
// tree at word covers a trigger: what belongs to its clause, also the clauses
// coordinated before it, but no relative clause, nothing past a semicolon,
// nothing of the attribution itself ("said after meeting X"), and no clause of
// its own that follows ("…, X said, while Y …").
func (t *tree) qualifies(first, word, trig int) bool {
	clause := t.toks[word].Head
	if clause < 0 || t.semicolonBetween(first, trig) {
		return false
	}
	after := trig > first && first > 1
	for i, steps := trig, 0; i >= 0 && steps < maxClimb; i, steps = t.toks[i].Head, steps+1 {
		switch {
		case i == word && i != clause:
			return false
		case i == clause:
			return true
		}
		switch d := t.toks[i].Deprel; {
		case d == "acl:relcl":
			return false
		case after && t.opensClause(i):
			return false
		}
	}
	return false
}

// opensClause reports whether a word heads a clause with a subject of its own
// that is coordinated, adverbial or added.
func (t *tree) opensClause(i int) bool {
	d := t.toks[i].Deprel
	return (d == "conj" || d == "advcl" || d == "parataxis") && t.child(i, "nsubj", "nsubj:pass") >= 0
}

// ownClauseBetween reports whether a clause with its own subject lies between a
// word and one that stands above it.
func (t *tree) ownClauseBetween(below, above int) bool {
	for i := below; i >= 0 && i != above; i = t.toks[i].Head {
		if t.opensClause(i) {
			return true
		}
	}
	return false
}

// semicolonBetween reports whether two tokens stand in different parts of a
// sentence that semicolons divide.
func (t *tree) semicolonBetween(a, b int) bool { return t.part[a] != t.part[b] }

// parts numbers the parts of a sentence that semicolons divide: for each token
// how many stand before it.
func parts(lower []string) []int {
	out := make([]int, len(lower))
	for i := 1; i < len(lower); i++ {
		out[i] = out[i-1]
		if lower[i-1] == ";" {
			out[i]++
		}
	}
	return out
}

func (c *surroundings) heard(cue schema.Span, speaker string) {
	c.set(schema.Alleged, cue)
	if c.speaker == "" {
		c.speaker = speaker
	}
}
