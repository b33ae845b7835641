package drawing

import (
	"fmt"
	"math"
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

// Labels that are drawn cover no name and no other label by more than a tenth.
func TestLabelsCoverNothing(t *testing.T) {
	for _, n := range []int{6, 24, 60} {
		d := random(n, n)
		d.LayOut()
		labels := d.labels()
		if len(labels) == 0 || len(labels)+d.Unlabelled() != len(d.Edges) {
			t.Errorf("%d nodes: %d labels and %d without, of %d edges", n, len(labels), d.Unlabelled(), len(d.Edges))
		}
		covers := func(a label, b box) bool {
			w, h := a.at.overlap(b)
			return w > 0 && h > 0 && w*h > 0.11*(a.at.x2-a.at.x1)*(a.at.y2-a.at.y1)
		}
		for i, l := range labels {
			for _, v := range d.Nodes {
				if covers(l, boxOf(v)) {
					t.Errorf("%d nodes: a label covers %s", n, v.ID)
				}
			}
			for _, o := range labels[:i] {
				if covers(l, o.at) {
					t.Errorf("%d nodes: a label covers another", n)
				}
			}
		}
	}
}

// Parts that nothing connects share the page: none is pushed to its rim.
func TestPartsShareThePage(t *testing.T) {
	d := random(12, 6)
	for i := range 3 { // three pairs beside it
		a, b := &Node{ID: fmt.Sprint("a", i), Name: "One"}, &Node{ID: fmt.Sprint("b", i), Name: "Other"}
		d.Nodes = append(d.Nodes, a, b)
		d.Edges = append(d.Edges, &Edge{From: a, To: b, Label: "VISITS"})
	}
	d.LayOut()
	left, right := d.Width, 0.0
	for _, v := range d.Nodes[:12] {
		left, right = min(left, v.X), max(right, v.X)
	}
	if share := (right - left) / d.Width; share < 0.4 {
		t.Errorf("the largest part takes %.0f%% of the width", 100*share)
	}
	for _, e := range d.Edges[len(d.Edges)-3:] {
		if length := math.Hypot(e.From.X-e.To.X, e.From.Y-e.To.Y); length > 420 {
			t.Errorf("a pair is %.0f pixels apart", length)
		}
	}
}
