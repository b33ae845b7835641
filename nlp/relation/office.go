package relation

import (
	"sort"
	"strings"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// officeRelation is the relation that titles make by themselves. Titles stand
// so close to names that they are read from the words and not from the tree.
const officeRelation = "HOLDS_OFFICE_IN"

// officeWords are what titles are made of.
type officeWords struct {
	title    map[string]bool // "president", "prime minister"
	former   map[string]bool
	relation *schema.Relation
	longest  int // words of the longest title
}

func newOfficeWords(w schema.Words, relations map[string]*schema.Relation) officeWords {
	o := officeWords{title: w.Set("title.office"), former: w.Set("former"), relation: relations[officeRelation]}
	for t := range o.title {
		o.longest = max(o.longest, len(strings.Fields(t)))
	}
	return o
}

// offices makes a claim of each title that stands beside a name, with the
// state or body that it is held in.
func (m *matcher) offices() {
	if m.office.relation == nil {
		return
	}
	seen := map[*analysis.Mention]bool{}
	for _, x := range m.cover {
		if x == nil || seen[x] || len(x.Entities) != 1 {
			continue
		}
		seen[x] = true
		if e := m.doc.Entity(x.Entities[0]); e == nil || e.Kind != schema.Person {
			continue
		}
		if !m.titleBefore(x) {
			m.titleAfter(x)
		}
	}
}

// title is a run of tokens that names an office.
type title struct{ first, last int } // last exclusive

// titleBefore reads "Pakistani Prime Minister NAME", "NATO chief NAME",
// "Iran's foreign minister, NAME", "the commander of the Quds Force, NAME" and
// "Presidents NAME and NAME".
func (m *matcher) titleBefore(x *analysis.Mention) bool {
	end := x.First
	if end > 0 && m.tree.lower[end-1] == "," {
		end--
	}
	if ti, ok := m.titleEnding(end); ok {
		return m.officeClaim(x, ti)
	}
	if ti, ok := m.titleWithOf(end); ok {
		return m.officeClaim(x, ti)
	}
	if end > 1 && m.tree.lower[end-1] == "and" { // the plural title stands before the first name
		if y := m.cover[end-2]; y != nil && y.First > 0 {
			if ti, ok := m.titleEnding(y.First); ok && strings.HasSuffix(m.tree.lower[ti.last-1], "s") {
				return m.officeClaim(x, ti)
			}
		}
	}
	return false
}

// titleWithOf finds a title whose "of …" fills the tokens up to end.
func (m *matcher) titleWithOf(end int) (title, bool) {
	t := m.tree
	for i := end - 2; i > 0 && i > end-9; i-- {
		if w := t.lower[i]; w == "," || t.isVerb(i) {
			break
		}
		if !ofWords[t.lower[i]] {
			continue
		}
		if ti, ok := m.titleEnding(i); ok {
			return ti, true
		}
	}
	return title{}, false
}

// ofWords join a title to whose it is.
var ofWords = map[string]bool{"of": true, "for": true, "to": true, "at": true, "in": true}

// titleAfter reads "NAME, the foreign minister of Iran" and "NAME, Iran's
// foreign minister".
func (m *matcher) titleAfter(x *analysis.Mention) bool {
	t := m.tree
	if x.Last >= len(t.toks) || t.lower[x.Last] != "," {
		return false
	}
	for end := x.Last + 2; end <= len(t.toks) && end <= x.Last+9; end++ {
		if w := t.lower[end-1]; w == "," || w == "who" || t.isVerb(end-1) {
			return false
		}
		ti, ok := m.titleEnding(end)
		if !ok || ti.first <= x.Last {
			continue
		}
		if longer, ok := m.titleEnding(end + 1); ok && longer.first <= ti.first {
			continue
		}
		return m.officeClaim(x, ti)
	}
	return false
}

// titleEnding finds the longest title that ends before token end.
func (m *matcher) titleEnding(end int) (title, bool) {
	t := m.tree
	if end > len(t.toks) {
		return title{}, false
	}
	for n := min(m.office.longest, end); n > 0; n-- {
		words := strings.Join(t.lower[end-n:end], " ")
		if m.office.title[words] || m.office.title[strings.ReplaceAll(words, " - ", "-")] || m.office.title[strings.TrimSuffix(words, "s")] {
			return title{end - n, end}, true
		}
	}
	return title{}, false
}

// officeClaim ties a title to whose it is.
func (m *matcher) officeClaim(x *analysis.Mention, ti title) bool {
	t := m.tree
	first := ti.first
	for first > 0 && ti.first-first < 4 && m.qualifies(first-1) { // "caretaker", "deputy", "acting", "senior"
		first--
	}
	if m.isFormer(first) || m.isFormer(ti.first) {
		return true // said, and not a claim
	}
	for i := first; i < ti.first; i++ {
		if outsiders[t.lower[i]] {
			return true // "rebel leader": of no state
		}
	}
	of, span := m.officeOf(x, first, ti)
	if of == "" || of == x.Entities[0] {
		return false
	}
	titleSpan := schema.Span{Start: t.toks[first].Start, End: t.toks[ti.last-1].End}
	c := schema.Claim{
		Article: m.doc.Article.ID, Relation: officeRelation, Actor: []string{x.Entities[0]}, Recipient: []string{of},
		Theme: []string{`"` + m.doc.Text(titleSpan) + `"`}, Mediator: []string{}, Polarity: schema.Affirmed, Modality: schema.Asserted,
	}
	quote := schema.Span{Start: min(x.Start, titleSpan.Start), End: max(x.End, titleSpan.End)}
	c.Evidence = schema.Evidence{
		Sentence: m.quote(m.doc.Sentences[t.sentence].Span), Trigger: titleSpan, Rule: m.office.relation.File + ":1", Confidence: 0.9,
		Marks: []schema.Mark{{Role: schema.RoleActor, Span: x.Span}, {Role: schema.RoleTheme, Span: titleSpan}},
	}
	if span.Len() > 0 {
		c.Evidence.Marks = append(c.Evidence.Marks, schema.Mark{Role: schema.RoleRecipient, Span: span})
		quote.Start, quote.End = min(quote.Start, span.Start), max(quote.End, span.End)
	} else {
		c.Evidence.Confidence = 0.7
	}
	c.Evidence.Quote = m.quote(quote)
	c.ID = schema.ClaimID(&c)
	m.doc.Claims = append(m.doc.Claims, c)
	return true
}

// outsiders are qualifiers of a title that no state gives.
var outsiders = map[string]bool{
	"opposition": true, "rebel": true, "retired": true, "militant": true, "tribal": true, "student": true, "union": true, "protest": true,
	"separatist": true, "guerrilla": true, "gang": true, "cartel": true, "jihadist": true, "insurgent": true, "religious": true, "spiritual": true,
	"community": true, "business": true, "dissident": true, "exiled": true, "self-styled": true, "company": true, "cult": true,
}

// qualifies reports whether a word may stand between whose office it is and
// the title: no name, no mark, no verb.
func (m *matcher) qualifies(i int) bool {
	tok := &m.tree.toks[i]
	return m.at(i) == nil && (tok.UPOS == "ADJ" || tok.UPOS == "NOUN" || tok.UPOS == "PROPN") && !m.office.former[m.tree.lower[i]]
}

func (m *matcher) isFormer(first int) bool {
	t := m.tree
	for i := max(0, first-2); i < first+1 && i < len(t.toks); i++ {
		if m.office.former[t.lower[i]] || strings.HasPrefix(t.lower[i], "ex-") {
			return true
		}
		if t.lower[i] == "ex" || t.lower[i] == "then" {
			return true
		}
	}
	return false
}

var officeKinds = []schema.Kind{schema.State, schema.IGO, schema.Organization, schema.MilitantGroup}

// officeOf finds the state or body of an office: the name right before the
// title, after "of", and else the holder's own state where the text makes it
// clear.
func (m *matcher) officeOf(x *analysis.Mention, first int, ti title) (string, schema.Span) {
	t := m.tree
	i := first - 1
	for i >= 0 && (t.lower[i] == "'s" || t.lower[i] == "’s" || t.lower[i] == "'" || t.lower[i] == "’" || t.lower[i] == "-" || t.lower[i] == "the") {
		i--
	}
	if i >= 0 && i != x.Last-1 {
		if id, span := m.officeAt(i); id != "" {
			return id, span
		}
	}
	if j := ti.last; j+1 < len(t.toks) && ofWords[t.lower[j]] {
		for k := j + 1; k < len(t.toks) && k < j+6 && t.lower[k] != ","; k++ {
			if id, span := m.officeAt(k); id != "" && id != x.Entities[0] {
				return id, span
			}
		}
	}
	if j := x.Last; j+1 < len(t.toks) && t.lower[j] == "of" { // "King Hussein of Jordan"
		if id, span := m.officeAt(j + 1); id != "" {
			return id, span
		}
	}
	if e := m.doc.Entity(x.Entities[0]); e.Country != "" {
		if m.inDocument(e.Country) {
			return m.country(e.Country), schema.Span{}
		}
		return "", schema.Span{}
	}
	return m.nearestState(x)
}

// inDocument reports whether the document names a state, or a place or body
// of it.
func (m *matcher) inDocument(state string) bool {
	for _, e := range m.doc.Entities {
		if e.ID == state || e.Country == state && e.Kind != schema.Person {
			return true
		}
	}
	return false
}

func (m *matcher) officeAt(i int) (string, schema.Span) {
	x := m.at(i)
	if x == nil {
		return "", schema.Span{}
	}
	if fs := m.entities(nil, x, officeKinds); len(fs) > 0 {
		return fs[0].id, x.Span
	}
	return "", schema.Span{}
}

// nearestState is the only state that the sentence names before the person
// ("In Sri Lanka, President NAME"), or else the one that the document speaks
// of most before it.
func (m *matcher) nearestState(x *analysis.Mention) (string, schema.Span) {
	found, span := "", schema.Span{}
	for i := 0; i < x.First; i++ {
		y := m.at(i)
		if y == nil {
			continue
		}
		for _, f := range m.entities(nil, y, []schema.Kind{schema.State}) {
			if found != "" && f.id != found {
				return "", schema.Span{}
			}
			found, span = f.id, y.Span
		}
	}
	if found != "" {
		return found, span
	}
	return m.mainState(x.Start), schema.Span{}
}

// mainStateReach is how many mentions back mainState looks.
const mainStateReach = 300

// mainState is the state that more than half of the mentions of states before
// a position are of, or "".
func (m *matcher) mainState(before int) string {
	counts, total := map[string]int{}, 0
	end := sort.Search(len(m.doc.Mentions), func(i int) bool { return m.doc.Mentions[i].Start >= before })
	for i := max(0, end-mainStateReach); i < end; i++ {
		y := &m.doc.Mentions[i]
		if len(y.Entities) != 1 || y.Type == schema.Pronoun {
			continue
		}
		for _, f := range m.entities(nil, y, []schema.Kind{schema.State}) {
			counts[f.id]++
			total++
		}
	}
	for id, n := range counts {
		if 2*n > total {
			return id
		}
	}
	return ""
}
