package drawing

import (
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"
	"strconv"

	"github.com/entente-kg/entente/schema"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// WritePNG writes the drawing, laid out before, as PNG with scale pixels for
// each of its own.
func (p *Drawing) WritePNG(w io.Writer, scale float64) error {
	c, err := newCanvas(p.Width, p.Height, scale)
	if err != nil {
		return err
	}
	taken := make([]box, 0, len(p.Nodes)+len(p.Edges))
	for _, v := range p.Nodes {
		taken = append(taken, boxOf(v))
	}
	type label struct {
		at     box
		x, y   float64
		text   string
		colour string
	}
	var labels []label
	for _, e := range p.Edges {
		c.edge(e)
		x, y := labelPlace(e, taken)
		at := labelBox(e, x, y)
		taken = append(taken, at)
		labels = append(labels, label{at, x, y, e.Label, edgeColour(e)})
	}
	for _, l := range labels {
		c.fill("#ffffff", l.at.x1, l.at.y1, l.at.x2, l.at.y1, l.at.x2, l.at.y2, l.at.x1, l.at.y2)
		c.text(l.text, l.x, l.y+labelSize/3, labelSize, l.colour, 0.5)
	}
	for _, v := range p.Nodes {
		c.circle("#ffffff", v.X, v.Y, radius(v)+1)
		c.circle(colourOf(v.Kind), v.X, v.Y, radius(v)-1)
	}
	for _, v := range p.Nodes {
		c.text(v.Name, v.X, v.Y+radius(v)+nameSize, nameSize, "#222222", 0.5)
	}
	p.legendPNG(c)
	if c.err != nil {
		return c.err
	}
	return png.Encode(w, c.img)
}

// canvas draws shapes on an image. It keeps the first error.
type canvas struct {
	img   *image.RGBA
	scale float64
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

// edge draws a line from rim to rim, with its head.
func (c *canvas) edge(e *Edge) {
	x1, y1 := rim(e.From, e.To, 1)
	x2, y2 := rim(e.To, e.From, 3)
	dx, dy := x2-x1, y2-y1
	length := max(math.Hypot(dx, dy), 1)
	dx, dy = dx/length, dy/length
	width := lineWidth(e)
	if !e.Symmetric {
		head := 5 + 2*width
		bx, by := x2-dx*head, y2-dy*head
		c.fill(edgeColour(e), x2, y2, bx-dy*head/2, by+dx*head/2, bx+dy*head/2, by-dx*head/2)
		x2, y2 = bx, by
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
	d.Dot = fixed.Point26_6{X: fixed.Int26_6(left * 64), Y: fixed.Int26_6(y * c.scale * 64)}
	d.DrawString(s)
}

// legendPNG names the colours that are used.
func (p *Drawing) legendPNG(c *canvas) {
	used := map[schema.Kind]bool{}
	for _, v := range p.Nodes {
		used[v.Kind] = true
	}
	x, y := 24.0, p.Height-20
	for _, k := range colours {
		if !used[k.kind] {
			continue
		}
		c.circle(k.colour, x, y-4.5, 7)
		c.text(k.name, x+13, y, 13, "#444444", 0)
		x += 13 + textWidth(k.name, 13) + 22
	}
	for _, k := range []struct{ colour, name string }{{cooperation, "cooperation"}, {conflict, "conflict"}} {
		c.fill(k.colour, x, y-5.7, x+22, y-5.7, x+22, y-3.3, x, y-3.3)
		c.text(k.name, x+29, y, 13, "#444444", 0)
		x += 29 + textWidth(k.name, 13) + 22
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
