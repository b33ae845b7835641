package parse

import (
	"errors"
	"fmt"

	"github.com/entente-kg/entente/internal/neural"
	"github.com/entente-kg/entente/nlp/weights"
)

const magic = "ENTNET02"

// Bytes is the model as ReadModel reads it.
func (m *Model) Bytes() []byte {
	w := weights.NewWriter(magic)
	w.Uint(m.hidden)
	w.Strings(m.tags)
	w.Strings(m.feats)
	w.Strings(m.labels)
	words := make([]string, len(m.words))
	for k, i := range m.words {
		words[i-1] = k
	}
	w.Strings(words)
	m.vectors.write(w)
	w.Packed(&m.word)
	w.Floats(m.affix.Scales)
	w.Int8s(m.affix.W)
	w.Floats(m.tag)
	w.Floats(m.rootVectors)
	for i := range m.m {
		x := &m.m[i]
		w.Floats(x.Scales)
		w.Int8s(x.W)
		if biased(i) {
			w.Floats(x.bias)
		}
	}
	return w.Bytes()
}

var errDamaged = errors.New("parse: the weights don't fit together; train them anew")

// ReadModel reads what Model.Bytes wrote.
func ReadModel(b []byte) (*Model, error) {
	r := weights.NewReader(b, magic)
	m := &Model{hidden: r.Uint()}
	m.tags, m.feats, m.labels = r.Strings(), r.Strings(), r.Strings()
	words := r.Strings()
	m.vectors = readVectors(r)
	if r.Failed() {
		return nil, fmt.Errorf("parse: %w", r.Err())
	}
	if m.hidden <= 0 || m.hidden%neural.Lanes != 0 || m.hidden > 1024 || len(m.tags) == 0 || len(m.feats) == 0 || len(m.labels) < 2 {
		return nil, errDamaged
	}
	m.index(words)
	if len(m.words) != len(words) {
		return nil, errors.New("parse: the weights name a word twice; train them anew")
	}
	m.shapes()
	m.word = r.Packed(len(words)+1, dimWord)
	m.affix = r.Table("affixes", affixRows, dimAffix)
	m.tag = r.Vector("tags", (len(m.tags)+1)*dimTag)
	m.rootVectors = r.Vector("root", dimArc+dimLabel)
	for i := range m.m {
		x := &m.m[i]
		name := fmt.Sprintf("matrix %d", i)
		x.Table = r.Table(name, x.rows, x.Cols)
		if biased(i) {
			x.bias = r.Vector("bias of "+name, neural.Pad(x.rows))
		}
	}
	if err := r.Err(); err != nil {
		return nil, fmt.Errorf("parse: %w", err)
	}
	m.prepare()
	return m, nil
}
