package schema

import "slices"

// Category is the PLOVER category of a claim, "" where PLOVER codes none. It
// is the relation's own for what has happened. What is still to come is coded
// by what is announced: a promise (AGREE) or a threat (THREATEN); what is
// asked for by the request, which is a claim of its own; what might be only
// where somebody says so of himself. Help, talks and concessions that are
// refused or do not come about are refusals (REJECT); other acts that are
// denied are no event. See Open Event Data Alliance, PLOVER
// Political Language Ontology for Verifiable Event Records, 2021.
func (r *Relation) Category(c *Claim) string {
	cooperative, material := r.Quad == 1 || r.Quad == 2, r.Quad == 4 && r.Plover != "PROTEST"
	switch {
	case r.Plover == "" || c.Modality == Demanded:
		return ""
	case c.Polarity == Denied && cooperative && (c.Speaker == "" || slices.Contains(c.Actor, c.Speaker)):
		return "REJECT"
	case c.Polarity == Denied, c.Modality == Conditional && !r.SpeechAct && !material && !slices.Contains(c.Actor, c.Speaker):
		return ""
	case c.Modality != Future && c.Modality != Conditional:
		return r.Plover
	case cooperative:
		return "AGREE"
	case material:
		return "THREATEN"
	}
	return r.Plover
}
