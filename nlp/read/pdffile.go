package read

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"encoding/ascii85"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// pdfFile is the objects of a PDF. They are looked for from the start to the
// end, the last of a number counts, and the table at the end is not believed:
// it may lie, and is often wrong.
type pdfFile struct {
	b       []byte
	at      map[int]pdfPlace
	trailer pdfDict
	text    int64 // what was written so far, in bytes
	left    int64 // what may still be unpacked
	max     int64 // what one stream may unpack to
	packed  map[int][]byte
	crypt   *pdfCrypt // nil for none
	shown   int       // pictures on the pages so far
	broken  int       // streams that did not unpack to their end
	corrupt int       // those of them of which a part is missing for sure
	fonts   map[pdfRef]*pdfFont
}

// pdfPlace is where an object stands: in the file, or in a stream of objects.
type pdfPlace struct{ at, stream int }

var errUnpacks = errors.New("it unpacks to too much")

const maxObjects = 1 << 20

func openPDF(b []byte, o Options) (*pdfFile, error) {
	if !bytes.Contains(b[:min(len(b), 1024)], []byte("%PDF-")) {
		return nil, errors.New("its head is missing")
	}
	if !bytes.Contains(b[max(0, len(b)-2048):], []byte("%%EOF")) {
		return nil, errors.New("its end is missing")
	}
	f := &pdfFile{b: b, at: map[int]pdfPlace{}, left: 8 * o.MaxBytes, max: o.MaxBytes, packed: map[int][]byte{}, fonts: map[pdfRef]*pdfFont{}}
	if err := f.scan(); err != nil {
		return nil, err
	}
	if f.trailer.get("Encrypt") != nil {
		if f.crypt = f.newCrypt(); f.crypt != nil { // now for the objects within streams
			clear(f.packed)
			f.left = 8 * o.MaxBytes
			if err := f.scan(); err != nil {
				return nil, err
			}
		}
	}
	if f.trailer.get("Root") == nil {
		return nil, errors.New("it has no catalogue of its pages")
	}
	return f, nil
}

// scan finds the objects and the trailers.
func (f *pdfFile) scan() error {
	for i := 0; i < len(f.b); {
		n := bytes.IndexAny(f.b[i:], "ot") // obj, trailer
		if n < 0 {
			return nil
		}
		i += n
		switch {
		case bytes.HasPrefix(f.b[i:], []byte("trailer")):
			l := pdfLexer{b: f.b, at: i + len("trailer")}
			v, _ := l.next(0)
			f.trail(v)
			i = max(i+1, l.at)
		case bytes.HasPrefix(f.b[i:], []byte("obj")):
			num, _, ok := objectNumber(f.b[:i])
			if i += len("obj"); !ok {
				continue
			}
			if f.at[num] = (pdfPlace{at: i}); len(f.at) > maxObjects {
				return errors.New("it has too many objects")
			}
			v, end := f.object(i)
			if s, ok := v.(*pdfStream); ok {
				if err := f.container(num, s); err != nil {
					return err
				}
			}
			i = max(i, end)
		default:
			i++
		}
	}
	return nil
}

func (f *pdfFile) trail(v any) {
	if d, ok := v.(pdfDict); ok {
		f.trailer = append(append(pdfDict(nil), d...), f.trailer[:min(len(f.trailer), 64)]...)
	}
}

// objectNumber is the two numbers at the end of b: that of an object, and of its
// generation.
func objectNumber(b []byte) (num, gen int, ok bool) {
	b = bytes.TrimRight(b[max(0, len(b)-32):], " \r\n\t")
	before := bytes.TrimRight(b, "0123456789")
	first := bytes.TrimRight(before, " \r\n\t")
	if len(before) == len(b) || len(first) == len(before) {
		return 0, 0, false
	}
	f, ok := pdfNumber(first[len(bytes.TrimRight(first, "0123456789")):])
	g, isNumber := pdfNumber(b[len(before):])
	return int(f), int(g), ok && isNumber && f >= 0 && f < 1<<31 && g < 1<<31
}

