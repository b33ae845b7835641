package relation

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/relation/learned"
	"github.com/entente-kg/entente/schema"
)

// Matcher is the stage. It is safe for concurrent use.
type Matcher struct {
	// Model judges the patterns' claims and proposes what they miss; nil for
	// patterns alone.
	Model *learned.Model
	// NoProposals has the model judge only, and add no claim that no pattern
	// found.
	NoProposals bool
	// MinConfidence is the least confidence of a claim; 0 means the model's own
	// bounds, or all claims without a model.
	MinConfidence float64

	kb        *schema.Actors
	relations map[string]*schema.Relation
	index     map[trigger][]*rule
	cues      cueWords
	embeds    map[string]schema.Modality // lemma of a speech act → modality of the act inside it
	office    officeWords
	crowds    crowdWords
	persons   personWords
	organs    organWords
	acting    organWords      // nouns that, with an owner, mean it
	utterance map[string]bool // nouns for what somebody said or decided
	places    map[string]bool // nouns for places: "city", "port"
	arms      map[string]bool // nouns for weapons, which act for whoever uses them
	contest   map[string]bool // words of sport and games
	known     map[string]bool // every lemma that patterns and sets of words have
}

// New compiles the relations' patterns. A bad pattern names file and line.
func New(kb *schema.Actors, relations map[string]*schema.Relation, words schema.Words) (*Matcher, error) {
	index, err := compile(relations)
	if err != nil {
		return nil, err
	}
	m := &Matcher{kb: kb, relations: relations, index: index, cues: newCueWords(words), embeds: map[string]schema.Modality{}, office: newOfficeWords(words, relations), crowds: newCrowdWords(words), persons: newPersonWords(words), organs: organWords(words.Set("home-organ")), acting: organWords(words.Set("organ")), utterance: words.Set("utterance"), places: words.Set("place-noun"), arms: words.Set("organ.arms"), contest: words.Set("contest"), known: knownLemmas(index, words)}
	markPlay(index, m.contest)
	for _, name := range slices.Sorted(maps.Keys(relations)) {
		r := relations[name]
		for _, p := range r.Patterns {
			for _, lemma := range p.Verb {
				first, _, _ := strings.Cut(lemma, " ")
				if r.Embeds != "" && len(p.Has) == 0 {
					m.embeds[first] = r.Embeds
				}
			}
		}
	}
	return m, nil
}

// knownLemmas gathers the single words of all patterns and sets.
func knownLemmas(index map[trigger][]*rule, words schema.Words) map[string]bool {
	known := map[string]bool{}
	for t, rules := range index {
		known[t.lemma] = true
		for _, r := range rules {
			for _, c := range slices.Concat(r.has, r.lacks) {
				for lemma := range c.lemmas {
					known[lemma] = true
				}
			}
		}
	}
	for _, lemmas := range words {
		for _, lemma := range lemmas {
			known[strings.ToLower(lemma)] = true
		}
	}
	return known
}

// Stage returns the matcher as a stage.
func (x *Matcher) Stage() analysis.Stage {
	return analysis.Stage{
		Name:  "relation",
		Doc:   "matches the patterns of relations and makes claims",
		Needs: []analysis.Layer{analysis.Trees, analysis.Mentions, analysis.Dates},
		Gives: []analysis.Layer{analysis.Claims},
		Run: func(_ context.Context, d *analysis.Doc) error {
			return x.run(d, nil)
		},
	}
}

