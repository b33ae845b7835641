package conllu

import (
	"bytes"
	"strings"
	"testing"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// hand is "Iran's Guards left. Gone" with one name of two tokens.
func hand() *analysis.Doc {
	text := "Iran's Guards left. Gone"
	tok := func(start, end, head int, deprel string) analysis.Token {
		return analysis.Token{Span: schema.Span{Start: start, End: end}, Lemma: strings.ToLower(text[start:end]), UPOS: "X", XPOS: "X", Head: head, Deprel: deprel}
	}
	poss := tok(4, 6, 0, "case")
	poss.XPOS = "POS"
	return &analysis.Doc{
		Article: &schema.Article{Key: "a b", Text: text},
		Sentences: []analysis.Sentence{
			{Span: schema.Span{Start: 0, End: 19}, Tokens: []analysis.Token{tok(0, 4, 2, "nmod:poss"), poss, tok(7, 13, 3, "nsubj"), tok(14, 18, -1, "root"), tok(18, 19, 3, "punct")}},
			{Span: schema.Span{Start: 20, End: 24}, Tokens: []analysis.Token{tok(20, 24, -1, "root")}},
		},
		Names: []analysis.Name{{Label: analysis.ORG, First: 0, Last: 3}},
	}
}

func TestMultiword(t *testing.T) {
	for _, c := range []struct{ words, tags, want string }{
		{"Iran 's Guards", "NNP POS NNPS", "Iran's"},
		{"do n't go", "VBP RB VB", "don't"},
		{"would n't 've gone", "MD RB VB VBN", "wouldn't've"},
		{"can not stay", "MD RB VB", "cannot"},
		{"Mali ’s army", "NNP POS NN", "Mali’s"},
		{"gon na leave", "VBG TO VB", "gonna"},
		{"the troops ' pay", "DT NNS POS NN", "troops'"},
		{"US - India", "NNP HYPH NNP", ""},
		{"' s word", "`` NN NN", ""},
		{"5 m away", "CD NN RB", ""},
		{"he s sends", "PRP NNS VBZ", ""}, // no clitic by its tag
	} {
		words, tags := strings.Fields(c.words), strings.Fields(c.tags)
		text := ""
		var toks []analysis.Token
		for i, w := range words {
			if i > 0 && !clitics[straightQuotes.Replace(w)] && w != "-" {
				text += " "
			}
			upos := "X"
			switch tags[i] {
			case "CD":
				upos = "NUM"
			case "``":
				upos = "PUNCT"
			}
			toks = append(toks, analysis.Token{Span: schema.Span{Start: len(text), End: len(text) + len(w)}, UPOS: upos, XPOS: tags[i]})
			text += w
		}
		var got []string
		for _, sp := range multiword(text, toks) {
			got = append(got, sp.Form)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s (%s): got %q, want %q", c.words, c.tags, got, c.want)
		}
	}
}

func TestFromAnalysis(t *testing.T) {
	var b bytes.Buffer
	for _, s := range FromAnalysis(hand()) {
		if err := Write(&b, &s); err != nil {
			t.Fatal(err)
		}
	}
	want := strings.ReplaceAll(`# newdoc id = a b
# sent_id = a b-1
# text = Iran's Guards left.
1-2 Iran's _ _ _ _ _ _ _ _
1 Iran iran X X _ 3 nmod:poss _ Entity=(ORG
2 's 's X POS _ 1 case _ _
3 Guards guards X X _ 4 nsubj _ Entity=ORG)
4 left left X X _ 0 root _ SpaceAfter=No
5 . . X X _ 4 punct _ _

# sent_id = a b-2
# text = Gone
1 Gone gone X X _ 0 root _ SpaceAfter=No

`, " ", "\t")
	got := b.String()
	if strings.ReplaceAll(got, " ", "\t") != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestKeep(t *testing.T) {
	in := "# newdoc id = x\n# sent_id = 1\n1-2\tcan't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n1\tca\t_\t_\t_\t_\t0\t_\t_\t_\n2\tn't\t_\t_\t_\t_\t1\t_\t_\t_\n3\t!\t_\t_\t_\t_\t1\t_\t_\tx=y\n\n"
	sents, err := Read(strings.NewReader(in), "in")
	if err != nil {
		t.Fatal(err)
	}
	d := Documents(sents)[0]
	doc := d.Analysis("x")
	for i := range doc.Sentences[0].Tokens {
		doc.Sentences[0].Tokens[i].UPOS = "VERB"
	}
	got := d.Keep(doc)[0]
	if len(got.Spans) != 1 || got.Words[0].Form != "ca" || got.Words[2].Misc != "x=y" || got.Words[1].UPOS != "VERB" || got.Comments[1] != "# sent_id = 1" {
		t.Errorf("got %+v", got)
	}
}
