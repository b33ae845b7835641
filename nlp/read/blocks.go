package read

import (
	"encoding/binary"
	"slices"
)

// The blocks of two ways of packing that Parquet uses without their frames.
// Both copy what came before: a result is never larger than is stated.

// snappy unpacks a block of Snappy
// (https://github.com/google/snappy/blob/main/format_description.txt).
func snappy(b []byte, size int) ([]byte, error) {
	n, k := binary.Uvarint(b)
	if k <= 0 || n != uint64(size) {
		return nil, errPage
	}
	out := make([]byte, 0, size)
	for b = b[k:]; len(b) > 0; {
		tag := b[0]
		if tag&3 == 0 {
			length, more := int(tag>>2)+1, 1
			if extra := int(tag>>2) - 59; extra > 0 {
				if len(b) < 1+extra {
					return nil, errPage
				}
				length = little(b[1:1+extra]) + 1
				more += extra
			}
			if length <= 0 || length > len(b)-more || length > size-len(out) {
				return nil, errPage
			}
			out = append(out, b[more:more+length]...)
			b = b[more+length:]
			continue
		}
		var length, back, used int
		switch {
		case tag&3 == 1 && len(b) >= 2:
			length, back, used = int(tag>>2&7)+4, int(tag>>5)<<8|int(b[1]), 2
		case tag&3 == 2 && len(b) >= 3:
			length, back, used = int(tag>>2)+1, little(b[1:3]), 3
		case tag&3 == 3 && len(b) >= 5:
			length, back, used = int(tag>>2)+1, little(b[1:5]), 5
		default:
			return nil, errPage
		}
		b = b[used:]
		var ok bool
		if out, ok = again(out, back, length, size); !ok {
			return nil, errPage
		}
	}
	return out, nil
}

// lz4 unpacks a block of LZ4
// (https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md).
func lz4(b []byte, size int) ([]byte, error) {
	out := make([]byte, 0, size)
	long := func(n int) (int, bool) {
		if n < 15 {
			return n, true
		}
		for len(b) > 0 && n <= size {
			more := b[0]
			b = b[1:]
			if n += int(more); more < 255 {
				return n, true
			}
		}
		return 0, false
	}
	for len(b) > 0 {
		tag := b[0]
		b = b[1:]
		n, ok := long(int(tag >> 4))
		if !ok || n > len(b) || n > size-len(out) {
			return nil, errPage
		}
		out = append(out, b[:n]...)
		if b = b[n:]; len(b) == 0 { // the last piece copies nothing
			break
		}
		if len(b) < 2 {
			return nil, errPage
		}
		back := little(b[:2])
		b = b[2:]
		if n, ok = long(int(tag & 15)); !ok {
			return nil, errPage
		}
		if out, ok = again(out, back, n+4, size); !ok {
			return nil, errPage
		}
	}
	return out, nil
}

// again adds so many bytes from so far back, which may reach into themselves.
func again(out []byte, back, length, size int) ([]byte, bool) {
	if back <= 0 || back > len(out) || length > size-len(out) {
		return out, false
	}
	for from := len(out) - back; length > 0; length-- {
		out = append(out, out[from])
		from++
	}
	return out, true
}

func little(b []byte) int {
	n := 0
	for _, v := range slices.Backward(b) {
		n = n<<8 | int(v)
	}
	return n
}
