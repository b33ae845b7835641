package relation

import "strings"

// What parsers get wrong most, mended: a preposition that hangs on the noun
// before it instead of its verb or event, the agent of a passive that does, a
// relative clause taken for the main one, the object of a particle taken for
// an oblique, the subject of a reported clause taken for an object.

// farPrepositions are those that are looked for further down.
var farPrepositions = map[string]bool{"to": true, "from": true, "with": true, "on": true, "against": true, "over": true, "between": true, "into": true, "by": true, "for": true}

// deepPrepositions are looked for several nouns down.
var deepPrepositions = map[string]bool{"to": true, "from": true, "by": true, "between": true, "with": true, "for": true, "against": true}

// far looks for a preposition one step further: on a verb's object or
// obliques, under a noun's own complements, or on the verb that governs it.
func (t *tree) far(out []int, trig int, function string) []int {
	var places []int
	if t.isVerb(trig) {
		if o := t.logicalObject(trig); o > trig {
			places = append(places, o)
		}
		for c := range t.children(trig) {
			if c > trig && strings.HasPrefix(t.toks[c].Deprel, "obl") {
				places = append(places, c)
			}
		}
	} else {
		for c := range t.children(trig) {
			if c > trig && t.toks[c].Deprel == "nmod" {
				places = append(places, c)
			}
		}
		if v := t.governor(trig); v >= 0 && function != "on" && function != "for" && function != "by" {
			places = append(places, v)
		}
	}
	for _, n := range places {
		out = t.farBelow(out, n, trig, function, 3)
	}
	return out
}

// farBelow looks under a noun, for some prepositions up to depth nouns down.
func (t *tree) farBelow(out []int, n, trig int, function string, depth int) []int {
	for c := range t.children(n) {
		d := t.toks[c].Deprel
		oblique := strings.HasPrefix(d, "obl") || d == "nmod"
		switch {
		case c > trig && oblique && !t.dated[c] && t.preposition(c) == function && (function != "by" || !t.isVerb(n) || !t.passive(n)):
			out = append(out, c)
		case depth > 1 && deepPrepositions[function] && (oblique || d == "acl" && function != "by" || d == "appos" || d == "flat" || d == "conj" && !t.isVerb(c)):
			out = t.farBelow(out, c, trig, function, depth-1)
		}
	}
	return out
}

// farAgent is the agent of a passive that hangs on a noun behind the verb:
// "was given asylum by Mexico"; or -1.
func (t *tree) farAgent(v int) int {
	for c := range t.children(v) {
		d := t.toks[c].Deprel
		if c < v || d != "obj" && !strings.HasPrefix(d, "obl") || t.dated[c] {
			continue
		}
		if found := t.farBelow(nil, c, v, "by", 2); len(found) > 0 {
			return found[0]
		}
	}
	return -1
}

// particleObject is the object that a parser took for an oblique of the
// particle: "handed over a list", "took in the president"; or -1.
func (t *tree) particleObject(v int) int {
	if t.moved == "" {
		return -1
	}
	for c := range t.children(v) {
		if !strings.HasPrefix(t.toks[c].Deprel, "obl") || t.preposition(c) != t.moved {
			continue
		}
		if k := t.child(c, "case"); k == v+1 {
			return c
		}
	}
	return -1
}

// orphanRelative is the noun before a relative pronoun whose clause the parser
// took for the main one: "Colombia, which had bowed to"; or -1.
func (t *tree) orphanRelative(i int) int {
	switch t.lower[i] {
	case "who", "which", "whom", "whose":
	default:
		return -1
	}
	p := i - 1
	if p > 0 && t.lower[p] == "," {
		p--
	}
	if p < 0 || !t.isNominal(p) {
		return -1
	}
	for {
		switch d := t.toks[p].Deprel; d {
		case "flat", "compound":
			if h := t.toks[p].Head; h >= 0 && h < i {
				p = h
				continue
			}
		}
		return p
	}
}

// misplacedSubject is the subject of a finite clause that a parser took for
// the object of the verb above: "Paris said Iran and Russia had signed"; or -1.
func (t *tree) misplacedSubject(v, h int) int {
	finite := t.child(v, "aux", "aux:pass") >= 0 || t.toks[v].XPOS == "VBD" || t.toks[v].XPOS == "VBZ" || t.toks[v].XPOS == "VBP"
	if d := t.toks[v].Deprel; !finite || d != "ccomp" && (d != "advcl" || t.markOf(v) != "") || !t.isVerb(h) {
		return -1
	}
	if o := t.child(h, "obj"); o > h && o < v {
		return o
	}
	if h > v { // "Kuwait sent teams, the agency said": both subjects hang on "said"
		if s := t.child(h, "nsubj"); s >= 0 && s < v {
			return s
		}
	}
	return -1
}

