package model

import (
	"os"
	"slices"

	"github.com/entente-kg/entente/schema"
)

// feature is a hashed property of a pair, with the token that it speaks of
// (-1 for none): the tokens whose features weigh most make the trigger.
type feature struct {
	hash  uint32
	token int16
}

// tied is a property that holds of a pair and one label. All labels share its
// weight, so that what is learned of frequent relations serves rare ones.
type tied struct {
	feature
	label uint8
}

// pair is what the model scores: does Parties[a] act on Parties[b]?
type pair struct {
	a, b     int
	features []feature
	tied     []tied
	deep     []uint32 // features that name no word, for the network
}

// hash is FNV-1a over parts, with a mark between them.
type hash uint32

func start(template byte) hash { return (2166136261 ^ hash(template)) * 16777619 }

func (h hash) word(s string) hash {
	for i := range len(s) {
		h = (h ^ hash(s[i])) * 16777619
	}
	return (h ^ 0xff) * 16777619
}

func (h hash) num(n int) hash {
	h = (h ^ hash(n&0xff)) * 16777619
	return (h ^ hash(n>>8&0xff)) * 16777619
}

func (h hash) sum() uint32 { // FNV's low bits are weak
	x := uint32(h)
	x ^= x >> 15
	x *= 0x2c1b3c6d
	x ^= x >> 12
	return x
}

// link is a token that a party stands for, and how: directly, or as the owner
// of what the token names ("Iranian banks").
type link struct {
	token int
	owner bool
}

// trig is a word that may tell of an act, with the relations whose patterns
// list it.
type trig struct {
	token   int
	class   byte
	lemma   string
	object  string // lemma of a verb's object, "" where it is a party
	cluster [2]int
	cues    []cue
	nears   []Near
}

type cue struct {
	label uint8
	holds bool
}

// extractor holds the buffers of one sentence.
type extractor struct {
	*Model
	s       *Sentence
	trigs   []trig
	trigOf  []int // token → index in trigs, -1
	links   [][]link
	chains  [][]int // party → tokens from its own up to the root
	isParty []bool
	roles   [][]string // party → trig → role
	out     pair
	path    []int
	onPath  []bool
	pathUp  int // tokens of path below the top on the actor's side
	top     int // token above both, -1 for none

	vectorOf []int // token → row of its word vector, -1
}

func (m *Model) newExtractor(s *Sentence) *extractor {
	x := &extractor{Model: m, s: s, trigOf: make([]int, len(s.Tokens)), isParty: make([]bool, len(s.Tokens)), onPath: make([]bool, len(s.Tokens))}
	for _, p := range s.Parties {
		x.isParty[p.Token] = true
	}
	x.vectorOf = make([]int, len(s.Tokens))
	for i := range s.Tokens {
		x.vectorOf[i] = -1
		if c := classOf(s.Tokens[i].UPOS); c != 0 && c != 'p' {
			x.vectorOf[i] = m.vectors.find(s.Lemma[i])
		}
	}
	for i := range s.Tokens {
		x.trigOf[i] = -1
		if c := classOf(s.Tokens[i].UPOS); c != 0 && s.Tokens[i].Deprel != "flat" && !(x.isParty[i] && s.Tokens[i].UPOS == "PROPN") {
			x.trigOf[i] = len(x.trigs)
			t := trig{token: i, class: c, lemma: s.Lemma[i], cluster: m.clusters.find(s.Lemma[i])}
			if o := s.Object[i]; c == 'v' && o >= 0 {
				t.object = "_"
				if s.Tokens[o].UPOS == "NOUN" && !x.isParty[o] {
					t.object = s.Lemma[o]
				}
			}
			t.nears = m.nears[wordHash(t.lemma)]
			x.trigs = append(x.trigs, t)
		}
	}
	for _, c := range s.Cues {
		if t := x.trigOf[c.Token]; t >= 0 {
			if l, ok := m.labelOf[c.Relation]; ok {
				x.addCue(t, uint8(l), c.Holds)
			}
		}
	}
	for i := range s.Parties {
		x.chains = append(x.chains, x.chain(s.Parties[i].Token))
		x.links = append(x.links, x.linksOf(s.Parties[i].Token))
	}
	for i := range s.Parties {
		roles := make([]string, len(x.trigs))
		for k := range x.trigs {
			roles[k] = x.role(i, x.trigs[k].token)
		}
		x.roles = append(x.roles, roles)
	}
	return x
}

func (x *extractor) addCue(t int, label uint8, holds bool) {
	for i := range x.trigs[t].cues {
		if c := &x.trigs[t].cues[i]; c.label == label {
			c.holds = c.holds || holds
			return
		}
	}
	x.trigs[t].cues = append(x.trigs[t].cues, cue{label, holds})
}

