package coref

import (
	"strings"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// offices are titles that one person of a state holds at a time.
var offices = map[string]bool{
	"president": true, "premier": true, "chancellor": true, "king": true, "emir": true, "queen": true, "sultan": true, "monarch": true,
	"minister": true, "leader": true, "ruler": true, "pope": true, "strongman": true, "dictator": true, "secretary": true, "chief": true,
}

// heads are those of them that the one person of a state whom a text names may
// hold without bearing the title there.
var heads = map[string]bool{"president": true, "leader": true, "premier": true, "chancellor": true, "ruler": true, "strongman": true}

// holders makes "the Turkish leader" and "Iran's foreign minister" mean the
// person who bears that title elsewhere in the text, or for a head of state or
// government the only person of that state whom the text names. Without such a
// person they go on meaning the state.
func holders(d *analysis.Doc) {
	people := persons(d)
	for i := range d.Mentions {
		m := &d.Mentions[i]
		if m.Type != schema.Nominal || len(m.Entities) != 1 || m.Head < 0 {
			continue
		}
		e := d.Entity(m.Entities[0])
		tok := &d.Sentences[m.Sentence].Tokens[m.Head]
		lemma := strings.ToLower(tok.Lemma)
		if e == nil || e.Kind != schema.State || !offices[lemma] || !strings.EqualFold(d.Text(tok.Span), lemma) || isFormer(d, m) {
			continue
		}
		if id := holder(d, m, people[e.ID], lemma); id != "" {
			m.Entities = []string{id}
			m.Link = schema.Link{Score: 0.8, Reason: schema.ByOffice}
		}
	}
}

// persons are the mentions by name of persons, by their states.
func persons(d *analysis.Doc) map[string][]*analysis.Mention {
	out := map[string][]*analysis.Mention{}
	for i := range d.Mentions {
		m := &d.Mentions[i]
		if m.Type != schema.Name || len(m.Entities) != 1 {
			continue
		}
		if e := d.Entity(m.Entities[0]); e != nil && e.Kind == schema.Person && e.Country != "" {
			out[e.Country] = append(out[e.Country], m)
		}
	}
	return out
}

// holder is the one person among the mentions who bears the title of m.
func holder(d *analysis.Doc, m *analysis.Mention, people []*analysis.Mention, lemma string) string {
	of := department(d, m.Sentence, m.Head)
	only, bearer, others := "", "", false
	untitled := map[string]bool{}
	for _, p := range people {
		id := p.Entities[0]
		switch title := titleBeside(d, p); {
		case title < 0:
		case strings.EqualFold(d.Sentences[p.Sentence].Tokens[title].Lemma, lemma) && department(d, p.Sentence, title) == of:
			if bearer != "" && bearer != id {
				return ""
			}
			bearer = id
		default:
			untitled[id] = true
		}
		if p.Sentence == m.Sentence && p.First < m.Head && m.Head-p.Last < 8 {
			untitled[id] = true // "Lind, a daughter of the president"
		}
		others = others || only != "" && only != id
		only = id
	}
	if bearer != "" {
		return bearer
	}
	if others || only == "" || untitled[only] || !heads[lemma] {
		return ""
	}
	return only
}

// titleBeside is the token of a title right before a name or, between commas,
// behind it; or -1.
func titleBeside(d *analysis.Doc, m *analysis.Mention) int {
	toks := d.Sentences[m.Sentence].Tokens
	for i := m.First - 1; i >= max(0, m.First-2); i-- {
		if isTitle(toks[i].Lemma) {
			return i
		}
	}
	if m.Last < len(toks) && d.Text(toks[m.Last].Span) == "," {
		for i := m.Last + 1; i < min(len(toks), m.Last+6); i++ {
			if isTitle(toks[i].Lemma) {
				return i
			}
			if d.Text(toks[i].Span) == "," {
				break
			}
		}
	}
	return -1
}

// isTitle reports whether a word is a title that a person bears.
func isTitle(lemma string) bool {
	l := strings.ToLower(lemma)
	return offices[l] || phrases[l].title != ""
}

// department is what narrows a title down: "foreign" of "foreign minister".
func department(d *analysis.Doc, s, title int) string {
	if title == 0 {
		return ""
	}
	toks := d.Sentences[s].Tokens
	switch before := strings.ToLower(d.Text(toks[title-1].Span)); before {
	case "prime", "foreign", "interior", "finance", "justice", "trade", "oil", "energy", "deputy", "vice", "military", "intelligence", "opposition":
		return before
	case "defence", "defense":
		return "defence"
	}
	return ""
}

// isFormer reports whether a title is one of the past.
func isFormer(d *analysis.Doc, m *analysis.Mention) bool {
	toks := d.Sentences[m.Sentence].Tokens
	for i := max(0, m.First-1); i < m.Head; i++ {
		switch strings.ToLower(d.Text(toks[i].Span)) {
		case "former", "late", "ex", "next", "first", "previous":
			return true
		}
	}
	return false
}
