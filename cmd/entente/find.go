package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/nlp/gazetteer"
	"github.com/entente-kg/entente/schema"
	"github.com/urfave/cli/v2"
)

// findOne returns the entity that a name means in the graph. Where the name
// does not settle it, stderr hears what was taken and what else there is.
func findOne(c *cli.Context, s streams, store graph.Reader, name string) (schema.Entity, error) {
	ctx := c.Context
	found, err := store.Find(ctx, name, 8)
	if err != nil {
		return schema.Entity{}, err
	}
	if len(found) == 0 {
		if found, err = byword(c, store, name); err != nil {
			return schema.Entity{}, err
		}
		if len(found) == 0 {
			return schema.Entity{}, nobody(ctx, store, name)
		}
	}
	same := slices.DeleteFunc(slices.Clone(found), func(e schema.Entity) bool { return !isNamed(&e, name) })
	if len(same) > 0 { // "Iran" is Iran, whatever else begins so
		found = same
	}
	if len(found) > 1 || len(same) == 0 {
		fmt.Fprintf(s.err, "%q is taken as %s (%s)%s\n", plain(name), plain(found[0].Name), plain(found[0].ID), others(found[1:]))
	}
	return found[0], nil
}

// byword finds actors of the graph by a name that only the knowledge base
// has: a capital, a seat of government, a demonym, what may mean several.
func byword(c *cli.Context, store graph.Reader, name string) ([]schema.Entity, error) {
	o, err := schemaOptions(c)
	if err != nil {
		return nil, err
	}
	kb, err := schema.LoadActors(append([]fs.FS{schema.ActorFiles()}, o.Actors...)...)
	if err != nil {
		return nil, err
	}
	ids := slices.Clone(kb.Ambiguous[name])
	if a := kb.Known(name); a != nil { // an ID of before the knowledge base learnt of the actor
		ids = append(ids, a.ID)
	}
	want := gazetteer.Fold(name)
	for _, id := range kb.IDs {
		if slices.ContainsFunc(kb.ByID[id].Names, func(a schema.Alias) bool { return gazetteer.Fold(a.Text) == want }) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	var found []schema.Entity
	for _, id := range slices.Compact(ids) {
		e, err := store.Entity(c.Context, id)
		if err == nil {
			found = append(found, e)
		} else if !errors.Is(err, graph.ErrNotFound) {
			return nil, err
		}
	}
	noState := func(e schema.Entity) bool { return e.Kind != schema.State }
	if only := slices.DeleteFunc(slices.Clone(found), noState); len(only) == 1 { // the government rather than the city
		found = append(only, slices.DeleteFunc(found, func(e schema.Entity) bool { return e.ID == only[0].ID })...)
	}
	return found, nil
}

// isNamed reports whether the entity bears just this name, code or ID.
func isNamed(e *schema.Entity, name string) bool {
	if e.ID == name {
		return true
	}
	for _, code := range e.Codes {
		if strings.EqualFold(code, name) {
			return true
		}
	}
	want := gazetteer.Fold(name)
	return slices.ContainsFunc(append([]string{e.Name}, e.Aliases...), func(n string) bool { return gazetteer.Fold(n) == want })
}

func others(found []schema.Entity) string {
	if len(found) == 0 {
		return ""
	}
	var names []string
	for _, e := range found {
		names = append(names, fmt.Sprintf("%s (%s)", plain(e.Name), plain(e.ID)))
	}
	return "; it may also be " + strings.Join(names, ", ") + ": give an ID to choose"
}

// The bounds of a search for a name that was mistyped.
const (
	searchedNames = 50_000
	maxTypos      = 2
	shownNear     = 3
)

// nobody is the error for a name that nothing has, with names that are nearly
// the same.
func nobody(ctx context.Context, store graph.Reader, name string) error {
	type near struct {
		name  string
		typos int
	}
	var found []near
	want, n := []rune(schema.Normal(name)), 0
	for e, err := range store.AllEntities(ctx) {
		if n++; err != nil || n > searchedNames {
			break
		}
		best := maxTypos + 1
		for _, alias := range append([]string{e.Name}, e.Aliases...) {
			best = min(best, typos(want, []rune(schema.Normal(alias)), maxTypos))
		}
		if best <= min(maxTypos, len(want)/3) {
			found = append(found, near{e.Name, best})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return a.typos - b.typos })
	hint := "try a part of the name, or a code such as PAK"
	if len(found) > 0 {
		var names []string
		for _, f := range found[:min(len(found), shownNear)] {
			names = append(names, f.name)
		}
		hint = "did you mean " + strings.Join(names, ", or ") + "?"
	}
	return fmt.Errorf("%w: no actor %q; %s", graph.ErrNotFound, name, hint)
}

// typos is the edit distance of two words, or limit+1 when it is larger.
func typos(a, b []rune, limit int) int {
	if d := len(a) - len(b); d > limit || -d > limit {
		return limit + 1
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		before, least := row[0], limit+1 // before: row[j] of the row above
		row[0] = i + 1
		for j := range b {
			cost := before
			if a[i] != b[j] {
				cost++
			}
			before = row[j+1]
			row[j+1] = min(cost, before+1, row[j]+1)
			least = min(least, row[j+1])
		}
		if least > limit {
			return limit + 1
		}
	}
	return min(row[len(b)], limit+1)
}
