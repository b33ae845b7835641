package main

import (
	"errors"
	"fmt"
	"os"
	"os/user"
	"strings"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/resolve"
	"github.com/entente-kg/entente/graph/sqlite"
	"github.com/entente-kg/entente/schema"
	"github.com/urfave/cli/v2"
)

// withGraph opens the flag's graph for a verb that changes what is in it by a
// person's decision: nothing is read and analysed, so no model is loaded.
func withGraph(c *cli.Context, f func(graph.Store, *resolve.Resolver) error) error {
	relations, err := loadRelations(c)
	if err != nil {
		return err
	}
	if err := mustExist(c, relations); err != nil {
		return err
	}
	r := &resolve.Resolver{Relations: relations}
	return withStore(c, relations, false, func(store graph.Store) error {
		if err := store.Migrate(c.Context); err != nil {
			return err
		}
		rules, err := store.Rules(c.Context)
		if err != nil {
			return err
		}
		if rules != "" && rules != r.Rules() && c.Command.Name != "rebuild" {
			return usage("the same --relations as at import, or: entente rebuild", "the graph's events were computed with other relations than these, or by another version of entente")
		}
		return f(store, r)
	})
}

// mustExist refuses a file that is not there, which opening would make.
func mustExist(c *cli.Context, relations map[string]*schema.Relation) error {
	if !strings.HasPrefix(c.String("store"), "sqlite:") {
		return nil
	}
	store, err := openStore(c.Context, c.String("store"), relations, true)
	switch {
	case errors.Is(err, sqlite.ErrFormer): // is there; the verb brings it up to date
		return nil
	case errors.Is(err, os.ErrNotExist) && c.String("replay") != "": // decisions may come before the articles
		return nil
	case err != nil:
		return err
	}
	return store.Close(c.Context)
}

// now is the time of a run.
func now() string { return time.Now().UTC().Format(time.RFC3339) }

// decidedNow is the time of a decision: to the microsecond, because quick
// fingers and scripts make several in a second, and the later one wins.
func decidedNow() string { return time.Now().UTC().Format("2006-01-02T15:04:05.000000Z07:00") }

// person is who decides, where no flag says so.
func person() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return os.Getenv("USER")
}

// grew says what a change made of the graph.
func grew(before, after graph.Counts) string {
	return fmt.Sprintf("%+d claims, %+d events, %+d edges", after.Claims-before.Claims, after.Events-before.Events, after.Edges-before.Edges)
}
