package entity

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// knowledge is a small knowledge base.
func knowledge(t testing.TB) *schema.Actors {
	t.Helper()
	kb, err := schema.LoadActors(fstest.MapFS{
		"states.csv":  {Data: []byte("id,name,demonyms,capital\nstate:PAK,Pakistan,Pakistani,Islamabad\n")},
		"people.csv":  {Data: []byte("id,name,country,sector\nperson:ana-diaz,Ana Díaz,state:PAK,GOV\n")},
		"offices.csv": {Data: []byte("person,title,of,from,to\nperson:ana-diaz,Foreign Minister,state:PAK,2024,\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return kb
}

// linked makes a document of a sentence whose words stand apart, each word an
// object of the first, links it, and gives "words=ID" for each mention. Names
// are written "LABEL[a b]".
func linked(t testing.TB, sentence string) string {
	t.Helper()
	d := &analysis.Doc{Article: &schema.Article{Published: schema.Date{Value: "2025-03-12", Precision: schema.Day}}}
	var s analysis.Sentence
	begin, label := -1, ""
	for w := range strings.FieldsSeq(sentence) {
		if l, rest, ok := strings.Cut(w, "["); ok && l != "" {
			begin, label, w = len(s.Tokens), l, rest
		}
		w, ends := strings.CutSuffix(w, "]")
		at := len(d.Article.Text)
		d.Article.Text += w + " "
		s.Tokens = append(s.Tokens, analysis.Token{Span: schema.Span{Start: at, End: at + len(w)}, Lemma: w, UPOS: "PROPN", Head: len(s.Tokens) - 1, Deprel: "obj"})
		if ends {
			d.Names = append(d.Names, analysis.Name{
				Span: schema.Span{Start: s.Tokens[begin].Start, End: at + len(w)}, Label: analysis.Label(label), First: begin, Last: len(s.Tokens),
			})
		}
	}
	s.End = len(d.Article.Text)
	d.Sentences = []analysis.Sentence{s}
	if err := New(knowledge(t), schema.Words{}).Stage().Run(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, m := range d.Mentions {
		out = append(out, d.Text(m.Span)+"="+strings.Join(m.Entities, "+"))
	}
	return strings.Join(out, "; ")
}

func TestLink(t *testing.T) {
	for _, test := range []struct{ name, given, want string }{
		{"a known state", "LOC[Pakistan] spoke", "Pakistan=state:PAK"},
		{"one that the recogniser missed", "met Pakistan again", "Pakistan=state:PAK"},
		{"a person without accents", "PER[Ana Diaz] spoke", "Ana Diaz=person:ana-diaz"},
		{"a surname with its office", "Foreign Minister PER[Díaz] spoke", "Díaz=person:ana-diaz"},
		{"a surname alone", "PER[Díaz] spoke", "Díaz=nil:person:díaz-" + schema.Hash("")},
		{"a surname after the name", "PER[Bo Lindqvist] met PER[Lindqvist]", "Bo Lindqvist=nil:person:bo-lindqvist; Lindqvist=nil:person:bo-lindqvist"},
		{"an acronym after its name", "ORG[Élan River Front] ( ÉRF ) and ORG[ÉRF]", "Élan River Front=nil:militantgroup:élan-river-front; ÉRF=nil:militantgroup:élan-river-front"},
		{"brackets with something else", "ORG[Blue River Council] ( XYZ ) and ORG[XYZ]", "Blue River Council=nil:organization:blue-river-council; XYZ=nil:organization:xyz"},
		{"a name that no index would hold", "PER[A" + strings.Repeat("bcde", 600) + "] spoke", ""},
		{"a name without letters", "ORG[--] ( AB ) spoke", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := linked(t, test.given); got != test.want {
				t.Errorf("given %s\ngot  %s\nwant %s", test.given, got, test.want)
			}
		})
	}
}

func FuzzLink(f *testing.F) {
	f.Add("ORG[--] ( AB ) spoke")
	f.Add("Foreign Minister PER[Díaz] in LOC[Islamabad] , Pakistan")
	f.Add("PER[\xff] ( \xff ) NORP[Pakistani]")
	f.Fuzz(func(t *testing.T, sentence string) {
		if strings.Count(sentence, "[") == strings.Count(sentence, "]") && properly(sentence) {
			linked(t, sentence)
		}
	})
}

// properly reports whether names are opened before they are closed, and hold
// no others.
func properly(sentence string) bool {
	open := false
	for w := range strings.FieldsSeq(sentence) {
		if l, rest, ok := strings.Cut(w, "["); ok && l != "" {
			if open {
				return false
			}
			open, w = true, rest
		}
		w, ends := strings.CutSuffix(w, "]")
		if strings.ContainsAny(w, "[]") || ends && !open || w == "" {
			return false
		}
		open = open && !ends
	}
	return true
}

func FuzzResolve(f *testing.F) {
	for _, s := range []string{"the Pakistani foreign minister", "Foreign Minister Diaz", "ex-president of Pakistan", "", "’s", "Foreign Minister of", "president-elect", "the\xff"} {
		f.Add(s, "2024-05-01")
	}
	l := New(knowledge(f), schema.Words{"post.top diplomat": {"foreign minister"}, "title.office": {"foreign minister", "president"}, "former.past": {"former", "ex-"}})
	f.Fuzz(func(t *testing.T, name, date string) {
		day, err := schema.ParseDate(date)
		if err != nil {
			return
		}
		for _, c := range l.Resolve(Query{Name: name, Day: day}) {
			if c.ID == "" || c.Reason == "" || c.Score <= 0 || c.Score > 1 {
				t.Errorf("%q: %+v", name, c)
			}
		}
	})
}

// BenchmarkNew makes the indexes of the whole knowledge base.
func BenchmarkNew(b *testing.B) {
	kb, err := schema.LoadActors(schema.ActorFiles())
	if err != nil {
		b.Fatal(err)
	}
	words, err := schema.LoadWords(schema.WordFiles())
	if err != nil {
		b.Fatal(err)
	}
	b.Run("linker", func(b *testing.B) {
		for b.Loop() {
			New(kb, words)
		}
	})
	b.Run("spellings", func(b *testing.B) {
		for b.Loop() {
			spellingsOf(kb)
		}
	})
}
