package tag

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-kg/entente/nlp/weights"
)

const (
	magic     = "ENTTAG02"
	tableBits = 21
	tableSize = 1 << tableBits
)

// Model holds the weights of the tagger. A tag is a pair of UPOS and XPOS.
type Model struct {
	upos, xpos []string // of each tag
	open       []uint8  // tags that unknown words may have
	dict       map[string][]uint8
	w          []int8 // weight of a feature and a tag, hashed
	feats      featsTable
}

func (m *Model) check() error {
	n := len(m.upos)
	if n == 0 || n > 255 || len(m.xpos) != n || len(m.w) != tableSize || len(m.open) == 0 || len(m.feats.names) == 0 {
		return errors.New("the weights don't fit together; train them anew")
	}
	bad := slices.ContainsFunc(m.open, func(t uint8) bool { return int(t) >= n })
	for _, tags := range m.dict {
		bad = bad || len(tags) == 0 || slices.ContainsFunc(tags, func(t uint8) bool { return int(t) >= n })
	}
	for _, f := range m.feats.byTag {
		bad = bad || int(f) >= len(m.feats.names)
	}
	for _, f := range m.feats.byWord {
		bad = bad || int(f) >= len(m.feats.names)
	}
	if bad {
		return errors.New("the weights name tags that they don't have; train them anew")
	}
	return nil
}

// Bytes is the model as ReadModel reads it.
func (m *Model) Bytes() []byte {
	w := weights.NewWriter(magic)
	w.Strings(m.upos)
	w.Strings(m.xpos)
	w.Uint(len(m.open))
	for _, t := range m.open {
		w.Uint(int(t))
	}
	w.Uint(len(m.dict))
	for _, k := range slices.Sorted(maps.Keys(m.dict)) {
		w.String(k)
		w.Uint(len(m.dict[k]))
		for _, t := range m.dict[k] {
			w.Uint(int(t))
		}
	}
	w.Int8s(m.w)
	w.Strings(m.feats.names)
	for _, f := range m.feats.byTag {
		w.Uint(int(f))
	}
	w.Uint(len(m.feats.byWord))
	for _, k := range slices.Sorted(maps.Keys(m.feats.byWord)) {
		w.String(k)
		w.Uint(int(m.feats.byWord[k]))
	}
	return w.Deflated()
}

// word is what the features need of a token, hashed.
type word struct {
	low                        string
	id                         uint32 // of the lower-case word
	form                       uint32 // of the word as written
	suf1, suf2, suf3, suf4, p1 uint32
	pre3, shape                uint32
}

// maxWord bounds the bytes of a token that are looked at.
const maxWord = 64

func describe(form string, first bool) word {
	if len(form) > maxWord {
		cut := maxWord
		for cut > 0 && !utf8.RuneStart(form[cut]) {
			cut--
		}
		form = form[:cut]
	}
	low := strings.ToLower(form)
	low = straight(low)
	w := word{low: low, id: Hash(0, low), form: Hash(1, form)}
	n := len(low)
	w.suf1, w.suf2, w.suf3, w.suf4 = Hash(2, low[max(0, n-1):]), Hash(3, low[max(0, n-2):]), Hash(4, low[max(0, n-3):]), Hash(5, low[max(0, n-4):])
	w.p1, w.pre3 = Hash(6, low[:min(1, n)]), Hash(7, low[:min(3, n)])
	w.shape = Shape(form)
	return w
}

