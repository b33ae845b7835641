// Package sqlite keeps a graph in one SQLite file: for a laptop, a test, a
// first try, a desk without network. It needs no server and no C compiler.
package sqlite

import (
	"context"
	"database/sql"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// DefaultPath is where a graph is kept when nothing else is said.
const DefaultPath = "entente.db"

// applicationID marks a file as ours in SQLite's header ("Ente"); format is
// that of the tables.
const (
	applicationID = 0x456e7465
	format        = 6
)

// ErrFormer says that a graph has the tables of a former version. Opening it to
// write brings it up to date.
var ErrFormer = errors.New("this graph was made by a former entente")

//go:embed record.sql
var recordTables string

//go:embed projection.sql
var projectionTables string

//go:embed migrate2.sql
var toFormat2 string

//go:embed migrate3.sql
var toFormat3 string

//go:embed migrate4.sql
var toFormat4 string

//go:embed migrate4rows.sql
var toFormat4Rows string

//go:embed migrate5.sql
var toFormat5 string

//go:embed migrate5rows.sql
var toFormat5Rows string

//go:embed migrate6.sql
var toFormat6 string

//go:embed migrate6events.sql
var toFormat6Events string

// Options are the choices of a store.
type Options struct {
	// ReadOnly opens an existing graph without the right to change it.
	ReadOnly bool
	// Now gives the time of recording; time.Now when nil.
	Now func() time.Time
}

// Store is a graph in a file. It serves any number of goroutines; writes of
// several processes wait for each other.
type Store struct {
	db    *sql.DB
	path  string
	now   func() time.Time
	until string   // RFC 3339: the graph as of then; "" for that of now
	kinds []string // source kinds that are read; none for all
}

var _ graph.Store = (*Store)(nil)

// Open opens the graph at a path (DefaultPath when empty), and makes a new file
// where there is none. The error says what to do about a path that can't be
// used.
func Open(ctx context.Context, path string, opt Options) (*Store, error) {
	if path == "" {
		path = DefaultPath
	}
	if err := check(path, opt.ReadOnly); err != nil {
		return nil, fmt.Errorf("open store sqlite:%s: %w", path, err)
	}
	s := &Store{path: path, now: opt.Now}
	if s.now == nil {
		s.now = time.Now
	}
	err := s.open(ctx, dsn(path, opt.ReadOnly), opt.ReadOnly)
	if err != nil && opt.ReadOnly && sealed(path) {
		err = s.open(ctx, dsn(path, true)+"&immutable=1", true)
	}
	if err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Store) open(ctx context.Context, dsn string, readOnly bool) (err error) {
	if s.db, err = sql.Open("sqlite", dsn); err != nil {
		return fmt.Errorf("open store sqlite:%s: %w", s.path, err)
	}
	if err := s.prepare(ctx, readOnly); err != nil {
		return errors.Join(s.wrap("open store", err), s.db.Close())
	}
	return nil
}

// sealed reports whether a graph lies in a folder that one may not write to,
// and nobody is at work on it. SQLite reads such a file only when told that it
// does not change, for it may not put its notes for other readers beside it.
func sealed(path string) bool {
	if wal, err := os.Stat(path + "-wal"); err == nil && wal.Size() > 0 {
		return false
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".entente-*")
	if err != nil {
		return true
	}
	return errors.Join(f.Close(), os.Remove(f.Name())) != nil
}

// dsn quotes the path, for a name may hold ? and #.
func dsn(path string, readOnly bool) string {
	q := url.Values{"_pragma": {"busy_timeout(10000)", "foreign_keys(1)", "temp_store(2)", "cache_size(-20000)"}, "_txlock": {"immediate"}}
	if readOnly {
		q.Set("mode", "ro")
	} else {
		q["_pragma"] = append(q["_pragma"], "journal_mode(WAL)", "synchronous(NORMAL)", "wal_autocheckpoint(16000)")
	}
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath(), RawQuery: q.Encode()}
	return u.String()
}

// check finds what is wrong with a path before SQLite says it in its own way.
func check(path string, readOnly bool) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist) && readOnly:
		return fmt.Errorf("there is no graph yet; import some articles first: %w", os.ErrNotExist)
	case errors.Is(err, os.ErrNotExist):
		dir := filepath.Dir(path)
		if d, err := os.Stat(dir); err != nil {
			return fmt.Errorf("the folder %s does not exist; make it first: %w", dir, err)
		} else if !d.IsDir() {
			return fmt.Errorf("%s is no folder", dir)
		}
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
		if err != nil {
			return fmt.Errorf("the file can't be made; choose a folder that you may write to: %w", bare(err))
		}
		return f.Close()
	case err != nil:
		return bare(err)
	case info.IsDir():
		return fmt.Errorf("this is a folder; name a file, such as %s", filepath.Join(path, DefaultPath))
	case !info.Mode().IsRegular():
		return errors.New("this is no regular file")
	}
	mode := os.O_RDWR
	if readOnly {
		mode = os.O_RDONLY
	}
	f, err := os.OpenFile(path, mode, 0)
	if err != nil {
		return fmt.Errorf("the file can't be opened; check its permissions or copy it to where you may write: %w", bare(err))
	}
	defer f.Close()
	head := make([]byte, 16)
	if n, _ := f.Read(head); n > 0 && string(head[:n]) != "SQLite format 3\x00" {
		return errors.New("this is a file of another kind, not a graph; nothing was changed; choose another path")
	}
	return nil
}

// bare drops the path from an error that is wrapped with it anyway.
func bare(err error) error {
	if pe, ok := errors.AsType[*os.PathError](err); ok {
		return pe.Err
	}
	return err
}