// run matches a document. The attempts are noted in trace, unless it is nil.
func (x *Matcher) run(d *analysis.Doc, trace *[]Attempt) error {
	next, atPlay := 0, x.isPlay(d)
	var extra []analysis.Mention
	var waiting []pending
	var ms []*matcher
	var js []judged
	for s := range d.Sentences {
		start := next
		for next < len(d.Mentions) && d.Mentions[next].Sentence == s {
			next++
		}
		if next == start {
			continue // nobody is named: nothing can be claimed
		}
		m := x.onSentence(d, s, d.Mentions[start:next])
		m.trace, m.atPlay = trace, atPlay
		if n := len(ms); n > 0 && ms[n-1].tree.sentence == s-1 {
			m.before = ms[n-1]
		}
		before := len(d.Claims)
		m.sentence()
		waiting = append(waiting, m.pending...)
		ms = append(ms, m)
		claimed := len(d.Claims) > before || len(m.pending) > 0
		if x.Model != nil && trace == nil && (claimed || !x.NoProposals) {
			js = append(js, judged{m, m.seen(d.Mentions[start:next])})
		}
	}
	for _, p := range waiting {
		p.infer()
	}
	x.addMediations(d)
	d.Claims = distinct(d.Claims)
	switch {
	case trace != nil:
	case x.Model != nil:
		if err := x.judge(d, js); err != nil {
			return err
		}
		d.Claims = distinct(d.Claims)
	default:
		d.Claims = slices.DeleteFunc(d.Claims, func(c schema.Claim) bool { return c.Evidence.Confidence < x.MinConfidence })
	}
	lendMediators(d)
	d.Claims = distinct(d.Claims)
	for _, m := range ms {
		extra = append(extra, m.extra...)
	}
	d.Mentions = append(d.Mentions, extra...)
	slices.SortStableFunc(d.Mentions, func(a, b analysis.Mention) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End
	})
	return nil
}

// matcher is the work on one sentence.
type matcher struct {
	*Matcher
	mentions
	extra   []analysis.Mention // parties without a name, found on the way
	before  *matcher           // that of the sentence before, if anybody is named there
	pending []pending          // matches that wait for an actor from elsewhere
	doc     *analysis.Doc
	tree    *tree
	series  map[int][]chunk    // head of a name → all members of its enumeration
	open    []match            // matches that wait for a party from the discourse
	crowded map[int]bool       // heads of crowds whose mentions are in extra
	actors  []filler           // of the match in hand, for what it answers
	inWords bool               // the match in hand is of a speech act
	saying  int                // the word that tells it
	stands  bool               // the match in hand is of a state of affairs
	played  map[string]float64 // how much speaks for each state as where the article plays, once it is weighed
	role    schema.Role        // the role that is being filled
	atPlay  bool               // the article reports a game
	trace   *[]Attempt         // where attempts are noted, for Explain
}

// onSentence prepares the work on one sentence with its mentions.
func (x *Matcher) onSentence(d *analysis.Doc, s int, mentions []analysis.Mention) *matcher {
	m := &matcher{
		Matcher: x, doc: d, tree: newTree(d, s, x.known), mentions: newMentions(d, s, mentions),
		series: map[int][]chunk{}, crowded: map[int]bool{},
	}
	m.tree.named = m.heads()
	m.tree.spoken = m.utterances()
	m.findSeries(mentions)
	return m
}

func (m *matcher) sentence() {
	t := m.tree
	m.offices()
	m.memberships()
	for i := range t.toks {
		m.eachTrigger(i, func(tr trigger) { m.fire(i, tr) })
	}
	m.closeOpen()
}

// eachTrigger calls f for each way in which patterns may list the word.
func (m *matcher) eachTrigger(i int, f func(trigger)) {
	t := m.tree
	switch m.classOf(i) {
	case verb:
		f(trigger{t.lemma(i), verb})
		if t.toks[i].Deprel == "amod" {
			f(trigger{t.lower[i], adj})
			if l := t.lemma(i); l != t.lower[i] {
				f(trigger{l, adj})
			}
		}
	case noun:
		f(trigger{t.lemma(i), noun})
	case adj:
		f(trigger{t.lower[i], adj})
		if l := t.lemma(i); l != t.lower[i] {
			f(trigger{l, adj})
		}
	}
}

func (m *matcher) classOf(i int) class {
	switch m.tree.toks[i].UPOS {
	case "VERB", "AUX":
		return verb
	case "NOUN", "PROPN":
		return noun
	case "ADJ", "ADV": // "back from Rome"
		return adj
	}
	return 255
}

func (m *matcher) fire(i int, tr trigger) {
	for _, r := range m.index[tr] {
		m.try(r, i, tr.class)
	}
}

