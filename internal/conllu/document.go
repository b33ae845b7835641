package conllu

import (
	"fmt"
	"os"
	"strings"
)

// ReadFiles reads several files, one after the other.
func ReadFiles(paths []string) ([]Sentence, error) {
	var all []Sentence
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			return nil, err
		}
		sents, err := Read(f, p)
		f.Close()
		if err != nil {
			return nil, err
		}
		all = append(all, sents...)
	}
	return all, nil
}

// Document is a run of sentences with the text that they were cut from.
type Document struct {
	Sentences []Sentence
	Text      string
	Words     [][]Range // bytes of Text, for each word of each sentence
}

// Range is a half-open range of bytes.
type Range struct{ Start, End int }

// Documents puts the text of each document together again: sentences and
// tokens follow each other after one space, or after none where the treebank
// says so. The words of a multi-word token share its bytes out among them if
// they spell it, and else each has all of them.
func Documents(sents []Sentence) []Document {
	var docs []Document
	for from := 0; from < len(sents); {
		to := from + 1
		for to < len(sents) && !sents[to].NewDoc() {
			to++
		}
		docs = append(docs, document(sents[from:to]))
		from = to
	}
	return docs
}

func document(sents []Sentence) Document {
	d := Document{Sentences: sents}
	var b strings.Builder
	for i := range sents {
		s := &sents[i]
		words := make([]Range, 0, len(s.Words))
		put := func(form, misc string) Range {
			r := Range{b.Len(), b.Len() + len(form)}
			b.WriteString(form)
			if SpaceAfter(misc) {
				b.WriteByte(' ')
			}
			return r
		}
		next := 0
		for j := 0; j < len(s.Words); {
			if next < len(s.Spans) && s.Spans[next].First == j {
				sp := s.Spans[next]
				next++
				words = append(words, share(put(sp.Form, sp.Misc), sp.Form, s.Words[sp.First:sp.Last])...)
				j = sp.Last
				continue
			}
			words = append(words, put(s.Words[j].Form, s.Words[j].Misc))
			j++
		}
		d.Words = append(d.Words, words)
	}
	d.Text = b.String()
	return d
}

func share(r Range, form string, words []Word) []Range {
	var all strings.Builder
	for _, w := range words {
		all.WriteString(w.Form)
	}
	out := make([]Range, len(words))
	pos := r.Start
	for i, w := range words {
		out[i] = r
		if len(all.String()) == len(form) && strings.EqualFold(all.String(), form) {
			out[i] = Range{pos, pos + len(w.Form)}
			pos += len(w.Form)
		}
	}
	return out
}

// String names the document for messages.
func (d *Document) String() string {
	if len(d.Sentences) > 0 && len(d.Sentences[0].Comments) > 0 {
		return d.Sentences[0].Comments[0]
	}
	return fmt.Sprintf("document of %d sentences", len(d.Sentences))
}
