// Package journal keeps, in a file of its own, which inputs an import has read
// and how far, so that a later import need not read them again.
//
// It is written after the store's transaction and says never more than the
// store has; and as a store may be taken away, or put back to what it was, the
// journal is believed only as far as the store has what it tells of: Believe.
// To lose a journal costs time and nothing else.
package journal

import (
	"context"
	"database/sql"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/nlp/read"
	_ "modernc.org/sqlite" // the driver; the graph's own store has it too
)

// applicationID marks a file as a journal in SQLite's header ("EntJ"); format
// is that of the tables.
const (
	applicationID = 0x456e744a
	format        = 2 // 1 had no pages
)

//go:embed journal.sql
var tables string

// Journal is an open journal. It serves any number of goroutines and
// processes.
type Journal struct {
	db     *sql.DB
	path   string
	reader string
}

// Input is a file and how far it is read.
type Input struct {
	read.File
	Place    read.Place
	Whole    bool
	Articles int // up to Place, those that failed not counted
	Failed   int // likewise
}

// Article is one that the store has.
type Article struct {
	ID string
	graph.Edition
}

// Open opens the journal at a path and makes it where there is none. Reader
// names all that the reading depends on: what was read otherwise counts as not
// read.
func Open(ctx context.Context, path, reader string) (*Journal, error) {
	j := &Journal{path: path, reader: reader}
	if err := j.open(ctx); err != nil {
		return nil, fmt.Errorf("journal %s: %w; remove it, or name another with --journal: the inputs are then read again", path, err)
	}
	return j, nil
}

func (j *Journal) open(ctx context.Context) (err error) {
	head := make([]byte, 16)
	switch f, err := os.Open(j.path); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	default:
		n, _ := f.Read(head)
		if f.Close(); n > 0 && string(head[:n]) != "SQLite format 3\x00" {
			return errors.New("it is a file of another kind")
		}
	}
	q := url.Values{"_pragma": {"busy_timeout(10000)", "synchronous(FULL)", "temp_store(2)"}, "_txlock": {"immediate"}}
	dsn := url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(j.path)}).EscapedPath(), RawQuery: q.Encode()}
	if j.db, err = sql.Open("sqlite", dsn.String()); err != nil {
		return err
	}
	j.db.SetMaxOpenConns(1)
	if err := j.prepare(ctx); err != nil {
		return errors.Join(err, j.db.Close())
	}
	return nil
}

func (j *Journal) prepare(ctx context.Context) error {
	var id, ver, names int
	for _, ask := range []struct { // the tables first: another process may be making them
		query string
		to    *int
	}{{"SELECT count(*) FROM sqlite_schema", &names}, {"PRAGMA application_id", &id}, {"PRAGMA user_version", &ver}} {
		if err := j.db.QueryRowContext(ctx, ask.query).Scan(ask.to); err != nil {
			return err
		}
	}
	switch {
	case names > 0 && id != applicationID:
		return errors.New("it is the database of another program")
	case names > 0 && (ver < 1 || ver > format):
		return errors.New("it was made by another version of entente")
	case names > 0 && ver == format:
		return nil
	}
	return j.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, fmt.Sprintf("%s\nPRAGMA application_id = %d;\nPRAGMA user_version = %d;", tables, applicationID, format))
		return err
	})
}

