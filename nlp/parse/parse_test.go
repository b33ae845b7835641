package parse

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/tag"
	"github.com/entente-kg/entente/nlp/token"
	"github.com/entente-kg/entente/schema"
	"github.com/google/go-cmp/cmp"
)

func load(t testing.TB) (*tag.Tagger, *Parser) {
	t.Helper()
	tagger, err := tag.Load()
	if err != nil {
		t.Fatal(err)
	}
	parser, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return tagger, parser
}

// sentence cuts a text at its blanks.
func sentence(text string) analysis.Sentence {
	var s analysis.Sentence
	at := 0
	for w := range strings.SplitSeq(text, " ") {
		if w != "" {
			s.Tokens = append(s.Tokens, analysis.Token{Span: schema.Span{Start: at, End: at + len(w)}, Head: -1})
		}
		at += len(w) + 1
	}
	return s
}

// arcs writes a tree as "dependent<relation<head" items.
func arcs(text string, s analysis.Sentence) []string {
	var list []string
	for _, t := range s.Tokens {
		head := "ROOT"
		if t.Head >= 0 {
			head = s.Tokens[t.Head].Of(text)
		}
		list = append(list, t.Of(text)+"<"+t.Deprel+"<"+head)
	}
	return list
}

func TestParse(t *testing.T) {
	tagger, parser := load(t)
	for _, c := range []struct {
		given string
		want  []string // arcs that must be there
	}{
		{"Russia attacked Ukraine on Monday .", []string{"Russia<nsubj<attacked", "attacked<root<ROOT", "Ukraine<obj<attacked", "Monday<obl<attacked", "on<case<Monday"}},
		{"The minister was arrested by the army on Monday .", []string{"minister<nsubj:pass<arrested", "was<aux:pass<arrested", "army<obl:agent<arrested", "Monday<obl<arrested"}},
		{"China and Russia signed a trade agreement .", []string{"China<nsubj<signed", "Russia<conj<China", "agreement<obj<signed", "trade<compound<agreement"}},
		{"He said that Iran had not attacked the ship .", []string{"attacked<ccomp<said", "Iran<nsubj<attacked", "not<advmod<attacked", "ship<obj<attacked"}},
		{"Israel ’s army withdrew its forces from Gaza .", []string{"Israel<nmod:poss<army", "forces<obj<withdrew", "Gaza<obl<withdrew"}},
		{"Pakistan extradites suspect to the United States", []string{"Pakistan<nsubj<extradites", "suspect<obj<extradites", "extradites<root<ROOT"}},
	} {
		s := sentence(c.given)
		tagger.Tag(c.given, &s)
		parser.Parse(c.given, &s)
		got := arcs(c.given, s)
		for _, want := range c.want {
			found := false
			for _, g := range got {
				found = found || g == want
			}
			if !found {
				t.Errorf("given %q: want %s in %v", c.given, want, got)
			}
		}
	}
}

func TestParseWithoutTags(t *testing.T) {
	_, parser := load(t)
	text := "Russia attacked Ukraine ."
	s := sentence(text)
	parser.Parse(text, &s)
	for i, want := range []string{"PROPN", "VERB", "PROPN", "PUNCT"} {
		if got := s.Tokens[i].UPOS; got != want {
			t.Errorf("%s: got %s, want %s", s.Tokens[i].Of(text), got, want)
		}
	}
	if got := s.Tokens[1].Lemma; got != "attack" {
		t.Errorf("got lemma %q, want attack", got)
	}
}

// wrong says what is wrong with a tree.
func wrong(s analysis.Sentence) string {
	roots := 0
	for i, t := range s.Tokens {
		if t.UPOS == "" || t.XPOS == "" || t.Deprel == "" || t.Lemma == "" {
			return "a token without tag, lemma or relation"
		}
		if t.Head == -1 {
			roots++
			if t.Deprel != "root" {
				return "a root whose relation is " + t.Deprel
			}
			continue
		}
		if t.Deprel == "root" {
			return "a relation root below a word"
		}
		for steps, j := 0, i; s.Tokens[j].Head != -1; j = s.Tokens[j].Head {
			if steps++; steps > len(s.Tokens) {
				return "a cycle"
			}
		}
	}
	if roots != 1 && len(s.Tokens) > 0 {
		return "not exactly one root"
	}
	return ""
}

func TestLongSentence(t *testing.T) {
	_, parser := load(t)
	text := strings.TrimSpace(strings.Repeat("the minister said that ships sail and ", 150))
	s := sentence(text)
	parser.Parse(text, &s)
	if w := wrong(s); w != "" {
		t.Errorf("%d tokens: %s", len(s.Tokens), w)
	}
}