// straight replaces curly apostrophes and quotes.
func straight(s string) string {
	if !strings.ContainsAny(s, "’‘“”") {
		return s
	}
	return strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`).Replace(s)
}

// Shape is a hash of the kinds of a word's characters, runs cut at two:
// "Iran's" as Xxx'x.
func Shape(form string) uint32 {
	var h uint32 = 77
	var last byte
	run := 0
	for _, r := range form {
		c := byte('o')
		switch {
		case unicode.IsUpper(r):
			c = 'X'
		case unicode.IsLower(r):
			c = 'x'
		case unicode.IsDigit(r):
			c = 'd'
		case r < utf8.RuneSelf:
			c = byte(r)
		}
		if c == last {
			run++
			if run > 2 {
				continue
			}
		} else {
			last, run = c, 1
		}
		h = (h ^ uint32(c)) * 16777619
	}
	return h
}

// Hash is FNV-1a of a string, in 32 bits, with a seed that tells features apart.
func Hash(seed uint32, s string) uint32 {
	h := 2166136261 ^ seed*0x9e3779b1
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h ^ h>>15
}

func mix(id uint32, parts ...uint32) uint32 {
	h := id*0x9e3779b1 + 0x7f4a7c15
	for _, p := range parts {
		h ^= p
		h *= 0x85ebca6b
		h ^= h >> 13
	}
	return h
}

var outside = word{id: 1, form: 2, suf1: 3, suf2: 3, suf3: 3, suf4: 3, p1: 3, pre3: 3, shape: 3}

func at(ws []word, i int) *word {
	if i < 0 || i >= len(ws) {
		return &outside
	}
	return &ws[i]
}

// features leaves in sc.feats what is known of word i once the tags before it
// are chosen.
func (sc *scratch) features(i int) {
	w, p1, p2, n1, n2 := at(sc.words, i), at(sc.words, i-1), at(sc.words, i-2), at(sc.words, i+1), at(sc.words, i+2)
	t1, t2 := uint32(255), uint32(255)
	if i > 0 {
		t1 = uint32(sc.tags[i-1])
	}
	if i > 1 {
		t2 = uint32(sc.tags[i-2])
	}
	first := uint32(0)
	if i == 0 {
		first = 1
	}
	sc.feats = append(sc.feats[:0],
		mix(1),
		mix(2, w.id),
		mix(3, w.form, first),
		mix(4, w.suf1),
		mix(5, w.suf2),
		mix(6, w.suf3),
		mix(7, w.suf4),
		mix(8, w.p1),
		mix(9, w.pre3),
		mix(10, w.shape, first),
		mix(11, t1),
		mix(12, t1, t2),
		mix(13, t1, w.id),
		mix(14, p1.id),
		mix(15, p2.id),
		mix(16, n1.id),
		mix(17, n2.id),
		mix(18, p1.suf3),
		mix(19, n1.suf3),
		mix(20, n1.shape),
		mix(21, p1.id, w.id),
		mix(22, w.id, n1.id),
		mix(23, t1, w.suf3),
		mix(24, t1, n1.suf2),
		mix(25, t1, t2, w.suf2),
		mix(26, w.shape, t1),
		mix(27, n1.id, n2.id),
		mix(28, p1.id, n1.id),
		mix(29, w.shape, w.suf3),
		mix(30, n1.suf2, n2.suf2, w.suf2),
		mix(31, p1.shape, w.shape, n1.shape),
	)
}

func slot(feature uint32, tag uint8) uint32 {
	h := feature ^ uint32(tag)*0x9e3779b1
	h *= 0x2c1b3c6d
	return (h ^ h>>15) & (tableSize - 1)
}

// allowed are the tags that a word may have. An unknown past tense made of a
// prefix and an irregular one that is known ("overran") is tagged like that
// one, as nothing in its ending tells.
func (m *Model) allowed(w *word) []uint8 {
	if tags, ok := m.dict[w.low]; ok {
		return tags
	}
	if _, rest := verbPrefix(w.low); rest != "" {
		if tags, ok := m.dict[rest]; ok && !slices.ContainsFunc(tags, func(c uint8) bool { return m.xpos[c] != "VBD" && m.xpos[c] != "VBN" }) {
			return tags
		}
	}
	return m.open
}

// verbPrefix splits a prefix that makes verbs of verbs off a word: "over",
// "ran"; both are empty where there is none.
func verbPrefix(low string) (prefix, rest string) {
	for _, p := range [...]string{"over", "out", "under", "re", "with", "fore", "mis", "un"} {
		if rest, ok := strings.CutPrefix(low, p); ok && len(rest) > 2 {
			return p, rest
		}
	}
	return "", ""
}

// assign chooses the tags of sc.words from left to right.
func (m *Model) assign(sc *scratch) {
	sc.tags = slices.Grow(sc.tags[:0], len(sc.words))[:len(sc.words)]
	for i := range sc.words {
		tags := m.allowed(&sc.words[i])
		if len(tags) == 1 {
			sc.tags[i] = tags[0]
			continue
		}
		sc.features(i)
		best, most := tags[0], int32(-1<<31)
		for _, t := range tags {
			sum := int32(0)
			for _, f := range sc.feats {
				sum += int32(m.w[slot(f, t)])
			}
			if sum > most {
				best, most = t, sum
			}
		}
		sc.tags[i] = best
	}
}
