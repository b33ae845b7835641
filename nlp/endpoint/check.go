package endpoint

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// The reasons for which a proposal is dropped.
const (
	unknownRelation = "unknown relation"
	notVerbatim     = "the evidence is not in the text"
	partyNotInText  = "a party is not in the text"
	partyUnknown    = "a party is no actor known by that name"
	roleUnfit       = "a role is empty or of the wrong kind"
	unknownTag      = "unknown polarity or modality"
)

// checker turns proposals about a piece of a document into claims.
type checker struct {
	doc        *analysis.Doc
	relations  map[string]*schema.Relation
	piece      schema.Span
	rule       string
	confidence float64
}

// check returns the claim, or the reason for which it is dropped.
func (k *checker) check(p proposal) (schema.Claim, string) {
	r := k.relations[p.Relation]
	if r == nil {
		return schema.Claim{}, unknownRelation
	}
	evidence, ok := k.locate(p.Evidence)
	if !ok {
		return schema.Claim{}, notVerbatim
	}
	c := schema.Claim{Article: k.doc.Article.ID, Relation: r.Name, Polarity: schema.Polarity(p.Polarity), Modality: schema.Modality(p.Modality)}
	if !slices.Contains(schema.Polarities, c.Polarity) || !slices.Contains(schema.Modalities, c.Modality) {
		return schema.Claim{}, unknownTag
	}
	c.Evidence = schema.Evidence{Sentence: k.sentence(evidence), Quote: k.quote(evidence), Trigger: evidence, Rule: k.rule, Confidence: k.confidence}
	for _, role := range []struct {
		role  schema.Role
		names []string
		to    *[]string
	}{{schema.RoleActor, p.Actor, &c.Actor}, {schema.RoleRecipient, p.Recipient, &c.Recipient}, {schema.RoleTheme, p.Theme, &c.Theme}, {schema.RoleMediator, p.Mediator, &c.Mediator}} {
		marks, reason := k.parties(r, role.role, role.names, evidence)
		if reason != "" {
			return schema.Claim{}, reason
		}
		for _, m := range marks {
			if !slices.Contains(*role.to, m.id) {
				*role.to = append(*role.to, m.id)
				c.Evidence.Marks = append(c.Evidence.Marks, schema.Mark{Role: role.role, Span: m.span})
			}
		}
	}
	if p.Speaker != "" && c.Modality == schema.Alleged {
		if id, _, reason := k.actor(p.Speaker, evidence); reason == "" {
			c.Speaker = id
		}
	}
	if !k.complete(r, &c) {
		return schema.Claim{}, roleUnfit
	}
	if !r.Standing {
		c.Date = k.date(evidence)
	}
	c.ID = schema.ClaimID(&c)
	return c, ""
}

// party is an actor, or words of the text, and where it is named.
type party struct {
	id   string
	span schema.Span
}

// parties finds the names of a role in the text. A theme without kinds of its
// own may be words.
func (k *checker) parties(r *schema.Relation, role schema.Role, names []string, near schema.Span) ([]party, string) {
	kinds := r.Arguments[role]
	var out []party
	for _, name := range names {
		id, span, reason := k.actor(name, near)
		switch {
		case reason == partyUnknown && role == schema.RoleTheme && len(kinds) == 0:
			id = `"` + k.doc.Text(span) + `"`
		case reason != "":
			return nil, reason
		case len(kinds) > 0 && !slices.Contains(kinds, k.doc.Entity(id).Kind):
			return nil, roleUnfit
		}
		out = append(out, party{id, span})
	}
	return out, ""
}

// actor is the entity that a name of the text refers to, at the occurrence
// nearest to the evidence.
func (k *checker) actor(name string, near schema.Span) (string, schema.Span, string) {
	name = strings.TrimSpace(name)
	spans := k.occurrences(name)
	if name == "" || len(spans) == 0 {
		return "", schema.Span{}, partyNotInText
	}
	slices.SortStableFunc(spans, func(a, b schema.Span) int { return distance(a, near) - distance(b, near) })
	for _, s := range spans {
		if m := k.mention(s); m != nil {
			return m.Entities[0], m.Span, ""
		}
	}
	return "", spans[0], partyUnknown
}

