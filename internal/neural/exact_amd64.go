package neural

// product4x16 does Product for 4 rows and 16 columns; lda, ldb and ldc count
// bytes.
//
//go:noescape
func product4x16(k int, a *float32, lda int, b *float32, ldb int, c *float32, ldc int)

// product1x16 does the same for one row.
//
//go:noescape
func product1x16(k int, a *float32, b *float32, ldb int, c *float32)

// exponentials16 does Exponentials on 16·n numbers.
//
//go:noescape
func exponentials16(x *float32, n int) float32

// gelu16 does Gelu on 16·n numbers.
//
//go:noescape
func gelu16(x *float32, n int)

// addNorm16 does AddNorm on 16·n numbers.
//
//go:noescape
func addNorm16(x, y, gain, bias *float32, n int, epsilon float32)
