package main

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/nlp"
)

// dry reads the documents, compares them with the graph, and writes nothing:
// neither the graph nor the list of failures.
func (im *importRun) dry(docs iter.Seq[input], chosen *selection) error {
	r := &im.report
	count := func(docs iter.Seq[input]) error {
		for in := range docs {
			if in.err == nil && !in.known && !in.older { // what the analysis would refuse
				in.err = nlp.CheckLanguage(in.doc.Article, im.c.Bool("any-language"))
			}
			switch {
			case in.fatal:
				return in.err
			case im.leave(&in):
				continue
			case in.err != nil:
				if err := im.failed.add(in.doc, in.err); err != nil {
					return err
				}
				continue
			case in.known:
				r.Unchanged++
			case in.older:
				r.Older++
			case in.there:
				r.Changed++
			default:
				r.New++
			}
			r.Read++
		}
		return im.c.Err()
	}
	err := withStore(im.c, im.pipeline.Relations, true, func(store graph.Store) error {
		return count(withKnown(im.c.Context, store, im.resolver.Edition, docs))
	})
	if errors.Is(err, fs.ErrNotExist) && r.Read == 0 { // no graph yet: all is new
		err = count(docs)
	}
	if err != nil {
		return err
	}
	r.Failed, r.NotChosen = im.failed.count, int(chosen.refused.Load())
	return nil
}

// printDry says what an import would do.
func (im *importRun) printDry() {
	r := &im.report
	fmt.Fprintf(im.out, "%s read, nothing written\n  an import would add %d new and %d changed; %d unchanged, %d older than what is there, %d failed\n",
		count(r.Read, "article"), r.New, r.Changed, r.Unchanged, r.Older, r.Failed)
	im.printNotChosen()
	im.printLinks()
}