func classOf(upos string) byte {
	switch upos {
	case "VERB", "AUX":
		return 'v'
	case "NOUN":
		return 'n'
	case "PROPN":
		return 'p'
	case "ADJ":
		return 'a'
	}
	return 0
}

// chain lists the tokens from tok up to the root.
func (x *extractor) chain(tok int) []int {
	out := []int{tok}
	for h := x.s.Tokens[tok].Head; h >= 0 && len(out) < maxChain; h = x.s.Tokens[h].Head {
		out = append(out, h)
	}
	return out
}

const maxChain = 40

// linksOf lists what a party at tok stands for.
func (x *extractor) linksOf(tok int) []link {
	out := []link{{tok, false}}
	owner := false
	for i, n := tok, 0; n < 4; n++ {
		t := &x.s.Tokens[i]
		if t.Head < 0 {
			break
		}
		switch d := t.Deprel; {
		case d == "conj" && classOf(t.UPOS) != 'v', d == "appos", d == "flat":
		case d == "amod" || d == "compound" || d == "nmod:poss" || d == "nmod:desc" || d == "nmod" && owning(x.s.Prep[i]):
			owner = true
		default:
			return out
		}
		i = t.Head
		out = append(out, link{i, owner})
	}
	return out
}

func owning(prep string) bool {
	switch prep {
	case "of", "in", "from", "by", "at", "for":
		return true
	}
	return false
}

// role is the function that a party has to a trigger: "subj", "obj",
// "obl:with", "poss", "o:with" (of its object), "outer" (subject of the verb
// whose object the trigger is); with "*" where it only owns what stands
// there; "" for none.
func (x *extractor) role(party, trig int) string {
	s := x.s
	for _, l := range x.links[party] {
		r := ""
		switch i := l.token; {
		case i == trig:
			if l.owner {
				r = "mod"
			} else {
				r = "self"
			}
		case s.Subject[trig] == i:
			r = "subj"
		case s.Object[trig] == i:
			r = "obj"
		case s.Tokens[i].Head == trig:
			r = x.label(i)
		default:
			h := s.Tokens[i].Head
			switch {
			case h >= 0 && s.Object[trig] == h && s.Prep[i] != "":
				r = "o:" + s.Prep[i]
			case x.governor(trig) >= 0 && s.Subject[x.governor(trig)] == i:
				r = "outer"
			case x.governor(trig) >= 0 && h == x.governor(trig):
				r = "g:" + s.Prep[i]
			default:
				continue
			}
		}
		if l.owner {
			return r + "*"
		}
		return r
	}
	return ""
}

// governor is the verb that a noun depends on as its object or oblique, -1
// for none.
func (x *extractor) governor(n int) int {
	t := &x.s.Tokens[n]
	if h := t.Head; h >= 0 && classOf(t.UPOS) == 'n' && classOf(x.s.Tokens[h].UPOS) == 'v' {
		return h
	}
	return -1
}

// label names a token's relation to its head: the function in an active
// clause, or the preposition.
func (x *extractor) label(i int) string {
	t := &x.s.Tokens[i]
	switch d := t.Deprel; d {
	case "nsubj":
		return "subj"
	case "nsubj:pass":
		return "obj"
	case "obl:agent":
		return "subj"
	case "obl", "nmod", "obl:arg", "obl:unmarked", "nmod:unmarked":
		if t.Head >= 0 && x.s.Prep[i] == "by" && x.s.Passive[t.Head] {
			return "subj"
		}
		if len(d) > 4 {
			d = d[:3]
		}
		if x.s.Prep[i] == "" {
			return d
		}
		return "p:" + x.s.Prep[i]
	default:
		return d
	}
}

// extract fills out with the features of the pair.
func (x *extractor) extract(a, b int) *pair {
	x.out.a, x.out.b = a, b
	x.out.features, x.out.tied, x.out.deep = x.out.features[:0], x.out.tied[:0], x.out.deep[:0]
	x.base()
	x.tree()
	x.words()
	x.triggers()
	x.found()
	return &x.out
}

func (x *extractor) add(h hash, token int) {
	x.out.features = append(x.out.features, feature{h.sum(), int16(token)})
}

// plain adds a feature that names no word: the network has it too.
func (x *extractor) plain(h hash, token int) {
	x.add(h, token)
	x.out.deep = append(x.out.deep, h.sum())
}

func (x *extractor) tie(label uint8, h hash, token int) {
	x.out.tied = append(x.out.tied, tied{feature{h.sum(), int16(token)}, label})
}

