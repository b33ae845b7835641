package main

import (
	"context"
	"encoding/gob"
	"errors"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/entente-kg/entente/internal/corpus"
	"github.com/entente-kg/entente/internal/ordered"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/gazetteer"
	"github.com/entente-kg/entente/nlp/relation"
	"github.com/entente-kg/entente/nlp/relation/model"
	"github.com/entente-kg/entente/schema"
)

// dyad is a pair of annotated entities, by their keys, with a label. The
// pairs of symmetric relations are sorted.
type dyad struct {
	label int
	a, b  string
}

// text is an analysed text with what is true of it.
type text struct {
	file, id string
	gold     map[dyad]bool
	rules    map[dyad]bool // what the patterns found; keys of unknown entities begin with "?"
	pairs    []pair
	reached  int // gold dyads that stand in one sentence
	skipped  int // gold dyads of relations without a label
	ruleLost int // the patterns' dyads that have no label
}

// pair is an example with its truth.
type pair struct {
	model.Example
	keyA, keyB [2]string // of the party itself, and of the state that it may stand for
	byOwner    [2]uint64 // labels for which actor and recipient stand for their state
	right      uint64    // labels that are annotated here
	unsure     uint64    // labels annotated elsewhere in the text: neither right nor wrong here
}

// kept is an analysed text as the file of -docs holds it.
type kept struct {
	ID  string
	Doc analysis.Doc
}

func load(ctx context.Context, o options, words *model.Words, list []string) ([]text, *model.Model, error) {
	all, err := corpus.ReadDir(os.DirFS(o.corpus))
	if err != nil {
		return nil, nil, err
	}
	p, err := nlp.New(nlp.Options{PatternsOnly: true})
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
	labels := []string{model.Mediator}
	for name := range p.Relations {
		labels = append(labels, name)
	}
	slices.Sort(labels)
	docs, err := analyse(ctx, p, all, o.docs)
	if err != nil {
		return nil, nil, err
	}
	words.Nears = nearWords(slices.Concat(list, lemmas(docs)), words.Vectors, labels, p.Relations)
	m := model.Untrained(labels, *words, p.Relations)
	out := make([]text, 0, len(all))
	for i := range all {
		out = append(out, newText(&all[i], docs[i], matcher, m, p.Actors))
	}
	return out, m, nil
}

// analyse takes the texts through the pipeline, or reads what an earlier run
// has kept.
func analyse(ctx context.Context, p *nlp.Pipeline, all []corpus.Text, keep string) ([]*analysis.Doc, error) {
	docs := make([]*analysis.Doc, 0, len(all))
	if f, err := os.Open(keep); err == nil {
		defer f.Close()
		in := gob.NewDecoder(f)
		for i := range all {
			var k kept
			if err := in.Decode(&k); err != nil {
				return nil, err
			}
			if k.ID != all[i].ID || k.Doc.Article.Text != all[i].Text {
				return nil, errors.New(keep + " was made from another corpus; delete it")
			}
			d := &analysis.Doc{}
			entities := k.Doc.Entities
			*d = k.Doc
			d.Entities = nil
			for _, e := range entities {
				d.AddEntity(*e)
			}
			docs = append(docs, d)
		}
		return docs, nil
	}
	type result struct {
		doc *analysis.Doc
		err error
	}
	for r := range ordered.Map(ctx, 1, slices.Values(all), func(ctx context.Context, t corpus.Text) result {
		d, err := p.Analyse(ctx, schema.Article{ID: schema.ArticleID("", t.Text), Key: t.ID, Text: t.Text, Published: t.Published})
		return result{d, err}
	}) {
		if r.err != nil {
			return nil, r.err
		}
		docs = append(docs, r.doc)
	}
	if keep == "" {
		return docs, nil
	}
	f, err := os.Create(keep)
	if err != nil {
		return nil, err
	}
	out := gob.NewEncoder(f)
	for i, d := range docs {
		if err := out.Encode(kept{all[i].ID, *d}); err != nil {
			return nil, err
		}
	}
	return docs, f.Close()
}

func newText(t *corpus.Text, d *analysis.Doc, matcher *relation.Matcher, m *model.Model, kb *schema.Actors) text {
	sentences := matcher.Sentences(d)
	keys := keysOf(t, d, sentences, kb)
	key := func(id string) string {
		if k, ok := keys[id]; ok {
			return k
		}
		return "?" + id
	}
	out := text{file: t.File, id: t.ID, gold: map[dyad]bool{}, rules: map[dyad]bool{}}
	place := map[dyad][]schema.Span{} // where the evidence stands
	for i := range t.Claims {
		c := &t.Claims[i]
		for _, x := range dyadsOf(m, c.Relation, c.Actor, c.Recipient, c.Mediator) {
			out.gold[x] = true
			if at := strings.Index(t.Text, c.Evidence); at >= 0 && c.Evidence != "" {
				place[x] = append(place[x], schema.Span{Start: at, End: at + len(c.Evidence)})
			}
		}
	}
	for i := range d.Claims {
		c := &d.Claims[i]
		for _, x := range dyadsOf(m, c.Relation, mapped(c.Actor, key), mapped(c.Recipient, key), mapped(c.Mediator, key)) {
			out.rules[x] = true
		}
	}
	reached := map[dyad]bool{}
	for i, s := range sentences {
		out.addPairs(m, s, d.Sentences[i].Span, key, place, reached)
	}
	out.reached = len(reached)
	return out
}