// try matches one rule at one trigger, and adds its claims.
func (m *matcher) try(r *rule, trig int, c class) {
	t := m.tree
	if r.particle != "" && !m.particle(trig, r.particle, c) {
		m.note(r, trig, NoParticle, r.particle)
		return
	}
	t.moved = r.particle
	m.inWords, m.stands = r.relation.SpeechAct, r.relation.Standing
	light, unmet := m.conditionsHold(r, trig)
	if unmet != nil {
		m.note(r, trig, ConditionUnmet, unmet.spec)
		return
	}
	parties := map[schema.Role][]filler{}
	m.actors = nil
	open := false
	for _, ro := range r.roles {
		fs := m.party(ro, trig, light)
		if len(fs) < max(1, ro.least) && ro.required {
			if len(ro.discourse) == 0 {
				m.note(r, trig, RoleEmpty, ro.spec)
				return
			}
			open = true
		}
		parties[ro.role] = fs
		if ro.role == schema.RoleActor {
			m.actors = fs
		}
	}
	tokens := []int{trig}
	if light >= 0 {
		tokens = append(tokens, light)
	}
	if len(parties[schema.RoleActor]) == 0 && r.relation.Infer[schema.RoleActor] != "" {
		m.pending = append(m.pending, pending{m, r, parties, t.span(tokens...), trig})
		m.note(r, trig, ActorUntold, "")
		return
	}
	if open {
		m.open = append(m.open, match{r, trig, tokens, parties})
		return
	}
	for _, p := range eachWay(r.relation, parties) {
		m.conclude(match{r, trig, tokens, p}, true)
	}
}

// match is a pattern with its trigger and the words and parties that it found.
type match struct {
	*rule
	trigger int
	tokens  []int
	parties map[schema.Role][]filler
}

// conclude makes the claim of a match whose places are filled. One whose
// recipient is its actor by mistaken reference ("Russia invaded the country")
// may wait for the discourse to say better.
func (m *matcher) conclude(x match, mayWait bool) {
	r, trig, parties, sure := x.rule, x.trigger, x.parties, x.confidence
	before := parties[schema.RoleRecipient]
	if !m.legal(r.relation, parties) {
		if mayWait && m.misreferred(before, parties[schema.RoleActor]) {
			parties[schema.RoleRecipient] = nil
			m.open = append(m.open, x)
			return
		}
		m.note(r, trig, PartiesUnfit, "")
		return
	}
	for _, fs := range parties {
		for _, f := range fs {
			sure *= f.sure
		}
	}
	m.inWords, m.stands, m.saying = r.relation.SpeechAct, r.relation.Standing, trig
	ctx := m.contextOf(trig, parties[schema.RoleActor])
	if t := m.tree; r.relation.Symmetric && !r.relation.Standing && len(x.tokens) > 1 && t.isVerb(trig) && t.lemma(trig) != "call" && m.isEvent(x.tokens[1], r.relation) { // "rejected a truce"
		m.governed(&ctx, x.tokens[1], trig, t.toks[trig].Span, t.phrasal(trig))
	}
	if (r.relation.SpeechAct || r.relation.Standing) && ctx.modality == schema.Alleged && ctx.polarity == schema.Affirmed {
		ctx.modality, ctx.speaker = schema.Asserted, ""
	}
	if r.relation.Official && ctx.modality == schema.Alleged && ctx.polarity == schema.Affirmed && m.speaksForItself(ctx.speaker, parties[schema.RoleActor]) {
		ctx.modality, ctx.speaker = schema.Asserted, ""
	}
	if r.modality == schema.Asserted || r.modality != "" && (ctx.modality == schema.Asserted || ctx.modality == schema.Alleged) {
		ctx.modality = r.modality
	}
	if r.polarity != "" {
		ctx.polarity = r.polarity
	}
	m.claim(r, ctx, parties, m.tree.span(x.tokens...), sure, trig)
}

