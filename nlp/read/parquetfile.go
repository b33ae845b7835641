package read

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
)

// A Parquet file (https://parquet.apache.org/docs/file-format/) ends in a footer
// that says which columns there are, and where the pages of each lie, row group
// by row group.

// parquetFile is a file's footer.
type parquetFile struct {
	at     io.ReaderAt
	size   int64
	leaves []leaf
	groups []rowGroup
}

// leaf is a column that holds values.
type leaf struct {
	name     string // of the path, joined by dots
	top      bool   // it lies in no group
	kind     int    // physical type
	length   int    // of kindFixed
	optional bool
	repeated bool // it, or a group around it
	deep     bool // a group around it may be missing
	logical  logical
}

// The physical types.
const (
	kindBool = iota
	kindInt32
	kindInt64
	kindInt96
	kindFloat
	kindDouble
	kindBytes
	kindFixed
)

// logical says what the numbers of a column mean.
type logical int

const (
	plainValue logical = iota
	dateValue          // days since 1970
	millisValue
	microsValue
	nanosValue
)

type rowGroup struct {
	rows   int64
	chunks []chunk // by leaf
}

// chunk is where a column's pages lie.
type chunk struct {
	codec  int
	values int64
	start  int64 // of its first page
	size   int64 // compressed
}

// The bounds of what a footer may say.
const (
	maxFooter = 64 << 20
	maxLeaves = 10_000
	maxNodes  = 4 * maxLeaves
	maxChunks = 2 << 20 // of all row groups; those of a footer take some 50 bytes each
)

var errCut = errors.New("it is cut short: the footer at its end is missing")

// parquetFooter reads a file's footer.
func parquetFooter(at io.ReaderAt, size int64) (*parquetFile, error) {
	tail := make([]byte, 8)
	if size < 12 {
		return nil, errCut
	}
	if _, err := at.ReadAt(tail, size-8); err != nil {
		return nil, err
	}
	n := int64(binary.LittleEndian.Uint32(tail))
	if string(tail[4:]) != "PAR1" {
		return nil, errCut
	}
	if n > size-12 || n > maxFooter {
		return nil, fmt.Errorf("the footer is damaged: it has %d bytes of %d", n, size)
	}
	b := make([]byte, n)
	if _, err := at.ReadAt(b, size-8-n); err != nil {
		return nil, err
	}
	p := &parquetFile{at: at, size: size}
	t := &thrift{b: b}
	var tree []node
	chunks := 0
	t.fields(0, func(id int, kind byte) bool {
		switch {
		case id == 2 && kind == thriftList:
			t.list(func(byte) {
				if tree = append(tree, t.node()); len(tree) > maxNodes {
					t.fail()
				}
			})
		case id == 4 && kind == thriftList:
			t.list(func(byte) {
				g := t.rowGroup()
				p.groups = append(p.groups, g)
				if chunks += 1 + len(g.chunks); chunks > maxChunks {
					t.fail()
				}
			})
		default:
			return false
		}
		return true
	})
	if t.err != nil {
		return nil, fmt.Errorf("the footer is damaged: %w", t.err)
	}
	if err := p.plant(tree); err != nil {
		return nil, fmt.Errorf("the footer is damaged: %w", err)
	}
	for i := range p.groups {
		if len(p.groups[i].chunks) != len(p.leaves) || p.groups[i].rows < 0 {
			return nil, fmt.Errorf("the footer is damaged: row group %d has %d columns, the table %d", i+1, len(p.groups[i].chunks), len(p.leaves))
		}
	}
	return p, nil
}

// node is an element of the schema, which is written as a tree in order.
type node struct {
	leaf
	children   int
	repetition int64 // 0 required, 1 optional, 2 repeated
}

func (t *thrift) node() node {
	n := node{leaf: leaf{kind: -1}}
	t.fields(1, func(id int, kind byte) bool {
		switch id {
		case 1:
			n.kind = int(t.int())
		case 2:
			n.length = int(t.int())
		case 3:
			n.repetition = t.int()
		case 4:
			n.name = strings.ToValidUTF8(string(t.binary()), "\uFFFD")
		case 5:
			n.children = int(t.int())
		case 6: // what older tools write in place of 10
			switch t.int() {
			case 6:
				n.logical = dateValue
			case 9:
				n.logical = millisValue
			case 10:
				n.logical = microsValue
			}
		case 10:
			if kind != thriftStruct {
				return false
			}
			t.fields(2, func(id int, kind byte) bool {
				switch {
				case id == 6:
					n.logical = dateValue
				case id == 8 && kind == thriftStruct:
					t.fields(3, func(id int, kind byte) bool {
						if id != 2 || kind != thriftStruct {
							return false
						}
						t.fields(4, func(id int, _ byte) bool {
							n.logical = map[int]logical{1: millisValue, 2: microsValue, 3: nanosValue}[id]
							return false
						})
						return true
					})
					return true
				}
				return false
			})
		default:
			return false
		}
		return true
	})
	return n
}

// plant finds the leaves of the tree.
func (p *parquetFile) plant(tree []node) error {
	if len(tree) == 0 {
		return errors.New("it has no columns")
	}
	next := 1
	var grow func(children int, path string, repeated, deep bool, depth int) error
	grow = func(children int, path string, repeated, deep bool, depth int) error {
		for range children {
			if next >= len(tree) || depth > maxThrift || len(p.leaves) > maxLeaves {
				return errors.New("its tree of columns is broken")
			}
			n := tree[next]
			next++
			n.name = path + n.name
			again := repeated || n.repetition == 2
			if n.children > 0 {
				if err := grow(n.children, n.name+".", again, deep || n.repetition != 0, depth+1); err != nil {
					return err
				}
				continue
			}
			n.top, n.optional, n.repeated, n.deep = depth == 0, n.repetition == 1, again, deep
			p.leaves = append(p.leaves, n.leaf)
		}
		return nil
	}
	return grow(tree[0].children, "", false, false, 0)
}

func (t *thrift) rowGroup() (g rowGroup) {
	t.fields(1, func(id int, kind byte) bool {
		switch {
		case id == 1 && kind == thriftList:
			t.list(func(byte) {
				if g.chunks = append(g.chunks, t.chunk()); len(g.chunks) > maxLeaves+1 {
					t.fail()
				}
			})
		case id == 3:
			g.rows = t.int()
		default:
			return false
		}
		return true
	})
	return g
}

func (t *thrift) chunk() (c chunk) {
	data, dictionary := int64(-1), int64(-1)
	t.fields(2, func(id int, kind byte) bool {
		if id != 3 || kind != thriftStruct {
			return false
		}
		t.fields(3, func(id int, kind byte) bool {
			switch id {
			case 4:
				c.codec = int(t.int())
			case 5:
				c.values = t.int()
			case 7:
				c.size = t.int()
			case 9:
				data = t.int()
			case 11:
				dictionary = t.int()
			default:
				return false
			}
			return true
		})
		return true
	})
	if c.start = data; dictionary > 0 && dictionary < data {
		c.start = dictionary
	}
	return c
}
