//go:build !amd64

package neural

func product4x16(k int, a *float32, lda int, b *float32, ldb int, c *float32, ldc int) {
	panic("amd64 only")
}

func product1x16(k int, a *float32, b *float32, ldb int, c *float32) { panic("amd64 only") }

func exponentials16(x *float32, n int) float32 { panic("amd64 only") }

func gelu16(x *float32, n int) { panic("amd64 only") }

func addNorm16(x, y, gain, bias *float32, n int, epsilon float32) { panic("amd64 only") }
