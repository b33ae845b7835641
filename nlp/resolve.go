package nlp

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/entity"
	"github.com/entente-kg/entente/nlp/gazetteer"
	"github.com/entente-kg/entente/schema"
)

// Meaning is one thing that a name may mean, with how sure that is and why.
type Meaning struct {
	Entity schema.Entity
	schema.Link
}

// Resolve returns what a name, title or phrase means on a day (the zero Date
// is today), the likeliest first. Sentence may hold a sentence that it stands
// in, which then decides between several meanings; "" is none.
func (p *Pipeline) Resolve(ctx context.Context, name string, day schema.Date, sentence string) ([]Meaning, error) {
	var d *analysis.Doc
	if strings.TrimSpace(sentence) != "" {
		d = &analysis.Doc{Article: &schema.Article{ID: schema.ArticleID("", sentence), Key: "context", Text: sentence, Published: day}}
		if err := run(ctx, p.linking, d); err != nil {
			return nil, err
		}
	}
	said := p.inSentence(d, name)
	found := slices.Clone(said)
	for _, c := range p.linker.Resolve(entity.Query{Name: name, Day: day, Doc: d}) {
		m := Meaning{p.entityOf(d, c.ID, name), c.Link}
		if len(said) > 0 { // what the sentence says comes first
			if !m.Entity.Curated || slices.ContainsFunc(found, func(f Meaning) bool { return f.Entity.ID == c.ID }) {
				continue
			}
			m.Score *= 1 - said[0].Score
		}
		found = append(found, m)
	}
	return found, nil
}

// inSentence is what the name's mention in an analysed sentence was linked to.
func (p *Pipeline) inSentence(d *analysis.Doc, name string) []Meaning {
	if d == nil {
		return nil
	}
	span, ok := find(d.Article.Text, strings.TrimSpace(name))
	if !ok {
		return nil
	}
	best := -1
	for i := range d.Mentions {
		m := &d.Mentions[i]
		if !m.Overlaps(span) || m.Head < 0 && !span.Contains(m.Span) {
			continue
		}
		if best < 0 || apart(m.Span, span) < apart(d.Mentions[best].Span, span) {
			best = i
		}
	}
	if best < 0 {
		return nil
	}
	m := &d.Mentions[best]
	within := span.Contains(m.Span) && m.Len() < span.Len()
	if within && !sameWords(m.Of(d.Article.Text), span.Of(d.Article.Text)) {
		return nil // "Israeli" of "the Israeli prime minister": the phrase means something else
	}
	if m.Reason == schema.ByNone && !m.Contains(span) || m.Reason == schema.ByNone && sameWords(m.Of(d.Article.Text), span.Of(d.Article.Text)) {
		return nil
	}
	var out []Meaning
	if m.Holder != "" {
		out = append(out, Meaning{p.entityOf(d, m.Holder, name), schema.Link{Score: 0.85, Reason: schema.ByOffice}})
		for _, id := range m.Entities {
			out = append(out, Meaning{p.entityOf(d, id, name), schema.Link{Score: 0.1, Reason: schema.ByOrgan, Sector: m.Sector}})
		}
		return out
	}
	for _, id := range m.Entities {
		out = append(out, Meaning{p.entityOf(d, id, name), m.Link})
	}
	return out
}

// find is where a name stands in a text as words of their own; letter case may
// differ.
func find(text, name string) (schema.Span, bool) {
	for _, in := range [][2]string{{text, name}, {strings.ToLower(text), strings.ToLower(name)}} {
		if len(in[0]) != len(text) || in[1] == "" { // lower case of another length
			continue
		}
		for from := 0; ; {
			at := strings.Index(in[0][from:], in[1])
			if at < 0 {
				break
			}
			s := schema.Span{Start: from + at, End: from + at + len(in[1])}
			if !joins(text[:s.Start], true) && !joins(text[s.End:], false) {
				return s, true
			}
			from = s.End
		}
	}
	return schema.Span{}, false
}

// joins reports whether the text beside a name goes on with its last word.
func joins(text string, before bool) bool {
	r, size := utf8.DecodeRuneInString(text)
	if before {
		r, _ = utf8.DecodeLastRuneInString(text)
	}
	if r == '-' && !before {
		r, _ = utf8.DecodeRuneInString(text[size:])
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// apart is by how many bytes the ends of two spans differ.
func apart(a, b schema.Span) int { return abs(a.Start-b.Start) + abs(a.End-b.End) }

func abs(n int) int { return max(n, -n) }

// sameWords reports whether two phrases differ by an article or a possessive
// only.
func sameWords(a, b string) bool {
	trim := func(s string) string {
		return strings.TrimSuffix(strings.TrimPrefix(gazetteer.Fold(s), "the "), " s")
	}
	return trim(a) == trim(b)
}

// entityOf is the entity with an ID, as the text or the knowledge base has it;
// one that neither has is known by its name only.
func (p *Pipeline) entityOf(d *analysis.Doc, id, name string) schema.Entity {
	if a := p.Actors.ByID[id]; a != nil {
		return a.Entity
	}
	if d != nil {
		if e := d.Entity(id); e != nil {
			return *e
		}
	}
	e := schema.Entity{ID: id, Name: name}
	for _, k := range schema.Kinds {
		if strings.HasPrefix(id, "nil:"+strings.ToLower(string(k))+":") {
			e.Kind = k
		}
	}
	return e
}
