package read

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
)

// members reads a gzip file, which may be of many members: a web archive has one
// for each record. A broken one is an errMember, until its leave is called: reading
// then goes on with the next one that holds a record.
type members struct {
	r    *bufio.Reader
	z    *gzip.Reader
	bad  *errMember // the member at hand is
	lost bool       // what comes next is no member
}

// errMember is a member that is broken.
type errMember struct {
	error
	of *members
}

func (e *errMember) Unwrap() error { return e.error }

// leave lets the next Read look for another member.
func (e *errMember) leave() { e.of.bad, e.of.lost = nil, true }

func openGzip(r *bufio.Reader) (io.ReadCloser, error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, err
	}
	return &members{r: r, z: z}, nil
}

func (m *members) Read(p []byte) (int, error) {
	if m.bad != nil {
		return 0, m.bad
	}
	if m.lost {
		if err := m.find(); err != nil {
			return 0, err
		}
	}
	n, err := m.z.Read(p)
	if err == nil || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return n, err
	}
	if _, own := errors.AsType[*Error](err); own {
		return n, err
	}
	if errors.Is(err, gzip.ErrHeader) && m.padded() {
		return n, io.EOF
	}
	m.bad = &errMember{err, m}
	return n, m.bad
}

func (m *members) Close() error { return m.z.Close() }

// padded reports whether nothing but zeros is left, as tapes and some tools add.
func (m *members) padded() bool {
	for {
		head, _ := m.r.Peek(512)
		if len(head) == 0 {
			return true
		}
		if len(bytes.Trim(head, "\x00")) > 0 {
			return false
		}
		_, _ = m.r.Discard(len(head))
	}
}

// memberHead is how a member begins: the magic, deflate.
var memberHead = []byte{0x1f, 0x8b, 8}

// find goes on to the next member that begins with a record.
func (m *members) find() error {
	const looked = 4 << 10 // packed bytes that show how a record begins
	var probe gzip.Reader  // one for all: bytes that look like many heads would have each make its tables
	for {
		head, err := m.r.Peek(looked)
		if len(head) < len(memberHead) {
			if err == nil || errors.Is(err, bufio.ErrBufferFull) {
				err = io.EOF
			}
			return err
		}
		i := bytes.Index(head, memberHead)
		switch {
		case i < 0:
			_, _ = m.r.Discard(len(head) - len(memberHead) + 1)
			continue
		case i > 0:
			_, _ = m.r.Discard(i)
			continue
		}
		if beginsRecord(&probe, head) {
			m.lost = false
			return m.z.Reset(m.r)
		}
		_, _ = m.r.Discard(1)
	}
}

// beginsRecord reports whether packed bytes begin a record of a web archive.
func beginsRecord(z *gzip.Reader, packed []byte) bool {
	if z.Reset(bytes.NewReader(packed)) != nil {
		return false
	}
	begin := make([]byte, len("WARC/"))
	_, err := io.ReadFull(z, begin)
	return err == nil && string(begin) == "WARC/"
}