func bucket(n int) int {
	switch {
	case n < 6:
		return n
	case n < 9:
		return 6
	case n < 14:
		return 7
	case n < 22:
		return 8
	}
	return 9
}

// base looks at the two parties and how they stand in the sentence.
func (x *extractor) base() {
	a, b := &x.s.Parties[x.out.a], &x.s.Parties[x.out.b]
	order := 0
	between := b.First - a.Last
	if b.First < a.First {
		order, between = 1, a.First-b.Last
	}
	ka, kb := kindOf(a), kindOf(b)
	x.plain(start(1), -1)
	x.plain(start(2).word(ka).word(kb), -1)
	x.plain(start(3).word(ka).word(kb).num(order), -1)
	x.plain(start(4).num(order).num(bucket(max(between, 0))), -1)
	x.plain(start(5).word(string(a.Type)).word(string(b.Type)), -1)
	x.plain(start(6).word(ka).num(int(a.Form)).word(string(a.Type)), -1)
	x.plain(start(7).word(kb).num(int(b.Form)).word(string(b.Type)), -1)
	own := 0
	switch {
	case a.Country != "" && a.Country == b.ID:
		own = 1
	case b.Country != "" && b.Country == a.ID:
		own = 2
	case a.Country != "" && a.Country == b.Country:
		own = 3
	}
	x.plain(start(8).num(own).word(ka).word(kb), -1)
	x.plain(start(9).num(own).num(order).num(bucket(max(between, 0))), -1)
	n := 0
	for i := range x.s.Parties {
		if p := &x.s.Parties[i]; p.First >= min(a.Last, b.Last) && p.Last <= max(a.First, b.First) {
			n++
		}
	}
	x.plain(start(10).num(min(n, 4)).num(order), -1)
}

func kindOf(p *Party) string {
	if p.Crowd {
		return "crowd " + string(p.Kind)
	}
	return string(p.Kind)
}

// tree looks at the way from one party to the other.
func (x *extractor) tree() {
	up, down := x.chains[x.out.a], x.chains[x.out.b]
	i, j := len(up)-1, len(down)-1
	if up[i] != down[j] {
		x.plain(start(20), -1)
		x.path, x.pathUp, x.top = x.path[:0], 0, -1
		clear(x.onPath)
		return
	}
	for i > 0 && j > 0 && up[i-1] == down[j-1] {
		i, j = i-1, j-1
	}
	top := up[i]
	lemma, cluster := x.s.Lemma[top], x.clusters.find(x.s.Lemma[top])
	if x.isParty[top] {
		lemma, cluster = "_", [2]int{}
	}
	left, right := x.side(up[:i]), x.side(down[:j])
	x.plain(start(21).num(min(i, 6)).num(min(j, 6)), -1)
	x.plain(start(22).num(int(left)).num(int(left>>16)).num(int(right)).num(int(right>>16)), -1)
	x.add(start(23).num(int(left)).num(int(left>>16)).num(int(right)).num(int(right>>16)).word(lemma), top)
	x.add(start(24).num(int(left)).num(int(left>>16)).num(int(right)).num(int(right>>16)).num(cluster[0]), top)
	x.add(start(25).num(int(left)).num(int(left>>16)).word(lemma), top)
	x.add(start(26).num(int(right)).num(int(right>>16)).word(lemma), top)
	first, last := "_", "_"
	if i > 0 {
		first = x.label(up[i-1])
	}
	if j > 0 {
		last = x.label(down[j-1])
	}
	x.plain(start(27).word(first).word(last), -1)
	x.add(start(28).word(first).word(last).word(lemma), top)
	x.add(start(29).word(first).word(last).num(cluster[0]), top)
	x.add(start(30).word(first).word(last).num(cluster[1]), top)
	x.plain(start(31).word(first).word(last).word(x.s.Tokens[top].UPOS).num(min(i, 3)).num(min(j, 3)), -1)
	x.path = x.path[:0]
	if i > 0 {
		x.path = append(x.path, up[1:i]...)
	}
	if i > 0 && j > 0 {
		x.path = append(x.path, top)
	}
	if j > 0 {
		x.path = append(x.path, down[1:j]...)
	}
	x.top, x.pathUp = top, max(0, i-1)
	clear(x.onPath)
	for k, tok := range x.path {
		x.onPath[tok] = true
		part := 0
		if tok == top {
			part = 1
		} else if k >= i {
			part = 2
		}
		x.node(tok, part)
	}
	x.onPath[top] = true
}

