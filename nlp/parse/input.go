package parse

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/entente-kg/entente/nlp/tag"
)

// The parts of a word's input: a fixed word vector, a learnt vector of the
// word, the sum of learnt vectors of its affixes and shape, and a learnt
// vector of the tag that the tagger gave.
const (
	dimWord  = 60
	dimAffix = 48
	dimTag   = 16
	dimIn    = dimVec + dimWord + dimAffix + dimTag

	// Treebanks differ in their conventions, so the network is told which one
	// a sentence comes from, by a vector that is added to that of the tag; in
	// use, it is told the first.
	banks = 4

	affixes   = 9
	affixBits = 13
	affixRows = 1 << affixBits

	offWord  = dimVec
	offAffix = offWord + dimWord
	offTag   = offAffix + dimAffix
)

// maxWord bounds the bytes of a token that are looked at.
const maxWord = 64

// input is what the network sees of a token: rows of its tables.
type input struct {
	vec   int32 // -1: none
	word  int32 // 0: unknown
	tag   int32 // 0: unknown
	bank  int32 // treebank, the first is 0
	affix [affixes]uint16
}

// vocabulary is what a network knows words by, and what it says of them.
type vocabulary struct {
	vectors  *Vectors
	words    map[string]int32 // 1 and up
	tags     []string         // UPOS, a tab, XPOS
	feats    []string
	labels   []string
	root     int // index of the label root
	tagIndex map[string]int32
}

// index makes what is found by search from the lists.
func (n *vocabulary) index(words []string) {
	n.words = make(map[string]int32, len(words))
	for i, w := range words {
		n.words[w] = int32(i) + 1
	}
	n.tagIndex = make(map[string]int32, len(n.tags))
	for i, t := range n.tags {
		n.tagIndex[t] = int32(i) + 1
	}
	n.root = max(0, slices.Index(n.labels, "root"))
}

func (n *vocabulary) describe(form, upos, xpos string) input {
	form = cut(form)
	low := normal(form)
	in := input{vec: n.vectors.find(low), word: n.words[low], tag: n.tagOf(upos, xpos)}
	k := len(low)
	at := func(i int, h uint32) { in.affix[i] = uint16((h ^ h>>13) & (affixRows - 1)) }
	at(0, tag.Hash(11, low[max(0, k-1):]))
	at(1, tag.Hash(12, low[max(0, k-2):]))
	at(2, tag.Hash(13, low[max(0, k-3):]))
	at(3, tag.Hash(14, low[max(0, k-4):]))
	at(4, tag.Hash(15, low[:min(k, 2)]))
	at(5, tag.Hash(16, low[:min(k, 3)]))
	at(6, tag.Hash(17, low))
	at(7, tag.Shape(form))
	at(8, tag.Hash(18, low[max(0, k-5):]))
	return in
}

var straight = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`)

// tagOf is the number of a pair of tags, counted from 1; 0 if there is none.
func (n *vocabulary) tagOf(upos, xpos string) int32 {
	if xpos == "" {
		return 0
	}
	var buf [32]byte
	key := append(append(append(buf[:0], upos...), '\t'), xpos...)
	return n.tagIndex[string(key)]
}

// fill writes the inputs of a sentence to x, one row a token.
func (n *Net) fill(x []float32, ins []input) {
	for i := range ins {
		row := x[i*dimIn:][:dimIn:dimIn]
		in := &ins[i]
		n.vectors.put(row, in.vec)
		copy(row[offWord:offAffix], n.p[pWord].w[int(in.word)*dimWord:][:dimWord])
		copy(row[offTag:], n.p[pTag].w[int(in.tag)*dimTag:][:dimTag])
		bank := len(n.tags) + 1 + int(in.bank)
		for j, v := range n.p[pTag].w[bank*dimTag:][:dimTag] {
			row[offTag+j] += v
		}
		sum := row[offAffix:offTag]
		clear(sum)
		for _, a := range in.affix {
			for j, v := range n.p[pAffix].w[int(a)*dimAffix:][:dimAffix] {
				sum[j] += v
			}
		}
	}
}

func grow[T any](s []T, n int) []T { return slices.Grow(s[:0], n)[:n] }

func zeroed[T any](s []T, n int) []T {
	s = grow(s, n)
	clear(s)
	return s
}

// cut bounds the length of a word.
func cut(form string) string {
	if len(form) <= maxWord {
		return form
	}
	n := maxWord
	for n > 0 && !utf8.RuneStart(form[n]) {
		n--
	}
	return form[:n]
}

// alike is the word that a form is read as: itself, but for one that treebanks
// lack, and whose vector and letters the network takes for a preposition.
func alike(form string) string {
	switch form {
	case "overran", "Overran":
		return "overthrew"
	}
	return form
}

// normal is the form of a word under which the network knows it.
func normal(form string) string {
	low := strings.ToLower(form)
	if strings.ContainsAny(low, "’‘“”") {
		low = straight.Replace(low)
	}
	return low
}
