package tag

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/entente-kg/entente/nlp/weights"
)

// Lemmas finds the lemma of a word, given its tags: first among exceptions,
// then by the longest ending that it knows for the tag.
type Lemmas struct {
	exceptions map[string]string // XPOS, a tab, the lower-case word
	endings    map[string]edit   // XPOS, a tab, an ending
}

// edit takes bytes off the end of a word and puts others there.
type edit struct {
	strip int
	add   string
}

// maxEnding is the length in bytes of the longest ending looked at.
const maxEnding = 5

// Lemma is the lemma of a form with these tags. Proper nouns and symbols keep
// their letters.
func (l *Lemmas) Lemma(form, upos, xpos string) string {
	if len(form) > maxWord {
		return form
	}
	return l.find(form, straight(strings.ToLower(form)), upos, xpos)
}

func (l *Lemmas) find(form, low, upos, xpos string) string {
	var buf [96]byte
	key := append(append(append(buf[:0], xpos...), '\t'), low...)
	if lemma, ok := l.exceptions[string(key)]; ok {
		return lemma
	}
	if xpos == "VBD" || xpos == "VBN" { // "overran" like "ran"
		if prefix, rest := verbPrefix(low); rest != "" {
			key = append(append(append(buf[:0], xpos...), '\t'), rest...)
			if lemma, ok := l.exceptions[string(key)]; ok {
				return prefix + lemma
			}
		}
	}
	switch {
	case upos == "X" || upos == "SYM" || upos == "PUNCT":
		return form
	case upos == "NUM":
		return strings.ReplaceAll(low, ",", "")
	case upos == "ADJ" && form != low && demonym(low):
		return form
	}
	word := low
	if keepsCase(upos, xpos) {
		word = straight(form)
	}
	for n := min(maxEnding, len(low)-1); n >= 0; n-- {
		key = append(append(append(buf[:0], xpos...), '\t'), low[len(low)-n:]...)
		if e, ok := l.endings[string(key)]; ok && e.strip < len(word) {
			if e.strip == 0 && e.add == "" {
				return word
			}
			cut := word[:len(word)-e.strip]
			if !utf8.ValidString(cut) {
				return word
			}
			if keepsCase(upos, xpos) && word == strings.ToUpper(word) {
				return cut + strings.ToUpper(e.add)
			}
			return cut + e.add
		}
	}
	return word
}

// keepsCase tells the words whose lemma keeps its capitals.
func keepsCase(upos, xpos string) bool {
	return upos == "PROPN" || xpos == "NNP" || xpos == "NNPS"
}

// demonym reports whether an adjective ends like one of a people or a place,
// which is written with a capital letter in the lemma too.
func demonym(low string) bool {
	for _, end := range []string{"ian", "ean", "can", "ese", "ish", "i"} {
		if strings.HasSuffix(low, end) {
			return true
		}
	}
	return false
}

const lemmaMagic = "ENTLEM01"

// LoadLemmas builds Lemmas from the built-in weights; do it once.
func LoadLemmas() (*Lemmas, error) { return ReadLemmas(weights.Lemma) }

// ReadLemmas reads what Lemmas.Bytes wrote.
func ReadLemmas(b []byte) (*Lemmas, error) {
	r := weights.NewReader(b, lemmaMagic)
	l := &Lemmas{exceptions: map[string]string{}, endings: map[string]edit{}}
	for range r.Uint() {
		k := r.String()
		l.exceptions[k] = r.String()
		if r.Failed() {
			break
		}
	}
	for range r.Uint() {
		k := r.String()
		e := edit{strip: r.Uint()}
		e.add = r.String()
		l.endings[k] = e
		if r.Failed() {
			break
		}
	}
	if err := r.Err(); err != nil {
		return nil, fmt.Errorf("lemmas: %w", err)
	}
	return l, nil
}

// Bytes is the tables as ReadLemmas reads them.
func (l *Lemmas) Bytes() []byte {
	w := weights.NewWriter(lemmaMagic)
	w.Uint(len(l.exceptions))
	for _, k := range slices.Sorted(maps.Keys(l.exceptions)) {
		w.String(k)
		w.String(l.exceptions[k])
	}
	w.Uint(len(l.endings))
	for _, k := range slices.Sorted(maps.Keys(l.endings)) {
		w.String(k)
		w.Uint(l.endings[k].strip)
		w.String(l.endings[k].add)
	}
	return w.Bytes()
}

