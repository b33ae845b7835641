package read

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"iter"
	"slices"
	"strings"
)

// CSV is a table whose first row names the fields of FieldNames, or what
// Options.Fields calls them, in any order and letter case. Rows are divided by
// commas, semicolons, tabs or bars, whichever the first row shows.
var CSV = Format{
	Name:       "csv",
	Extensions: []string{".csv"},
	Records:    true,
	Sniff:      func(head []byte) bool { return sniffTable(head, ",;|") },
	Read:       func(ctx context.Context, in Input) iter.Seq2[Entry, error] { return readTable(ctx, in, ",;\t|") },
}

// TSV is a table like CSV, divided by tabs. A quote that is not closed on its
// line is an ordinary character.
var TSV = Format{
	Name:       "tsv",
	Extensions: []string{".tsv", ".tab"},
	Records:    true,
	Sniff:      func(head []byte) bool { return sniffTable(head, "\t") },
	Read:       func(ctx context.Context, in Input) iter.Seq2[Entry, error] { return readTable(ctx, in, "\t") },
}

const mendRow = "mend the row or drop it"

// sniffTable reports whether the first line is a header with a text column.
func sniffTable(head []byte, commas string) bool {
	line, _, _ := bytes.Cut(bytes.TrimLeft(head, "\r\n"), []byte{'\n'})
	names, _ := headerOf(line, commas)
	return len(names) > 1 && slices.Contains(names, "text")
}

// headerOf cuts the first line by the divider that makes most fields of it.
func headerOf(line []byte, commas string) (names []string, comma rune) {
	for _, c := range commas {
		row, err := fields(line, c)
		if err == nil && len(row) > len(names) {
			names, comma = row, c
		}
	}
	for i := range names {
		names[i] = strings.ToLower(strings.TrimSpace(names[i]))
	}
	return names, comma
}

// table is a CSV or TSV file under way.
type table struct {
	lines
	opts  Options
	names []string
	comma rune
	again bool   // another row of names has come
	slips int    // quotes found open
	owed  *Error // about a line beyond those given back
}

// maxSlips is how many quotes may be looked for in vain. After that a row ends
// with its line, so that a file of slips is not read over and over.
const maxSlips = 50

func readTable(ctx context.Context, in Input, commas string) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		l, err := in.lines()
		if err != nil {
			yield(Entry{}, err)
			return
		}
		t := &table{lines: *l, opts: in.Options}
		if err = t.header(commas); err == nil {
			err = t.goOn(ctx, in)
		}
		if err != nil {
			yield(Entry{}, err)
			return
		}
		for ctx.Err() == nil {
			e, end, err := t.row()
			if end && err == nil {
				return
			}
			if t.slips == 0 && !t.again { // how often a quote is looked for depends on those before, and what the columns are
				e.end = t.place()
			}
			if !yield(e, err) || end {
				return
			}
		}
	}
}

func (t *table) header(commas string) error {
	for {
		line, long, err := t.next()
		switch {
		case errors.Is(err, io.EOF):
			return skip(Empty, "leave it out", "it has no rows")
		case err != nil:
			return broken(err).at(t.n)
		case long:
			return tooLarge("the first line", t.opts).at(t.n)
		case len(bytes.TrimSpace(line)) == 0:
			continue
		}
		text, _, err := utf8Text(line)
		if err != nil {
			return broken(err).at(t.n)
		}
		t.names, t.comma = headerOf([]byte(text), commas)
		if !slices.Contains(t.names, strings.ToLower(t.opts.field("text"))) {
			return noTextColumn(t.opts, t.names).at(t.n)
		}
		return nil
	}
}

// row gives the next row; end is set when none follows.
func (t *table) row() (e Entry, end bool, err error) {
	if owed := t.owed; owed != nil {
		t.owed = nil
		return Entry{Line: owed.Line}, false, owed
	}
	raw, line, literal, err := t.raw()
	for err == nil && t.renamed(raw) {
		raw, line, literal, err = t.raw()
	}
	var own *Error
	switch {
	case errors.Is(err, io.EOF):
		return Entry{}, true, nil
	case errors.As(err, &own): // one row is bad
		return Entry{Line: line}, false, own.at(line)
	case err != nil:
		return Entry{Line: line}, true, broken(err).at(line)
	}
	if e, err = t.entry(raw, literal); err != nil {
		err = broken(err).at(line)
	}
	e.Line = line
	return e, false, err
}

// maxNames is how long a row of names below others may be, in bytes.
const maxNames = 500

// renamed takes a row that names the columns anew, as where tables were put
// together; it reports whether it was one.
func (t *table) renamed(raw []byte) bool {
	if len(raw) > maxNames {
		return false
	}
	names, err := fields(raw, t.comma)
	if err != nil || len(names) < 2 {
		return false
	}
	for i := range names {
		names[i] = strings.ToLower(strings.TrimSpace(names[i]))
		own := slices.ContainsFunc(FieldNames, func(f string) bool { return strings.ToLower(t.opts.field(f)) == names[i] })
		if !own && !slices.Contains(t.names, names[i]) {
			return false
		}
	}
	if !slices.Contains(names, strings.ToLower(t.opts.field("text"))) {
		return false
	}
	t.names, t.again = names, true
	return true
}

