package read

import (
	"bufio"
	"bytes"
	"context"
	"iter"
	"mime"
	"net/url"
	"path"
	"strings"
	"time"
)

// Page is what a server gave for an address.
type Page struct {
	URL     string    // after redirections
	Media   string    // the answer's Content-Type
	Body    []byte    // without its Content-Encoding
	Fetched time.Time // when
}

// Fetched makes a document of the page that a link leads to. Origin is that of
// the link. A page may say that its address is another one, but only of its own
// host: else anybody could put his words in the place of another's.
func Fetched(ctx context.Context, opts Options, from Origin, l Link, p Page) (Document, error) {
	r, err := newReader(opts, nil)
	if err != nil {
		return Document{}, err
	}
	e, err := fetchedEntry(ctx, r.opts, p)
	if err == nil {
		if !sameHost(e.URL, p.URL) {
			e.URL = p.URL
		}
		e.ID, e.Title = p.URL, first(e.Title, l.Title)
		if e.Date = first(e.Date, l.Date); e.Date == "" && inAddress(e.URL).IsZero() {
			e.Date = p.Fetched.Format(time.DateOnly)
			e.Warnings = append(e.Warnings, fetchDay)
		}
		var d Document
		if d, err = r.finish(&e, &source{origin: from, name: path.Base(p.URL)}, 1); err == nil {
			d.Origin = from
			return d, nil
		}
	}
	bad := broken(err)
	bad.Path, bad.Member, bad.Line, bad.Link = from.Path, from.Member, from.Line, &l
	return Document{Origin: from}, bad
}

func fetchedEntry(ctx context.Context, o Options, p Page) (Entry, error) {
	o.Charset = "" // that of the list
	if kind, _, _ := mime.ParseMediaType(p.Media); kind == "application/pdf" {
		in := Input{Name: "page.pdf", Reader: bufio.NewReader(bytes.NewReader(p.Body)), Options: o}
		if u, err := url.Parse(p.URL); err == nil {
			in.Name = path.Base(u.Path)
		}
		return readPDF(ctx, in)
	}
	e, ok, err := webPage(ctx, o, p.URL, p.Media, bytes.NewReader(p.Body))
	if err == nil && !ok {
		err = skip(Unsupported, "fetch it yourself and convert it", "its kind is %s", clip(p.Media))
	}
	return e, err
}

func sameHost(a, b string) bool {
	x, errX := url.Parse(a)
	y, errY := url.Parse(b)
	bare := func(u *url.URL) string { return strings.TrimPrefix(strings.ToLower(u.Host), "www.") }
	return errX == nil && errY == nil && bare(x) == bare(y)
}

// Listed reads a sitemap or feed that was fetched, as Inputs reads one that
// lies in a file. Origin is that of the link to it.
func Listed(ctx context.Context, opts Options, from Origin, p Page) iter.Seq2[Document, error] {
	return func(yield func(Document, error) bool) {
		opts.Format, opts.Charset, opts.Resume, opts.Take = Feed.Name, "", nil, nil
		r, err := newReader(opts, yield)
		if err != nil {
			yield(Document{}, err)
			return
		}
		from.Member, from.Line = p.URL, 0
		n := int64(len(p.Body))
		r.source(ctx, &source{
			origin: from, name: path.Base(p.URL), r: reading(ctx, bytes.NewReader(p.Body)),
			depth: maxDepth - 1, budget: &budget{max: r.opts.MaxExpand, ratio: r.opts.MaxRatio, in: n},
		})
	}
}
