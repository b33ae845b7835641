// Package neural holds the few operations on matrices that the networks of the
// language stages are made of. On amd64 with AVX2 or AVX-512 they run in
// assembly, elsewhere in plain Go. Gemm, Tanh and Cell give the same numbers
// in both but for rounding; everything else the same bits.
//
// Int8 is a matrix of weights in 8 bits and Rows are activations in 8 bits:
// several times faster, a quarter of the size. Product16 is for what both sides
// of a product are known of only when it is needed, as in attention.
//
// Matrices are row-major slices. The number of columns of a right-hand matrix
// is a multiple of Lanes.
package neural

// Lanes divides the number of columns of every right-hand matrix.
const Lanes = 16

// Pad rounds n up to a multiple of Lanes.
func Pad(n int) int { return (n + Lanes - 1) / Lanes * Lanes }
