package conllu

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const sample = `# newdoc id = a
# text = We don't go.
1	We	we	PRON	PRP	Case=Nom	4	nsubj	_	_
2-3	don't	_	_	_	_	_	_	_	_
2	do	do	AUX	VBP	_	4	aux	_	_
3	n't	not	PART	RB	_	4	advmod	_	_
4	go	go	VERB	VB	_	0	root	_	SpaceAfter=No
5	.	.	PUNCT	.	_	4	punct	_	_

`

func TestReadWrite(t *testing.T) {
	sents, err := Read(strings.NewReader(sample), "sample")
	if err != nil {
		t.Fatal(err)
	}
	if len(sents) != 1 || len(sents[0].Words) != 5 || len(sents[0].Spans) != 1 {
		t.Fatalf("got %+v", sents)
	}
	if got, want := sents[0].Text(), "We don't go. "; got != want {
		t.Errorf("got text %q, want %q", got, want)
	}
	var b bytes.Buffer
	if err := Write(&b, &sents[0]); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(sample, b.String()); diff != "" {
		t.Errorf("written otherwise than read:\n%s", diff)
	}
}

func TestDocuments(t *testing.T) {
	sents, err := Read(strings.NewReader(sample+strings.Replace(sample, "newdoc id = a", "x", 1)+sample), "sample")
	if err != nil {
		t.Fatal(err)
	}
	docs := Documents(sents)
	if len(docs) != 2 || docs[0].Text != "We don't go. We don't go. " {
		t.Fatalf("got %d documents, the first %q", len(docs), docs[0].Text)
	}
	want := []Range{{0, 2}, {3, 5}, {5, 8}, {9, 11}, {11, 12}}
	if diff := cmp.Diff(want, docs[0].Words[0]); diff != "" {
		t.Error(diff)
	}
}

func TestErrorsNameTheLine(t *testing.T) {
	for _, c := range []struct{ given, want string }{
		{"1\tWe\n", "read x.conllu: line 1: 2 columns instead of 10"},
		{"# a\n2\tWe\twe\tX\tX\t_\t0\troot\t_\t_\n", `read x.conllu: line 2: word id "2" where 1 is due`},
		{"1\tWe\twe\tX\tX\t_\tz\troot\t_\t_\n", `read x.conllu: line 1: bad head "z"`},
		{"1\tWe\twe\tX\tX\t_\t7\troot\t_\t_\n", "read x.conllu: line 1: word 1 has head 7 in a sentence of 1 words"},
		{"3-2\tWe\twe\tX\tX\t_\t7\troot\t_\t_\n", `read x.conllu: line 1: bad range "3-2"`},
	} {
		_, err := Read(strings.NewReader(c.given), "x.conllu")
		if err == nil || err.Error() != c.want {
			t.Errorf("given %q: got %v, want %s", c.given, err, c.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sample)
	f.Add("1-9\ta\t_\t_\t_\t_\t_\t_\t_\t_\n")
	f.Fuzz(func(t *testing.T, text string) {
		sents, err := Read(strings.NewReader(text), "fuzz")
		if err != nil {
			return
		}
		var b bytes.Buffer
		for i := range sents {
			sents[i].Comments = nil
			if err := Write(&b, &sents[i]); err != nil {
				t.Fatal(err)
			}
		}
		Documents(sents)
		again, err := Read(&b, "again")
		if err != nil || len(again) != len(sents) {
			t.Fatalf("written sentences read as %d instead of %d: %v", len(again), len(sents), err)
		}
	})
}
