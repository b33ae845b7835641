// Command entente builds a graph of international relations from articles,
// and answers questions about it.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/entente-kg/entente/internal/fetch"
)

// version is set by the linker for releases.
var version = "dev"

// gcPercent keeps the peak of memory low for a few percent of time: most of
// what is in use, the models, lives as long as the program.
const gcPercent = 50

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	code := run(ctx, os.Args, os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// streams are what a verb reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
	command  string        // as it was given, fit for a shell
	web      fetch.Options // how pages are fetched, but for what flags say
}
