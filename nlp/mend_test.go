package nlp

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/entente-kg/entente/nlp/analysis"
)

// tree reads "form UPOS XPOS head deprel" lines, heads from 1.
func tree(t *testing.T, lines string) []analysis.Token {
	t.Helper()
	var toks []analysis.Token
	for line := range strings.Lines(lines) {
		f := strings.Fields(line)
		head, err := strconv.Atoi(f[3])
		if err != nil {
			t.Fatal(err)
		}
		toks = append(toks, analysis.Token{Lemma: f[0], UPOS: f[1], XPOS: f[2], Head: head - 1, Deprel: f[4]})
	}
	return toks
}

func TestMendTrees(t *testing.T) {
	for _, test := range []struct{ name, given, want string }{
		{
			"finite verb as adjective",
			"Norway PROPN NNP 2 nsubj\nimposed VERB VBD 3 amod\nsanctions NOUN NNS 0 root\non ADP IN 5 case\nBelarus PROPN NNP 3 nmod\n. PUNCT . 3 punct",
			"2 nsubj|0 root|2 obj|5 case|3 nmod|2 punct",
		},
		{
			"with an auxiliary, and the subject's own words",
			"The DET DT 5 det\narmy NOUN NN 5 compound\ncould AUX MD 4 aux\nfree VERB VB 5 amod\nAssange PROPN NNP 0 root",
			"2 det|4 nsubj|4 aux|0 root|4 obj",
		},
		{
			"an apposition is no subject of the verb in its own relative clause",
			"Rossi PROPN NNP 0 root\n, PUNCT , 4 punct\nanother DET DT 4 det\nenvoy NOUN NN 1 appos\nwho PRON WP 7 obj\nwe PRON PRP 7 nsubj\nhope VERB VBP 4 acl:relcl\nstays VERB VBZ 7 ccomp",
			"0 root|4 punct|4 det|1 appos|7 obj|7 nsubj|4 acl:relcl|7 ccomp",
		},
		{
			"what people are held as is no part of them",
			"Gunmen NOUN NNS 2 nsubj\ntook VERB VBD 0 root\n40 NUM CD 5 nummod\ntourists NOUN NNS 5 compound\nhostage NOUN NN 2 obj",
			"2 nsubj|0 root|4 nummod|2 obj|2 xcomp",
		},
		{
			"what somebody is helped to do",
			"help VERB VBD 0 root\nNepal PROPN NNP 4 compound\nrebuild VERB VB 4 amod\nschools NOUN NNS 1 obj",
			"0 root|1 obj|1 xcomp|3 obj",
		},
		{
			"who is ready is no empty it",
			"it PRON PRP 3 expl\nis AUX VBZ 3 cop\nwilling ADJ JJ 0 root\nto PART TO 5 mark\nwithdraw VERB VB 3 csubj",
			"3 nsubj|3 cop|0 root|5 mark|3 xcomp",
		},
		{
			"an empty it stays",
			"it PRON PRP 3 expl\nis AUX VBZ 3 cop\nhard ADJ JJ 0 root\nto PART TO 5 mark\nwithdraw VERB VB 3 csubj",
			"3 expl|3 cop|0 root|5 mark|3 csubj",
		},
		{
			"a neighbour next to its preposition",
			"withdrew VERB VBD 0 root\nfrom SCONJ IN 3 mark\nneighbour VERB VBG 1 advcl\nChad PROPN NNP 3 obj",
			"0 root|4 case|4 amod|1 obl",
		},
		{
			"a preposition outside its phrase",
			"on ADP IN 2 case\nsurvey NOUN NN 3 compound\nship NOUN NN 0 root",
			"3 case|3 compound|0 root",
		},
		{
			"a possessive inside its phrase stays",
			"Peru PROPN NNP 3 nmod:poss\n's PART POS 1 case\nship NOUN NN 0 root",
			"3 nmod:poss|1 case|0 root",
		},
		{
			"a subject behind a conjunction that may be a preposition",
			"fled VERB VBD 0 root\nafter ADP IN 4 case\na DET DT 4 det\nbomber NOUN NN 5 obl\nkilled VERB VBD 1 advcl\nfive NUM CD 5 obj",
			"0 root|5 mark|4 det|5 nsubj|1 advcl|5 obj",
		},
		{
			"a phrase of time before its clause stays",
			"after ADP IN 3 case\nthe DET DT 3 det\nattack NOUN NN 6 obl\n, PUNCT , 6 punct\nIndia PROPN NNP 6 nsubj\nfled VERB VBD 0 root",
			"3 case|3 det|6 obl|6 punct|6 nsubj|0 root",
		},
		{
			"what somebody is asked for",
			"ask VERB VBD 0 root\nfor SCONJ IN 5 mark\ntroops NOUN NNS 1 obl\nto PART TO 5 mark\nend VERB VB 1 advcl",
			"0 root|3 case|1 obl|5 mark|1 advcl",
		},
		{
			"who is to do something stays its subject",
			"wait VERB VBD 0 root\nfor SCONJ IN 5 mark\ntroops NOUN NNS 5 nsubj\nto PART TO 5 mark\narrive VERB VB 1 advcl",
			"0 root|5 mark|5 nsubj|5 mark|1 advcl",
		},
		{
			"what a deal is worth",
			"deal NOUN NN 0 root\nwith ADP IN 5 case\nUganda PROPN NNP 5 compound\nworth ADJ JJ 5 amod\ndollars NOUN NNS 1 nmod",
			"0 root|3 case|1 nmod|3 amod|4 obl:unmarked",
		},
		{
			"what is worthy stays",
			"worth ADJ JJ 2 amod\ncause NOUN NN 0 root",
			"2 amod|0 root",
		},
		{
			"who is deported does not catch anybody",
			"deport VERB VBD 0 root\n87 NUM CD 3 nummod\nEthiopians PROPN NNPS 4 nsubj\ncatch VERB VBN 1 ccomp",
			"0 root|3 nummod|1 obj|3 acl",
		},
		{
			"a relative clause is of the nearer noun",
			"accuse VERB VBZ 0 root\nTurkey PROPN NNP 1 obj\nof SCONJ IN 4 mark\narming VERB VBG 2 acl\nHamas PROPN NNP 4 obj\n, PUNCT , 5 punct\nwhose PRON WP$ 8 nmod:poss\nfighters NOUN NNS 9 nsubj\nkill VERB VBD 2 acl:relcl\nsoldiers NOUN NNS 9 obj",
			"0 root|1 obj|4 mark|2 acl|4 obj|5 punct|8 nmod:poss|9 nsubj|5 acl:relcl|9 obj",
		},
		{
			"a relative clause behind a participle's object stays",
			"man NOUN NN 0 root\nholding VERB VBG 1 acl\nguns NOUN NNS 2 obj\n, PUNCT , 3 punct\nwho PRON WP 6 nsubj\ndenied VERB VBD 1 acl:relcl\nit PRON PRP 6 obj",
			"0 root|1 acl|2 obj|3 punct|6 nsubj|1 acl:relcl|6 obj",
		},
		{
			"what somebody says stays a clause",
			"say VERB VBD 0 root\nSudan PROPN NNP 3 nsubj\narm VERB VBN 1 ccomp\nrebels NOUN NNS 3 obj",
			"0 root|3 nsubj|1 ccomp|3 obj",
		},
		{
			"a joined clause has the subject that was taken for one more object",
			"sanction VERB VBD 0 root\nfirms NOUN NNS 1 obj\n, PUNCT , 6 punct\nand CCONJ CC 6 cc\nEmirati PROPN NNP 6 compound\npolice NOUN NNS 2 conj\n, PUNCT , 9 punct\nsurprised ADJ JJ 6 amod\n, PUNCT , 10 punct\ndetain VERB VBD 1 conj\nthem PRON PRP 10 obj",
			"0 root|1 obj|6 punct|10 cc|6 compound|10 nsubj|9 punct|6 amod|10 punct|1 conj|10 obj",
		},
		{
			"objects of a verb that shares its subject stay",
			"meet VERB VBD 0 root\nCraxi PROPN NNP 1 obj\nand CCONJ CC 4 cc\nKohl PROPN NNP 2 conj\nand CCONJ CC 6 cc\nhail VERB VBD 1 conj\nthem PRON PRP 6 obj",
			"0 root|1 obj|4 cc|2 conj|6 cc|1 conj|6 obj",
		},
		{
			"a clause behind a semicolon, whose subject an aside follows",
			"accuse VERB VBD 0 root\nTaipei PROPN NNP 1 obj\n; PUNCT : 4 punct\nJapan PROPN NNP 2 appos\n, PUNCT , 7 punct\nwhich PRON WDT 7 nsubj\nlose VERB VBD 4 acl:relcl\nit PRON PRP 7 obj\n, PUNCT , 10 punct\nagree VERB VBD 1 conj",
			"0 root|1 obj|10 punct|10 nsubj|7 punct|7 nsubj|4 acl:relcl|7 obj|10 punct|1 conj",
		},
		{
			"who is while another does, in a series",
			"leave VERB VBD 0 root\nwhile ADP IN 3 case\nSpain PROPN NNP 1 obl\nand CCONJ CC 5 cc\nMalta PROPN NNP 3 conj\nhold VERB VBD 1 conj\nout ADP RP 6 compound:prt",
			"0 root|6 mark|6 nsubj|5 cc|3 conj|1 advcl|6 compound:prt",
		},
		{
			"a verb that follows a clause of its own subject is that one's",
			"agree VERB VBD 0 root\nand CCONJ CC 4 cc\nRome PROPN NNP 4 nsubj\nsend VERB VBD 1 conj\nnotes NOUN NNS 4 obj\nand CCONJ CC 7 cc\nask VERB VBD 1 conj\nTunis PROPN NNP 7 obj",
			"0 root|4 cc|4 nsubj|1 conj|4 obj|7 cc|4 conj|7 obj",
		},
		{
			"a relative clause that takes its noun's place",
			"Oslo PROPN NNP 0 root\n, PUNCT , 4 punct\nwhich PRON WDT 4 nsubj\nchair VERB VBZ 1 acl:relcl\nit PRON PRP 4 obj\n, PUNCT , 7 punct\ninvite VERB VBD 1 acl\nChad PROPN NNP 7 obj",
			"7 nsubj|4 punct|4 nsubj|1 acl:relcl|4 obj|7 punct|0 root|7 obj",
		},
		{
			"what somebody is, is no second victim",
			"kill VERB VBD 0 root\nReyes PROPN NNP 1 obj\n, PUNCT , 1 punct\nnumber NOUN NN 1 obj\ntwo NUM CD 4 nummod",
			"0 root|1 obj|1 punct|2 appos|4 nummod",
		},
		{
			"two objects stay",
			"give VERB VBD 0 root\nPeru PROPN NNP 1 obj\ncoal NOUN NN 1 obj",
			"0 root|1 obj|1 obj",
		},
		{
			"who is shot dead",
			"shoot VERB VBD 0 root\ndead ADJ JJ 1 xcomp\nthe DET DT 4 det\nguard NOUN NN 2 obj",
			"0 root|1 xcomp|4 det|1 obj",
		},
		{
			"what is asked of whom a clause tells more of",
			"ask VERB VBZ 0 root\nChad PROPN NNP 1 obj\n, PUNCT , 5 punct\nwhich PRON WDT 5 nsubj\nshelter VERB VBD 2 acl:relcl\nhim PRON PRP 5 obj\n, PUNCT , 9 punct\nto PART TO 9 mark\nhelp VERB VB 5 advcl",
			"0 root|1 obj|5 punct|5 nsubj|2 acl:relcl|5 obj|9 punct|9 mark|1 xcomp",
		},
		{
			"what is asked by telephone",
			"beg VERB VBD 0 root\nhim PRON PRP 1 obj\nby ADP IN 4 case\ntelephone NOUN NN 1 obl\nto PART TO 6 mark\ncome VERB VB 4 acl",
			"0 root|1 obj|4 case|1 obl|6 mark|1 xcomp",
		},
		{
			"what somebody does in a relative clause stays there",
			"ask VERB VBZ 0 root\nChad PROPN NNP 1 obj\n, PUNCT , 5 punct\nwhich PRON WDT 5 nsubj\narm VERB VBD 2 acl:relcl\nrebels NOUN NNS 5 obj\nto PART TO 8 mark\nfight VERB VB 5 advcl",
			"0 root|1 obj|5 punct|5 nsubj|2 acl:relcl|5 obj|8 mark|5 advcl",
		},
		{
			"both, as an object",
			"police NOUN NNS 2 nsubj\ncharged VERB VBD 0 root\nboth CCONJ CC 2 advmod\nwith ADP IN 5 case\nfraud NOUN NN 2 obl",
			"2 nsubj|0 root|2 obj|5 case|2 obl",
		},
		{
			"both, as a subject",
			"met VERB VBD 0 root\nand CCONJ CC 5 cc\nboth DET DT 5 det\nthanked VERB VBD 5 amod\nBan PROPN NNP 1 conj",
			"0 root|4 cc|4 nsubj|1 conj|4 obj",
		},
		{
			"both governments, who are given something",
			"Chad PROPN NNP 2 nsubj\noffered VERB VBD 0 root\nboth DET DT 5 cc:preconj\ngovernments NOUN NNS 5 compound\ntents NOUN NNS 2 obj",
			"2 nsubj|0 root|4 det|2 iobj|2 obj",
		},
		{
			"both of two joined stays",
			"met VERB VBD 0 root\nboth CCONJ CC 3 cc:preconj\nChad PROPN NNP 1 obj\nand CCONJ CC 5 cc\nNiger PROPN NNP 3 conj",
			"0 root|3 cc:preconj|1 obj|5 cc|3 conj",
		},
		{
			"what is threatened should somebody do something",
			"threaten VERB VBD 0 root\nresponse NOUN NN 5 nsubj\nshould AUX MD 5 aux\nNorway PROPN NNP 5 nsubj\nimpose VERB VB 1 ccomp\nsanctions NOUN NNS 5 obj",
			"0 root|1 obj|5 aux|5 nsubj|1 advcl|5 obj",
		},
		{
			"what is threatened should somebody do something, told apart",
			"threaten VERB VBD 0 root\nresponse NOUN NN 1 obj\nshould AUX MD 5 aux\nNorway PROPN NNP 5 nsubj\nimpose VERB VB 1 ccomp\nsanctions NOUN NNS 5 obj",
			"0 root|1 obj|5 aux|5 nsubj|1 advcl|5 obj",
		},
		{
			"who is accused is not demanded",
			"demand VERB VBD 0 root\nbody NOUN NN 1 obj\nand CCONJ CC 4 cc\naccuse VERB VBD 1 conj\nMalaysia PROPN NNP 1 obj",
			"0 root|1 obj|4 cc|1 conj|4 obj",
		},
		{
			"who did one thing did the other, whoever reports it",
			"Houthis PROPN NNPS 2 nsubj\nshoot VERB VBD 0 root\nmen NOUN NNS 2 obj\n, PUNCT , 6 punct\nagency NOUN NN 6 nsubj\nreport VERB VBD 2 parataxis\n, PUNCT , 9 punct\nand CCONJ CC 9 cc\nthreaten VERB VBD 6 conj",
			"2 nsubj|0 root|2 obj|6 punct|6 nsubj|2 parataxis|9 punct|9 cc|2 conj",
		},
		{
			"who threatens was not consulted",
			"consult VERB VBD 0 root\nit PRON PRP 1 obj\nand CCONJ CC 5 cc\nleader NOUN NN 2 conj\nthreaten VERB VBD 1 conj",
			"0 root|1 obj|5 cc|5 nsubj|1 conj",
		},
		{
			"who hints is who urges",
			"urge VERB VBD 0 root\nSeoul PROPN NNP 1 obj\nto PART TO 4 mark\nrelent VERB VB 1 xcomp\n, PUNCT , 6 punct\nhint VERB VBG 4 advcl",
			"0 root|1 obj|4 mark|1 xcomp|6 punct|1 advcl",
		},
		{
			"who should do something stays",
			"say VERB VBD 0 root\nNorway PROPN NNP 4 nsubj\nshould AUX MD 4 aux\nagree VERB VB 1 ccomp",
			"0 root|4 nsubj|4 aux|1 ccomp",
		},
		{
			"a form of address is the name's",
			"beg VERB VBD 0 root\nMr PROPN NNP 1 iobj\nBush PROPN NNP 1 iobj",
			"0 root|3 nmod:desc|1 iobj",
		},
		{
			"both halves of a title are one",
			"attorney NOUN NN 6 nsubj\n- PUNCT HYPH 3 punct\ngeneral NOUN NN 1 appos\n, PUNCT , 5 punct\nDame PROPN NNP 3 conj\napply VERB VBZ 0 root",
			"6 nsubj|3 punct|1 flat|5 punct|1 appos|0 root",
		},
		{
			"who urges is no day",
			"meet VERB VBD 0 root\non ADP IN 3 case\nTuesday PROPN NNP 1 obl\n, PUNCT , 5 punct\nPark PROPN NNP 3 appos\nurge VERB VBD 1 parataxis\nHanoi PROPN NNP 6 obj",
			"0 root|3 case|1 obl|5 punct|6 nsubj|1 parataxis|6 obj",
		},
		{
			"an apposition that a comma closes stays",
			"meet VERB VBD 0 root\nPark PROPN NNP 1 obj\n, PUNCT , 4 punct\nminister NOUN NN 2 appos\n, PUNCT , 4 punct\nsay VERB VBD 1 parataxis",
			"0 root|1 obj|4 punct|2 appos|4 punct|1 parataxis",
		},
		{
			"a participle stays",
			"Iran PROPN NNP 2 compound\nbacked VERB VBN 3 amod\nrebels NOUN NNS 0 root",
			"2 compound|3 amod|0 root",
		},
		{
			"a verb without a subject stays",
			"newly ADV RB 2 advmod\nformed VERB VBD 3 amod\ngroup NOUN NN 0 root",
			"2 advmod|3 amod|0 root",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := &analysis.Doc{Sentences: []analysis.Sentence{{Tokens: tree(t, test.given)}}}
			if err := mendTrees().Run(t.Context(), d); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, tok := range d.Sentences[0].Tokens {
				got = append(got, strconv.Itoa(tok.Head+1)+" "+tok.Deprel)
			}
			if g := strings.Join(got, "|"); g != test.want {
				t.Errorf("%s\n got  %s\n want %s", test.given, g, test.want)
			}
		})
	}
}

