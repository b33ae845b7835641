package weights

import (
	"errors"
	"math"
	"math/rand/v2"
	"sync"

	"github.com/entente-kg/entente/internal/neural"
)

// Packed is a list of vectors. Each is kept as its length and, for each run of
// dimRun numbers, the nearest of runs typical ones (product quantisation:
// Jégou, Douze and Schmid, "Product Quantization for Nearest Neighbour Search",
// 2011): a quarter of a byte a number. Those of frequent words, the fine ones,
// take twice as much: what the first run leaves is coded in the same way.
type Packed struct {
	width int    // of a vector, a multiple of dimRun
	size  []byte // of each vector its length, as lengthOf reads it
	all   codes
	fine  codes
	rank  []int32 // of each vector: which it is among the fine ones, or -1
}

// codes are vectors of length one, or what is left of such.
type codes struct {
	code    []byte    // of each vector and part: which typical run
	typical []float32 // of each part: runs times dimRun numbers
}

const (
	dimRun = 4
	runs   = 256
)

// lengthOf is the length that a byte stands for: 16 steps double it. 0 is a
// vector of zeros.
var lengthOf = func() (all [256]float32) {
	for size := 1; size < len(all); size++ {
		all[size] = float32(math.Ldexp(sixteenths[size%16], size/16-8))
	}
	return all
}()

// sixteenths are 2 to the power of k/16. They are written down since not every
// machine computes them alike.
var sixteenths = [16]float64{
	1.0, 1.0442737824274138, 1.0905077326652577, 1.1387886347566916,
	1.189207115002721, 1.241857812073484, 1.2968395546510096, 1.3542555469368927,
	1.4142135623730951, 1.4768261459394993, 1.5422108254079407, 1.6104903319492543,
	1.681792830507429, 1.7562521603732995, 1.8340080864093424, 1.9152065613971474,
}

func sizeOf(length float64) byte {
	if length == 0 {
		return 0
	}
	return byte(max(1, min(255, math.Round(math.Log2(length)*16+128))))
}

// Add adds a vector to x, which has room for it.
func (p *Packed) Add(x []float32, row int) {
	s := lengthOf[p.size[row]]
	p.all.add(x[:p.width], row, s)
	if k := p.rank[row]; k >= 0 {
		p.fine.add(x[:p.width], int(k), s)
	}
}

func (c *codes) add(x []float32, row int, s float32) {
	parts := len(x) / dimRun
	neural.AddRuns(x, c.typical, c.code[row*parts:][:parts], s)
}

// Packed writes a list of vectors.
func (w *Writer) Packed(p *Packed) {
	w.Blob(p.size)
	before := 0
	for i, k := range p.rank {
		if k == 0 {
			w.Uint(len(p.fine.code) / (p.width / dimRun))
		}
		if k >= 0 {
			w.Uint(i - before)
			before = i
		}
	}
	if len(p.fine.code) == 0 {
		w.Uint(0)
	}
	for _, c := range []*codes{&p.all, &p.fine} {
		w.Blob(c.code)
		w.Halves(c.typical)
	}
}

// Packed reads n vectors of a width.
func (r *Reader) Packed(n, width int) Packed {
	p := Packed{width: width, size: r.Bytes(), rank: make([]int32, n)}
	for i := range p.rank {
		p.rank[i] = -1
	}
	fine, row := r.Count(1), 0
	for k := range fine {
		row += r.Uint()
		if row >= n || p.rank[row] >= 0 {
			r.Fail(errors.New("a list of vectors names one that is not there"))
			return p
		}
		p.rank[row] = int32(k)
	}
	p.all = codes{r.Bytes(), r.Halves()}
	p.fine = codes{r.Bytes(), r.Halves()}
	parts := width / dimRun
	if len(p.size) != n || len(p.all.code) != n*parts || len(p.fine.code) != fine*parts ||
		len(p.all.typical) != width*runs || len(p.fine.typical) != width*runs {
		r.Fail(errors.New("a list of vectors has another length than it should"))
	}
	return p
}

// How the typical runs are found: from some of the vectors, in some passes.
const (
	packSample = 30_000
	packPasses = 15
)

