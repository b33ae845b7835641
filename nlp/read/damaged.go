package read

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// A coder's table that is not known by its beginning would be taken for a text
// wherever a text may stand: on standard input, in a .txt. What looks like one is
// refused instead, with what is wrong with it.

const (
	ifText    = "; if it is a text, say --input-format text"
	leastRow  = 4 // columns that a row of a coder has at least
	wideRow   = 8 // columns of a table without names: no prose has so many dividers, line by line
	headLines = 20
)

// damagedTable says which table a file looks like that no format but plain text
// takes; nil for none.
func damagedTable(head []byte) *Error {
	lines := linesOf(readable(head))
	for i, line := range lines {
		names, _ := headerOf(line, "\t,;|")
		if len(names) < leastRow {
			continue
		}
		if e := nearlyCoded(names); e != nil {
			e.Line, e.Do = i+1, e.Do+ifText
			return e
		}
	}
	if n := columnsOf(lines); n >= wideRow {
		return problem("name the columns in the first row, or leave the table out"+ifText, "it looks like a table of %d columns, but its first row has no names of any that is known", n).at(1)
	}
	return nil
}

// linesOf are a file's first lines; one that is cut is among them only where it
// is the first.
func linesOf(head []byte) [][]byte {
	var lines [][]byte
	for len(head) > 0 && len(lines) < headLines {
		line, rest, whole := bytes.Cut(head, []byte{'\n'})
		if !whole && len(lines) > 0 {
			break
		}
		lines, head = append(lines, bytes.TrimSuffix(line, []byte{'\r'})), rest
	}
	return lines
}

// columnsOf is into how many columns some divider cuts nearly all of the lines,
// 0 where none does.
func columnsOf(lines [][]byte) int {
	for _, comma := range "\t;|," {
		times := map[int]int{}
		most, all := 0, 0
		for _, line := range lines {
			if len(line) == 0 {
				continue
			}
			all++
			row, err := fields(line, comma)
			if err != nil || len(row) < 2 {
				continue
			}
			if times[len(row)]++; times[len(row)] > times[most] {
				most = len(row)
			}
		}
		least := 3
		if comma == '\t' {
			least = 2
		}
		if times[most] >= least && times[most]*4 >= all*3 {
			return most
		}
	}
	return 0
}

// nearlyCoded says which coder's table columns, or the cells of a first row, nearly
// are, and what they lack; nil for none. Names must be half of what the table
// needs.
func nearlyCoded(names []string) *Error {
	at := map[string]int{}
	for i, name := range names {
		at[name] = i
	}
	var best coded
	var missing []string
	most := 0
	for _, c := range codedTables {
		needed := slices.Clone(c.needed)
		for _, sign := range c.signs {
			if !slices.ContainsFunc(needed, func(name string) bool { return strings.EqualFold(name, sign) }) {
				needed = append(needed, sign)
			}
		}
		lacks := lacking(at, needed)
		if have := len(needed) - len(lacks); have > most && 2*have >= len(needed) {
			most, best, missing = have, c, lacks
		}
	}
	switch {
	case most > 0 && len(missing) > 0:
		return problem("name the columns as the coder does, or leave the table out", "it looks like a table of %s that lacks the columns: %s", best.kind, strings.Join(missing, ", "))
	case most > 0:
		return problem(fmt.Sprintf("let the row of names be the first one, or say --input-format %s", best.kind), "it looks like a table of %s", best.kind)
	}
	for _, l := range gdeltLists {
		if l.begins(names) {
			return problem("take the lists of GDELT 2.0 as they are published; if the first row alone is broken, drop it", "it looks like %s, but its first row has %d columns, not %d", l.what, len(names), l.columns)
		}
	}
	return nil
}

// gdeltList is one of GDELT's lists without names: how its rows begin tells it.
type gdeltList struct {
	what    string
	columns int
	begins  func(cells []string) bool
}

var gdeltLists = []gdeltList{
	{"a list of events of gdelt", len(gdeltColumns), gdeltBegins},
	{"a list of mentions of gdelt", mentionColumns, mentionBegins},
	{"a list of GDELT's knowledge graph", gkgColumns, gkgBegins},
}

// sniff reports whether one of the first rows is whole and of the list: a broken
// one costs the others nothing. Rows of the knowledge graph may be longer than
// what is looked at.
func (l gdeltList) sniff(head []byte) bool {
	lines := linesOf(head)
	for _, line := range lines {
		cells := strings.Split(string(line), "\t")
		cut := len(lines) == 1 && len(head) == sniffed && len(cells) < l.columns
		if l.begins(cells) && (cut || len(cells) == l.columns) {
			return true
		}
	}
	return false
}
