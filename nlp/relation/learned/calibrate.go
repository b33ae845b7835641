package learned

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// numbers is how many numbers a Calibration weighs.
const numbers = 34

// Calibration turns opinions into probabilities: a logistic regression over
// what patterns, networks and the Second say.
type Calibration struct {
	Weights []float64    // of the numbers of an opinion
	Labels  [2][]float64 // offsets of each label, without and with a pattern
}

// numbers lists what is weighed, and whether a pattern has found the dyad.
func (o *Opinion) numbers() (x [numbers]float64, rule int) {
	x[0] = 1
	score := max(o.Score, floor)
	if o.Scored {
		x[1] = o.Score
	} else {
		x[2], score = 1, floor
	}
	at, found := 6, 0.0
	if o.Rule > 0 {
		rule, at, found = 1, 13, 1
		c := min(max(o.Rule, 0.02), 0.98)
		x[3], x[4], x[5] = 1, math.Log(c/(1-c)), x[1]
	}
	copy(x[at:], o.margins[:])
	copy(x[at+4:], o.beside[:])

	e := o.Logit
	if !o.Read {
		e, x[23] = unread, 1
	}
	x[20], x[21], x[22] = e, e*e/10, found*e
	for i, v := range o.behind {
		x[24+i], x[28+i] = v, found*v
	}
	x[32], x[33] = score*e/10, min(score, e)
	return x, rule
}

// Probability is how likely the dyad is right.
func (c *Calibration) Probability(o *Opinion) float64 {
	x, rule := o.numbers()
	z := c.Labels[rule][o.Label]
	for i, v := range x {
		z += c.Weights[i] * v
	}
	return 1 / (1 + math.Exp(-z))
}

// Judged is an opinion whose truth is known.
type Judged struct {
	Opinion
	Right bool
}

// What squares of weights cost in the fit: few examples can't move a label's
// own offset far. Numbers are measured in their standard deviations.
const (
	costOfNumber = 1
	costOfLabel  = 4
	costOfFirst  = 1e-6 // of the offset that all share: none, but for an even ground
)

// Calibrate fits a Calibration to opinions of networks and a Second that have
// not seen the texts. It is a logistic regression with Newton's method, until
// that stands still.
func Calibrate(all []Judged, labels int) *Calibration {
	f := newFit(all, labels)
	loss := f.look()
	for range 60 {
		if !f.step() {
			break
		}
		now := f.look()
		for half := 0; now > loss && half < 30; half++ { // too far: go back half the way
			f.back()
			now = f.look()
		}
		if loss-now < 1e-9*(1+loss) {
			break
		}
		loss = now
	}
	c := &Calibration{Weights: make([]float64, numbers), Labels: [2][]float64{f.w[numbers:][:labels], f.w[numbers+labels:]}}
	for j := range c.Weights {
		c.Weights[j] = f.w[j] * f.scale[j]
	}
	return c
}

// fit is the state of the regression.
type fit struct {
	rows  [][numbers]float64 // scaled
	label []int              // of each row, where its label's offset is in w
	right []float64
	scale [numbers]float64
	w, d  []float64 // weights, and the last step
	grad  []float64
	curve *mat.SymDense // the second derivatives
	cost  []float64
}

func newFit(all []Judged, labels int) *fit {
	n := numbers + 2*labels
	f := &fit{
		rows: make([][numbers]float64, len(all)), label: make([]int, len(all)), right: make([]float64, len(all)),
		w: make([]float64, n), d: make([]float64, n), grad: make([]float64, n), cost: make([]float64, n), curve: mat.NewSymDense(n, nil),
	}
	var sum, squares [numbers]float64
	for i := range all {
		x, rule := all[i].numbers()
		f.rows[i], f.label[i] = x, numbers+rule*labels+all[i].Label
		if all[i].Right {
			f.right[i] = 1
		}
		for j, v := range x {
			sum[j] += v
		}
	}
	count := max(1, float64(len(all)))
	for i := range f.rows {
		for j, v := range f.rows[i] {
			squares[j] += (v - sum[j]/count) * (v - sum[j]/count)
		}
	}
	f.scale[0] = 1
	for j := 1; j < numbers; j++ {
		if dev := math.Sqrt(squares[j] / count); dev > 1e-6 { // else the number says nothing
			f.scale[j] = 1 / dev
		}
	}
	for i := range f.rows {
		for j := range f.rows[i] {
			f.rows[i][j] *= f.scale[j]
		}
	}
	for j := range f.cost {
		switch {
		case j == 0:
			f.cost[j] = costOfFirst
		case j < numbers:
			f.cost[j] = costOfNumber
		default:
			f.cost[j] = costOfLabel
		}
	}
	return f
}

// look is the loss at the weights; it fills in the derivatives.
func (f *fit) look() (loss float64) {
	f.curve.Zero()
	raw := f.curve.RawSymmetric()
	for j, w := range f.w {
		loss += f.cost[j] * w * w / 2
		f.grad[j] = f.cost[j] * w
		raw.Data[j*raw.Stride+j] = f.cost[j]
	}
	for i := range f.rows {
		x, label := &f.rows[i], f.label[i]
		z := f.w[label]
		for j, v := range x {
			z += f.w[j] * v
		}
		p := 1 / (1 + math.Exp(-z))
		e, c := p-f.right[i], p*(1-p)
		loss += max(z, 0) + math.Log1p(math.Exp(-math.Abs(z))) - f.right[i]*z
		f.grad[label] += e
		raw.Data[label*raw.Stride+label] += c
		for j, v := range x {
			if v == 0 {
				continue
			}
			f.grad[j] += e * v
			row := raw.Data[j*raw.Stride:]
			cv := c * v
			for k := j; k < numbers; k++ {
				row[k] += cv * x[k]
			}
			row[label] += cv
		}
	}
	return loss
}

// step moves the weights to where the derivatives see the least loss.
func (f *fit) step() bool {
	var c mat.Cholesky
	d := mat.NewVecDense(len(f.d), f.d)
	if !c.Factorize(f.curve) || c.SolveVecTo(d, mat.NewVecDense(len(f.grad), f.grad)) != nil {
		return false
	}
	for j := range f.w {
		f.w[j] -= f.d[j]
	}
	return true
}

// back undoes half of the last step.
func (f *fit) back() {
	for j := range f.w {
		f.d[j] /= 2
		f.w[j] += f.d[j]
	}
}