// side hashes the labels from a party up to the top, without the steps that
// change nothing.
func (x *extractor) side(chain []int) hash {
	h := start(0)
	for _, tok := range chain {
		switch d := x.s.Tokens[tok].Deprel; d {
		case "conj", "appos", "flat":
			if classOf(x.s.Tokens[tok].UPOS) == 'v' {
				h = h.word("vconj")
			}
		default:
			h = h.word(x.label(tok))
		}
	}
	return h
}

// node looks at one word on the way.
func (x *extractor) node(tok, part int) {
	s := x.s
	if x.isParty[tok] {
		return
	}
	c := x.clusters.find(s.Lemma[tok])
	x.add(start(40).word(s.Lemma[tok]), tok)
	x.add(start(41).word(s.Lemma[tok]).num(part), tok)
	x.add(start(42).num(c[0]).num(part), tok)
	x.add(start(43).num(c[1]).num(part).word(x.label(tok)), tok)
	if t := x.trigOf[tok]; t >= 0 && x.trigs[t].object != "" {
		x.add(start(44).word(s.Lemma[tok]).word(x.trigs[t].object).num(part), tok)
	}
}

// words looks at the words before, between and after.
func (x *extractor) words() {
	s := x.s
	a, b := &s.Parties[x.out.a], &s.Parties[x.out.b]
	order := 0
	l, r := a, b
	if b.First < a.First {
		order, l, r = 1, b, a
	}
	x.add(start(50).num(order).word(x.at(l.First-1)), l.First-1)
	x.add(start(51).num(order).word(x.at(r.Last)), r.Last)
	x.add(start(52).num(order).word(x.at(l.Last)), l.Last)
	x.add(start(53).num(order).word(x.at(r.First-1)), r.First-1)
	x.add(start(54).num(order).word(x.at(l.Last)).word(x.at(l.Last+1)), l.Last)
	x.add(start(55).num(order).word(x.at(r.First-2)).word(x.at(r.First-1)), r.First-2)
	n := r.First - l.Last
	if n >= 0 && n <= 4 {
		words, tags := start(56).num(order), start(57).num(order)
		for i := l.Last; i < r.First; i++ {
			words, tags = words.word(s.Lemma[i]), tags.word(s.Tokens[i].UPOS)
		}
		x.add(words, l.Last)
		x.plain(tags, -1)
	}
	if n > 14 {
		return
	}
	for i := l.Last; i < r.First; i++ {
		if x.trigOf[i] >= 0 || s.Tokens[i].UPOS == "ADP" || s.Tokens[i].UPOS == "ADV" {
			x.add(start(58).num(order).word(s.Lemma[i]), i)
			if x.trigOf[i] >= 0 {
				x.add(start(59).num(order).num(x.trigs[x.trigOf[i]].cluster[0]), i)
			}
		}
	}
}

func (x *extractor) at(i int) string {
	switch {
	case i < 0:
		return "<"
	case i >= len(x.s.Tokens):
		return ">"
	case x.isParty[i]:
		return "_"
	}
	return x.s.Lemma[i]
}

