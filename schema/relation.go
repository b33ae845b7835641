package schema

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Relation is one kind of act or standing tie between actors: one YAML file
// in relations/.
type Relation struct {
	Name      string          // "EXTRADITES"
	Means     string          // one sentence
	Says      Phrase          // an event of it in a few words; zero where the file has none
	Plover    string          // PLOVER category: COOPERATE
	Mode      string          // PLOVER mode, "" for none
	Cameo     string          // CAMEO code: "063"
	Quad      int             // 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict
	Goldstein float64         // -10 to 10, as CAMEO's table gives it
	Symmetric bool            // all parties are actors
	Standing  bool            // a state of affairs, not an occurrence
	SpeechAct bool            // the utterance is the fact: threats, demands, pledges
	Official  bool            // an act of state that is done by saying so: sanctions, recognition
	Embeds    Modality        // modality of an act told inside this one, "" for none
	Family    string          // relations of one family tell of one event in several words; "" for a relation that stands alone
	Ends      []string        // relations whose edges between the same two it ends
	Arguments map[Role][]Kind // the kinds that may fill a role
	Optional  []Role          // roles that a claim may lack
	Owned     []Role          // roles in which a place stands for the state that it undisputedly lies in
	Infer     map[Role]string // role → relation of the same article whose claim about the same theme fills it
	Edges     []EdgeRule      // its edges in the graph, at least one
	Patterns  []Pattern
	Examples  []Example
	File      string // "relations/extradites.yaml"
}

// EdgeRule says which two roles make a direct edge in the graph, and the
// edge's relationship type in Neo4j.
type EdgeRule struct {
	From Role
	Type string
	To   Role
}

// Pattern is a frame: a trigger word with the grammatical functions in which
// its parties stand. docs/patterns.md describes the notation.
type Pattern struct {
	Verb, Noun, Adj []string            // lemmas of the trigger; one of the three is set
	Has             map[string][]string // function → lemmas, one of which must stand there
	Lacks           map[string][]string // function → lemmas, none of which may; "*" stands for any word
	Roles           map[Role]string     // "subj", "obj* | on*", "subj + with"
	Modality        Modality            // overrides what the context gives
	Polarity        Polarity
	Confidence      float64 // 0 for the default
	Line            int
}

// Example is a sentence with the claims of its relation that it must give;
// none where it must not match.
type Example struct {
	Text   string
	Claims []string // "Pakistan > United States ; theme=Mohammad Sharifullah ; future"
	Line   int
}

// LoadRelations reads every .yaml file of the folders; a file in a later
// folder replaces the relation of the same name. Words resolves the sets that
// patterns name as "$set". A mistake names file and line.
func LoadRelations(words Words, folders ...fs.FS) (map[string]*Relation, error) {
	out := map[string]*Relation{}
	for _, folder := range folders {
		names, err := fs.Glob(folder, "*.yaml")
		if err != nil {
			return nil, fmt.Errorf("relations: %w", err)
		}
		if len(names) == 0 {
			return nil, fmt.Errorf("relations: no .yaml file in the folder")
		}
		seen := map[string]string{}
		for _, name := range names {
			r, err := readRelation(folder, name, words)
			if err != nil {
				return nil, err
			}
			if first := seen[r.Name]; first != "" {
				return nil, fmt.Errorf("%s: relation %s is also in %s", r.File, r.Name, first)
			}
			seen[r.Name] = r.File
			out[r.Name] = r
		}
	}
	for _, name := range slices.Sorted(maps.Keys(out)) {
		for _, ended := range out[name].Ends {
			if out[ended] == nil {
				return nil, fmt.Errorf("%s: ends: there is no relation %s", out[name].File, ended)
			}
		}
	}
	return out, nil
}

// relationFile is the notation of a relation's file.
type relationFile struct {
	Relation  string            `yaml:"relation"`
	Means     string            `yaml:"means"`
	Says      string            `yaml:"says"`
	Plover    string            `yaml:"plover"`
	Mode      string            `yaml:"mode"`
	Cameo     string            `yaml:"cameo"`
	Quad      int               `yaml:"quad"`
	Goldstein float64           `yaml:"goldstein"`
	Symmetric bool              `yaml:"symmetric"`
	Standing  bool              `yaml:"standing"`
	SpeechAct bool              `yaml:"speech_act"`
	Official  bool              `yaml:"official"`
	Embeds    string            `yaml:"embeds"`
	Family    string            `yaml:"family"`
	Ends      []string          `yaml:"ends"`
	Arguments map[string]string `yaml:"arguments"`
	Optional  []string          `yaml:"optional"`
	Owned     []string          `yaml:"owned"`
	Infer     map[string]string `yaml:"infer"`
	Edges     []string          `yaml:"edges"`
	Patterns  []patternFile     `yaml:"patterns"`
	Examples  []exampleFile     `yaml:"examples"`
	lines     map[string]int    // of the keys
}

