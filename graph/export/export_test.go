package export_test

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/export"
	"github.com/entente-kg/entente/graph/graphtest"
	"github.com/entente-kg/entente/schema"
)

func hostile(t *testing.T) graph.Store {
	t.Helper()
	s := graphtest.Memory(t)
	nasty, _ := graphtest.Hostile()
	graphtest.Import(t, s, append(append(graphtest.News(4, 25), nasty...), rows()...))
	return s
}

// rows are an attack as two coders and an article have it.
func rows() []schema.Extraction {
	attack := graphtest.Said{Relation: "ATTACKS", Actor: "state:IND", Recipient: "state:PAK", Date: "2025-05-07"}
	return []schema.Extraction{
		graphtest.Article("strikes", "2025-05-07", "dawn.example", "India strikes Pakistan.", attack),
		graphtest.Coded(schema.GDELT, "1001", "2025-05-07", attack, nil),
		graphtest.Coded(schema.ACLED, "PAK1", "2025-05-07", attack, nil),
	}
}

// What a coder says is told apart from what texts say.
func TestCoders(t *testing.T) {
	s := graphtest.Memory(t)
	graphtest.Import(t, s, rows())
	for name, want := range map[string]map[string]int{
		"ftm":  {`"summary":["coded by gdelt"]`: 1, `"summary":["coded by acled"]`: 1, `"datasets":["gdelt"]`: 1, `"datasets":["acled"]`: 1, `"datasets":["entente"]`: 3},
		"stix": {`"labels":["entente:source-kind=\"text\""]`: 1, `"labels":["entente:source-kind=\"gdelt\""]`: 1, `"labels":["entente:source-kind=\"acled\""]`: 1},
		"turtle": {
			"prov:wasAttributedTo <urn:entente:coder:text>": 2, "prov:wasAttributedTo <urn:entente:coder:gdelt>": 2, "prov:wasAttributedTo <urn:entente:coder:acled>": 2, // event and edge
			"<urn:entente:coder:text> a prov:SoftwareAgent": 1, "<urn:entente:coder:gdelt> a prov:Agent": 1, "coder:icews": 0,
			`ent:sourceKind "gdelt"`: 2, "<urn:entente:state:IND> ent:ATTACKS <urn:entente:state:PAK> .": 1, // the article's alone
		},
		"dot": {`style=solid, source_kind="text"`: 1, `style=dashed, source_kind="gdelt"`: 1, `style=dashed, source_kind="acled"`: 1},
	} {
		var b strings.Builder
		if err := formats[name](t.Context(), &b, s); err != nil {
			t.Fatal(err)
		}
		for part, n := range want {
			if got := strings.Count(b.String(), part); got != n {
				t.Errorf("%s: got %q %d times, want %d:\n%s", name, part, got, n, b.String())
			}
		}
	}
}

func TestJSONL(t *testing.T) {
	out := graphtest.Export(t, hostile(t))
	var keys []string
	types := map[string]int{}
	for line := range strings.Lines(out) {
		var rec struct {
			Type, ID, From, Relation, To string
			Date                         *string
		}
		if err := json.Unmarshal([]byte(line), &rec); err != nil {
			t.Fatalf("%v in %.200s", err, line)
		}
		types[rec.Type]++
		id := rec.ID
		if rec.Type == "edge" {
			id = rec.From + "|" + rec.Relation + "|" + rec.To
		}
		keys = append(keys, rec.Type+" "+id)
	}
	if !slices.IsSorted(keys) {
		t.Error("lines are not sorted by type and ID")
	}
	for _, want := range []string{"article", "claim", "edge", "entity", "event"} {
		if types[want] == 0 {
			t.Errorf("no line of type %s", want)
		}
	}
	if strings.Contains(out, "recorded") || !strings.Contains(out, "<script>&amp;") {
		t.Error("times of recording in the export, or < escaped")
	}
}

