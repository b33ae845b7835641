// Package relation finds who did what to whom: it matches the patterns of the
// relations against the trees of a document and makes claims.
//
// Matching is driven by triggers: each word is looked up once in an index of
// all patterns, so that cost grows with the text and not with the number of
// rules. What every pattern inherits (passives, conjunction, control,
// relative clauses, negation, modality, attribution) stands in clause.go and
// context.go, once.
package relation

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// class is the part of speech that a trigger must have.
type class uint8

const (
	verb class = iota
	noun
	adj
)

// trigger is what patterns are indexed by.
type trigger struct {
	lemma string
	class class
}

// rule is a pattern ready to match.
type rule struct {
	relation   *schema.Relation
	name       string // "relations/extradites.yaml:14"
	particle   string // of a verb: "over" of "hand over"
	has, lacks []condition
	roles      []role
	modality   schema.Modality
	polarity   schema.Polarity
	confidence float64
}

// condition asks for words in a grammatical function.
type condition struct {
	function string
	lemmas   map[string]bool
	any      bool   // "*": whatever stands there
	play     bool   // it names the words of sport and games, which hold for a whole report
	spec     string // as a pattern has it, a long list cut
}

// role says where a party stands: the first alternative that is filled.
type role struct {
	role         schema.Role
	spec         string // as a pattern has it
	kinds        []schema.Kind
	alternatives []alternative
	least        int // how many parties an alternative must give, if more than one
	required     bool
	owned        bool     // a place stands for the state that it lies in
	discourse    []string // "rival", "partner", "story": how the discourse may fill it, the first that does
}

// alternative has one or more parts, joined by "&", that must all be filled;
// each part is the union of the functions joined by "+".
type alternative [][]place

// place is a grammatical function; reach lets the filler stand for its owner,
// and kinds, if any, are the only ones that it takes there.
type place struct {
	function string
	reach    bool
	kinds    []schema.Kind
}

// defaultConfidence is what a pattern gives that says nothing else.
var defaultConfidence = map[class]float64{verb: 0.85, noun: 0.75, adj: 0.7}

// compile indexes the patterns of relations, in name order so that the same
// relations give the same index.
func compile(relations map[string]*schema.Relation) (map[trigger][]*rule, error) {
	index := map[trigger][]*rule{}
	names := make([]string, 0, len(relations))
	for n := range relations {
		names = append(names, n)
	}
	slices.Sort(names)
	for _, n := range names {
		r := relations[n]
		for i := range r.Patterns {
			if err := addPattern(index, r, &r.Patterns[i]); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", r.File, r.Patterns[i].Line, err)
			}
		}
	}
	return index, nil
}

func addPattern(index map[trigger][]*rule, r *schema.Relation, p *schema.Pattern) error {
	roles, err := compileRoles(r, p)
	if err != nil {
		return err
	}
	has, lacks := conditions(p.Has, false), conditions(p.Lacks, true)
	name := fmt.Sprintf("%s:%d", r.File, p.Line)
	for c, lemmas := range map[class][]string{verb: p.Verb, noun: p.Noun, adj: p.Adj} {
		for _, lemma := range lemmas {
			first, particle, _ := strings.Cut(lemma, " ")
			if c != verb && particle != "" {
				first, particle = lemma[strings.LastIndexByte(lemma, ' ')+1:], lemma[:strings.LastIndexByte(lemma, ' ')]
			}
			confidence := p.Confidence
			if confidence == 0 {
				confidence = defaultConfidence[c]
			}
			t := trigger{strings.ToLower(strings.TrimPrefix(first, "-")), c}
			index[t] = append(index[t], &rule{
				relation: r, name: name, particle: strings.ToLower(particle), has: has, lacks: lacks, roles: roles,
				modality: p.Modality, polarity: p.Polarity, confidence: confidence,
			})
		}
	}
	return nil
}

// maxListed is how many lemmas a condition shows of itself.
const maxListed = 6

