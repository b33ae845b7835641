package weights

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
)

// maxInflated bounds the bytes of a model that is unpacked.
const maxInflated = 1 << 26

// Deflated is what was written with all behind the magic word compressed: by
// how often each byte is there, for numbers of models repeat no others.
func (w *Writer) Deflated() []byte {
	out := bytes.NewBuffer(bytes.Clone(w.b[:w.magic]))
	z, _ := zlib.NewWriterLevel(out, zlib.HuffmanOnly) // the level is one that there is
	_, _ = z.Write(w.b[w.magic:])                      // a buffer takes all
	_ = z.Close()
	return out.Bytes()
}

// NewInflatingReader reads what Writer.Deflated gave.
func NewInflatingReader(b []byte, magic string) *Reader {
	out, err := Inflate(b, magic)
	if err != nil {
		return &Reader{err: err}
	}
	return NewReader(out, magic)
}

// Inflate gives the magic word and what Writer.Deflated compressed behind it.
func Inflate(b []byte, magic string) ([]byte, error) {
	r := NewReader(b, magic)
	if r.err != nil {
		return nil, r.err
	}
	packed := bytes.NewReader(r.b)
	z, err := zlib.NewReader(packed)
	if err != nil {
		return nil, fmt.Errorf("the weights are damaged: %w", err)
	}
	out := bytes.NewBufferString(magic)
	switch n, err := io.Copy(out, io.LimitReader(z, maxInflated)); {
	case err != nil:
		return nil, fmt.Errorf("the weights are damaged: %w", err)
	case n == maxInflated:
		return nil, fmt.Errorf("the weights are larger than %d bytes", maxInflated)
	case packed.Len() > 0:
		return nil, errors.New("bytes are left after the weights")
	}
	return out.Bytes(), nil
}
