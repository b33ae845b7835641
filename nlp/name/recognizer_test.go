package name_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/name"
	"github.com/entente-kg/entente/nlp/parse"
	"github.com/entente-kg/entente/nlp/tag"
	"github.com/entente-kg/entente/nlp/token"
	"github.com/entente-kg/entente/schema"
)

// grammar is the stages before that of names.
type grammar struct {
	tokens *token.Tokenizer
	tags   *tag.Tagger
	trees  *parse.Parser
}

func load(tb testing.TB) (*grammar, *name.Recognizer) {
	tb.Helper()
	var g grammar
	var r *name.Recognizer
	for _, part := range []func() error{
		func() (err error) { g.tokens, err = token.New(token.Options{}); return err },
		func() (err error) { g.tags, err = tag.Load(); return err },
		func() (err error) { g.trees, err = parse.Load(); return err },
		func() (err error) { r, err = name.Load(); return err },
	} {
		if err := part(); err != nil {
			tb.Fatal(err)
		}
	}
	return &g, r
}

func document(g *grammar, text string) *analysis.Doc {
	d := &analysis.Doc{Article: &schema.Article{Text: text}}
	// without a context to cancel, no stage fails
	_ = analysis.Run(context.Background(), []analysis.Stage{g.tokens.Stage(), g.tags.Stage(), g.trees.Stage()}, d)
	return d
}

// find returns the names as "words/LABEL".
func find(tb testing.TB, tok *grammar, r *name.Recognizer, text string) []string {
	tb.Helper()
	d := document(tok, text)
	if err := r.Stage().Run(context.Background(), d); err != nil {
		tb.Fatal(err)
	}
	var out []string
	for _, n := range d.Names {
		toks := d.Sentences[n.Sentence].Tokens
		if n.Start != toks[n.First].Start || n.End != toks[n.Last-1].End {
			tb.Errorf("%q: name %v is not its tokens %d to %d", text, n.Span, n.First, n.Last)
		}
		out = append(out, d.Text(n.Span)+"/"+string(n.Label))
	}
	return out
}

