package view

import (
	"cmp"
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
// actors and has no chance in it: the same graph and page, the same picture.
// Lines are pairs of places in the list. Places are given in halves of the
// page's longer side, from its middle: x and y are -1 to 1.
func layOut(actors []Actor, lines [][2]int, width, height float64) {
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
	room := make([]float64, n)
	var widest float64
	for i, a := range actors {
		room[i] = 2*dotRoom + letterWidth*float64(min(mostShown, utf8.RuneCountInString(a.Name)))
		widest = max(widest, room[i])
	}
	left, right, top := dotRoom+edgeRoom, width-min(widest, width/3), rowHeight/2+edgeRoom
	loosen(x)
	loosen(y)
	fit(x, left, right)
	fit(y, top, height-top)
	for range roundsApart {
		if n > mostApart || !apart(x, y, room) {
			break
		}
		within(x, left, right)
		within(y, top, height-top)
	}
	half := max(width, height) / 2
	for i := range actors { // rounded: short answers
		actors[i].X, actors[i].Y = math.Round((x[i]-width/2)/half*1e4)/1e4, math.Round((y[i]-height/2)/half*1e4)/1e4
	}
}

// What an actor and its name take of a page, in pixels; and when there is room
// for names to stand apart.
const (
	dotRoom, rowHeight     = 14.0, 20.0
	edgeRoom               = 6.0
	letterWidth, mostShown = 7.3, 28 // the page shortens longer names
	mostApart, roundsApart = 150, 300
)

// loosen gives crowded places more room, and empty ones less: it moves each
// place halfway to where it would be if all were as far from the next.
func loosen(at []float64) {
	n := len(at)
	if n < 3 {
		return
	}
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(at[a], at[b]) })
	low, high := at[order[0]], at[order[n-1]]
	for rank, i := range order {
		at[i] = (at[i] + low + (high-low)*float64(rank)/float64(n-1)) / 2
	}
}

// fit stretches places from one end to the other.
func fit(at []float64, from, to float64) {
	if len(at) == 0 {
		return
	}
	low, high := slices.Min(at), slices.Max(at)
	for i := range at {
		if high-low < 1e-9 {
			at[i] = (from + to) / 2
			continue
		}
		at[i] = from + (at[i]-low)/(high-low)*(to-from)
	}
}

// within draws places in that have been pushed out of the page.
func within(at []float64, from, to float64) {
	for i := range at {
		at[i] = min(max(at[i], from), to)
	}
}

// apart moves those a little from each other whose names, to the right of them,
// overlap, and reports whether it had to.
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
