package relation

import (
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
	address  map[string]bool            // ranks and forms of address, which may stand between title and name
	rank     map[string]bool            // those of them that soldiers have
	outsider map[string]bool            // qualifiers of a title that no state gives
	abroad   map[string]bool            // titles of those who serve in another state
	anyone   map[string]bool            // titles that do not tell whose they are
	kin      map[string]bool            // sons and daughters of those who have a title
	styled   map[string]bool            // titles that names keep without an office
	ofState  map[string]map[string]bool // titles that one state alone has, by its ID
	relation *schema.Relation
	longest  int // words of the longest title
}

func newOfficeWords(w schema.Words, relations map[string]*schema.Relation) officeWords {
	o := officeWords{title: w.Set("title.office"), former: w.Set("former"), address: w.Set("address"), rank: w.Set("address.rank"), outsider: w.Set("title.outsider"), abroad: w.Set("title.abroad"), anyone: w.Set("title.anyone"), kin: w.Set("title.kin"), styled: w.Set("title.styled"), relation: relations[officeRelation]}
	o.ofState = map[string]map[string]bool{"state:USA": w.Set("title.american"), "state:GBR": w.Set("title.british"), "state:VAT": w.Set("title.papal")}
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
	m.untitled()
}

// title is a run of tokens that names an office.
type title struct{ first, last int } // last exclusive

// titleBefore reads "Pakistani Prime Minister NAME", "NATO chief NAME",
// "Iran's foreign minister, NAME", "the commander of the Quds Force, NAME" and
// "Presidents NAME and NAME".
func (m *matcher) titleBefore(x *analysis.Mention) bool {
	if ti, ok := m.titleWithin(x); ok {
		return m.officeClaim(x, ti)
	}
	end := m.beforeRank(x.First)
	if end > 0 && m.tree.lower[end-1] == "," {
		end--
	}
	if ti, ok := m.titleEnding(end); ok {
		return m.officeClaim(x, ti)
	}
	if ti, ok := m.titleWithOf(end); ok {
		return m.officeClaim(x, ti)
	}
	if holders := m.holders(x); len(holders) > 1 && holders[0].main != x { // the plural title stands before the first name
		end := holders[0].main.First
		if end > 0 && m.tree.lower[end-1] == "," {
			end--
		}
		ti, ok := m.titleEnding(end)
		if !ok {
			ti, ok = m.titleWithOf(end)
		}
		if ok && strings.HasSuffix(m.tree.lower[ti.last-1], "s") {
			return m.officeClaim(x, ti)
		}
	}
	return false
}

// titleWithin finds the title that a name begins with: "President Bush",
// "King Mohammed VI".
func (m *matcher) titleWithin(x *analysis.Mention) (title, bool) {
	for end := min(x.Last-1, x.First+4); end > x.First; end-- {
		if ti, ok := m.titleEnding(end); ok && ti.first == x.First && !m.office.styled[m.tree.lower[end-1]] {
			return ti, true
		}
	}
	return title{}, false
}

// beforeRank passes over ranks and forms of address before a name: "its chief,
// General Pervez Musharraf", "its spokesman, Dr Sasa".
func (m *matcher) beforeRank(end int) int {
	t := m.tree
	for end > 0 && (m.office.address[strings.TrimSuffix(t.lower[end-1], ".")] || m.office.address[t.lower[end-1]] || end > 1 && t.lower[end-1] == ".") {
		if _, ok := m.titleEnding(end); ok {
			break
		}
		end--
	}
	return end
}

