package relation

import (
	"strings"

	"github.com/entente-kg/entente/nlp/analysis"
)

// A report of a game is one in which at least leastPlay different words of
// sport stand, in as many sentences, which are at least one of playShare. What its other
// sentences say is then of the game as well: "Kenya and Ghana meet tomorrow".
const (
	leastPlay = 3
	playShare = 6
)

// isPlay reports whether an article is the report of a game.
func (x *Matcher) isPlay(d *analysis.Doc) bool {
	seen, sentences := map[string]bool{}, 0
	for s := range d.Sentences {
		here := false
		for i := range d.Sentences[s].Tokens {
			if lemma := strings.ToLower(d.Sentences[s].Tokens[i].Lemma); x.contest[lemma] {
				seen[lemma], here = true, true
			}
		}
		if here {
			sentences++
		}
	}
	return len(seen) >= leastPlay && sentences >= leastPlay && sentences*playShare >= len(d.Sentences)
}

// markPlay marks the conditions that name the words of sport.
func markPlay(index map[trigger][]*rule, contest map[string]bool) {
	for _, rules := range index {
		for _, r := range rules {
			for i := range r.lacks {
				r.lacks[i].play = r.lacks[i].function == "sentence" && len(contest) > 0 && r.lacks[i].has(contest)
			}
		}
	}
}

// has reports whether a condition names all lemmas of a set.
func (c condition) has(set map[string]bool) bool {
	for lemma := range set {
		if !c.lemmas[lemma] {
			return false
		}
	}
	return true
}
