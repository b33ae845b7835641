package coref

import (
	"strings"
	"testing"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// build makes a document of sentences, one line a token: "form UPOS head
// deprel [entity]", heads from 1, 0 for the root. The lemma of "countries",
// "condemned" and their like is the form without its ending.
func build(t *testing.T, kinds map[string]schema.Kind, sentences ...string) *analysis.Doc {
	t.Helper()
	d := &analysis.Doc{Article: &schema.Article{}}
	for _, s := range sentences {
		sent := analysis.Sentence{Span: schema.Span{Start: len(d.Article.Text)}}
		for line := range strings.Lines(s) {
			f := strings.Fields(line)
			if len(f) == 0 {
				continue
			}
			start := len(d.Article.Text)
			d.Article.Text += f[0] + " "
			lemma := strings.ToLower(f[0])
			if f[1] == "NOUN" {
				lemma = strings.TrimSuffix(strings.Replace(lemma, "ies", "ys", 1), "s")
				if lemma == "men" {
					lemma = "man"
				}
			}
			if f[1] == "VERB" {
				lemma = strings.TrimSuffix(lemma, "ed")
			}
			xpos := ""
			if n := len(sent.Tokens); f[1] == "VERB" && n > 0 && sent.Tokens[n-1].Lemma == "to" {
				xpos = "VB"
			}
			sent.Tokens = append(sent.Tokens, analysis.Token{
				Span: schema.Span{Start: start, End: start + len(f[0])}, Lemma: lemma, UPOS: f[1], XPOS: xpos, Head: int(f[2][0]-'0') - 1, Deprel: f[3],
			})
			if len(f) > 4 {
				i := len(sent.Tokens) - 1
				d.AddEntity(schema.Entity{ID: f[4], Kind: kinds[f[4]], Name: f[0]})
				d.Mentions = append(d.Mentions, analysis.Mention{
					Span: sent.Tokens[i].Span, Sentence: len(d.Sentences), First: i, Last: i + 1, Head: i, Entities: []string{f[4]}, Type: schema.Name,
				})
			}
		}
		sent.End = len(d.Article.Text)
		d.Sentences = append(d.Sentences, sent)
	}
	return d
}

var kinds = map[string]schema.Kind{
	"iran": schema.State, "iraq": schema.State, "china": schema.State, "putin": schema.Person, "xi": schema.Person,
	"hamas": schema.MilitantGroup, "fatah": schema.MilitantGroup, "un": schema.IGO, "city": schema.Place,
}

func TestCoref(t *testing.T) {
	iranAndIraq := "Iran PROPN 4 nsubj iran\nand CCONJ 3 cc\nIraq PROPN 1 conj iraq\nagreed VERB 0 root"
	for _, test := range []struct {
		name      string
		sentences []string
		word      string
		want      string // entities, "" for none
	}{
		{"he, over a sentence", []string{"Putin PROPN 2 nsubj putin\nspoke VERB 0 root", "He PRON 2 nsubj\nleft VERB 0 root"}, "He", "putin"},
		{"it is a body and no person", []string{"Hamas PROPN 2 nsubj hamas\nmet VERB 0 root\nPutin PROPN 2 obj putin", "It PRON 2 nsubj\nleft VERB 0 root"}, "It", "hamas"},
		{"subject before object", []string{"Putin PROPN 2 nsubj putin\nmet VERB 0 root\nXi PROPN 2 obj xi", "He PRON 2 nsubj\nleft VERB 0 root"}, "He", "putin"},
		{"an object of the last sentence before a subject further back", []string{"Putin PROPN 2 nsubj putin\nspoke VERB 0 root", "Iran PROPN 2 nsubj iran\nbegged VERB 0 root\nXi PROPN 2 obj xi", "He PRON 2 nsubj\nrefused VERB 0 root"}, "He", "xi"},
		{"too far back", []string{"Putin PROPN 2 nsubj putin\nspoke VERB 0 root", "Rain NOUN 2 nsubj\nfell VERB 0 root", "Rain NOUN 2 nsubj\nfell VERB 0 root", "He PRON 2 nsubj\nleft VERB 0 root"}, "He", ""},
		{"the two countries", []string{iranAndIraq, "The DET 3 det\ntwo NUM 3 nummod\ncountries NOUN 4 nsubj\nmet VERB 0 root"}, "countries", "iran iraq"},
		{"both, with a mediator between", []string{iranAndIraq, "China PROPN 2 nsubj china\nmediated VERB 0 root\nbetween ADP 6 case\nthe DET 6 det\ntwo NUM 6 nummod\ncountries NOUN 2 obl"}, "countries", "iran iraq"},
		{"two countries, but one named", []string{"Iran PROPN 2 nsubj iran\nspoke VERB 0 root", "The DET 3 det\ntwo NUM 3 nummod\ncountries NOUN 4 nsubj\nmet VERB 0 root"}, "countries", ""},
		{"the group", []string{"Hamas PROPN 2 nsubj hamas\nspoke VERB 0 root\nIran PROPN 2 obj iran", "The DET 2 det\ngroup NOUN 3 nsubj\nleft VERB 0 root"}, "group", "hamas"},
		{"a clause behind a comma tells more of whom", []string{"Hamas PROPN 2 nsubj hamas\nspoke VERB 0 root", "The DET 2 det\nmilitants NOUN 6 nsubj\n, PUNCT 5 punct\nwho PRON 5 nsubj\nrested VERB 2 acl:relcl\nleft VERB 0 root"}, "militants", "hamas"},
		{"one without a comma says which", []string{"Hamas PROPN 2 nsubj hamas\nspoke VERB 0 root", "The DET 2 det\nmilitants NOUN 5 nsubj\nwho PRON 4 nsubj\nrested VERB 2 acl:relcl\nleft VERB 0 root"}, "militants", ""},
		{"the only group, far back", []string{"Hamas PROPN 2 nsubj hamas\nspoke VERB 0 root", "Rain NOUN 2 nsubj\nfell VERB 0 root", "Rain NOUN 2 nsubj\nfell VERB 0 root", "Rain NOUN 2 nsubj\nfell VERB 0 root", "The DET 2 det\ngroup NOUN 3 nsubj\nleft VERB 0 root"}, "group", "hamas"},
		{"one of two groups, far back", []string{"Hamas PROPN 2 nsubj hamas\nmet VERB 0 root\nFatah PROPN 2 obj fatah", "Rain NOUN 2 nsubj\nfell VERB 0 root", "Rain NOUN 2 nsubj\nfell VERB 0 root", "Rain NOUN 2 nsubj\nfell VERB 0 root", "The DET 2 det\ngroup NOUN 3 nsubj\nleft VERB 0 root"}, "group", ""},
		{"it is not its own verb's subject", []string{"Hamas PROPN 2 nsubj hamas\nspoke VERB 0 root", "Iran PROPN 2 nsubj iran\ntold VERB 0 root\nit PRON 2 iobj"}, "it", "hamas"},
		{"they, joined", []string{iranAndIraq, "They PRON 2 nsubj\nmet VERB 0 root"}, "They", "iran iraq"},
		{"they, one body", []string{"Hamas PROPN 2 nsubj hamas\nspoke VERB 0 root", "They PRON 2 nsubj\nmet VERB 0 root"}, "They", "hamas"},
		{"the sides", []string{iranAndIraq, "The DET 2 det\nsides NOUN 3 nsubj\nmet VERB 0 root"}, "sides", "iran iraq"},
		{"the two, without a noun", []string{iranAndIraq, "The DET 2 det\ntwo NUM 3 nsubj\nmet VERB 0 root"}, "two", "iran iraq"},
		{"neither side", []string{iranAndIraq, "Neither DET 2 det\nside NOUN 3 nsubj\nmet VERB 0 root"}, "side", "iran iraq"},
		{"three, but two named", []string{iranAndIraq, "The DET 3 det\nthree NUM 3 nummod\ncountries NOUN 4 nsubj\nmet VERB 0 root"}, "countries", ""},
		{"the countries of two persons", []string{"Putin PROPN 4 nsubj putin\nand CCONJ 3 cc\nXi PROPN 1 conj xi\nmet VERB 0 root", "The DET 3 det\ntwo NUM 3 nummod\nmen NOUN 4 nsubj\nleft VERB 0 root"}, "men", "putin xi"},
		{"a bare plural is new", []string{iranAndIraq, "Countries NOUN 2 nsubj\nmet VERB 0 root"}, "Countries", ""},
		{"a group is new", []string{"Hamas PROPN 2 nsubj hamas\nspoke VERB 0 root", "A DET 2 det\ngroup NOUN 3 nsubj\nleft VERB 0 root"}, "group", ""},
		{"a deed is theirs who are judged for it", []string{"Iran PROPN 2 nsubj iran\ncondemned VERB 0 root\nIraq PROPN 2 obj iraq\nfor ADP 6 case\nits PRON 6 nmod:poss\nattack NOUN 2 obl"}, "its", "iraq"},
		{"a deed that hangs on who is judged", []string{"Iran PROPN 2 nsubj iran\nthanked VERB 0 root\nIraq PROPN 2 obj iraq\nfor ADP 6 case\nits PRON 6 nmod:poss\nhelp NOUN 3 nmod"}, "its", "iraq"},
		{"a deed of who does not judge", []string{"Iran PROPN 2 nsubj iran\nleft VERB 0 root\nIraq PROPN 2 obj iraq\nfor ADP 6 case\nits PRON 6 nmod:poss\nports NOUN 2 obl"}, "its", "iran"},
		{"its own clause's subject", []string{"Iran PROPN 2 nsubj iran\nleft VERB 0 root\nwhile SCONJ 5 mark\nIraq PROPN 5 nsubj iraq\nrecalled VERB 2 advcl\nits PRON 7 nmod:poss\nenvoy NOUN 5 obj"}, "its", "iraq"},
		{"what its subject says is said of itself", []string{"Iran PROPN 2 nsubj iran\nleft VERB 0 root\nand CCONJ 5 cc\nIraq PROPN 5 nsubj iraq\nsaid VERB 2 conj\nit PRON 7 nsubj\nwept VERB 5 ccomp"}, "it", "iraq"},
		{"who is asked to do it", []string{"Iran PROPN 2 nsubj iran\nurged VERB 0 root\nIraq PROPN 2 obj iraq\nto PART 5 mark\nopen VERB 2 xcomp\nits PRON 7 nmod:poss\nports NOUN 5 obj"}, "its", "iraq"},
		{"not who it is done to in its clause", []string{"Iran PROPN 2 nsubj iran\nsaid VERB 0 root\nChina PROPN 4 nsubj china\nurged VERB 2 ccomp\nit PRON 4 obj\nbefore SCONJ 8 mark\nIraq PROPN 8 nsubj iraq\nleft VERB 4 advcl"}, "it", "iran"},
		{"both, but not he who asks them", []string{"Iran PROPN 2 nsubj iran\nstruck VERB 0 root\nIraq PROPN 2 obj iraq", "Putin PROPN 2 nsubj putin\nurged VERB 0 root\nboth DET 2 obj"}, "both", "iran iraq"},
		{"both sides, and what they are asked to do", []string{iranAndIraq, "China PROPN 2 nsubj china\nurged VERB 0 root\nboth DET 4 det\nsides NOUN 2 obj\nto PART 6 mark\nstop VERB 4 acl"}, "sides", "iran iraq"},
		{"a place is no it", []string{"City PROPN 2 nsubj city\nfell VERB 0 root", "It PRON 2 nsubj\nburned VERB 0 root"}, "It", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := build(t, kinds, test.sentences...)
			run(d, newKnowledge(nil, nil))
			got := ""
			for _, m := range d.Mentions {
				if strings.HasSuffix(d.Text(m.Span), test.word) && m.Type != schema.Name {
					got = strings.Join(m.Entities, " ")
				}
			}
			if got != test.want {
				t.Errorf("%q in %q: got %q, want %q", test.word, d.Article.Text, got, test.want)
			}
		})
	}
}

