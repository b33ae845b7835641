package read

import (
	"bufio"
	"bytes"
	"context"
	"iter"
	"path"
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// Format is a way in which documents are written in a file.
type Format struct {
	// Name is what Options.Format says: "jsonl".
	Name string
	// Extensions are those of its files, lower case, with the dot.
	Extensions []string
	// Binary is set where a file need not be text.
	Binary bool
	// Records is set where a file holds records that stand for themselves: bytes
	// that are no text cost one of them, and only the first line must be text.
	Records bool
	// Sniff reports whether a file beginning with head (up to 4 KiB, without
	// a byte order mark) looks like it. Formats are asked in order.
	Sniff func(head []byte) bool
	// Read gives the file's entries in order. An *Error about one entry needs
	// no more than Line, Err and Do, and may be followed by further entries.
	Read func(ctx context.Context, in Input) iter.Seq2[Entry, error]
}

// Formats are all formats, in the order in which they are asked.
var Formats = []Format{GDELT, Mentions, GKG, ICEWS, POLECAT, ACLED, Parquet, PDF, Word, WARC, Mailbox, Mail, Sitemap, Feed, HTML, JSONL, TSV, CSV, Addresses, Markdown, Text}

// Input is one file to be read by a Format, already unpacked.
type Input struct {
	Name    string // the file's name without its folders
	Reader  *bufio.Reader
	Options Options // with the defaults filled in

	from Place    // where a format that gives Entry.end begins; others begin at the beginning
	raw  *rawFile // the file itself, nil where it is packed or within an archive
}

// Entry is what a format finds of one document, as it stands there. Whatever
// is missing is left empty; the package completes and checks it.
type Entry struct {
	ID       string // the input's own, "" for none
	Title    string
	Text     string // kept byte for byte
	Date     string // in any notation that ParseDate reads
	Updated  string // when it was last changed, likewise
	URL      string
	Source   string
	Lang     string         // a BCP 47 tag or an ISO 639 code
	Line     int            // where it begins, from 1; 0 in a file of one entry
	Coding   *schema.Coding // of a coder's row, whose cells Text holds; nil for an article
	Warnings []string
	Removed  int // as in Document

	end Place // of what comes after it, without Entries and Members; zero where it is not known
}

// single makes the Read of a format whose files hold one entry each.
func single(read func(ctx context.Context, in Input) (Entry, error)) func(context.Context, Input) iter.Seq2[Entry, error] {
	return func(ctx context.Context, in Input) iter.Seq2[Entry, error] {
		return func(yield func(Entry, error) bool) { yield(read(ctx, in)) }
	}
}

// byExtension finds the format of a file name, nil for none. Where several have
// the extension, it is the last one that another does not know by the file's
// first bytes.
func byExtension(name string, head []byte) *Format {
	ext := strings.ToLower(path.Ext(name))
	var found *Format
	for _, f := range Formats {
		if !slices.Contains(f.Extensions, ext) {
			continue
		}
		if found = &f; f.Sniff(readable(head)) {
			break
		}
	}
	return found
}

// sniffed is how much of a file is looked at.
const sniffed = 4096

// readable are a file's first bytes, as far as they are looked at, in UTF-8.
func readable(head []byte) []byte {
	head = head[:min(len(head), sniffed)]
	enc, n := byteOrderMark(head)
	if enc != nil {
		head, _ = enc.NewDecoder().Bytes(head[n:])
		return head
	}
	return head[n:]
}

// bySniff finds the format of a file's first bytes, nil for none.
func bySniff(head []byte) *Format {
	head = readable(head)
	for _, f := range Formats {
		if f.Sniff(head) {
			return &f
		}
	}
	return nil
}

// looksBinary reports whether a file's first bytes are no text of any
// charset.
func looksBinary(head []byte) bool {
	if _, n := byteOrderMark(head); n > 0 {
		return false
	}
	controls := 0
	for _, b := range head {
		if b == 0 {
			return true
		}
		if b < ' ' && !bytes.ContainsRune([]byte("\t\n\v\f\r\x1b\x1a"), rune(b)) {
			controls++
		}
	}
	return controls > len(head)/20
}
