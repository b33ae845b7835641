package nerscore

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

func write(t *testing.T, lines string) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), "x.jsonl")
	if err := os.WriteFile(p, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestRead(t *testing.T) {
	p := write(t, strings.ReplaceAll(`{"id":"a","text":"Président Müller saw the UN's army, and he met the Prime Minister Omar Bakr in 2019.","entities":[
{"s":0,"e":16,"label":"PER"},{"s":21,"e":29,"label":"ORG"},{"s":21,"e":34,"label":"ORG"},{"s":40,"e":42,"label":"PER"},
{"s":47,"e":75,"label":"PER"},{"s":79,"e":83,"label":"DATE"}]}`, "\n", ""))
	texts, err := Read(p)
	if err != nil {
		t.Fatal(err)
	}
	x := texts[0]
	var got []string
	for _, n := range x.Names {
		got = append(got, n.Of(x.Text)+"/"+string(n.Label))
	}
	if diff := cmp.Diff([]string{"Président Müller/PER", "UN/ORG", "Omar Bakr/PER"}, got); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	var neutral []string
	for _, s := range x.Neutral {
		neutral = append(neutral, s.Of(x.Text))
	}
	if diff := cmp.Diff([]string{"UN's army", "2019"}, neutral); diff != "" {
		t.Errorf("neutral (-want +got):\n%s", diff)
	}
}

func TestReadNamesTheLine(t *testing.T) {
	for _, c := range []string{"{\"id\":\"a\",\"text\":\"A\"}\n{", "{\"text\":\"A\"}\n{\"text\":\"A\",\"entities\":[{\"s\":0,\"e\":9,\"label\":\"PER\"}]}"} {
		_, err := Read(write(t, c))
		if err == nil || !strings.Contains(err.Error(), "line 2:") {
			t.Errorf("%s: got %v, want line 2", c, err)
		}
	}
}

func TestScore(t *testing.T) {
	x := &Text{
		Text:    "Iran met the Omar Bakr Group in 2019 elections.",
		Names:   []Name{{schema.Span{Start: 0, End: 4}, analysis.LOC}, {schema.Span{Start: 13, End: 28}, analysis.ORG}},
		Neutral: []schema.Span{{Start: 32, End: 46}},
	}
	found := []Name{
		{schema.Span{Start: 0, End: 4}, analysis.LOC},    // right
		{schema.Span{Start: 0, End: 4}, analysis.LOC},    // said twice
		{schema.Span{Start: 9, End: 28}, analysis.ORG},   // right but for the article
		{schema.Span{Start: 13, End: 22}, analysis.PER},  // wrong
		{schema.Span{Start: 32, End: 36}, analysis.LOC},  // within a neutral span
		{schema.Span{Start: 32, End: 46}, analysis.NORP}, // of a label that is not judged
	}
	for _, c := range []struct {
		strict bool
		want   Count
	}{{false, Count{2, 1, 0}}, {true, Count{2, 2, 0}}} {
		s := Score{}
		s.Add(x, found, c.strict)
		if s[""] != c.want {
			t.Errorf("strict %v: got %+v, want %+v", c.strict, s[""], c.want)
		}
	}
	s := Score{}
	if wrong := s.Add(x, nil, false); len(wrong) != 2 || s[analysis.ORG].Missed != 1 || s[""].F1() != 0 {
		t.Errorf("nothing found: %d mistakes, %+v", len(wrong), s)
	}
	if got := (Count{Right: 3, Wrong: 1, Missed: 3}).F1(); got != 0.6 {
		t.Errorf("F1 %v, want 0.6", got)
	}
}

func TestRunChecksStages(t *testing.T) {
	if _, _, err := Run(context.Background(), nil, []analysis.Stage{{Name: "x", Needs: []analysis.Layer{analysis.Trees}}}, false); err == nil {
		t.Error("got no error for a stage whose needs nothing gives")
	}
}
