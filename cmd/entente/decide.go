package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/resolve"
	"github.com/entente-kg/entente/schema"
	"github.com/urfave/cli/v2"
)

// decideVerb keeps what a person decides about actors, events and claims.
func decideVerb(s streams) *cli.Command {
	return &cli.Command{
		Name:      "decide",
		Usage:     "decide that actors or events are the same or not, that a claim or event is right or wrong, how an actor is named",
		ArgsUsage: "same|different A B | accept|reject ID | rename A NAME | undo DECISION",
		Description: "A and B are names or IDs of actors, or IDs of events; `why --ids` shows the IDs of events and claims.\n" +
			"Decisions are kept in the graph and survive imports and rebuilds. With --file each is also added to a file of JSON lines,\n" +
			"for version control; --replay brings the decisions of such a file into a graph, those it has already left out;\n" +
			"--list shows all of the graph, --json as such lines.",
		Flags: append([]cli.Flag{
			storeFlag(), jsonFlag(),
			&cli.StringFlag{Name: "reason", Usage: "why, for those who come after"},
			&cli.StringFlag{Name: "by", Usage: "who decides", DefaultText: "the user's name"},
			&cli.StringFlag{Name: "file", Usage: "a file of JSON lines to add the decision to", TakesFile: true},
			&cli.StringFlag{Name: "replay", Usage: "a file of JSON lines to decide as it says, - for standard input", TakesFile: true},
			&cli.BoolFlag{Name: "list", Usage: "show the decisions of the graph, the undone ones included"},
		}, schemaFlags()...),
		Action: func(c *cli.Context) error {
			switch {
			case c.Bool("list") && !c.Args().Present() && !c.IsSet("replay"):
				return listDecisions(c, s)
			case c.IsSet("replay") && !c.Args().Present() && !c.Bool("list"):
				return replayDecisions(c, s)
			case c.IsSet("replay") || c.Bool("list"):
				return usage("entente decide --list", "--list and --replay take no decision beside them")
			}
			kind := graph.DecisionKind(c.Args().First())
			want, ok := map[graph.DecisionKind]int{graph.Same: 2, graph.Different: 2, graph.Accept: 1, graph.Reject: 1, graph.Rename: 2, graph.Undo: 1}[kind]
			if !ok {
				return usage("entente decide same 'nil:person:a-smith' 'person:adam-smith'", "decide what? want same, different, accept, reject, rename or undo, not %q", kind)
			}
			if got := c.Args().Len() - 1; got != want {
				return usage("entente decide --help", "decide %s takes %s, not %d; put names of several words in quotes", kind, count(want, "argument"), got)
			}
			return withGraph(c, func(store graph.Store, r *resolve.Resolver) error {
				return decideOne(c, s, store, r, kind)
			})
		},
	}
}

func decideOne(c *cli.Context, s streams, store graph.Store, r *resolve.Resolver, kind graph.DecisionKind) error {
	d := graph.Decision{Kind: kind, By: cmp.Or(c.String("by"), person()), At: decidedNow(), Reason: c.String("reason")}
	about := c.Args().Tail()
	if kind == graph.Rename {
		d.Name, about = about[1], about[:1]
	}
	for _, name := range about {
		id, err := name, error(nil)
		if kind != graph.Undo { // what is undone has no name
			id, err = whatIsMeant(c.Context, store, name)
		}
		if err != nil {
			return err
		}
		d.About = append(d.About, id)
	}
	if len(about) == 2 && d.About[0] == d.About[1] && about[0] != about[1] {
		return usage("entente decide --list", "%q and %q are both %s in this graph; where a decision made them so, undo it", about[0], about[1], d.About[0])
	}
	signed := d
	if err := signed.Sign(); err != nil {
		return err
	}
	if err := warnOfMerger(c.Context, s, store, d); err != nil {
		return err
	}
	kept, change, err := decideIn(c.Context, store, r, d)
	if err != nil {
		return err
	}
	if err := addToFile(c.String("file"), kept); err != nil {
		return err
	}
	for _, k := range kept {
		if c.Bool("json") {
			err = errors.Join(err, json.NewEncoder(s.out).Encode(k))
			continue
		}
		fmt.Fprintf(s.out, "%s: %s\nundo with: entente decide undo %s\n", plain(k.ID), change, plain(k.ID))
	}
	return err
}

