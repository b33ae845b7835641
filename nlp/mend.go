package nlp

import (
	"context"
	"slices"

	"github.com/entente-kg/entente/nlp/analysis"
)

// mendTrees makes a finite verb that the parser took for an adjective ("Norway
// imposed sanctions" read like "Norway-imposed sanctions") the verb of its
// clause again: the tag says that it is one.
func mendTrees() analysis.Stage {
	return analysis.Stage{
		Name:  "mend",
		Doc:   "makes finite verbs that hang on a noun as adjectives the verbs of their clauses, those who are taken hostage the objects, who is ready to do something the subject, gives joined clauses their own subjects, and gives prepositions, subjects and objects their places",
		Needs: []analysis.Layer{analysis.Tags, analysis.Trees},
		Gives: []analysis.Layer{analysis.Trees},
		Run: func(_ context.Context, d *analysis.Doc) error {
			for s := range d.Sentences {
				mend(d.Sentences[s].Tokens)
			}
			return nil
		},
	}
}

// mends mend the tree around token v, each where it finds what it is for, and
// report whether they did. They run in this order.
var mends = []func(toks []analysis.Token, v int) bool{
	given(phraseOf, hang("")),
	where(isBoth, standAlone),
	where(isBothPhrase, giveBoth),
	where(isFiniteModifier, promote),
	given(phraseBeforeInfinitive, hang("case")),
	given(worthSomething, putPriceBehind),
	given(nameAfterNoun, hang("appos")),
	given(objectOfAdjective, func(toks []analysis.Token, v, noun int) { toks[noun].Head, toks[noun].Deprel = toks[v].Head, "obj" }),
	where(isCondition, setCondition),
	given(joinedVerb, hang("")),
	given(beforeAside, hang("")),
	given(subjectBehindAnd, takeSubject),
	given(askingWith, hang("")),
	where(isForeword, func(toks []analysis.Token, v int) { toks[v].Head, toks[v].Deprel = v+1, "nmod:desc" }),
	given(secondHalf, joinHalves),
	given(setOffSubject, takeSubject),
	given(askedBefore, hang("xcomp")),
	given(objectOfParticiple, giveObject),
	func(toks []analysis.Token, v int) bool {
		noun, opening := lostSubject(toks, v)
		if noun >= 0 {
			giveClause(toks, v, noun, opening)
		}
		return noun >= 0
	},
	where(isMainVerb, putVerbFirst),
	given(nearerClause, hang("")),
	given(nearerAntecedent, hang("")),
	where(isHelped, helpAlong),
	where(isHostage, setApart),
	where(isPersonal, giveSubject),
	where(isNeighbouring, giveBack),
}

// where is a mend of what one function sees at v by another.
func where(is func(toks []analysis.Token, v int) bool, mend func(toks []analysis.Token, v int)) func([]analysis.Token, int) bool {
	return func(toks []analysis.Token, v int) bool {
		found := is(toks, v)
		if found {
			mend(toks, v)
		}
		return found
	}
}

// given is a mend that takes another token, which find gives, -1 for none.
func given(find func(toks []analysis.Token, v int) int, mend func(toks []analysis.Token, v, other int)) func([]analysis.Token, int) bool {
	return func(toks []analysis.Token, v int) bool {
		other := find(toks, v)
		if other >= 0 {
			mend(toks, v, other)
		}
		return other >= 0
	}
}

// hang hangs v on another token, by another relation unless that is "".
func hang(deprel string) func(toks []analysis.Token, v, other int) {
	return func(toks []analysis.Token, v, other int) {
		toks[v].Head = other
		if deprel != "" {
			toks[v].Deprel = deprel
		}
	}
}

// takeSubject makes another token the subject of v.
func takeSubject(toks []analysis.Token, v, other int) {
	toks[other].Head, toks[other].Deprel = v, "nsubj"
}

// mend mends the tree of a sentence, word by word. What a mend does is undone
// where it leaves no tree.
func mend(toks []analysis.Token) {
	before := slices.Clone(toks)
	for v := range toks {
		for _, mended := range mends {
			switch {
			case !mended(toks, v):
			case isTree(toks):
				copy(before, toks)
			default:
				copy(toks, before)
			}
		}
	}
}

// isTree reports whether the way up from each token ends.
func isTree(toks []analysis.Token) bool {
	way := make([]int, len(toks)) // which way up has come here: the token that it began with, from 1
	for i := range toks {
		at := i
		for at >= 0 && way[at] == 0 {
			way[at] = i + 1
			at = toks[at].Head
		}
		if at >= 0 && way[at] == i+1 {
			return false
		}
	}
	return true
}

// isFiniteModifier reports whether v is a finite verb before the noun that it
// is said to modify, with something before it that can be its subject.
func isFiniteModifier(toks []analysis.Token, v int) bool {
	t := &toks[v]
	if t.Deprel != "amod" || t.UPOS != "VERB" || t.Head <= v {
		return false
	}
	finite := t.XPOS == "VBD" || t.XPOS == "VBZ" || t.XPOS == "VBP"
	subject := false
	for i := range v {
		switch h := toks[i].Head; {
		case h == v && toks[i].Deprel == "aux" && toks[i].XPOS == "MD":
			finite = true
		case (h == v || h == t.Head) && isNominal(toks[i].UPOS):
			subject = true
		}
	}
	return finite && subject
}

func isNominal(upos string) bool { return upos == "PROPN" || upos == "NOUN" || upos == "PRON" }