// UnmarshalYAML keeps the lines of the keys, so that a mistake can be found.
func (f *relationFile) UnmarshalYAML(n *yaml.Node) error {
	type plain relationFile
	if err := known(n, "relation", "means", "says", "plover", "mode", "cameo", "quad", "goldstein", "symmetric", "standing", "speech_act", "official",
		"embeds", "family", "ends", "arguments", "optional", "owned", "infer", "edges", "patterns", "examples"); err != nil {
		return err
	}
	f.lines = map[string]int{}
	for i := 0; i < len(n.Content); i += 2 {
		f.lines[n.Content[i].Value] = n.Content[i].Line
	}
	return n.Decode((*plain)(f))
}

// wrong is a mistake at a key, or in the file where it lacks the key.
func (f *relationFile) wrong(key, format string, args ...any) error {
	if line := f.lines[key]; line > 0 {
		return fmt.Errorf(":%d: %s", line, fmt.Sprintf(format, args...))
	}
	return fmt.Errorf(": %s", fmt.Sprintf(format, args...))
}

type patternFile struct {
	Verb       string            `yaml:"verb"`
	Noun       string            `yaml:"noun"`
	Adj        string            `yaml:"adj"`
	Has        map[string]string `yaml:"has"`
	Lacks      map[string]string `yaml:"lacks"`
	Actor      string            `yaml:"actor"`
	Recipient  string            `yaml:"recipient"`
	Theme      string            `yaml:"theme"`
	Mediator   string            `yaml:"mediator"`
	Modality   string            `yaml:"modality"`
	Polarity   string            `yaml:"polarity"`
	Confidence float64           `yaml:"confidence"`
	line       int
}

type exampleFile struct {
	Text   string   `yaml:"text"`
	Claims []string `yaml:"claims"`
	line   int
}

// UnmarshalYAML keeps the line, which is part of a claim's evidence.
func (p *patternFile) UnmarshalYAML(n *yaml.Node) error {
	type plain patternFile
	if err := known(n, "verb", "noun", "adj", "has", "lacks", "actor", "recipient", "theme", "mediator", "modality", "polarity", "confidence"); err != nil {
		return err
	}
	p.line = n.Line
	return n.Decode((*plain)(p))
}

// UnmarshalYAML keeps the line.
func (e *exampleFile) UnmarshalYAML(n *yaml.Node) error {
	type plain exampleFile
	if err := known(n, "text", "claims"); err != nil {
		return err
	}
	e.line = n.Line
	return n.Decode((*plain)(e))
}

// known refuses keys that the notation does not have: yaml's own strictness
// does not reach into values that decode themselves.
func known(n *yaml.Node, keys ...string) error {
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: want keys and values", n.Line)
	}
	for i := 0; i < len(n.Content); i += 2 {
		if k := n.Content[i]; !slices.Contains(keys, k.Value) {
			return fmt.Errorf("line %d: unknown key %q; the keys are %s", k.Line, k.Value, strings.Join(keys, ", "))
		}
	}
	return nil
}

func readRelation(folder fs.FS, name string, words Words) (*Relation, error) {
	file := path.Join("relations", name)
	in, err := folder.Open(name)
	if err != nil {
		return nil, fmt.Errorf("relations: %w", err)
	}
	defer in.Close()
	var f relationFile
	if err := yaml.NewDecoder(in).Decode(&f); errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: the file is empty", file)
	} else if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	r, err := f.relation(file, words)
	if err != nil {
		return nil, fmt.Errorf("%s%w", file, err)
	}
	return r, nil
}

// relation checks the file and turns it into a Relation. Its errors begin
// with ":LINE: " or ": ".
func (f *relationFile) relation(file string, words Words) (*Relation, error) {
	if f.Relation == "" || strings.Trim(f.Relation, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") != "" {
		return nil, f.wrong("relation", "relation %q: want a name in capitals such as SIGNS_AGREEMENT_WITH", f.Relation)
	}
	if f.Quad < 1 || f.Quad > 4 {
		return nil, f.wrong("quad", "quad %d: want 1 to 4", f.Quad)
	}
	if f.Goldstein < -10 || f.Goldstein > 10 {
		return nil, f.wrong("goldstein", "goldstein %g: want -10 to 10", f.Goldstein)
	}
	r := &Relation{
		Name: f.Relation, Means: f.Means, Plover: f.Plover, Mode: f.Mode, Cameo: f.Cameo, Quad: f.Quad,
		Goldstein: f.Goldstein, Symmetric: f.Symmetric, Standing: f.Standing, Official: f.Official, SpeechAct: f.SpeechAct,
		Embeds: Modality(f.Embeds), Family: f.Family, Ends: f.Ends, Arguments: map[Role][]Kind{}, File: file,
	}
	if err := f.checkNames(); err != nil {
		return nil, err
	}
	for role, kinds := range f.Arguments {
		for k := range strings.FieldsSeq(kinds) {
			if !slices.Contains(Kinds, Kind(k)) {
				return nil, f.wrong("arguments", "arguments: %s: unknown kind %q; the kinds are %s", role, k, joined(Kinds))
			}
			r.Arguments[Role(role)] = append(r.Arguments[Role(role)], Kind(k))
		}
	}
	if len(r.Arguments[RoleActor]) == 0 {
		return nil, f.wrong("arguments", "arguments: no kinds for actor")
	}
	if f.Says != "" {
		var err error
		if r.Says, err = ParsePhrase(f.Says); err != nil {
			return nil, f.wrong("says", "says: %v", err)
		}
	}
	for role, relation := range f.Infer {
		if r.Infer == nil {
			r.Infer = map[Role]string{}
		}
		r.Infer[Role(role)] = relation
	}
	for _, role := range f.Optional {
		r.Optional = append(r.Optional, Role(role))
	}
	for _, role := range f.Owned {
		r.Owned = append(r.Owned, Role(role))
	}
	for _, e := range f.Edges {
		w := strings.Fields(e)
		if len(w) != 3 || strings.Trim(w[1], "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") != "" {
			return nil, f.wrong("edges", "edge %q: want it like 'actor EXTRADITES_TO recipient'", e)
		}
		for _, role := range []string{w[0], w[2]} {
			if !slices.Contains(argumentRoles, Role(role)) {
				return nil, f.wrong("edges", "edge %q: unknown role %q; the roles are %s", e, role, joined(argumentRoles))
			}
		}
		r.Edges = append(r.Edges, EdgeRule{Role(w[0]), w[1], Role(w[2])})
	}
	if len(r.Edges) == 0 {
		return nil, f.wrong("edges", "no edges")
	}
	for i := range f.Patterns {
		p, err := f.Patterns[i].pattern(r, words)
		if err != nil {
			return nil, fmt.Errorf(":%d: %w", f.Patterns[i].line, err)
		}
		r.Patterns = append(r.Patterns, p)
	}
	for _, e := range f.Examples {
		r.Examples = append(r.Examples, Example{e.Text, e.Claims, e.line})
	}
	return r, nil
}