// triggers looks at every word that may tell of an act, and at the functions
// that the parties have to it.
func (x *extractor) triggers() {
	a, b := x.out.a, x.out.b
	kb := kindOf(&x.s.Parties[b])
	for k := range x.trigs {
		t := &x.trigs[k]
		ra, rb := x.roles[a][k], x.roles[b][k]
		near := 0
		if x.onPath[t.token] {
			near = 1
		} else if h := x.s.Tokens[t.token].Head; h >= 0 && x.onPath[h] {
			near = 2
		}
		if ra != "" && rb != "" {
			x.add(start(60).word(t.lemma).word(ra).word(rb), t.token)
			x.add(start(61).num(t.cluster[0]).word(ra).word(rb), t.token)
			x.add(start(62).num(t.cluster[1]).word(ra).word(rb), t.token)
			x.plain(start(63).word(ra).word(rb).num(int(t.class)), t.token)
			x.add(start(64).word(t.lemma).word(ra).word(kb), t.token)
			if t.object != "" {
				x.add(start(65).word(t.lemma).word(t.object).word(ra).word(rb), t.token)
				x.add(start(66).word(t.object).word(ra).word(rb), t.token)
			}
			x.add(start(67).word(t.lemma), t.token)
			x.plain(start(72).word(ra).word(rb), t.token)
		} else if near > 0 || ra != "" || rb != "" {
			x.add(start(68).word(t.lemma).word(ra).word(rb), t.token)
			x.add(start(69).num(t.cluster[0]).word(ra).word(rb), t.token)
			x.add(start(70).word(t.lemma).num(near), t.token)
		} else {
			x.add(start(71).word(t.lemma), t.token)
		}
		for _, c := range t.cues {
			holds := 0
			if c.holds {
				holds = 1
			}
			x.tie(c.label, start(80).word(ra).word(rb).num(holds).num(int(t.class)), t.token)
			x.tie(c.label, start(81).num(near).num(holds).num(int(t.class)).num(bit(ra != "")).num(bit(rb != "")), t.token)
			x.tie(c.label, start(82).num(holds), t.token)
			x.plain(start(83).num(int(c.label)).word(ra).word(rb).num(holds), t.token)
			x.plain(start(84).num(int(c.label)).num(near).num(bit(ra != "")).num(bit(rb != "")), t.token)
		}
		for _, c := range t.nears {
			x.tie(c.Label, start(85).word(ra).word(rb).num(int(c.Close)).num(int(t.class)), t.token)
			x.tie(c.Label, start(86).num(near).num(int(c.Close)).num(bit(ra != "")).num(bit(rb != "")), t.token)
			x.plain(start(87).num(int(c.Label)).num(int(c.Close)).num(bit(ra != "")).num(bit(rb != "")), t.token)
		}
	}
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// found looks at what the patterns have found in the sentence.
func (x *extractor) found() {
	s := x.s
	pa, pb := &s.Parties[x.out.a], &s.Parties[x.out.b]
	isA := func(id string) bool { return id == pa.ID || id == pa.owner() }
	isB := func(id string) bool { return id == pb.ID || id == pb.owner() }
	any := 0
	for _, f := range s.Found {
		l, ok := x.labelOf[f.Relation]
		if !ok {
			continue
		}
		sym := x.symmetric[l]
		kind := 0
		switch {
		case isA(f.A) && isB(f.B) || sym && isA(f.B) && isB(f.A):
			kind = 1
		case isA(f.B) && isB(f.A):
			kind = 2
		case isA(f.A):
			kind = 3 + bit(x.joined(f.B, x.out.b))
		case isB(f.B):
			kind = 5 + bit(x.joined(f.A, x.out.a))
		case isB(f.A):
			kind = 7
		case isA(f.B):
			kind = 8
		default:
			kind = 9
		}
		if kind == 1 && NoExact {
			continue
		}
		if kind == 1 {
			any |= 1
		} else if kind == 2 {
			any |= 2
		}
		x.tie(uint8(l), start(90).num(kind), -1)
		x.tie(uint8(l), start(91).num(kind).num(bit(sym)), -1)
		x.plain(start(92).num(l).num(kind), -1)
	}
	x.plain(start(93).num(any), -1)
	x.plain(start(94).num(min(len(s.Found), 3)), -1)
}

// joined reports whether a party stands in one enumeration with another of
// the ID.
func (x *extractor) joined(id string, party int) bool {
	for i := range x.s.Parties {
		if x.s.Parties[i].ID != id {
			continue
		}
		p, q := x.s.Parties[i].Token, x.s.Parties[party].Token
		for _, l := range x.links[i] {
			if l.token == q {
				return true
			}
		}
		if slices.ContainsFunc(x.links[party], func(l link) bool { return l.token == p }) {
			return true
		}
	}
	return false
}

// Actor is the entity that acts where the party does, for a label: its own, or
// the state of a place or an organ whose own kind can't; "" for none.
func (m *Model) Actor(label int, p *Party) string { return p.as(m.actor[label]) }

// Recipient is the entity that is acted on, in the same way.
func (m *Model) Recipient(label int, p *Party) string { return p.as(m.recipient[label]) }

func (p *Party) as(kinds uint8) string {
	switch {
	case kinds&kindBit(p.Kind) != 0:
		return p.ID
	case kinds&kindBit(schema.State) != 0:
		return p.owner()
	}
	return ""
}

// owner is the state that a place or an organ stands for.
func (p *Party) owner() string {
	if p.Kind == schema.Place || p.Kind == schema.Organization {
		return p.Country
	}
	return ""
}

// legal reports whether a label may join the two parties.
func (m *Model) legal(label int, a, b *Party) bool {
	x, y := m.Actor(label, a), m.Recipient(label, b)
	if x == "" || y == "" || x == y {
		return false
	}
	if m.symmetric[label] && (a.Kind == schema.Person && a.Country == y || b.Kind == schema.Person && b.Country == x) {
		return false
	}
	return !(m.friendly[label] && a.Kind == schema.Person && a.Country == y)
}

func kindBit(k schema.Kind) uint8 {
	for i, x := range schema.Kinds {
		if x == k {
			return 1 << i
		}
	}
	return 0
}

var NoExact = os.Getenv("NOEXACT") != ""
