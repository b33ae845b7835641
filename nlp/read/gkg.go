package read

import (
	"context"
	"iter"
	"strings"
)

// GKG is a list of GDELT's Global Knowledge Graph 2.1: an article a row, with
// the names and themes that a machine found in it, tab-separated, without a row
// of names. Its addresses are given, each once, as links; names without the
// sentence in which they stand are no evidence, and are left.
var GKG = Format{
	Name:       "gkg",
	Extensions: []string{".csv", ".tsv", ".tab", ".txt"}, // with its beginning
	Records:    true,
	Sniff:      gdeltList{columns: gkgColumns, begins: gkgBegins}.sniff,
	Read: func(ctx context.Context, in Input) iter.Seq2[Entry, error] {
		return readLinks(ctx, in, gkgColumns, func(cells []string) (Link, bool) {
			const when, kind, address, web = 1, 2, 4, "1"
			return Link{URL: cells[address], Date: day8(cells[when]), Title: pageTitle(cells[gkgColumns-1])}, cells[kind] == web
		})
	},
}

// gkgBegins reports whether cells begin as a row of the knowledge graph does: a
// record's number, which begins with a moment, a moment, a kind.
func gkgBegins(c []string) bool {
	record, _, parted := strings.Cut(c[0], "-")
	return len(c) > 2 && parted && wholeNumber(record, moment, moment) && wholeNumber(c[1], moment, moment) && wholeNumber(c[2], 1, 1)
}

// gkgColumns is the number of columns that GDELT's codebook has for version 2.1.
const gkgColumns = 27

// pageTitle is what stands between the tags of a page's title in the last
// column.
func pageTitle(extras string) string {
	_, rest, some := strings.Cut(extras, "<PAGE_TITLE>")
	title, _, whole := strings.Cut(rest, "</PAGE_TITLE>")
	if !some || !whole {
		return ""
	}
	return oneLine(title)
}
