package entity

import (
	"math"
	"slices"
	"strings"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/gazetteer"
	"github.com/entente-kg/entente/schema"
)

// Candidate is one meaning of a name, with its share of the belief in all.
type Candidate struct {
	ID string
	schema.Link
	form schema.Form
}

// setting is what is known around a name.
type setting struct {
	name  string // as written
	day   schema.Date
	label analysis.Label // the recogniser's, "" for none
	title string         // of the office that stands beside the name, "" for none
	of    string         // whose office that is, "" when not said
	// alsoOf are others that share the name of of: the two Congos.
	alsoOf []string
	soon   bool            // the day has been put off already
	words  map[string]bool // lower-case words of the text around
	has    func(id string) bool
	// home counts the people, places and bodies of a state or region that the
	// text names.
	home map[string]int
}

// weight is the strength of a candidate, in bits, and what it rests on.
type weight struct {
	Candidate
	bits     float64
	untimely bool // it was not there on the day
}

// add adds bits for a reason; the strongest reason is kept.
func (w *weight) add(bits float64, reason schema.Reason, strongest *float64) {
	w.bits += bits
	if bits > *strongest {
		*strongest, w.Reason = bits, reason
	}
}

// weigh orders what a name may mean by how well it fits, the best first, and
// shares out the belief among them: each bit doubles it. The order of the
// entries breaks ties.
func (l *Linker) weigh(entries []gazetteer.Entry, s setting) []Candidate {
	ws := make([]weight, 0, len(entries))
	for i, e := range entries {
		if slices.ContainsFunc(ws, func(w weight) bool { return w.ID == e.ID }) {
			continue
		}
		w := l.fit(e, s)
		w.bits -= min(float64(i)*1.2, 4) // entries come with the commonest meaning first
		ws = append(ws, w)
	}
	if len(ws) == 1 {
		ws[0].Reason = plainReason(ws[0].form)
	}
	slices.SortStableFunc(ws, func(a, b weight) int {
		switch {
		case a.bits > b.bits:
			return -1
		case a.bits < b.bits:
			return 1
		}
		return 0
	})
	if first := &ws[0]; first.Reason == schema.ByPrior && slices.ContainsFunc(ws, func(w weight) bool { return w.untimely != first.untimely }) {
		first.Reason = schema.ByDate
	}
	total := 0.0
	for _, w := range ws {
		total += math.Exp2(w.bits - ws[0].bits)
	}
	out := make([]Candidate, 0, len(ws))
	for _, w := range ws {
		w.Score = sureness[w.form] * math.Exp2(w.bits-ws[0].bits) / total
		out = append(out, w.Candidate)
	}
	return out
}

// sureness is the score of a name that means one thing only.
var sureness = map[schema.Form]float64{
	schema.FormName: 0.98, schema.FormDemonym: 0.95, schema.FormCapital: 0.9, schema.FormMetonym: 0.95, schema.FormInferred: 0.85,
}

// plainReason is the reason of a name that means one thing only.
func plainReason(form schema.Form) schema.Reason {
	switch form {
	case schema.FormDemonym:
		return schema.ByDemonym
	case schema.FormMetonym:
		return schema.ByMetonym
	}
	return schema.ByAlias
}

// fit weighs one meaning.
func (l *Linker) fit(e gazetteer.Entry, s setting) weight {
	a := l.kb.ByID[e.ID]
	w := weight{Candidate: Candidate{ID: e.ID, form: e.Form}}
	w.Reason = schema.ByPrior
	strongest := 0.9
	if s.label != "" && slices.Contains(kindsOf[s.label], a.Kind) {
		w.add(3, schema.ByKind, &strongest)
	}
	if s.has != nil && s.has(a.ID) && !l.toldApart(a, s) {
		w.add(4, schema.ByNamed, &strongest)
	}
	if n := l.spokenOf(a, s); n > 0 {
		w.add(min(1+float64(n), 4), schema.ByCountry, &strongest)
	}
	if n := l.senses.count(s, e.ID); n > 0 {
		w.add(min(4+2*float64(n), 9), schema.ByWords, &strongest)
	}
	if e.Form == schema.FormName && gazetteer.Fold(a.Name) == gazetteer.Fold(s.name) {
		bits := 1.5
		if a.Kind == schema.State {
			bits = 3 // whoever else bears it, its name is the state's in world news
		}
		w.add(bits, schema.ByAlias, &strongest)
	}
	l.fitDay(a, s, &w, &strongest)
	return w
}