// nearestSubject is the subject that a verb has of its own, the nearest before
// it where a parser saw several ("ST PETERSBURG, Russia - President X held"),
// or -1.
func (t *tree) nearestSubject(v int) int {
	best := -1
	for c := range t.children(v) {
		if t.lower[c] == "having" { // "denied having sent": parsers take "having" for a subject
			continue
		}
		switch t.toks[c].Deprel {
		case "nsubj", "nsubj:pass", "nsubj:outer":
			if best < 0 || c < v {
				best = c
			}
		case "csubj": // "fighting broke out"
			if best < 0 && c < v && t.toks[c].XPOS == "VBG" {
				best = c
			}
		}
	}
	if o := t.child(v, "obj"); best < 0 && o > v && t.isVerb(v) { // "Britain could extradite X": the subject hangs on X
		if s := t.child(o, "nsubj"); s >= 0 && s < v {
			return s
		}
	}
	return best
}

// complement is a verb's clause: what is said, agreed, promised; also the
// infinitive that a time between them made an adverbial ("agreed on Monday to
// send"); or -1.
func (t *tree) complement(v int) int {
	if c := t.child(v, "xcomp", "ccomp"); c >= 0 || !t.isVerb(v) {
		return c
	}
	for c := range t.children(v) {
		if d := t.toks[c].Deprel; c > v && d == "advcl" && t.toks[c].XPOS == "VB" && t.markOf(c) == "to" {
			return c
		}
		if t.dated[c] && c > v {
			for k := range t.children(c) {
				if t.toks[k].Deprel == "acl" && (t.toks[k].XPOS == "VB" || t.markOf(k) == "that") {
					return k
				}
			}
		}
	}
	return -1
}

// ditransitive are verbs with whom right behind them, then what.
var ditransitive = map[string]bool{
	"give": true, "lend": true, "send": true, "offer": true, "promise": true, "sell": true, "grant": true, "hand": true, "pledge": true, "deny": true,
	"owe": true, "ship": true, "export": true, "feed": true, "extend": true, "pay": true, "supply": true, "provide": true, "deliver": true, "award": true, "loan": true, "allocate": true, "guarantee": true,
}

// indirectObject is whom something is given; also the name right behind the
// verb that a parser took for a part of what is given: "gave Fiji 20
// ambulances", "sold Poland howitzers"; or -1.
func (t *tree) indirectObject(v int) int {
	o := t.child(v, "iobj")
	if !t.isVerb(v) || !ditransitive[t.lemma(v)] {
		return o
	}
	if o >= 0 {
		if name := t.nameBefore(v, o); name >= 0 && t.child(v, "obj") < 0 {
			return name
		}
		return o
	}
	if o = t.child(v, "obj"); o < 0 {
		return -1
	}
	for c := range t.children(v) { // "gave the junta a week"
		if d := t.toks[c].Deprel; c > o && (d == "obj" || d == "obl:unmarked") && t.isNominal(c) {
			return o
		}
	}
	return t.nameBefore(v, o)
}

// nameBefore is the name right behind verb v that the tree makes a part of the
// noun o, at some depth: "sent Port-au-Prince 40 police instructors", "offered
// Prince Ali rifles"; or -1.
func (t *tree) nameBefore(v, o int) int {
	next := v + 1
	for next < o && t.toks[next].UPOS == "DET" {
		next++
	}
	for c := next; c < o && c <= next+3; c++ {
		if t.toks[c].UPOS != "PROPN" || t.toks[c].Deprel != "compound" && (t.toks[c].Deprel != "flat" || t.toks[t.toks[c].Head].Deprel != "compound") {
			continue
		}
		if c <= next+1 && t.toks[c].Head == o || t.named != nil && t.named[c] && t.under(c, o) {
			return c
		}
	}
	return -1
}

// under reports whether a token hangs below another.
func (t *tree) under(i, top int) bool {
	for up := 0; i >= 0 && up < maxClimb; up++ {
		if i = t.toks[i].Head; i == top {
			return true
		}
	}
	return false
}

