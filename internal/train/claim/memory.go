package main

import (
	"fmt"
	"os"

	"github.com/entente-kg/entente/nlp/relation/learned"
	"github.com/entente-kg/entente/nlp/relation/reader"
)

// memory is a reader that reads each sentence once only, for it is slow and
// every bound asks it anew. It counts what it was asked for.
type memory struct {
	learned.Second
	labels int
	kept   map[*learned.Input]*remembered
	now    []*remembered

	sentences, tokens int
}

// remembered is what the reader said of a sentence.
type remembered struct {
	read     bool
	logits   []float32 // pairs × labels
	triggers []int
}

// openMemory opens the reader of a file; nil for none.
func openMemory(path string, m *learned.Model) (*memory, error) {
	if path == "" {
		return nil, nil
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	r, err := reader.Read(b, m)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return newMemory(r.NewReader(), len(m.Labels)), nil
}

func newMemory(s learned.Second, labels int) *memory {
	return &memory{Second: s, labels: labels, kept: map[*learned.Input]*remembered{}}
}

// within is a copy of m that has the memory read what it scores above bound.
func (y *memory) within(m *learned.Model, bound float64) *learned.Model {
	c := *m
	c.Bound = bound
	y.sentences, y.tokens = 0, 0
	c.SetReader(func() (learned.Second, error) { return y, nil })
	return &c
}

// Read reads what it has not read before.
func (y *memory) Read(seen []*learned.Sentence, inputs []*learned.Input) error {
	y.now = y.now[:0]
	for i, in := range inputs {
		y.sentences++
		y.tokens += len(seen[i].Tokens)
		k := y.kept[in]
		if k == nil {
			if err := y.Second.Read(seen[i:i+1], inputs[i:i+1]); err != nil {
				return err
			}
			k = y.remember(in)
			y.kept[in] = k
		}
		y.now = append(y.now, k)
	}
	return nil
}

// remember keeps what the reader says of the sentence that it read last.
func (y *memory) remember(in *learned.Input) *remembered {
	k := &remembered{read: y.Second.Has(0)}
	if !k.read {
		return k
	}
	n := len(in.Pairs())
	k.logits, k.triggers = make([]float32, n*y.labels), make([]int, n*y.labels)
	for pair := range n {
		for l := range y.labels {
			if in.Legal(pair)>>l&1 == 1 {
				k.logits[pair*y.labels+l], k.triggers[pair*y.labels+l] = y.Second.Logit(0, pair, l), y.Second.Trigger(0, pair, l)
			}
		}
	}
	return k
}

func (y *memory) Has(i int) bool { return y.now[i].read }

func (y *memory) Logit(i, pair, label int) float32 { return y.now[i].logits[pair*y.labels+label] }

func (y *memory) Trigger(i, pair, label int) int { return y.now[i].triggers[pair*y.labels+label] }
