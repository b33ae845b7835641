package neural

// Cell does one step of an LSTM with h units, a multiple of 8. g holds the
// tanh of the 4·h gates: input, forget, output, candidate. The first three
// become (1+g)/2, that is, the logistic function of twice what went into tanh.
// c becomes the new cell, made of g and the cell before; tc its tanh; and out
// the output.
func Cell(g, before, c, tc, out []float32) {
	h := len(c)
	if h == 0 {
		return
	}
	_, _, _, _ = g[4*h-1], before[h-1], tc[h-1], out[h-1]
	if fast && h%8 == 0 {
		cell8(&g[0], &before[0], &c[0], &tc[0], &out[0], h/8)
		return
	}
	gi, gf, gout, gc := g[:h], g[h:2*h], g[2*h:3*h], g[3*h:4*h]
	for j := range gi {
		gi[j], gf[j], gout[j] = 0.5*gi[j]+0.5, 0.5*gf[j]+0.5, 0.5*gout[j]+0.5
		c[j] = gi[j]*gc[j] + gf[j]*before[j]
		tc[j] = c[j]
	}
	Tanh(tc[:h])
	for j := range gout {
		out[j] = gout[j] * tc[j]
	}
}
