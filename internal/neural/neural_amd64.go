package neural

import "golang.org/x/sys/cpu"

var fast = cpu.X86.HasAVX2 && cpu.X86.HasFMA

// kern4x16 adds to 4×16 numbers of c the product of 4 rows of a, lda bytes
// apart, with 16 columns of b, whose rows are ldb bytes apart.
//
//go:noescape
func kern4x16(k int, a *float32, lda int, b *float32, ldb int, c *float32, ldc int)

// kern1x64 does the same for one row and 64 columns.
//
//go:noescape
func kern1x64(k int, a *float32, b *float32, ldb int, c *float32)

// kern1x16 does the same for one row and 16 columns.
//
//go:noescape
func kern1x16(k int, a *float32, b *float32, ldb int, c *float32)

// tanh8 does Tanh on 8·n numbers.
//
//go:noescape
func tanh8(x *float32, n int)

// cell8 does Cell for 8·n units.
//
//go:noescape
func cell8(gates, before, c, tc, out *float32, n int)
