//go:build !amd64

package neural

func exponentials16(x *float32, n int) float32 { panic("amd64 only") }

func gelu16(x *float32, n int) { panic("amd64 only") }

func addNorm16(x, y, gain, bias *float32, n int, epsilon float32) { panic("amd64 only") }
