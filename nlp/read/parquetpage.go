package read

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
)

// cursor walks over the values of a column of a row group, with memory for one
// page and one dictionary.
type cursor struct {
	file   *parquetFile
	leaf   *leaf
	chunk  *chunk
	rows   int64  // of the row group
	held   *int64 // bytes of pages in memory, of all columns
	mine   int64  // of them, those of this column's page
	at     int64  // of the next page
	seen   int64  // values of the pages so far
	left   int64  // values of the page that are not read, nulls included
	levels levels // zero: no value may be missing
	values values
	words  []string // dictionary, nil for none
}

// The bounds of a page, and of all that are in memory.
const (
	maxPage = 64 << 20
	maxHeld = 256 << 20
)

var (
	errPage = errors.New("a page makes no sense")
	errHeld = skip(TooLarge, "write it with smaller pages", "its pages take more than %s of memory", size(maxHeld))
)

func newCursor(p *parquetFile, g *rowGroup, i int, held *int64) *cursor {
	return &cursor{file: p, leaf: &p.leaves[i], chunk: &g.chunks[i], rows: g.rows, held: held, at: g.chunks[i].start}
}

// next gives the next value as text, "" for none.
func (c *cursor) next() (string, error) {
	for c.left == 0 {
		if err := c.page(); err != nil {
			return "", err
		}
	}
	c.left--
	if c.levels.on() {
		if there, err := c.levels.next(); err != nil || there == 0 {
			return "", err
		}
	}
	return c.values.next()
}

// header is that of a page.
type header struct {
	kind, encoding    int64
	unpacked, packed  int64
	values            int64
	defined, repeated int64 // bytes of levels, of version 2
	compressed        bool
}

const (
	dataPage       = 0
	dictionaryPage = 2
	dataPage2      = 3
)

// page reads the next page: a dictionary, or values.
func (c *cursor) page() error {
	if k := c.chunk; k.start < 4 || k.size < 0 || k.start > c.file.size || k.size > c.file.size-k.start || k.values > c.rows {
		return errPage
	}
	if c.seen >= c.chunk.values || c.at >= c.chunk.start+c.chunk.size {
		return io.ErrUnexpectedEOF // there are more rows than values
	}
	h, err := c.header()
	if err != nil {
		return err
	}
	data := make([]byte, h.packed)
	if _, err := c.file.at.ReadAt(data, c.at); err != nil {
		return err
	}
	c.at += h.packed
	if h.kind == dataPage2 {
		return c.second(h, data)
	}
	if data, err = unpackPage(c.chunk.codec, data, h.unpacked); err != nil {
		return err
	}
	switch h.kind {
	case dictionaryPage:
		if c.words != nil || h.values > int64(len(data)) {
			return errPage
		}
		v := plainValues{leaf: c.leaf, b: data}
		c.words = make([]string, 0, h.values)
		for range h.values {
			word, err := v.next()
			if err != nil {
				return err
			}
			c.words = append(c.words, word)
		}
		return nil
	case dataPage:
		c.levels = levels{}
		if c.leaf.optional {
			if data, err = c.levels.framed(data); err != nil {
				return err
			}
		}
		return c.begin(h, data)
	}
	return nil // an index, which nobody needs
}

