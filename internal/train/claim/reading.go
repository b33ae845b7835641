package main

import (
	"bufio"
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
	Words     []string    `json:"words"`
	Marks     []int       `json:"marks"`
	Sentences []readingOf `json:"sentences"`
	Gold      []triple    `json:"gold"`
	Rules     []triple    `json:"rules"`
}

type readingOf struct {
	First    int      `json:"first"`
	Last     int      `json:"last"`
	Triggers []int    `json:"triggers"`
	Parties  []side   `json:"parties"`
	Pairs    []tried  `json:"pairs"`
	Own      int      `json:"own"`
	Roles    []int32  `json:"roles"`
	Cues     [][3]int `json:"cues"` // trigger, label, 0 if the conditions hold
}

type side struct {
	Word int    `json:"word"`
	Kind int    `json:"kind"`
	Mark int    `json:"mark"`
	Ago  int    `json:"ago"`
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
		if a.Label != b.Label {
			return a.Label - b.Label
		}
		return strings.Compare(a.A+"\t"+a.B, b.A+"\t"+b.B)
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
func newReading(t *corpus.Text, tx *text, seen []*learned.Sentence, m *learned.Model, key func(string) string) *reading {
	out := &reading{ID: t.ID, File: t.File, Gold: []triple{}, Sentences: []readingOf{}}
	if tx.extra {
		out.File += joint
	}
	gold := map[dyad]float64{}
	for x := range tx.gold {
		gold[x] = 0
	}
	out.Gold, out.Rules = triples(gold), triples(tx.rules)
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
	rt := reader.New(m, seen)
	out.Words = rt.Words
	for _, x := range rt.Marks {
		out.Marks = append(out.Marks, int(x))
	}
	for s := range rt.Sentences {
		out.Sentences = append(out.Sentences, readSentence(rt, s, tx.gold, seen, m, key, places))
	}
	return out
}

func readSentence(rt *reader.Text, s int, gold map[dyad]bool, seen []*learned.Sentence, m *learned.Model, key func(string) string, places map[dyad][]place) readingOf {
	here := &rt.Sentences[s]
	out := readingOf{First: here.First, Last: here.Last, Triggers: append([]int{}, here.Triggers...), Parties: []side{}, Pairs: []tried{}}
	out.Own, out.Roles = here.Own, here.Roles
	for _, c := range here.Cues {
		listed := 1
		if c.Holds {
			listed = 0
		}
		out.Cues = append(out.Cues, [3]int{c.Trigger, c.Label, listed})
	}
	toks := seen[s].Tokens
	span := func(p *reader.Party) schema.Span {
		of := seen[p.Sentence].Tokens
		return schema.Span{Start: of[p.First].Start, End: of[p.Last-1].End}
	}
	for i := range here.Parties {
		p := &here.Parties[i]
		x := side{Word: p.Word, Kind: slices.Index(schema.Kinds, p.Kind), Mark: int(rt.Marks[p.Word]), Ago: p.Ago, Key: key(p.ID)}
		if p.Country != "" {
			x.Home = key(p.Country)
		}
		out.Parties = append(out.Parties, x)
	}
	within := map[dyad]int{}
	exact := func(p *reader.Pair, y *place) int {
		n := 1
		for _, i := range []int{p.A, p.B} {
			if sp := span(&here.Parties[i]); y.Contains(sp) {
				n++
			}
		}
		return n
	}
	for pass := range 2 {
		for i := range here.Pairs {
			p := &here.Pairs[i]
			if pass == 0 {
				out.Pairs = append(out.Pairs, tried{A: p.A, B: p.B, Own: p.Own})
			}
			to := &out.Pairs[i]
			for l := range m.Labels {
				if p.Legal>>l&1 == 0 {
					continue
				}
				x := m.NewDyad(l, key(m.Actor(l, here.Parties[p.A].Party)), key(m.Recipient(l, here.Parties[p.B].Party)))
				best := 0
				var at place
				for _, y := range places[x] {
					if len(toks) > 0 && y.Overlaps(schema.Span{Start: toks[0].Start, End: toks[len(toks)-1].End}) {
						if n := exact(p, &y); n > best {
							best, at = n, y
						}
					}
				}
				if pass == 0 {
					to.Legal = append(to.Legal, l)
					within[x] = max(within[x], best)
					continue
				}
				switch {
				case !gold[x]:
				case best > 0 && best == within[x]:
					r := told{Label: l, Within: []int{}, Negated: at.negated, Modality: max(0, slices.Index(schema.Modalities, at.modality))}
					for _, w := range here.Triggers {
						if at.Overlaps(toks[w-here.First].Span) {
							r.Within = append(r.Within, w)
						}
					}
					to.Right = append(to.Right, r)
				default:
					to.Unsure = append(to.Unsure, l)
				}
			}
		}
	}
	return out
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
