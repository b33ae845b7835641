package nlp_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

// pipeline is built once for all tests of the package: loading it is the
// slowest thing that they do.
var pipeline = sync.OnceValues(func() (*nlp.Pipeline, error) { return nlp.New(nlp.Options{}) })

func load(t testing.TB) *nlp.Pipeline {
	t.Helper()
	p, err := pipeline()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func article(text string) schema.Article {
	return schema.Article{ID: schema.ArticleID("", text), Key: "test", Text: text, Published: schema.Date{Value: "2025-03-12", Precision: schema.Day}}
}

// says describes a claim in one line.
func says(c schema.Claim) string {
	s := fmt.Sprintf("%s %s > %s", c.Relation, strings.Join(c.Actor, "+"), strings.Join(c.Recipient, "+"))
	if c.Polarity == schema.Denied {
		s += " denied"
	}
	if c.Modality != schema.Asserted {
		s += " " + string(c.Modality)
	}
	return s
}

func TestExtract(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       []string // among the claims
		not        []string // prefixes of claims that must not be there
	}{
		{
			"who arrested is who extradites",
			"Kenyan police arrested Abdi Warsame, a member of al-Shabaab, in Mombasa. His extradition to the United States followed on Monday.",
			[]string{"ARRESTS state:KEN > nil:person:abdi-warsame", "EXTRADITES state:KEN > state:USA"},
			nil,
		},
		{
			"capital as government, and as a place",
			"Tehran condemned the strike. The Swiss foreign minister arrived in Tehran on Tuesday.",
			nil,
			[]string{"VISITS state:IRN"},
		},
		{
			"denial",
			"Rwanda did not attack Burundi, the army said.",
			[]string{"ATTACKS state:RWA > state:BDI denied alleged"},
			[]string{"ATTACKS state:RWA > state:BDI alleged"},
		},
		{
			"speaker",
			"Ukraine said Russia attacked Odesa with drones.",
			[]string{"ATTACKS state:RUS > place:odesa alleged"},
			nil,
		},
		{
			"nothing in sport",
			"Kenya beat Ghana in the semi-final after a late attack by the striker, and will meet Senegal in the final.",
			nil,
			[]string{"ATTACKS", "MEETS_WITH"},
		},
		{"empty", "", nil, []string{""}},
		{"only blanks", " \n\t \n", nil, []string{""}},
	} {
		t.Run(test.name, func(t *testing.T) {
			x, err := load(t).Extract(t.Context(), article(test.text))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, c := range x.Claims {
				got = append(got, says(c))
			}
			for _, w := range test.want {
				if !slices.Contains(got, w) {
					t.Errorf("%q\n got  %s\n want %s among them", test.text, strings.Join(got, "; "), w)
				}
			}
			for _, n := range test.not {
				if slices.ContainsFunc(got, func(s string) bool {
					return s == n || n == "" || strings.HasPrefix(s, n+" ") && !strings.Contains(n, ">")
				}) {
					t.Errorf("%q\n got %s\n want no %s", test.text, strings.Join(got, "; "), n)
				}
			}
		})
	}
}

// check holds for every extraction, whatever the text.
func check(t *testing.T, x schema.Extraction) {
	t.Helper()
	text := x.Article.Text
	known := map[string]bool{}
	for _, e := range x.Entities {
		if known[e.ID] {
			t.Errorf("entity %s twice", e.ID)
		}
		known[e.ID] = true
	}
	whole := schema.Span{End: len(text)}
	for _, m := range x.Mentions {
		if !whole.Contains(m.Span) || m.Len() <= 0 || !known[m.Entity] {
			t.Errorf("mention %v of %q in a text of %d bytes", m.Span, m.Entity, len(text))
		}
	}
	seen := map[string]bool{}
	for _, c := range x.Claims {
		if seen[c.ID] {
			t.Errorf("claim %s twice: %s", c.ID, says(c))
		}
		seen[c.ID] = true
		if c.Evidence.Sentence.Of(text) != c.Evidence.Sentence.Text || c.Evidence.Quote.Of(text) != c.Evidence.Quote.Text {
			t.Errorf("claim %s quotes what is not there", says(c))
		}
		if len(c.Actor) == 0 || c.Evidence.Rule == "" || c.Evidence.Confidence <= 0 || c.Evidence.Confidence > 1 {
			t.Errorf("claim %s: actor %v rule %q confidence %g", says(c), c.Actor, c.Evidence.Rule, c.Evidence.Confidence)
		}
		for _, id := range slices.Concat(c.Actor, c.Recipient, c.Mediator) {
			if !known[id] {
				t.Errorf("claim %s: party %s is not among the entities", says(c), id)
			}
		}
		if utf8.ValidString(text) && !utf8.ValidString(c.Evidence.Quote.Text) {
			t.Errorf("claim %s cuts a letter", says(c))
		}
	}
}

