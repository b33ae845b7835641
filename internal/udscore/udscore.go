// Package udscore compares dependency trees from raw text with a gold
// treebank: precision, recall and F1 over words that cover the same
// characters, as the CoNLL 2018 shared task on parsing from raw text defines
// them.
package udscore

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/entente-kg/entente/internal/conllu"
)

// F1 counts what the gold has, what the system has, and what agrees.
type F1 struct{ Gold, System, Right int }

// Precision is in percent.
func (f F1) Precision() float64 { return ratio(f.Right, f.System) }

// Recall is in percent.
func (f F1) Recall() float64 { return ratio(f.Right, f.Gold) }

// Value is the F1 score in percent.
func (f F1) Value() float64 { return ratio(2*f.Right, f.Gold+f.System) }

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return 100 * float64(a) / float64(b)
}

// Score holds the measures of one comparison.
type Score struct {
	Tokens, Sentences, Words, UPOS, XPOS, Feats, Lemmas, UAS, LAS F1
	Ends                                                          F1 // of sentences, wherever they begin
}

// String shows the F1 of each measure on one line.
func (s Score) String() string {
	return fmt.Sprintf("tokens %.2f sentences %.2f ends %.2f words %.2f UPOS %.2f XPOS %.2f feats %.2f lemmas %.2f UAS %.2f LAS %.2f",
		s.Tokens.Value(), s.Sentences.Value(), s.Ends.Value(), s.Words.Value(), s.UPOS.Value(), s.XPOS.Value(),
		s.Feats.Value(), s.Lemmas.Value(), s.UAS.Value(), s.LAS.Value())
}

// word is a syntactic word with the characters (white space not counted) that
// its token covers.
type word struct {
	start, end int
	multi      bool // part of a multi-word token: start and end are the token's
	w          *conllu.Word
	parent     int // index into words, -1 for the root
}

type side struct {
	chars     []rune
	tokens    map[[2]int]bool
	sentences map[[2]int]bool
	ends      map[[2]int]bool // of sentences, both numbers the same
	words     []word
}

func read(sents []conllu.Sentence) side {
	s := side{tokens: map[[2]int]bool{}, sentences: map[[2]int]bool{}, ends: map[[2]int]bool{}}
	put := func(form string) (int, int) {
		from := len(s.chars)
		for _, r := range form {
			if !unicode.IsSpace(r) {
				s.chars = append(s.chars, r)
			}
		}
		s.tokens[[2]int{from, len(s.chars)}] = true
		return from, len(s.chars)
	}
	for i := range sents {
		sent := &sents[i]
		base, from, next := len(s.words), len(s.chars), 0
		var a, b, until int
		for j := range sent.Words {
			w := &sent.Words[j]
			if next < len(sent.Spans) && sent.Spans[next].First == j {
				a, b = put(sent.Spans[next].Form)
				until = sent.Spans[next].Last
				next++
			}
			multi := j < until
			if !multi {
				a, b = put(w.Form)
			}
			s.words = append(s.words, word{start: a, end: b, multi: multi, w: w, parent: base + w.Head - 1})
			if w.Head == 0 {
				s.words[len(s.words)-1].parent = -1
			}
		}
		s.sentences[[2]int{from, len(s.chars)}] = true
		s.ends[[2]int{len(s.chars), len(s.chars)}] = true
	}
	return s
}

// Compare scores system against gold. Both must hold the same text but for
// white space.
func Compare(gold, system []conllu.Sentence) (Score, error) {
	g, s := read(gold), read(system)
	for i := 0; i < len(g.chars) || i < len(s.chars); i++ {
		if i >= len(g.chars) || i >= len(s.chars) || g.chars[i] != s.chars[i] {
			return Score{}, fmt.Errorf("the texts differ at character %d: gold %q, system %q", i, near(g.chars, i), near(s.chars, i))
		}
	}
	var score Score
	score.Tokens = overlap(g.tokens, s.tokens)
	score.Sentences = overlap(g.sentences, s.sentences)
	score.Ends = overlap(g.ends, s.ends)
	pairs := align(g.words, s.words)
	ofSystem := make(map[int]int, len(pairs)) // system word → gold word
	for _, p := range pairs {
		ofSystem[p[1]] = p[0]
	}
	all := F1{Gold: len(g.words), System: len(s.words)}
	score.Words, score.UPOS, score.XPOS, score.Feats = all, all, all, all
	score.Lemmas, score.UAS, score.LAS = all, all, all
	for _, p := range pairs {
		a, b := g.words[p[0]], s.words[p[1]]
		score.Words.Right++
		count(&score.UPOS, a.w.UPOS == b.w.UPOS)
		count(&score.XPOS, a.w.XPOS == b.w.XPOS)
		count(&score.Feats, universal(a.w.Feats) == universal(b.w.Feats))
		count(&score.Lemmas, a.w.Lemma == b.w.Lemma || a.w.Lemma == "_")
		parent := -1
		if b.parent >= 0 {
			var ok bool
			if parent, ok = ofSystem[b.parent]; !ok {
				continue
			}
		}
		if a.parent == parent {
			score.UAS.Right++
			count(&score.LAS, basic(a.w.Deprel) == basic(b.w.Deprel))
		}
	}
	return score, nil
}

