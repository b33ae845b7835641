package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/nlp/read"
	"github.com/urfave/cli/v2"
)

func watchFlags() []cli.Flag {
	return []cli.Flag{
		&cli.BoolFlag{Name: "watch", Aliases: []string{"w"}, Usage: "go on looking at INPUT (folders, files, globs) for new and changed files, and import each, until Ctrl-C"},
		&cli.DurationFlag{Name: "every", Value: 2 * time.Second, Usage: "with --watch: how often to look, and for how long a file must have rested"},
	}
}

// watch looks for files to import. It asks the file system time and again,
// which works for folders of other machines and in containers too.
type watch struct {
	every time.Duration
	own   []string // files that the run itself writes

	resting map[string]rest
	taken   map[string]sign // files as they were imported
	ready   map[string]*watchedFile
	order   []string     // of the files in ready, as they are read
	at      *watchedFile // of the document seen last
}

// sign tells whether a file has changed.
type sign struct {
	size     int64
	modified time.Time
}

// rest is since when a file has been as it is.
type rest struct {
	sign
	since time.Time
}

// watchedFile is what came of a file: a line of output.
type watchedFile struct {
	Input     string `json:"input"`
	Read      int    `json:"read"`
	New       int    `json:"new"`
	Changed   int    `json:"changed"`
	Unchanged int    `json:"unchanged"`
	Older     int    `json:"older"`
	Failed    int    `json:"failed"`
	LeftOut   int    `json:"left_out"` // rows of coders' tables
	sign
	opened, passed bool // passed: the journal has all of it
}

// newWatch is the watch that the flags want, nil for none.
func newWatch(c *cli.Context) (*watch, error) {
	if !c.Bool("watch") {
		if c.IsSet("every") {
			return nil, usage("entente import --watch FOLDER --every 10s", "--every is for --watch")
		}
		return nil, nil
	}
	for _, f := range []string{"retry", "dry-run", "limit"} {
		if c.IsSet(f) {
			return nil, usage("entente import --watch FOLDER", "--watch and --%s exclude each other", f)
		}
	}
	if c.Duration("every") < 10*time.Millisecond {
		return nil, usage("--every 2s", "--every %s: want 10ms or more", c.Duration("every"))
	}
	for _, input := range c.Args().Slice() {
		if info, err := os.Stat(input); input == "-" || err == nil && !info.Mode().IsRegular() && !info.IsDir() {
			return nil, usage("entente import --watch FOLDER", "--watch: %s can't be looked at again; want folders, files or globs", input)
		}
	}
	return &watch{every: c.Duration("every"), resting: map[string]rest{}, taken: map[string]sign{}, ready: map[string]*watchedFile{}}, nil
}

// look finds the files that are new or changed and have rested: nobody is
// writing them any more. Files that are gone are forgotten: a folder through which
// files pass for years takes no more memory than what lies in it.
func (w *watch) look(ctx context.Context, inputs []string, now time.Time) {
	resting, taken := make(map[string]rest, len(w.resting)), make(map[string]sign, len(w.taken))
	for path, info := range read.Files(ctx, inputs...) {
		is := sign{info.Size(), info.ModTime()}
		if was, ok := w.taken[path]; ok {
			if taken[path] = was; was == is {
				continue
			}
		}
		r, ok := w.resting[path]
		if !ok || r.sign != is {
			r = rest{is, now}
			if info.ModTime().Before(now.Add(-w.every)) { // it was there, and at rest, before anybody looked
				r.since = info.ModTime()
			}
		}
		if now.Sub(r.since) < w.every {
			resting[path] = r
		} else if w.ready[path] == nil && !isOwn(path, w.own) {
			w.ready[path], w.order = &watchedFile{Input: path, sign: is}, append(w.order, path)
		}
	}
	if w.resting = resting; ctx.Err() == nil { // else not all was looked at
		w.taken = taken
	}
}

// take is read.Options.Take. A file that has changed since the last look is
// left to a later one.
func (w *watch) take(path string, info fs.FileInfo) bool {
	f := w.ready[path]
	if f == nil || f.sign != (sign{info.Size(), info.ModTime()}) {
		return false
	}
	f.opened = true
	return true
}

// pass notes that the journal has all of a file.
func (w *watch) pass(path string) {
	if w != nil && w.ready[path] != nil {
		w.ready[path].passed = true
	}
}

