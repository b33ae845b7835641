package udscore

import (
	"strings"
	"testing"

	"github.com/entente-kg/entente/internal/conllu"
)

// tree makes a sentence from "form/UPOS/head/deprel" items; a form "a+b" is a
// multi-word token whose words follow as items with head and relation.
func tree(t *testing.T, lines ...string) conllu.Sentence {
	t.Helper()
	var s conllu.Sentence
	for _, l := range lines {
		f := strings.Split(l, "/")
		if f[0] == "MWT" {
			s.Spans = append(s.Spans, conllu.Span{First: len(s.Words), Last: len(s.Words) + int(f[2][0]-'0'), Form: f[1]})
			continue
		}
		s.Words = append(s.Words, conllu.Word{Form: f[0], UPOS: f[1], Head: int(f[2][0] - '0'), Deprel: f[3], Lemma: f[0]})
	}
	return s
}

func TestCompareWithItself(t *testing.T) {
	g := []conllu.Sentence{tree(t, "We/PRON/2/nsubj", "go/VERB/0/root", "./PUNCT/2/punct")}
	s, err := Compare(g, g)
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range map[string]F1{"words": s.Words, "sentences": s.Sentences, "LAS": s.LAS, "UPOS": s.UPOS} {
		if f.Value() != 100 {
			t.Errorf("%s: got %v, want 100", name, f.Value())
		}
	}
}

func TestCompareOtherTokens(t *testing.T) {
	gold := []conllu.Sentence{tree(t, "US/PROPN/3/compound", "-/PUNCT/3/punct", "led/VERB/0/root", "./PUNCT/3/punct")}
	system := []conllu.Sentence{tree(t, "US-led/ADJ/0/root", "./PUNCT/1/punct")}
	s, err := Compare(gold, system)
	if err != nil {
		t.Fatal(err)
	}
	// Only the full stop covers the same characters; its head does not.
	if want := (F1{Gold: 4, System: 2, Right: 1}); s.Words != want || s.UPOS != want {
		t.Errorf("words: got %+v, want %+v", s.Words, want)
	}
	if s.UAS.Right != 0 {
		t.Errorf("UAS: got %d right, want 0", s.UAS.Right)
	}
	if s.Sentences.Value() != 100 {
		t.Errorf("sentences: got %v, want 100", s.Sentences.Value())
	}
}

func TestCompareMultiWordTokens(t *testing.T) {
	gold := []conllu.Sentence{tree(t, "We/PRON/4/nsubj", "MWT/don't/2", "do/AUX/4/aux", "n't/PART/4/advmod", "go/VERB/0/root")}
	system := []conllu.Sentence{tree(t, "We/PRON/4/nsubj", "do/AUX/4/aux", "n't/PART/4/advmod", "go/VERB/0/root")}
	s, err := Compare(gold, system)
	if err != nil {
		t.Fatal(err)
	}
	if s.LAS.Value() != 100 || s.Words.Value() != 100 {
		t.Errorf("got LAS %v, words %v, want 100", s.LAS.Value(), s.Words.Value())
	}
	if want := (F1{Gold: 3, System: 4, Right: 2}); s.Tokens != want {
		t.Errorf("tokens: got %+v, want %+v", s.Tokens, want)
	}
}

func TestCompareSubtypes(t *testing.T) {
	gold := []conllu.Sentence{tree(t, "We/PRON/2/nsubj:pass", "go/VERB/0/root")}
	system := []conllu.Sentence{tree(t, "We/PRON/2/nsubj", "go/VERB/0/root")}
	s, err := Compare(gold, system)
	if err != nil {
		t.Fatal(err)
	}
	if s.LAS.Value() != 100 {
		t.Errorf("got LAS %v, want 100: subtypes do not count", s.LAS.Value())
	}
}

func TestCompareOtherText(t *testing.T) {
	gold := []conllu.Sentence{tree(t, "We/PRON/2/nsubj", "go/VERB/0/root")}
	system := []conllu.Sentence{tree(t, "We/PRON/2/nsubj", "run/VERB/0/root")}
	if _, err := Compare(gold, system); err == nil || !strings.Contains(err.Error(), "character 2") {
		t.Errorf("got %v, want an error that names character 2", err)
	}
}

func TestEndsOfSentences(t *testing.T) {
	a, b, c := tree(t, "Go/VERB/0/root"), tree(t, "I/PRON/2/nsubj", "go/VERB/0/root"), tree(t, "Stop/VERB/0/root")
	gold := []conllu.Sentence{a, b, c}
	system := []conllu.Sentence{tree(t, "Go/VERB/0/root", "I/PRON/3/nsubj", "go/VERB/1/conj"), c}
	s, err := Compare(gold, system)
	if err != nil {
		t.Fatal(err)
	}
	if want := (F1{Gold: 3, System: 2, Right: 2}); s.Ends != want {
		t.Errorf("ends: got %+v, want %+v", s.Ends, want)
	}
	if want := (F1{Gold: 3, System: 2, Right: 1}); s.Sentences != want {
		t.Errorf("sentences: got %+v, want %+v", s.Sentences, want)
	}
}
