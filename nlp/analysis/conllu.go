package analysis

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// WriteCoNLLU writes a document in the ten columns of CoNLL-U, with names as
// Entity= in MISC: "(PER" where one begins, "PER)" where it ends.
func WriteCoNLLU(w io.Writer, d *Doc) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "# newdoc id = %s\n", oneLine(d.Article.Key))
	names := map[[2]int]string{}
	for _, n := range d.Names {
		if n.Last == n.First+1 {
			names[[2]int{n.Sentence, n.First}] = "(" + string(n.Label) + ")"
			continue
		}
		names[[2]int{n.Sentence, n.First}] = "(" + string(n.Label)
		names[[2]int{n.Sentence, n.Last - 1}] = string(n.Label) + ")"
	}
	for s := range d.Sentences {
		sent := &d.Sentences[s]
		fmt.Fprintf(out, "# sent_id = %s-%d\n# text = %s\n", oneLine(d.Article.Key), s+1, oneLine(d.Text(sent.Span)))
		for i := range sent.Tokens {
			t := &sent.Tokens[i]
			fmt.Fprintf(out, "%d\t%s\t%s\t%s\t%s\t%s\t%d\t%s\t_\t%s\n", i+1, column(oneLine(d.Text(t.Span))), column(oneLine(t.Lemma)), column(t.UPOS), column(t.XPOS),
				column(t.Feats), t.Head+1, column(t.Deprel), misc(d, s, i, names[[2]int{s, i}]))
		}
		fmt.Fprintln(out)
	}
	return out.Flush()
}

// misc is the last column: the name, and whether a blank follows.
func misc(d *Doc, s, i int, name string) string {
	var parts []string
	if name != "" {
		parts = append(parts, "Entity="+name)
	}
	toks := d.Sentences[s].Tokens
	next := schema.Span{Start: d.Sentences[s].End}
	if i+1 < len(toks) {
		next = toks[i+1].Span
	} else if s+1 < len(d.Sentences) {
		next = d.Sentences[s+1].Span
	} else {
		return column(strings.Join(parts, "|"))
	}
	if next.Start == toks[i].End {
		parts = append(parts, "SpaceAfter=No")
	}
	return column(strings.Join(parts, "|"))
}

// column is a cell, never empty.
func column(s string) string {
	if s == "" {
		return "_"
	}
	return s
}

// oneLine keeps a text from breaking the lines and columns of the format.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r == '\r' || r == '\v' || r == '\f' || r == '\u0085' || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, s)
}
