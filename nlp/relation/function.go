package relation

import (
	"strings"
)

// The grammatical functions that patterns name (docs/patterns.md), and who
// stands in them.

// fillers returns the tokens in a grammatical function of the trigger, and
// appends them to out. light is the noun that carries the sense of a light
// verb, or -1: prepositions and modifiers are looked up on it too.
func (t *tree) fillers(out []int, trig, light int, function string) []int {
	add := func(i int) {
		if i >= 0 {
			out = append(out, i)
		}
	}
	if outer, inner, dotted := strings.Cut(function, "."); dotted { // "clause.obj"
		for _, c := range t.fillers(nil, trig, light, outer) {
			if inner == "subj" && t.isNominal(c) && t.child(c, "cop") >= 0 {
				if s := t.surfaceSubject(c); s >= 0 {
					out = append(out, s)
				}
				continue
			}
			if inner == "subj" && t.isNominal(c) {
				if s := t.nounSubject(c, maxClimb); s >= 0 {
					out = append(out, s)
				}
				continue
			}
			out = t.fillers(out, c, -1, inner)
		}
		return out
	}
	if t.toks[trig].Deprel == "cop" && t.toks[trig].Head >= 0 { // "Blinken was in Ankara"
		return t.copular(out, t.toks[trig].Head, function)
	}
	switch function {
	case "subj":
		add(t.logicalSubject(trig))
		add(t.joined(trig))
	case "obj":
		first := t.logicalObject(trig)
		add(first)
		if first >= 0 { // "was given asylum"; "approved a $250 million loan": parsers see two
			for c := range t.children(trig) {
				if d := t.toks[c].Deprel; c > first && (d == "obj" || d == "xcomp" && t.isNominal(c) || d == "obl:unmarked" && ditransitive[t.lemma(trig)]) {
					add(c)
				}
			}
		}
	case "iobj":
		add(t.indirectObject(trig))
	case "head":
		switch t.toks[trig].Deprel {
		case "amod", "acl", "case": // "is due in Ankara": parsers make the adjective a part of "in"
			add(t.toks[trig].Head)
		case "nmod", "advmod": // "Cavusoglu, due in Baku", "Dbeibah, back from Rome"
			if h := t.toks[trig].Head; h < trig && t.isNominal(h) {
				add(h)
			}
		}
	case "self":
		out = t.selves(out, trig)
	case "clause":
		add(t.complement(trig))
		if light >= 0 {
			add(t.child(light, "acl", "ccomp"))
		}
	case "infinitive":
		add(t.infinitive(trig, light))
	case "predicate":
		out = t.predicates(out, trig)
	case "appos":
		add(t.child(trig, "appos"))
	case "bearer":
		add(t.bearer(trig))
	case "broker":
		out = t.brokers(out, trig, light)
	case "where":
		add(t.location(trig))
	case "gov":
		v := trig
		if h := t.toks[v].Head; t.isVerb(v) && t.toks[v].Deprel == "conj" && h >= 0 && t.isVerb(h) && t.child(v, "nsubj", "nsubj:pass") < 0 { // "asked Fiji to hold and return him"
			v = h
		}
		if d := t.toks[v].Deprel; t.isVerb(v) && (d == "xcomp" || d == "ccomp" || d == "advcl") {
			add(t.toks[v].Head)
		} else {
			add(t.governor(t.counted(trig)))
		}
	case "outer":
		if v := t.governor(t.counted(trig)); v >= 0 {
			add(t.logicalSubject(v))
		}
	case "aux":
		for c := range t.children(trig) {
			if strings.HasPrefix(t.toks[c].Deprel, "aux") {
				add(c)
			}
		}
	case "poss":
		for _, n := range []int{trig, light} {
			if n >= 0 {
				add(t.child(n, "nmod:poss"))
			}
		}
	case "mod":
		for _, n := range []int{trig, light} {
			if n >= 0 {
				out = t.modifiers(out, n)
			}
		}
	default:
		out = t.oblique(out, trig, light, function)
	}
	return out
}

// oblique returns what stands behind a preposition (or, of a clause, its
// conjunction) of the trigger or of its light verb's noun, and looks further
// where there is nothing.
func (t *tree) oblique(out []int, trig, light int, function string) []int {
	before := len(out)
	for _, n := range []int{trig, light} {
		if n < 0 {
			continue
		}
		for c := range t.children(n) {
			if x := t.behind(c, trig, function); x >= 0 {
				out = append(out, x)
			}
		}
	}
	if len(out) == before && t.isVerb(trig) {
		if x := t.setOff(trig, function); x >= 0 {
			out = append(out, x)
		}
	}
	if len(out) == before && farPrepositions[function] {
		out = t.far(out, trig, function)
	}
	return out
}