func (m *matcher) particle(trig int, particle string, c class) bool {
	t := m.tree
	if c != verb { // the words right before the noun: "state visit"
		words := strings.Fields(particle)
		for k := range words {
			j := trig - len(words) + k
			if j < 0 || t.lower[j] != words[k] && t.lemma(j) != words[k] {
				return false
			}
		}
		return true
	}
	words := strings.Fields(particle)
	for c := range t.children(trig) {
		if t.lower[c] == words[0] && t.follow(c+1, words[1:]) {
			switch t.toks[c].Deprel {
			case "compound:prt", "advmod", "case", "obl", "xcomp", "mark":
				return true
			}
		}
	}
	return t.follow(trig+1, words)
}

// follow reports whether words stand from a token on.
func (t *tree) follow(from int, words []string) bool {
	return from+len(words) <= len(t.lower) && slices.Equal(t.lower[from:from+len(words)], words)
}

// conditionsHold checks has and lacks, and returns the object noun that
// carries the sense of a light verb, or -1, and the first condition that does
// not hold.
func (m *matcher) conditionsHold(r *rule, trig int) (light int, unmet *condition) {
	light = -1
	for i, c := range r.has {
		found := m.standing(c, trig, light)
		if found < 0 {
			found = m.tree.underObject(c, trig)
		}
		if found < 0 {
			return -1, &r.has[i]
		}
		if light < 0 && c.function != "sentence" && c.function != "gov" && m.tree.isNominal(found) {
			light = found
		}
	}
	for i, c := range r.lacks {
		if m.standing(c, trig, light) >= 0 {
			return -1, &r.lacks[i]
		}
	}
	return light, nil
}

// standing returns the token that meets a condition, or -1.
func (m *matcher) standing(c condition, trig, light int) int {
	t := m.tree
	if c.function == "sentence" {
		if c.play && m.atPlay {
			return trig
		}
		for i := range t.toks {
			if c.lemmas[t.lemma(i)] || c.lemmas[t.lower[i]] {
				return i
			}
		}
		return -1
	}
	var buffer [8]int
	for _, f := range t.fillers(buffer[:0], trig, light, c.function) {
		if c.any || c.lemmas[t.lemma(f)] || c.lemmas[t.lower[f]] {
			return f
		}
		for k := range t.children(f) {
			d := t.toks[k].Deprel
			if d == "nmod" && partitives[t.lemma(f)] { // "a round of peace talks"
				if c.lemmas[t.lemma(k)] || c.lemmas[t.lower[k]] || t.compoundIn(k, c.lemmas) {
					return k
				}
				continue
			}
			if (d == "compound" || d == "amod" || d == "conj") && (c.lemmas[t.lemma(k)] || c.lemmas[t.lower[k]]) {
				if d == "conj" {
					return k
				}
				return f
			}
		}
	}
	return -1
}

// compoundIn reports whether a noun's compound or adjective is in a set.
func (t *tree) compoundIn(n int, set map[string]bool) bool {
	for c := range t.children(n) {
		if d := t.toks[c].Deprel; (d == "compound" || d == "amod") && (set[t.lemma(c)] || set[t.lower[c]]) {
			return true
		}
	}
	return false
}

// party fills a role from the first alternative that gives anyone.
func (m *matcher) party(ro role, trig, light int) []filler {
	m.role = ro.role
	for _, a := range ro.alternatives {
		var fs []filler
		for n, part := range a {
			before := len(fs)
			for _, p := range part {
				fs = m.place(fs, ro, p, trig, light)
			}
			if len(fs) == before {
				fs = nil
				break
			}
			for i := before; i < len(fs); i++ {
				fs[i].part = n
			}
		}
		if fs = unique(fs); len(fs) > 0 && len(fs) >= ro.least {
			return fs
		}
	}
	return nil
}

// place adds the parties in one function. A theme without kinds of its own
// takes the words that stand there.
func (m *matcher) place(fs []filler, ro role, p place, trig, light int) []filler {
	var buffer [8]int
	if told, relation, ok := strings.Cut(p.function, "."); ok && (told == "author" || told == "answer") {
		return m.told(fs, max(trig, light), relation, told == "answer", p.of(ro.kinds))
	}
	if p.function == homeFunction {
		return m.playedIn(fs, trig, p.of(ro.kinds))
	}
	if p.function == sidesFunction {
		return m.sides(fs, trig, p.of(ro.kinds))
	}
	for _, head := range m.tree.fillers(buffer[:0], trig, light, p.function) {
		if head == trig && p.function != "self" {
			continue
		}
		before := len(fs)
		if kinds := p.of(ro.kinds); len(kinds) > 0 {
			fs = m.fill(fs, head, kinds, p.reach)
			if ro.owned {
				fs = append(fs[:before], m.ownersOfPlaces(fs[before:], head)...)
			}
		} else if ro.role == schema.RoleTheme {
			fs = m.fill(fs, head, schema.Kinds, false)
			if len(fs) == before {
				if w, ok := m.words(head); ok {
					fs = append(fs, w)
				}
			}
		}
	}
	return fs
}

