package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"os"
	"slices"
	"strings"

	"github.com/entente-kg/entente/internal/corpus"
	"github.com/entente-kg/entente/nlp/relation/learned"
	"github.com/entente-kg/entente/nlp/relation/reader"
	"github.com/entente-kg/entente/schema"
)

// reading is a text as the program that trains the reader takes it, one a line
// of JSON. Labels are numbers; words are indexes.
type reading struct {
	ID        string      `json:"id"`
	File      string      `json:"file"`
	Words     []string    `json:"words"` // of all sentences
	Marks     []int       `json:"marks"`
	Sentences []readingOf `json:"sentences"`
	Gold      []triple    `json:"gold"`
	Rules     []triple    `json:"rules"`
}

type readingOf struct {
	First    int      `json:"first"` // words of the text, last exclusive
	Last     int      `json:"last"`
	Triggers []int    `json:"triggers"`
	Parties  []side   `json:"parties"`
	Pairs    []tried  `json:"pairs"`
	Roles    []int32  `json:"roles"` // triggers × parties × features
	Cues     [][3]int `json:"cues"`  // trigger, label, 0 if the conditions hold
}

type side struct {
	Word int    `json:"word"`
	Kind int    `json:"kind"`
	Mark int    `json:"mark"`
	Key  string `json:"key"`
	Home string `json:"home"` // key of its state
}

type tried struct {
	A      int    `json:"a"`
	B      int    `json:"b"`
	Own    int    `json:"own"`
	Legal  []int  `json:"legal"`
	Right  []told `json:"right,omitempty"`
	Unsure []int  `json:"unsure,omitempty"`
}

// told is a label that the sentence tells of a pair.
type told struct {
	Label    int   `json:"label"`
	Within   []int `json:"within"` // words in the evidence that may tell
	Negated  bool  `json:"negated"`
	Modality int   `json:"modality"`
}

type triple struct {
	Label int     `json:"label"`
	A     string  `json:"a"`
	B     string  `json:"b"`
	Sure  float64 `json:"sure,omitempty"`
}

func triples(of map[dyad]float64) []triple {
	out := []triple{}
	for x, p := range of {
		out = append(out, triple{x.Label, x.A, x.B, p})
	}
	slices.SortFunc(out, func(a, b triple) int {
		return cmp.Or(cmp.Compare(a.Label, b.Label), strings.Compare(a.A, b.A), strings.Compare(a.B, b.B))
	})
	return out
}

// place is where a dyad's evidence stands, and how it is meant.
type place struct {
	schema.Span
	negated  bool
	modality schema.Modality
}

// newReading lays a text out for the reader.
func newReading(t *corpus.Text, tx *text, y seen, m *learned.Model) *reading {
	out := &reading{ID: t.ID, File: t.File, Words: []string{}, Marks: []int{}, Sentences: []readingOf{}, Rules: triples(tx.rules)}
	if tx.extra {
		out.File += joint
	}
	gold := map[dyad]float64{}
	for x := range tx.gold {
		gold[x] = 0
	}
	out.Gold = triples(gold)
	places := map[dyad][]place{}
	for i := range t.Claims {
		c := &t.Claims[i]
		at := strings.Index(t.Text, c.Evidence)
		if at < 0 || c.Evidence == "" {
			continue
		}
		for _, x := range m.Dyads(c.Relation, c.Actor, c.Recipient, c.Mediator) {
			places[x] = append(places[x], place{schema.Span{Start: at, End: at + len(c.Evidence)}, c.Polarity == schema.Denied, c.Modality})
		}
	}
	for i, s := range y.sentences {
		laid := reader.Lay(s, y.inputs[i])
		if laid == nil {
			continue
		}
		first := len(out.Words)
		out.Words = append(out.Words, laid.Words...)
		for _, x := range laid.Marks {
			out.Marks = append(out.Marks, int(x))
		}
		of := newReadingOf(s, laid, first, y.key)
		of.judge(s, laid, m, y.key, tx.gold, places)
		out.Sentences = append(out.Sentences, of)
	}
	return out
}

