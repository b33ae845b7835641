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

// progress shows how far a run is, on a terminal only: bytes of the inputs read
// of all their bytes, articles done and their rate, and the time left.
type progress struct {
	bar   *progressbar.ProgressBar
	err   io.Writer
	quiet bool
	warns int

	articles int
	began    time.Time
	told     time.Time // when the articles were shown last

	counted sync.WaitGroup
	stop    context.CancelFunc
}

// newProgress looks up the sizes of the inputs beside the run. Of standard
// input and pipes no size is known, and then no time left.
func newProgress(ctx context.Context, s streams, c *cli.Context, inputs []string) *progress {
	p := &progress{err: s.err, quiet: c.Bool("quiet") || c.Bool("json"), began: time.Now(), stop: func() {}}
	if p.quiet || c.Bool("watch") || !isTerminal(s.err) {
		return p
	}
	p.bar = progressbar.NewOptions64(-1,
		progressbar.OptionSetWriter(s.err), progressbar.OptionSetDescription("reading"), progressbar.OptionShowBytes(true),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(), progressbar.OptionSetPredictTime(true), progressbar.OptionFullWidth(),
	)
	if slices.ContainsFunc(inputs, readsOnce) || c.Int("limit") > 0 {
		return p
	}
	ctx, p.stop = context.WithCancel(ctx)
	p.counted.Go(func() {
		total := int64(0)
		for _, info := range read.Files(ctx, inputs...) {
			total += info.Size()
		}
		if ctx.Err() == nil && total > 0 {
			p.bar.ChangeMax64(total)
		}
	})
	return p
}

// readsOnce reports whether an input is standard input or a pipe, such as
// that of <(zcat news.gz).
func readsOnce(input string) bool {
	if input == "-" {
		return true
	}
	info, err := os.Stat(input)
	return err == nil && !info.Mode().IsRegular() && !info.IsDir()
}

// step tells that a document is done.
func (p *progress) step(in *input) {
	p.articles++
	if p.bar == nil {
		return
	}
	if now := time.Now(); now.Sub(p.told) > 100*time.Millisecond {
		p.told = now
		p.bar.Describe(p.rate(now))
	}
	if n := in.doc.Reached.Bytes; n > 0 {
		_ = p.bar.Set64(n)
	}
}

// rate is how many articles are done, and how fast.
func (p *progress) rate(now time.Time) string {
	return fmt.Sprintf("%s, %.0f a second", count(p.articles, "article"), float64(p.articles)/max(now.Sub(p.began).Seconds(), 0.001))
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
		fmt.Fprintf(p.above(p.err), "%s: %s\n", plain(place(d.Origin)), plain(warning))
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
