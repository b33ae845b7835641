package neo4j

import (
	"errors"
	"fmt"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// hints say what to do about an error code of the server.
var hints = []struct{ code, hint string }{
	{"Neo.ClientError.Security.Unauthorized", "the server refuses user \"{user}\" with this password; check NEO4J_USERNAME and NEO4J_PASSWORD"},
	{"Neo.ClientError.Security.AuthenticationRateLimit", "too many wrong passwords for user \"{user}\"; wait some seconds and check NEO4J_PASSWORD"},
	{"Neo.ClientError.Security.CredentialsExpired", "user \"{user}\" must change the first password: log in with cypher-shell or Neo4j Browser once"},
	{"Neo.ClientError.Security.Forbidden", "user \"{user}\" may not do this; use a user with the right to write and to create constraints"},
	{"Neo.ClientError.Database.DatabaseNotFound", "the server has no database \"{database}\"; check NEO4J_DATABASE (Community has \"neo4j\" only)"},
	{"Neo.ClientError.Schema.ConstraintCreationFailed", "the database holds other data that breaks a constraint; use an empty database"},
	{"Neo.ClientError.Schema.", "the database has other constraints or indexes of these names; use an empty database"},
	{"Neo.ClientError.Statement.SyntaxError", "the server does not understand a statement; Neo4j 5.26 or later is needed"},
	{"Neo.TransientError.General.MemoryPoolOutOfMemoryError", "the server is short of memory; give it more (NEO4J_server_memory_heap_max__size)"},
}

// wrap says which server an error is of, and what to do about it.
func (s *Store) wrap(doing string, err error) error {
	if err == nil || errors.Is(err, graph.ErrDecided) || errors.Is(err, graph.ErrNotFound) {
		return err
	}
	user := s.config.Username
	if ne, ok := errors.AsType[*neo4j.Neo4jError](err); ok {
		for _, h := range hints {
			if strings.HasPrefix(ne.Code, h.code) {
				hint := strings.NewReplacer("{user}", user, "{database}", s.config.Database).Replace(h.hint)
				return fmt.Errorf("%s %s: %s: %w", doing, s.host, hint, err)
			}
		}
	}
	if isDown(err) && !errors.Is(err, errSilent) {
		return fmt.Errorf("%s %s: %w: no Neo4j answers there; is it started (docker compose up -d --wait), are address and port right?: %w",
			doing, s.host, graph.ErrUnavailable, err)
	}
	return fmt.Errorf("%s %s: %w", doing, s.host, err)
}
