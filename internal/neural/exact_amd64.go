package neural

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
