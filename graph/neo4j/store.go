// Package neo4j keeps a graph in Neo4j 5 (Community is enough): the engine for
// several readers, Neo4j Browser and Cypher. Its statements are in
// schema/graph/*.cypher.
package neo4j

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
	cypher "github.com/entente-kg/entente/schema/graph"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"
)

// Config says which database, and what may be written into it.
type Config struct {
	URI      string // neo4j://host, neo4j+s://host, bolt://host:7687
	Username string // "" for a server without authentication
	Password string
	Database string // "" for the server's default, which is the only one of Community
	// Relations give the codes of claims and, with their edge rules, the closed
	// list of relationship types that the store may write and read.
	Relations map[string]*schema.Relation
	// Retry is how long transient errors are tried again; 0 stands for 15 s.
	Retry time.Duration
	// Patience is how long the server may take for one transaction, the wait for
	// other importers included, before it counts as gone; 0 stands for 5 minutes.
	// It ends the wait on a connection that is open but carries nothing.
	Patience time.Duration
	// Now gives the time of recording; time.Now when nil.
	Now func() time.Time
}

// Store is a graph in a Neo4j database. It serves any number of goroutines;
// importers in several processes wait for each other.
type Store struct {
	driver     neo4j.DriverWithContext
	config     Config
	host       string            // of the URI, for errors: without what may be secret
	statements map[string]string // by name
	former     map[string]string // the same for views of a former day
	types      []string          // relationship types of edges
	until      string            // RFC 3339: the graph as of then; "" for that of now
	kinds      []string          // source kinds that are read; none for all
}

var _ graph.Store = (*Store)(nil)

// edgeType is what a relationship type may look like: it stands in Cypher as it
// is, so nothing else gets there.
var edgeType = regexp.MustCompile(`^[A-Z][A-Z0-9_]*$`)

// Open connects, logs in and finds the database; the error says what to do
// where one of these fails. It writes nothing: see Migrate.
func Open(ctx context.Context, c Config) (*Store, error) {
	s := &Store{config: c, statements: map[string]string{}, former: map[string]string{}, types: graph.EdgeTypes(c.Relations)}
	s.config.Retry = cmp.Or(c.Retry, 15*time.Second)
	s.config.Patience = cmp.Or(c.Patience, 5*time.Minute)
	u, err := url.Parse(c.URI)
	if err != nil || u.Host == "" {
		return nil, fmt.Errorf("open store: %q is no address of a Neo4j server; want neo4j://host or bolt://host:7687", c.URI)
	}
	s.host = u.Scheme + "://" + u.Host
	if len(s.types) == 0 {
		return nil, fmt.Errorf("open store %s: no relations are given", s.host)
	}
	for _, t := range s.types {
		if !edgeType.MatchString(t) {
			return nil, fmt.Errorf("open store %s: edge type %q: want capital letters, digits and underscores", s.host, t)
		}
	}
	for _, file := range []string{"record", "projection", "read"} {
		named, err := cypher.Statements(file)
		if err != nil {
			return nil, err
		}
		maps.Copy(s.statements, named)
	}
	s.statements["new_articles"] = withFields(s.statements["new_articles"])
	for name, text := range s.statements {
		text = strings.ReplaceAll(text, "EDGE_TYPES", strings.Join(s.types, "|"))
		s.statements[name] = strings.ReplaceAll(text, "EVENTS", "Event")
		s.former[name] = strings.ReplaceAll(text, "EVENTS", "Event|FormerEvent")
	}
	auth := neo4j.NoAuth()
	if c.Username != "" {
		auth = neo4j.BasicAuth(c.Username, c.Password, "")
	}
	s.driver, err = neo4j.NewDriverWithContext(c.URI, auth, func(d *config.Config) {
		d.MaxTransactionRetryTime = s.config.Retry
		d.SocketConnectTimeout = 5 * time.Second
		d.ConnectionAcquisitionTimeout = 20 * time.Second
		d.UserAgent = "entente"
	})
	if err != nil {
		return nil, fmt.Errorf("open store %s: %w; want an address such as neo4j://host or bolt://host:7687", s.host, err)
	}
	if err := s.probe(ctx); err != nil {
		_ = s.driver.Close(ctx) // nothing was written; the first error counts
		return nil, s.wrap("open store", err)
	}
	return s, nil
}

// probe asks the database something, for a server may answer without having it.
func (s *Store) probe(ctx context.Context) error {
	if err := s.driver.VerifyConnectivity(ctx); err != nil {
		return err
	}
	session := s.session(ctx, neo4j.AccessModeRead)
	defer session.Close(ctx)
	result, err := session.Run(ctx, "RETURN 1", nil)
	if err == nil {
		_, err = result.Consume(ctx)
	}
	return err
}

