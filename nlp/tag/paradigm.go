package tag

import (
	"math"
	"slices"
	"strings"
)

// verbForms are the regular forms of a verb; a form may be spelt in two ways
// (travelled, traveled).
type verbForms struct{ third, past, participle []string }

// conjugate makes the regular forms of a verb from its base.
func conjugate(base string) verbForms {
	n := len(base)
	if n < 2 {
		return verbForms{}
	}
	f := verbForms{third: plurals(base)}
	last, before := base[n-1], base[n-2]
	switch {
	case last == 'e':
		f.past = []string{base + "d"}
		stem := base[:n-1]
		switch before {
		case 'i':
			stem = base[:n-2] + "y"
		case 'e', 'o', 'y':
			stem = base
		}
		f.participle = []string{stem + "ing"}
	case last == 'y' && !vowel(before):
		f.past, f.participle = []string{base[:n-1] + "ied"}, []string{base + "ing"}
	case last == 'c':
		f.past, f.participle = []string{base + "ked"}, []string{base + "king"}
	default:
		for _, stem := range doubled(base) {
			f.past, f.participle = append(f.past, stem+"ed"), append(f.participle, stem+"ing")
		}
	}
	return f
}

// doubled are the stems of a verb before a vowel: a single consonant after a
// single vowel is doubled in words of one syllable, and may be in longer ones.
func doubled(base string) []string {
	n := len(base)
	last, before := base[n-1], base[n-2]
	if vowel(last) || last == 'w' || last == 'x' || last == 'y' || last == 'h' || !vowel(before) ||
		n > 2 && vowel(base[n-3]) && (n < 4 || base[n-4:n-2] != "qu") {
		return []string{base}
	}
	twice := base + string(last)
	if syllables(base) == 1 {
		return []string{twice}
	}
	return []string{base, twice}
}

func syllables(s string) int {
	n, was := 0, false
	for i := range len(s) {
		v := vowel(s[i]) || s[i] == 'y' && i > 0
		if v && !was {
			n++
		}
		was = v
	}
	return n
}

func vowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

// plurals are the forms with -s of a verb or noun.
func plurals(base string) []string {
	n := len(base)
	last, before := base[n-1], base[n-2]
	switch {
	case last == 's' || last == 'x' || last == 'z' || last == 'h' && (before == 'c' || before == 's'):
		return []string{base + "es"}
	case last == 'y' && !vowel(before):
		return []string{base[:n-1] + "ies"}
	case last == 'o':
		return []string{base + "es", base + "s"}
	}
	return []string{base + "s"}
}

// Vocabulary is what paradigms are judged by: words, the most frequent first.
type Vocabulary map[string]int

// NewVocabulary ranks words by their order.
func NewVocabulary(words []string) Vocabulary {
	v := make(Vocabulary, len(words))
	for i, w := range words {
		if _, ok := v[w]; !ok {
			v[w] = i
		}
	}
	return v
}

// weight is more for a more frequent word, 0 for one that is not there.
func (v Vocabulary) weight(words ...string) float64 {
	best := 0.0
	for _, w := range words {
		if r, ok := v[w]; ok {
			best = max(best, 20-math.Log2(float64(r+2)))
		}
	}
	return best
}

// bases are words of which form, with an ending of the tag, may be a form,
// before spelling is checked.
func bases(form, xpos string) []string {
	cut := func(end string, adds ...string) (out []string) {
		stem, ok := strings.CutSuffix(form, end)
		if !ok || len(stem) < 2 {
			return nil
		}
		for _, a := range adds {
			out = append(out, stem+a)
		}
		if n := len(stem); end != "s" && end != "es" && n > 3 && (stem[n-1] == stem[n-2] || stem[n-1] == 'k') {
			out = append(out, stem[:n-1])
		}
		return out
	}
	switch xpos {
	case "VBD", "VBN":
		return slices.Concat(cut("ed", "", "e"), cut("ied", "y"))
	case "VBG":
		return slices.Concat(cut("ing", "", "e"), cut("ying", "ie"))
	}
	return slices.Concat(cut("s", ""), cut("es", ""), cut("ies", "y"))
}

// base finds the word that a regular form is made from, or "": the one whose
// other forms the vocabulary knows best.
func (v Vocabulary) base(form, xpos string, verbs map[string]bool) string {
	best, most := "", 0.0
	for _, b := range bases(form, xpos) {
		if len(b) < 2 || !plainWord(b) {
			continue
		}
		f := conjugate(b)
		own, score := f.third, v.weight(b)
		switch xpos {
		case "VBD", "VBN":
			own = f.past
		case "VBG":
			own = f.participle
		}
		if !slices.Contains(own, form) {
			continue
		}
		if xpos != "NNS" {
			score += 3*v.weight(f.third...) + v.weight(f.participle...) + v.weight(f.past...)
			if verbs[b] {
				score += 20
			}
		}
		if score > most && (v.weight(b) > 0 || verbs[b]) {
			best, most = b, score
		}
	}
	return best
}

func plainWord(s string) bool {
	for i := range len(s) {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return s != ""
}

// doubtful is how often a form may be seen and still be known less well than by
// the list of irregular verbs.
const doubtful = 4

// paradigms adds exceptions for the words of the vocabulary whose regular base
// the endings miss, and for irregular verbs. What the treebanks say of a word
// stays.
func (l *Lemmas) paradigms(v Vocabulary, irregular [][3]string, whole map[string]map[string]int) {
	verbs := map[string]bool{}
	for k, lemmas := range whole {
		if strings.HasPrefix(k, "VB") {
			for lemma := range lemmas {
				verbs[lemma] = true
			}
		}
	}
	put := func(xpos, form, base string, seen int) {
		k := xpos + "\t" + form
		if sum(whole[k]) <= seen && l.find(form, form, "", xpos) != base {
			l.exceptions[k] = base
		}
	}
	special := map[string]bool{}
	for _, f := range irregular {
		verbs[f[0]] = true
		special[f[1]], special[f[2]] = true, true
		for past := range strings.SplitSeq(f[1], "/") {
			put("VBD", past, f[0], doubtful)
		}
		for part := range strings.SplitSeq(f[2], "/") {
			put("VBN", part, f[0], doubtful)
		}
		put("VBG", conjugate(f[0]).participle[0], f[0], 0)
		for _, third := range conjugate(f[0]).third[:1] {
			put("VBZ", third, f[0], 0)
		}
	}
	for form := range v {
		if !plainWord(form) || len(form) < 4 || special[form] {
			continue
		}
		for _, xpos := range []string{"VBD", "VBN", "VBG", "VBZ", "NNS"} {
			if base := v.base(form, xpos, verbs); base != "" {
				put(xpos, form, base, 0)
			}
		}
	}
}
