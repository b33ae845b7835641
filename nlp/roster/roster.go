// Package roster opens a user's own actors, in whatever form they come, as a
// folder of actor files that the knowledge base can be layered with: a folder, a
// CSV file, entities of FollowTheMoney (OpenSanctions) as JSON lines, items of
// Wikidata as JSON.
package roster

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// Roster is a list of actors as a folder of actor files.
type Roster struct {
	fs.FS
	// Problems are the lines that could not be read; all others were.
	Problems []schema.Problem
	path     string
	lines    map[string][]int // file of the folder → lines of the source that its lines are from
}

// Open opens a folder or file of actors. The knowledge base says which actors
// of a list are known already; a list's entity is taken for one of them only
// if its kind and a full name are the same and no country speaks against it.
func Open(path string, base *schema.Actors) (*Roster, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return &Roster{FS: os.DirFS(path), path: path}, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r, err := Read(f, path, base)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return r, nil
}

// formats are the kinds of lists in JSON that Read knows, each told by what a
// file begins with.
var formats = []struct {
	is   func(head string) bool
	read func(*table, io.Reader) error
}{
	{isFTM, readFTM},
	{isWikidata, readWikidata},
}

// headSize is how much of a file tells its format, in bytes.
const headSize = 64 << 10

// Read reads a list from a stream, which may be compressed with gzip. Name is
// that of its file.
func Read(in io.Reader, name string, base *schema.Actors) (*Roster, error) {
	b := bufio.NewReaderSize(in, headSize)
	if magic, _ := b.Peek(2); string(magic) == "\x1f\x8b" {
		z, err := gzip.NewReader(b)
		if err != nil {
			return nil, err
		}
		defer z.Close()
		b, name = bufio.NewReaderSize(z, headSize), strings.TrimSuffix(name, ".gz")
	}
	if mark, _ := b.Peek(3); string(mark) == "\uFEFF" {
		_, _ = b.Discard(3)
	}
	peeked, err := b.Peek(headSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w; the file is cut off or damaged, fetch it again", err)
	}
	head := strings.TrimLeft(string(peeked), " \t\r\n")
	if head == "" {
		return nil, errors.New("the file is empty")
	}
	if head[0] != '{' && head[0] != '[' {
		return readCSV(b, name)
	}
	for _, f := range formats {
		if f.is(head) {
			t := newTable(name, base)
			one, err := oneLineJSON(b, head)
			if err != nil {
				return nil, err
			}
			if err := f.read(t, one); err != nil {
				return nil, err
			}
			return t.roster()
		}
	}
	return nil, errors.New(`neither entities of FollowTheMoney (JSON lines with "schema" and "properties") nor items of Wikidata (JSON with "labels" and "claims")`)
}

// oneLineJSON brings an object that is spread over lines for people to read
// into one line; other streams stay as they are.
func oneLineJSON(in io.Reader, head string) (io.Reader, error) {
	if first, _, _ := strings.Cut(head, "\n"); strings.TrimSpace(first) != "{" {
		return in, nil
	}
	data, err := io.ReadAll(io.LimitReader(in, maxLine+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxLine {
		return nil, fmt.Errorf("one object of more than %d MB; write one entity a line", maxLine>>20)
	}
	var out bytes.Buffer
	if err := json.Compact(&out, data); err != nil {
		return nil, fmt.Errorf("not JSON: %w", err)
	}
	return &out, nil
}

// readCSV takes one CSV file for that file of a folder whose columns it has.
func readCSV(in io.Reader, name string) (*Roster, error) {
	data, err := io.ReadAll(io.LimitReader(in, maxCSV+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxCSV {
		return nil, fmt.Errorf("the file has more than %d MB; cut it into several", maxCSV>>20)
	}
	as := csvName(filepath.Base(name), data)
	return &Roster{FS: files{as: data}, path: name, lines: map[string][]int{as: nil}}, nil
}

// maxCSV bounds a CSV file, in bytes.
const maxCSV = 512 << 20

// csvName is the file of a folder that a CSV file stands for: by its own name,
// or else by its columns.
func csvName(name string, data []byte) string {
	c := csv.NewReader(bytes.NewReader(data))
	c.Comment = '#'
	header, _ := c.Read()
	if slices.Contains([]string{"states.csv", "people.csv", "groups.csv", "organizations.csv", "places.csv", "offices.csv", "ambiguous.csv", "organs.csv"}, name) {
		return name
	}
	for _, sign := range []struct{ column, file string }{
		{"person", "offices.csv"},
		{"alias", "ambiguous.csv"},
		{"demonyms", "states.csv"},
		{"capital", "states.csv"},
		{"iso3", "states.csv"},
		{"long", "states.csv"},
		{"hq", "organizations.csv"},
		{"members", "organizations.csv"},
		{"born", "people.csv"},
		{"status", "places.csv"},
	} {
		if slices.Contains(header, sign.column) {
			return sign.file
		}
	}
	return "groups.csv" // its columns are common to all
}

// Check finds the mistakes in the list: what could not be read, and what the
// checks of a folder find, with the places in the list's own file.
func (r *Roster) Check(base *schema.Actors) ([]schema.Problem, error) {
	found, err := schema.CheckActors(base, r.FS)
	if err != nil {
		return nil, err
	}
	out := slices.Clone(r.Problems)
	for _, p := range found {
		out = append(out, r.origin(p))
	}
	if r.lines != nil {
		slices.SortStableFunc(out, func(a, b schema.Problem) int { return a.Line - b.Line })
	}
	return out, nil
}

// origin moves a problem to where its words stand in the list's own file.
func (r *Roster) origin(p schema.Problem) schema.Problem {
	if r.lines == nil {
		p.File = filepath.Join(r.path, p.File)
		return p
	}
	if lines := r.lines[p.File]; p.Line > 0 && p.Line <= len(lines) {
		p.Line = lines[p.Line-1]
	}
	p.File = r.path
	return p
}

// files is a folder in memory.
type files map[string][]byte

// Open returns a file of the folder.
func (f files) Open(name string) (fs.File, error) {
	if name == "." {
		return &memoryDir{names: f.names()}, nil
	}
	data, ok := f[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &memoryFile{bytes.NewReader(data), name, int64(len(data))}, nil
}

// Glob lists the names of the folder; it has no folders of its own.
func (f files) Glob(pattern string) ([]string, error) {
	var out []string
	for _, n := range f.names() {
		if ok, err := filepath.Match(pattern, n); err != nil {
			return nil, err
		} else if ok {
			out = append(out, n)
		}
	}
	return out, nil
}

func (f files) names() []string {
	var out []string
	for n := range f {
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}
