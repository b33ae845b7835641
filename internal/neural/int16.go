package neural

import "math"

// Product16 puts a·b, times scale, into c, where a has m rows and k columns,
// and b k rows and n columns. The numbers of two rows of b, the first at an
// even index, stand next to each other, as Pairs and PairsTurned put them;
// rows of a and c are lda and ldc numbers apart, pairs of rows of b ldb pairs.
// k is even, n a multiple of Lanes. Sums must not go beyond 31 bits. The
// result is the same to the last bit on every processor.
func Product16(c []float32, a, b []int16, m, k, n, lda, ldb, ldc int, scale float32) {
	if m == 0 || n == 0 {
		return
	}
	if n%Lanes != 0 || k < 2 || k%2 != 0 {
		panic("neural: the columns are not a multiple of 16, or the rows not of 2")
	}
	_, _, _ = c[(m-1)*ldc+n-1], a[(m-1)*lda+k-1], b[2*((k/2-1)*ldb+n)-1]
	product16By(best, c, a, b, m, k, n, lda, ldb, ldc, scale)
}

func product16By(by kernel, c []float32, a, b []int16, m, k, n, lda, ldb, ldc int, scale float32) {
	if by == plain {
		product16(c, a, b, m, k, n, lda, ldb, ldc, scale)
		return
	}
	i := 0
	for ; i+4 <= m; i += 4 {
		j := 0
		for ; by == vnni && j+2*Lanes <= n; j += 2 * Lanes {
			vnni4x32(k/2, &a[i*lda], lda*2, &b[2*j], ldb*4, &c[i*ldc+j], ldc*4, scale)
		}
		for ; j < n; j += Lanes {
			madd4x16(k/2, &a[i*lda], lda*2, &b[2*j], ldb*4, &c[i*ldc+j], ldc*4, scale)
		}
	}
	for ; i < m; i++ {
		for j := 0; j < n; j += Lanes {
			madd1x16(k/2, &a[i*lda], &b[2*j], ldb*4, &c[i*ldc+j], scale)
		}
	}
}

func product16(c []float32, a, b []int16, m, k, n, lda, ldb, ldc int, scale float32) {
	var sums [Lanes]int32
	for i := range m {
		for j := 0; j < n; j += Lanes {
			clear(sums[:])
			for p := 0; p < k; p += 2 {
				x, y := int32(a[i*lda+p]), int32(a[i*lda+p+1])
				pairs := b[2*(p/2*ldb+j):][:2*Lanes]
				for l := range sums {
					sums[l] += x*int32(pairs[2*l]) + y*int32(pairs[2*l+1])
				}
			}
			for l, s := range sums {
				c[i*ldc+j+l] = float32(s) * scale
			}
		}
	}
}

// Quantise16 puts the nearest whole number to each number of x times f into q,
// of two the even one; beyond 16 bits it is cut.
func Quantise16(q []int16, x []float32, f float32) {
	q = q[:len(x)]
	if n := len(x) / Lanes; best != plain && n > 0 {
		quantise16(&q[0], &x[0], f, n)
		q, x = q[n*Lanes:], x[n*Lanes:]
	}
	for i, v := range x {
		q[i] = int16(math.RoundToEven(float64(max(math.MinInt16, min(math.MaxInt16, v*f)))))
	}
}

// Magnitude is the largest absolute value.
func Magnitude(x []float32) float32 { return magnitude(x) }

// Pairs puts the numbers of m rows of a, n columns each and lda apart, into b
// as Product16 takes them. If m is odd, the last row goes with zeros.
func Pairs(b, a []int16, m, n, lda, ldb int) {
	for i := 0; i < m; i += 2 {
		to, first := b[i*ldb:][:2*n], a[i*lda:][:n]
		if i+1 == m {
			for j, x := range first {
				to[2*j], to[2*j+1] = x, 0
			}
			break
		}
		for j, y := range a[(i+1)*lda:][:n] {
			to[2*j], to[2*j+1] = first[j], y
		}
	}
}

// PairsTurned does the same with the transpose of a: m rows of a become m
// columns of b. n is even.
func PairsTurned(b, a []int16, m, n, lda, ldb int) {
	for i := range m {
		for j, row := 0, a[i*lda:][:n]; j+1 < len(row); j += 2 {
			to := b[j*ldb+2*i:][:2]
			to[0], to[1] = row[j], row[j+1]
		}
	}
}
