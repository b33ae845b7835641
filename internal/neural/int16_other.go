//go:build !amd64

package neural

func madd4x16(pairs int, a *int16, lda int, b *int16, ldb int, c *float32, ldc int, scale float32) {
	panic("amd64 only")
}

func vnni4x32(pairs int, a *int16, lda int, b *int16, ldb int, c *float32, ldc int, scale float32) {
	panic("amd64 only")
}

func madd1x16(pairs int, a, b *int16, ldb int, c *float32, scale float32) { panic("amd64 only") }

func quantise16(q *int16, x *float32, f float32, n int) { panic("amd64 only") }
