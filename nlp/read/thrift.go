package read

import (
	"encoding/binary"
	"errors"
)

// thrift reads the compact protocol of Apache Thrift, in which a Parquet file
// describes itself. Its errors are kept: what is read after one is zero.
type thrift struct {
	b   []byte
	at  int
	err error
}

// The types of the protocol, as far as they are told apart.
const (
	thriftTrue   = 1
	thriftFalse  = 2
	thriftByte   = 3
	thriftDouble = 7
	thriftBinary = 8
	thriftList   = 9
	thriftSet    = 10
	thriftMap    = 11
	thriftStruct = 12
	thriftUUID   = 13
)

var errThrift = errors.New("what describes it makes no sense")

func (t *thrift) fail() {
	if t.err == nil {
		t.err = errThrift
	}
	t.at = len(t.b)
}

func (t *thrift) byte() byte {
	if t.at >= len(t.b) {
		t.fail()
		return 0
	}
	t.at++
	return t.b[t.at-1]
}

func (t *thrift) uvarint() uint64 {
	v, n := binary.Uvarint(t.b[min(t.at, len(t.b)):])
	if n <= 0 {
		t.fail()
		return 0
	}
	t.at += n
	return v
}

func (t *thrift) int() int64 {
	v := t.uvarint()
	return int64(v>>1) ^ -int64(v&1)
}

func (t *thrift) binary() []byte {
	n := t.uvarint()
	if n > uint64(len(t.b)-t.at) {
		t.fail()
		return nil
	}
	t.at += int(n)
	return t.b[t.at-int(n) : t.at]
}

// fields reads a struct: f reads the value of each field that it knows, and
// reports whether it did.
func (t *thrift) fields(depth int, f func(id int, kind byte) bool) {
	if depth > maxThrift {
		t.fail()
	}
	id := 0
	for t.err == nil {
		head := t.byte()
		if head == 0 {
			return
		}
		if delta := int(head >> 4); delta > 0 {
			id += delta
		} else {
			id = int(t.int())
		}
		if kind := head & 15; t.err == nil && !f(id, kind) {
			t.skip(kind, depth+1)
		}
	}
}

// maxThrift bounds how deep values lie in each other.
const maxThrift = 16

// list reads a list: f reads each element.
func (t *thrift) list(f func(kind byte)) {
	head := t.byte()
	n := uint64(head >> 4)
	if n == 15 {
		n = t.uvarint()
	}
	if n > uint64(len(t.b)-t.at) { // each takes a byte at least
		t.fail()
	}
	for i := uint64(0); i < n && t.err == nil; i++ {
		f(head & 15)
	}
}

func (t *thrift) skip(kind byte, depth int) {
	if depth > maxThrift {
		t.fail()
		return
	}
	switch kind {
	case thriftTrue, thriftFalse:
	case thriftByte:
		t.byte()
	case thriftDouble, thriftUUID:
		n := 8
		if kind == thriftUUID {
			n = 16
		}
		if n > len(t.b)-t.at {
			t.fail()
			return
		}
		t.at += n
	case thriftBinary:
		t.binary()
	case thriftList, thriftSet:
		t.list(func(k byte) { t.element(k, depth) })
	case thriftMap:
		n := t.uvarint()
		if n == 0 {
			return
		}
		kinds := t.byte()
		for i := uint64(0); i < n && t.err == nil; i++ {
			t.element(kinds>>4, depth)
			t.element(kinds&15, depth)
		}
	case thriftStruct:
		t.fields(depth, func(int, byte) bool { return false })
	case 4, 5, 6:
		t.int()
	default:
		t.fail()
	}
}

// element skips an element of a list or map, where a truth value takes a byte.
func (t *thrift) element(kind byte, depth int) {
	if kind == thriftTrue || kind == thriftFalse {
		t.byte()
		return
	}
	t.skip(kind, depth+1)
}
