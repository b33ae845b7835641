package name

import (
	"github.com/entente-kg/entente/nlp/analysis"
)

// Encoder turns the tokens of a document into features. It holds scratch
// memory, and serves one document at a time.
type Encoder struct {
	groups  *Groups
	lexicon *Lexicon
	lookup  Lookup

	buf   []byte
	words []word // of all sentences, each with pad words before and after
	first []int  // index in words of the first token of each sentence
	spans []runSpan
	hits  []Hit
	gaz   []uint32 // of each word: what gazetteers say of it
	doc   memory
	trees []syntax // of each word
	voice uint32   // how much the author speaks of himself: 0 not, 1 seldom, 2 often

	at, n int // first word and number of the sentence at hand
}

// pad is how far the features look to each side.
const pad = 3

// runSpan is the capitalised sequence around a word: indexes into words, end
// exclusive. Wide ones go over "of", "for", "and".
type runSpan struct{ start, end, wideStart, wideEnd int32 }

// NewEncoder makes an encoder; lookup may be nil.
func NewEncoder(groups *Groups, lexicon *Lexicon, lookup Lookup) *Encoder {
	return &Encoder{groups: groups, lexicon: lexicon, lookup: lookup}
}

// Document reads all words of the document, for features that look at other
// places where a word stands.
func (e *Encoder) Document(d *analysis.Doc) {
	e.words, e.first, e.spans = e.words[:0], e.first[:0], e.spans[:0]
	var before, after word
	before.lower, before.shape = 2, 2
	after.lower, after.shape = 3, 3
	for si := range d.Sentences {
		toks := d.Sentences[si].Tokens
		for range pad {
			e.words = append(e.words, before)
		}
		start := len(e.words)
		e.first = append(e.first, start)
		letters, shouts, heads := 0, 0, 0
		for i := range toks {
			var w word
			e.buf = w.read(d.Article.Text[toks[i].Start:toks[i].End], e.groups, e.buf)
			if i > 0 && toks[i].Start == toks[i-1].End {
				w.kind |= glued
			}
			if w.kind&(initial|allLower) != 0 && w.kind&single == 0 {
				letters++
				if w.kind&capitals != 0 {
					shouts++
				} else if w.kind&initial != 0 {
					heads++
				}
			}
			e.words = append(e.words, w)
		}
		if shouts >= 3 && shouts*10 >= letters*8 {
			e.shout(start)
		} else if heads >= 4 && (heads+shouts)*10 >= letters*7 {
			e.title(start)
		}
		e.markRuns(start)
		for range pad {
			e.words = append(e.words, after)
		}
	}
	e.doc.read(e)
	e.consult(d)
	e.readSyntax(d)
}

// shout marks the words of a sentence in capitals, whose letters then say
// nothing.
func (e *Encoder) shout(start int) {
	for i := start; i < len(e.words); i++ {
		w := &e.words[i]
		if w.kind&capitals != 0 {
			w.exact, w.shape = w.lower, 4
			w.kind |= shouted
		}
	}
}

// title marks the words of a headline, whose capitals say little.
func (e *Encoder) title(start int) {
	for i := start; i < len(e.words); i++ {
		w := &e.words[i]
		if w.kind&initial != 0 && w.kind&capitals == 0 {
			w.shape = mix(w.shape, 5)
			w.kind |= titled
		}
	}
}

var connectors = wordSet("of", "for", "and", "the", "&", "on", "to", "in", "'s")

var particles = wordSet("al", "el", "bin", "ibn", "bint", "ben", "de", "da", "di", "del", "della", "du", "dos", "la", "le",
	"van", "von", "der", "den", "ter", "ul", "ur", "ud", "wal", "as", "ash", "an", "ad", "ar", "at")

func wordSet(ws ...string) map[uint32]bool {
	m := make(map[uint32]bool, len(ws))
	for _, w := range ws {
		m[hash(w)] = true
	}
	return m
}

var (
	dash       = hash("-")
	possessive = hash("'s")
)

// markRuns finds the capitalised sequences of the sentence whose words begin
// at start and end with the list.
func (e *Encoder) markRuns(start int) {
	ws := e.words
	for len(e.spans) < len(ws) {
		e.spans = append(e.spans, runSpan{})
	}
	for i := start; i < len(ws); i++ {
		w := &ws[i]
		switch {
		case w.kind&allLower != 0 && particles[w.lower]:
			w.kind |= particle
		case w.kind&(allLower|mark) != 0 && connectors[w.lower]:
			w.kind |= connector
		}
	}
	for i := start; i < len(ws); {
		if ws[i].kind&initial == 0 {
			i++
			continue
		}
		end := e.extend(i)
		for j := i; j < end; j++ {
			e.spans[j].start, e.spans[j].end = int32(i), int32(end)
		}
		i = end
	}
	for i := start; i < len(ws); {
		if ws[i].kind&initial == 0 {
			i++
			continue
		}
		end := e.extend(i)
		for end < len(ws) {
			j := end
			for j < len(ws) && j < end+2 && ws[j].kind&connector != 0 && ws[j].lower != possessive {
				j++
			}
			if j == end || j >= len(ws) || ws[j].kind&initial == 0 {
				break
			}
			end = e.extend(j)
		}
		for j := i; j < end; j++ {
			e.spans[j].wideStart, e.spans[j].wideEnd = int32(i), int32(end)
		}
		i = end
	}
}

// extend returns the end of the strict run that begins at i: capitalised
// words, joined by hyphens or particles.
func (e *Encoder) extend(i int) int {
	ws := e.words
	for j := i + 1; ; {
		k := j
		for k < len(ws) && k < j+3 && (ws[k].lower == dash && ws[k].kind&glued != 0 || ws[k].kind&particle != 0) {
			k++
		}
		if k < len(ws) && (ws[k].kind&initial != 0 || ws[k].kind&(digit|glued) == digit|glued) {
			j = k + 1
			continue
		}
		return j
	}
}

// Sentence makes the sentence with the index the one at hand and returns the
// number of its tokens.
func (e *Encoder) Sentence(i int) int {
	e.at = e.first[i]
	end := len(e.words)
	if i+1 < len(e.first) {
		end = e.first[i+1] - pad
	}
	e.n = end - pad - e.at
	return e.n
}