// prepare refuses files of others and of later versions, and makes tables in an
// empty one.
func (s *Store) prepare(ctx context.Context, readOnly bool) error {
	var id, ver, names int
	if err := s.db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return err
	}
	if err := s.db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&ver); err != nil {
		return err
	}
	if err := s.db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&names); err != nil {
		return err
	}
	switch {
	case names > 0 && id != applicationID:
		return errors.New("this is the database of another program; nothing was changed; choose another path")
	case ver > format:
		return fmt.Errorf("this graph was made by a later entente (format %d, this one knows %d); update entente", ver, format)
	case names == 0 && readOnly:
		return errors.New("the graph is empty; import some articles first")
	case readOnly && ver < format:
		return fmt.Errorf("%w (format %d, this one has %d); bring it up to date with: entente rebuild", ErrFormer, ver, format)
	case ver < format:
		return s.Migrate(ctx)
	}
	return nil
}

// Migrate makes the tables, or brings those of a former format up to date: the
// record is kept, the projection computed anew by the next import. On a graph
// that is up to date it does nothing. Open has called it already.
func (s *Store) Migrate(ctx context.Context) error {
	return s.write(ctx, "make tables in", func(tx *sql.Tx) error {
		var names, ver int
		if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&names); err != nil {
			return err
		}
		if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&ver); err != nil {
			return err
		}
		if names > 0 && ver == format {
			return nil
		}
		script := recordTables + projectionTables
		switch {
		case names > 0 && ver < 4:
			steps := []string{1: toFormat2, 2: toFormat3, 3: toFormat4}
			script = strings.Join(steps[ver:], "") + script + toFormat4Rows
		case names > 0 && ver == 4:
			script = toFormat5 + projectionTables + toFormat5Rows + toFormat6
		case names > 0:
			script = toFormat6 + toFormat6Events
		}
		_, err := tx.ExecContext(ctx, fmt.Sprintf("%s\nPRAGMA application_id = %d;\nPRAGMA user_version = %d;", script, applicationID, format))
		if err != nil || names == 0 || ver >= 5 {
			return err
		}
		return numberClaims(ctx, tx)
	})
}

// numberClaims gives claims of a former format the numbers by which they are
// found.
func numberClaims(ctx context.Context, tx *sql.Tx) error {
	type claim struct {
		n         int64
		id, block string
	}
	set, err := tx.PrepareContext(ctx, "UPDATE claims SET hash = ?, slot = ? WHERE n = ?")
	if err != nil {
		return err
	}
	defer func() { _ = set.Close() }()
	for last := int64(0); ; {
		page, err := collectTx(ctx, tx, "SELECT n, id, block FROM claims WHERE n > ? ORDER BY n LIMIT ?", []any{last, pageSize}, func(scan func(...any) error) (c claim, err error) {
			err = scan(&c.n, &c.id, &c.block)
			return c, err
		})
		if err != nil || len(page) == 0 {
			return err
		}
		for _, c := range page {
			if _, err := set.ExecContext(ctx, hashOf(c.id), slotOf(c.block), c.n); err != nil {
				return err
			}
			last = c.n
		}
	}
}

// AsOf gives the graph as of the end of a day, in UTC.
func (s *Store) AsOf(day string) graph.Reader {
	view := *s
	view.until = graph.EndOfDay(day)
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

// ofKind restricts a table's rows to those of the view's kinds.
func (s *Store) ofKind(table string) string {
	if len(s.kinds) == 0 {
		return "true"
	}
	list := make([]string, len(s.kinds))
	for i, k := range s.kinds {
		list[i] = "'" + strings.ReplaceAll(k, "'", "''") + "'"
	}
	return table + ".source_kind IN (" + strings.Join(list, ", ") + ")"
}

// Close closes the file.
func (s *Store) Close(context.Context) error {
	return s.wrap("close", s.db.Close())
}

// write runs f in one transaction that waits for other writers.
func (s *Store) write(ctx context.Context, doing string, f func(*sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return s.wrap(doing, err)
	}
	defer tx.Rollback() // of no effect after Commit
	if err := f(tx); err != nil {
		return s.wrap(doing, err)
	}
	return s.wrap(doing, tx.Commit())
}

// wrap says which store an error is of, and what to do about the errors that a
// user can do something about.
func (s *Store) wrap(doing string, err error) error {
	if err == nil || errors.Is(err, graph.ErrNotFound) || errors.Is(err, graph.ErrDecided) {
		return err
	}
	hint := ""
	if _, ok := errors.AsType[*json.SyntaxError](err); ok {
		hint = ": a row of it is damaged; try entente doctor --repair, or restore it from a copy, or import into a new path"
	}
	if se, ok := errors.AsType[*sqlite.Error](err); ok {
		switch se.Code() & 0xff {
		case sqlite3.SQLITE_FULL:
			hint = ": the disk is full; make room"
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
			hint = ": another program is writing to it; try again when it has ended"
			err = fmt.Errorf("%w: %w", graph.ErrBusy, err)
		case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
			hint = ": the file is damaged or no graph; restore it from a copy, or import into a new path"
		case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN:
			hint = ": the file or its folder can't be written to; check permissions"
		case sqlite3.SQLITE_IOERR:
			hint = ": the disk can't be read or written: it may be full, at a limit or gone; make room or see to it"
			err = fmt.Errorf("%w: %w", graph.ErrUnavailable, err)
		}
	}
	return fmt.Errorf("%s sqlite:%s%s: %w", strings.TrimSpace(doing), s.path, hint, err)
}

func (s *Store) stamp() string { return s.now().UTC().Format(time.RFC3339) }