// addPairs adds the pairs of one sentence. Where an annotated dyad has
// several pairs of mentions, those within the evidence are the right ones.
func (t *text) addPairs(m *model.Model, s *model.Sentence, span schema.Span, key func(string) string, place map[dyad][]schema.Span, reached map[dyad]bool) {
	examples := m.Examples(s)
	begin := len(t.pairs)
	within := map[dyad]bool{}
	inside := func(p *model.Party, e schema.Span) bool {
		return s.Tokens[p.First].Start >= e.Start && s.Tokens[p.Last-1].End <= e.End
	}
	for pass := range 2 {
		for i, e := range examples {
			if pass == 0 {
				t.pairs = append(t.pairs, newPair(m, e, s, key))
			}
			p := &t.pairs[begin+i]
			for _, l := range e.Legal {
				x := p.dyad(m, l)
				if !t.gold[x] {
					continue
				}
				here, exact := false, false
				for _, ev := range place[x] {
					here = here || ev.Overlaps(span)
					exact = exact || inside(&s.Parties[e.A], ev) && inside(&s.Parties[e.B], ev)
				}
				switch {
				case pass == 0:
					within[x] = within[x] || exact
				case here && (exact || !within[x]):
					p.right |= 1 << l
					reached[x] = true
				default:
					p.unsure |= 1 << l
				}
			}
		}
	}
}

func newPair(m *model.Model, e model.Example, s *model.Sentence, key func(string) string) pair {
	a, b := &s.Parties[e.A], &s.Parties[e.B]
	p := pair{Example: e, keyA: [2]string{key(a.ID), key(a.Country)}, keyB: [2]string{key(b.ID), key(b.Country)}}
	for _, l := range e.Legal {
		if m.Actor(l, a) != a.ID {
			p.byOwner[0] |= 1 << l
		}
		if m.Recipient(l, b) != b.ID {
			p.byOwner[1] |= 1 << l
		}
	}
	return p
}

func (p *pair) dyad(m *model.Model, label int) dyad {
	return newDyad(m, label, p.keyA[p.byOwner[0]>>label&1], p.keyB[p.byOwner[1]>>label&1])
}

func mapped(ids []string, key func(string) string) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = key(id)
	}
	return out
}

func newDyad(m *model.Model, label int, a, b string) dyad {
	if m.Symmetric(label) && a > b {
		a, b = b, a
	}
	return dyad{label, a, b}
}

// dyadsOf lists the pairs of a claim.
func dyadsOf(m *model.Model, name string, actors, recipients, mediators []string) []dyad {
	label := slices.Index(m.Labels, name)
	if label < 0 {
		return nil
	}
	var out []dyad
	if m.Symmetric(label) {
		sides := slices.Concat(actors, recipients)
		slices.Sort(sides)
		sides = slices.Compact(sides)
		for i, a := range sides {
			for _, b := range sides[i+1:] {
				out = append(out, dyad{label, a, b})
			}
			for _, x := range mediators {
				out = append(out, dyad{slices.Index(m.Labels, model.Mediator), x, a})
			}
		}
		return out
	}
	if len(recipients) == 0 {
		recipients = []string{""}
	}
	for _, a := range actors {
		for _, b := range recipients {
			out = append(out, dyad{label, a, b})
		}
	}
	return out
}

// keysOf maps found entities to annotated ones: to the one with which each
// shares most names.
func keysOf(t *corpus.Text, d *analysis.Doc, sentences []*model.Sentence, kb *schema.Actors) map[string]string {
	gold := map[string]map[string]bool{}
	var keys []string
	for _, e := range t.Entities {
		gold[e.Key] = map[string]bool{}
		keys = append(keys, e.Key)
		for _, n := range e.Names {
			gold[e.Key][normal(n.Text)] = true
		}
	}
	slices.Sort(keys)
	names := map[string]map[string]bool{}
	add := func(id, name string) {
		if names[id] == nil {
			names[id] = map[string]bool{}
		}
		names[id][normal(name)] = true
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
			if p.Crowd {
				add(p.ID, d.Article.Text[s.Tokens[p.First].Start:s.Tokens[p.Last-1].End])
				add(p.ID, p.Name)
			}
		}
	}
	out := map[string]string{}
	for id, have := range names {
		best, most := "", 0
		for _, k := range keys {
			n := 0
			for x := range have {
				if x != "" && gold[k][x] {
					n++
				}
			}
			if n > most {
				best, most = k, n
			}
		}
		if best != "" {
			out[id] = best
		}
	}
	return out
}

func normal(s string) string {
	f := gazetteer.Fold(strings.NewReplacer("'s", "", "’s", "", "'", "", "’", "", ".", "").Replace(s))
	for _, article := range []string{"the ", "a ", "an "} {
		f = strings.TrimPrefix(f, article)
	}
	return f
}

// lemmas lists the verbs, nouns and adjectives of the texts.
func lemmas(docs []*analysis.Doc) []string {
	seen := map[string]bool{}
	for _, d := range docs {
		for i := range d.Sentences {
			for _, t := range d.Sentences[i].Tokens {
				switch t.UPOS {
				case "VERB", "NOUN", "ADJ":
					seen[strings.ToLower(t.Lemma)] = true
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(seen))
}
