package read

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"iter"
	"os"
	"slices"
	"time"
)

// File is a regular file with what tells whether it is still the same.
type File struct {
	Path     string // as in Origin
	Size     int64
	Modified time.Time
	Sum      string // of its beginning and its end, in hex
}

// How much of a file Sum is about: a file of up to as much is known by all of
// its bytes.
const (
	sumHead = 32 << 10
	sumTail = 4 << 10
)

func fileOf(name string, info fs.FileInfo, at io.ReaderAt) (*File, error) {
	h := sha256.New()
	_, err := io.Copy(h, io.NewSectionReader(at, 0, sumHead))
	if err == nil && info.Size() > sumHead {
		_, err = io.Copy(h, io.NewSectionReader(at, max(sumHead, info.Size()-sumTail), sumTail))
	}
	return &File{name, info.Size(), info.ModTime(), hex.EncodeToString(h.Sum(nil)[:16])}, err
}

// Place is how far a file is read: where a later reading of the same file goes
// on. The zero value is its beginning.
type Place struct {
	Members []int `json:"members,omitempty"` // of archives, the outermost first: how many members come before
	Offset  int64 `json:"offset,omitempty"`  // bytes of the innermost file, unpacked, that come before; 0 where only Entries tells
	Line    int   `json:"line,omitempty"`    // lines of it (of a web archive, records) that come before
	Entries int   `json:"entries,omitempty"` // entries of it, bad ones too, that come before
}

// IsZero reports whether p is the beginning.
func (p Place) IsZero() bool {
	return len(p.Members) == 0 && p.Offset == 0 && p.Entries == 0
}

// inside is the place within the i-th member of an archive; ok is false for a
// member that was read before.
func (p Place) inside(i int) (inner Place, ok bool) {
	if len(p.Members) == 0 || i > p.Members[0] {
		return Place{}, true
	}
	if i < p.Members[0] {
		return Place{}, false
	}
	p.Members = p.Members[1:]
	return p, true
}

// Reached says how far the reading is with a document, that document included.
type Reached struct {
	File  *File // nil for what can't be read twice, or where Options.Resume is not set
	Place Place
	Whole bool  // the document is the last one of its file
	Bytes int64 // of regular files, packed as they are, read or passed over in this run
}

// result is what is passed to the caller.
type result struct {
	doc Document
	err error
}

// pass gives the caller a document or an error. With Options.Resume, the last
// one of a file waits until it is known to be the last.
func (r *reader) pass(d Document, err error) bool {
	d.Reached = Reached{File: r.at, Place: r.place, Bytes: r.bytes()}
	next := result{d, err}
	if r.at != nil {
		if r.held == nil {
			r.held = &next
			return true
		}
		next, *r.held = *r.held, next
	}
	r.stopped = !r.yield(next.doc, next.err)
	return !r.stopped
}

// bytes are those of regular files that the run has read so far.
func (r *reader) bytes() int64 {
	if r.raw == nil {
		return r.before
	}
	return r.before + min(r.raw.n, r.raw.size)
}

// begin asks where to begin with a file; ok is false for one that is done.
func (r *reader) begin(name string, info fs.FileInfo, raw *rawFile) (from Place, ok bool, err error) {
	if r.opts.Resume == nil {
		return Place{}, true, nil
	}
	file, err := fileOf(name, info, raw.File)
	if err != nil {
		return Place{}, false, err
	}
	if from, ok = r.opts.Resume(*file); ok {
		r.at, r.place = file, from
	}
	return from, ok, nil
}

// end passes on the last document of a file. A file that was written to
// meanwhile is not read as a whole.
func (r *reader) end(ctx context.Context, raw *rawFile, before fs.FileInfo, going bool) bool {
	held, at := r.held, r.at
	r.held, r.at, r.place, r.raw = nil, nil, Place{}, nil
	r.before += raw.size
	if held == nil || r.stopped || ctx.Err() != nil {
		return going
	}
	now, err := raw.Stat()
	held.doc.Reached.Whole = going && at != nil && err == nil && now.Size() == before.Size() && now.ModTime().Equal(before.ModTime())
	r.stopped = !r.yield(held.doc, held.err)
	return going && !r.stopped
}

// rawFile counts what is read of a file.
type rawFile struct {
	*os.File
	n, size int64
}

func (f *rawFile) Read(p []byte) (int, error) {
	n, err := f.File.Read(p)
	f.n += int64(n)
	return n, err
}

func (f *rawFile) ReadAt(p []byte, off int64) (int, error) {
	n, err := f.File.ReadAt(p, off)
	f.n += int64(n)
	return n, err
}

// mark notes that the i-th member of an archive comes next, or what is within
// it.
func (r *reader) mark(s *source, i int) {
	r.place = Place{Members: append(slices.Clone(s.members), i)}
}

// lines are those of the input, from where reading goes on. Of a file that is
// neither packed nor decoded, what comes before is not read.
func (in Input) lines() (*lines, error) {
	head, _ := in.Reader.Peek(4)
	_, n := byteOrderMark(head)
	r, err := in.stream()
	if err != nil {
		return nil, err
	}
	l := &lines{r: r, max: in.Options.MaxBytes}
	if r == in.Reader { // else offsets are those of the decoded text
		l.at = int64(n)
	}
	return l, nil
}

// goOn passes over what comes before the place where reading goes on.
func (l *lines) goOn(ctx context.Context, in Input) error {
	if in.from.Offset == 0 {
		return nil
	}
	if l.r == in.Reader && in.raw != nil {
		in.raw.n = max(in.raw.n, in.from.Offset)
		l.r = reading(ctx, io.NewSectionReader(in.raw, in.from.Offset, in.raw.size-in.from.Offset))
	} else if err := discard(ctx, l.r, in.from.Offset-l.at); err != nil {
		return err
	}
	l.at, l.n = in.from.Offset, in.from.Line
	return nil
}

// place is where the next line is; there is none within lines given back.
func (l *lines) place() Place {
	if len(l.back) > 0 {
		return Place{}
	}
	return Place{Offset: l.at, Line: l.n}
}

// discard passes over n bytes.
func discard(ctx context.Context, r *bufio.Reader, n int64) error {
	for n > 0 && ctx.Err() == nil {
		k, err := r.Discard(int(min(n, 1<<20)))
		if n -= int64(k); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// Files are the regular files that the inputs name, with what the file system
// says of them. It looks them up and opens none; what can't be looked up is
// left out.
func Files(ctx context.Context, inputs ...string) iter.Seq2[string, fs.FileInfo] {
	return func(yield func(string, fs.FileInfo) bool) {
		going := true
		r := reader{yield: func(Document, error) bool { return true }}
		r.list = func(name string, info fs.FileInfo) bool {
			going = going && yield(name, info)
			return going && ctx.Err() == nil
		}
		for _, input := range inputs {
			if input != stdin && !r.input(ctx, input) {
				return
			}
		}
	}
}