// mention is the one that covers the words best: the same stretch, else the
// longest within it ("Iranian President Raisi" is Raisi).
func (k *checker) mention(s schema.Span) *analysis.Mention {
	var best *analysis.Mention
	for i := range k.doc.Mentions {
		m := &k.doc.Mentions[i]
		if len(m.Entities) != 1 || k.doc.Entity(m.Entities[0]) == nil {
			continue
		}
		if m.Span == s {
			return m
		}
		if m.Start >= s.Start && m.End <= s.End && (best == nil || m.End-m.Start > best.End-best.Start || m.End-m.Start == best.End-best.Start && m.Start > best.Start) {
			best = m
		}
	}
	return best
}

// occurrences are the places of a phrase in the piece, as whole words.
func (k *checker) occurrences(phrase string) []schema.Span {
	var out []schema.Span
	text := k.doc.Article.Text
	for at := k.piece.Start; phrase != "" && at < k.piece.End; {
		i := strings.Index(text[at:k.piece.End], phrase)
		if i < 0 {
			break
		}
		s := schema.Span{Start: at + i, End: at + i + len(phrase)}
		if wordEdge(text, s.Start) && wordEdge(text, s.End) {
			out = append(out, s)
		}
		at = s.End
	}
	return out
}

// wordEdge reports whether no word goes on over the place.
func wordEdge(text string, at int) bool {
	letter := func(b byte) bool {
		return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b >= 0x80
	}
	return at <= 0 || at >= len(text) || !letter(text[at-1]) || !letter(text[at])
}

// locate finds the evidence word for word.
func (k *checker) locate(evidence string) (schema.Span, bool) {
	evidence = strings.TrimSpace(evidence)
	if i := strings.Index(k.piece.Of(k.doc.Article.Text), evidence); evidence != "" && i >= 0 {
		return schema.Span{Start: k.piece.Start + i, End: k.piece.Start + i + len(evidence)}, true
	}
	return schema.Span{}, false
}

// sentence is the stretch of whole sentences that the evidence stands in.
func (k *checker) sentence(evidence schema.Span) schema.Quote {
	out := evidence
	for i := range k.doc.Sentences {
		if s := k.doc.Sentences[i].Span; s.Start < evidence.End && s.End > evidence.Start {
			out.Start, out.End = min(out.Start, s.Start), max(out.End, s.End)
		}
	}
	return k.quote(out)
}

func (k *checker) quote(s schema.Span) schema.Quote {
	return schema.Quote{Span: s, Text: k.doc.Text(s)}
}

// date is the expression of time in the evidence's sentence that is nearest.
func (k *checker) date(evidence schema.Span) schema.Date {
	within := k.sentence(evidence).Span
	var best *analysis.When
	for i := range k.doc.Dates {
		w := &k.doc.Dates[i]
		if w.Start >= within.Start && w.End <= within.End && (best == nil || distance(w.Span, evidence) < distance(best.Span, evidence)) {
			best = w
		}
	}
	if best == nil {
		return schema.Date{}
	}
	return best.From
}

// complete reports whether every role that the relation needs is filled, and
// nobody stands on both sides.
func (k *checker) complete(r *schema.Relation, c *schema.Claim) bool {
	if r.Symmetric {
		c.Actor = append(c.Actor, c.Recipient...)
		c.Recipient = nil
		slices.Sort(c.Actor)
		c.Actor = slices.Compact(c.Actor)
		return len(c.Actor) >= 2
	}
	needs := len(r.Arguments[schema.RoleRecipient]) > 0 && !slices.Contains(r.Optional, schema.RoleRecipient)
	both := slices.ContainsFunc(c.Actor, func(id string) bool { return slices.Contains(c.Recipient, id) })
	return len(c.Actor) > 0 && !both && (len(c.Recipient) > 0 || !needs)
}

// distance is how far two stretches are apart, in bytes; 0 if they touch.
func distance(a, b schema.Span) int {
	switch {
	case a.End <= b.Start:
		return b.Start - a.End
	case b.End <= a.Start:
		return a.Start - b.End
	}
	return 0
}