// fitDay weighs whether an actor was there, or in office, on the day.
func (l *Linker) fitDay(a *schema.Actor, s setting, w *weight, strongest *float64) {
	there := schema.Office{From: a.From, To: a.To}
	if !there.HeldOn(s.day) {
		w.bits -= 3
		w.untimely = true
	}
	if a.Kind != schema.Person {
		return
	}
	switch {
	case s.title != "" && l.posts.bears(a, s.of, s.title, s.day):
		w.add(7, schema.BySurnameOffice, strongest)
	case s.title != "" && l.posts.bore(a, s.of, s.title, s.day):
		w.add(3, schema.ByEarlierOffice, strongest)
	}
	best := 0.0
	for _, o := range a.Offices {
		if o.HeldOn(s.day) {
			best = max(best, prominence(o))
		}
	}
	if best > 0 {
		w.add(best, schema.ByOffice, strongest)
	} else if !s.day.IsZero() && l.isFuture(a, s.day) {
		w.bits -= 2
	}
}

// isFuture reports whether all that a person is known for came after the day.
func (l *Linker) isFuture(a *schema.Actor, day schema.Date) bool {
	return len(a.Offices) > 0 && !slices.ContainsFunc(a.Offices, func(o schema.Office) bool {
		return o.From.IsZero() || !o.From.First().After(day.Last())
	})
}

// prominence of an office in world news, in bits.
func prominence(o schema.Office) float64 {
	switch t := postTitle(o.Title); {
	case heads[t] && strings.HasPrefix(o.Of, "state:"):
		return 4
	case strings.HasSuffix(t, "foreign minister"), t == "secretary of state", t == "secretary general", t == "foreign secretary":
		return 3.2
	case strings.HasPrefix(o.Of, "state:"):
		return 2.5
	}
	return 2
}

// heads are the titles of those who head a state or its government.
var heads = map[string]bool{
	"president": true, "prime minister": true, "premier": true, "chancellor": true, "king": true, "queen": true, "emir": true, "sultan": true, "supreme leader": true,
	"leader": true, "interim president": true, "acting president": true, "military ruler": true, "taoiseach": true, "pope": true, "crown prince": true,
	"general secretary of the communist party": true,
}

// spokenOf counts the people, places and bodies of an actor's country that
// the text names; for a state, its own.
func (l *Linker) spokenOf(a *schema.Actor, s setting) int {
	country := a.Country
	if a.Kind == schema.State {
		country = a.ID
	}
	if country == "" || s.home == nil {
		return 0
	}
	n := s.home[country]
	if a.Kind != schema.State && a.Kind != schema.Place && s.has != nil && s.has(country) {
		n++ // people and bodies act beside their state; a place is seldom told from another by it
	}
	if n == 0 && a.Kind == schema.State && a.Region != "" && s.home["region "+a.Region] > 0 {
		return 1
	}
	return n
}

// toldApart reports whether the text names an actor by a longer name of which
// this one is a part, as one does to tell the two apart: beside Guinea-Bissau,
// Guinea is another.
func (l *Linker) toldApart(a *schema.Actor, s setting) bool {
	if a.Kind != schema.State {
		return false
	}
	own, name := gazetteer.Fold(a.Name), gazetteer.Fold(s.name)
	return own != name && strings.Contains(" "+own+" ", " "+name+" ") && l.isName(name)
}

// isName reports whether a folded name is the plain name of some state.
func (l *Linker) isName(folded string) bool { return l.plainStates[folded] }