// Pack packs vectors, those that are fine with more care. The same vectors
// give the same bytes.
func Pack(vecs [][]float32, width int, fine func(i int) bool) Packed {
	n := len(vecs)
	p := Packed{width: width, size: make([]byte, n), rank: make([]int32, n)}
	unit := make([]float32, n*width) // all of length one
	for i, vec := range vecs {
		sum := 0.0
		for _, x := range vec {
			sum += float64(x) * float64(x)
		}
		p.size[i] = sizeOf(math.Sqrt(sum))
		if s := lengthOf[p.size[i]]; s > 0 {
			for j, x := range vec {
				unit[i*width+j] = x / s
			}
		}
	}
	p.all = packCodes(unit, width)
	var rest []float32 // what is left of the fine ones
	x := make([]float32, width)
	for i := range n {
		p.rank[i] = -1
		if !fine(i) {
			continue
		}
		p.rank[i] = int32(len(rest) / width)
		clear(x)
		p.all.add(x, i, 1)
		for j, y := range unit[i*width:][:width] {
			rest = append(rest, y-x[j])
		}
	}
	p.fine = packCodes(rest, width)
	return p
}

// packCodes finds the typical runs of vectors, and the nearest to each run.
func packCodes(vecs []float32, width int) codes {
	c := codes{code: make([]byte, len(vecs)/dimRun), typical: make([]float32, width*runs)}
	if len(vecs) == 0 {
		return c
	}
	var wg sync.WaitGroup
	for half := range 2 {
		wg.Go(func() {
			for part := half; part < width/dimRun; part += 2 {
				c.pack(vecs, width, part)
			}
		})
	}
	wg.Wait()
	return c
}

// pack does it for one part, by Lloyd's algorithm.
func (c *codes) pack(vecs []float32, width, part int) {
	n := len(vecs) / width
	typical := c.typical[part*runs*dimRun:][:runs*dimRun]
	run := func(i int) *[dimRun]float32 { return (*[dimRun]float32)(vecs[i*width+part*dimRun:]) }
	rng := rand.New(rand.NewPCG(uint64(part), 6))
	sample := rng.Perm(n)[:min(n, packSample)]
	for k := range runs {
		copy(typical[k*dimRun:], run(sample[k%len(sample)])[:])
	}
	sum, count := make([]float64, len(typical)), make([]int, runs)
	for range packPasses {
		clear(sum)
		clear(count)
		for _, i := range sample {
			r := run(i)
			k := nearest(typical, r)
			count[k]++
			for j, x := range r {
				sum[k*dimRun+j] += float64(x)
			}
		}
		for k, times := range count {
			if times == 0 { // nothing is near: begin anew elsewhere
				copy(typical[k*dimRun:], run(sample[rng.IntN(len(sample))])[:])
				continue
			}
			for j := range dimRun {
				typical[k*dimRun+j] = float32(sum[k*dimRun+j] / float64(times))
			}
		}
	}
	for i := range n {
		c.code[i*(width/dimRun)+part] = byte(nearest(typical, run(i)))
	}
}

// nearest is the index of the typical run nearest to a run.
func nearest(typical []float32, r *[dimRun]float32) int {
	best, at := float32(math.Inf(1)), 0
	for c := 0; c < len(typical); c += dimRun {
		t := (*[dimRun]float32)(typical[c:])
		d := float32(0)
		for j, x := range r {
			y := x - t[j]
			d += float32(y * y)
		}
		if d < best {
			best, at = d, c
		}
	}
	return at / dimRun
}

// Lines lays vectors of neural.LineWidth numbers out for adding many of them.
func (p *Packed) Lines() *neural.Lines {
	const parts = neural.LineWidth / dimRun
	l := &neural.Lines{Lengths: &lengthOf, First: p.all.typical, Second: p.fine.typical, Bytes: make([]byte, len(p.size)*neural.LineBytes)}
	for i, size := range p.size {
		line := l.Bytes[i*neural.LineBytes:][:neural.LineBytes]
		line[0] = size
		copy(line[1:], p.all.code[i*parts:][:parts])
		if k := int(p.rank[i]); k >= 0 {
			copy(line[1+parts:], p.fine.code[k*parts:][:parts])
			line[neural.LineBytes-1] = 1
		}
	}
	return l
}
