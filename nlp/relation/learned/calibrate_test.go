package learned

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestNumbers(t *testing.T) {
	for _, test := range []struct {
		name  string
		given Opinion
		want  map[int]float64 // numbers that are not 0
		rule  int
	}{
		{
			"not read",
			Opinion{Scored: true, Score: 1},
			map[int]float64{0: 1, 1: 1, 20: unread, 21: 3.6, 23: 1, 32: -0.6, 33: unread},
			0,
		},
		{
			"read only",
			Opinion{Read: true, Logit: 2, behind: [4]float64{-1, 0, 0, -3}},
			map[int]float64{0: 1, 2: 1, 20: 2, 21: 0.4, 24: -1, 27: -3, 32: -0.8, 33: floor},
			0,
		},
		{
			"found, scored and read",
			Opinion{Rule: 0.5, Scored: true, Score: -9, Read: true, Logit: -1, margins: [4]float64{-2}, beside: [3]float64{0, 1}, behind: [4]float64{0, -2}},
			map[int]float64{0: 1, 1: -9, 3: 1, 5: -9, 13: -2, 18: 1, 20: -1, 21: 0.1, 22: -1, 25: -2, 29: -2, 32: 0.4, 33: floor},
			1,
		},
	} {
		got, rule := test.given.numbers()
		if rule != test.rule {
			t.Errorf("%s: got rule %d, want %d", test.name, rule, test.rule)
		}
		for i, v := range got {
			if math.Abs(v-test.want[i]) > 1e-12 {
				t.Errorf("%s: number %d: got %g, want %g", test.name, i, v, test.want[i])
			}
		}
	}
}

func TestCalibrate(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	var all []Judged
	for range 4000 { // scores that are twice too sure of themselves
		score := rng.NormFloat64() * 4
		right := rng.Float64() < 1/(1+math.Exp(-score/2))
		all = append(all, Judged{Opinion{Dyad: Dyad{Label: 0}, Scored: true, Score: score}, right})
	}
	c := Calibrate(all, 1)
	for _, score := range []float64{-3, -1, 0, 1, 3} {
		o := Opinion{Scored: true, Score: score}
		got, want := c.Probability(&o), 1/(1+math.Exp(-score/2))
		if math.Abs(got-want) > 0.05 {
			t.Errorf("score %g: got probability %.3f, want about %.3f", score, got, want)
		}
	}
}

// Of what network and reader say, the calibration learns which to believe.
func TestCalibrateBelievesWhoIsRight(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 6))
	var all []Judged
	for range 3000 {
		o := Opinion{Dyad: Dyad{Label: rng.IntN(2)}, Scored: true, Score: rng.NormFloat64() * 2, Read: true, Logit: rng.NormFloat64() * 2}
		z := o.Logit - 1 + float64(o.Label) // one label is likelier
		all = append(all, Judged{o, rng.Float64() < 1/(1+math.Exp(-z))})
	}
	c := Calibrate(all, 2)
	for _, test := range []struct{ score, logit, want float64 }{{2, -2, -3}, {-2, 2, 1}, {0, 0, -1}} {
		o := Opinion{Scored: true, Score: test.score, Read: true, Logit: test.logit}
		if got, want := c.Probability(&o), 1/(1+math.Exp(-test.want)); math.Abs(got-want) > 0.06 {
			t.Errorf("score %g, logit %g: got probability %.3f, want about %.3f", test.score, test.logit, got, want)
		}
	}
	again := Calibrate(all, 2)
	if !slices.Equal(c.Weights, again.Weights) || !slices.Equal(c.Labels[0], again.Labels[0]) {
		t.Error("the same opinions gave another calibration")
	}
	// It stands still: no step makes the loss less.
	f := newFit(all, 2)
	for j := range f.scale {
		if f.scale[j] > 0 {
			f.w[j] = c.Weights[j] / f.scale[j]
		}
	}
	copy(f.w[numbers:], slices.Concat(c.Labels[0], c.Labels[1]))
	f.look()
	for j, g := range f.grad {
		if math.Abs(g) > 1e-3 {
			t.Errorf("weight %d: got the slope %g where the fit has ended, want 0", j, g)
		}
	}
}
