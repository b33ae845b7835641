package read

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/entente-kg/entente/schema"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
)

// Options say how inputs are read. The zero value reads every format with the
// default names and limits.
type Options struct {
	// Format is the Name of one of Formats; "" chooses by the file's
	// extension, or by its first bytes where that says nothing.
	Format string
	// Fields gives the input's own name for a field of JSONL, CSV and TSV:
	// {"text": "body"}. The keys are those of FieldNames.
	Fields map[string]string
	// Charset overrides what the input says or shows of its encoding, by a
	// name that the web knows: "windows-1251", "shift_jis". "" looks.
	Charset string
	// Whole takes a plain text file as it stands, front matter, headline and
	// all, for verbs that analyse language and not articles.
	Whole bool
	// MaxBytes is the most that one document may have, in bytes of input;
	// 0 is DefaultMaxBytes.
	MaxBytes int64
	// MaxExpand is the most that one compressed input may grow to, in bytes;
	// 0 is DefaultMaxExpand.
	MaxExpand int64
	// MaxRatio is how many times a compressed input may grow beyond its first
	// 256 KiB; 0 is DefaultMaxRatio.
	MaxRatio int64
	// Now is the day against which future dates are noticed; zero is today.
	Now time.Time
	// Stdin is what the input "-" reads; nil is os.Stdin.
	Stdin io.Reader
	// Resume, where set, is asked about each regular file before it is read:
	// where to begin, as Document.Reached told it of the same file, read with
	// the same options; false leaves the file out.
	Resume func(File) (Place, bool)
	// Take, where set, is asked about each regular file before it is opened;
	// false leaves it out.
	Take func(path string, info fs.FileInfo) bool
}

// The limits where Options set none.
const (
	DefaultMaxBytes  = 16 << 20
	DefaultMaxExpand = 32 << 30
	DefaultMaxRatio  = 100
)

// FieldNames are the fields that JSONL, CSV and TSV records may have. A
// record without text is an error; all others may be missing.
var FieldNames = []string{"id", "date", "updated", "title", "text", "url", "source", "lang"}

// Document is an article with where it came from and what was odd about it.
type Document struct {
	schema.Article
	Origin   Origin
	Warnings []string       // one clause each: "no date found"
	Removed  int            // bytes of text left out as no part of the article: menus, captions, running heads, quoted mail
	Reached  Reached        // set for errors too
	Coding   *schema.Coding // of a coder's row; nil for an article
}

// Origin is the place of a document in the inputs.
type Origin struct {
	Path   string // "-" is standard input
	Member string // within an archive, "" outside of one
	Line   int    // where the record begins, from 1; 0 for a format of one document a file
}

const stdin = "-"

// Inputs reads documents from folders, globs, files and "-" for standard
// input, in the order given and sorted within a folder, a glob or a zip. An
// error about one document is an *Error, after which reading goes on; any
// other (an option that makes no sense, ctx ended) is the last one.
func Inputs(ctx context.Context, opts Options, inputs ...string) iter.Seq2[Document, error] {
	return func(yield func(Document, error) bool) {
		r, err := newReader(opts, yield)
		if err != nil {
			yield(Document{}, err)
			return
		}
		for _, input := range inputs {
			if !r.input(ctx, input) {
				break
			}
		}
		if err := ctx.Err(); err != nil && !r.stopped {
			yield(Document{}, fmt.Errorf("read: %w", err))
		}
	}
}

// reader is one run over the inputs.
type reader struct {
	opts    Options
	format  *Format // forced, or nil
	yield   func(Document, error) bool
	stopped bool

	raw    *rawFile                       // under way, nil for none
	before int64                          // bytes of the files before it
	at     *File                          // the same, where Options.Resume is set
	place  Place                          // in it, after what is passed on next
	held   *result                        // what was found last in it
	list   func(string, fs.FileInfo) bool // where only the names of files are wanted
}

// Check reports an option that makes no sense, as Inputs would.
func (o Options) Check() error {
	_, err := newReader(o, nil)
	return err
}

func newReader(opts Options, yield func(Document, error) bool) (*reader, error) {
	r := &reader{opts: opts.withDefaults(), yield: yield}
	for name := range maps.Keys(opts.Fields) {
		if !slices.Contains(FieldNames, name) {
			return nil, fmt.Errorf("read: field %q is unknown; the fields are %s", name, strings.Join(FieldNames, ", "))
		}
	}
	if opts.Charset != "" {
		if _, err := charsetOf(opts.Charset); err != nil {
			return nil, fmt.Errorf("read: %w", err)
		}
	}
	if opts.Format == "" {
		return r, nil
	}
	var names []string
	for _, f := range Formats {
		if f.Name == opts.Format {
			r.format = &f
			return r, nil
		}
		names = append(names, f.Name)
	}
	return nil, fmt.Errorf("read: format %q is unknown; the formats are %s", opts.Format, strings.Join(names, ", "))
}

func (o Options) withDefaults() Options {
	if o.MaxBytes <= 0 {
		o.MaxBytes = DefaultMaxBytes
	}
	if o.MaxExpand <= 0 {
		o.MaxExpand = DefaultMaxExpand
	}
	if o.MaxRatio <= 0 {
		o.MaxRatio = DefaultMaxRatio
	}
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	if o.Stdin == nil {
		o.Stdin = os.Stdin
	}
	return o
}

// field is the input's name of one of FieldNames.
func (o Options) field(name string) string {
	if own := o.Fields[name]; own != "" {
		return own
	}
	return name
}

func charsetOf(name string) (encoding.Encoding, error) {
	enc, err := htmlindex.Get(name)
	if err != nil {
		return nil, fmt.Errorf("charset %q is unknown; give a name such as utf-8, windows-1251 or shift_jis", name)
	}
	return enc, nil
}

// give passes a document on and reports whether reading goes on.
func (r *reader) give(ctx context.Context, d Document) bool {
	if r.stopped || ctx.Err() != nil {
		return false
	}
	return r.pass(d, nil)
}

// refuse passes an error on, with its place, and reports whether reading goes
// on.
func (r *reader) refuse(ctx context.Context, o Origin, err error) bool {
	if r.stopped || ctx.Err() != nil {
		return false
	}
	e := broken(err)
	e.Path, e.Member = o.Path, o.Member
	return r.pass(Document{Origin: Origin{e.Path, e.Member, e.Line}}, e)
}
