package tag

import (
	"strings"
	"testing"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/weights"
	"github.com/entente-kg/entente/schema"
)

func load(t testing.TB) *Tagger {
	t.Helper()
	tagger, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return tagger
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

func TestTag(t *testing.T) {
	tagger := load(t)
	for _, c := range []struct{ given, want string }{
		{
			"Russia attacked Ukraine on Monday .",
			"Russia/PROPN/NNP/Russia attacked/VERB/VBD/attack Ukraine/PROPN/NNP/Ukraine on/ADP/IN/on Monday/PROPN/NNP/Monday ./PUNCT/././",
		},
		{
			"The ministers were arrested by Israeli forces .",
			"The/DET/DT/the ministers/NOUN/NNS/minister were/AUX/VBD/be arrested/VERB/VBN/arrest by/ADP/IN/by Israeli/ADJ/JJ/Israeli forces/NOUN/NNS/force ./PUNCT/././",
		},
		{
			"He does n’t want 5,000 ships .",
			"He/PRON/PRP/he does/AUX/VBZ/do n’t/PART/RB/not want/VERB/VB/want 5,000/NUM/CD/5000 ships/NOUN/NNS/ship ./PUNCT/././",
		},
	} {
		s := sentence(c.given)
		tagger.Tag(c.given, &s)
		var got []string
		for _, tok := range s.Tokens {
			got = append(got, strings.Join([]string{tok.Of(c.given), tok.UPOS, tok.XPOS, strings.ReplaceAll(tok.Lemma, ".", ".")}, "/"))
		}
		want := strings.ReplaceAll(c.want, "./PUNCT/././", "./PUNCT/./.")
		if s := strings.Join(got, " "); s != want {
			t.Errorf("given %q\n got %s\nwant %s", c.given, s, want)
		}
	}
}

func TestFeats(t *testing.T) {
	tagger := load(t)
	text := "The forces attacked them ."
	s := sentence(text)
	tagger.Tag(text, &s)
	for i, want := range map[int]string{1: "Number=Plur", 2: "Tense=Past", 3: "Person=3"} {
		if got := s.Tokens[i].Feats; !strings.Contains(got, want) {
			t.Errorf("%s: got features %q, want %s among them", s.Tokens[i].Of(text), got, want)
		}
	}
}

func TestLemma(t *testing.T) {
	l, err := LoadLemmas()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ form, upos, xpos, want string }{
		{"met", "VERB", "VBD", "meet"},
		{"withdrew", "VERB", "VBD", "withdraw"},
		{"overran", "VERB", "VBD", "overrun"},
		{"signing", "VERB", "VBG", "sign"},
		{"accuses", "VERB", "VBZ", "accuse"},
		{"imposed", "VERB", "VBN", "impose"},
		{"countries", "NOUN", "NNS", "country"},
		{"sanctions", "NOUN", "NNS", "sanction"},
		{"is", "AUX", "VBZ", "be"},
		{"'s", "PART", "POS", "'s"},
		{"’s", "AUX", "VBZ", "be"},
		{"U.S.", "PROPN", "NNP", "U.S."},
		{"I", "PRON", "PRP", "I"},
		{"her", "PRON", "PRP$", "her"},
		{"Iranian", "ADJ", "JJ", "Iranian"},
		{"larger", "ADJ", "JJR", "large"},
		{"", "X", "FW", ""},
	} {
		if got := l.Lemma(c.form, c.upos, c.xpos); got != c.want {
			t.Errorf("%s/%s: got %q, want %q", c.form, c.xpos, got, c.want)
		}
	}
}

func TestWeightsOfTheWrongKind(t *testing.T) {
	many := weights.NewWriter(magic)
	many.Uint(1 << 30)
	for _, b := range [][]byte{nil, []byte("ENTTAG01"), []byte(magic), []byte(magic + "\xff\xff\xff\xff\x0f"), weights.NewWriter(magic).Deflated(), many.Deflated(), []byte("other")} {
		if _, err := ReadModel(b); err == nil {
			t.Errorf("given %q: got no error", b)
		}
		if _, err := ReadLemmas(b); err == nil {
			t.Errorf("lemmas, given %q: got no error", b)
		}
	}
}

func TestTrainingIsDeterministic(t *testing.T) {
	gold := [][]Gold{
		{{"Russia", "PROPN", "NNP", "Number=Sing", "Russia"}, {"left", "VERB", "VBD", "Tense=Past", "leave"}},
		{{"Ships", "NOUN", "NNS", "Number=Plur", "ship"}, {"left", "VERB", "VBD", "Tense=Past", "leave"}},
	}
	for range 30 {
		gold = append(gold, gold[0], gold[1])
	}
	a, b := Train(gold, Training{Rounds: 2}).Bytes(), Train(gold, Training{Rounds: 2}).Bytes()
	if string(a) != string(b) {
		t.Error("the same gold and seed gave two models")
	}
	a, b = TrainLemmas(gold, nil, nil).Bytes(), TrainLemmas(gold, nil, nil).Bytes()
	if string(a) != string(b) {
		t.Error("the same gold gave two tables of lemmas")
	}
}

func FuzzTag(f *testing.F) {
	for _, s := range []string{"", "Russia attacked .", "\xff\xfe", strings.Repeat("é", 300), "Ⱥ ÀÉ 中文 \x00"} {
		f.Add(s)
	}
	tagger, err := Load()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := sentence(text)
		tagger.Tag(text, &s)
		for _, tok := range s.Tokens {
			if tok.UPOS == "" || tok.XPOS == "" || tok.Lemma == "" {
				t.Fatalf("a token without tags or lemma: %+v", tok)
			}
		}
	})
}

func BenchmarkTag(b *testing.B) {
	tagger := load(b)
	text := "Russia ’s foreign minister , Sergei Lavrov , met Gen. Keith Kellogg in Jeddah on Monday , and the talks did n’t end ."
	s := sentence(text)
	b.ReportAllocs()
	for b.Loop() {
		tagger.Tag(text, &s)
	}
	b.ReportMetric(float64(len(s.Tokens))*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}
