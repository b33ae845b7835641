package read

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
)

// packing is a way to make one file smaller.
type packing struct {
	magic []byte
	// names maps the extensions of its files to what they are without it:
	// ".tgz" is a ".tar" inside.
	names map[string]string
	open  func(*bufio.Reader) (io.ReadCloser, error)
}

var packings = []packing{
	{[]byte{0x1f, 0x8b}, map[string]string{".gz": "", ".tgz": ".tar"}, openGzip},
	{[]byte("BZh"), map[string]string{".bz2": "", ".tbz": ".tar", ".tbz2": ".tar"}, openBzip2},
	{[]byte("\xfd7zXZ\x00"), map[string]string{".xz": "", ".txz": ".tar"}, openXZ},
	{[]byte{0x28, 0xb5, 0x2f, 0xfd}, map[string]string{".zst": "", ".zstd": "", ".tzst": ".tar"}, openZstd},
}

// maxWindow is how much memory a packed file may ask for to be unpacked.
const maxWindow = 64 << 20

func packingOf(head []byte) *packing {
	for i := range packings {
		if bytes.HasPrefix(head, packings[i].magic) {
			return &packings[i]
		}
	}
	return nil
}

// unpackedName is a file's name without its packing.
func (p *packing) unpackedName(name string) string {
	ext := path.Ext(name)
	if inner, ok := p.names[strings.ToLower(ext)]; ok {
		return strings.TrimSuffix(name, ext) + inner
	}
	return name
}

// unpack reads what is in a packed file.
func (r *reader) unpack(ctx context.Context, s *source, p *packing) bool {
	if s.depth >= maxDepth {
		return r.refuse(ctx, s.origin, tooDeep())
	}
	z, err := p.open(s.r)
	if err != nil {
		return r.refuse(ctx, s.origin, broken(err))
	}
	defer func() { _ = z.Close() }()
	inner := *s
	inner.name, inner.depth, inner.at = p.unpackedName(s.name), s.depth+1, nil
	inner.r = bufio.NewReaderSize(&spending{damaged{z}, s.budget}, bufferSize)
	return r.source(ctx, &inner)
}

// damaged says of what can't be unpacked that it is.
type damaged struct{ from io.Reader }

func (d damaged) Read(p []byte) (int, error) {
	n, err := d.from.Read(p)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		if _, own := errors.AsType[*Error](err); !own {
			err = fmt.Errorf("it is damaged: %w", err)
		}
	}
	return n, err
}

func openBzip2(r *bufio.Reader) (io.ReadCloser, error) {
	return io.NopCloser(bzip2.NewReader(r)), nil
}

func openZstd(r *bufio.Reader) (io.ReadCloser, error) {
	z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxWindow))
	if err != nil {
		return nil, err
	}
	return z.IOReadCloser(), nil
}

// openXZ opens a file of xz. The first block says how much memory it wants; a
// later one that wants more than the first is not made by any packer.
func openXZ(r *bufio.Reader) (io.ReadCloser, error) {
	if head, _ := r.Peek(64); xzWindow(head) > maxWindow {
		return nil, skip(TooLarge, "unpack it yourself", "unpacking it needs more than %s of memory", size(maxWindow))
	}
	z, err := xz.NewReader(r)
	if err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return nil, err
		}
		return nil, problem("fetch or pack it again", "not a whole xz file: %w", err)
	}
	return io.NopCloser(z), nil
}

// xzWindow is the size of the dictionary that the first block of an xz file
// asks for, by version 1.2.1 of the format's description (3.1 and 5.3.1); 0
// where it cannot be told.
func xzWindow(head []byte) uint64 {
	const streamHeader = 12
	if len(head) < streamHeader+8 || head[streamHeader] == 0 {
		return 0
	}
	flags, at := head[streamHeader+1], streamHeader+2
	for _, present := range []bool{flags&0x40 != 0, flags&0x80 != 0} { // sizes, as many bytes as have their high bit set, and one
		for present && at < len(head) {
			present = head[at]&0x80 != 0
			at++
		}
	}
	for range flags&3 + 1 {
		if at+2 >= len(head) {
			return 0
		}
		id, n := head[at], int(head[at+1])
		if bits := head[at+2] & 0x3f; id == 0x21 && n == 1 {
			return uint64(2|bits&1) << (bits/2 + 11)
		}
		at += 2 + n
	}
	return 0
}
