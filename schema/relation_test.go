package schema

import (
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// relationNames are the 42 that the annotation guidelines define.
var relationNames = strings.Fields(`MEETS_WITH VISITS CALLS NEGOTIATES_WITH MEDIATES_BETWEEN SUPPORTS RECOGNIZES
	SIGNS_AGREEMENT_WITH PLEDGES RESTORES_TIES_WITH CONCEDES_TO COOPERATES_WITH EXERCISES_WITH EXTRADITES
	SHARES_INTELLIGENCE_WITH AIDS ARMS GRANTS_ASYLUM_TO RELEASES CEASEFIRE_WITH WITHDRAWS_FROM LIFTS_SANCTIONS_ON
	DEMANDS_FROM ACCUSES CONDEMNS REJECTS THREATENS SANCTIONS REDUCES_TIES_WITH ATTACKS ABDUCTS MOBILIZES_AGAINST
	OCCUPIES ARRESTS DEPORTS HACKS PROTESTS_AGAINST INVESTIGATES HOLDS_OFFICE_IN MEMBER_OF ALLIED_WITH BASED_IN`)

// ploverCategories are those of the PLOVER codebook of 2021.
var ploverCategories = strings.Fields("AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT")

func loadBuiltIn(t testing.TB) (Words, map[string]*Relation) {
	t.Helper()
	words, err := LoadWords(os.DirFS("words"))
	if err != nil {
		t.Fatal(err)
	}
	relations, err := LoadRelations(words, os.DirFS("relations"))
	if err != nil {
		t.Fatal(err)
	}
	return words, relations
}

func TestBuiltInRelations(t *testing.T) {
	_, relations := loadBuiltIn(t)
	want := slices.Sorted(slices.Values(relationNames))
	if got := slices.Sorted(maps.Keys(relations)); !slices.Equal(got, want) {
		t.Fatalf("got %v\nwant %v", got, want)
	}
	for _, r := range relations {
		if r.Plover != "" && !slices.Contains(ploverCategories, r.Plover) || r.Plover == "" && !r.Standing {
			t.Errorf("%s: PLOVER category %q", r.File, r.Plover)
		}
		if len(r.Cameo) < 2 || len(r.Cameo) > 4 || r.Means == "" || len(r.Patterns) == 0 {
			t.Errorf("%s: cameo %q, means %q, %d patterns", r.File, r.Cameo, r.Means, len(r.Patterns))
		}
		with, without := 0, 0
		for _, e := range r.Examples {
			if len(e.Claims) > 0 {
				with++
			} else {
				without++
			}
		}
		if with < 8 || without < 6 {
			t.Errorf("%s: %d examples that must match and %d that must not, want at least 8 and 6", r.File, with, without)
		}
		if r.Symmetric && len(r.Arguments[RoleRecipient]) > 0 {
			t.Errorf("%s: symmetric with a recipient", r.File)
		}
		for _, e := range r.Edges {
			if len(r.Arguments[e.From]) == 0 || len(r.Arguments[e.To]) == 0 {
				t.Errorf("%s: edge %s between roles that have no kinds", r.File, e.Type)
			}
		}
		head, err := os.ReadFile(r.File)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(string(head), "# "+r.Name) || !strings.Contains(string(head), "Apache-2.0") {
			t.Errorf("%s: does not begin with what it is and its licence", r.File)
		}
	}
}

// minimal is a relation's file that loads.
const minimal = `relation: HELPS
means: Helps.
plover: AID
cameo: "070"
quad: 2
goldstein: 7
arguments: {actor: State, recipient: State}
edges: [actor HELPS recipient]
patterns:
  - verb: help
    actor: subj
    recipient: obj
`

func TestLoadRelationsErrors(t *testing.T) {
	for _, test := range []struct{ name, from, to, want string }{
		{"bad name", "HELPS\n", "helps\n", `relations/x.yaml:1: relation "helps": want a name in capitals`},
		{"unknown key", "means: Helps.", "meaning: Helps.", `line 2: unknown key "meaning"`},
		{"phrase", "means: Helps.", "means: Helps.\nsays: helps", `relations/x.yaml:3: says: "helps": want it like '{actor} [extradites|extradite]`},
		{"unknown kind", "actor: State,", "actor: Country,", `relations/x.yaml:7: arguments: actor: unknown kind "Country"`},
		{"quad", "quad: 2", "quad: 5", "relations/x.yaml:5: quad 5: want 1 to 4"},
		{"edge", "actor HELPS recipient", "actor recipient", `relations/x.yaml:8: edge "actor recipient": want it like`},
		{"unknown role of an edge", "actor HELPS recipient", "actr HELPS recipient", `relations/x.yaml:8: edge "actr HELPS recipient": unknown role "actr"`},
		{"unknown role of an argument", "recipient: State", "receiver: State", `relations/x.yaml:7: arguments: unknown role "receiver"`},
		{"unknown modality", "recipient: obj", "recipient: obj\n    modality: planned", `relations/x.yaml:10: unknown modality "planned"`},
		{"unknown polarity", "recipient: obj", "recipient: obj\n    polarity: negated", `relations/x.yaml:10: unknown polarity "negated"`},
		{"unknown set", "verb: help", "verb: $helping", `relations/x.yaml:10: no set of words is named "helping"`},
		{"two triggers", "verb: help\n", "verb: help\n    noun: help\n", "relations/x.yaml:10: a pattern has exactly one of verb, noun and adj"},
		{"unknown pattern key", "recipient: obj", "receiver: obj", `line 12: unknown key "receiver"`},
		{"no actor", "    actor: subj\n", "", "relations/x.yaml:10: no actor"},
		{"not YAML", "means: Helps.", "means: [", "relations/x.yaml: yaml: line"},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := strings.Replace(minimal, test.from, test.to, 1)
			if text == minimal {
				t.Fatalf("%q is not in the file", test.from)
			}
			_, err := LoadRelations(Words{}, fstest.MapFS{"x.yaml": {Data: []byte(text)}})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
		})
	}
}