// decideIn makes a decision about what is in the graph, and tells what is new by
// it, with its claims, and what that made of the graph.
func decideIn(ctx context.Context, store graph.Store, r *resolve.Resolver, d graph.Decision) (kept []graph.Decision, change string, err error) {
	if d.AboutClaim() {
		found, err := store.Claims(ctx, d.About)
		if err != nil {
			return nil, "", err
		}
		if len(found) == 0 {
			return nil, "", fmt.Errorf("%w: no claim %q; take the ID from: entente why --ids", graph.ErrNotFound, d.About[0])
		}
	}
	all, err := store.Decisions(ctx)
	if err != nil {
		return nil, "", err
	}
	if err := checkUndo(all, &d); err != nil {
		return nil, "", err
	}
	before, err := store.Counts(ctx)
	if err != nil {
		return nil, "", err
	}
	if _, err := graph.Decide(ctx, store, r, []graph.Decision{d}, graph.ImportOptions{}); err != nil {
		return nil, "", gone(err, all, &d)
	}
	after, err := store.Counts(ctx)
	if err != nil {
		return nil, "", err
	}
	kept, err = newDecisions(ctx, store, all)
	return kept, grew(before, after), err
}

// checkUndo refuses to undo what is not there, or is undone already.
func checkUndo(all []graph.Decision, d *graph.Decision) error {
	switch {
	case d.Kind != graph.Undo:
		return nil
	case !slices.ContainsFunc(all, func(o graph.Decision) bool { return o.ID == d.About[0] }):
		return fmt.Errorf("%w: no decision %q; see: entente decide --list", graph.ErrNotFound, d.About[0])
	case graph.Undone(all)[d.About[0]]:
		return usage("entente decide --list", "%s is undone already", d.About[0])
	}
	return nil
}

// gone says which decision made an event one with another, where that is why
// it is not found.
func gone(err error, all []graph.Decision, d *graph.Decision) error {
	if !errors.Is(err, graph.ErrNotFound) || !d.AboutEvents() {
		return err
	}
	for _, o := range graph.Holding(all) {
		for _, id := range d.About {
			if o.Kind == graph.Same && slices.Contains(o.About, id) && strings.Contains(err.Error(), id) {
				return fmt.Errorf("%w; %s made it one with another, to part them: entente decide undo %s", err, o.ID, o.ID)
			}
		}
	}
	return err
}

// newDecisions are those of the store that were not there before, as they were
// kept: with their claims.
func newDecisions(ctx context.Context, store graph.Reader, before []graph.Decision) ([]graph.Decision, error) {
	all, err := store.Decisions(ctx)
	return graph.NewIn(before, all), err
}

// warnOfMerger says so when two actors of the knowledge base are made one:
// somebody held them apart on purpose.
func warnOfMerger(ctx context.Context, s streams, store graph.Reader, d graph.Decision) error {
	if d.Kind != graph.Same || strings.HasPrefix(d.About[0], "event:") {
		return nil
	}
	var known []string
	for _, id := range d.About {
		e, err := store.Entity(ctx, id)
		if err != nil && !errors.Is(err, graph.ErrNotFound) {
			return err
		}
		if strings.HasPrefix(id, "nil:") {
			return nil
		}
		known = append(known, cmp.Or(e.Name, id)+" ("+id+")")
	}
	fmt.Fprintf(s.err, "%s are both actors of the knowledge base, which holds them apart: are they really one?\n", plain(strings.Join(known, " and ")))
	return nil
}

// whatIsMeant turns a name into an ID. A decision is too grave for a guess:
// what could be several is refused.
func whatIsMeant(ctx context.Context, store graph.Reader, name string) (string, error) {
	for _, prefix := range []string{"event:", "claim:", "decision:"} {
		if strings.HasPrefix(name, prefix) {
			return name, nil
		}
	}
	found, err := store.Find(ctx, name, 8)
	if err != nil {
		return "", err
	}
	found = slices.DeleteFunc(found, func(e schema.Entity) bool { return !isNamed(&e, name) })
	switch len(found) {
	case 0:
		return "", nobody(ctx, store, name)
	case 1:
		return found[0].ID, nil
	}
	var ids []string
	for _, e := range found {
		if e.ID == name {
			return e.ID, nil
		}
		ids = append(ids, e.ID)
	}
	return "", usage("entente decide … "+ids[0], "%q may be any of %s: give the ID", name, strings.Join(ids, ", "))
}

