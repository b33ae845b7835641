package brief

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/entente-kg/entente/graph/timeline"
	"github.com/entente-kg/entente/schema"
)

// The chart's measures in pixels.
const (
	chartWidth, chartHeight = 900.0, 210.0
	chartLeft, chartBottom  = 46.0, 28.0
	maxBars                 = 160
)

// chart draws a timeline as SVG: cooperation above the line, conflict below,
// periods without events left empty. It draws the latest maxBars periods.
func chart(t timeline.Timeline) string {
	slots := periods(t)
	if len(slots) < 2 {
		return ""
	}
	high, low := 1.0, -1.0
	for _, b := range slots {
		high, low = max(high, b.Cooperation), min(low, b.Conflict)
	}
	plot := chartHeight - chartBottom - 12
	zero := 12 + plot*high/(high-low)
	y := func(v float64) float64 { return zero - v*plot/(high-low) }
	step := (chartWidth - chartLeft - 8) / float64(len(slots))
	var s strings.Builder
	fmt.Fprintf(&s, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %g %g" role="img" aria-label="Timeline: Goldstein scores by %s" font-family="Helvetica, Arial, 'DejaVu Sans', sans-serif" font-size="12.5">`+"\n", chartWidth, chartHeight, t.By)
	for _, v := range []float64{high, 0, low} {
		if v != 0 && math.Abs(y(v)-zero) < 14 { // its number would lie on that of 0
			continue
		}
		fmt.Fprintf(&s, `<line x1="%g" x2="%g" y1="%.1f" y2="%.1f" stroke="#b0b0b0" stroke-width="%s"/><text x="%g" y="%.1f" text-anchor="end" fill="#555555">%s</text>`+"\n",
			chartLeft, chartWidth-8, y(v), y(v), map[bool]string{true: "1.2", false: "0.5"}[v == 0], chartLeft-6, y(v)+4, signed(v))
	}
	every := max(1, int(math.Ceil(float64(len(slots))/10)))
	for i, b := range slots {
		x := chartLeft + float64(i)*step
		width := max(1, min(step*0.8, 26))
		x0 := x + (step-width)/2
		title := fmt.Sprintf("%s: %d %s, cooperation %+.1f, conflict %+.1f", label(b.From, t.By), b.Events, plural(b.Events, "event"), b.Cooperation, b.Conflict)
		if b.Cooperation > 0 {
			fmt.Fprintf(&s, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="#3d7350"><title>%s</title></rect>`+"\n", x0, y(b.Cooperation), width, zero-y(b.Cooperation), title)
		}
		if b.Conflict < 0 {
			fmt.Fprintf(&s, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="#a8432f"><title>%s</title></rect>`+"\n", x0, zero, width, y(b.Conflict)-zero, title)
		}
		if i%every == 0 {
			fmt.Fprintf(&s, `<text x="%.1f" y="%g" text-anchor="middle" fill="#555555">%s</text>`+"\n", x+step/2, chartHeight-9, label(b.From, t.By))
		}
	}
	s.WriteString("</svg>\n")
	return s.String()
}

func signed(v float64) string {
	if v == 0 {
		return "0"
	}
	return strings.Replace(fmt.Sprintf("%+.0f", v), "-", "−", 1)
}

// periods are the bars with the empty periods between them, the latest maxBars.
func periods(t timeline.Timeline) []timeline.Bar {
	if len(t.Bars) == 0 {
		return nil
	}
	last := t.Bars[len(t.Bars)-1].From
	var out []timeline.Bar
	next := 0
	for from := t.Bars[0].From; from != "" && from <= last; from = timeline.Next(from, t.By) {
		b := timeline.Bar{From: from}
		if next < len(t.Bars) && t.Bars[next].From == from {
			b = t.Bars[next]
			next++
		}
		out = append(out, b)
		if len(out) > maxBars {
			out = out[1:]
		}
	}
	return out
}

// label names a period by its first day.
func label(from string, by schema.Precision) string {
	t, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return from
	}
	switch by {
	case schema.Year:
		return t.Format("2006")
	case schema.Month, schema.Quarter:
		return t.Format("Jan 2006")
	}
	return t.Format("2 Jan 06")
}
