package read

import (
	"context"
	"iter"
	"strings"
)

// Mentions is a list of mentions of GDELT 2.0: which article tells of which
// event, tab-separated, without a row of names. It has no events, but the
// addresses of articles: each is given once, as a link.
var Mentions = Format{
	Name:       "gdelt-mentions",
	Extensions: []string{".csv", ".tsv", ".tab", ".txt"}, // with its beginning
	Records:    true,
	Sniff:      gdeltList{columns: mentionColumns, begins: mentionBegins}.sniff,
	Read: func(ctx context.Context, in Input) iter.Seq2[Entry, error] {
		return readLinks(ctx, in, mentionColumns, func(cells []string) (Link, bool) {
			const when, kind, address, web = 2, 3, 5, "1"
			return Link{URL: cells[address], Date: day8(cells[when])}, cells[kind] == web
		})
	},
}

// mentionColumns is the number of columns that GDELT's codebook has for mentions.
const mentionColumns = 16

// mentionBegins reports whether cells begin as a row of mentions does: a number,
// two moments, a kind.
func mentionBegins(c []string) bool {
	return len(c) > 3 && wholeNumber(c[0], 1, 20) && wholeNumber(c[1], moment, moment) && wholeNumber(c[2], moment, moment) && wholeNumber(c[3], 1, 1)
}

// moment is the length of a moment in digits.
const moment = len("20250507061500")

// day8 is the day of a moment.
func day8(of string) string {
	const day = len("20250507")
	if !wholeNumber(of, day, moment) {
		return ""
	}
	return of[:day]
}

// maxLinks bounds the addresses that are kept to give each once.
const maxLinks = 1 << 17

// readLinks reads a table without names, of so many columns, whose rows hold
// addresses; of is false for a row without one.
func readLinks(ctx context.Context, in Input, columns int, of func(cells []string) (Link, bool)) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		seen := map[string]bool{}
		in.eachLine(ctx, yield, func(l *lines, line []byte, long bool) bool {
			if !long && len(line) == 0 {
				return true
			}
			cells := strings.Split(strings.ToValidUTF8(string(line), "\uFFFD"), "\t")
			var link Link
			var bad *Error
			switch {
			case long:
				bad = tooLarge("the row", in.Options)
			case len(cells) != columns:
				bad = problem(mendRow, "%d columns where there must be %d", len(cells), columns)
			default:
				var some bool
				if link, some = of(cells); !some || seen[link.URL] {
					return true
				}
				if bad = linked(link); !isAddress(link.URL) {
					bad = problem(mendRow, "it is no web address: %s", clip(link.URL))
				} else if len(seen) < maxLinks {
					seen[link.URL] = true
				}
			}
			return yield(Entry{Line: l.n, end: l.place()}, bad.at(l.n))
		})
	}
}
