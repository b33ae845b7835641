package name

import (
	"slices"
	"strings"
	"testing"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// treeDoc makes a document of one sentence from "form head deprel" words,
// heads from 1.
func treeDoc(words ...string) *analysis.Doc {
	text := ""
	var toks []analysis.Token
	for _, w := range words {
		f := strings.Split(w, "/")
		t := analysis.Token{Span: schema.Span{Start: len(text), End: len(text) + len(f[0])}, XPOS: "X", Head: int(f[1][0]-'0') - 1, Deprel: f[2]}
		text += f[0] + " "
		toks = append(toks, t)
	}
	return &analysis.Doc{Article: &schema.Article{Text: text}, Sentences: []analysis.Sentence{{Tokens: toks}}}
}

func TestSyntax(t *testing.T) {
	e := NewEncoder(newGroups(0, []uint16{0}), newLexicon(0), nil)
	e.Document(treeDoc("the/3/det", "United/3/compound", "States/5/nsubj", "and/5/cc", "left/0/root", "in/7/case", "May/5/obl"))
	at := e.first[0]
	for _, c := range []struct {
		word     int
		top, gov int
		role     string
		prep     string
		flags    uint32
	}{
		{1, 2, 4, "nsubj", "", 0}, // the phrase of United is that of States
		{2, 2, 4, "nsubj", "", hasDet},
		{6, 6, 4, "obl", "in", 0},
		{4, 4, -1, "root", "", 0},
	} {
		y := e.trees[at+c.word]
		gov := int(y.gov)
		if gov >= 0 {
			gov -= at
		}
		prep := uint32(0)
		if c.prep != "" {
			prep = hash(c.prep)
		}
		if int(y.top)-at != c.top || gov != c.gov || y.role != hash(c.role) || y.prep != prep || y.flags&^inTree != c.flags {
			t.Errorf("word %d: got %+v (first word %d), want %+v", c.word, y, at, c)
		}
	}
}

func TestSyntaxOfSeries(t *testing.T) {
	e := NewEncoder(newGroups(0, []uint16{0}), newLexicon(0), nil)
	e.Document(treeDoc("Iran/2/nsubj", "met/0/root", "Iraq/2/obj", "and/5/cc", "Oman/3/conj"))
	y := e.trees[e.first[0]+4]
	if y.role != hash("obj") || y.flags&inSeries == 0 {
		t.Errorf("the second of a series: got %+v, want the role of the first", y)
	}
}

func TestVoice(t *testing.T) {
	for _, c := range []struct {
		words string
		want  uint32
	}{
		{"US forces left", 0},
		{"we left", 2},
		{"we left " + strings.Repeat("word ", 120), 1},
	} {
		e := NewEncoder(newGroups(0, []uint16{0}), newLexicon(0), nil)
		var words []string
		for w := range strings.FieldsSeq(c.words) {
			words = append(words, w+"/0/root")
		}
		if e.Document(treeDoc(words...)); e.voice != c.want {
			t.Errorf("%.20s: got voice %d, want %d", c.words, e.voice, c.want)
		}
	}
}

// TestFeaturesWithoutTree shows that a text without trees has the features that
// it had, and one with broken heads does no harm.
func TestFeaturesWithoutTree(t *testing.T) {
	e := NewEncoder(newGroups(0, []uint16{0}), newLexicon(0), nil)
	d := treeDoc("Iran/2/nsubj", "left/0/root")
	e.Document(d)
	e.Sentence(0)
	with := slices.Clone(e.Features(0, nil))
	for i := range d.Sentences[0].Tokens {
		d.Sentences[0].Tokens[i].Deprel = ""
	}
	e.Document(d)
	e.Sentence(0)
	if without := e.Features(0, nil); len(without) >= len(with) || !slices.Equal(without, with[:len(without)]) {
		t.Errorf("got %d features without a tree, of %d with one", len(without), len(with))
	}
	for i := range d.Sentences[0].Tokens {
		d.Sentences[0].Tokens[i].Deprel, d.Sentences[0].Tokens[i].Head = "flat", 1-i
	}
	e.Document(d) // a cycle
	d.Sentences[0].Tokens[0].Head = 99
	e.Document(d)
}

func TestTrim(t *testing.T) {
	per, org := slices.Index(Labels[:], analysis.PER), slices.Index(Labels[:], analysis.ORG)
	for _, c := range []struct {
		words string
		label int
		want  string
	}{
		{"Advisor Thames", per, "Thames"},
		{"Deputy Minister Haddad", per, "Haddad"},
		{"Gen. Joseph Votel", per, "Joseph Votel"},
		{"Minister", per, "Minister"},
		{"God", per, ""},
		{"General Motors", org, "General Motors"},
	} {
		text := c.words
		var toks []analysis.Token
		at := 0
		for w := range strings.FieldsSeq(c.words) {
			toks = append(toks, analysis.Token{Span: schema.Span{Start: at, End: at + len(w)}})
			at += len(w) + 1
		}
		u := run{0, len(toks), c.label}
		got := ""
		if trim(text, toks, &u) {
			got = text[toks[u.first].Start:toks[u.last-1].End]
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.words, got, c.want)
		}
	}
}

func TestStatesOfOneSeriesAgree(t *testing.T) {
	lexicon := NewLexicon([]Entry{
		{[]string{"Iran"}, KnownState},
		{[]string{"Oman"}, KnownState},
		{[]string{"Saudi", "Arabia"}, KnownState},
	})
	loc, org, per := slices.Index(Labels[:], analysis.LOC), slices.Index(Labels[:], analysis.ORG), slices.Index(Labels[:], analysis.PER)
	e := NewEncoder(newGroups(0, []uint16{0}), lexicon, nil)
	e.Document(treeDoc("Iran/8/nsubj", ",/4/punct", "Saudi/4/compound", "Arabia/1/conj", "and/6/cc", "Oman/1/conj", "both/8/advmod", "left/0/root", "Oslo/8/obj"))
	e.Sentence(0)
	for _, c := range []struct{ given, want []run }{
		{[]run{{0, 1, loc}, {2, 4, org}, {5, 6, org}}, []run{{0, 1, loc}, {2, 4, loc}, {5, 6, loc}}},
		{[]run{{0, 1, org}, {2, 4, loc}, {5, 6, org}}, []run{{0, 1, org}, {2, 4, org}, {5, 6, org}}},
		{[]run{{0, 1, per}, {2, 4, org}}, []run{{0, 1, per}, {2, 4, org}}}, // no state
		{[]run{{0, 1, loc}, {3, 4, org}}, []run{{0, 1, loc}, {3, 4, org}}}, // "Arabia" is none
		{[]run{{0, 1, org}, {8, 9, loc}}, []run{{0, 1, org}, {8, 9, loc}}}, // no series
		{[]run{{2, 4, org}, {5, 6, loc}}, []run{{2, 4, org}, {5, 6, org}}},
	} {
		got := slices.Clone(c.given)
		e.agree(got)
		if !slices.Equal(got, c.want) {
			t.Errorf("given %v: got %v, want %v", c.given, got, c.want)
		}
	}
}
