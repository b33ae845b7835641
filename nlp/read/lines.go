package read

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
)

// lines gives the lines of a file one by one, with memory for one of them.
type lines struct {
	r    *bufio.Reader
	max  int64
	n    int   // number of the line that next gave last, from 1
	at   int64 // bytes of r that come before the next line
	buf  []byte
	back []byte // lines given back, before those of r
}

// next gives a line without its end, in memory that the next call uses again.
// A line of more than max bytes comes as nil with long set. At the end of the
// file err is io.EOF; what stands before any other error is no whole line and
// is dropped.
func (l *lines) next() (line []byte, long bool, err error) {
	l.n++
	if len(l.back) > 0 {
		line, l.back, _ = bytes.Cut(l.back, []byte{'\n'})
		return line, false, nil
	}
	l.buf = l.buf[:0]
	for {
		part, err := l.r.ReadSlice('\n')
		l.at += int64(len(part))
		if !long {
			l.buf = append(l.buf, part...)
		}
		if int64(len(l.buf)) > l.max+2 {
			long, l.buf = true, nil
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && (len(l.buf) > 0 || long):
			// the last line needs no end; the next call meets EOF again
		case err != nil:
			return nil, false, err
		}
		line = bytes.TrimSuffix(bytes.TrimSuffix(l.buf, []byte{'\n'}), []byte{'\r'})
		if int64(len(line)) > l.max {
			return nil, true, nil
		}
		return line, long, nil
	}
}

// eachLine is the Read of a format that has a record a line. It calls of for each
// line, from where reading goes on, until that is false. What goes wrong in
// reading is passed to yield; whole reports whether nothing did and nothing is left.
func (in Input) eachLine(ctx context.Context, yield func(Entry, error) bool, of func(l *lines, line []byte, long bool) bool) (whole bool) {
	l, err := in.lines()
	if err == nil {
		err = l.goOn(ctx, in)
	}
	if err != nil {
		yield(Entry{}, err)
		return false
	}
	for ctx.Err() == nil {
		line, long, err := l.next()
		switch {
		case errors.Is(err, io.EOF):
			return true
		case err != nil:
			yield(Entry{}, broken(err).at(l.n))
			return false
		case !of(l, line, long):
			return false
		}
	}
	return false
}

// giveBack makes next give these lines, joined by "\n", once more.
func (l *lines) giveBack(text []byte) {
	l.n -= bytes.Count(text, []byte{'\n'}) + 1
	l.back = append(append(bytes.Clone(text), '\n'), l.back...)
}
