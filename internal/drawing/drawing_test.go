package drawing

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// random is a connected graph of n nodes with m edges more than a tree has.
func random(n, m int) *Drawing {
	rng := rand.New(rand.NewPCG(uint64(n), uint64(m)))
	d := &Drawing{Width: 1200, Height: 860}
	for i := range n {
		d.Nodes = append(d.Nodes, &Node{ID: fmt.Sprint(i), Name: fmt.Sprintf("Actor number %d", i)})
		if i > 0 {
			d.Edges = append(d.Edges, &Edge{From: d.Nodes[rng.IntN(i)], To: d.Nodes[i], Label: "VISITS"})
		}
	}
	for range m {
		d.Edges = append(d.Edges, &Edge{From: d.Nodes[rng.IntN(n)], To: d.Nodes[rng.IntN(n)], Label: "VISITS"})
	}
	return d
}

func TestNothingOverlaps(t *testing.T) {
	for _, n := range []int{1, 2, 6, 24, 40} {
		d := random(n, n/2)
		d.LayOut()
		for i, a := range d.Nodes {
			if b := boxOf(a); b.x1 < 0 || b.y1 < 0 || b.x2 > d.Width || b.y2 > d.Height {
				t.Errorf("%d nodes: %s lies outside of the page: %+v", n, a.ID, b)
			}
			for _, b := range d.Nodes[:i] {
				if w, h := boxOf(a).overlap(boxOf(b)); w > 0 && h > 0 {
					t.Errorf("%d nodes: %s and %s overlap", n, a.ID, b.ID)
				}
			}
		}
	}
}

func TestSameGraphSamePicture(t *testing.T) {
	one, two := random(30, 20), random(30, 20)
	one.LayOut()
	two.LayOut()
	for i := range one.Nodes {
		if *one.Nodes[i] != *two.Nodes[i] {
			t.Fatalf("got %+v and %+v", *one.Nodes[i], *two.Nodes[i])
		}
	}
}

func TestTwoHundredNodesInTime(t *testing.T) {
	start := time.Now()
	random(200, 300).LayOut()
	if took := time.Since(start); took > 3*time.Second {
		t.Errorf("got %v, want less than 3 s", took)
	}
}