// container notes the objects in a stream of them.
func (f *pdfFile) container(num int, s *pdfStream) error {
	switch s.get("Type") {
	case pdfName("XRef"):
		f.trail(s.pdfDict)
	case pdfName("ObjStm"):
		if f.trailer.get("Encrypt") != nil && f.crypt == nil {
			return nil
		}
		b, err := f.unpack(s)
		if errors.Is(err, errUnpacks) {
			return err
		}
		n, first := f.number(s.get("N")), max(f.number(s.get("First")), 0)
		l := pdfLexer{b: b}
		for range int(min(max(n, 0), maxObjects)) {
			id, ok := l.next(0)
			off, _ := l.next(0)
			if !ok {
				break
			}
			k, isNumber := id.(float64)
			if at, ok := off.(float64); ok && isNumber && k >= 0 && k < 1<<31 && at >= 0 && at < float64(len(b)) {
				if f.at[int(k)] = (pdfPlace{int(at + first), num}); at+first >= float64(len(b)) {
					f.broken++
				}
			}
		}
		if len(f.at) > maxObjects {
			return errors.New("it has too many objects")
		}
	}
	return nil
}

// object reads the object that begins at i, and says where it ends.
func (f *pdfFile) object(i int) (any, int) {
	l := pdfLexer{b: f.b, at: i}
	v, _ := l.next(1)
	d, ok := v.(pdfDict)
	if !ok {
		return v, l.at
	}
	l.skipSpace()
	if !bytes.HasPrefix(f.b[l.at:], []byte("stream")) {
		return v, l.at
	}
	from := l.at + len("stream")
	if bytes.HasPrefix(f.b[from:], []byte("\r\n")) {
		from += 2
	} else if from < len(f.b) && (f.b[from] == '\n' || f.b[from] == '\r') {
		from++
	}
	num, gen, _ := objectNumber(f.b[:max(0, i-len("obj"))])
	if n, ok := d.get("Length").(float64); ok && n >= 0 && n <= float64(len(f.b)-from) {
		end := from + int(n)
		if bytes.HasPrefix(bytes.TrimLeft(f.b[end:min(len(f.b), end+16)], "\r\n "), []byte("endstream")) {
			return &pdfStream{d, f.b[from:end], num, gen}, end
		}
	}
	n := bytes.Index(f.b[from:], []byte("endstream"))
	if n < 0 {
		return &pdfStream{d, f.b[from:], num, gen}, len(f.b)
	}
	return &pdfStream{d, f.b[from : from+n], num, gen}, from + n
}

// follow is the value that v stands for.
func (f *pdfFile) follow(v any) any {
	for range 8 {
		ref, ok := v.(pdfRef)
		if !ok {
			return v
		}
		p, ok := f.at[int(ref)]
		switch {
		case !ok || f.left < 0:
			return nil
		case p.stream == 0:
			var end int
			v, end = f.object(p.at)
			f.left -= int64(end - p.at)
		default:
			v = f.inner(p.at, p.stream)
		}
	}
	return nil
}

// inner is an object that stands in a stream of objects.
func (f *pdfFile) inner(at, stream int) any {
	p := f.at[stream]
	if p.stream != 0 { // a stream stands in no stream
		return nil
	}
	v, _ := f.object(p.at)
	s, ok := v.(*pdfStream)
	if !ok {
		return nil
	}
	b, ok := f.packed[stream]
	if !ok {
		b, _ = f.unpack(s)
		if len(f.packed) > 8 {
			clear(f.packed)
		}
		f.packed[stream] = b
	}
	l := pdfLexer{b: b, at: at}
	if at >= len(b) {
		return nil
	}
	v, _ = l.next(1)
	f.left -= int64(l.at - at)
	return v
}

func (f *pdfFile) dict(v any) pdfDict {
	switch v := f.follow(v).(type) {
	case pdfDict:
		return v
	case *pdfStream:
		return v.pdfDict
	}
	return nil
}

func (f *pdfFile) array(v any) pdfArray {
	a, _ := f.follow(v).(pdfArray)
	return a
}

func (f *pdfFile) number(v any) float64 {
	n, _ := f.follow(v).(float64)
	return n
}

