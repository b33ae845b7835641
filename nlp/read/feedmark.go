package read

import (
	"bytes"
	"errors"
	"io"
)

// maxMark is how much of a text, comment or tag is taken in one piece.
const maxMark = 32 << 10

// markup reads a tag, or a piece of what is none: text up to the next "<",
// and comments, CDATA sections and declarations in pieces. XML allows no "<"
// within a tag, so one that stands there begins anew; thus an unclosed quote
// in one item does not swallow the next.
func (c *feedCutter) markup() ([]byte, error) {
	head, err := c.r.Peek(9)
	if len(head) == 0 {
		return nil, err
	}
	switch {
	case head[0] != '<':
		return c.textPiece()
	case bytes.HasPrefix(head, []byte("<![CDATA[")):
		return c.through("]]>")
	case bytes.HasPrefix(head, []byte("<!--")):
		return c.through("-->")
	case bytes.HasPrefix(head, []byte("<?")):
		return c.through("?>")
	}
	return c.tag()
}

// textPiece reads text up to the next "<".
func (c *feedCutter) textPiece() ([]byte, error) {
	b, _ := c.r.Peek(min(c.r.Buffered(), maxMark))
	if i := bytes.IndexByte(b, '<'); i >= 0 {
		b = b[:i]
	}
	return c.consume(b)
}

// tag reads from "<" through ">", or up to the next "<".
func (c *feedCutter) tag() ([]byte, error) {
	var mark []byte
	quote := byte(0)
	for len(mark) < maxMark {
		b, err := c.r.ReadByte()
		if err != nil {
			if errors.Is(err, io.EOF) && len(mark) > 0 {
				return mark, nil
			}
			return nil, err
		}
		if b == '<' && len(mark) > 0 {
			return mark, c.r.UnreadByte()
		}
		if b == '\n' {
			c.line++
		}
		mark = append(mark, b)
		switch {
		case quote != 0:
			if b == quote {
				quote = 0
			}
		case b == '"' || b == '\'':
			quote = b
		case b == '>':
			return mark, nil
		}
	}
	return mark, nil
}

// through reads a section up to its end. It is kept piece by piece; the last
// piece is returned.
func (c *feedCutter) through(end string) ([]byte, error) {
	skip := 2 // so that "<!-->" does not end itself
	for {
		if _, err := c.r.Peek(skip + len(end)); err != nil {
			if rest, _ := c.r.Peek(c.r.Buffered()); len(rest) > 0 && errors.Is(err, io.EOF) {
				return c.consume(rest)
			}
			return nil, err
		}
		b, _ := c.r.Peek(min(c.r.Buffered(), maxMark))
		if i := bytes.Index(b[skip:], []byte(end)); i >= 0 {
			return c.consume(b[:skip+i+len(end)])
		}
		piece, err := c.consume(b[:len(b)-len(end)+1])
		if err != nil {
			return nil, err
		}
		c.keep(piece)
		skip = 0
	}
}

// consume takes a piece that was peeked at. It stays good until the next read.
func (c *feedCutter) consume(peeked []byte) ([]byte, error) {
	c.line += bytes.Count(peeked, []byte{'\n'})
	_, err := c.r.Discard(len(peeked))
	return peeked, err
}