func (j *Journal) write(ctx context.Context, f func(*sql.Tx) error) error {
	tx, err := j.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := f(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// Close closes the file.
func (j *Journal) Close() error { return j.db.Close() }

// Input tells how far a file was read; ok is false for one that was not, that
// has changed since, or that was read otherwise.
func (j *Journal) Input(ctx context.Context, f read.File) (in Input, ok bool, err error) {
	var modified int64
	var place, sum, reader string
	var size int64
	err = j.db.QueryRowContext(ctx, "SELECT size, modified, sum, reader, place, whole, articles, failed FROM inputs WHERE path = ?", key(f.Path)).
		Scan(&size, &modified, &sum, &reader, &place, &in.Whole, &in.Articles, &in.Failed)
	if errors.Is(err, sql.ErrNoRows) {
		return Input{}, false, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(place), &in.Place)
	}
	if err != nil {
		return Input{}, false, fmt.Errorf("journal %s: %w", j.path, err)
	}
	in.File = f
	same := size == f.Size && modified == f.Modified.UnixNano() && sum == f.Sum && reader == j.reader
	return in, same, nil
}

func key(path string) string {
	if full, err := filepath.Abs(path); err == nil {
		return full
	}
	return path
}

// Commit notes how far inputs are read. The store must have committed all of
// it before; one of its articles is kept to tell that by later, the zero value
// where there is none.
func (j *Journal) Commit(ctx context.Context, inputs []Input, one Article) error {
	err := j.write(ctx, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `INSERT INTO steps (reader, article, hash, "order") VALUES (?, ?, ?, ?)`, j.reader, one.ID, one.ContentHash, one.Order)
		if err != nil {
			return err
		}
		step, err := done.LastInsertId()
		if err != nil {
			return err
		}
		set, err := tx.PrepareContext(ctx, "INSERT OR REPLACE INTO inputs (path, size, modified, sum, reader, place, whole, articles, failed, step) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
		if err != nil {
			return err
		}
		defer func() { _ = set.Close() }()
		for _, in := range inputs {
			place, err := json.Marshal(in.Place)
			if err != nil {
				return err
			}
			if _, err := set.ExecContext(ctx, key(in.Path), in.Size, in.Modified.UnixNano(), in.Sum, j.reader, string(place), in.Whole, in.Articles, in.Failed, step); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("journal %s: %w", j.path, err)
	}
	return nil
}

// LeadsTo notes that the page at an address is an article of another address.
// It may be said before the store has the article.
func (j *Journal) LeadsTo(ctx context.Context, address, article string) error {
	if _, err := j.db.ExecContext(ctx, "INSERT OR REPLACE INTO pages (address, article) VALUES (?, ?)", address, article); err != nil {
		return fmt.Errorf("journal %s: %w", j.path, err)
	}
	return nil
}

// Page is the ID of the article to which LeadsTo has an address lead, "" for
// none. The store may lack it.
func (j *Journal) Page(ctx context.Context, address string) (article string, err error) {
	err = j.db.QueryRowContext(ctx, "SELECT article FROM pages WHERE address = ?", address).Scan(&article)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("journal %s: %w", j.path, err)
	}
	return article, nil
}

// Editions is the question that Believe asks of a store: graph.Reader has it.
type Editions func(ctx context.Context, ids []string) (map[string]graph.Edition, error)

// asked is how many articles one question is about.
const asked = 64

// Believe drops what the store does not have. Whatever a store loses, a cut of
// power or a back-up put in its place, it loses from some moment on: the steps
// are looked up from the last one back to the first that is there. Some of
// those before it, spread over all, must be there too; else all is dropped.
func (j *Journal) Believe(ctx context.Context, editions Editions) error {
	err := j.believe(ctx, editions)
	if err != nil {
		return fmt.Errorf("journal %s: %w", j.path, err)
	}
	return nil
}

func (j *Journal) believe(ctx context.Context, editions Editions) error {
	lost := int64(0) // the first step that the store has lost, 0 for none
	for below := int64(1 << 62); ; {
		steps, err := j.steps(ctx, `SELECT id, article, hash, "order" FROM steps WHERE reader = ? AND article <> '' AND id < ? ORDER BY id DESC LIMIT ?`, j.reader, below, asked)
		if err != nil {
			return err
		}
		there, err := kept(ctx, steps, editions)
		if err != nil {
			return err
		}
		n := slices.Index(there, true)
		if n < 0 {
			n = len(steps)
		}
		if n > 0 {
			lost = steps[n-1].id
		}
		if n < asked {
			break
		}
		below = lost
	}
	steps, err := j.steps(ctx, `SELECT id, article, hash, "order" FROM steps WHERE reader = ?1 AND article <> '' AND (?2 = 0 OR id < ?2)
		AND id % (SELECT count(*) / ?3 + 1 FROM steps) = 0 ORDER BY id LIMIT ?3`, j.reader, lost, asked)
	if err != nil {
		return err
	}
	there, err := kept(ctx, steps, editions)
	if err != nil {
		return err
	}
	if slices.Contains(there, false) {
		lost = 1
	}
	if lost == 0 {
		return nil
	}
	return j.drop(ctx, lost)
}

// drop takes away what a step and those after it wrote.
func (j *Journal) drop(ctx context.Context, first int64) error {
	return j.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM inputs WHERE reader = ?1 AND step >= ?2", j.reader, first)
		if err == nil {
			_, err = tx.ExecContext(ctx, "DELETE FROM steps WHERE reader = ?1 AND id >= ?2", j.reader, first)
		}
		return err
	})
}

type step struct {
	id int64
	Article
}

func (j *Journal) steps(ctx context.Context, query string, args ...any) (out []step, err error) {
	rows, err := j.db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s step
		if err := rows.Scan(&s.id, &s.ID, &s.ContentHash, &s.Order); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

// kept tells of each step whether the store has its article, in that version or
// a later one.
func kept(ctx context.Context, steps []step, editions Editions) ([]bool, error) {
	ids := make([]string, len(steps))
	for i, s := range steps {
		ids[i] = s.ID
	}
	now, err := editions(ctx, ids)
	if err != nil {
		return nil, err
	}
	there := make([]bool, len(steps))
	for i, s := range steps {
		k, ok := now[s.ID]
		standing := s.Beside(k)
		there[i] = ok && (standing == graph.Kept || standing == graph.Older)
	}
	return there, nil
}

// Path is where the journal of a graph lies: beside an SQLite file, with
// .journal after its name; for a server, in the user's folder for caches, under
// a name made of the server's and the database's.
func Path(isFile bool, file, server string) (string, error) {
	if isFile {
		return file + ".journal", nil
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("journal: %w; name a file with --journal", err)
	}
	dir = filepath.Join(dir, "entente", "journals")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("journal: %w; name a file with --journal", err)
	}
	return filepath.Join(dir, url.PathEscape(server)+".journal"), nil
}