// newReadingOf lays out a sentence whose first word has the number first.
func newReadingOf(s *learned.Sentence, laid *reader.Sentence, first int, key func(string) string) readingOf {
	out := readingOf{First: first, Last: first + len(laid.Words), Cues: [][3]int{}}
	for _, t := range laid.Triggers {
		out.Triggers, out.Roles = append(out.Triggers, first+t.Word), append(out.Roles, t.Roles...)
	}
	for _, c := range laid.Cues {
		listed := 1
		if c.Holds {
			listed = 0
		}
		out.Cues = append(out.Cues, [3]int{c.Trigger, c.Label, listed})
	}
	for k, token := range laid.Parties {
		p := &s.Parties[k]
		x := side{Word: first + token, Kind: slices.Index(schema.Kinds, p.Kind), Mark: int(laid.Marks[token]), Key: key(p.ID)}
		if p.Country != "" {
			x.Home = key(p.Country)
		}
		out.Parties = append(out.Parties, x)
	}
	for _, p := range laid.Pairs {
		out.Pairs = append(out.Pairs, tried{A: p.A, B: p.B, Own: p.Own})
	}
	return out
}

// judge tells which labels are right. Where an annotated dyad has several
// pairs of mentions, those of which the evidence holds most are the right ones.
func (r *readingOf) judge(s *learned.Sentence, laid *reader.Sentence, m *learned.Model, key func(string) string, gold map[dyad]bool, places map[dyad][]place) {
	here := schema.Span{Start: s.Tokens[0].Start, End: s.Tokens[len(s.Tokens)-1].End}
	inside := func(p *learned.Party, e place) int {
		if e.Contains(schema.Span{Start: s.Tokens[p.First].Start, End: s.Tokens[p.Last-1].End}) {
			return 1
		}
		return 0
	}
	most := map[dyad]int{}
	for pass := range 2 {
		for i := range laid.Pairs {
			p, to := &laid.Pairs[i], &r.Pairs[i]
			a, b := &s.Parties[p.A], &s.Parties[p.B]
			for l := range m.Labels {
				if p.Legal>>l&1 == 0 {
					continue
				}
				x := m.NewDyad(l, key(m.Actor(l, a)), key(m.Recipient(l, b)))
				best, at := 0, place{}
				for _, e := range places[x] {
					if n := 1 + inside(a, e) + inside(b, e); e.Overlaps(here) && n > best {
						best, at = n, e
					}
				}
				switch {
				case pass == 0:
					to.Legal = append(to.Legal, l)
					most[x] = max(most[x], best)
				case best > 0 && best == most[x]:
					right := told{Label: l, Within: []int{}, Negated: at.negated, Modality: max(0, slices.Index(schema.Modalities, at.modality))}
					for k, t := range laid.Triggers {
						if at.Overlaps(s.Tokens[t.Word].Span) {
							right.Within = append(right.Within, r.Triggers[k])
						}
					}
					to.Right = append(to.Right, right)
				case gold[x]:
					to.Unsure = append(to.Unsure, l)
				}
			}
		}
	}
}

// layout is the first line of the file: what the numbers mean.
type layout struct {
	Labels     []string          `json:"labels"`
	Symmetric  []bool            `json:"symmetric"`
	Kinds      []schema.Kind     `json:"kinds"`
	Modalities []schema.Modality `json:"modalities"`
	Marks      int               `json:"marks"`
	Actor      [][]int           `json:"actor"` // of each label, the kinds that may act
	Recipient  [][]int           `json:"recipient"`
}

// writeReadings writes the texts for the program that trains the reader.
func writeReadings(path string, texts []text, m *learned.Model) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	l := layout{Labels: m.Labels, Kinds: schema.Kinds, Modalities: schema.Modalities, Marks: reader.Marks}
	for i := range m.Labels {
		l.Symmetric = append(l.Symmetric, m.Symmetric(i))
		var from, to []int
		for k, kind := range schema.Kinds {
			p := &learned.Party{ID: "x", Kind: kind}
			if m.Actor(i, p) != "" {
				from = append(from, k)
			}
			if m.Recipient(i, p) != "" {
				to = append(to, k)
			}
		}
		l.Actor, l.Recipient = append(l.Actor, from), append(l.Recipient, to)
	}
	if err := enc.Encode(l); err != nil {
		return err
	}
	for i := range texts {
		if err := enc.Encode(texts[i].reading); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}