// promote puts v in the place of its noun, which becomes its object; what
// stands before v goes over to it, and the last nominal there is its subject.
func promote(toks []analysis.Token, v int) {
	noun := toks[v].Head
	toks[v].Head, toks[v].Deprel = toks[noun].Head, toks[noun].Deprel
	toks[noun].Head, toks[noun].Deprel = v, "obj"
	subject := -1
	for i := range v {
		if (toks[i].Head == v || toks[i].Head == noun) && isNominal(toks[i].UPOS) {
			subject = i
		}
	}
	for i := range toks {
		if i == noun || toks[i].Head != noun || i > v && toks[i].UPOS != "PUNCT" {
			continue
		}
		switch d := toks[i].Deprel; {
		case i == subject:
		case i < v && (d == "det" || d == "amod" || d == "compound" || d == "nmod:desc" || d == "nmod:poss" || d == "nummod" || d == "flat"):
			toks[i].Head = subject // it narrows the subject down
			continue
		}
		toks[i].Head = v
	}
	toks[subject].Head, toks[subject].Deprel = v, "nsubj"
}

// isHostage reports whether i says as what people are held, "took 40 tourists
// hostage", and was taken for the head of their phrase: a singular right behind
// the plural or name that hangs on it.
func isHostage(toks []analysis.Token, i int) bool {
	t := &toks[i]
	if i == 0 || t.XPOS != "NN" || toks[i-1].Head != i || toks[i-1].Deprel != "compound" {
		return false
	}
	switch t.Lemma {
	case "hostage", "captive", "prisoner":
	default:
		return false
	}
	x := toks[i-1].XPOS
	return x == "NNS" || x == "NNP" || x == "NNPS"
}

// setApart gives the phrase before "hostage" its place in the tree, and hangs
// the word itself on the verb.
func setApart(toks []analysis.Token, i int) {
	people := i - 1
	toks[people].Head, toks[people].Deprel = toks[i].Head, toks[i].Deprel
	verb := toks[i].Head
	for steps := 0; verb >= 0 && toks[verb].UPOS != "VERB" && steps < len(toks); steps++ {
		verb = toks[verb].Head
	}
	for k := range toks {
		if k != people && toks[k].Head == i {
			toks[k].Head = people
		}
	}
	if verb < 0 {
		verb = people
	}
	toks[i].Head, toks[i].Deprel = verb, "xcomp"
}

// isPersonal reports whether v is an adjective that only somebody can be, with
// an "it" that was taken for an empty one: "Syria said it was ready to sign".
func isPersonal(toks []analysis.Token, v int) bool {
	if toks[v].UPOS != "ADJ" && toks[v].UPOS != "VERB" {
		return false
	}
	switch toks[v].Lemma {
	case "ready", "willing", "prepared", "prepare", "determined", "determine", "unwilling", "reluctant", "eager", "keen", "able", "unable", "committed", "commit", "poised", "loath", "happy", "glad", "open":
	default:
		return false
	}
	for i := range v {
		if toks[i].Head == v && toks[i].Deprel == "expl" {
			return true
		}
	}
	return false
}

// giveSubject makes the "it" of an adjective its subject, and the clause that
// was taken for that one what it is ready for.
func giveSubject(toks []analysis.Token, v int) {
	for i := range toks {
		switch {
		case toks[i].Head != v:
		case toks[i].Deprel == "expl" && i < v:
			toks[i].Deprel = "nsubj"
		case toks[i].Deprel == "csubj" && i > v:
			toks[i].Deprel = "xcomp"
		}
	}
}

// isNeighbouring reports whether v says that a name behind it is next door and
// was taken for a verb with that name as its object: "from neighbouring Chad".
func isNeighbouring(toks []analysis.Token, v int) bool {
	if t := &toks[v]; t.XPOS != "VBG" || t.Lemma != "neighbour" && t.Lemma != "neighbor" || t.Deprel != "advcl" && t.Deprel != "acl" || v+1 >= len(toks) {
		return false
	}
	return toks[v+1].Head == v && toks[v+1].Deprel == "obj" && toks[v+1].UPOS == "PROPN"
}

// giveBack hangs the phrase of a preposition on its name again.
func giveBack(toks []analysis.Token, v int) {
	name := v + 1
	toks[name].Head, toks[name].Deprel = toks[v].Head, "obl"
	if h := toks[v].Head; h >= 0 && isNominal(toks[h].UPOS) {
		toks[name].Deprel = "nmod"
	}
	for i := range toks {
		if toks[i].Head != v || i == name {
			continue
		}
		toks[i].Head = name
		if toks[i].Deprel == "mark" {
			toks[i].Deprel = "case"
		}
	}
	toks[v].Head, toks[v].Deprel = name, "amod"
}

// isHelped reports whether v is what somebody is helped to do and was taken for
// an adjective of what he does it to: "helped Nepal rebuild schools".
func isHelped(toks []analysis.Token, v int) bool {
	t := &toks[v]
	if t.Deprel != "amod" || t.UPOS != "VERB" || t.XPOS != "VB" && t.XPOS != "VBP" || t.Head <= v || v == 0 {
		return false
	}
	noun, who := t.Head, v-1
	verb := toks[noun].Head
	if toks[noun].Deprel != "obj" || verb < 0 || verb >= who || toks[who].Head != noun || toks[who].UPOS != "PROPN" {
		return false
	}
	switch toks[verb].Lemma {
	case "help", "let", "make", "see", "watch", "have":
		return true
	}
	return false
}

// helpAlong makes who is helped the object, and what he does his infinitive.
func helpAlong(toks []analysis.Token, v int) {
	noun, who := toks[v].Head, v-1
	verb := toks[noun].Head
	toks[who].Head, toks[who].Deprel = verb, "obj"
	toks[v].Head, toks[v].Deprel = verb, "xcomp"
	toks[noun].Head, toks[noun].Deprel = v, "obj"
	for i := range who {
		if toks[i].Head == noun && i > verb {
			toks[i].Head = who
		}
	}
}
