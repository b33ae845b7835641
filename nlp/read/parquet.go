package read

import (
	"bytes"
	"context"
	"errors"
	"io"
	"iter"
	"os"
	"slices"
	"strings"
)

// Parquet is a table in columns. One with a column of texts holds articles, a
// row each, with the fields of FieldNames; one with the columns of a coder holds
// events (GDELT, ICEWS, POLECAT, ACLED). Only the columns that are wanted are
// read, page by page.
var Parquet = Format{
	Name:       "parquet",
	Extensions: []string{".parquet", ".parq"},
	Binary:     true,
	Sniff: func(head []byte) bool {
		return bytes.HasPrefix(head, []byte("PAR1")) || bytes.HasPrefix(head, []byte("PARE"))
	},
	Read: readParquet,
}

const mendParquet = "fetch it again, or write it anew with the tool that made it"

func readParquet(ctx context.Context, in Input) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		at, size, done, err := in.random()
		if err != nil {
			yield(Entry{}, err)
			return
		}
		defer done()
		p, err := openParquet(at, size, in.Options)
		if err != nil {
			yield(Entry{}, err)
			return
		}
		p.rows(ctx, yield)
	}
}

// random gives the file for reads at any place: the footer of a Parquet file
// stands at its end. What comes out of an archive or a pipe is kept in a
// temporary file meanwhile.
func (in Input) random() (at io.ReaderAt, size int64, done func(), err error) {
	if in.raw != nil {
		return in.raw, in.raw.size, func() {}, nil
	}
	f, err := os.CreateTemp("", "entente-*.parquet")
	if err != nil {
		return nil, 0, nil, problem("make room for temporary files, or unpack it yourself", "%w", err)
	}
	done = func() { _ = errors.Join(f.Close(), os.Remove(f.Name())) }
	size, err = io.Copy(f, in.Reader)
	if err != nil {
		done()
		return nil, 0, nil, err
	}
	return f, size, done, nil
}

// columns is a Parquet file under way.
type columns struct {
	*parquetFile
	opts  Options
	names []string       // lower case, of the columns that lie in no group
	at    map[string]int // lower-case name → index of the leaf
	table *coded         // nil for articles
	want  []int          // leaves that are read
	grown budget         // what the cells come to: a few bytes can say one word a million times
}

func openParquet(at io.ReaderAt, size int64, opts Options) (*columns, error) {
	head, tail := make([]byte, 4), make([]byte, 4)
	_, err := at.ReadAt(head, 0)
	if err == nil {
		_, err = at.ReadAt(tail, size-4)
	}
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		return nil, err
	case string(head) == "PARE" || string(tail) == "PARE":
		return nil, skip(Unsupported, "write it anew without encryption", "the table is encrypted")
	case string(head) != "PAR1":
		return nil, problem(mendParquet, "not a Parquet file")
	}
	p := &columns{opts: opts, at: map[string]int{}, grown: budget{max: opts.MaxExpand, ratio: opts.MaxRatio, in: size}}
	if p.parquetFile, err = parquetFooter(at, size); err != nil {
		return nil, problem(mendParquet, "%w", err)
	}
	return p, p.choose()
}

// choose finds out what the table holds, and which columns that takes.
func (p *columns) choose() error {
	for i := range p.leaves {
		l := &p.leaves[i]
		name, _, _ := strings.Cut(l.name, ".") // a list's values lie in groups of its name
		name = strings.ToLower(name)
		if _, twice := p.at[name]; twice || !l.top && !l.repeated {
			continue
		}
		p.names = append(p.names, name)
		p.at[name] = i
	}
	if i, some := p.at["sqldate"]; some { // as GDELT's table in BigQuery calls it
		if _, both := p.at["day"]; !both {
			p.at["day"] = i
		}
	}
	for _, t := range codedTables {
		if p.opts.Fields["text"] != "" || !t.known(p.at) {
			continue
		}
		if missing := lacking(p.at, t.needed); len(missing) > 0 {
			return problem("name the columns as the coder does, or leave the table out", "a table of %s lacks the columns: %s", t.kind, strings.Join(missing, ", "))
		}
		p.table = &t
		break
	}
	wanted := p.names
	if p.table == nil {
		if _, some := p.at[strings.ToLower(p.opts.field("text"))]; !some {
			return noTextColumn(p.opts, p.names)
		}
		wanted = nil
		for _, name := range FieldNames {
			wanted = append(wanted, strings.ToLower(p.opts.field(name)))
		}
	}
	for _, name := range wanted {
		i, there := p.at[name]
		switch {
		case !there || slices.Contains(p.want, i):
		case !p.leaves[i].repeated && !p.leaves[i].deep:
			p.want = append(p.want, i)
		case p.table == nil:
			return problem("write one value a row", "column %s holds lists", clip(name))
		}
	}
	return nil
}

// rows passes on what the rows hold, row group by row group. What is damaged
// costs the rest of its row group.
func (p *columns) rows(ctx context.Context, yield func(Entry, error) bool) {
	line := 0
	for g := range p.groups {
		group := &p.groups[g]
		first := line
		line += int(min(group.rows, 1<<40))
		r := &groupReader{columns: p, cells: make([]string, len(p.leaves))}
		for _, i := range p.want {
			r.cursors = append(r.cursors, newCursor(p.parquetFile, group, i, &r.held))
		}
		for row := 0; int64(row) < group.rows; row++ {
			if ctx.Err() != nil {
				return
			}
			n := first + row + 1
			if err := r.next(); err != nil {
				var own *Error
				if !errors.As(err, &own) {
					own = problem(mendParquet+"; the other row groups were read", "row group %d, row %d: it is damaged or cut short: %w", g+1, row+1, err)
				}
				if !yield(Entry{Line: n}, own.atRow(n)) || p.grown.spent() != nil {
					return
				}
				break
			}
			e, err := r.entry()
			e.Line = n
			if err != nil {
				err = broken(err).at(n)
			}
			if !yield(e, err) {
				return
			}
		}
	}
}

// atRow is the error at a row, for errors that many rows may share.
func (e *Error) atRow(n int) *Error {
	own := *e
	return own.at(n)
}

// groupReader reads the wanted columns of one row group side by side.
type groupReader struct {
	*columns
	cursors []*cursor // in the order of want
	cells   []string  // by leaf, of the row at hand
	held    int64     // bytes of pages in memory
}

// next reads the cells of the next row.
func (r *groupReader) next() error {
	for k, c := range r.cursors {
		v, err := c.next()
		if err != nil {
			return err
		}
		if int64(len(v)) > r.opts.MaxBytes {
			return tooLarge("the cell", r.opts)
		}
		r.cells[r.want[k]] = v
		r.grown.out += int64(len(v))
	}
	r.grown.out++
	return r.spent()
}

// spent ends the reading of a table that grows too far.
func (r *groupReader) spent() error {
	if over := r.grown.spent(); over != nil {
		return over
	}
	return nil
}

// entry makes the entry of the row at hand.
func (r *groupReader) entry() (Entry, error) {
	bad := ""
	cell := func(name string) (string, error) {
		i, there := r.at[strings.ToLower(name)]
		if !there || !slices.Contains(r.want, i) {
			return "", nil
		}
		text, warning, err := utf8Text([]byte(r.cells[i]))
		if warning != "" {
			bad = warning
		}
		return text, err
	}
	if r.table != nil {
		return r.table.fill(&codedRow{at: r.at, cells: r.cells})
	}
	e, err := fromFields(r.opts, cell)
	if bad != "" {
		e.Warnings = []string{bad}
	}
	return e, err
}