// TestWithoutOrgans holds that a state and a body of its own are not two sides.
func TestWithoutOrgans(t *testing.T) {
	d := &analysis.Doc{Article: &schema.Article{}}
	for _, e := range []schema.Entity{
		{ID: "state:KEN", Kind: schema.State},
		{ID: "state:UGA", Kind: schema.State},
		{ID: "org:radio", Kind: schema.Organization, Country: "state:KEN"},
	} {
		d.AddEntity(e)
	}
	for _, test := range []struct{ ids, want string }{
		{"org:radio state:KEN state:UGA", "state:KEN state:UGA"},
		{"org:radio state:KEN", "state:KEN"},
		{"org:radio state:UGA", "org:radio state:UGA"},
	} {
		if got := strings.Join(withoutOrgans(d, strings.Fields(test.ids)), " "); got != test.want {
			t.Errorf("%s: got %q, want %q", test.ids, got, test.want)
		}
	}
}

func TestHolder(t *testing.T) {
	turkey := schema.Entity{ID: "state:TUR", Kind: schema.State, Name: "Turkey"}
	for _, test := range []struct {
		name, beside, title, want string
	}{
		{"the same title", "President", "president", "person:x"},
		{"no title beside the name", "", "president", "person:x"},
		{"another title", "General", "president", "state:TUR"},
		{"no title that one person alone holds", "", "minister", "state:TUR"},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := build(t, kinds, "So ADV 0 root\nEmre PROPN 1 nsubj", "Turkish ADJ 2 amod\n"+test.title+" NOUN 3 nsubj\nspoke VERB 0 root")
			if test.beside != "" {
				d = build(t, kinds, test.beside+" PROPN 2 nmod:desc\nEmre PROPN 0 root", "Turkish ADJ 2 amod\n"+test.title+" NOUN 3 nsubj\nspoke VERB 0 root")
			}
			d.AddEntity(turkey)
			d.AddEntity(schema.Entity{ID: "person:x", Kind: schema.Person, Name: "Emre", Country: turkey.ID})
			d.Mentions = []analysis.Mention{
				{Span: d.Sentences[0].Tokens[1].Span, First: 1, Last: 2, Head: 1, Entities: []string{"person:x"}, Type: schema.Name},
				{Span: d.Sentences[1].Tokens[1].Span, Sentence: 1, Last: 2, Head: 1, Entities: []string{turkey.ID}, Type: schema.Nominal},
			}
			holders(d)
			if got := d.Mentions[1].Entities[0]; got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}