// titleWithOf finds a title whose "of …" fills the tokens up to end.
func (m *matcher) titleWithOf(end int) (title, bool) {
	t := m.tree
	if end > 0 && t.isVerb(end-1) {
		return title{}, false
	}
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
	after := m.copula(x)
	if after < 0 && (x.Last+1 >= len(t.toks) || t.lower[x.Last] != "," || t.toks[x.Last+1].UPOS == "ADP") {
		return false
	}
	after = max(after, x.Last)
	for end := after + 2; end <= len(t.toks) && end <= after+9; end++ {
		if w := t.lower[end-1]; w == "," || w == "who" || t.isVerb(end-1) || m.office.kin[t.lemma(end-1)] {
			return false
		}
		if m.office.former[t.lower[end-1]] || t.lower[end-1] == "formerly" || t.lower[end-1] == "once" {
			return true // said, and not a claim
		}
		ti, ok := m.titleEnding(end)
		if !ok || ti.first <= after {
			continue
		}
		if longer, ok := m.titleEnding(end + 1); ok && longer.first <= ti.first {
			continue
		}
		if end < len(t.toks) && m.at(end) != nil && m.at(end).Type == schema.Name && m.at(end).First == end {
			return false // the title of who is named next: "Trump, Prime Minister Netanyahu and"
		}
		done := m.officeClaim(x, ti)
		if done && strings.HasSuffix(t.lower[ti.last-1], "s") { // "Trump, Macron and Putin, the co-chairs of"
			for _, c := range m.series[x.Head] {
				if c.main != x && m.isKind(c.main.Entities[0], schema.Person) {
					m.officeClaim(c.main, ti)
				}
			}
		}
		return done
	}
	return false
}

// copula is the token of "is" or "remains" behind a name, "NAME, who is" with
// it, or -1. "Was" is not among them: who was something may no longer be.
func (m *matcher) copula(x *analysis.Mention) int {
	t := m.tree
	i := x.Last
	if i+2 < len(t.toks) && t.lower[i] == "," && t.lower[i+1] == "who" {
		i += 2
	}
	if i+1 < len(t.toks) && (t.lower[i] == "is" || t.lower[i] == "remains") && t.lower[i+1] != "not" {
		return i
	}
	return -1
}

// titleEnding finds the longest title that ends before token end.
func (m *matcher) titleEnding(end int) (title, bool) {
	t := m.tree
	if end > len(t.toks) {
		return title{}, false
	}
	for n := min(m.office.longest, end); n > 0; n-- {
		words := strings.Join(t.lower[end-n:end], " ")
		if m.office.title[words] || m.office.title[strings.ReplaceAll(words, " - ", "-")] || m.office.title[strings.TrimSuffix(words, "s")] || strings.HasSuffix(words, "ies") && m.office.title[words[:len(words)-3]+"y"] {
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
	if m.isFormer(first) || m.isFormer(ti.first) || strings.HasSuffix(t.lower[ti.last-1], "elect") {
		return true // said, and not a claim
	}
	of, span := m.shareOf(x, ti)
	if of == "" {
		of, span = m.officeOf(x, first, ti)
	}
	for i := first; i < ti.last; i++ {
		if m.office.outsider[t.lower[i]] && (of == "" || m.isKind(of, schema.State)) {
			return true // "rebel leader": of no state
		}
	}
	if of == "" || of == x.Entities[0] {
		return false
	}
	m.holds(x, of, span, schema.Span{Start: t.toks[first].Start, End: t.toks[ti.last-1].End})
	return true
}

// holds makes the claim that a person holds an office; span is where the text
// names whose it is, titleSpan the title, and either may be empty.
func (m *matcher) holds(x *analysis.Mention, of string, span, titleSpan schema.Span) {
	t := m.tree
	if titleSpan.Len() == 0 {
		titleSpan = x.Span
	}
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
		if t.isVerb(i) && t.toks[i].Deprel != "amod" && t.toks[i].Deprel != "compound" {
			continue // "those who deposed President X"
		}
		if m.office.former[t.lower[i]] || strings.HasPrefix(t.lower[i], "ex-") {
			return true
		}
		if t.lower[i] == "ex" || t.lower[i] == "then" {
			return true
		}
	}
	return false
}
