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
		w := &warc{in: in, r: in.Reader}
		if err := w.goOn(ctx); err != nil {
			yield(Entry{}, broken(err))
			return
		}
		for ctx.Err() == nil {
			w.broken = nil
			rec, err := nextRecord(w.r)
			w.records++
			n := w.records
			var lost *lostRecord
			switch {
			case w.broken != nil:
				w.kinds = nil
				if !yield(w.damaged(n)) {
					return
				}
				continue
			case errors.As(err, &lost):
				w.kinds = nil
				ended := resume(ctx, w.r)
				if !yield(Entry{end: w.place()}, problem("leave it out; what comes after it was read", "record %d: %w", n, err)) || ended != nil && w.broken == nil {
					return
				}
				continue
			case errors.Is(err, io.EOF):
				if err := w.none(); err != nil {
					yield(Entry{}, err)
				}
				return
			case err != nil:
				yield(Entry{}, problem(fetchWARC, "record %d: %w", n, err))
				return
			}
			if w.beyond(rec) {
				bad := problem("leave it out; what comes after it was read", "record %d: its length, %s, is more than the file has", n, size(rec.left.N))
				ended := resume(ctx, w.r)
				if ended != nil {
					bad = problem(fetchWARC, "record %d: %w", n, io.ErrUnexpectedEOF)
				}
				if w.kinds = nil; !yield(Entry{end: w.place()}, bad) || ended != nil {
					return
				}
				continue
			}
			e, ok, err := rec.page(ctx, in)
			bad := rec.rest()
			if bad == nil {
				_, _ = w.r.Peek(len("\r\n\r\nW")) // the sum of a record's member comes behind it
			}
			if w.broken != nil && (bad != nil || !errors.Is(w.broken, gzip.ErrHeader)) { // else it is the member behind it
				w.kinds = nil
				if !yield(w.damaged(n)) {
					return
				}
				continue
			}
			if err := bad; err != nil { // what was read of it is no whole page
				yield(Entry{}, problem(fetchWARC, "record %d: %w", n, err))
				return
			}
			if err != nil {
				own := broken(err)
				own.Err = fmt.Errorf("record %d (%s): %w", n, clip(rec.url), own.Err)
				err = own
			}
			e.end = w.place()
			if w.count(rec, ok); ok && !yield(e, err) {
				return
			}
		}
	}
}

// warc is an archive under way.
type warc struct {
	in      Input
	r       *bufio.Reader // of its bytes
	at      int64         // how many of them were given to r
	records int
	broken  error          // the member of the record at hand is
	gaps    bool           // one before it was
	kinds   map[string]int // records of the other kinds; nil when there was a page
}

// goOn begins at the place where reading goes on.
func (w *warc) goOn(ctx context.Context) error {
	from, head := w.in.from, io.Reader(w.in.Reader)
	switch {
	case from.Offset == 0:
	case w.in.raw != nil:
		w.in.raw.n = max(w.in.raw.n, from.Offset)
		head = reading(ctx, io.NewSectionReader(w.in.raw, from.Offset, w.in.raw.size-from.Offset))
	default:
		if err := discard(ctx, w.in.Reader, from.Offset); err != nil {
			return err
		}
	}
	w.at, w.kinds = from.Offset, map[string]int{}
	if from.Offset > 0 {
		w.records, w.kinds = from.Line, nil
	}
	w.r = bufio.NewReaderSize(readFunc(func(p []byte) (int, error) {
		if w.broken != nil { // until the next record
			return 0, w.broken
		}
		n, err := head.Read(p)
		w.at += int64(n)
		if _, broken := errors.AsType[*errMember](err); broken {
			w.broken = err
		}
		return n, err
	}), bufferSize)
	return nil
}

// damaged is the error of a record whose packed member is broken. What is left of
// it in memory goes.
func (w *warc) damaged(n int) (Entry, error) {
	w.gaps = true
	_, _ = w.r.Discard(w.r.Buffered())
	if member, ok := errors.AsType[*errMember](w.broken); ok {
		member.leave()
	}
	return Entry{end: w.place()}, problem("fetch it again; what comes after it was read", "record %d: %w", n, w.broken)
}

// place is where the next record begins. Behind a broken member, where that is in
// what is unpacked says nothing.
func (w *warc) place() Place {
	if w.gaps {
		return Place{}
	}
	return Place{Offset: w.at - int64(w.r.Buffered()), Line: w.records}
}

// beyond reports whether a record says that it is longer than what is left of the
// file, where that is known.
func (w *warc) beyond(rec *warcRecord) bool {
	return w.in.raw != nil && rec.left.N > w.in.raw.size-(w.at-int64(w.r.Buffered()))
}

func (w *warc) count(rec *warcRecord, page bool) {
	switch {
	case page:
		w.kinds = nil
	case w.kinds != nil && len(w.kinds) < 20:
		w.kinds[rec.kind]++
	}
}

// none says why an archive has given nothing, nil where that is no wonder.
func (w *warc) none() error {
	switch {
	case w.kinds == nil:
		return nil
	case len(w.kinds) == 0:
		return skip(Empty, "nothing to do, or fetch it again", "the archive holds no records")
	case w.kinds["revisit"] > 0:
		return skip(NoArticle, "read the archives of the crawls before it", "the archive holds no page of its own; %d of its records say that a page was as at an earlier visit", w.kinds["revisit"])
	}
	return nil // pictures and other things that a crawl keeps apart
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
	e, ok, err = webPage(ctx, in.Options, w.url, media, body)
	if err != nil || !ok {
		return Entry{}, ok, err
	}
	e.ID, e.URL = first(w.id, w.url), first(e.URL, w.url)
	if e.Date == "" && inAddress(e.URL).IsZero() && w.date != "" {
		e.Date = w.date
		e.Warnings = append(e.Warnings, fetchDay)
	}
	return e, true, nil
}

const fetchDay = "the page shows no date; the day on which it was fetched is taken"

// webPage reads what a server gave for an address; ok is false for what is
// neither HTML nor plain text.
func webPage(ctx context.Context, o Options, address, media string, body io.Reader) (e Entry, ok bool, err error) {
	kind, params, _ := mime.ParseMediaType(media)
	read := readHTML
	switch kind {
	case "text/html", "application/xhtml+xml":
	case "text/plain":
		read = readText
	default:
		return Entry{}, false, nil
	}
	page := Input{Name: path.Base(address), Reader: bufio.NewReader(body), Options: o}
	if u, err := url.Parse(address); err == nil {
		page.Name = path.Base(u.Path)
	}
	if charset := params["charset"]; page.Options.Charset == "" && kind == "text/plain" {
		if _, err := charsetOf(charset); err == nil {
			page.Options.Charset = charset
		}
	}
	e, err = read(ctx, page)
	return e, true, err
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
