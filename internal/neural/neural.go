package neural

// Gemm adds a·b to c, where a has m rows and k columns and b has k rows and n
// columns. Rows of a are lda apart, those of b and c are contiguous; n is a
// multiple of Lanes.
func Gemm(c, a, b []float32, m, k, n, lda int) {
	if m == 0 || k == 0 || n == 0 {
		return
	}
	if n%Lanes != 0 {
		panic("neural: the columns are not a multiple of 16")
	}
	_, _, _ = a[(m-1)*lda+k-1], b[k*n-1], c[m*n-1]
	if !fast {
		gemm(c, a, b, m, k, n, lda)
		return
	}
	i := 0
	for ; i+4 <= m; i += 4 {
		for j := 0; j < n; j += 16 {
			kern4x16(k, &a[i*lda], lda*4, &b[j], n*4, &c[i*n+j], n*4)
		}
	}
	for ; i < m; i++ {
		j := 0
		for ; j+64 <= n; j += 64 {
			kern1x64(k, &a[i*lda], &b[j], n*4, &c[i*n+j])
		}
		for ; j < n; j += 16 {
			kern1x16(k, &a[i*lda], &b[j], n*4, &c[i*n+j])
		}
	}
}

func gemm(c, a, b []float32, m, k, n, lda int) {
	for i := range m {
		row := c[i*n:][:n]
		for p, x := range a[i*lda:][:k] {
			if x == 0 {
				continue
			}
			for j, y := range b[p*n:][:n] {
				row[j] += x * y
			}
		}
	}
}

// Beyond this, Tanh is 1.
const tanhEnd = 4.97

// Tanh puts the hyperbolic tangent of each number of x in its place, by the
// continued fraction of Lambert, cut after its seventh power; it is off by at
// most 1e-4. len(x) is a multiple of 8.
func Tanh(x []float32) {
	if len(x) == 0 {
		return
	}
	if fast && len(x)%8 == 0 {
		tanh8(&x[0], len(x)/8)
		return
	}
	for i, v := range x {
		v = max(-tanhEnd, min(tanhEnd, v))
		q := v * v
		x[i] = v * (135135 + q*(17325+q*(378+q))) / (135135 + q*(62370+q*(3150+q*28)))
	}
}

// Transpose puts the transpose of the m×n matrix a into b, whose rows are ldb
// apart.
func Transpose(b, a []float32, m, n, ldb int) {
	const block = 16
	for i0 := 0; i0 < m; i0 += block {
		for j0 := 0; j0 < n; j0 += block {
			for i := i0; i < min(m, i0+block); i++ {
				for j := j0; j < min(n, j0+block); j++ {
					b[j*ldb+i] = a[i*n+j]
				}
			}
		}
	}
}
