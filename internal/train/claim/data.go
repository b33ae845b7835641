package main

import (
	"context"
	"os"
	"slices"
	"strings"

	"github.com/entente-kg/entente/internal/claimscore"
	"github.com/entente-kg/entente/internal/corpus"
	"github.com/entente-kg/entente/internal/ordered"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/parse"
	"github.com/entente-kg/entente/nlp/relation"
	"github.com/entente-kg/entente/nlp/relation/learned"
	"github.com/entente-kg/entente/schema"
)

type dyad = learned.Dyad

// text is an analysed text with what is true of it.
type text struct {
	file, id string
	extra    bool // made of two others: only trained on
	gold     map[dyad]bool
	rules    map[dyad]float64 // what the patterns found, how sure they are; keys of unknown entities begin with "?"
	examples []example
	reached  int      // gold dyads that stand in one sentence
	reading  *reading // nil unless it is wanted

	sentences, tokens int // also of those without candidates
}

// example is a sentence of a text.
type example struct {
	learned.Example
	dyads []map[int]dyad // of each pair, by label
}

func load(ctx context.Context, o options) ([]text, *learned.Model, error) {
	all, err := corpus.ReadDir(os.DirFS(o.corpus))
	if err != nil {
		return nil, nil, err
	}
	if o.dev != "" {
		more, err := readDev(o.dev)
		if err != nil {
			return nil, nil, err
		}
		all = append(all, more...)
	}
	all = append(all, joined(all, o.joined)...)
	if o.plain != "" {
		more, err := readPlain(o.plain)
		if err != nil {
			return nil, nil, err
		}
		all = append(all, more...)
	}
	p, err := nlp.New(nlp.Options{RulesOnly: true, KeepStates: true})
	if err != nil {
		return nil, nil, err
	}
	language, err := nlp.LoadLanguage()
	if err != nil {
		return nil, nil, err
	}
	sets, err := schema.LoadWords(schema.WordFiles())
	if err != nil {
		return nil, nil, err
	}
	matcher, err := relation.New(p.Actors, p.Relations, sets)
	if err != nil {
		return nil, nil, err
	}
	labels := []string{learned.Mediator}
	for name := range p.Relations {
		labels = append(labels, name)
	}
	slices.Sort(labels)
	m := learned.Untrained(labels, p.Relations, language.Trees(), language.Trees().StateWidth(), parse.VectorWidth)
	out := make([]text, 0, len(all))
	type result struct {
		text
		err error
	}
	each := func(yield func(int) bool) {
		for i := range all {
			if !yield(i) {
				return
			}
		}
	}
	for r := range ordered.Map(ctx, 0, each, func(ctx context.Context, i int) result {
		t := &all[i]
		d, err := p.Analyse(ctx, schema.Article{ID: schema.ArticleID("", t.Text), Key: t.ID, Text: t.Text, Published: t.Published})
		if err != nil {
			return result{err: err}
		}
		x, seen := newText(t, d, matcher, m, p.Actors)
		if o.readings != "" {
			x.reading = newReading(t, &x, seen, m)
		}
		return result{text: x}
	}) {
		if r.err != nil {
			return nil, nil, r.err
		}
		out = append(out, r.text)
	}
	return out, m, nil
}

// seen are a text's sentences, and what the network reads of them.
type seen struct {
	sentences []*learned.Sentence
	inputs    []*learned.Input
	key       func(id string) string // of an annotated entity
}

func newText(t *corpus.Text, d *analysis.Doc, matcher *relation.Matcher, m *learned.Model, kb *schema.Actors) (text, seen) {
	y := seen{sentences: matcher.Sentences(d)}
	keys := keysOf(t, d, y.sentences, kb)
	y.key = func(id string) string {
		if k, ok := keys[id]; ok {
			return k
		}
		return "?" + id
	}
	out := text{extra: strings.Contains(t.ID, joint), file: t.File, id: t.ID, gold: map[dyad]bool{}, rules: map[dyad]float64{}}
	place := map[dyad][]schema.Span{} // where the evidence stands
	for i := range t.Claims {
		c := &t.Claims[i]
		for _, x := range m.Dyads(c.Relation, c.Actor, c.Recipient, c.Mediator) {
			out.gold[x] = true
			if at := strings.Index(t.Text, c.Evidence); at >= 0 && c.Evidence != "" {
				place[x] = append(place[x], schema.Span{Start: at, End: at + len(c.Evidence)})
			}
		}
	}
	for i := range d.Claims {
		c := &d.Claims[i]
		for _, x := range m.Dyads(c.Relation, mapped(c.Actor, y.key), mapped(c.Recipient, y.key), mapped(c.Mediator, y.key)) {
			out.rules[x] = max(out.rules[x], c.Evidence.Confidence)
		}
	}
	reached := map[dyad]bool{}
	for i, s := range y.sentences {
		out.sentences++
		out.tokens += len(s.Tokens)
		in := m.Read(s)
		y.inputs = append(y.inputs, in)
		out.addPairs(m, in, d.Sentences[i].Span, y.key, place, reached)
	}
	out.reached = len(reached)
	return out, y
}

