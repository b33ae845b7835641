package brief

import (
	"errors"
	"io"
	"strings"

	"github.com/entente-kg/entente/internal/drawing"
)

// ErrNothingToDraw is returned where a picture is asked for and no two actors
// are connected.
var ErrNothingToDraw = errors.New("nothing to draw: no two actors are connected by anything that happened")

// SVG writes the network picture alone.
func (b *Briefing) SVG(w io.Writer) error {
	if b.Picture == nil {
		return ErrNothingToDraw
	}
	var picture strings.Builder
	if err := b.alone().WriteSVG(&picture); err != nil {
		return err
	}
	return writePlain(w, picture.String())
}

// PNG writes the network picture alone, at twice its size for print.
func (b *Briefing) PNG(w io.Writer) error {
	if b.Picture == nil {
		return ErrNothingToDraw
	}
	return b.alone().WritePNG(w, 2)
}

// alone is the picture with what the page would say around it.
func (b *Briefing) alone() *drawing.Drawing {
	d := *b.Picture
	d.Heading = b.Title
	d.Note = strings.TrimSpace(b.About() + " Arrows: who acts. Thicker: more independent sources. " + b.Cut)
	return &d
}
