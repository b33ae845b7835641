package main

import (
	"bytes"
	"fmt"
	"math"
)

// bins is into how many parts the diagram cuts the probabilities.
const bins = 10

// bin is one point of the diagram.
type bin struct {
	n        int
	p, right float64 // sums
}

// diagram draws how often claims of a probability are right: SVG, one point
// for each tenth, as large as it has claims. A model that says what it knows
// has its points on the diagonal.
func diagram(gs []guess) []byte {
	var all [bins]bin
	for i := range gs {
		b := &all[min(bins-1, int(gs[i].p*bins))]
		b.n++
		b.p += gs[i].p
		if gs[i].Right {
			b.right++
		}
	}
	const size, margin = 360.0, 50.0
	x := func(p float64) float64 { return margin + p*size }
	y := func(p float64) float64 { return margin/2 + (1-p)*size }
	var out bytes.Buffer
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %g %g" font-family="sans-serif" font-size="12" role="img">`+"\n", size+1.5*margin, size+1.5*margin)
	fmt.Fprintln(&out, `<title>How often claims are right, by the confidence that they were given</title>`)
	fmt.Fprintf(&out, `<rect width="100%%" height="100%%" fill="#fff"/><path d="M%g %gV%gH%g" fill="none" stroke="#444"/>`+"\n", x(0), y(1), y(0), x(1))
	fmt.Fprintf(&out, `<path d="M%g %gL%g %g" stroke="#999" stroke-dasharray="4 4"/>`+"\n", x(0), y(0), x(1), y(1))
	for k := 0; k <= bins; k += 2 {
		p := float64(k) / bins
		fmt.Fprintf(&out, `<text x="%.1f" y="%.1f" text-anchor="middle">%.1f</text><text x="%.1f" y="%.1f" text-anchor="end">%.1f</text>`+"\n", x(p), y(0)+16, p, x(0)-6, y(p)+4, p)
	}
	fmt.Fprintf(&out, `<text x="%g" y="%g" text-anchor="middle">confidence</text><text transform="translate(14 %g)rotate(-90)" text-anchor="middle">share that is right</text>`+"\n", x(0.5), y(0)+36, y(0.5))
	for _, b := range all {
		if b.n == 0 {
			continue
		}
		n := float64(b.n)
		fmt.Fprintf(&out, `<circle cx="%.1f" cy="%.1f" r="%.1f" fill="#2563eb" fill-opacity=".7"><title>%d claims, confidence %.2f, right %.2f</title></circle>`+"\n", x(b.p/n), y(b.right/n), 2+2*math.Log10(n), b.n, b.p/n, b.right/n)
	}
	out.WriteString("</svg>\n")
	return out.Bytes()
}