func TestSentencesDoNotDependOnEachOther(t *testing.T) {
	tagger, parser := load(t)
	text := "Russia attacked Ukraine on Monday . He left . The foreign ministers of the two states met in Geneva . They did not talk about the war for long ."
	doc := &analysis.Doc{Article: &schema.Article{Text: text}}
	all := sentence(text)
	from := 0
	for i, tok := range all.Tokens {
		if tok.Of(text) == "." {
			doc.Sentences = append(doc.Sentences, analysis.Sentence{Tokens: all.Tokens[from : i+1 : i+1]})
			from = i + 1
		}
	}
	var alone []analysis.Sentence
	for _, s := range doc.Sentences {
		s.Tokens = append([]analysis.Token(nil), s.Tokens...)
		tagger.Tag(text, &s)
		parser.Parse(text, &s)
		alone = append(alone, s)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			d := &analysis.Doc{Article: doc.Article}
			for _, s := range doc.Sentences {
				s.Tokens = append([]analysis.Token(nil), s.Tokens...)
				d.Sentences = append(d.Sentences, s)
			}
			if err := analysis.Run(context.Background(), []analysis.Stage{tagger.Stage(), parser.Stage()}, d); err != nil {
				t.Error(err)
			}
			if diff := cmp.Diff(alone, d.Sentences); diff != "" {
				t.Errorf("other trees in a document than alone:\n%s", diff)
			}
		})
	}
	wg.Wait()
}

func TestCancelled(t *testing.T) {
	_, parser := load(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	text := "Russia attacked ."
	d := &analysis.Doc{Article: &schema.Article{Text: text}, Sentences: []analysis.Sentence{sentence(text)}}
	if err := parser.Stage().Run(ctx, d); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

func TestWeightsOfTheWrongKind(t *testing.T) {
	for _, b := range [][]byte{nil, []byte("other"), []byte(magic), []byte(magic + "\x10\x01\x01x\xff\xff\xff\xff\x0f")} {
		if _, err := ReadModel(b); err == nil {
			t.Errorf("given %q: got no error", b)
		}
	}
}

func TestModelSurvivesWriting(t *testing.T) {
	_, parser := load(t)
	a := parser.model.Bytes()
	model, err := ReadModel(a)
	if err != nil {
		t.Fatal(err)
	}
	if string(model.Bytes()) != string(a) {
		t.Error("a model is written otherwise than it was read")
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "a", "Russia attacked .", "\xff \xfe \x00", strings.Repeat("x ", 400), strings.Repeat(") ", 50), "Ⱥ ÀÉ 中文"} {
		f.Add(s)
	}
	tagger, parser := load(f)
	f.Fuzz(func(t *testing.T, text string) {
		s := sentence(text)
		tagger.Tag(text, &s)
		parser.Parse(text, &s)
		if w := wrong(s); w != "" {
			t.Fatal(w)
		}
	})
}

const benchText = "Russia ’s foreign minister , Sergei Lavrov , met the U.S. envoy Keith Kellogg in Jeddah on Monday , and the talks on a ceasefire in Ukraine did n’t end before midnight ."

func BenchmarkParse(b *testing.B) {
	tagger, parser := load(b)
	d := &analysis.Doc{Article: &schema.Article{Text: benchText}}
	tokens := 0
	for range 20 {
		s := sentence(benchText)
		tagger.Tag(benchText, &s)
		tokens += len(s.Tokens)
		d.Sentences = append(d.Sentences, s)
	}
	stage := parser.Stage()
	b.ReportAllocs()
	for b.Loop() {
		if err := stage.Run(context.Background(), d); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(tokens)*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}

// BenchmarkTextToTrees is the whole way of a short article, on one core.
func BenchmarkTextToTrees(b *testing.B) {
	tagger, parser := load(b)
	tok, err := token.New(token.Options{})
	if err != nil {
		b.Fatal(err)
	}
	stages := []analysis.Stage{tok.Stage(), tagger.Stage(), parser.Stage()}
	article := &schema.Article{Text: strings.Repeat(strings.ReplaceAll(benchText, " ,", ",")+"\n\n", 15)}
	tokens := 0
	b.ReportAllocs()
	for b.Loop() {
		d := &analysis.Doc{Article: article}
		if err := analysis.Run(context.Background(), stages, d); err != nil {
			b.Fatal(err)
		}
		tokens = 0
		for _, s := range d.Sentences {
			tokens += len(s.Tokens)
		}
	}
	b.ReportMetric(float64(tokens)*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}