// of passes on what concerns the files that are ready: what is wrong with
// others, such as a symbolic link in the folder, is not said each time.
func (w *watch) of(docs iter.Seq[input]) iter.Seq[input] {
	return func(yield func(input) bool) {
		for in := range docs {
			if (in.fatal || w.ready[in.doc.Origin.Path] != nil) && !yield(in) {
				return
			}
		}
	}
}

// count adds a document to its file's line.
func (w *watch) count(in *input) {
	if w == nil {
		return
	}
	f := w.ready[in.doc.Origin.Path]
	if w.at = f; f == nil {
		return
	}
	switch {
	case in.err != nil:
		f.Failed++
		return
	case in.known:
		f.Unchanged++
	case in.older:
		f.Older++
	case in.there:
		f.Changed++
	default:
		f.New++
	}
	f.Read++
}

// leftOut notes a coder's row of which no claim can be made.
func (w *watch) leftOut(in *input) {
	if w == nil {
		return
	}
	if f := w.ready[in.doc.Origin.Path]; f != nil {
		f.LeftOut++
	}
}

// refused notes that the store can't keep the document seen last.
func (w *watch) refused() {
	if w == nil || w.at == nil {
		return
	}
	w.at.Read--
	w.at.New--
	w.at.Failed++
}

// watch imports what is there and then what comes, until it is told to stop.
func (im *importRun) watch(store graph.Store, docs iter.Seq[input], chosen *selection) error {
	w, failed := im.watching, false
	if !im.c.Bool("quiet") && !im.c.Bool("json") {
		fmt.Fprintf(im.err, "watching; Ctrl-C ends it\n")
	}
	for {
		w.look(im.c.Context, im.inputs, time.Now())
		if len(w.ready) > 0 && im.c.Err() == nil {
			bad, err := im.round(store, docs, chosen)
			failed = failed || bad
			switch {
			case (errors.Is(err, graph.ErrUnavailable) || errors.Is(err, graph.ErrBusy)) && im.c.Err() == nil:
				fmt.Fprintf(im.err, "%s; it is tried again\n", plain(err.Error()))
			case err != nil:
				return err
			}
		}
		select {
		case <-im.c.Done():
			if im.report.Failed = 0; failed {
				im.report.Failed = 1
			}
			return nil
		case <-time.After(w.every):
		}
	}
}

// round imports the files that are ready, and writes a line for each.
func (im *importRun) round(store graph.Store, docs iter.Seq[input], chosen *selection) (bad bool, err error) {
	w, one := im.watching, *im
	one.report, one.repeats, one.best = importReport{}, repeats{}, nil
	if one.failed, err = newFailures(im.c.String("failed"), im.err); err != nil {
		return false, err
	}
	im.journal.passed = passedOver{}
	if err := one.once(store, w.of(docs), chosen); err != nil {
		im.journal.abandon()
		for _, f := range w.ready { // it is read again as a whole, or from where the journal has it
			*f = watchedFile{Input: f.Input, sign: f.sign}
		}
		return false, err
	}
	return one.report.Failed > 0, im.printWatched()
}

// printWatched writes a line for each file that is done.
func (im *importRun) printWatched() error {
	w := im.watching
	for _, path := range w.order {
		f := w.ready[path]
		if !f.opened { // it has changed again, or is gone
			continue
		}
		if w.taken[path] = f.sign; f.passed {
			continue
		}
		switch {
		case im.c.Bool("json"):
			if err := json.NewEncoder(im.out).Encode(f); err != nil {
				return err
			}
		case !im.c.Bool("quiet"):
			fmt.Fprintf(im.out, "%s  %s  %d new  %d changed  %d unchanged%s\n", time.Now().Format(time.TimeOnly), plain(f.Input), f.New, f.Changed, f.Unchanged+f.Older, furtherWords(f.LeftOut, f.Failed))
		}
	}
	clear(w.ready)
	w.order = nil
	return nil
}

// furtherWords are those of a file's line that are there only when there is
// something to say.
func furtherWords(leftOut, failed int) string {
	words := ""
	if leftOut > 0 {
		words += fmt.Sprintf("  %s left out", count(leftOut, "row"))
	}
	if failed > 0 {
		words += fmt.Sprintf("  %d failed", failed)
	}
	return words
}
