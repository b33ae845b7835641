package read

import (
	"bytes"
	"context"
	"errors"
	"io"
	"iter"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// What the readers of coders' tables share. A row becomes an entry whose text
// is its cells, "name: value; name: value", so that evidence can point to them.

// coded is a table of a coder.
type coded struct {
	kind    schema.SourceKind
	columns []string // of a table without a first row of names; nil for one with it
	needed  []string // without them nothing can be read
	signs   []string // lower-case names that tell the table from others
	entry   func(row *codedRow) (Entry, error)
}

// codedRow is one row, by the names of the columns in any letter case.
type codedRow struct {
	at    map[string]int // lower-case name → column
	cells []string
	text  strings.Builder
}

// get is a cell in one line, "" where the table has no such column.
func (r *codedRow) get(column string) string {
	if i, ok := r.at[strings.ToLower(column)]; ok && i < len(r.cells) {
		return oneLine(r.cells[i])
	}
	return ""
}

// maxCell bounds what a cell adds to the text of its row, in bytes.
const maxCell = 1000

// tell adds cells to the text; empty ones are left out.
func (r *codedRow) tell(columns ...string) {
	for _, column := range columns {
		r.show(column)
	}
}

// show adds a cell to the text and gives where its value stands.
func (r *codedRow) show(column string) schema.Span {
	return r.put(column, r.get(column))
}

func (r *codedRow) put(name, value string) schema.Span {
	if value == "" {
		return schema.Span{}
	}
	if len(value) > maxCell {
		value = strings.ToValidUTF8(value[:maxCell], "") + "…"
	}
	if r.text.Len() > 0 {
		r.text.WriteString("; ")
	}
	r.text.WriteString(name + ": ")
	start := r.text.Len()
	r.text.WriteString(value)
	return schema.Span{Start: start, End: r.text.Len()}
}

// point is the place that two cells give in degrees, nil for none.
func (r *codedRow) point(lat, lon string) *schema.Point {
	a, err := strconv.ParseFloat(r.get(lat), 64)
	b, wrong := strconv.ParseFloat(r.get(lon), 64)
	if err != nil || wrong != nil || !(a >= -90 && a <= 90) || !(b >= -180 && b <= 180) || a == 0 && b == 0 {
		return nil
	}
	return &schema.Point{Lat: a, Lon: b}
}

// list cuts a cell at a divider, without empty parts.
func (r *codedRow) list(column, divider string) []string {
	var out []string
	for part := range strings.SplitSeq(r.get(column), divider) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// day reads the day of a cell; a row without one is an error.
func (r *codedRow) day(column string) (schema.Date, error) {
	d, err := ParseDate(r.get(column))
	if err != nil || d.IsZero() {
		return d, problem(mendRow, "column %s: %s is no date", column, clip(r.get(column)))
	}
	return d, nil
}

// readCoded reads a table of a coder, row by row.
func readCoded(ctx context.Context, in Input, c coded) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		l, err := in.lines()
		if err != nil {
			yield(Entry{}, err)
			return
		}
		t := &table{lines: *l, opts: in.Options}
		at, err := t.begin(c)
		if err == nil {
			err = t.goOn(ctx, in)
		}
		if err != nil {
			yield(Entry{}, err)
			return
		}
		for ctx.Err() == nil {
			raw, line, literal, err := t.raw()
			var own *Error
			switch {
			case errors.Is(err, io.EOF):
				return
			case err != nil && !errors.As(err, &own):
				yield(Entry{Line: line}, broken(err).at(line))
				return
			}
			if line == 1 && c.columns != nil && beginsWith(raw, strings.ToLower(c.columns[0]+"\t"+c.columns[1])) {
				continue // somebody has put the names above the rows
			}
			e := Entry{}
			if err == nil {
				e, err = t.codedEntry(c, at, raw, literal)
			}
			e.Line = line
			if err != nil {
				err = broken(err).at(line)
			}
			if t.slips == 0 || c.columns != nil {
				e.end = t.place()
			}
			if !yield(e, err) {
				return
			}
		}
	}
}

