package nlp

import (
	"sync"

	"github.com/entente-kg/entente/nlp/relation/learned"
	"github.com/entente-kg/entente/nlp/relation/reader"
	"github.com/entente-kg/entente/nlp/weights"
)

// readers opens readers of claims for a model. Their weights are unpacked when
// the first sentence is to be read: many texts have none.
func readers(m *learned.Model) func() (learned.Second, error) {
	load := sync.OnceValues(func() (*reader.Model, error) { return reader.Read(weights.ClaimReader, m) })
	return func() (learned.Second, error) {
		x, err := load()
		if err != nil {
			return nil, err
		}
		return x.NewReader(), nil
	}
}
