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
			var lost *lostRecord
			switch {
			case errors.As(err, &lost):
				if !yield(Entry{}, problem("leave it out; what comes after it was read", "record %d: %w", n, err)) {
					return
				}
				if resume(ctx, in.Reader) != nil {
					return
				}
				continue
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

// lostRecord is a record whose head is wrong: where it ends is not known.
type lostRecord struct{ error }

func (e *lostRecord) Unwrap() error { return e.error }

// resume goes on to the next line that begins a record.
func resume(ctx context.Context, r *bufio.Reader) error {
	whole := true // the line before has ended
	for n := 0; ; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if head, _ := r.Peek(len("WARC/1.")); whole && string(head) == "WARC/1." {
			return nil
		}
		_, err := r.ReadSlice('\n')
		if whole = err == nil; err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
	}
}

// maxHead is how long the head of a record or of an answer may be, in bytes.
const maxHead = 1 << 20

// headOf reads up to the empty line that ends a head, and with it.
func headOf(r *bufio.Reader) ([]byte, error) {
	var head []byte
	for start := 0; ; {
		b, err := r.ReadSlice('\n')
		if head = append(head, b...); len(head) > maxHead {
			return nil, &lostRecord{fmt.Errorf("its head has more than %s", size(maxHead))}
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && len(head) > 0:
			return head, io.ErrUnexpectedEOF
		case err != nil:
			return head, err
		case len(bytes.TrimRight(head[start:], "\r\n")) == 0:
			return head, nil
		}
		start = len(head)
	}
}

// nextRecord reads the head of a record; io.EOF is the end of the archive.
func nextRecord(r *bufio.Reader) (*warcRecord, error) {
	var head []byte
	for len(bytes.TrimSpace(head)) == 0 { // two empty lines end the record before
		var err error
		if head, err = headOf(r); errors.Is(err, io.ErrUnexpectedEOF) && len(bytes.TrimSpace(head)) == 0 {
			return nil, io.EOF
		} else if err != nil {
			return nil, err
		}
	}
	line, fields, _ := bytes.Cut(head, []byte{'\n'})
	if !bytes.HasPrefix(line, []byte("WARC/")) {
		return nil, &lostRecord{fmt.Errorf("it begins with %s and not with WARC/", clip(string(bytes.TrimSpace(line))))}
	}
	h, err := textproto.NewReader(bufio.NewReader(bytes.NewReader(fields))).ReadMIMEHeader()
	if err != nil {
		return nil, &lostRecord{fmt.Errorf("its head cannot be read: %s", clip(err.Error()))}
	}
	n, err := strconv.ParseInt(h.Get("Content-Length"), 10, 64)
	if err != nil || n < 0 {
		return nil, &lostRecord{fmt.Errorf("its length is %s", clip(h.Get("Content-Length")))}
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
		block := bufio.NewReader(w.left)
		head, err := headOf(block)
		if err != nil {
			return Entry{}, true, problem("leave it out", "its answer has no whole head: %w", err)
		}
		answer, err := http.ReadResponse(bufio.NewReader(io.MultiReader(bytes.NewReader(head), block)), nil)
		if err != nil {
			return Entry{}, true, problem("leave it out", "its answer cannot be read: %s", clip(err.Error()))
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
