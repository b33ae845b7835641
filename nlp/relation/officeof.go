package relation

import (
	"maps"
	"slices"
	"sort"
	"strings"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

var officeKinds = []schema.Kind{schema.State, schema.IGO, schema.Organization, schema.MilitantGroup}

// officeOf finds the state or body of an office: the name right before the
// title, after "of", and else the holder's own state where the text makes it
// clear.
func (m *matcher) officeOf(x *analysis.Mention, first int, ti title) (string, schema.Span) {
	t := m.tree
	if id, span := m.officeBehind(x, ti, bodyKinds); id != "" { // "the Indonesian operations chief of Jemaah Islamiyah"
		return id, span
	}
	i := first - 1
	for i >= 0 && (t.lower[i] == "'s" || t.lower[i] == "’s" || t.lower[i] == "'" || t.lower[i] == "’" || t.lower[i] == "-" || t.lower[i] == "the") {
		i--
	}
	peer := peers[strings.TrimSuffix(t.lower[ti.last-1], "s")]
	if i > 0 && t.toks[i].UPOS == "ADJ" && !peer && !m.office.abroad[t.lower[ti.last-1]] {
		switch t.toks[i-1].XPOS {
		case "PRP$": // "his Egyptian deputy", but "its Egyptian ambassador"
			i--
		case "POS": // "Bosnia's Serb leader"
			if id, span := m.officeAt(i - 2); id != "" && m.isKind(id, schema.State) {
				return id, span
			}
		}
	}
	if peer && i >= 0 && t.toks[i].XPOS == "PRP$" { // "his counterpart in Lima": not of his state
		return m.officeBehind(x, ti, officeKinds)
	}
	if i >= 0 && i != x.Last-1 {
		if t.lower[i] == "whose" {
			i = m.whose(i)
		}
		if id, span := m.bodyMeant(i, ti); id != "" {
			return id, span
		}
		if id, span := m.officeAt(i); id != "" {
			return id, span
		}
		if id := m.servedBy(i); id != "" && id != x.Entities[0] {
			return id, m.at(i).Span
		}
	}
	if id, span := m.officeBehind(x, ti, officeKinds); id != "" {
		return id, span
	}
	if j := x.Last; j+1 < len(t.toks) && t.lower[j] == "of" { // "King Hussein of Jordan"
		if id, span := m.officeAt(j + 1); id != "" {
			return id, span
		}
	}
	if id, ok := m.byTitle(x, ti); ok {
		return id, schema.Span{}
	}
	if e := m.doc.Entity(x.Entities[0]); e.Country != "" {
		if m.inDocument(e.Country) {
			return m.country(e.Country), schema.Span{}
		}
		return "", schema.Span{}
	}
	if m.possessed(first) || ti.last < len(t.toks) && t.lower[ti.last] == "of" && ti.last != x.First {
		return "", schema.Span{} // said, and of nobody known: "the guerrillas' leader"
	}
	return m.nearestState(x)
}

// byTitle is whose an office is by its title alone, and whether that tells: a
// nuncio serves the Vatican, an assistant secretary of state the United States,
// a foreign secretary Britain where the text names it, and a secretary-general
// the body last named, or else the first one named behind.
func (m *matcher) byTitle(x *analysis.Mention, ti title) (string, bool) {
	words := strings.Join(m.tree.lower[ti.first:ti.last], " ")
	words = strings.NewReplacer(" - ", "-").Replace(words)
	for _, state := range slices.Sorted(maps.Keys(m.office.ofState)) {
		if m.office.ofState[state][words] && (state != "state:GBR" || m.inDocument(state)) {
			return m.country(state), true
		}
	}
	if strings.HasPrefix(x.Entities[0], "nil:") && m.office.anyone[words] {
		return "", true // "Cardinal NAME": perhaps of no state that the article tells of
	}
	if !strings.HasSuffix(words, "secretary-general") && !strings.HasSuffix(words, "secretary general") {
		return "", false
	}
	behind := ""
	for i := range m.doc.Mentions {
		y := &m.doc.Mentions[i]
		if len(y.Entities) != 1 || !m.isKind(y.Entities[0], schema.IGO) {
			continue
		}
		if y.Start > x.Start {
			if behind == "" {
				behind = y.Entities[0]
			}
			break
		}
		behind = y.Entities[0]
	}
	return behind, true
}

// possessed reports whether a possessor stands before a token.
func (m *matcher) possessed(first int) bool {
	if first < 1 {
		return false
	}
	switch before := &m.tree.toks[first-1]; before.XPOS {
	case "POS", "PRP$", "WP$":
		return true
	}
	return false
}

// whose is the noun that "whose" at a token points back to, or the token
// itself.
func (m *matcher) whose(i int) int {
	t := m.tree
	if antecedent, ok := t.relative(i); ok && antecedent >= 0 {
		if id, _ := m.officeAt(antecedent); id != "" {
			return antecedent
		}
	}
	p := i - 1
	if p > 0 && t.lower[p] == "," {
		p--
	}
	if p >= 0 && m.at(p) != nil {
		return p
	}
	return i
}

// bodyTitles are titles of those who lead a body rather than a state.
var bodyTitles = map[string]bool{
	"leader": true, "chief": true, "head": true, "boss": true, "founder": true, "co-founder": true, "commander": true, "chairman": true, "chairwoman": true, "chair": true,
	"spokesman": true, "spokeswoman": true, "spokesperson": true, "secretary-general": true, "secretary general": true, "general secretary": true, "director": true,
	"executive": true, "ceo": true, "director-general": true, "president": false,
}

// bodyMeant is the body that "its" or "their" before the title of one who
// leads a body means, where reference took it for a state: the last one named
// in this sentence or the one before.
func (m *matcher) bodyMeant(i int, ti title) (string, schema.Span) {
	t := m.tree
	if w := t.lower[i]; w != "its" && w != "their" || !bodyTitles[t.lower[ti.last-1]] {
		return "", schema.Span{}
	}
	if x := m.at(i); x != nil && len(m.entities(nil, x, bodyKinds)) > 0 {
		return "", schema.Span{}
	}
	for k := len(m.doc.Mentions) - 1; k >= 0; k-- {
		y := &m.doc.Mentions[k]
		if y.Sentence < t.sentence-1 {
			break
		}
		if y.Start >= t.toks[i].Start || y.Type == schema.Pronoun || len(y.Entities) != 1 {
			continue
		}
		for _, id := range y.Entities {
			if e := m.doc.Entity(id); e != nil && slices.Contains(bodyKinds, e.Kind) && (e.Country == "" || e.Kind != schema.Organization) {
				return id, y.Span
			}
		}
	}
	return "", schema.Span{}
}

// peers are last words of titles of those who hold the same office elsewhere.
var peers = map[string]bool{"counterpart": true, "colleague": true, "number": true, "homologue": true}

// bodyKinds are what an office may be in besides a state.
var bodyKinds = []schema.Kind{schema.IGO, schema.Organization, schema.MilitantGroup}

// officeBehind is whose an office is by the words behind its title: "of", "for".
func (m *matcher) officeBehind(x *analysis.Mention, ti title, kinds []schema.Kind) (string, schema.Span) {
	t := m.tree
	j := ti.last
	if j+1 >= len(t.toks) || !ofWords[t.lower[j]] || t.lower[j] != "of" && t.lower[j] != "for" && m.office.abroad[t.lower[j-1]] {
		return "", schema.Span{}
	}
	for k := j + 1; k < len(t.toks) && k < j+6 && t.lower[k] != ","; k++ {
		y := m.at(k)
		if y == nil {
			continue
		}
		if fs := m.entities(nil, y, kinds); len(fs) > 0 && fs[0].id != x.Entities[0] {
			return fs[0].id, y.Span
		}
		if len(kinds) < len(officeKinds) {
			break // whatever else is named first
		}
	}
	return "", schema.Span{}
}

// servedBy is what the person named at a token serves: whose envoy or aide
// serves it too.
func (m *matcher) servedBy(i int) string {
	x := m.at(i)
	if x == nil || len(x.Entities) != 1 || !m.isKind(x.Entities[0], schema.Person) {
		return ""
	}
	for k := len(m.doc.Claims) - 1; k >= 0; k-- {
		c := &m.doc.Claims[k]
		if (c.Relation == officeRelation || c.Relation == memberRelation) && slices.Contains(c.Actor, x.Entities[0]) && len(c.Recipient) == 1 {
			return c.Recipient[0]
		}
	}
	if e := m.doc.Entity(x.Entities[0]); e.Country != "" && m.inDocument(e.Country) {
		return m.country(e.Country)
	}
	return ""
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
	if id, span := m.spokenFor(x); id != "" {
		return id, span
	}
	if id := m.homeState(x.Start); id != "" {
		return id, schema.Span{}
	}
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

// spokenFor is the state whose deed a person tells in a sentence that he closes
// or interrupts: "Ecuador will close its border, Interior Minister NAME said".
func (m *matcher) spokenFor(x *analysis.Mention) (string, schema.Span) {
	t := m.tree
	v := t.toks[x.Head].Head
	if v < 0 || t.toks[x.Head].Deprel != "nsubj" || !t.isVerb(v) || !m.cues.reporting[t.lemma(v)] {
		return "", schema.Span{}
	}
	deed := t.toks[v].Head
	if t.toks[v].Deprel != "parataxis" {
		if deed = t.child(v, "ccomp"); deed > x.First {
			return "", schema.Span{}
		}
	}
	if deed < 0 || !t.isVerb(deed) {
		return "", schema.Span{}
	}
	s := t.logicalSubject(deed)
	if s < 0 || s > x.First {
		return "", schema.Span{}
	}
	return m.stateAt(s)
}

// stateAt is the state that a name at a token stands for.
func (m *matcher) stateAt(i int) (string, schema.Span) {
	y := m.at(i)
	if y == nil || y.Type != schema.Name {
		return "", schema.Span{}
	}
	if fs := m.entities(nil, y, []schema.Kind{schema.State}); len(fs) == 1 {
		return fs[0].id, y.Span
	}
	return "", schema.Span{}
}

// holders are the names that are enumerated with a person's, without the title
// that stands before them.
func (m *matcher) holders(x *analysis.Mention) []chunk {
	return slices.DeleteFunc(slices.Clone(m.series[x.Head]), func(c chunk) bool { return c.main.Type == schema.Nominal })
}

// shareOf finds whose an office is where one plural title is shared out: "the
// foreign ministers of Rwanda and Congo, X and Y", "Canadian and Italian
// premiers, X and Y".
func (m *matcher) shareOf(x *analysis.Mention, ti title) (string, schema.Span) {
	t := m.tree
	holders := m.holders(x)
	if len(holders) < 2 || !strings.HasSuffix(t.lower[ti.last-1], "s") {
		return "", schema.Span{}
	}
	var owners []*analysis.Mention
	from, to := max(0, ti.first-8), ti.first
	if ti.last+1 < len(t.toks) && t.lower[ti.last] == "of" {
		from, to = ti.last+1, holders[0].first
	}
	for i := from; i < to && i < len(t.toks); i++ {
		if y := m.byHead[i]; y != nil && y.Type == schema.Name && len(m.entities(nil, y, officeKinds)) > 0 {
			owners = append(owners, y)
		}
	}
	if i := ti.first - 1; i >= 0 && t.toks[i].XPOS == "PRP$" && m.byHead[i] != nil { // "Fiji and Tonga …, their premiers, X and Y"
		if ids := m.inOrder(m.byHead[i], holders[0].main.Start); len(ids) == len(holders) {
			for n, c := range holders {
				if c.main == x {
					return ids[n], m.byHead[i].Span
				}
			}
		}
	}
	for n, c := range holders {
		if c.main == x && len(owners) == len(holders) {
			return m.entities(nil, owners[n], officeKinds)[0].id, owners[n].Span
		}
	}
	return "", schema.Span{}
}

// inOrder are the states and bodies that a mention stands for, in the order in
// which the text last named them before a position.
func (m *matcher) inOrder(x *analysis.Mention, before int) []string {
	last := map[string]int{}
	for i := range m.doc.Mentions {
		y := &m.doc.Mentions[i]
		if y.Start >= before || y.Start >= x.Start {
			break
		}
		if y.Type == schema.Name && len(y.Entities) == 1 {
			last[y.Entities[0]] = y.Start
		}
	}
	var ids []string
	for _, f := range m.entities(nil, x, officeKinds) {
		if _, ok := last[f.id]; ok {
			ids = append(ids, f.id)
		}
	}
	slices.SortStableFunc(ids, func(a, b string) int { return last[a] - last[b] })
	return ids
}

// untitled makes the claims of titles without a name that are known to mean a
// person: "the South African president", where the text names him elsewhere.
func (m *matcher) untitled() {
	for i := range m.tree.toks {
		x := m.byHead[i]
		if x == nil || x.Type != schema.Nominal || len(x.Entities) != 1 || !m.isKind(x.Entities[0], schema.Person) || x.First == i {
			continue
		}
		ti, ok := m.titleEnding(i + 1)
		if !ok || m.isFormer(ti.first) {
			continue
		}
		if e := m.doc.Entity(x.Entities[0]); e.Country != "" {
			for k := x.First; k < ti.first; k++ {
				if y := m.at(k); y != nil && y != x && slices.Contains(y.Entities, e.Country) {
					m.holds(x, e.Country, y.Span, schema.Span{Start: m.tree.toks[ti.first].Start, End: m.tree.toks[i].End})
					break
				}
			}
		}
	}
}

// homeState is the state that the article begins with, if it speaks of no other
// more often before a position; or "".
func (m *matcher) homeState(before int) string {
	counts := map[string]int{}
	home := ""
	for i := range m.doc.Mentions {
		y := &m.doc.Mentions[i]
		if y.Start >= before {
			break
		}
		if len(y.Entities) != 1 || y.Type == schema.Pronoun {
			continue
		}
		for _, f := range m.entities(nil, y, []schema.Kind{schema.State}) {
			if home == "" {
				home = f.id
			}
			counts[f.id]++
		}
	}
	for id, n := range counts {
		if id != home && n > counts[home] {
			return ""
		}
	}
	return home
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