// unpack undoes the filters of a stream. What can be had of a broken one is.
func (f *pdfFile) unpack(s *pdfStream) ([]byte, error) {
	filters, params := f.follow(s.get("Filter")), f.follow(s.get("DecodeParms"))
	names, many := filters.(pdfArray)
	if !many && filters != nil {
		names, params = pdfArray{filters}, pdfArray{params}
	}
	b := f.crypt.stream(s)
	for i, v := range names {
		var p pdfDict
		if a, ok := params.(pdfArray); ok && i < len(a) {
			p = f.dict(a[i])
		}
		r, err := unfiltered(f.follow(v), b)
		if err != nil {
			f.broken++
			return nil, err
		}
		b, err = io.ReadAll(io.LimitReader(r, min(f.left, f.max)+1))
		if err != nil {
			f.broken++
		}
		if _, bad := errors.AsType[flate.CorruptInputError](err); bad { // a wrong sum at the end is common, and no harm
			f.corrupt++
		}
		if f.left -= int64(len(b)); int64(len(b)) > f.max || f.left < 0 {
			return nil, errUnpacks
		}
		if f.number(p.get("Predictor")) >= 10 {
			b = unpredicted(b, int(min(max(f.number(p.get("Columns")), 1), 1<<16)))
		}
	}
	if len(names) == 0 {
		if f.left -= int64(len(b)); f.left < 0 {
			return nil, errUnpacks
		}
	}
	return b, nil
}

func unfiltered(name any, b []byte) (io.Reader, error) {
	switch name {
	case pdfName("FlateDecode"), pdfName("Fl"):
		return zlib.NewReader(bytes.NewReader(b))
	case pdfName("ASCII85Decode"), pdfName("A85"):
		b, _, _ = bytes.Cut(b, []byte("~>"))
		return ascii85.NewDecoder(bytes.NewReader(b)), nil
	case pdfName("Crypt"):
		return bytes.NewReader(b), nil
	case pdfName("ASCIIHexDecode"), pdfName("AHx"):
		l := pdfLexer{b: append([]byte("<"), b...)}
		return strings.NewReader(l.hex()), nil
	}
	return nil, fmt.Errorf("it is packed by %s, which is not known", clip(oneLine(fmt.Sprint(name))))
}

// unpredicted undoes the predictors of PNG for pixels of one byte, which is
// how tables of objects are packed.
func unpredicted(b []byte, columns int) []byte {
	var out []byte
	before := make([]byte, columns+1)
	for len(b) > columns {
		row := bytes.Clone(b[:columns+1])
		b = b[columns+1:]
		kind := row[0]
		row[0], before[0] = 0, 0
		for i := 1; i < len(row); i++ {
			switch kind {
			case 1:
				row[i] += row[i-1]
			case 2:
				row[i] += before[i]
			case 3:
				row[i] += byte((int(row[i-1]) + int(before[i])) / 2)
			}
		}
		out, before = append(out, row[1:]...), row
	}
	return out
}

// about is what a document says of itself under a key.
func (f *pdfFile) about(key string) string {
	info := f.trailer.get("Info")
	v := f.dict(info).get(key)
	ref, own := v.(pdfRef)
	if !own {
		ref, own = info.(pdfRef)
	}
	s, _ := f.follow(v).(string)
	if p := f.at[int(ref)]; own && f.crypt != nil && p.stream == 0 { // what is within a stream was decrypted with it
		_, gen, _ := objectNumber(f.b[:max(0, p.at-len("obj"))])
		s = string(f.crypt.undo([]byte(s), int(ref), gen))
	}
	return pdfText(s)
}

// pdfText is a string that is meant to be read, such as a title.
func pdfText(v any) string {
	s, _ := v.(string)
	switch {
	case strings.HasPrefix(s, "\xfe\xff"):
		s, _ = unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM).NewDecoder().String(s)
	case strings.HasPrefix(s, "\xef\xbb\xbf"):
		s = s[3:]
	default:
		s, _ = charmap.Windows1252.NewDecoder().String(s)
	}
	return s
}
