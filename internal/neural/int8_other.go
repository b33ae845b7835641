//go:build !amd64

package neural

const best = plain

func (m *Int8) panelVNNI(dst []float32, x *Rows, base []float32, ldb, o, width, at int) {
	panic("amd64 only")
}

func (m *Int8) panelAVX2(dst []float32, x *Rows, base []float32, ldb, o, width, at int) {
	panic("amd64 only")
}

func most8(x *float32, n int) float32 { panic("amd64 only") }

func quantise8(q *uint8, x *float32, f float32, n int) { panic("amd64 only") }

func addRows32(x *float32, q *uint8, stride int, scale *float32, rows *int32, count, n int) {
	panic("amd64 only")
}

func step8(gates, c *float32, out *uint8, n int) { panic("amd64 only") }

func leak8(x *float32, slope float32, n int) { panic("amd64 only") }

func plus8(dst, a, b *float32, n int) { panic("amd64 only") }

func mostOf8(most, a, b, c *float32, n int) { panic("amd64 only") }

func addRuns(x, table *float32, code *byte, n int, s float32) { panic("amd64 only") }

func addLines(x, lengths, first, second *float32, lines *byte, rows *uint32, n int) {
	panic("amd64 only")
}