// predicates are what a verb calls or makes of its object, wherever the parser
// hung it: "called it a trap", "called the raid cowardly", "called Ortega a
// tyrant".
func (t *tree) predicates(out []int, v int) []int {
	after := v
	o := t.logicalObject(v)
	if o > v {
		after = o
	}
	for c := range t.children(v) {
		if c <= after {
			continue
		}
		switch d := t.toks[c].Deprel; d {
		case "xcomp", "ccomp", "obj", "iobj", "advmod", "advcl", "parataxis", "nsubj", "appos":
			out = append(out, c)
		case "obl", "obl:unmarked", "nmod:unmarked":
			if t.preposition(c) == "" && !t.dated[c] {
				out = append(out, c)
			}
		}
	}
	if o <= v {
		return out
	}
	for c := range t.children(o) {
		if c <= o {
			if c == o-1 && c > v+1 && t.toks[c].Deprel == "compound" { // "called the raid barbarism": parsers see one phrase
				out = append(out, o)
			}
			continue
		}
		switch t.toks[c].Deprel {
		case "appos", "amod", "acl", "parataxis", "flat", "nmod:unmarked", "nmod:desc":
			out = append(out, c)
		}
	}
	return out
}

// setOff is the phrase between commas that a parser hung on a verb's subject:
// "Rubio, in a call with Kagame, urged"; or -1.
func (t *tree) setOff(v int, preposition string) int {
	s := t.nearestSubject(v)
	if s < 0 || s > v {
		return -1
	}
	for c := range t.children(s) {
		if t.toks[c].Deprel != "nmod" || c < s || t.dated[c] || t.preposition(c) != preposition {
			continue
		}
		if k := t.child(c, "case"); k > 0 && t.lower[k-1] == "," {
			return c
		}
	}
	return -1
}

// bareObject is the object that a parser took for an oblique although it has
// no preposition and stands right behind the verb: "cut off Iran's banks"; or
// -1.
func (t *tree) bareObject(v int) int {
	first := v + 1
	for c := range t.children(v) {
		switch d := t.toks[c].Deprel; {
		case d == "compound:prt" && c == v+1:
			first++
		case d == "xcomp" && t.isNominal(c) && t.preposition(c) == "" && t.begins(c, first) && t.isNominalXcomp(v, c): // "called Dar a traitor"
			return c
		case d == "obl" && c > v && !t.dated[c] && t.isNominal(c) && t.preposition(c) == "" && t.begins(c, first):
			return c
		}
	}
	return -1
}

// begins reports whether a noun's phrase begins at a token.
func (t *tree) begins(n, first int) bool {
	if n == first {
		return true
	}
	for i := first; i < n; i++ {
		if h := t.toks[i].Head; h < first || h > n {
			return false
		}
	}
	return n > first && n-first <= 6
}

// isNominalXcomp reports whether another noun behind c says what a verb makes
// of it.
func (t *tree) isNominalXcomp(v, c int) bool {
	for k := range t.children(v) {
		if d := t.toks[k].Deprel; k > c && t.isNominal(k) && (d == "xcomp" || d == "obj") {
			return true
		}
	}
	return false
}

// bearer is who stands under or on what a noun names: "Iraq, under UN
// sanctions", "is under siege", "came under fire", "on the blacklist"; or -1.
func (t *tree) bearer(n int) int {
	switch t.preposition(n) {
	case "under", "on":
	default:
		return -1
	}
	h := t.toks[n].Head
	switch {
	case t.child(n, "cop") >= 0:
		return t.surfaceSubject(n)
	case h < 0:
		return -1
	case !t.isVerb(h):
		return h
	}
	if o := t.logicalObject(h); o >= 0 && o != n {
		return o
	}
	return t.surfaceSubject(h)
}

// underObject is a noun that meets a condition on a verb's preposition, where
// the parser hung it on the object: "put 200 lawyers behind bars"; or -1.
func (t *tree) underObject(c condition, v int) int {
	if c.any || c.function == "sentence" || !t.isVerb(v) {
		return -1
	}
	o := t.logicalObject(v)
	if o <= v {
		return -1
	}
	for k := range t.children(o) {
		if k > o && t.toks[k].Deprel == "nmod" && (c.lemmas[t.lemma(k)] || c.lemmas[t.lower[k]]) && t.preposition(k) == c.function {
			return k
		}
	}
	return -1
}
