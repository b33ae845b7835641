package neural

import "math"

// The functions of this file give the same bits on every processor: each
// product is rounded before it is added, and sums go in one order, whichever
// instructions do them.

// Constants of exp: log2(e); a number so great that adding it rounds to a
// whole number, half to even; and a polynomial, from its lowest power, that is off
// from 2^f by at most 2e-7 of it for |f| ≤ 1/2.
const (
	log2e    = 1.44269504088896341
	rounding = 3 << 22
	lowest   = -87
)

var exp2 = [...]float32{1, 0.693146967, 0.240221197, 0.0555071327, 0.00967554148, 0.0013276472}

// exp is e^x for -87 ≤ x ≤ 0; less counts as -87.
func exp(x float32) float32 {
	t := float32(max(x, lowest) * log2e)
	whole := t + rounding
	n := int32(math.Float32bits(whole)) << 23
	f := t - (whole - rounding)
	y := exp2[5]
	for i := 4; i >= 0; i-- {
		y = float32(y*f) + exp2[i]
	}
	return math.Float32frombits(math.Float32bits(y) + uint32(n))
}

// Exponentials puts exp(x - the greatest of x) in the place of each x and
// returns their sum. len(x) is a multiple of Lanes.
func Exponentials(x []float32) float32 {
	if len(x) == 0 {
		return 0
	}
	if best != plain && len(x)%Lanes == 0 {
		return exponentials16(&x[0], len(x)/Lanes)
	}
	return exponentials(x)
}

func exponentials(x []float32) float32 {
	most := x[0]
	for _, v := range x {
		most = max(most, v)
	}
	var sums [Lanes]float32
	for i, v := range x {
		x[i] = exp(v - most)
		sums[i%Lanes] += x[i]
	}
	return total(&sums)
}

// total adds up the sums of the lanes, each with the one half as far, until one
// is left.
func total(sums *[Lanes]float32) float32 {
	for half := Lanes / 2; half > 0; half /= 2 {
		for i := range half {
			sums[i] += sums[i+half]
		}
	}
	return sums[0]
}

// The polynomial p of Abramowitz and Stegun, Handbook of Mathematical Functions,
// 7.1.28, erfc(x) = p(x)^-16, with x/√2 for x.
var erfc = [...]float32{
	1, 0.0705230784 / math.Sqrt2, 0.0422820123 / 2, 0.0092705272 / (2 * math.Sqrt2),
	0.0001520143 / 4, 0.0002765672 / (4 * math.Sqrt2), 0.0000430638 / 8,
}

// Gelu puts x·Φ(x) in the place of each x, where Φ is the normal distribution;
// it is off by at most 1e-6. len(x) is a multiple of Lanes.
func Gelu(x []float32) {
	if best != plain && len(x) > 0 && len(x)%Lanes == 0 {
		gelu16(&x[0], len(x)/Lanes)
		return
	}
	gelu(x)
}

func gelu(x []float32) {
	for i, v := range x {
		a := max(v, -v)
		p := erfc[6]
		for j := 5; j >= 0; j-- {
			p = float32(p*a) + erfc[j]
		}
		p *= p
		p *= p
		p *= p
		p *= p
		x[i] = max(v, 0) - float32(a*(0.5/p))
	}
}

// AddNorm adds y to x and brings the sum to mean 0 and variance 1, with
// epsilon added to the variance, times gain, plus bias. All have the same
// length, a multiple of Lanes.
func AddNorm(x, y, gain, bias []float32, epsilon float32) {
	if len(x) == 0 {
		return
	}
	_, _, _ = y[len(x)-1], gain[len(x)-1], bias[len(x)-1]
	if best != plain && len(x)%Lanes == 0 {
		addNorm16(&x[0], &y[0], &gain[0], &bias[0], len(x)/Lanes, epsilon)
		return
	}
	addNorm(x, y, gain, bias, epsilon)
}

func addNorm(x, y, gain, bias []float32, epsilon float32) {
	n := float32(len(x))
	var sums [Lanes]float32
	for i, v := range y[:len(x)] {
		x[i] += v
		sums[i%Lanes] += x[i]
	}
	mean := total(&sums) / n
	sums = [Lanes]float32{}
	for i, v := range x {
		x[i] = v - mean
		sums[i%Lanes] += float32(x[i] * x[i])
	}
	scale := 1 / float32(math.Sqrt(float64(total(&sums)/n+epsilon)))
	for i, v := range x {
		x[i] = float32(float32(v*scale)*gain[i]) + bias[i]
	}
}
