package learned

import (
	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// Bounds of the work on one sentence.
const (
	maxParties  = 24
	maxTriggers = 80
	maxTokens   = 400 // a longer sentence is left to the patterns
	maxChain    = 40
)

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

// row is a row of a table with 2^bits rows.
func (h hash) row(bits int) int32 {
	x := uint32(h)
	x ^= x >> 15
	x *= 0x2c1b3c6d
	x ^= x >> 12
	x *= 0x297a2d39
	x ^= x >> 15
	return int32(x & (1<<bits - 1))
}

// link is a token that a party stands for, and how: directly, or as the owner
// of what the token names ("Iranian banks").
type link struct {
	token int
	owner bool
}

// Input is a sentence as numbers: what the network reads.
type Input struct {
	seen      *Sentence
	tokens    int
	triggers  []int     // tokens that may tell of an act
	heads     []int     // token of each party
	names     []string  // entity of each party
	words     []int32   // row of each trigger's lemma in the table of words
	roles     []int32   // triggers × parties × roleFeatures, rows of the table of roles
	pairs     []pair    // candidates
	objects   []int     // of each trigger, its object; -1 for none
	governors []int     // the verb that it is the object of, or hangs on; -1
	both      []int32   // row of the lemmas of trigger and object; -1
	owned     []int     // of each party, what it owns and stands for; -1
	cues      []cue     // of triggers
	x         []float32 // tokens × width: filled from states and vectors
}

// pair is a candidate: does Parties[a] act on Parties[b]?
type pair struct {
	a, b     int
	legal    uint64 // labels
	features [pairFeatures]int32
}

type cue struct {
	trigger int // index in Input.triggers
	label   int
	kind    int
}

// The kinds of cues: whether the conditions of a pattern that lists the word
// hold.
const (
	cueHolds = iota
	cueListed
	cueKinds
)

// How many features roleRows and pairRows give.
const (
	roleFeatures = 17
	pairFeatures = 9
)

// extractor works on one sentence.
type extractor struct {
	*Model
	s       *Sentence
	parties int
	links   [][]link
	isParty []int // token → party+1 whose mention covers it
	depth   []int
}

func (m *Model) extract(s *Sentence) *Input {
	x := &extractor{Model: m, s: s, parties: min(len(s.Parties), maxParties), isParty: make([]int, len(s.Tokens))}
	in := &Input{seen: s, tokens: len(s.Tokens)}
	if x.parties < 2 || len(s.Tokens) > maxTokens || len(s.States) != len(s.Tokens)*m.stateWidth {
		return in
	}
	for i := range x.parties {
		p := &s.Parties[i]
		for t := p.First; t < p.Last; t++ {
			x.isParty[t] = i + 1
		}
		x.links = append(x.links, x.linksOf(p.Token))
		in.heads, in.names = append(in.heads, p.Token), append(in.names, p.ID)
		owned := -1
		for _, l := range x.links[i] {
			if l.owner {
				owned = l.token
				break
			}
		}
		in.owned = append(in.owned, owned)
	}
	x.candidates(in)
	if len(in.pairs) == 0 {
		return in
	}
	x.depths()
	at := make([]int, len(s.Tokens))
	for i := range s.Tokens {
		at[i] = -1
		if len(in.triggers) < maxTriggers && x.mayTell(i) {
			at[i] = len(in.triggers)
			in.triggers = append(in.triggers, i)
			in.words = append(in.words, start(1).word(s.Lemma[i]).row(wordBits))
			x.around(in, i)
		}
	}
	for _, c := range s.Cues {
		l, ok := m.labelOf[c.Relation]
		if t := at[c.Token]; ok && t >= 0 {
			in.addCue(t, l, c.Holds)
		}
	}
	in.roles = make([]int32, 0, len(in.triggers)*x.parties*roleFeatures)
	for _, t := range in.triggers {
		for p := range x.parties {
			in.roles = x.roleRows(in.roles, t, p)
		}
	}
	return in
}

// RoleFeatures is how many rows Input.TriggerRoles gives for a party, and
// RoleRows how many rows there are.
const (
	RoleFeatures = roleFeatures
	RoleRows     = 1 << roleBits
)

// around adds the object and the governor of a trigger.
func (x *extractor) around(in *Input, i int) {
	s := x.s
	object, governor, both := s.Object[i], x.governor(i), int32(-1)
	if object >= 0 && x.isParty[object] > 0 && s.Tokens[object].UPOS == "PROPN" {
		object = -1 // a name tells nothing of the act
	}
	switch {
	case object >= 0:
		both = start(3).word(s.Lemma[i]).word(s.Lemma[object]).row(wordBits)
	case governor >= 0:
		both = start(3).word(s.Lemma[governor]).word(s.Lemma[i]).row(wordBits)
	}
	in.objects, in.governors, in.both = append(in.objects, object), append(in.governors, governor), append(in.both, both)
}

func (in *Input) addCue(t, label int, holds bool) {
	kind := cueListed
	if holds {
		kind = cueHolds
	}
	for i := range in.cues {
		if c := &in.cues[i]; c.trigger == t && c.label == label {
			c.kind = min(c.kind, kind)
			return
		}
	}
	in.cues = append(in.cues, cue{t, label, kind})
}

func (x *extractor) mayTell(i int) bool {
	switch x.s.Tokens[i].UPOS {
	case "VERB", "NOUN", "ADJ", "AUX", "ADP":
		return true
	case "PROPN": // "Minister", and no one's name
		p := x.isParty[i]
		return p == 0 || x.s.Parties[p-1].Token != i && x.s.Tokens[i].Deprel != "flat"
	case "ADV":
		return x.isParty[i] == 0
	}
	return false
}

func isVerb(t *analysis.Token) bool { return t.UPOS == "VERB" || t.UPOS == "AUX" }

func (x *extractor) depths() {
	x.depth = make([]int, len(x.s.Tokens))
	for i := range x.depth {
		for h := x.s.Tokens[i].Head; h >= 0 && x.depth[i] < maxChain; h = x.s.Tokens[h].Head {
			x.depth[i]++
		}
	}
}

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
		case d == "conj" && !isVerb(t), d == "appos", d == "flat":
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
// "p:with", "o:with" (of its object), "outer" (subject of the verb whose
// object the trigger is), "mod"; with "*" where it only owns what stands
// there; "" for none.
func (x *extractor) role(party, trig int) string {
	s := x.s
	for _, l := range x.links[party] {
		r := ""
		switch i := l.token; {
		case i == trig:
			r = "self"
			if l.owner {
				r = "mod"
			}
		case s.Subject[trig] == i:
			r = "subj"
		case s.Object[trig] == i:
			r = "obj"
		case s.Tokens[i].Head == trig:
			r = x.label(i)
		default:
			h, g := s.Tokens[i].Head, x.governor(trig)
			switch {
			case h >= 0 && s.Object[trig] == h && s.Prep[i] != "":
				r = "o:" + s.Prep[i]
			case g >= 0 && s.Subject[g] == i:
				r = "outer"
			case g >= 0 && s.Object[g] == i:
				r = "outerobj"
			case g >= 0 && h == g:
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

// governor is the verb that a noun depends on, or that a clause hangs on; -1
// for none.
func (x *extractor) governor(n int) int {
	t := &x.s.Tokens[n]
	if h := t.Head; h >= 0 && isVerb(&x.s.Tokens[h]) && (t.UPOS == "NOUN" || isVerb(t)) {
		return h
	}
	return -1
}

// above is the function of a party to the words that a trigger hangs on: "1
// subj" of the first, "2 p:to" of the second; "" for none.
func (x *extractor) above(trig, party int) string {
	s := x.s
	h := s.Tokens[trig].Head
	for level := byte('1'); h >= 0 && level < '5'; level++ {
		for _, l := range x.links[party] {
			i, r := l.token, ""
			switch {
			case i == h:
				r = "self"
			case s.Subject[h] == i:
				r = "subj"
			case s.Object[h] == i:
				r = "obj"
			case s.Tokens[i].Head == h:
				r = x.label(i)
			default:
				continue
			}
			r = string(level) + " " + r
			if l.owner {
				r += "*"
			}
			return r
		}
		h = s.Tokens[h].Head
	}
	return ""
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
			d = d[:4]
		}
		if x.s.Prep[i] == "" {
			return d
		}
		return "p:" + x.s.Prep[i]
	default:
		return d
	}
}

// way is how the tree leads from a trigger to a party.
type way struct {
	path     hash
	up, down int
	verbs    int
	last     string // label of the last step down
	owner    bool
}

func (x *extractor) way(trig, party int) way {
	s := x.s
	links := x.links[party]
	w := way{path: start(2)}
	to := links[0].token
	for _, l := range links { // the owned thing stands for its owner
		to, w.owner = l.token, l.owner
	}
	var down [maxChain]int
	n := 0
	a, b := trig, to
	for a != b && n < maxChain {
		if x.depth[a] > x.depth[b] || x.depth[a] == x.depth[b] && x.depth[a] > 0 && w.up <= n {
			w.path = w.path.word(x.label(a))
			if isVerb(&s.Tokens[a]) && a != trig {
				w.verbs++
			}
			w.up++
			a = s.Tokens[a].Head
		} else {
			down[n] = b
			n++
			b = s.Tokens[b].Head
		}
		if a < 0 || b < 0 {
			break
		}
	}
	w.path = w.path.word("|")
	for i := n - 1; i >= 0; i-- {
		w.path = w.path.word(x.label(down[i]))
		if i > 0 && isVerb(&s.Tokens[down[i]]) {
			w.verbs++
		}
	}
	if n > 0 {
		w.last = x.label(down[0])
	}
	w.down = n
	return w
}

func signedBucket(n int) int {
	neg := 0
	if n < 0 {
		neg, n = 16, -n
	}
	return neg + bucket(n)
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

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

func kindOf(p *Party) string {
	if p.Crowd {
		return "crowd " + string(p.Kind)
	}
	return string(p.Kind)
}

// roleRows adds the rows of what holds between a trigger and a party. No row
// names a party.
func (x *extractor) roleRows(out []int32, t, party int) []int32 {
	s, p := x.s, &x.s.Parties[party]
	w := x.way(t, party)
	role := x.role(party, t)
	tok, head := &s.Tokens[t], &s.Tokens[p.Token]
	class := tok.UPOS
	if isVerb(tok) {
		class = tok.XPOS
		if s.Passive[t] {
			class += "p"
		}
	}
	kind := kindOf(p)
	between, nearest := 0, 0
	for i := range x.parties {
		q := s.Parties[i].Token
		if t < q && q < p.Token || p.Token < q && q < t {
			between++
		}
	}
	if between == 0 {
		nearest = 1
	}
	distance := p.Token - t
	if p.Token == t {
		distance = 0
	}
	before, after := x.near(p.First-1), x.near(p.Last)
	owner := bit(w.owner)
	add := func(h hash) { out = append(out, h.row(roleBits)) }
	add(start(10).num(int(w.path)).num(int(w.path >> 16)).num(owner))
	add(start(11).num(min(w.up, 5)).num(min(w.down, 5)).num(owner).word(w.last))
	add(start(12).word(role))
	add(start(13).word(role).word(class))
	add(start(14).num(signedBucket(distance)).num(nearest))
	add(start(15).word(kind).num(int(p.Form)).word(string(p.Type)))
	add(start(16).word(role).word(kind))
	add(start(17).num(min(between, 3)).num(bit(distance < 0)).num(min(w.verbs, 3)))
	add(start(18).word(before).num(bit(distance < 0)))
	add(start(19).word(after).num(bit(distance < 0)))
	add(start(20).word(class).word(tok.Deprel))
	add(start(21).word(head.Deprel).word(s.Prep[p.Token]).num(owner))
	above := x.above(t, party)
	add(start(24).word(above))
	add(start(25).word(above).word(kind))
	add(start(26).word(above).word(tok.UPOS).word(tok.Deprel))
	add(start(22).word(s.Lemma[t]).word(role))
	add(start(23).word(s.Lemma[t]).num(bit(distance < 0)).word(w.last).num(min(w.up, 2)))
	return out
}

// near is a word at the edge of a mention, if it is one of the closed classes.
func (x *extractor) near(i int) string {
	if i < 0 || i >= len(x.s.Tokens) {
		return "_"
	}
	switch t := &x.s.Tokens[i]; t.UPOS {
	case "ADP", "CCONJ", "SCONJ", "PUNCT", "PART", "AUX", "PRON", "DET":
		return x.s.Lower[i]
	default:
		return t.UPOS
	}
}

// candidates lists the pairs of parties for which some label is legal.
func (x *extractor) candidates(in *Input) {
	s := x.s
	for a := range x.parties {
		for b := range x.parties {
			p, q := &s.Parties[a], &s.Parties[b]
			if p.ID == q.ID {
				continue
			}
			if legal := x.Legal(p, q, a < b); legal != 0 {
				in.pairs = append(in.pairs, pair{a: a, b: b, legal: legal, features: x.pairRows(a, b)})
			}
		}
	}
}

// pairRows are the rows of what holds between two parties.
func (x *extractor) pairRows(i, j int) (out [pairFeatures]int32) {
	s := x.s
	a, b := &s.Parties[i], &s.Parties[j]
	order := bit(b.First < a.First)
	l, r := a, b
	if order == 1 {
		l, r = b, a
	}
	between := r.First - l.Last
	own := 0
	switch {
	case a.Country != "" && a.Country == b.ID:
		own = 1
	case b.Country != "" && b.Country == a.ID:
		own = 2
	case a.Country != "" && a.Country == b.Country:
		own = 3
	}
	parties := 0
	for k := range x.parties {
		if p := &s.Parties[k]; p.First >= l.Last && p.Last <= r.First {
			parties++
		}
	}
	joined := 0
	for _, u := range x.links[i] {
		for _, v := range x.links[j] {
			if u.token == v.token {
				joined = 1 + bit(u.owner) + 2*bit(v.owner)
			}
		}
	}
	words := start(40)
	if between >= 0 && between <= 3 {
		for t := l.Last; t < r.First; t++ {
			words = words.word(x.near(t))
		}
	} else {
		words = words.num(bucket(max(between, 0)))
	}
	ka, kb := kindOf(a), kindOf(b)
	n := 0
	add := func(h hash) { out[n] = h.row(pairBits); n++ }
	add(start(30).word(ka).word(kb))
	add(start(31).word(ka).word(kb).num(order))
	add(start(32).num(own).num(order).num(bucket(max(between, 0))))
	add(start(33).num(own).word(ka).word(kb))
	add(start(34).num(min(parties, 4)).num(order))
	add(start(35).word(string(a.Type)).word(string(b.Type)))
	add(start(36).num(joined).num(order))
	add(words.num(order))
	add(start(37).num(min(x.parties, 8)).num(bucket(len(s.Tokens))))
	return out
}

// as is the entity that stands for a party where only some kinds are legal:
// itself, or the state of a place or organ; "" for none.
func (p *Party) as(kinds uint8) string {
	switch {
	case kinds&kindBit(p.Kind) != 0:
		return p.ID
	case kinds&kindBit(schema.State) != 0 && (p.Kind == schema.Place || p.Kind == schema.Organization):
		return p.Country
	}
	return ""
}

// Actor is the entity that acts where the party does, for a label.
func (m *Model) Actor(label int, p *Party) string { return p.as(m.actor[label]) }

// Recipient is the entity that is acted on.
func (m *Model) Recipient(label int, p *Party) string { return p.as(m.recipient[label]) }

// Legal is the labels, as bits, that may join the two parties. One that has no
// direction joins them in one order only: where inOrder is set.
func (m *Model) Legal(a, b *Party, inOrder bool) (labels uint64) {
	for l := range m.Labels {
		if (!m.symmetric[l] || inOrder) && m.legal(l, a, b) {
			labels |= 1 << l
		}
	}
	return labels
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
	return !m.friendly[label] || a.Kind != schema.Person || a.Country != y
}

func kindBit(k schema.Kind) uint8 {
	for i, x := range schema.Kinds {
		if x == k {
			return 1 << i
		}
	}
	return 0
}

func kindBits(kinds []schema.Kind) (bits uint8) {
	for _, k := range kinds {
		bits |= kindBit(k)
	}
	return bits
}
