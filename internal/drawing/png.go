package drawing

import (
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"
	"slices"
	"strconv"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// WritePNG writes the drawing, laid out before, as PNG with scale pixels for
// each of its own.
func (p *Drawing) WritePNG(w io.Writer, scale float64) error {
	above, below := p.heads()
	c, err := newCanvas(p.Width, p.Height+above+below, scale)
	if err != nil {
		return err
	}
	if p.Heading != "" {
		c.text(p.Heading, legendLeft, 25, 19, "#222222", 0)
	}
	c.down = above
	for _, e := range p.Edges {
		c.edge(e)
	}
	for _, l := range p.labels() {
		c.fill("#ffffff", l.at.x1, l.at.y1, l.at.x2, l.at.y1, l.at.x2, l.at.y2, l.at.x1, l.at.y2)
		c.text(l.edge.Label, l.x, l.y+labelSize/3, labelSize, edgeColour(l.edge), 0.5)
	}
	for _, v := range p.Nodes {
		c.circle("#ffffff", v.X, v.Y, radius(v)+1)
		c.circle(colourOf(v.Kind), v.X, v.Y, radius(v)-1)
	}
	for _, v := range p.Nodes {
		x, y := nameAt(v)
		for _, d := range [][2]float64{{-1.5, 0}, {1.5, 0}, {0, -1.5}, {0, 1.5}, {-1, -1}, {1, 1}, {-1, 1}, {1, -1}} { // a rim, so that no line runs into it
			c.text(v.Name, x+d[0], y+d[1], nameSize, "#ffffff", 0.5)
		}
		c.text(v.Name, x, y, nameSize, "#222222", 0.5)
	}
	p.legendPNG(c)
	for i, words := range p.noteLines() {
		c.text(words, legendLeft, p.Height+12+16*float64(i), noteSize, "#555555", 0)
	}
	if c.err != nil {
		return c.err
	}
	return png.Encode(w, c.img)
}

// canvas draws shapes on an image. It keeps the first error.
type canvas struct {
	img   *image.RGBA
	scale float64
	down  float64 // what is drawn moves down by this
	fonts map[float64]font.Face
	face  *opentype.Font
	err   error
}

func newCanvas(width, height, scale float64) (*canvas, error) {
	face, err := opentype.Parse(goregular.TTF)
	if err != nil {
		return nil, err
	}
	c := &canvas{img: image.NewRGBA(image.Rect(0, 0, int(width*scale), int(height*scale))), scale: scale, fonts: map[float64]font.Face{}, face: face}
	draw.Draw(c.img, c.img.Bounds(), image.White, image.Point{}, draw.Src)
	return c, nil
}

// fill paints the inside of a shape, given as x and y of its corners in the
// drawing's pixels.
func (c *canvas) fill(colour string, xy ...float64) {
	if len(xy) < 6 {
		return
	}
	xy = slices.Clone(xy)
	for i := 1; i < len(xy); i += 2 {
		xy[i] += c.down
	}
	left, top, right, bottom := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for i := 0; i+1 < len(xy); i += 2 {
		left, right = min(left, xy[i]*c.scale), max(right, xy[i]*c.scale)
		top, bottom = min(top, xy[i+1]*c.scale), max(bottom, xy[i+1]*c.scale)
	}
	box := image.Rect(int(math.Floor(left)), int(math.Floor(top)), int(math.Ceil(right))+1, int(math.Ceil(bottom))+1)
	z := vector.NewRasterizer(box.Dx(), box.Dy())
	for i := 0; i+1 < len(xy); i += 2 {
		x, y := float32(xy[i]*c.scale)-float32(box.Min.X), float32(xy[i+1]*c.scale)-float32(box.Min.Y)
		if i == 0 {
			z.MoveTo(x, y)
		} else {
			z.LineTo(x, y)
		}
	}
	z.ClosePath()
	z.Draw(c.img, box, image.NewUniform(rgb(colour)), image.Point{})
}

func (c *canvas) circle(colour string, x, y, r float64) {
	const sides = 48
	xy := make([]float64, 0, 2*sides)
	for i := range sides {
		a := 2 * math.Pi * float64(i) / sides
		xy = append(xy, x+r*math.Cos(a), y+r*math.Sin(a))
	}
	c.fill(colour, xy...)
}

// edge draws a line from rim to rim, with its heads.
func (c *canvas) edge(e *Edge) {
	x1, y1 := rim(e.From, e.To, 2)
	x2, y2 := rim(e.To, e.From, 3)
	dx, dy := x2-x1, y2-y1
	length := max(math.Hypot(dx, dy), 1)
	dx, dy = dx/length, dy/length
	width := lineWidth(e)
	head := 5 + 2*width
	if !e.Symmetric || e.Mutual {
		bx, by := x2-dx*head, y2-dy*head
		c.fill(edgeColour(e), x2, y2, bx-dy*head/2, by+dx*head/2, bx+dy*head/2, by-dx*head/2)
		x2, y2 = bx, by
	}
	if e.Mutual {
		bx, by := x1+dx*head, y1+dy*head
		c.fill(edgeColour(e), x1, y1, bx-dy*head/2, by+dx*head/2, bx+dy*head/2, by-dx*head/2)
		x1, y1 = bx, by
	}
	h := width / 2
	c.fill(edgeColour(e), x1-dy*h, y1+dx*h, x2-dy*h, y2+dx*h, x2+dy*h, y2-dx*h, x1+dy*h, y1-dx*h)
}

// text writes one line; align is 0 from x on, 0.5 centred on it.
func (c *canvas) text(s string, x, y, size float64, colour string, align float64) {
	face, ok := c.fonts[size]
	if !ok {
		var err error
		face, err = opentype.NewFace(c.face, &opentype.FaceOptions{Size: size * c.scale, DPI: 72, Hinting: font.HintingNone})
		if err != nil {
			if c.err == nil {
				c.err = err
			}
			return
		}
		c.fonts[size] = face
	}
	d := font.Drawer{Dst: c.img, Src: image.NewUniform(rgb(colour)), Face: face}
	left := x*c.scale - align*float64(d.MeasureString(s))/64
	d.Dot = fixed.Point26_6{X: fixed.Int26_6(left * 64), Y: fixed.Int26_6((y + c.down) * c.scale * 64)}
	d.DrawString(s)
}

// legendPNG names the colours that are used.
func (p *Drawing) legendPNG(c *canvas) {
	rows := p.legendRows()
	y := p.Height - legendRow*float64(len(rows)) + 12
	for _, row := range rows {
		x := legendLeft
		for _, k := range row {
			if k.dot {
				c.circle(k.colour, x, y-4.5, 6.5)
				c.text(k.name, x+13, y, legendSize, "#444444", 0)
			} else {
				c.fill(k.colour, x, y-5.7, x+22, y-5.7, x+22, y-3.3, x, y-3.3)
				c.text(k.name, x+29, y, legendSize, "#444444", 0)
			}
			x += k.width()
		}
		y += legendRow
	}
}

// rgb reads "#rrggbb".
func rgb(s string) color.RGBA {
	n, err := strconv.ParseUint(s[1:], 16, 32)
	if err != nil {
		return color.RGBA{A: 255}
	}
	return color.RGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), 255} //nolint:gosec // bytes of a number
}
