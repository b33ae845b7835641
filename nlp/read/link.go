package read

import (
	"bytes"
	"context"
	"iter"
	"net/url"
	"strings"
)

// Link is an address that an input gives without the text that is there.
type Link struct {
	URL     string
	Title   string // "" where the input says none, as with Date
	Date    string // in a notation that ParseDate reads
	Sitemap bool   // what is there is a list of addresses itself
}

const fetchIt = "entente import --fetch --allow HOST reads what is there"

// linked makes the error that stands for a link.
func linked(l Link) *Error {
	e := skip(Linked, fetchIt, "an address without a text: %s", clip(l.URL))
	e.Link = &l
	return e
}

// isAddress reports whether s is an address of the web and nothing else.
func isAddress(s string) bool {
	if !hasPrefixFold(s, "http://") && !hasPrefixFold(s, "https://") || strings.ContainsAny(s, " \t<>\"") {
		return false
	}
	u, err := url.Parse(s)
	return err == nil && u.Host != ""
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// Addresses is a list of addresses, one a line; empty lines and those that
// begin with # are passed over.
var Addresses = Format{
	Name:       "urls",
	Extensions: []string{".urls", ".txt", ".text"},
	Sniff:      sniffAddresses,
	Read:       readAddresses,
}

// sniffAddresses reports whether all lines that are there as a whole are
// addresses.
func sniffAddresses(head []byte) bool {
	n := 0
	for len(head) > 0 {
		line, rest, whole := bytes.Cut(head, []byte{'\n'})
		head = rest
		if line = bytes.TrimSpace(line); len(line) == 0 || line[0] == '#' || !whole && n > 0 {
			continue
		}
		if !isAddress(string(line)) {
			return false
		}
		n++
	}
	return n > 0
}

func readAddresses(ctx context.Context, in Input) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		some := in.from.Offset > 0
		whole := in.eachLine(ctx, yield, func(l *lines, line []byte, long bool) bool {
			s := strings.TrimSpace(string(line))
			if !long && (s == "" || s[0] == '#') {
				return true
			}
			some = true
			bad := linked(Link{URL: s})
			if long || !isAddress(s) {
				bad = problem("write one address a line (https://…)", "it is no web address: %s", clip(strings.ToValidUTF8(s, "\uFFFD")))
			}
			return yield(Entry{Line: l.n, end: l.place()}, bad.at(l.n))
		})
		if whole && !some {
			yield(Entry{}, skip(Empty, "leave it out", "it has no addresses"))
		}
	}
}