// of is which kinds fill a role at this place.
func (p place) of(role []schema.Kind) []schema.Kind {
	if len(p.kinds) > 0 {
		return p.kinds
	}
	return role
}

// legal drops what no claim may be: nobody acts on himself, and a symmetric
// claim has at least two parties. A person beside his own state in a
// symmetric claim stands for it.
func (m *matcher) legal(r *schema.Relation, parties map[schema.Role][]filler) bool {
	actors := parties[schema.RoleActor]
	if r.Symmetric {
		actors = slices.DeleteFunc(m.withoutOwnState(actors), func(f filler) bool { return has(parties[schema.RoleMediator], f.id) })
		parties[schema.RoleActor] = actors
		sides := slices.DeleteFunc(slices.Clone(parties[schema.RoleMediator]), func(f filler) bool { return has(actors, f.id) })
		parties[schema.RoleMediator] = sides
		return len(actors) >= 2
	}
	recipients := parties[schema.RoleRecipient]
	recipients = slices.DeleteFunc(recipients, func(f filler) bool { return has(actors, f.id) })
	if !r.Standing { // nobody visits or helps his own state; he may blame it, but what he tells "the army" to do is no claim
		recipients = slices.DeleteFunc(recipients, func(f filler) bool {
			return (r.Quad <= 2 || r.Quad == 3 && !m.isNamed(f)) && m.servesOnly(actors, f.id)
		})
		if r.Quad <= 2 && len(recipients) == 1 {
			actors = slices.DeleteFunc(slices.Clone(actors), func(f filler) bool { return m.servesOnly([]filler{f}, recipients[0].id) })
			parties[schema.RoleActor] = actors
		}
	}
	if len(recipients) == 0 && len(parties[schema.RoleRecipient]) > 0 {
		return false
	}
	parties[schema.RoleRecipient] = recipients
	parties[schema.RoleTheme] = slices.DeleteFunc(parties[schema.RoleTheme], func(f filler) bool { return has(actors, f.id) || has(recipients, f.id) })
	return len(actors) > 0
}

// isEvent reports whether a noun by itself tells of a relation.
func (m *matcher) isEvent(i int, of *schema.Relation) bool {
	return slices.ContainsFunc(m.index[trigger{m.tree.lemma(i), noun}], func(r *rule) bool { return r.relation == of })
}

func (m *matcher) withoutOwnState(fs []filler) []filler {
	return slices.DeleteFunc(slices.Clone(fs), func(f filler) bool {
		return slices.ContainsFunc(fs, func(g filler) bool {
			e := m.doc.Entity(g.id)
			return g.id != f.id && e != nil && e.Kind == schema.Person && e.Country == f.id
		})
	})
}

// isNamed reports whether a party stands where its own name is.
func (m *matcher) isNamed(f filler) bool {
	if f.token < 0 {
		return false
	}
	x := m.at(f.token)
	return x != nil && x.Type == schema.Name && x.Form != schema.FormDemonym
}

// servesOnly reports whether every actor is a person of the state.
func (m *matcher) servesOnly(actors []filler, state string) bool {
	for _, a := range actors {
		if e := m.doc.Entity(a.id); e == nil || e.Kind != schema.Person || e.Country != state {
			return false
		}
	}
	return len(actors) > 0
}

func has(fs []filler, id string) bool {
	return slices.ContainsFunc(fs, func(f filler) bool { return f.id == id })
}

