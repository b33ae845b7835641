package read

import (
	"context"
	"errors"
	"io"
	"iter"
	"strings"
)

// Mentions is a list of mentions of GDELT 2.0: which article tells of which
// event, tab-separated, without a row of names. It has no events, but the
// addresses of articles: each is given once, as a link.
var Mentions = Format{
	Name:       "gdelt-mentions",
	Extensions: []string{".csv"}, // with its beginning
	Sniff: func(head []byte) bool {
		c := firstCells(head)
		return len(c) == mentionColumns && wholeNumber(c[0], 1, 20) && wholeNumber(c[1], 14, 14) && wholeNumber(c[2], 14, 14) && wholeNumber(c[3], 1, 1)
	},
	Read: func(ctx context.Context, in Input) iter.Seq2[Entry, error] {
		return readLinks(ctx, in, mentionColumns, func(cells []string) (Link, bool) {
			const when, kind, address, web = 2, 3, 5, "1"
			return Link{URL: cells[address], Date: day8(cells[when])}, cells[kind] == web
		})
	},
}

// mentionColumns is the number of columns that GDELT's codebook has for mentions.
const mentionColumns = 16

// firstCells are the cells of the first line.
func firstCells(head []byte) []string {
	line, _, _ := strings.Cut(string(head), "\n")
	return strings.Split(strings.TrimSuffix(line, "\r"), "\t")
}

// day8 is the day of a moment in digits, 20250507061500.
func day8(moment string) string {
	const day = len("20250507")
	if !wholeNumber(moment, day, len("20250507061500")) {
		return ""
	}
	return moment[:day]
}

// maxLinks bounds the addresses that are kept to give each once.
const maxLinks = 1 << 17

// readLinks reads a table without names, of so many columns, whose rows hold
// addresses; of is false for a row without one.
func readLinks(ctx context.Context, in Input, columns int, of func(cells []string) (Link, bool)) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		l, err := in.lines()
		if err == nil {
			err = l.goOn(ctx, in)
		}
		if err != nil {
			yield(Entry{}, err)
			return
		}
		seen := map[string]bool{}
		for ctx.Err() == nil {
			line, long, err := l.next()
			switch {
			case errors.Is(err, io.EOF):
				return
			case err != nil:
				yield(Entry{}, broken(err).at(l.n))
				return
			case !long && len(line) == 0:
				continue
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
					continue
				}
				if bad = linked(link); !isAddress(link.URL) {
					bad = problem(mendRow, "it is no web address: %s", clip(link.URL))
				} else if len(seen) < maxLinks {
					seen[link.URL] = true
				}
			}
			if !yield(Entry{Line: l.n, end: l.place()}, bad.at(l.n)) {
				return
			}
		}
	}
}