// header reads the header of the page at hand and takes its memory.
func (c *cursor) header() (h header, err error) {
	const most = 1 << 16 // statistics of long values may be in it
	b := make([]byte, min(most, c.chunk.start+c.chunk.size-c.at, c.file.size-c.at))
	if len(b) == 0 {
		return h, io.ErrUnexpectedEOF
	}
	if _, err := c.file.at.ReadAt(b, c.at); err != nil {
		return h, err
	}
	h.compressed = true
	t := &thrift{b: b}
	t.fields(0, func(id int, kind byte) bool {
		switch {
		case id == 1:
			h.kind = t.int()
		case id == 2:
			h.unpacked = t.int()
		case id == 3:
			h.packed = t.int()
		case (id == 5 || id == 7 || id == 8) && kind == thriftStruct:
			t.pageHeader(id, &h)
		default:
			return false
		}
		return true
	})
	c.at += int64(t.at)
	end := min(c.chunk.start+c.chunk.size, c.file.size)
	if t.err != nil || h.packed < 0 || h.unpacked < 0 || h.values < 0 || h.packed > end-c.at ||
		h.defined < 0 || h.repeated < 0 || h.defined > h.packed || h.repeated > h.packed-h.defined {
		return h, errPage
	}
	if h.unpacked > maxPage || h.packed > maxPage {
		return h, skip(TooLarge, "write it with smaller pages", "a page has more than %s", size(maxPage))
	}
	if h.kind == dictionaryPage { // it stays until the row group is read
		return h, c.hold(h.unpacked + min(h.values, h.unpacked)*wordSize)
	}
	*c.held -= c.mine
	c.mine = h.unpacked
	return h, c.hold(h.unpacked)
}

// wordSize is what a word of a dictionary takes besides its letters: a string,
// and the least that is allocated for one.
const wordSize = 16 + 16

// hold takes memory.
func (c *cursor) hold(n int64) error {
	if *c.held += n; *c.held > maxHeld {
		return errHeld
	}
	return nil
}

func (t *thrift) pageHeader(id int, h *header) {
	t.fields(1, func(field int, kind byte) bool {
		version2 := id == 8
		switch {
		case field == 1:
			h.values = t.int()
		case !version2 && field == 2, version2 && field == 4:
			h.encoding = t.int()
		case version2 && field == 5:
			h.defined = t.int()
		case version2 && field == 6:
			h.repeated = t.int()
		case version2 && field == 7:
			h.compressed = kind == thriftTrue
		default:
			return false
		}
		return true
	})
}

// second reads a page of version 2: its levels are not compressed.
func (c *cursor) second(h header, data []byte) (err error) {
	defined, rest := data[h.repeated:h.repeated+h.defined], data[h.repeated+h.defined:]
	c.levels = levels{}
	if c.leaf.optional {
		c.levels = levels{b: defined, width: 1, set: true}
	}
	if h.compressed {
		if rest, err = unpackPage(c.chunk.codec, rest, h.unpacked-h.repeated-h.defined); err != nil {
			return err
		}
	}
	return c.begin(h, rest)
}

// begin makes the values of a page ready.
func (c *cursor) begin(h header, data []byte) (err error) {
	if h.values > c.chunk.values-c.seen {
		return errPage
	}
	c.left = h.values
	c.seen += h.values
	c.values, err = valuesOf(h, c.leaf, c.words, data)
	return err
}

// unpackPage decompresses a page, which must have the size that is stated.
func unpackPage(codec int, b []byte, unpacked int64) ([]byte, error) {
	if unpacked < 0 {
		return nil, errPage
	}
	var out []byte
	var err error
	switch codec {
	case 0:
		out = b
	case 1:
		out, err = snappy(b, int(unpacked))
	case 2:
		var r *gzip.Reader
		if r, err = gzip.NewReader(bytes.NewReader(b)); err == nil {
			out, err = io.ReadAll(io.LimitReader(r, unpacked+1))
		}
	case 6:
		var d *zstd.Decoder
		if d, err = zstd.NewReader(bytes.NewReader(b), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(2*maxPage)); err == nil {
			out, err = io.ReadAll(io.LimitReader(d, unpacked+1))
			d.Close()
		}
	case 7:
		out, err = lz4(b, int(unpacked))
	default:
		names := map[int]string{3: "LZO", 4: "Brotli", 5: "the old LZ4"}
		name := names[codec]
		if name == "" {
			name = fmt.Sprintf("method %d", codec)
		}
		return nil, skip(Unsupported, "write it anew with Snappy, Zstandard, gzip or LZ4_RAW", "its pages are packed by %s", name)
	}
	if err != nil || int64(len(out)) != unpacked {
		return nil, errors.Join(errPage, err)
	}
	return out, nil
}
