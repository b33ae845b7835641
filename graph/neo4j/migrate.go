package neo4j

import (
	"context"
	"errors"
	"strings"

	cypher "github.com/entente-kg/entente/schema/graph"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// Migrate creates constraints and indexes; those that are there stay. A graph
// of a former format keeps its record; its projection is dropped, and the next
// import computes it anew.
func (s *Store) Migrate(ctx context.Context) error {
	err := s.constrain(ctx)
	if nameTaken(err) {
		// A server that dies while it makes constraints comes back with their
		// indexes and without them, and can't make them beside these.
		if dropped, failed := s.dropUnfinished(ctx); failed == nil && dropped {
			err = s.constrain(ctx)
		}
	}
	if err != nil {
		return s.wrap("create constraints in", err)
	}
	if _, err = s.read(ctx, "await_indexes", nil); err != nil {
		return err
	}
	return s.upgrade(ctx)
}

// schemaStatements make all constraints and indexes.
func (s *Store) schemaStatements() []string {
	statements := cypher.Constraints()
	for _, t := range s.types {
		statements = append(statements, strings.ReplaceAll(s.statements["edge_constraint"], "EDGE_TYPE", t))
	}
	return statements
}

// constrain runs them in one transaction: all of them or none.
func (s *Store) constrain(ctx context.Context) error {
	return s.together(ctx, s.schemaStatements())
}

func (s *Store) together(ctx context.Context, statements []string) error {
	session := s.session(ctx, neo4j.AccessModeWrite)
	defer session.Close(ctx)
	_, err := session.ExecuteWrite(ctx, func(m neo4j.ManagedTransaction) (any, error) {
		t := &tx{ManagedTransaction: m, store: s}
		for _, text := range statements {
			if _, err := t.run(ctx, "constraint", text, nil); err != nil {
				return nil, err
			}
		}
		return nil, nil
	})
	return err
}

// nameTaken reports whether a constraint could not be made because an index of
// its name is there.
func nameTaken(err error) bool {
	ne, ok := errors.AsType[*neo4j.Neo4jError](err)
	return ok && (ne.Code == "Neo.ClientError.Schema.IndexWithNameAlreadyExists" || ne.Code == "Neo.ClientError.Schema.IndexAlreadyExists")
}

// dropUnfinished drops the indexes of constraints that never came to be, and
// reports whether there were any. An index that somebody made under such a name
// is whole, and stays.
func (s *Store) dropUnfinished(ctx context.Context) (bool, error) {
	rows, err := s.read(ctx, "unfinished_indexes", nil)
	if err != nil {
		return false, err
	}
	ours := map[string]bool{}
	for _, text := range s.schemaStatements() {
		if m := made.FindStringSubmatch(text); m != nil && strings.HasPrefix(text, "CREATE CONSTRAINT") {
			ours[m[1]] = true
		}
	}
	var drop []string
	for _, m := range rows {
		if name := m.text("name"); ours[name] {
			drop = append(drop, "DROP INDEX "+name+" IF EXISTS")
		}
	}
	return len(drop) > 0, s.together(ctx, drop)
}