// addPairs adds the pairs of one sentence. Where an annotated dyad has
// several pairs of mentions, those within the evidence are the right ones.
func (t *text) addPairs(m *learned.Model, in *learned.Input, span schema.Span, key func(string) string, place map[dyad][]schema.Span, reached map[dyad]bool) {
	s, pairs := in.Sentence(), in.Pairs()
	if len(pairs) == 0 || len(in.Triggers()) == 0 {
		return
	}
	e := example{Example: learned.Example{Input: in, Right: make([]uint64, len(pairs)), Unsure: make([]uint64, len(pairs)), Within: make([][]bool, len(pairs))}}
	within := map[dyad]bool{}
	inside := func(p *learned.Party, ev schema.Span) bool {
		return s.Tokens[p.First].Start >= ev.Start && s.Tokens[p.Last-1].End <= ev.End
	}
	for pass := range 2 {
		for i, ab := range pairs {
			a, b := &s.Parties[ab[0]], &s.Parties[ab[1]]
			if pass == 0 {
				e.dyads = append(e.dyads, map[int]dyad{})
			}
			for l := range m.Labels {
				if in.Legal(i)>>l&1 == 0 {
					continue
				}
				x := m.NewDyad(l, key(m.Actor(l, a)), key(m.Recipient(l, b)))
				e.dyads[i][l] = x
				if !t.gold[x] {
					continue
				}
				here, exact := false, false
				for _, ev := range place[x] {
					here = here || ev.Overlaps(span)
					exact = exact || inside(a, ev) && inside(b, ev)
				}
				switch {
				case pass == 0:
					within[x] = within[x] || exact
				case here && (exact || !within[x]):
					e.Right[i] |= 1 << l
					e.Within[i] = evidence(s, in.Triggers(), place[x])
					reached[x] = true
				default:
					e.Unsure[i] |= 1 << l
				}
			}
		}
	}
	t.examples = append(t.examples, e)
}

// evidence tells which triggers are within one of the spans; nil for none.
func evidence(s *learned.Sentence, triggers []int, spans []schema.Span) []bool {
	out := make([]bool, len(triggers))
	for i, t := range triggers {
		out[i] = slices.ContainsFunc(spans, func(e schema.Span) bool { return e.Overlaps(s.Tokens[t].Span) })
	}
	if !slices.Contains(out, true) {
		return nil
	}
	return out
}

func mapped(ids []string, key func(string) string) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = key(id)
	}
	return out
}

// keysOf maps found entities to annotated ones: to the one with which each
// shares most names.
func keysOf(t *corpus.Text, d *analysis.Doc, sentences []*learned.Sentence, kb *schema.Actors) map[string]string {
	gold := map[string]map[string]bool{}
	var keys []string
	for _, e := range t.Entities {
		gold[e.Key] = map[string]bool{}
		keys = append(keys, e.Key)
		for _, n := range e.Names {
			gold[e.Key][claimscore.Normal(n.Text)] = true
		}
	}
	slices.Sort(keys)
	names := map[string]map[string]bool{}
	add := func(id, name string) {
		if names[id] == nil {
			names[id] = map[string]bool{}
		}
		names[id][claimscore.Normal(name)] = true
	}
	for _, e := range d.Entities {
		add(e.ID, e.Name)
	}
	for _, s := range sentences {
		for _, p := range s.Parties {
			if a := kb.ByID[p.Country]; a != nil {
				add(a.ID, a.Name)
			}
		}
	}
	for _, x := range d.Mentions {
		for _, id := range x.Entities {
			add(id, d.Text(x.Span))
		}
	}
	for _, s := range sentences {
		for _, p := range s.Parties {
			for _, name := range p.Forms {
				add(p.ID, name)
			}
		}
	}
	out := map[string]string{}
	for id, have := range names {
		if best := claimscore.Likest(gold, keys, have); best != "" {
			out[id] = best
		}
	}
	return out
}