// seen is a word with its tags and lemma, in training.
type seen struct{ form, upos, xpos, lemma string }

// TrainLemmas learns endings and exceptions from treebanks. A vocabulary adds
// the regular verbs and nouns that these do not have, and irregular its list of
// verbs: base, past, participle, each perhaps several by slashes.
func TrainLemmas(gold [][]Gold, vocabulary Vocabulary, irregular [][3]string) *Lemmas {
	var words []seen
	for _, s := range gold {
		for _, g := range s {
			words = append(words, seen{g.Form, g.UPOS, g.XPOS, g.Lemma})
		}
	}
	type choice map[edit]int
	count := map[string]choice{}
	whole := map[string]map[string]int{}
	for _, w := range words {
		low := straight(strings.ToLower(w.form))
		k := w.xpos + "\t" + low
		if whole[k] == nil {
			whole[k] = map[string]int{}
		}
		whole[k][w.lemma]++
		if w.upos == "X" || w.upos == "SYM" || w.upos == "PUNCT" || w.upos == "NUM" || w.upos == "ADJ" && w.form != low && demonym(low) {
			continue
		}
		word := low
		if keepsCase(w.upos, w.xpos) {
			word = straight(w.form)
		}
		e, ok := editOf(word, w.lemma)
		if !ok {
			continue
		}
		for n := 0; n <= min(maxEnding, len(low)-1); n++ {
			k := w.xpos + "\t" + low[len(low)-n:]
			if count[k] == nil {
				count[k] = choice{}
			}
			count[k][e]++
		}
	}
	l := &Lemmas{exceptions: map[string]string{}, endings: map[string]edit{}}
	for _, k := range slices.Sorted(maps.Keys(count)) {
		best, n := pick(count[k], func(a, b edit) int {
			return cmp.Or(cmp.Compare(a.strip, b.strip), cmp.Compare(a.add, b.add))
		})
		total := 0
		for _, c := range count[k] {
			total += c
		}
		xpos, ending, _ := strings.Cut(k, "\t")
		if ending != "" && (total < 3 || n*10 < total*7) {
			continue
		}
		if ending != "" { // left out if a shorter ending says the same
			if e, ok := l.shorter(xpos, ending); ok && e == best {
				continue
			}
		}
		l.endings[k] = best
	}
	for _, k := range slices.Sorted(maps.Keys(whole)) {
		xpos, low, _ := strings.Cut(k, "\t")
		lemma, n := pick(whole[k], cmp.Compare[string])
		if xpos == "NNP" || xpos == "NNPS" || xpos == "ADD" || xpos == "CD" || xpos == "GW" || xpos == "FW" || n*2 < sum(whole[k]) {
			continue
		}
		if l.find(low, low, "", xpos) != lemma {
			l.exceptions[k] = lemma
		}
	}
	l.paradigms(vocabulary, irregular, whole)
	return l
}

func (l *Lemmas) shorter(xpos, ending string) (edit, bool) {
	for n := 1; n <= len(ending); n++ {
		if e, ok := l.endings[xpos+"\t"+ending[n:]]; ok {
			return e, true
		}
	}
	return edit{}, false
}

func sum(m map[string]int) int {
	n := 0
	for _, c := range m {
		n += c
	}
	return n
}

// pick is the most frequent key, the first in order among equals.
func pick[K comparable](m map[K]int, order func(a, b K) int) (K, int) {
	keys := slices.SortedFunc(maps.Keys(m), order)
	best := keys[0]
	for _, k := range keys {
		if m[k] > m[best] {
			best = k
		}
	}
	return best, m[best]
}

func editOf(word, lemma string) (edit, bool) {
	n := 0
	for n < len(word) && n < len(lemma) && word[n] == lemma[n] {
		n++
	}
	for n > 0 && n < len(word) && !utf8.RuneStart(word[n]) {
		n--
	}
	if len(word)-n > maxEnding+1 || len(lemma)-n > 3 || n == 0 { // "'s" comes from "be", but "briefs" does not
		return edit{}, false
	}
	return edit{strip: len(word) - n, add: lemma[n:]}, true
}