// TestExtractConcurrently gives the same bytes on one goroutine and on many.
func TestExtractConcurrently(t *testing.T) {
	p := load(t)
	text := "MOSCOW, March 5 - Russia and Iran signed a treaty on Friday, President Vladimir Putin said. Tehran denied that it would arm Moscow. The two countries held naval drills with China."
	encode := func() string {
		x, err := p.Extract(context.Background(), article(text))
		if err != nil {
			t.Error(err)
		}
		var b bytes.Buffer
		if err := schema.WriteExtraction(&b, x, p.Relations); err != nil {
			t.Error(err)
		}
		return b.String()
	}
	want := encode()
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for range 5 {
				if got := encode(); got != want {
					t.Errorf("got %s\nwant %s", got, want)
				}
			}
		})
	}
	wait.Wait()
}

// TestExtractHostile feeds texts that are no prose.
func TestExtractHostile(t *testing.T) {
	p := load(t)
	for name, text := range map[string]string{
		"no spaces":        strings.Repeat("Russia", 20_000),
		"one long token":   strings.Repeat("x", 1<<20),
		"no stops":         strings.Repeat("Russia attacked Ukraine and ", 3_000),
		"control":          "Russia\x00attacked\x1b[31mUkraine\x07.\r\n\u202eIran\u202c met Iraq.",
		"not UTF-8":        "Russia attacked \xff\xfe Ukraine.",
		"emoji":            "🇷🇺 attacked 🇺🇦 💥💥💥. Putin 😀 met Xi.",
		"other script":     "Россия напала на Украину. 中国与俄罗斯签署协议。",
		"nested brackets":  strings.Repeat("(", 5_000) + "Iran" + strings.Repeat(")", 5_000),
		"cypher":           `'}) DETACH DELETE n // Russia attacked Ukraine"; DROP TABLE claim; --`,
		"quotes unclosed":  strings.Repeat(`"Iran `, 3_000),
		"commas and names": strings.Repeat("Iran, Iraq, ", 2_000) + "and Syria met.",
	} {
		t.Run(name, func(t *testing.T) {
			x, err := p.Extract(t.Context(), article(text))
			if err != nil {
				t.Fatal(err)
			}
			check(t, x)
		})
	}
}

func FuzzExtract(f *testing.F) {
	f.Add("Pakistan handed Mohammad Sharifullah over to the United States, officials said on Tuesday.")
	f.Add("KYIV: Russia, Iran & N. Korea \"deny\" arming—the two countries met.")
	f.Add("")
	p := load(f)
	f.Fuzz(func(t *testing.T, text string) {
		x, err := p.Extract(t.Context(), article(text))
		if err != nil {
			t.Fatal(err)
		}
		check(t, x)
	})
}

// BenchmarkExtract takes one article from text to claims, on one core.
func BenchmarkExtract(b *testing.B) {
	p := load(b)
	data, err := os.ReadFile("testdata/article.txt")
	if err != nil {
		b.Fatal(err)
	}
	a := article(string(data))
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	words := len(strings.Fields(a.Text))
	for b.Loop() {
		if _, err := p.Extract(b.Context(), a); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(words)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := nlp.New(nlp.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
