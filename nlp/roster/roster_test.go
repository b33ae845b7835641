package roster_test

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/entente-kg/entente/nlp/roster"
	"github.com/entente-kg/entente/schema"
)

func base(t testing.TB) *schema.Actors {
	t.Helper()
	kb, err := schema.LoadActors(schema.ActorFiles())
	if err != nil {
		t.Fatal(err)
	}
	return kb
}

func read(t *testing.T, name string, data []byte) (*roster.Roster, *schema.Actors) {
	t.Helper()
	r, err := roster.Read(bytes.NewReader(data), name, base(t))
	if err != nil {
		t.Fatal(err)
	}
	kb, err := schema.LoadActors(schema.ActorFiles(), r)
	if err != nil {
		t.Fatal(err)
	}
	return r, kb
}

// describe gives an actor in one line.
func describe(a *schema.Actor) string {
	if a == nil {
		return "nobody"
	}
	s := a.Name + " [" + strings.Join(a.Aliases, "; ") + "] " + a.Country + " " + a.Sector
	for _, o := range a.Offices {
		s += ", " + o.Title + " of " + o.Of + " " + o.From.Value + "/" + o.To.Value
	}
	return s
}

func TestLists(t *testing.T) {
	for _, test := range []struct {
		file     string
		want     map[string]string
		problems []string
	}{
		{"entities.ftm.json", map[string]string{
			"person:nk-bo":   "Bo Lindqvist [Bo E. Lindqvist] state:SWE GOV, Minister of Fisheries of state:SWE 2020-01-02/2023",
			"group:nk-front": "Blue River Front [BRF] state:KEN REB",
			"org:q30":        "Blue River Mining [] state:KEN BUS",
			"person:q7747":   "nobody", // he is in the knowledge base
		}, []string{"entities.ftm.json:3: not an entity of FollowTheMoney"}},
		{"items.json", map[string]string{
			"person:q900000001": "Bo Lindqvist [Bo E. Lindqvist] state:SWE , Minister of Fisheries of state:SWE 2020-01-02/2023",
			"group:q900000003":  "Blue River Front [BRF] state:KEN REB",
			"org:q900000004":    "nobody",
		}, []string{"items.json:6: not an item of Wikidata"}},
	} {
		t.Run(test.file, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join("testdata", test.file))
			if err != nil {
				t.Fatal(err)
			}
			r, kb := read(t, test.file, data)
			for id, want := range test.want {
				if got := describe(kb.ByID[id]); got != want {
					t.Errorf("%s\n got  %s\n want %s", id, got, want)
				}
			}
			for i, want := range test.problems {
				if len(r.Problems) <= i || !strings.HasPrefix(r.Problems[i].String(), want) {
					t.Errorf("problems: got %v, want %s", r.Problems, want)
				}
			}
			var packed bytes.Buffer
			z := gzip.NewWriter(&packed)
			_, _ = z.Write(data)
			_ = z.Close()
			if _, again := read(t, test.file+".gz", packed.Bytes()); len(again.IDs) != len(kb.IDs) {
				t.Errorf("packed: got %d actors, want %d", len(again.IDs), len(kb.IDs))
			}
		})
	}
	_, kb := read(t, "putin.json", []byte(`{"id":"Q7747","schema":"Person","caption":"Vladimir Putin","properties":{"name":["Vladimir Vladimirovich Poutine"],"nationality":["ru"]}}`))
	if a := kb.ByID["person:vladimir-putin"]; a.Codes["wikidata"] != "Q7747" || !strings.Contains(strings.Join(a.Aliases, "|"), "Poutine") {
		t.Errorf("one that is known: got %v %v, want the code and the alias joined", a.Codes, a.Aliases)
	}
}

func TestAnswerOfWikidata(t *testing.T) {
	answer := "{\n  \"entities\": {\n    \"Q1\": {\"id\": \"Q1\", \"labels\": {\"en\": {\"value\": \"Blue River Party\"}},\n \"claims\": {\"P31\": [{\"mainsnak\": {\"datavalue\": {\"value\": {\"id\": \"Q7278\"}}}, \"rank\": \"preferred\"}]}}\n  }\n}\n"
	_, kb := read(t, "Q1.json", []byte(answer))
	if got, want := describe(kb.ByID["org:q1"]), "Blue River Party []  PTY"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// An office within its holder needs no properties of its own.
func TestBareOccupancy(t *testing.T) {
	_, kb := read(t, "x.json", []byte(`{"id":"NK-1","schema":"Person","properties":{"name":["Bo Lindqvist"],"positionOccupancies":[{"id":"o","schema":"Occupancy"}]}}`))
	if got, want := describe(kb.ByID["person:nk-1"]), "Bo Lindqvist []  "; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestOneCSV(t *testing.T) {
	_, kb := read(t, "mine.csv", []byte("id,name,aliases,country\ngroup:brf,Blue River Front,BRF,state:KEN\nstate:KEN,,Kenia,\n"))
	if got := describe(kb.ByID["group:brf"]); got != "Blue River Front [BRF] state:KEN " {
		t.Errorf("got %s", got)
	}
	if !strings.Contains(strings.Join(kb.ByID["state:KEN"].Aliases, "|"), "Kenia") {
		t.Errorf("an alias for a known state: got %v", kb.ByID["state:KEN"].Aliases)
	}
}

func TestBadLists(t *testing.T) {
	for name, c := range map[string]struct{ given, want string }{
		"empty":         {" ", "empty"},
		"other JSON":    {`{"a":1}`, "neither"},
		"nobody":        {`{"id":"x","schema":"Vessel","properties":{}}`, "no person"},
		"cut off":       {"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\x56", "cut off or damaged"},
		"not packed":    {"\x1f\x8bxxxxxxxxxxxxxxxxxxxxxxx", "gzip"},
		"half an array": {"[{\"labels\":", "no person"},
	} {
		_, err := roster.Read(strings.NewReader(c.given), "x.json", base(t))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want an error with %q", name, err, c.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, file := range []string{"entities.ftm.json", "items.json"} {
		data, err := os.ReadFile(filepath.Join("testdata", file))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("id,name\nperson:x,X Y\n"))
	kb, err := schema.LoadActors(fstest.MapFS{"states.csv": {Data: []byte("id,name,iso2\nstate:KEN,Kenya,KE\nstate:SWE,Sweden,SE\n")}})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := roster.Read(bytes.NewReader(data), "x", kb)
		if err != nil {
			return
		}
		if _, err := r.Check(kb); err != nil {
			t.Errorf("check of a list that was read: %v", err)
		}
	})
}