// behind is who or what a child of a trigger names behind a preposition, or the
// child itself where that is a clause: "from selling", "unless Paris stops"; or
// -1.
func (t *tree) behind(c, trig int, function string) int {
	d := t.toks[c].Deprel
	if (d == "advcl" || d == "acl") && (t.toks[c].XPOS == "VBG" && function != "on" || function == "unless" || function == "if") && t.isVerb(c) && (t.markOf(c) == function || function == "if" && t.isInverted(c)) {
		return c
	}
	oblique := strings.HasPrefix(d, "obl") || strings.HasPrefix(d, "nmod") && d != "nmod:poss" || d == "advcl" && t.isNominal(c)
	if !oblique || t.dated[c] || t.preposition(c) != function {
		return -1
	}
	if function == "by" && d != "nmod" && !t.isNominal(trig) && t.passive(trig) {
		return -1
	}
	if antecedent, ok := t.relative(c); ok {
		return antecedent
	}
	return c
}

// joined is who is joined in doing what a verb tells: "Brunei joined Malaysia in
// condemning the raid"; or -1.
func (t *tree) joined(v int) int {
	h := t.toks[v].Head
	if h < 0 || t.toks[v].XPOS != "VBG" || t.markOf(v) != "in" || t.lemma(h) != "join" {
		return -1
	}
	return t.child(h, "obj")
}

// isInverted reports whether a clause is a condition by the order of its words:
// "should London impose sanctions", "were Paris to agree".
func (t *tree) isInverted(v int) bool {
	s, first := t.child(v, "nsubj", "nsubj:pass"), t.child(v, "aux", "cop")
	if s < 0 || first < 0 || first > s || t.child(v, "mark") >= 0 && t.child(v, "mark") < s {
		return false
	}
	switch t.lower[first] {
	case "should", "were", "had":
		return true
	}
	return false
}

// copular returns the fillers of "be" with a predicate: its subject, and the
// predicate itself where it has the preposition.
func (t *tree) copular(out []int, predicate int, function string) []int {
	switch function {
	case "subj":
		if s := t.surfaceSubject(predicate); s >= 0 {
			out = append(out, s)
		}
		return out
	case t.preposition(predicate):
		return append(out, predicate)
	}
	return t.fillers(out, predicate, -1, function)
}

// modifiers returns what stands before a noun or participle and narrows it
// down: demonyms, compounds, "Saudi-led".
func (t *tree) modifiers(out []int, n int) []int {
	for c := range t.children(n) {
		switch d := t.toks[c].Deprel; {
		case d == "amod" && t.isVerb(c):
			if l := t.lemma(c); l == "lead" || t.lower[c] == "led" || l == "make" {
				out = t.modifiers(out, c)
			}
		case d == "amod", d == "compound", d == "nmod:desc", d == "nmod:unmarked" && c < n:
			out = append(out, c)
			out = t.modifiers(out, c)
		case c < n && t.isVerb(n) && t.toks[n].Deprel == "amod" && (strings.HasPrefix(d, "obl") || d == "nsubj" || d == "obj" || d == "advmod" && t.toks[c].UPOS == "PROPN"):
			out = append(out, c)
		}
	}
	return out
}

// selves returns whom a noun names or describes: "leader Ismail Haniyeh",
// "Haniyeh, the leader", "Haniyeh is the leader", "the leader" as named
// elsewhere.
func (t *tree) selves(out []int, n int) []int {
	h := t.toks[n].Head
	switch t.toks[n].Deprel {
	case "appos", "compound", "flat", "nmod:desc":
		if h >= 0 {
			out = append(out, h)
		}
	case "xcomp", "conj":
		if h >= 0 && t.toks[n].Deprel == "xcomp" {
			if s := t.surfaceSubject(n); s >= 0 {
				out = append(out, s)
			}
		}
	case "obl", "nmod":
		if t.preposition(n) == "as" && h >= 0 && t.isVerb(h) {
			if s := t.controller(h, maxClimb); s >= 0 {
				out = append(out, s)
			}
		}
	}
	for c := range t.children(n) {
		switch t.toks[c].Deprel {
		case "appos", "flat":
			out = append(out, c)
		case "nsubj":
			if t.child(n, "cop") >= 0 {
				if antecedent, ok := t.relative(c); !ok {
					out = append(out, c)
				} else if antecedent >= 0 { // none where "which" stands for a clause
					out = append(out, antecedent)
				}
			}
		}
	}
	if len(out) == 0 {
		out = append(out, n)
	}
	return out
}
