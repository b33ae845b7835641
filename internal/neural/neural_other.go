//go:build !amd64

package neural

const fast = false

func kern4x16(k int, a *float32, lda int, b *float32, ldb int, c *float32, ldc int) {
	panic("amd64 only")
}

func kern1x64(k int, a *float32, b *float32, ldb int, c *float32) { panic("amd64 only") }

func kern1x16(k int, a *float32, b *float32, ldb int, c *float32) { panic("amd64 only") }

func tanh8(x *float32, n int) { panic("amd64 only") }

func cell8(gates, before, c, tc, out *float32, n int) { panic("amd64 only") }
