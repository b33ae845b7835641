package learned

import (
	"errors"
	"fmt"
	"math"

	"github.com/entente-kg/entente/nlp/weights"
	"github.com/entente-kg/entente/schema"
)

const magic = "ENTCLM03"

// maxNets bounds the networks of a model.
const maxNets = 16

// Bytes is the model as New reads it.
func (m *Model) Bytes() []byte { return m.write().Deflated() }

func (m *Model) write() *weights.Writer {
	w := weights.NewWriter(magic)
	w.Strings(m.Labels)
	w.Uint(m.stateWidth)
	w.Uint(m.vectorWidth)
	w.Float(float32(m.Keep))
	w.Float(float32(m.Propose))
	w.Float(float32(m.Bound))
	for _, list := range [][]float64{m.calibration.Weights, m.calibration.Labels[0], m.calibration.Labels[1]} {
		short := make([]float32, len(list))
		for i, v := range list {
			short[i] = float32(v)
		}
		w.Floats(short)
	}
	w.Uint(len(m.nets))
	for _, n := range m.nets {
		n.write(w)
	}
	return w
}

// write puts tables down in 8 bits a number, and only the rows that training
// has used.
func (n *Net) write(w *weights.Writer) {
	for i := range n.p {
		p := &n.p[i]
		if !table(i) {
			w.Halves(p.w)
			continue
		}
		scales, rows := make([]float32, p.rows), []int8{}
		for r := range p.rows {
			row := p.w[r*p.cols:][:p.cols]
			most := float32(0)
			for _, x := range row {
				most = max(most, float32(math.Abs(float64(x))))
			}
			scales[r] = most / 127
			if most == 0 {
				continue
			}
			for _, x := range row {
				rows = append(rows, int8(math.Round(float64(x/most*127))))
			}
		}
		w.Halves(scales)
		w.Int8s(rows)
	}
}

var errDamaged = errors.New("the weights don't fit together; train them anew")

// New reads a model. Labels that are none of the relations are never
// proposed. The vectors are those of the parser whose states sentences hold;
// it has stateWidth numbers for a token.
func New(b []byte, relations map[string]*schema.Relation, v Vectors, stateWidth, vectorWidth int) (*Model, error) {
	m, err := read(weights.NewInflatingReader(b, magic))
	if err != nil {
		return nil, fmt.Errorf("claims: %w", err)
	}
	if m.stateWidth != stateWidth || m.vectorWidth != vectorWidth {
		return nil, fmt.Errorf("claims: the weights were trained with another parser: %d and %d numbers for a token instead of %d and %d; train them anew", m.stateWidth, m.vectorWidth, stateWidth, vectorWidth)
	}
	m.vectors = v
	m.bind(relations)
	return m, nil
}

func read(r *weights.Reader) (*Model, error) {
	m := &Model{
		Labels: r.Strings(), stateWidth: r.Uint(), vectorWidth: r.Uint(),
		Keep: float64(r.Float()), Propose: float64(r.Float()), Bound: float64(r.Float()), calibration: &Calibration{},
	}
	for _, list := range []*[]float64{&m.calibration.Weights, &m.calibration.Labels[0], &m.calibration.Labels[1]} {
		for _, v := range r.Floats() {
			*list = append(*list, float64(v))
		}
	}
	nets := r.Uint()
	if r.Failed() {
		return nil, r.Err()
	}
	c := m.calibration
	if len(m.Labels) > maxLabels || nets == 0 || nets > maxNets || m.Width() > 1<<12 ||
		len(c.Weights) != numbers || len(c.Labels[0]) != len(m.Labels) || len(c.Labels[1]) != len(m.Labels) {
		return nil, errDamaged
	}
	for range nets {
		n := &Net{width: m.Width()}
		n.shapes()
		if err := n.read(r); err != nil {
			return nil, err
		}
		m.nets = append(m.nets, n)
	}
	return m, r.Err()
}

func (n *Net) read(r *weights.Reader) error {
	for i := range n.p {
		p := &n.p[i]
		if !table(i) {
			if p.w = r.Halves(); len(p.w) != p.rows*p.cols {
				return errors.Join(errDamaged, r.Err())
			}
			continue
		}
		scales, rows := r.Halves(), r.Int8s()
		if len(scales) != p.rows {
			return errors.Join(errDamaged, r.Err())
		}
		p.w = make([]float32, p.rows*p.cols)
		for k, scale := range scales {
			if scale == 0 {
				continue
			}
			if len(rows) < p.cols {
				return errDamaged
			}
			for j, x := range rows[:p.cols] {
				p.w[k*p.cols+j] = float32(x) * scale
			}
			rows = rows[p.cols:]
		}
		if len(rows) > 0 {
			return errDamaged
		}
	}
	return nil
}