// argumentRoles are the roles that a relation's file may name.
var argumentRoles = []Role{RoleActor, RoleRecipient, RoleTheme, RoleMediator}

// checkNames refuses roles and modalities that there are not: a misspelt one
// would never fit anything.
func (f *relationFile) checkNames() error {
	for _, part := range []struct {
		key   string
		roles []string
	}{
		{"arguments", slices.Sorted(maps.Keys(f.Arguments))},
		{"optional", f.Optional},
		{"owned", f.Owned},
		{"infer", slices.Sorted(maps.Keys(f.Infer))},
	} {
		for _, role := range part.roles {
			if !slices.Contains(argumentRoles, Role(role)) {
				return f.wrong(part.key, "%s: unknown role %q; the roles are %s", part.key, role, joined(argumentRoles))
			}
		}
	}
	if f.Embeds != "" && !slices.Contains(Modalities, Modality(f.Embeds)) {
		return f.wrong("embeds", "embeds: unknown modality %q; the modalities are %s", f.Embeds, joined(Modalities))
	}
	return nil
}

func joined[T ~string](list []T) string {
	names := make([]string, len(list))
	for i, s := range list {
		names[i] = string(s)
	}
	return strings.Join(names, ", ")
}

func (p *patternFile) pattern(r *Relation, words Words) (Pattern, error) {
	out := Pattern{
		Roles: map[Role]string{}, Modality: Modality(p.Modality), Polarity: Polarity(p.Polarity),
		Confidence: p.Confidence, Line: p.line,
	}
	if out.Modality != "" && !slices.Contains(Modalities, out.Modality) {
		return out, fmt.Errorf("unknown modality %q; the modalities are %s", out.Modality, joined(Modalities))
	}
	if out.Polarity != "" && out.Polarity != Affirmed && out.Polarity != Denied {
		return out, fmt.Errorf("unknown polarity %q; want %s or %s", out.Polarity, Affirmed, Denied)
	}
	if out.Confidence < 0 || out.Confidence > 1 {
		return out, fmt.Errorf("confidence %g: want 0 to 1", out.Confidence)
	}
	triggers := 0
	for _, t := range []struct {
		from string
		to   *[]string
	}{{p.Verb, &out.Verb}, {p.Noun, &out.Noun}, {p.Adj, &out.Adj}} {
		if t.from == "" {
			continue
		}
		triggers++
		list, err := words.Expand(t.from)
		if err != nil {
			return out, err
		}
		*t.to = list
	}
	if triggers != 1 {
		return out, fmt.Errorf("a pattern has exactly one of verb, noun and adj")
	}
	var err error
	if out.Has, err = words.expandAll(p.Has); err != nil {
		return out, err
	}
	if out.Lacks, err = words.expandAll(p.Lacks); err != nil {
		return out, err
	}
	for role, spec := range map[Role]string{RoleActor: p.Actor, RoleRecipient: p.Recipient, RoleTheme: p.Theme, RoleMediator: p.Mediator} {
		if spec == "" {
			continue
		}
		if role == RoleRecipient && r.Symmetric {
			return out, fmt.Errorf("%s is symmetric: name all parties in actor, such as 'subj + with'", r.Name)
		}
		out.Roles[role] = spec
	}
	if out.Roles[RoleActor] == "" {
		return out, fmt.Errorf("no actor")
	}
	return out, nil
}
