package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/doctor"
	"github.com/entente-kg/entente/graph/resolve"
	"github.com/urfave/cli/v2"
)

// errUnwell ends an examination that found something; it has been said.
var errUnwell = errors.New("the graph is not well")

// doctorVerb examines the graph.
func doctorVerb(s streams) *cli.Command {
	return &cli.Command{
		Name:  "doctor",
		Usage: "examine the graph: each edge has events, each event claims, each claim an article; counts agree; constraints are there",
		Description: "The exit code is 1 when something is wrong. --repair makes missing constraints, sums up what an interrupted import\n" +
			"has left, removes rows that refer to nothing, and computes events and edges anew where they are wrong; what is left of articles, claims and decisions is never changed.",
		Flags: append([]cli.Flag{storeFlag(), jsonFlag(), &cli.BoolFlag{Name: "repair", Usage: "mend what can be mended"}}, schemaFlags()...),
		Action: func(c *cli.Context) error {
			if !c.Bool("repair") {
				relations, err := loadRelations(c)
				if err != nil {
					return err
				}
				return withStore(c, relations, true, func(store graph.Store) error {
					d, err := examine(c.Context, store)
					if err != nil {
						return err
					}
					return d.report(c, s)
				})
			}
			return withGraph(c, func(store graph.Store, r *resolve.Resolver) error {
				d, err := repair(c.Context, store, r)
				if err != nil {
					return err
				}
				return d.report(c, s)
			})
		},
	}
}

// diagnosis is what an examination found, and what a repair did.
type diagnosis struct {
	Engine []string         `json:"engine"` // what the store says of itself
	Faults []doctor.Finding `json:"faults"`
	Mended []string         `json:"mended"`
}

func (d *diagnosis) well() bool { return len(d.Engine)+len(d.Faults) == 0 }

func examine(ctx context.Context, store graph.Store) (*diagnosis, error) {
	d := &diagnosis{Engine: []string{}, Faults: []doctor.Finding{}, Mended: []string{}}
	if own, ok := store.(interface {
		Check(context.Context) ([]string, error)
	}); ok {
		found, err := own.Check(ctx)
		if err != nil {
			return nil, err
		}
		d.Engine = append(d.Engine, found...)
	}
	if own, ok := store.(interface {
		Sums(context.Context) (map[string]int, error)
	}); ok {
		found, err := own.Sums(ctx)
		if err != nil {
			return d.stopped(err)
		}
		for _, fault := range slices.Sorted(maps.Keys(found)) {
			d.Faults = append(d.Faults, doctor.Finding{Fault: fault, Count: found[fault], Examples: []string{}})
		}
	}
	found, err := doctor.Examine(ctx, store)
	if err != nil {
		return d.stopped(err)
	}
	d.Faults = append(d.Faults, found...)
	return d, nil
}

// stopped ends an examination that could not go on. What the store has said of
// itself may be why.
func (d *diagnosis) stopped(err error) (*diagnosis, error) {
	if len(d.Engine) == 0 {
		return nil, err
	}
	d.Engine = append(d.Engine, "so it could not be examined further: "+err.Error())
	return d, nil
}

func repair(ctx context.Context, store graph.Store, r *resolve.Resolver) (*diagnosis, error) {
	var mended []string // withGraph has made the constraints
	if own, ok := store.(interface {
		Sweep(context.Context) ([]string, error)
	}); ok {
		swept, err := own.Sweep(ctx)
		if err != nil {
			return nil, err
		}
		mended = append(mended, swept...)
	}
	left, err := doctor.Left(ctx, store)
	if err != nil {
		return nil, err
	}
	if left {
		report, err := graph.Project(ctx, store, r, graph.ImportOptions{})
		if err != nil {
			return nil, err
		}
		mended = append(mended, fmt.Sprintf("%s of claims and %s summed up", count(report.Blocks, "block"), count(report.Dyads, "edge")))
	}
	d, err := examine(ctx, store)
	// What can't be read may be an event, and what was removed may have stood for
	// an edge.
	if ctx.Err() == nil && (err != nil || len(d.Faults)+len(mended) > 0) {
		report, failed := graph.Remake(ctx, store, r, graph.ImportOptions{})
		if failed != nil {
			return nil, fmt.Errorf("%w: this can't be mended from the record; restore a copy, or import into a new graph", failed)
		}
		mended = append(mended, fmt.Sprintf("events and edges computed anew from %s of claims", count(report.Blocks, "block")))
		d, err = examine(ctx, store)
	}
	if err == nil {
		d.Mended = append(d.Mended, mended...)
	}
	return d, err
}

func (d *diagnosis) report(c *cli.Context, s streams) error {
	var end error
	if !d.well() {
		end = errUnwell
	}
	if c.Bool("json") {
		return errors.Join(json.NewEncoder(s.out).Encode(d), end)
	}
	for _, m := range d.Mended {
		fmt.Fprintln(s.out, "mended: "+plain(m))
	}
	for _, e := range d.Engine {
		fmt.Fprintln(s.out, plain(e))
	}
	for _, f := range d.Faults {
		line := fmt.Sprintf("%d × %s", f.Count, f.Fault)
		if len(f.Examples) > 0 {
			line += ": " + strings.Join(f.Examples, ", ")
		}
		fmt.Fprintln(s.out, plain(line))
	}
	switch {
	case d.well():
		fmt.Fprintln(s.out, "all is well")
	case c.Bool("repair"):
		fmt.Fprintln(s.out, "what is left can't be mended from the record; restore a copy, or import into a new graph")
	default:
		fmt.Fprintln(s.out, "mend it with: entente doctor --repair")
	}
	return end
}
