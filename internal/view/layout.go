package view

import (
	"math"
	"slices"
	"unicode/utf8"
)

// The work that a layout may do: pairs of actors times rounds.
const (
	layoutWork             = 40_000_000
	leastRounds, mostRound = 40, 200
)

// layOut places actors by forces: all push one another away, the harder the
// more edges they have, and edges pull (Jacomy, Venturini, Heymann and Bastian,
// "ForceAtlas2", PLoS ONE 2014), for a number of rounds with shrinking steps
// (Fruchterman and Reingold 1991). It starts from a spiral in the order of the
// actors and has no chance in it: the same graph, the same picture. Lines are
// pairs of places in the list; x and y are -1 to 1.
func layOut(actors []Actor, lines [][2]int) {
	n := len(actors)
	x, y, mass := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range n { // Vogel's spiral: even, and nobody on another
		r, a := math.Sqrt(float64(i)+0.5), float64(i)*math.Pi*(3-math.Sqrt(5))
		x[i], y[i], mass[i] = r*math.Cos(a), r*math.Sin(a), 1
	}
	for _, l := range lines {
		mass[l[0]]++
		mass[l[1]]++
	}
	dx, dy := make([]float64, n), make([]float64, n)
	rounds := min(mostRound, max(leastRounds, layoutWork/max(1, n*n/2)))
	for round := range rounds {
		push(x, y, mass, dx, dy)
		for _, l := range lines {
			a, b := l[0], l[1]
			const pull = 0.35
			fx, fy := (x[b]-x[a])*pull, (y[b]-y[a])*pull
			dx[a], dy[a] = dx[a]+fx, dy[a]+fy
			dx[b], dy[b] = dx[b]-fx, dy[b]-fy
		}
		step := 0.25 * math.Sqrt(float64(n)) * (1 - float64(round)/float64(rounds))
		for i := range n {
			const gravity = 0.05 // keeps parts without an edge between them in sight
			fx, fy := dx[i]-gravity*mass[i]*x[i], dy[i]-gravity*mass[i]*y[i]
			if length := math.Hypot(fx, fy); length > 0 {
				by := min(step, length/mass[i]) / length
				x[i], y[i] = x[i]+fx*by, y[i]+fy*by
			}
		}
	}
	fit(x, y)
	if n <= mostApart {
		spread(x, y, actors)
	}
	var far float64
	for i := range n {
		far = max(far, math.Abs(x[i]), math.Abs(y[i]))
	}
	for i := range actors { // rounded: short answers
		actors[i].X, actors[i].Y = math.Round(x[i]/far*1e4)/1e4, math.Round(y[i]/far*1e4)/1e4
	}
}

// The page that a picture is fitted to, about that of a small laptop, in
// pixels; what an actor and its name take of it; and when there is room for
// names to stand apart.
const (
	pageWidth, pageHeight  = 640.0, 420.0
	dotRoom, rowHeight     = 14.0, 20.0
	letterWidth, mostShown = 7.3, 28 // the page shortens longer names
	mostApart, roundsApart = 150, 300
)

// fit stretches a picture over the page.
func fit(x, y []float64) {
	for _, of := range []struct {
		at   []float64
		size float64
	}{{x, pageWidth}, {y, pageHeight}} {
		if len(of.at) == 0 {
			return
		}
		low, high := slices.Min(of.at), slices.Max(of.at)
		for i := range of.at {
			of.at[i] = ((of.at[i]-low)/max(high-low, 1e-9) - 0.5) * of.size
		}
	}
}

// spread moves actors until their names, to the right of them, stand apart, or
// it has tried long enough.
func spread(x, y []float64, actors []Actor) {
	room := make([]float64, len(actors))
	for i, a := range actors {
		room[i] = 2*dotRoom + letterWidth*float64(min(mostShown, utf8.RuneCountInString(a.Name)))
	}
	for range roundsApart {
		if !apart(x, y, room) {
			return
		}
	}
}

// apart moves those a little that overlap, and reports whether it had to.
func apart(x, y, room []float64) bool {
	moved := false
	for i := range x {
		for j := range i {
			w := min(x[i]+room[i], x[j]+room[j]) - max(x[i], x[j])
			h := rowHeight - math.Abs(y[i]-y[j])
			if w <= 0 || h <= 0 {
				continue
			}
			moved = true
			if w < 2*h { // sideways only where it is nearer by far: names are wide
				d := math.Copysign(w/2+0.5, x[i]-x[j])
				x[i], x[j] = x[i]+d, x[j]-d
			} else {
				d := math.Copysign(h/2+0.25, y[i]-y[j])
				y[i], y[j] = y[i]+d, y[j]-d
			}
		}
	}
	return moved
}

// push sets dx and dy to the forces between all pairs.
func push(x, y, mass, dx, dy []float64) {
	clear(dx)
	clear(dy)
	for i := range x {
		xi, yi, mi, fx, fy := x[i], y[i], mass[i], 0.0, 0.0
		for j := range i {
			ex, ey := xi-x[j], yi-y[j]
			force := mi * mass[j] / (ex*ex + ey*ey + 0.01)
			ex, ey = ex*force, ey*force
			fx, fy = fx+ex, fy+ey
			dx[j], dy[j] = dx[j]-ex, dy[j]-ey
		}
		dx[i], dy[i] = dx[i]+fx, dy[i]+fy
	}
}