func conditionSpec(function string, lemmas []string, forbids bool) string {
	word := "has"
	if forbids {
		word = "lacks"
	}
	list := strings.Join(lemmas[:min(len(lemmas), maxListed)], ", ")
	if len(lemmas) > maxListed {
		list += ", …"
	}
	return fmt.Sprintf("%s: {%s: %s}", word, function, list)
}

func conditions(from map[string][]string, forbids bool) []condition {
	var out []condition
	for f, lemmas := range from {
		c := condition{function: plainFunction(f), lemmas: map[string]bool{}, spec: conditionSpec(f, from[f], forbids)}
		for _, l := range lemmas {
			c.any = c.any || l == "*"
			c.lemmas[strings.ToLower(l)] = true
		}
		out = append(out, c)
	}
	// The object comes first: prepositions are then looked up on it as well.
	slices.SortFunc(out, func(a, b condition) int {
		if (a.function == "obj") != (b.function == "obj") {
			if a.function == "obj" {
				return -1
			}
			return 1
		}
		return strings.Compare(a.function, b.function)
	})
	return out
}

// roleOrder is the order in which roles are filled.
var roleOrder = []schema.Role{schema.RoleActor, schema.RoleRecipient, schema.RoleTheme, schema.RoleMediator}

func compileRoles(r *schema.Relation, p *schema.Pattern) ([]role, error) {
	var out []role
	for _, name := range roleOrder {
		spec := p.Roles[name]
		if spec == "" {
			if name == schema.RoleRecipient && !r.Symmetric && len(r.Arguments[name]) > 0 && !slices.Contains(r.Optional, name) {
				return nil, fmt.Errorf("%s needs a recipient, and the pattern has no place for it", r.Name)
			}
			continue
		}
		ro := role{
			role: name, spec: string(name) + ": " + spec, kinds: r.Arguments[name],
			owned:    slices.Contains(r.Owned, name),
			required: name != schema.RoleTheme && !slices.Contains(r.Optional, name) && r.Infer[name] == "",
		}
		if r.Symmetric && name == schema.RoleActor {
			ro.least = 2
		}
		for text := range strings.SplitSeq(spec, "|") {
			a, required, err := compileAlternative(text)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			ro.required = ro.required || required
			if f := strings.TrimSpace(text); f == rivalFunction || f == partnerFunction || f == storyFunction {
				ro.discourse = append(ro.discourse, f)
				continue
			}
			ro.alternatives = append(ro.alternatives, a)
		}
		out = append(out, ro)
	}
	return out, nil
}

// compileAlternative reads "subj & with* + obj:Person,Population". A function
// with "!" makes its role required although the relation does not.
func compileAlternative(text string) (a alternative, required bool, err error) {
	for part := range strings.SplitSeq(text, "&") {
		var places []place
		for f := range strings.SplitSeq(part, "+") {
			f = strings.TrimSpace(f)
			function, kinds, err := onlyKinds(strings.TrimRight(f, "*!"))
			if err != nil {
				return nil, false, err
			}
			if function == "" || strings.ContainsAny(function, " *!") {
				return nil, false, fmt.Errorf("%q is no grammatical function", f)
			}
			required = required || strings.HasSuffix(strings.TrimRight(f, "*"), "!")
			places = append(places, place{plainFunction(function), strings.HasSuffix(strings.TrimRight(f, "!"), "*"), kinds})
		}
		a = append(a, places)
	}
	return a, required, nil
}

// plainFunction names the prepositions of a function by their usual forms.
func plainFunction(function string) string {
	parts := strings.Split(function, ".")
	for i, p := range parts {
		parts[i] = plainPreposition(p)
	}
	return strings.Join(parts, ".")
}

// onlyKinds cuts the kinds off "obj:Person,Population".
func onlyKinds(text string) (function string, kinds []schema.Kind, err error) {
	function, list, ok := strings.Cut(text, ":")
	if !ok {
		return text, nil, nil
	}
	for k := range strings.SplitSeq(list, ",") {
		if !slices.Contains(schema.Kinds, schema.Kind(k)) {
			return "", nil, fmt.Errorf("%q: unknown kind %q", text, k)
		}
		kinds = append(kinds, schema.Kind(k))
	}
	return function, kinds, nil
}
