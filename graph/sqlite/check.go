package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Check has SQLite examine the file itself: its pages, its indexes, and the
// references between its tables; and looks whether all of its tables and indexes
// are there. It gives what is wrong, nothing where all is
// well.
func (s *Store) Check(ctx context.Context) ([]string, error) {
	var found []string
	err := s.each(ctx, "PRAGMA integrity_check(20)", nil, func(scan func(...any) error) error {
		var line string
		err := scan(&line)
		if err == nil && line != "ok" {
			found = append(found, "the file is damaged: "+strings.TrimSpace(line)+"; restore it from a copy, or import into a new path")
		}
		return err
	})
	dangling, order := map[string]int{}, []string{}
	if err == nil {
		err = s.each(ctx, "PRAGMA foreign_key_check", nil, func(scan func(...any) error) error {
			var table, parent string
			var row, key sql.NullInt64
			err := scan(&table, &row, &parent, &key)
			what := table + " that refer to rows of " + parent + " that are not there"
			if dangling[what]++; dangling[what] == 1 {
				order = append(order, what)
			}
			return err
		})
	}
	for _, what := range order {
		found = append(found, fmt.Sprintf("%d rows of %s", dangling[what], what))
	}
	var lost []object
	if err == nil {
		lost, err = s.lost(ctx, s.db)
	}
	for _, o := range lost {
		found = append(found, "the "+o.kind+" "+o.name+" is not there; --repair makes it")
	}
	return found, s.wrap("examine", err)
}

// object is a table or an index, with the statement that makes it.
type object struct{ kind, name, sql string }

// querier is a database or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// lost are the tables and indexes of this format that are not in the file,
// tables first.
func (s *Store) lost(ctx context.Context, in querier) (lost []object, err error) {
	model, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, model.Close()) }()
	model.SetMaxOpenConns(1) // each connection has a memory of its own
	for _, tables := range []string{recordTables, projectionTables} {
		if _, err := model.ExecContext(ctx, tables); err != nil {
			return nil, err
		}
	}
	want, err := objects(ctx, model)
	if err != nil {
		return nil, err
	}
	there, err := objects(ctx, in)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(want, func(w object) bool {
		return slices.ContainsFunc(there, func(o object) bool { return o.kind == w.kind && o.name == w.name })
	}), nil
}

func objects(ctx context.Context, in querier) (all []object, err error) {
	rows, err := in.QueryContext(ctx, "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type DESC, name")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var o object
		if err := rows.Scan(&o.kind, &o.name, &o.sql); err != nil {
			return nil, err
		}
		all = append(all, o)
	}
	return all, rows.Err()
}
