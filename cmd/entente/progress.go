package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/entente-kg/entente/nlp/read"
	"github.com/schollz/progressbar/v3"
	"github.com/urfave/cli/v2"
)

// progress shows how far a run is, on a terminal only: documents done of
// those counted so far, their rate and the time left.
type progress struct {
	bar   *progressbar.ProgressBar
	err   io.Writer
	quiet bool
	warns int

	counted sync.WaitGroup
	stop    context.CancelFunc
}

// newProgress begins to count the inputs beside the run: counting only reads,
// so it is soon ahead. Standard input and pipes can't be read twice and are not
// counted.
func newProgress(ctx context.Context, s streams, c *cli.Context) *progress {
	p := &progress{err: s.err, quiet: c.Bool("quiet") || c.Bool("json"), stop: func() {}}
	if p.quiet || !isTerminal(s.err) {
		return p
	}
	p.bar = progressbar.NewOptions64(-1,
		progressbar.OptionSetWriter(s.err), progressbar.OptionSetDescription("reading"), progressbar.OptionShowCount(),
		progressbar.OptionShowIts(), progressbar.OptionSetItsString("articles"), progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(), progressbar.OptionSetPredictTime(true), progressbar.OptionFullWidth(),
	)
	if chosen, err := newSelection(c); err != nil || chosen.narrows() || slices.ContainsFunc(c.Args().Slice(), readsOnce) {
		return p // how many documents will count is not known
	}
	o, err := readOptions(c, s)
	if err != nil {
		return p
	}
	ctx, p.stop = context.WithCancel(ctx)
	p.counted.Go(func() {
		total := int64(0)
		for range read.Inputs(ctx, o, c.Args().Slice()...) { //nolint:errcheck // the run itself tells of bad documents
			total++
		}
		if ctx.Err() == nil {
			p.bar.ChangeMax64(total)
		}
	})
	return p
}

// readsOnce reports whether an input is standard input or a pipe, such as
// that of <(zcat news.gz): who counts its documents takes them from the run.
func readsOnce(input string) bool {
	if input == "-" {
		return true
	}
	info, err := os.Stat(input)
	return err == nil && !info.Mode().IsRegular() && !info.IsDir()
}

func (p *progress) step() {
	if p.bar != nil {
		_ = p.bar.Add(1)
	}
}

// resolving tells that the articles are read and their events are being made.
func (p *progress) resolving(blocks, dyads int) {
	switch {
	case p.bar == nil || blocks+dyads == 0:
	case dyads == 0:
		p.bar.Describe(fmt.Sprintf("resolving events: %d groups of claims", blocks))
	default:
		p.bar.Describe(fmt.Sprintf("summing up edges: %d", dyads))
	}
}

// shownWarnings bounds what is said of single documents.
const shownWarnings = 10

func (p *progress) warn(d read.Document, warning string) {
	if p.quiet {
		return
	}
	if p.warns++; p.warns <= shownWarnings {
		fmt.Fprintf(p.above(p.err), "%s: %s\n", plain(d.Key), plain(warning))
	} else if p.warns == shownWarnings+1 {
		fmt.Fprintln(p.above(p.err), "more documents have such notes; they were read all the same")
	}
}

// above is a writer that clears the bar before it writes.
func (p *progress) above(w io.Writer) io.Writer {
	if p.bar == nil {
		return w
	}
	return clearing{p.bar, w}
}

type clearing struct {
	bar *progressbar.ProgressBar
	w   io.Writer
}

func (c clearing) Write(b []byte) (int, error) {
	_ = c.bar.Clear()
	return c.w.Write(b)
}

func (p *progress) close() {
	p.stop()
	p.counted.Wait()
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}
