package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"os/exec"
	"runtime"
	"sync"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/resolve"
	"github.com/entente-kg/entente/internal/view"
	"github.com/urfave/cli/v2"
)

// maxPort is the highest port that there is.
const maxPort = 65535

// viewVerb serves the explorer of a graph.
func viewVerb(s streams) *cli.Command {
	return &cli.Command{
		Name:  "view",
		Usage: "explore the graph in your browser: search, neighbours, filters, a timeline, and the sentences behind every line",
		Description: "It serves on this machine alone, to whoever has the address that it prints, until it is interrupted.\n" +
			"What you decide there is kept as by `entente decide`, in your name; with --file it is added to a file as well.",
		Flags: append([]cli.Flag{
			storeFlag(), asOfFlag(), sourceKindFlag(),
			&cli.IntFlag{Name: "port", Aliases: []string{"p"}, Usage: "the port of 127.0.0.1 to serve on; 0 takes one that is free"},
			&cli.StringFlag{Name: "by", Usage: "who decides", DefaultText: "the user's name"},
			&cli.StringFlag{Name: "file", Usage: "a file of JSON lines to add decisions to", TakesFile: true},
			&cli.BoolFlag{Name: "open", Usage: "open the address in the browser as well"},
		}, schemaFlags()...),
		Action: func(c *cli.Context) error {
			port := c.Int("port")
			if port < 0 || port > maxPort {
				return usage("--port 8765", "--port %d: want 0 to %d", port, maxPort)
			}
			if c.Args().Present() {
				return usage("entente view", "view takes no arguments; search in the browser")
			}
			relations, err := loadRelations(c)
			if err != nil {
				return err
			}
			return withReader(c, s, relations, func(store graph.Reader) error {
				l, err := view.Listen(c.Context, port)
				if err != nil {
					return err
				}
				o := view.Options{AsOf: c.String("as-of"), Decide: decider(c), By: cmp.Or(c.String("by"), person())}
				return serve(c, s, view.New(store, relations, l.Addr().String(), o), l)
			})
		},
	}
}

// decider keeps decisions as the verb decide does, one at a time. The graph is
// opened to write for each of them alone: an import beside it goes on.
func decider(c *cli.Context) view.Decider {
	var one sync.Mutex
	return func(ctx context.Context, d graph.Decision) (kept []graph.Decision, change string, err error) {
		one.Lock()
		defer one.Unlock()
		d.At = decidedNow()
		err = withGraph(c, func(store graph.Store, r *resolve.Resolver) error { //nolint:contextcheck // the run opens the graph, not the request
			kept, change, err = decideIn(ctx, store, r, d)
			if err != nil {
				return err
			}
			return addToFile(c.String("file"), kept)
		})
		if wrong, ok := errors.AsType[usageError](err); ok { // the page shows one text
			err = fmt.Errorf("%w; try: %s", err, wrong.hint)
		}
		return kept, change, err
	}
}

// serve tells the address and serves until the run is interrupted, which is how
// it is meant to end.
func serve(c *cli.Context, s streams, server *view.Server, l net.Listener) error {
	fmt.Fprintln(s.out, server.URL())
	fmt.Fprintln(s.err, "open this address in your browser; it works on this machine alone, and until you press Ctrl-C here")
	if c.Bool("open") {
		if err := openBrowser(c, server.URL()); err != nil {
			fmt.Fprintf(s.err, "no browser could be opened: %s\n", plain(err.Error()))
		}
	}
	return server.Serve(c.Context, l)
}

// openBrowser asks the desktop to open an address.
func openBrowser(c *cli.Context, url string) error {
	opener := map[string][]string{"darwin": {"open"}, "windows": {"rundll32", "url.dll,FileProtocolHandler"}}[runtime.GOOS]
	if opener == nil {
		opener = []string{"xdg-open"}
	}
	cmd := exec.CommandContext(c.Context, opener[0], append(opener[1:], url)...)
	if err := cmd.Start(); err != nil {
		return err
	}
	go func() { _ = cmd.Wait() }() // it ends when it likes; nobody needs to know how
	return nil
}
