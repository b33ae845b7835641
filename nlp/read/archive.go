package read

import (
	"archive/zip"
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// maxDepth is how many archives and packings may be packed into one another:
// a zip that holds a zip of news.tar.gz.
const maxDepth = 4

// source is a file to be read, packed or not.
type source struct {
	origin Origin
	name   string    // without folders; decides the format
	named  bool      // by the user, not found in a folder or archive
	filed  time.Time // when it was last written, zero for a stream
	depth  int       // archives around it
	r      *bufio.Reader
	at     io.ReaderAt // the same from its beginning, nil for a stream
	size   int64       // of at
	budget *budget

	from    Place // where to begin, in what it holds
	members []int // where it lies in the archives around it
}

// source reads a file by its kind and reports whether reading goes on.
func (r *reader) source(ctx context.Context, s *source) bool {
	head, err := s.r.Peek(8 << 10)
	if ctx.Err() != nil {
		return false
	}
	switch {
	case len(head) == 0 && (err == nil || errors.Is(err, io.EOF)):
		return r.refuse(ctx, s.origin, skip(Empty, "nothing to do, or fetch it again", "it is empty"))
	case len(head) == 0 && r.packedRecords(s, err):
		return r.entries(ctx, s, &WARC)
	case len(head) == 0:
		return r.refuse(ctx, s.origin, err)
	case isZip(head, s.name):
		return r.zip(ctx, s)
	case isTar(head, s.name):
		return r.tar(ctx, s)
	}
	if p := packingOf(head); p != nil {
		return r.unpack(ctx, s, p)
	}
	format, err := r.formatOf(s, head)
	if err != nil {
		return r.refuse(ctx, s.origin, err)
	}
	return r.entries(ctx, s, format)
}

// packedRecords reports whether an error is that of the first of many members, each
// a record of a web archive.
func (r *reader) packedRecords(s *source, err error) bool {
	if _, member := errors.AsType[*errMember](err); !member {
		return false
	}
	f := r.format
	if f == nil {
		f = byExtension(s.name, nil)
	}
	return f != nil && f.Name == WARC.Name
}

// entries passes on what a format finds in a file.
func (r *reader) entries(ctx context.Context, s *source, f *Format) bool {
	n, read := 0, 0
	if n = s.from.Entries; s.from.Offset == 0 { // the format begins at the beginning
		n, read = 0, s.from.Entries
	}
	raw, _ := s.at.(*rawFile) // nil within archives and packings
	for e, err := range f.Read(ctx, Input{Name: s.name, Reader: s.r, Options: r.opts, from: s.from, raw: raw}) {
		if n++; n <= read {
			continue
		}
		r.place = Place{s.members, e.end.Offset, e.end.Line, n}
		var d Document
		if err == nil {
			d, err = r.finish(&e, s, n)
		}
		if err != nil && !r.refuse(ctx, s.origin, err) || err == nil && !r.give(ctx, d) {
			return false
		}
	}
	return ctx.Err() == nil
}

// formatOf chooses how to read a file: what the user says, else what the
// extension says, else what its beginning looks like. A strange extension is
// only looked into when the user named the file himself.
func (r *reader) formatOf(s *source, head []byte) (*Format, error) {
	ext := path.Ext(s.name)
	f := r.format
	if f == nil {
		f = byExtension(s.name, head)
	}
	switch {
	case f == nil && ext != "" && !s.named:
		return nil, skip(Unsupported, "name it yourself, or name the format, to have it read", "files of the type %s are not read", show(ext))
	case f != nil && f.Binary, f == nil && sniffedBinary(head) != nil:
		f = cmp.Or(f, sniffedBinary(head))
	case r.opts.Charset != "":
		// UTF-16 without a mark looks binary, and the user says what it is
	case f != nil && f.Records && !looksBinary(firstLine(head)), f == nil && recordsIn(head):
		// bytes that are no text cost a record
	case looksBinary(head) && f == nil && ext != "":
		return nil, skip(Unsupported, "convert it to text, HTML or JSON lines", "files of the type %s are not read", show(ext))
	case looksBinary(head):
		return nil, skip(Binary, "leave it out; if it is UTF-16, save it as UTF-8 or with a byte order mark", "it is not text")
	}
	if f == nil {
		f = bySniff(head)
	}
	switch {
	case f == nil:
		return nil, skip(Unsupported, "name the format", "its format is not known")
	case r.format == nil && f.Name == Text.Name && !r.opts.Whole:
		if e := damagedTable(head); e != nil {
			return nil, e
		}
	}
	return f, nil
}

// wacz is the extension of a web archive in a zip: the pages are in WARC files
// in one of its folders, and other files say how to find them.
const (
	wacz      = ".wacz"
	waczPages = "archive/"
)

// recordsIn reports whether a file looks like records, whatever else is in it.
func recordsIn(head []byte) bool {
	if looksBinary(firstLine(head)) {
		return false
	}
	f := bySniff(head)
	return f != nil && f.Records
}

func firstLine(head []byte) []byte {
	line, _, _ := bytes.Cut(head, []byte{'\n'})
	return line
}

// sniffedBinary finds the format of a file that is no text, nil for none.
func sniffedBinary(head []byte) *Format {
	for i := range Formats {
		if f := &Formats[i]; f.Binary && f.Sniff(head) {
			return f
		}
	}
	return nil
}

// isZip reports whether a file is a zip archive, and not one of the many
// document formats that are zips inside.
func isZip(head []byte, name string) bool {
	if !bytes.HasPrefix(head, []byte("PK\x03\x04")) && !bytes.HasPrefix(head, []byte("PK\x05\x06")) {
		return false
	}
	ext := strings.ToLower(path.Ext(name))
	f := byExtension(name, head)
	return ext == ".zip" || ext == wacz || ext == "" || f != nil && !f.Binary
}

// zip reads the members of a zip archive, sorted by name.
func (r *reader) zip(ctx context.Context, s *source) bool {
	if s.depth >= maxDepth {
		return r.refuse(ctx, s.origin, tooDeep())
	}
	if s.at == nil {
		spool, err := spooled(s.r, r.opts.MaxExpand)
		if err != nil {
			return r.refuse(ctx, s.origin, err)
		}
		defer func() { _ = spool.Close() }()
		s.at, s.size = spool, spool.size
	}
	z, err := zip.NewReader(s.at, s.size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return r.refuse(ctx, s.origin, problem("fetch or pack it again", "not a whole zip archive: %w", err))
	}
	members := slices.DeleteFunc(z.File, func(f *zip.File) bool { return f.FileInfo().IsDir() || hiddenMember(f.Name) })
	if strings.EqualFold(path.Ext(s.name), wacz) {
		members = slices.DeleteFunc(members, func(f *zip.File) bool { return !strings.HasPrefix(f.Name, waczPages) })
	}
	slices.SortStableFunc(members, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	if len(members) == 0 {
		return r.refuse(ctx, s.origin, skip(Empty, "nothing to do, or pack it again", "the archive holds no files"))
	}
	for i, f := range members {
		from, ok := s.from.inside(i)
		if !ok {
			continue
		}
		if !r.member(ctx, s, f, i, from) {
			return false
		}
		if s.budget.spent() != nil { // the whole archive is a bomb
			return r.refuse(ctx, s.origin, s.budget.spent())
		}
	}
	return true
}

// hiddenMember reports whether a file or one of its folders is hidden, or a
// resource fork of macOS.
func hiddenMember(name string) bool {
	isSlash := func(r rune) bool { return r == '/' || r == '\\' } // some packers write the other one
	for part := range strings.FieldsFuncSeq(name, isSlash) {
		if isHidden(part) || part == "__MACOSX" {
			return true
		}
	}
	return false
}

// member reads one file of a zip archive.
func (r *reader) member(ctx context.Context, s *source, f *zip.File, i int, begin Place) bool {
	inner := *s
	r.mark(s, i+1) // what is refused is done
	inner.from, inner.members = begin, append(slices.Clone(s.members), i)
	inner.origin.Member = path.Join(s.origin.Member, f.Name)
	if err := refusable(f); err != nil {
		inner.origin.Member = strings.TrimPrefix(s.origin.Member+"/"+f.Name, "/")
		return r.refuse(ctx, inner.origin, err)
	}
	from, err := f.Open()
	if err != nil {
		return r.refuse(ctx, inner.origin, problem("pack it again", "it cannot be unpacked: %w", err))
	}
	defer func() { _ = from.Close() }()
	own := &budget{max: r.opts.MaxExpand, ratio: r.opts.MaxRatio, in: int64(min(f.CompressedSize64, 1<<62)), around: s.budget}
	inner.name, inner.named, inner.depth, inner.at = path.Base(f.Name), false, s.depth+1, nil
	if !f.Modified.IsZero() {
		inner.filed = f.Modified
	}
	inner.r = reading(ctx, &spending{from, own})
	inner.budget = own
	return r.source(ctx, &inner)
}

// refusable says why a member of an archive is not even opened, nil when it
// is.
func refusable(f *zip.File) error {
	const repack = "pack it again with plain names"
	switch {
	case strings.Contains(f.Name, `\`), !filepath.IsLocal(filepath.FromSlash(f.Name)):
		return problem(repack, "its name leads out of the archive")
	case f.Mode()&fs.ModeSymlink != 0:
		return skip(Unsupported, "pack the file itself", "it is a symbolic link")
	case !f.Mode().IsRegular():
		return skip(Unsupported, "pack the file itself", "it is no regular file")
	case f.Flags&1 != 0:
		return skip(Unsupported, "unpack it with its password first", "it is encrypted")
	}
	return nil
}

func tooDeep() *Error {
	return skip(Unsupported, "unpack the outer ones first", "archives within archives are read to a depth of %d", maxDepth)
}

// spool is a stream's content in a temporary file, which goes with Close.
type spool struct {
	*os.File
	size int64
}

func spooled(from io.Reader, limit int64) (*spool, error) {
	f, err := os.CreateTemp("", "entente-*.zip")
	if err != nil {
		return nil, err
	}
	s := &spool{File: f}
	s.size, err = io.Copy(f, io.LimitReader(from, limit+1))
	if err == nil && s.size > limit {
		err = skip(TooLarge, "save it as a file, or raise the limit", "the archive has more than %s", size(limit))
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *spool) Close() error {
	return errors.Join(s.File.Close(), os.Remove(s.Name()))
}