// Whatever the parser makes of a sentence, mends leave a tree: else some of
// those who follow heads never end.
func TestMendsKeepTrees(t *testing.T) {
	tags := [][2]string{
		{"VERB", "VBD"},
		{"VERB", "VBZ"},
		{"VERB", "VB"},
		{"VERB", "VBG"},
		{"VERB", "VBN"},
		{"NOUN", "NN"},
		{"NOUN", "NNS"},
		{"PROPN", "NNP"},
		{"PRON", "PRP"},
		{"PRON", "WP"},
		{"ADP", "IN"},
		{"PART", "TO"},
		{"AUX", "MD"},
		{"DET", "DT"},
		{"CCONJ", "CC"},
		{"ADJ", "JJ"},
		{"ADV", "RB"},
		{"NUM", "CD"},
		{"PUNCT", ","},
		{"SCONJ", "IN"},
	}
	words := []string{"ask", "say", "both", "police", "and", ",", "to", "of", "with", "who", "hostage", "take", "help", "seize", "Norway", "\"", "worth", "if", "should", "before", "that"}
	relations := []string{
		"obj", "nsubj", "conj", "xcomp", "mark", "advcl", "case", "amod", "ccomp", "appos", "obl", "compound", "nmod:desc", "det", "cc", "aux", "acl", "punct", "parataxis", "nummod",
		"nsubj:pass", "advmod", "acl:relcl", "nmod:poss", "flat", "nmod", "cc:preconj",
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for range 30_000 {
		toks := make([]analysis.Token, 2+rng.IntN(12))
		order := rng.Perm(len(toks))
		for k, i := range order { // each hangs on one that came before it
			tag := tags[rng.IntN(len(tags))]
			toks[i] = analysis.Token{Lemma: words[rng.IntN(len(words))], UPOS: tag[0], XPOS: tag[1], Head: -1, Deprel: "root"}
			if k > 0 {
				toks[i].Head, toks[i].Deprel = order[rng.IntN(k)], relations[rng.IntN(len(relations))]
			}
		}
		given := slices.Clone(toks)
		if mend(toks); !isTree(toks) {
			t.Fatalf("of %+v\nmends make %+v", given, toks)
		}
	}
}

func TestIsTree(t *testing.T) {
	for _, test := range []struct {
		heads []int
		want  bool
	}{
		{nil, true},
		{[]int{-1}, true},
		{[]int{1, -1, 1}, true},
		{[]int{1, 2, 3, -1, 3}, true},
		{[]int{0}, false},
		{[]int{-1, 2, 1}, false},
		{[]int{1, 2, 0, -1}, false},
	} {
		toks := make([]analysis.Token, len(test.heads))
		for i, h := range test.heads {
			toks[i].Head = h
		}
		if got := isTree(toks); got != test.want {
			t.Errorf("heads %v: got %v, want %v", test.heads, got, test.want)
		}
	}
}
