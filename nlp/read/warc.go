package read

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"mime"
	"net/http"
	"net/textproto"
	"net/url"
	"path"
	"strconv"
	"strings"
)

// WARC is an archive of web pages (ISO 28500), as crawlers write it. Each
// answer with status 200 whose content is HTML or plain text is an entry;
// other records, and answers that only repeat an earlier one (revisit), are
// passed over.
var WARC = Format{
	Name:       "warc",
	Extensions: []string{".warc"},
	Binary:     true,
	Sniff:      func(head []byte) bool { return bytes.HasPrefix(head, []byte("WARC/")) },
	Read:       readWARC,
}

const fetchWARC = "fetch it again; the pages before the break were read"

func readWARC(ctx context.Context, in Input) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for n := 1; ctx.Err() == nil; n++ {
			rec, err := nextRecord(in.Reader)
			switch {
			case errors.Is(err, io.EOF) && n == 1:
				yield(Entry{}, skip(Empty, "nothing to do, or fetch it again", "the archive holds no records"))
				return
			case errors.Is(err, io.EOF):
				return
			case err != nil:
				yield(Entry{}, problem(fetchWARC, "record %d: %w", n, err))
				return
			}
			e, ok, err := rec.page(ctx, in)
			if err := rec.rest(); err != nil { // what was read of it is no whole page
				yield(Entry{}, problem(fetchWARC, "record %d: %w", n, err))
				return
			}
			if err != nil {
				own := broken(err)
				own.Err = fmt.Errorf("record %d (%s): %w", n, clip(rec.url), own.Err)
				err = own
			}
			if ok && !yield(e, err) {
				return
			}
		}
	}
}

// warcRecord is one record under way.
type warcRecord struct {
	kind, url, id, date, media string
	left                       *io.LimitedReader // of its block
}

// nextRecord reads the head of a record; io.EOF is the end of the archive.
func nextRecord(r *bufio.Reader) (*warcRecord, error) {
	t := textproto.NewReader(r)
	line := ""
	for line == "" { // two empty lines end the record before
		var err error
		if line, err = t.ReadLine(); err != nil {
			return nil, err
		}
	}
	if !strings.HasPrefix(line, "WARC/") {
		return nil, fmt.Errorf("a record begins with %s and not with WARC/", clip(line))
	}
	h, err := t.ReadMIMEHeader()
	if err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return nil, fmt.Errorf("its head: %w", err)
	}
	n, err := strconv.ParseInt(h.Get("Content-Length"), 10, 64)
	if err != nil || n < 0 {
		return nil, fmt.Errorf("its length is %s", clip(h.Get("Content-Length")))
	}
	return &warcRecord{
		kind: strings.ToLower(h.Get("Warc-Type")), url: strings.Trim(h.Get("Warc-Target-Uri"), "<>"), id: strings.Trim(h.Get("Warc-Record-Id"), "<>"),
		date: h.Get("Warc-Date"), media: h.Get("Content-Type"), left: &io.LimitedReader{R: r, N: n},
	}, nil
}

// rest passes over what is left of the block.
func (w *warcRecord) rest() error {
	_, err := io.Copy(io.Discard, w.left)
	if err == nil && w.left.N > 0 {
		err = io.ErrUnexpectedEOF
	}
	return err
}

// page is the entry of a record; ok is false for one that holds no page.
func (w *warcRecord) page(ctx context.Context, in Input) (e Entry, ok bool, err error) {
	var body io.Reader = w.left
	media := w.media
	switch w.kind {
	case "response":
		if !strings.HasPrefix(strings.ToLower(media), "application/http") {
			return Entry{}, false, nil
		}
		answer, err := http.ReadResponse(bufio.NewReader(w.left), nil)
		if err != nil {
			return Entry{}, true, problem("leave it out", "its answer cannot be read: %w", err)
		}
		defer func() { _ = answer.Body.Close() }()
		if answer.StatusCode != http.StatusOK {
			return Entry{}, false, nil
		}
		media = answer.Header.Get("Content-Type")
		if body, err = unencoded(answer, in.Options); err != nil {
			return Entry{}, true, err
		}
	case "resource", "conversion":
	default:
		return Entry{}, false, nil
	}
	kind, params, _ := mime.ParseMediaType(media)
	read := readHTML
	switch kind {
	case "text/html", "application/xhtml+xml":
	case "text/plain":
		read = readText
	default:
		return Entry{}, false, nil
	}
	page := Input{Name: path.Base(w.url), Reader: bufio.NewReader(body), Options: in.Options}
	if u, err := url.Parse(w.url); err == nil {
		page.Name = path.Base(u.Path)
	}
	if charset := params["charset"]; page.Options.Charset == "" && kind == "text/plain" {
		if _, err := charsetOf(charset); err == nil {
			page.Options.Charset = charset
		}
	}
	if e, err = read(ctx, page); err != nil {
		return Entry{}, true, err
	}
	e.ID, e.URL = first(w.id, w.url), first(e.URL, w.url)
	if e.Date == "" && inAddress(e.URL).IsZero() && w.date != "" {
		e.Date = w.date
		e.Warnings = append(e.Warnings, "the page shows no date; the day on which it was fetched is taken")
	}
	return e, true, nil
}

// unencoded is an answer's body without its Content-Encoding.
func unencoded(answer *http.Response, o Options) (io.Reader, error) {
	switch enc := strings.ToLower(strings.TrimSpace(answer.Header.Get("Content-Encoding"))); enc {
	case "", "identity":
		return answer.Body, nil
	case "gzip", "x-gzip":
		z, err := gzip.NewReader(answer.Body)
		if err != nil {
			return nil, problem("leave it out", "its answer cannot be unpacked: %w", err)
		}
		return io.LimitReader(z, o.MaxBytes+1), nil
	default:
		return nil, skip(Unsupported, "crawl it again without that encoding", "its answer is packed by %s", clip(enc))
	}
}
