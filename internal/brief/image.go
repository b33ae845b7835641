package brief

import (
	"errors"
	"io"
)

// ErrNothingToDraw is returned where a picture is asked for and no two actors
// are connected.
var ErrNothingToDraw = errors.New("nothing to draw: no two actors are connected by anything that happened")

// SVG writes the network picture alone.
func (b *Briefing) SVG(w io.Writer) error {
	if b.Picture == nil {
		return ErrNothingToDraw
	}
	return b.Picture.WriteSVG(w)
}

// PNG writes the network picture alone, at twice its size for print.
func (b *Briefing) PNG(w io.Writer) error {
	if b.Picture == nil {
		return ErrNothingToDraw
	}
	return b.Picture.WritePNG(w, 2)
}
