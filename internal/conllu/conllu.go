// Package conllu reads and writes treebanks in CoNLL-U, the ten-column format
// of Universal Dependencies.
package conllu

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Sentence is one tree with the comments that stand before it.
type Sentence struct {
	Comments []string // whole lines, with the leading '#'
	Words    []Word
	Spans    []Span // multi-word tokens, in order
	Line     int    // line of the first word, counted from 1
}

// Word is a syntactic word, one line of the ten columns. DEPS is not kept.
type Word struct {
	Form, Lemma, UPOS, XPOS, Feats string
	Head                           int // 1-based, 0 for the root
	Deprel                         string
	Misc                           string
}

// Span is a multi-word token: words First to Last (0-based, Last exclusive)
// are written together as Form.
type Span struct {
	First, Last int
	Form, Misc  string
}

// SpaceAfter reports whether white space follows, going by a MISC column.
func SpaceAfter(misc string) bool {
	for f := range strings.SplitSeq(misc, "|") {
		if f == "SpaceAfter=No" {
			return false
		}
	}
	return true
}

// NewDoc reports whether the sentence is the first of a document.
func (s *Sentence) NewDoc() bool {
	for _, c := range s.Comments {
		if strings.HasPrefix(c, "# newdoc") {
			return true
		}
	}
	return false
}

// Surface returns the written tokens: multi-word tokens as a whole, and
// whether a space follows each of them.
func (s *Sentence) Surface() (forms []string, space []bool) {
	next := 0
	for i := 0; i < len(s.Words); i++ {
		if next < len(s.Spans) && s.Spans[next].First == i {
			sp := s.Spans[next]
			next++
			forms, space = append(forms, sp.Form), append(space, SpaceAfter(sp.Misc))
			i = sp.Last - 1
			continue
		}
		forms, space = append(forms, s.Words[i].Form), append(space, SpaceAfter(s.Words[i].Misc))
	}
	return forms, space
}

// Text puts the surface of the sentence together, with one space where a
// space follows, the last token included.
func (s *Sentence) Text() string {
	var b strings.Builder
	forms, space := s.Surface()
	for i, f := range forms {
		b.WriteString(f)
		if space[i] {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// Read reads all sentences of r; name is used in errors only. Empty nodes
// (ids like 8.1) are skipped.
func Read(r io.Reader, name string) ([]Sentence, error) {
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 64<<10), 16<<20)
	var (
		all  []Sentence
		cur  Sentence
		line int
	)
	flush := func() error {
		if len(cur.Words) > 0 {
			if err := cur.check(); err != nil {
				return fmt.Errorf("read %s: line %d: %w", name, cur.Line, err)
			}
			all = append(all, cur)
		}
		cur = Sentence{}
		return nil
	}
	for sc.Scan() {
		line++
		text := strings.TrimSuffix(sc.Text(), "\r")
		switch {
		case text == "":
			if err := flush(); err != nil {
				return nil, err
			}
		case strings.HasPrefix(text, "#"):
			cur.Comments = append(cur.Comments, text)
		default:
			if cur.Line == 0 {
				cur.Line = line
			}
			if err := cur.add(text); err != nil {
				return nil, fmt.Errorf("read %s: line %d: %w", name, line, err)
			}
		}
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("read %s: line %d: %w", name, line+1, err)
	}
	if err := flush(); err != nil {
		return nil, err
	}
	return all, nil
}

func (s *Sentence) add(text string) error {
	col := strings.Split(text, "\t")
	if len(col) != 10 {
		return fmt.Errorf("%d columns instead of 10", len(col))
	}
	if strings.Contains(col[0], ".") {
		return nil
	}
	if from, to, ok := strings.Cut(col[0], "-"); ok {
		a, err1 := strconv.Atoi(from)
		b, err2 := strconv.Atoi(to)
		if err1 != nil || err2 != nil || a != len(s.Words)+1 || b < a {
			return fmt.Errorf("bad range %q", col[0])
		}
		s.Spans = append(s.Spans, Span{First: a - 1, Last: b, Form: col[1], Misc: col[9]})
		return nil
	}
	id, err := strconv.Atoi(col[0])
	if err != nil || id != len(s.Words)+1 {
		return fmt.Errorf("word id %q where %d is due", col[0], len(s.Words)+1)
	}
	head := 0
	if col[6] != "_" {
		if head, err = strconv.Atoi(col[6]); err != nil || head < 0 {
			return fmt.Errorf("bad head %q", col[6])
		}
	}
	feats := col[5]
	if feats == "_" {
		feats = ""
	}
	s.Words = append(s.Words, Word{
		Form: col[1], Lemma: col[2], UPOS: col[3], XPOS: col[4], Feats: feats,
		Head: head, Deprel: col[7], Misc: col[9],
	})
	return nil
}

func (s *Sentence) check() error {
	for i, w := range s.Words {
		if w.Head > len(s.Words) || w.Head == i+1 {
			return fmt.Errorf("word %d has head %d in a sentence of %d words", i+1, w.Head, len(s.Words))
		}
	}
	for i, sp := range s.Spans {
		if sp.Last > len(s.Words) || i > 0 && sp.First < s.Spans[i-1].Last {
			return fmt.Errorf("bad range %d-%d in a sentence of %d words", sp.First+1, sp.Last, len(s.Words))
		}
	}
	return nil
}

// Write writes one sentence and the empty line after it.
func Write(w io.Writer, s *Sentence) error {
	var b strings.Builder
	for _, c := range s.Comments {
		b.WriteString(c)
		b.WriteByte('\n')
	}
	next := 0
	for i, word := range s.Words {
		if next < len(s.Spans) && s.Spans[next].First == i {
			sp := s.Spans[next]
			fmt.Fprintf(&b, "%d-%d\t%s\t_\t_\t_\t_\t_\t_\t_\t%s\n", sp.First+1, sp.Last, sp.Form, blank(sp.Misc))
			next++
		}
		fmt.Fprintf(&b, "%d\t%s\t%s\t%s\t%s\t%s\t%d\t%s\t_\t%s\n", i+1, blank(word.Form), blank(word.Lemma),
			blank(word.UPOS), blank(word.XPOS), blank(word.Feats), word.Head, blank(word.Deprel), blank(word.Misc))
	}
	b.WriteByte('\n')
	_, err := io.WriteString(w, b.String())
	return err
}

// blank gives the underscore that stands for an empty column, and takes out
// what would break the columns.
func blank(s string) string {
	if s == "" {
		return "_"
	}
	if strings.ContainsAny(s, "\t\n\r") {
		s = strings.NewReplacer("\t", " ", "\n", " ", "\r", " ").Replace(s)
	}
	return s
}
