package neural

// madd4x16 does Product16 for 4 rows and 16 columns; lda, ldb and ldc count
// bytes.
//
//go:noescape
func madd4x16(pairs int, a *int16, lda int, b *int16, ldb int, c *float32, ldc int, scale float32)

// vnni4x32 does the same for 32 columns, with AVX-512 VNNI.
//
//go:noescape
func vnni4x32(pairs int, a *int16, lda int, b *int16, ldb int, c *float32, ldc int, scale float32)

// madd1x16 does what madd4x16 does, for one row.
//
//go:noescape
func madd1x16(pairs int, a, b *int16, ldb int, c *float32, scale float32)

// quantise16 does Quantise16 on 16·n numbers.
//
//go:noescape
func quantise16(q *int16, x *float32, f float32, n int)