func listDecisions(c *cli.Context, s streams) error {
	relations, err := loadRelations(c)
	if err != nil {
		return err
	}
	return withReader(c, s, relations, func(store graph.Reader) error {
		all, err := store.Decisions(c.Context)
		if err != nil {
			return err
		}
		slices.SortFunc(all, graph.ByTime)
		if c.Bool("json") {
			return writeDecisions(forTerminal(s.out), all)
		}
		holds := map[string]bool{}
		for _, d := range graph.Holding(all) {
			holds[d.ID] = true
		}
		var rows [][]string
		for _, d := range all {
			state := "holds"
			switch {
			case d.Kind == graph.Undo:
				state = ""
			case !holds[d.ID]:
				state = "undone"
			}
			rows = append(rows, []string{d.ID, d.At, d.By, string(d.Kind), strings.Join(append(slices.Clone(d.About), d.Name), " "), state, d.Reason})
		}
		printColumns(s.out, rows, narrow{wrap: true})
		return nil
	})
}

func writeDecisions(w io.Writer, ds []graph.Decision) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, d := range ds {
		if err := enc.Encode(d); err != nil {
			return err
		}
	}
	return nil
}

// addToFile appends decisions to a file of JSON lines.
func addToFile(path string, ds []graph.Decision) error {
	if path == "" || len(ds) == 0 {
		return nil
	}
	var b bytes.Buffer
	if err := writeDecisions(&b, ds); err != nil {
		return err
	}
	if err := appendLines(path, b.Bytes()); err != nil {
		return fmt.Errorf("decided, but not added to the file: %w; when that is mended, write all of the graph's decisions with: entente decide --list --json >> %s", err, quoted(path))
	}
	return nil
}

// appendLines adds lines to a file, on a line of their own also where an
// editor left the last one without an end.
func appendLines(path string, lines []byte) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o666)
	if err != nil {
		return err
	}
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() && info.Size() > 0 {
		last := make([]byte, 1)
		if _, err := f.ReadAt(last, info.Size()-1); err == nil && last[0] != '\n' {
			lines = append([]byte{'\n'}, lines...)
		}
	}
	_, err = f.Write(lines)
	return errors.Join(err, f.Close())
}

func replayDecisions(c *cli.Context, s streams) error {
	path, from := c.String("replay"), s.in
	if path == "-" {
		path = "standard input"
	} else {
		f, err := os.Open(path)
		if err != nil {
			return fmt.Errorf("decisions: %w", err)
		}
		defer func() { _ = f.Close() }() // it was only read
		from = f
	}
	ds, err := readDecisions(from, path)
	if err != nil {
		return err
	}
	return withGraph(c, func(store graph.Store, r *resolve.Resolver) error {
		n, err := graph.Decide(c.Context, store, r, ds, graph.ImportOptions{})
		if err != nil {
			return err
		}
		fmt.Fprintf(s.out, "%s read, %d new\n", count(len(ds), "decision"), n)
		return nil
	})
}

// maxDecision bounds a line of a file of decisions.
const maxDecision = 1 << 20

// readDecisions reads JSON lines of decisions, as --file, --list --json and
// export write them; lines of an export that are none are passed over.
func readDecisions(r io.Reader, name string) ([]graph.Decision, error) {
	var all []graph.Decision
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxDecision)
	n := 0
	for lines.Scan() {
		n++
		text := bytes.TrimSpace(lines.Bytes())
		if len(text) == 0 {
			continue
		}
		var line struct {
			Type string `json:"type"`
		}
		var d graph.Decision
		err := json.Unmarshal(text, &line)
		if err == nil && line.Type != "" && line.Type != "decision" {
			continue
		}
		if err == nil {
			err = json.Unmarshal(text, &d)
		}
		if err != nil && json.Valid(text) {
			err = fmt.Errorf("want an object as decide --list --json writes it: %w", err)
		}
		if err == nil {
			err = d.Sign()
		}
		if err != nil {
			return nil, fmt.Errorf("decisions: %s: line %d: %w", name, n, err)
		}
		all = append(all, d)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("decisions: %s: line %d: %w", name, n+1, err)
	}
	return all, nil
}