func TestHardNames(t *testing.T) {
	tok, r := load(t)
	for _, c := range []struct{ text, want string }{
		{"U.S. President Donald Trump spoke on Monday.", "U.S./LOC; Donald Trump/PER"},
		{"Pakistani Prime Minister Shehbaz Sharif thanked Washington.", "Pakistani/NORP; Shehbaz Sharif/PER; Washington/LOC"},
		{"The attack was claimed by ISIS-K, officials said.", "ISIS-K/ORG"},
		{"Fighters of al-Shabaab raided a base in Somalia.", "al-Shabaab/ORG; Somalia/LOC"},
		{
			"Jama'at Nusrat al-Islam wal-Muslimin (JNIM) attacked a convoy in northern Mali.",
			"Jama'at Nusrat al-Islam wal-Muslimin/ORG; JNIM/ORG; Mali/LOC",
		},
		{
			"The Organization for Security and Co-operation in Europe (OSCE) sent monitors to Ukraine.",
			"Organization for Security and Co-operation in Europe/ORG; OSCE/ORG; Ukraine/LOC",
		},
		{"PUTIN WARNS NATO OVER UKRAINE MISSILES", "PUTIN/PER; NATO/ORG; UKRAINE/LOC"},
		{"IRAN AND ISRAEL TRADE STRIKES AS TRUMP URGES TALKS", "IRAN/LOC; ISRAEL/LOC; TRUMP/PER"},
		{
			"Abdel Fattah al-Sisi received Crown Prince Mohammed bin Salman in Cairo.",
			"Abdel Fattah al-Sisi/PER; Mohammed bin Salman/PER; Cairo/LOC",
		},
		{"Jean-Noël Barrot met Annalena Baerbock in Addis Ababa.", "Jean-Noël Barrot/PER; Annalena Baerbock/PER; Addis Ababa/LOC"},
		{"The envoy is Nguyễn Phú Trọng's adviser.", "Nguyễn Phú Trọng/PER"},
		{"Talks were led by Ngozi Okonjo-Iweala", "Ngozi Okonjo-Iweala/PER"},
		{"Foreign ministers of the European Union met Wang Yi.", "European Union/ORG; Wang Yi/PER"},
		{"They agreed that he should go to Kyiv", "Kyiv/LOC"},
		{"Nothing of note happened on Tuesday morning.", ""},
		{"Special Advisor Elina Kask will visit Jordan, Deputy Minister Omar Haddad said.", "Elina Kask/PER; Jordan/LOC; Omar Haddad/PER"},
		{"They believe that God is just.", ""},
	} {
		got := strings.Join(find(t, tok, r, c.text), "; ")
		if got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestBadInput(t *testing.T) {
	tok, r := load(t)
	for _, text := range []string{
		"", "\x00\x01\xff\xfe", strings.Repeat("A", 1<<20), strings.Repeat("Putin ", 20_000),
		strings.Repeat("😀", 1000), "北京和莫斯科举行会谈。", strings.Repeat("of the ", 5000), "Москва объявила.",
		strings.Repeat("Of The And ", 5000), strings.Repeat("A-", 5000),
	} {
		find(t, tok, r, text)
	}
}

func TestStageIsSafeForSeveralGoroutines(t *testing.T) {
	tok, r := load(t)
	const text = "Hungarian Foreign Minister Peter Szijjarto met Sergei Lavrov in Moscow."
	want := find(t, tok, r, text)
	done := make(chan []string)
	for range 8 {
		go func() {
			d := document(tok, text)
			names, err := r.Find(context.Background(), d)
			if err != nil {
				names = nil
			}
			var out []string
			for _, n := range names {
				out = append(out, d.Text(n.Span)+"/"+string(n.Label))
			}
			done <- out
		}()
	}
	for range 8 {
		if got := <-done; !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}

func TestCancelled(t *testing.T) {
	tok, r := load(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := r.Find(ctx, document(tok, "Iran spoke.")); err == nil {
		t.Error("got no error from a cancelled context")
	}
}

// known is a gazetteer of one name.
type known struct{ words string }

func (k known) Lookup(d *analysis.Doc, sentence int, hits []name.Hit) []name.Hit {
	toks := d.Sentences[sentence].Tokens
	for i := range toks {
		if n := len(strings.Fields(k.words)); i+n <= len(toks) && d.Article.Text[toks[i].Start:toks[i+n-1].End] == k.words {
			hits = append(hits, name.Hit{First: i, Last: i + n, Class: name.KnownPerson})
		}
	}
	return append(hits, name.Hit{First: -1, Last: 99}) // out of range: ignored
}

func TestGazetteerIsAsked(t *testing.T) {
	tok, r := load(t)
	r.Gazetteer = known{"Vlad Moscow"}
	d := document(tok, "In Vlad Moscow a spokesman saw a friend.")
	if _, err := r.Find(context.Background(), d); err != nil {
		t.Fatal(err)
	}
}

func FuzzFind(f *testing.F) {
	tok, r := load(f)
	f.Add("U.S. President Donald Trump spoke.")
	f.Add("PUTIN WARNS (NATO) — ’s of the al-Shabaab-K.")
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		d := document(tok, text)
		names, err := r.Find(context.Background(), d)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range names {
			if n.Start < end || n.End <= n.Start || n.End > len(text) || n.First >= n.Last {
				t.Fatalf("name %+v after %d in %q", n, end, text)
			}
			end = n.End
		}
	})
}

func BenchmarkFind(b *testing.B) {
	tok, r := load(b)
	text := strings.Repeat(`BRUSSELS, Jan 28 - European Union foreign ministers renewed economic sanctions against Russia for six months on Monday
after Hungary, which had threatened to let them lapse, gave way in return for a statement on energy security. "The sanctions roll over,"
Kaja Kallas, the bloc's foreign policy chief, told reporters. Slovakia, whose Prime Minister Robert Fico has accused President Volodymyr
Zelenskiy of sabotaging Slovak finances, said it would not stand in the way of unity.
`, 10)
	d := document(tok, text)
	n := 0
	for _, s := range d.Sentences {
		n += len(s.Tokens)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.Find(context.Background(), d); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := name.Load(); err != nil {
			b.Fatal(err)
		}
	}
}
