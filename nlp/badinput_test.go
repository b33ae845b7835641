package nlp_test

import (
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// badTexts are what news systems also hold. The numbers make most of them as
// long as the plain text that they are measured against.
var badTexts = map[string]string{
	"a token of 1 MB":                      strings.Repeat("a", 1<<20),
	"a token of 1 MB of capitals":          strings.Repeat("IRAN", 1<<18),
	"10,000 sentences without a stop":      strings.Repeat("Iran met Iraq and ", 10_000),
	"capitals without a stop":              strings.Repeat("IRAN AND IRAQ MEET IN OSLO ", 4000),
	"no spaces":                            strings.Repeat("IranmetIraqinOsloandleft", 5000),
	"marks for spaces":                     strings.Repeat("Iran,met.Iraq;in-Oslo/and:", 1000),
	"emoji":                                strings.Repeat("Iran 🇮🇷🤝 met 👩‍🚀👨‍👩‍👧 Iraq 😀😀. ", 2000),
	"control characters":                   strings.Repeat("Iran\x07 met\x1b[31m \x00Iraq\x01\x02. ", 4000),
	"invalid UTF-8":                        strings.Repeat("Iran \xff\xfe met \xc3 Iraq. ", 4000),
	"Chinese":                              strings.Repeat("伊朗外长会见伊拉克总理并讨论制裁问题。", 2000),
	"Arabic":                               strings.Repeat("التقى وزير الخارجية الإيراني رئيس الوزراء العراقي. ", 1500),
	"Hindi":                                strings.Repeat("ईरान के विदेश मंत्री ने इराक के प्रधानमंत्री से मुलाकात की। ", 1000),
	"Cyrillic":                             strings.Repeat("Министр иностранных дел Ирана прибыл в Осло. ", 1500),
	"quotes":                               strings.Repeat(`"`, 1<<17),
	"brackets":                             strings.Repeat("(", 1<<17),
	"stops":                                strings.Repeat(". ", 20_000),
	"line ends":                            strings.Repeat("\n", 1<<20) + "Iran met Iraq.",
	"a letter with half a million accents": "e" + strings.Repeat("\u0301", 500_000),
	"invisible characters":                 strings.Repeat("\u200b", 1<<19) + "Iran met Iraq.",
	"a list":                               strings.Repeat("* Iran met Iraq\n", 4000),
}

// TestBadInput holds the analysis of bad texts to the time that plain text of
// the same length takes, and a fixed sum more: a sentence of 300 tokens costs
// some times what several short ones do, but never grows beyond that.
func TestBadInput(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	l, err := nlp.LoadLanguage()
	if err != nil {
		t.Fatal(err)
	}
	const sentence = "The foreign minister of Iran met his Iraqi colleague in Oslo on Monday, and they signed an accord. "
	plain := strings.Repeat(sentence, 500)
	analyse(t, l, plain) // so that memory is there
	start := time.Now()
	analyse(t, l, plain)
	perByte := float64(time.Since(start)) / float64(len(plain))
	for name, text := range badTexts {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			d := analyse(t, l, text)
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			if bound := time.Duration(12*perByte*float64(len(text))) + 3*time.Second; took > bound {
				t.Errorf("%d bytes took %v, want less than %v", len(text), took, bound)
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > uint64(2000*len(text))+64<<20 {
				t.Errorf("%d bytes took %d bytes of memory", len(text), used)
			}
			checkTokens(t, d)
		})
	}
}

func analyse(t *testing.T, l *nlp.Language, text string) *analysis.Doc {
	t.Helper()
	d, err := l.Analyse(t.Context(), article(text))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// checkTokens reports what no text may do to an analysis: lost characters,
// tokens without tags, trees that are none, names outside their sentence.
func checkTokens(t *testing.T, d *analysis.Doc) {
	t.Helper()
	at := 0
	for si := range d.Sentences {
		roots := 0
		toks := d.Sentences[si].Tokens
		for i, tok := range toks {
			if tok.Start < at || tok.End <= tok.Start || strings.ContainsFunc(d.Article.Text[at:tok.Start], seen) {
				t.Fatalf("token %v of sentence %d after byte %d: characters are lost or twice", tok.Span, si, at)
			}
			at = tok.End
			if tok.UPOS == "" || tok.XPOS == "" || tok.Lemma == "" || tok.Deprel == "" || tok.Head == i || tok.Head >= len(toks) {
				t.Fatalf("token %d of sentence %d is not analysed: %+v", i, si, tok)
			}
			if tok.Head < 0 {
				roots++
			}
		}
		if roots != 1 {
			t.Fatalf("sentence %d has %d roots", si, roots)
		}
	}
	if strings.ContainsFunc(d.Article.Text[at:], seen) {
		t.Fatalf("%q at the end is in no token", d.Article.Text[at:])
	}
	for _, n := range d.Names {
		if n.Last > len(d.Sentences[n.Sentence].Tokens) || n.First >= n.Last || n.End > len(d.Article.Text) || n.Start >= n.End {
			t.Fatalf("name %+v is no stretch of its sentence", n)
		}
	}
}

func seen(r rune) bool { return !unicode.IsSpace(r) && r != '\u200b' }

// FuzzAnalyse takes any text through all linguistic stages.
func FuzzAnalyse(f *testing.F) {
	for _, text := range badTexts {
		f.Add(text[:min(len(text), 200)])
	}
	f.Add("Rus\u00adsia’s Vladi\u200bmir Putin met \u200eXi Jinping\u200f. \ufb01n")
	l, err := nlp.LoadLanguage()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := l.Analyse(t.Context(), schema.Article{Key: "fuzz", Text: text})
		if err != nil {
			t.Fatal(err)
		}
		checkTokens(t, d)
	})
}