// begin finds out which column is where: what a table without names has is
// known, others are found by name.
func (t *table) begin(c coded) (map[string]int, error) {
	at := map[string]int{}
	if c.columns != nil {
		t.names, t.comma, t.slips = c.columns, '\t', maxSlips
		for i, name := range c.columns {
			at[strings.ToLower(name)] = i
		}
		return at, nil
	}
	var line []byte
	var long bool
	var err error
	for err == nil && !long && len(bytes.TrimSpace(line)) == 0 {
		line, long, err = t.next()
	}
	switch {
	case errors.Is(err, io.EOF):
		return nil, skip(Empty, "leave it out", "it has no rows")
	case err != nil:
		return nil, broken(err).at(t.n)
	case long:
		return nil, tooLarge("the first line", t.opts).at(t.n)
	}
	text, _, err := utf8Text(line)
	if err != nil {
		return nil, broken(err).at(t.n)
	}
	t.names, t.comma = headerOf([]byte(text), ",;\t|")
	for i, name := range t.names {
		if _, twice := at[name]; !twice {
			at[name] = i
		}
	}
	if missing := lacking(at, c.needed); len(missing) > 0 {
		return nil, problem("name the columns in the first row, or leave the table out", "a table of %s lacks the columns: %s", c.kind, strings.Join(missing, ", ")).at(t.n)
	}
	return at, nil
}

// lacking are the columns that are needed and not there.
func lacking(at map[string]int, needed []string) []string {
	return slices.DeleteFunc(slices.Clone(needed), func(name string) bool { _, ok := at[strings.ToLower(name)]; return ok })
}

// codedTables are the coders' tables that are known by the names of their columns.
var codedTables = []coded{gdeltEvents, icewsEvents, polecatEvents, acledEvents}

func (t *table) codedEntry(c coded, at map[string]int, raw []byte, literal bool) (Entry, error) {
	if c.columns != nil {
		literal = true // no quotes mean anything
	}
	if t.comma == '\t' { // some tables of POLECAT have rows with empty cells too many
		for bytes.Count(raw, []byte{'\t'}) >= len(t.names) && bytes.HasSuffix(raw, []byte{'\t'}) {
			raw = raw[:len(raw)-1]
		}
	}
	cells, warning, err := t.cells(raw, literal)
	if err != nil {
		return Entry{}, err
	}
	e, err := c.fill(&codedRow{at: at, cells: cells})
	if warning != "" {
		e.Warnings = []string{warning}
	}
	return e, err
}

// fill makes the entry of a row.
func (c coded) fill(row *codedRow) (Entry, error) {
	e, err := c.entry(row)
	if err != nil {
		return Entry{}, err
	}
	if e.Coding.ID == "" {
		return Entry{}, problem(mendRow, "the row has no ID")
	}
	e.Coding.Kind, e.Text = c.kind, row.text.String()
	return e, nil
}

// headed reports whether a file begins with a row of names, those that tell the
// table among them.
func (c coded) headed(head []byte) bool {
	line, _, _ := bytes.Cut(bytes.TrimLeft(head, "\r\n"), []byte{'\n'})
	have, _ := headerOf(bytes.TrimSuffix(line, []byte{'\r'}), ",;\t|")
	at := map[string]int{}
	for i, name := range have {
		at[name] = i
	}
	return c.known(at)
}

// known reports whether columns are those of the table.
func (c coded) known(at map[string]int) bool { return len(lacking(at, c.signs)) == 0 }

// finishRow makes a document of a coder's row. Its ID is the coder's, wherever
// the row stands and whatever page it names.
func (r *reader) finishRow(e *Entry, s *source) (Document, error) {
	d := Document{Origin: s.origin, Warnings: e.Warnings, Coding: e.Coding}
	d.Filed, d.Origin.Line = s.filed, e.Line
	d.SourceKind, d.ID = e.Coding.Kind, schema.RowID(e.Coding.Kind, e.Coding.ID)
	d.Key = path.Base(s.name) + ":" + strconv.Itoa(e.Line)
	d.Text, d.Title, d.Source = e.Text, r.title(e.Title, &d), oneLine(e.Source)
	if strings.HasPrefix(e.URL, "http") {
		d.URL = address(e.URL, &d)
	}
	if d.Source == "" {
		if u, err := url.Parse(d.URL); err == nil {
			d.Source = strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
		}
	}
	if e.Date != "" {
		d.Published, _ = ParseDate(e.Date)
	}
	d.Updated = updated(e)
	return d, nil
}