// claim adds the claims of a match: one, or one each way where the parties do
// it to each other.
func (m *matcher) claim(r *rule, ctx surroundings, parties map[schema.Role][]filler, trigger schema.Span, sure float64, trig int) {
	actors, recipients := parties[schema.RoleActor], parties[schema.RoleRecipient]
	c := schema.Claim{
		Article: m.doc.Article.ID, Relation: r.relation.Name,
		Actor: ids(actors), Recipient: ids(recipients), Theme: ids(parties[schema.RoleTheme]), Mediator: ids(parties[schema.RoleMediator]),
		Polarity: ctx.polarity, Modality: ctx.modality, Speaker: ctx.speaker,
	}
	if r.relation.SpeechAct && slices.Contains(c.Actor, c.Speaker) {
		c.Speaker = ""
	}
	c.Evidence = m.evidence(r, ctx, parties, trigger, sure)
	if !r.relation.Standing {
		present := m.tree.toks[trig].XPOS == "VBZ" || m.tree.toks[trig].XPOS == "VBP" // "flies to China on Saturday"
		c.Date, c.Place = m.when(trig, ctx.planned || present), m.where(trig)
	}
	if published := m.doc.Article.Published; c.Modality == schema.Asserted && !c.Date.IsZero() && !published.IsZero() && c.Date.First().After(published.Last()) {
		c.Modality = schema.Future
	}
	c.ID = schema.ClaimID(&c)
	m.doc.Claims = append(m.doc.Claims, c)
	m.note(r, trig, Fired, "")
}

func ids(fs []filler) []string {
	out := make([]string, 0, len(fs))
	for _, f := range fs {
		out = append(out, f.id)
	}
	return out
}

// evidence quotes the sentence and marks the words that matter in it.
func (m *matcher) evidence(r *rule, ctx surroundings, parties map[schema.Role][]filler, trigger schema.Span, sure float64) schema.Evidence {
	sentence := m.doc.Sentences[m.tree.sentence].Span
	quote := trigger
	e := schema.Evidence{Sentence: m.quote(sentence), Trigger: trigger, Rule: r.name, Confidence: float64(int(sure*100+0.5)) / 100}
	for _, role := range roleOrder {
		for _, f := range parties[role] {
			e.Marks = append(e.Marks, schema.Mark{Role: role, Span: f.span})
			quote.Start, quote.End = min(quote.Start, f.span.Start), max(quote.End, f.span.End)
		}
	}
	for _, cue := range ctx.cues {
		e.Marks = append(e.Marks, schema.Mark{Role: schema.RoleCue, Span: cue})
	}
	e.Quote = m.quote(quote)
	return e
}

func (m *matcher) quote(s schema.Span) schema.Quote {
	return schema.Quote{Span: s, Text: m.doc.Text(s)}
}

// distinct keeps the surest of claims that say the same, and of two that differ
// only in that one names a mediator that one.
func distinct(claims []schema.Claim) []schema.Claim {
	said := func(c *schema.Claim, mediator string) string {
		return strings.Join([]string{
			c.Relation, strings.Join(c.Actor, "+"), strings.Join(c.Recipient, "+"), mediator,
			string(c.Polarity), string(c.Modality), c.Date.Value,
		}, "|")
	}
	best := map[string]int{}
	mediated := map[string]bool{}
	var out []schema.Claim
	for _, c := range claims {
		key := said(&c, strings.Join(c.Mediator, "+"))
		if len(c.Mediator) > 0 {
			mediated[said(&c, "")] = true
		}
		if i, ok := best[key]; ok {
			if c.Evidence.Confidence > out[i].Evidence.Confidence {
				out[i] = c
			}
			continue
		}
		best[key] = len(out)
		out = append(out, c)
	}
	if len(mediated) > 0 {
		out = slices.DeleteFunc(out, func(c schema.Claim) bool { return len(c.Mediator) == 0 && mediated[said(&c, "")] })
	}
	slices.SortStableFunc(out, func(a, b schema.Claim) int {
		return cmp.Or(
			cmp.Compare(a.Evidence.Trigger.Start, b.Evidence.Trigger.Start), cmp.Compare(a.Relation, b.Relation), strings.Compare(a.ID, b.ID),
		)
	})
	return out
}