func (s *Store) session(ctx context.Context, mode neo4j.AccessMode) neo4j.SessionWithContext {
	return s.driver.NewSession(ctx, neo4j.SessionConfig{
		AccessMode: mode, DatabaseName: s.config.Database,
		BookmarkManager: s.driver.ExecuteQueryBookmarkManager(), // on a cluster, a read sees what was written before
		FetchSize:       5000,
	})
}

// AsOf gives the graph as of the end of a day, in UTC.
func (s *Store) AsOf(day string) graph.Reader {
	view := *s
	view.until, view.statements = graph.EndOfDay(day), s.former
	return &view
}

// OfKinds gives the part of the graph that is of some source kinds.
func (s *Store) OfKinds(kinds ...schema.SourceKind) graph.Reader {
	view := *s
	if len(kinds) > 0 {
		view.kinds = graph.SomeKinds(s.kinds, kinds)
	}
	return &view
}

// Close closes the connections.
func (s *Store) Close(ctx context.Context) error {
	return s.wrap("close", s.driver.Close(ctx))
}

// tx is one transaction, with its statements by name.
type tx struct {
	neo4j.ManagedTransaction
	store   *Store
	now     string
	mark    string // of what this transaction makes dirty
	decided string // which decisions the record goes by
}

// write runs f in one transaction, again where the server says that it is
// worth it. The record's lock comes first.
func (s *Store) write(ctx context.Context, doing string, f func(*tx) error) error {
	err := s.again(ctx, func(ctx context.Context) error {
		session := s.session(ctx, neo4j.AccessModeWrite)
		defer session.Close(ctx)
		_, err := session.ExecuteWrite(ctx, func(m neo4j.ManagedTransaction) (any, error) {
			t := &tx{ManagedTransaction: m, store: s, now: s.now(), mark: rand.Text()}
			locked, err := t.rows(ctx, "lock", map[string]any{"now": t.now})
			if err != nil {
				return nil, err
			}
			for _, m := range locked {
				t.decided = m.props("e").text("decided")
			}
			return nil, f(t)
		})
		return err
	})
	return s.wrap(doing, err)
}

func (s *Store) now() string {
	now := s.config.Now
	if now == nil {
		now = time.Now
	}
	return now().UTC().Format(time.RFC3339)
}

// read runs a statement and gives its rows.
func (s *Store) read(ctx context.Context, name string, params map[string]any) ([]row, error) {
	all := map[string]any{"until": nil, "kinds": nil}
	if len(s.kinds) > 0 {
		all["kinds"] = s.kinds
	}
	if s.until != "" {
		all["until"] = s.until
	}
	maps.Copy(all, params)
	var rows []row
	err := s.again(ctx, func(ctx context.Context) error {
		session := s.session(ctx, neo4j.AccessModeRead)
		defer session.Close(ctx)
		_, err := session.ExecuteRead(ctx, func(m neo4j.ManagedTransaction) (any, error) {
			var err error
			rows, err = (&tx{ManagedTransaction: m, store: s}).rows(ctx, name, all)
			return nil, err
		})
		return err
	})
	if err != nil {
		return nil, s.wrap("read", err)
	}
	return rows, nil
}

// row is a result row or a map of properties, by name.
type row map[string]any

// rows runs a statement and gives what it returns.
func (t *tx) rows(ctx context.Context, name string, params map[string]any) ([]row, error) {
	return t.run(ctx, name, t.store.statements[name], params)
}

func (t *tx) run(ctx context.Context, name, text string, params map[string]any) ([]row, error) {
	if text == "" {
		return nil, fmt.Errorf("no statement %q in schema/graph", name)
	}
	result, err := t.Run(ctx, text, params)
	if err != nil {
		return nil, err
	}
	var rows []row
	for result.Next(ctx) {
		rows = append(rows, row(result.Record().AsMap()))
	}
	return rows, result.Err()
}

func (t *tx) do(ctx context.Context, name string, params map[string]any) error {
	_, err := t.rows(ctx, name, params)
	return err
}

// unwindRows and unwindBytes bound what one statement carries, so that neither
// a message nor the server's memory grows with a batch or with long articles.
const (
	unwindRows  = 5000
	unwindBytes = 4 << 20
)

// each runs a statement over items, in chunks, and gives all rows. Without
// items it does not ask the server.
func each[T any](ctx context.Context, t *tx, name, param string, items []T) ([]row, error) {
	return eachText(ctx, t, name, t.store.statements[name], param, items)
}

func eachText[T any](ctx context.Context, t *tx, name, text, param string, items []T) ([]row, error) {
	var all []row
	for chunk := range chunks(items, unwindRows, unwindBytes) {
		rows, err := t.run(ctx, name, text, map[string]any{param: chunk, "now": t.now, "mark": t.mark})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all = append(all, rows...)
	}
	return all, nil
}
