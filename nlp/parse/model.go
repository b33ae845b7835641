package parse

import (
	"github.com/entente-kg/entente/internal/neural"
	"github.com/entente-kg/entente/nlp/weights"
)

// Matrices of a Model, by index into Model.m. The gates of both directions of
// the first layer stand side by side: those of the first, then of the second.
const (
	mVector = iota // what the word vector gives to the gates of the first layer
	mWord          // what the learnt vector of the word gives
	mAffix         // what its affixes give
	mTag           // what its tag gives, the bias included
	mMLP
	mArc
	mLabel
	mTags
	mFeats
	mSecond    // of each direction: what the first layer gives to the second's gates
	mRecurrent = mSecond + 2
	mCount     = mRecurrent + 2*layers // of each layer and direction
)

// Model is the network as it is used, in 8 bits: a quarter of the size and
// several times as fast as Net, and its results are the same on every machine.
// Weights have a scale for each output, activations one for each word; only
// sums, cells and scores are floats.
type Model struct {
	vocabulary
	hidden      int
	word        weights.Packed // words+1, of dimWord numbers
	affix       weights.Table  // affixRows × dimAffix
	tag         []float32      // tags+1 × dimTag
	rootVectors []float32      // dimArc + dimLabel: the root as a head
	m           [mCount]matrix

	tagGates []float32 // of each tag, of both directions
	rootHead neural.Rows
}

// matrix is a linear layer.
type matrix struct {
	weights.Table           // a row for each output
	rows          int       // outputs
	bias          []float32 // rows numbers, rounded up as neural does; or none
	packed        *neural.Int8
}

// shapes sets the sizes of all matrices.
func (m *Model) shapes() {
	h := m.hidden
	set := func(i, rows, cols int) { m.m[i].rows, m.m[i].Cols = rows, cols }
	set(mVector, 8*h, dimVec)
	set(mWord, 8*h, dimWord)
	set(mAffix, 8*h, dimAffix)
	set(mTag, 8*h, dimTag)
	set(mMLP, dimMLP, 2*h)
	set(mArc, dimArc, dimArc)
	set(mLabel, len(m.labels), dimLabel)
	set(mTags, len(m.tags), dimHid)
	set(mFeats, len(m.feats), dimHid)
	for dir := range 2 {
		set(mSecond+dir, 4*h, 2*h)
	}
	for i := range 2 * layers {
		set(mRecurrent+i, 4*h, h)
	}
}

// biased tells the matrices that have a bias. That of the first layer is with
// the tags.
func biased(i int) bool { return i >= mTag && i < mRecurrent }

// prepare packs the matrices and computes what never changes.
func (m *Model) prepare() {
	for i := range m.m {
		x := &m.m[i]
		x.packed = neural.NewInt8(x.rows, x.Cols, x.W, x.Scales)
	}
	var rows neural.Rows
	n := len(m.tags) + 1
	rows.Quantise(m.tag, n, dimTag, dimTag)
	m.tagGates = make([]float32, n*8*m.hidden)
	m.m[mTag].mul(m.tagGates, &rows)
	m.rootHead.Quantise(m.rootVectors, 1, dimArc, dimArc)
}

func (x *matrix) mul(dst []float32, rows *neural.Rows) { x.packed.Mul(dst, rows, x.bias) }

// layer computes a linear layer into memory that grows as needed.
func (x *matrix) layer(dst []float32, rows *neural.Rows) []float32 {
	dst = grow(dst, rows.Len()*x.packed.Out())
	x.mul(dst, rows)
	return dst
}

// fill writes what words give the network, apart from their tags, one row a
// word: their vector, the learnt one, and the sum of those of their affixes.
func (m *Model) fill(x []float32, ins []input) {
	for i := range ins {
		row, in := x[i*offTag:][:offTag], &ins[i]
		m.vectors.put(row, in.vec)
		clear(row[offWord:])
		m.word.Add(row[offWord:offAffix], int(in.word))
		for _, a := range in.affix {
			m.affix.AddRow(row[offAffix:], int(a))
		}
	}
}