// raw gives the bytes of the next row, the number of its first line, and
// whether its quotes mean nothing.
func (t *table) raw() (raw []byte, line int, literal bool, err error) {
	var first []byte
	for len(first) == 0 {
		var long bool
		first, long, err = t.next()
		switch {
		case err != nil:
			return nil, t.n, false, err
		case long:
			return nil, t.n, false, tooLarge("the row", t.opts)
		}
	}
	line = t.n
	switch {
	case !openQuote(first, t.comma, false):
		return first, line, false, nil
	case t.comma == '\t' && bytes.Count(first, []byte{'\t'}) == len(t.names)-1:
		return first, line, true, nil
	case t.slips >= maxSlips:
		return nil, line, false, problem(mendRow, "a quote is opened and not closed")
	}
	raw, err = t.quoted(bytes.Clone(first))
	return raw, line, false, err
}

// quoted adds to a row that ends within quotes the lines up to the closing
// one. If there is none, or it is too far, and the lines on the way look like
// rows, they are read as such: the quote is a slip of that one row.
func (t *table) quoted(raw []byte) ([]byte, error) {
	large := false
	for {
		more, long, err := t.next()
		line := t.n
		switch {
		case errors.Is(err, io.EOF):
			t.slip(raw)
			return nil, problem(mendRow, "a quote is opened and not closed before the end of the file")
		case err != nil:
			return nil, err
		}
		if !large {
			raw = append(append(raw, '\n'), more...)
			large = long || int64(len(raw)) > t.max
			if large && t.slip(raw) {
				if long { // that line cannot be given back
					t.owed = tooLarge("the row", t.opts).at(line)
				}
				return nil, problem(mendRow, "a quote is opened and not closed within %s", size(t.max))
			}
		}
		switch closed := !openQuote(more, t.comma, true); {
		case closed && large:
			return nil, tooLarge("the row", t.opts)
		case closed:
			return raw, nil
		}
	}
}

// slip reports whether the lines of raw after its first look like rows, and
// then gives them back.
func (t *table) slip(raw []byte) bool {
	t.slips++
	_, rest, _ := bytes.Cut(raw, []byte{'\n'})
	rows, all := 0, 0
	for line := range bytes.SplitSeq(rest, []byte{'\n'}) {
		if len(line) == 0 {
			continue
		}
		if all++; all > 100 { // enough to judge
			break
		}
		if row, err := fields(line, t.comma); err == nil && len(row) == len(t.names) {
			rows++
		}
	}
	if all == 0 || rows*2 <= all {
		return false
	}
	t.giveBack(rest)
	return true
}

func (t *table) entry(raw []byte, literal bool) (Entry, error) {
	row, warning, err := t.cells(raw, literal)
	if err != nil {
		return Entry{}, err
	}
	e, err := fromFields(t.opts, func(name string) (string, error) {
		if i := slices.Index(t.names, strings.ToLower(name)); i >= 0 {
			return row[i], nil
		}
		return "", nil
	})
	if warning != "" {
		e.Warnings = []string{warning}
	}
	return e, err
}

// cells cuts a row into as many cells as the first row has names.
func (t *table) cells(raw []byte, literal bool) (row []string, warning string, err error) {
	if bytes.IndexByte(raw, 0) >= 0 {
		return nil, "", problem(mendRow, "the row holds NUL bytes")
	}
	text, warning, err := utf8Text(raw)
	if err != nil {
		return nil, "", err
	}
	row = strings.Split(text, string(t.comma))
	if !literal {
		row, err = fields([]byte(text), t.comma)
	}
	if err != nil {
		return nil, "", problem(mendRow, "not a row: %w", err)
	}
	if len(row) != len(t.names) {
		return nil, "", problem(mendRow, "%d fields where the first row has %d", len(row), len(t.names))
	}
	return row, warning, nil
}

// fields cuts one row.
func fields(raw []byte, comma rune) ([]string, error) {
	r := csv.NewReader(bytes.NewReader(raw))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = comma, true, -1
	return r.Read()
}

// openQuote reports whether a line, which begins within quotes or not, ends
// within them. As in fields, quotes count at the beginning of a field, and
// close it before a divider or the line's end.
func openQuote(line []byte, comma rune, quoted bool) bool {
	start := !quoted
	for i := 0; i < len(line); i++ {
		c := line[i]
		switch {
		case quoted && c == '"':
			if i+1 < len(line) && line[i+1] == '"' {
				i++
			} else if i+1 == len(line) || line[i+1] == byte(comma) {
				quoted = false
			}
		case start && c == '"':
			quoted = true
		}
		start = !quoted && c == byte(comma)
	}
	return quoted
}