func TestLoadRelationsLayers(t *testing.T) {
	first := fstest.MapFS{"helps.yaml": {Data: []byte(minimal)}}
	second := fstest.MapFS{"mine.yaml": {Data: []byte(strings.Replace(minimal, "Helps.", "Helps much.", 1))}}
	got, err := LoadRelations(Words{}, first, second)
	if err != nil || got["HELPS"].Means != "Helps much." {
		t.Errorf("got %v, %v, want the later folder's relation", got["HELPS"], err)
	}
	twice := fstest.MapFS{"a.yaml": {Data: []byte(minimal)}, "b.yaml": {Data: []byte(minimal)}}
	if _, err := LoadRelations(Words{}, twice); err == nil || !strings.Contains(err.Error(), "relations/b.yaml: relation HELPS is also in relations/a.yaml") {
		t.Errorf("one relation twice in a folder: got %v", err)
	}
	if _, err := LoadRelations(Words{}, fstest.MapFS{}); err == nil {
		t.Error("an empty folder of relations: got no error")
	}
}

func TestWords(t *testing.T) {
	words, _ := loadBuiltIn(t)
	for set, lemmas := range words {
		if len(lemmas) == 0 {
			t.Errorf("set %s is empty", set)
		}
	}
	got, err := words.Expand("say, $former.past ,$reporting.deny")
	if err != nil || got[0] != "say" || !slices.Contains(got, "deny") {
		t.Errorf("Expand: got %v, %v", got, err)
	}
	_, err = LoadWords(fstest.MapFS{"x.yaml": {Data: []byte("set: x\nlemmas: []\n")}})
	if err == nil || !strings.Contains(err.Error(), "words/x.yaml: want a set's name and its lemmas or sets") {
		t.Errorf("an empty set: got %v", err)
	}
}

// TestEmbedded checks that what is embedded is what stands in the folders.
func TestEmbedded(t *testing.T) {
	for dir, embedded := range map[string]fs.FS{"actors": ActorFiles(), "relations": RelationFiles(), "words": WordFiles()} {
		names, err := fs.Glob(os.DirFS(dir), "*.[cy]*")
		if err != nil || len(names) == 0 {
			t.Fatal(err, names)
		}
		for _, n := range names {
			if _, err := fs.Stat(embedded, n); err != nil {
				t.Errorf("%s/%s: %v", dir, n, err)
			}
		}
	}
}

func FuzzLoadRelations(f *testing.F) {
	f.Add(minimal)
	f.Add("relation: X\npatterns: [{verb: {}}]")
	f.Fuzz(func(_ *testing.T, text string) {
		_, _ = LoadRelations(Words{}, fstest.MapFS{"x.yaml": {Data: []byte(text)}})
	})
}

func BenchmarkLoadRelations(b *testing.B) {
	words, _ := loadBuiltIn(b)
	for b.Loop() {
		if _, err := LoadRelations(words, os.DirFS("relations")); err != nil {
			b.Fatal(err)
		}
	}
}
