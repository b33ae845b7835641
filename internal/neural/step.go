package neural

// Step does one step of an LSTM whose outputs are kept in 8 bits. g holds what
// goes into the 4·h gates: input, forget, output, candidate; the first three
// are the logistic function of twice that. c holds the cell and gets the new
// one; out gets the outputs as bytes of Rows whose scale is 1/127. The result
// is the same to the last bit on every machine.
func Step(g, c []float32, out []uint8) {
	h := len(c)
	g, out = g[:4*h], out[:h]
	if best != plain && h >= 8 && h%8 == 0 {
		step8(&g[0], &c[0], &out[0], h/8)
		return
	}
	step(g, c, out)
}

func step(g, c []float32, out []uint8) {
	h := len(c)
	for j := range h {
		in, forget, o := gate(g[j]), gate(g[h+j]), gate(g[2*h+j])
		c[j] = float32(in*tanh(g[3*h+j])) + float32(forget*c[j])
		out[j] = uint8(round(float32(o*tanh(c[j]))*127) + 128)
	}
}

func gate(x float32) float32 { return float32(0.5*tanh(x)) + 0.5 }

// tanh is what Tanh computes, rounded after each operation.
func tanh(x float32) float32 {
	x = max(-tanhEnd, min(tanhEnd, x))
	q := float32(x * x)
	n := 135135 + float32(q*(17325+float32(q*(378+q))))
	d := 135135 + float32(q*(62370+float32(q*(3150+float32(28*q)))))
	return float32(n*x) / d
}

// Leak multiplies what is below zero by the slope, which is between 0 and 1.
func Leak(x []float32, slope float32) {
	if n := len(x) / 8; best != plain && n > 0 {
		leak8(&x[0], slope, n)
		x = x[n*8:]
	}
	for i, v := range x {
		x[i] = max(v, slope*v)
	}
}

// Plus puts a + b into dst, number by number; all have the length of dst.
func Plus(dst, a, b []float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	if n := len(dst) / 8; best != plain && n > 0 {
		plus8(&dst[0], &a[0], &b[0], n)
		dst, a, b = dst[n*8:], a[n*8:], b[n*8:]
	}
	for i := range dst {
		dst[i] = a[i] + b[i]
	}
}

// Most puts into each number of most the greater of it and of a + (b + c); all
// have the length of most.
func Most(most, a, b, c []float32) {
	a, b, c = a[:len(most)], b[:len(most)], c[:len(most)]
	if n := len(most) / 8; best != plain && n > 0 {
		mostOf8(&most[0], &a[0], &b[0], &c[0], n)
		most, a, b, c = most[n*8:], a[n*8:], b[n*8:], c[n*8:]
	}
	for i, x := range most {
		if v := a[i] + (b[i] + c[i]); v > x {
			most[i] = v
		}
	}
}

// runWidth and runs are the sizes of what AddRuns adds.
const (
	runWidth = 4
	runs     = 256
)

// AddRuns adds, to each four numbers of x, four of a table times s: to the
// i-th four those that begin at (256·i + code[i])·4.
func AddRuns(x, table []float32, code []byte, s float32) {
	if len(code) == 0 {
		return
	}
	x, table = x[:len(code)*runWidth], table[:len(code)*runs*runWidth]
	if best != plain {
		addRuns(&x[0], &table[0], &code[0], len(code), s)
		return
	}
	addCodes(x, table, code, s)
}

func addCodes(x, table []float32, code []byte, s float32) {
	for i, k := range code {
		to := x[i*runWidth:][:runWidth]
		for j, y := range table[(i*runs+int(k))*runWidth:][:runWidth] {
			to[j] += float32(y * s)
		}
	}
}