// The lines hold the fields that other programs rely on, null or not.
func TestJSONLFields(t *testing.T) {
	s := graphtest.Memory(t)
	graphtest.Import(t, s, graphtest.Handover()[:1])
	want := map[string]string{
		"article": "type id key url title source published wire_group retracted_at",
		"entity":  "type id kind name aliases codes curated",
		"claim":   "type id article relation plover cameo actor recipient theme mediator polarity modality speaker date date_precision place confidence rule sentence evidence",
		"event":   "type id relation actor recipient theme mediator date date_precision place claims articles reports independent denied status goldstein",
		"edge":    "type from relation to first last events reports independent denied event_ids",
	}
	for line := range strings.Lines(graphtest.Export(t, s)) {
		var rec map[string]any
		if err := json.Unmarshal([]byte(line), &rec); err != nil {
			t.Fatal(err)
		}
		for f := range strings.FieldsSeq(want[rec["type"].(string)]) {
			if _, ok := rec[f]; !ok {
				t.Errorf("%s without %s: %s", rec["type"], f, line)
			}
		}
	}
}

func TestGraphML(t *testing.T) {
	s := hostile(t)
	var b bytes.Buffer
	if err := export.GraphML(t.Context(), &b, s); err != nil {
		t.Fatal(err)
	}
	counts, err := s.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Keys  []struct{} `xml:"key"`
		Graph struct {
			Nodes []struct {
				ID   string   `xml:"id,attr"`
				Data []string `xml:"data"`
			} `xml:"node"`
			Edges []struct {
				Source string `xml:"source,attr"`
				Target string `xml:"target,attr"`
			} `xml:"edge"`
		} `xml:"graph"`
	}
	if err := xml.Unmarshal(b.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	if len(doc.Graph.Nodes) != counts.Entities || len(doc.Graph.Edges) != counts.Edges || counts.Edges == 0 {
		t.Errorf("got %d nodes and %d edges, want %d and %d", len(doc.Graph.Nodes), len(doc.Graph.Edges), counts.Entities, counts.Edges)
	}
	ids := map[string]bool{}
	for _, n := range doc.Graph.Nodes {
		ids[n.ID] = true
	}
	for _, e := range doc.Graph.Edges {
		if !ids[e.Source] || !ids[e.Target] {
			t.Errorf("edge %s to %s: an end is no node", e.Source, e.Target)
		}
	}
}

// formats are all ways to write a graph, by the name of the file that
// readers/check.py expects.
var formats = map[string]func(context.Context, io.Writer, graph.Reader) error{
	"jsonl": func(ctx context.Context, w io.Writer, g graph.Reader) error {
		return export.JSONL(ctx, w, g, graphtest.Relations())
	},
	"cypher": func(ctx context.Context, w io.Writer, g graph.Reader) error {
		return export.Cypher(ctx, w, g, graphtest.Relations())
	},
	"plover": func(ctx context.Context, w io.Writer, g graph.Reader) error {
		return export.PLOVER(ctx, w, g, graphtest.Relations())
	},
	"graphml": export.GraphML, "gexf": export.GEXF, "dot": export.DOT, "ftm": export.FollowTheMoney, "stix": export.STIX, "turtle": export.Turtle,
}

// TestReaders opens a graph with hostile names and texts, in every format, by
// readers that others wrote. make check-exports installs them.
func TestReaders(t *testing.T) {
	python := os.Getenv("ENTENTE_READERS")
	if python == "" {
		t.Skip("ENTENTE_READERS names no Python with the readers: make check-exports")
	}
	s := hostile(t)
	dir := t.TempDir()
	for name, write := range formats {
		var b bytes.Buffer
		if err := write(t.Context(), &b, s); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "graph."+name), b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.CommandContext(t.Context(), python, "readers/check.py", dir).CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Error(err)
	}
}

// TestSameBytes shows that no format has anything in it that changes from run
// to run.
func TestSameBytes(t *testing.T) {
	one, two := hostile(t), hostile(t)
	for name, write := range formats {
		var a, b bytes.Buffer
		if err := errors.Join(write(t.Context(), &a, one), write(t.Context(), &b, two)); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Errorf("%s: two exports of the same articles differ", name)
		}
	}
}

type full struct{ left int }

var errFull = errors.New("disk full")

func (f *full) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

// An error of the writer is told, wherever it comes.
func TestWriterFails(t *testing.T) {
	s := graphtest.Memory(t)
	graphtest.Import(t, s, graphtest.Handover())
	for name, write := range formats {
		for _, n := range []int{0, 100, 500} {
			if err := write(t.Context(), &full{n}, s); !errors.Is(err, errFull) {
				t.Errorf("%s after %d bytes: got %v, want disk full", name, n, err)
			}
		}
	}
}