func count(f *F1, right bool) {
	if right {
		f.Right++
	}
}

// basic takes the subtype off a relation, as the shared task does.
func basic(deprel string) string {
	b, _, _ := strings.Cut(deprel, ":")
	return b
}

// universalFeats are the features that the shared task compares.
var universalFeats = map[string]bool{
	"PronType": true, "NumType": true, "Poss": true, "Reflex": true, "Foreign": true, "Abbr": true,
	"Gender": true, "Animacy": true, "Number": true, "Case": true, "Definite": true, "Degree": true,
	"VerbForm": true, "Mood": true, "Tense": true, "Aspect": true, "Voice": true, "Evident": true,
	"Polarity": true, "Person": true, "Polite": true,
}

func universal(feats string) string {
	var keep []string
	for f := range strings.SplitSeq(feats, "|") {
		name, _, _ := strings.Cut(f, "=")
		if universalFeats[name] {
			keep = append(keep, f)
		}
	}
	return strings.Join(keep, "|")
}

func near(r []rune, i int) string { return string(r[min(i, len(r)):min(i+20, len(r))]) }

func overlap(g, s map[[2]int]bool) F1 {
	f := F1{Gold: len(g), System: len(s)}
	for k := range s {
		if g[k] {
			f.Right++
		}
	}
	return f
}

// align pairs gold and system words: by equal characters outside multi-word
// tokens, by the longest common subsequence of forms within.
func align(g, s []word) [][2]int {
	var pairs [][2]int
	i, j := 0, 0
	for i < len(g) && j < len(s) {
		a, b := g[i], s[j]
		if (a.multi || b.multi) && a.start < b.end && b.start < a.end {
			gi, sj := i, j
			end := 0
			if a.multi {
				end = a.end
			}
			if b.multi {
				end = max(end, b.end)
			}
			for grown := true; grown; {
				grown = false
				for ; gi < len(g) && g[gi].start < end; gi++ {
					if g[gi].multi && g[gi].end > end {
						end, grown = g[gi].end, true
					}
				}
				for ; sj < len(s) && s[sj].start < end; sj++ {
					if s[sj].multi && s[sj].end > end {
						end, grown = s[sj].end, true
					}
				}
			}
			pairs = append(pairs, common(g[i:gi], s[j:sj], i, j)...)
			i, j = gi, sj
			continue
		}
		switch {
		case a.start == b.start && a.end == b.end:
			pairs = append(pairs, [2]int{i, j})
			i++
			j++
		case a.end <= b.end:
			i++
			if a.end == b.end {
				j++
			}
		default:
			j++
		}
	}
	return pairs
}

// common is the longest common subsequence by lower-cased form.
func common(g, s []word, i0, j0 int) [][2]int {
	n, m := len(g), len(s)
	best := make([][]int, n+1)
	for i := range best {
		best[i] = make([]int, m+1)
	}
	same := func(i, j int) bool { return strings.EqualFold(g[i].w.Form, s[j].w.Form) }
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			if same(i, j) {
				best[i][j] = 1 + best[i+1][j+1]
			} else {
				best[i][j] = max(best[i+1][j], best[i][j+1])
			}
		}
	}
	var pairs [][2]int
	for i, j := 0, 0; i < n && j < m; {
		switch {
		case same(i, j):
			pairs = append(pairs, [2]int{i0 + i, j0 + j})
			i++
			j++
		case best[i+1][j] >= best[i][j+1]:
			i++
		default:
			j++
		}
	}
	return pairs
}
