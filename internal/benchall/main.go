// Command benchall runs the benchmarks that stand beside other tools or bare
// writing, one after another, and ends in one table in Markdown: each figure
// with its command, ratios within one run, and the machine and the versions on
// which they were measured:
//
//	go build -o entente ./cmd/entente
//	go run ./internal/benchall -entente ./entente -output table.md
//
// A part whose tool is not there is named as not run, with what to install. The
// program ends with an error if a part went wrong, after the table of the others.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/entente-kg/entente/internal/machine"
)

type options struct {
	entente, size, output   string
	modules, spacy, corenlp string
	only                    string
	rounds                  int
}

func main() {
	var o options
	flag.StringVar(&o.entente, "entente", "./entente", "the command to measure")
	flag.StringVar(&o.size, "size", "30MB", "how much text is imported end to end: 500MB, 10GB")
	flag.StringVar(&o.output, "output", "", "file for the table, which standard output gets too")
	flag.StringVar(&o.modules, "modules", "", "folder node_modules with wink-nlp and wink-eng-lite-web-model")
	flag.StringVar(&o.spacy, "spacy", "en_core_web_sm", "name or folder of spaCy's English model")
	flag.StringVar(&o.corenlp, "corenlp", "", "folder with the jars of CoreNLP and of its models")
	flag.StringVar(&o.only, "only", "", "the parts to run, with commas: "+strings.Join(names(parts(o)), ", ")+"; all without")
	flag.IntVar(&o.rounds, "rounds", 5, "how often each analyser takes its turn")
	flag.Parse()
	if err := run(context.Background(), o, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "benchall:", err)
		os.Exit(1)
	}
}

// run runs the parts and writes their table.
func run(ctx context.Context, o options, w, log io.Writer) error {
	all, err := choose(parts(o), o.only)
	if err != nil {
		return err
	}
	t, err := measure(ctx, all, log)
	t.machine = machine.Description()
	text := t.markdown()
	fmt.Fprint(w, text)
	if o.output != "" {
		err = errors.Join(err, os.WriteFile(o.output, []byte(text), 0o644))
	}
	return err
}

// measure runs parts. What one has measured is kept whatever the others do.
func measure(ctx context.Context, all []part, log io.Writer) (table, error) {
	var t table
	var errs []error
	for i, p := range all {
		fmt.Fprintf(log, "%d of %d: %s (%s)\n", i+1, len(all), p.what, p.command)
		m, err := p.run(ctx, log)
		for i := range m.rows {
			if m.rows[i].command == "" {
				m.rows[i].command = p.command
			}
		}
		t.rows, t.versions = append(t.rows, m.rows...), append(t.versions, m.versions...)
		var none *missing
		switch {
		case errors.As(err, &none):
			t.rows = append(t.rows, row{what: p.what, figure: "not run: " + none.reason, ratio: none.hint, command: p.command})
		case err != nil:
			t.rows = append(t.rows, row{what: p.what, figure: "went wrong: " + err.Error(), command: p.command})
			errs = append(errs, fmt.Errorf("%s: %w", p.name, err))
		}
	}
	return t, errors.Join(errs...)
}

// choose are the parts of a list of names, all without one.
func choose(all []part, only string) ([]part, error) {
	if only == "" {
		return all, nil
	}
	var chosen []part
	for name := range strings.SplitSeq(only, ",") {
		i := slices.Index(names(all), strings.TrimSpace(name))
		if i < 0 {
			return nil, fmt.Errorf("-only %q: want some of %s", name, strings.Join(names(all), ", "))
		}
		chosen = append(chosen, all[i])
	}
	return chosen, nil
}

func names(all []part) []string {
	var list []string
	for _, p := range all {
		list = append(list, p.name)
	}
	return list
}
