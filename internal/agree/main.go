// Command agree measures how far two annotations of the same texts agree.
//
//	go run ./internal/agree internal/corpus/texts/agreement/first.txt internal/corpus/texts/agreement/second.txt
//
// Both files are in the notation of internal/corpus/texts/README.md and have the same ids.
// The second is measured against the first as an extraction is against
// annotated texts: claims as dyads (relation, actor, recipient), with polarity
// and modality in the line "full", and entities matched by their names.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/entente-kg/entente/internal/corpus"
)

func main() {
	differences := flag.Bool("differences", false, "print each dyad that only one of the two has")
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: agree [-differences] FIRST.txt SECOND.txt")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() != 2 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(os.Stdout, flag.Arg(0), flag.Arg(1), *differences); err != nil {
		fmt.Fprintln(os.Stderr, "agree:", err)
		os.Exit(1)
	}
}

func run(w io.Writer, first, second string, differences bool) error {
	a, err := read(first)
	if err != nil {
		return err
	}
	b, err := read(second)
	if err != nil {
		return err
	}
	others := map[string]corpus.Text{}
	for _, t := range b {
		others[t.ID] = t
	}
	total := tally{groups: map[string]*count{}}
	for _, t := range a {
		u, ok := others[t.ID]
		if !ok {
			return fmt.Errorf("read %s: no text %s, which %s has", second, t.ID, first)
		}
		if u.Text != t.Text {
			return fmt.Errorf("read %s: line %d: the words of text %s differ from those in %s", second, u.Line, t.ID, first)
		}
		only := total.add(t, u)
		if differences {
			for _, l := range only {
				fmt.Fprintln(w, l)
			}
		}
	}
	if len(b) != len(a) {
		return fmt.Errorf("read %s: %d texts, but %s has %d", second, len(b), first, len(a))
	}
	total.print(w)
	return nil
}

func read(path string) ([]corpus.Text, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return corpus.Read(f, path)
}

// print writes the figures: precision and recall are those of the second
// annotation against the first.
func (t *tally) print(w io.Writer) {
	row := func(name string, c count) {
		fmt.Fprintf(w, "%-9s P %.3f  R %.3f  F1 %.3f\n", name, c.precision(), c.recall(), c.f1())
	}
	fmt.Fprintf(w, "%d texts, %d of them with the same answer to whether there is a claim at all\n", t.texts, t.sameEmpty)
	row("dyads", t.dyads)
	row("full", t.full)
	row("entities", t.entities)
	if n := t.dyads.both; n > 0 {
		fmt.Fprintf(w, "on %d dyads that both have: polarity %.3f, modality %.3f\n", n, float64(t.polarity)/float64(n), float64(t.modality)/float64(n))
	}
	var parts []string
	for _, g := range []string{"a to g", "h to m", "n", "p"} {
		if c := t.groups[g]; c != nil {
			parts = append(parts, fmt.Sprintf("%s %.3f", g, c.f1()))
		}
	}
	fmt.Fprintln(w, "dyads F1 by file:", strings.Join(parts, ", "))
}
