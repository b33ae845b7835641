package read

import "io"

// freeGrowth is how far anything may grow before its ratio counts: small
// files of one repeated line are no bomb.
const freeGrowth = 256 << 10

// budget is what one compressed input may grow to. It belongs to one
// goroutine.
type budget struct {
	max, ratio int64
	in, out    int64   // bytes of compressed input, and what they grew to
	around     *budget // of the archive that this one is in, nil for none
}

// spent says by which limit the growth has gone too far, nil for none.
func (b *budget) spent() error {
	const do = "leave it out; if you trust it, raise the limit or unpack it yourself"
	switch {
	case b.out > b.max:
		return skip(TooLarge, do, "it unpacks to more than %s", size(b.max))
	case b.out > freeGrowth && b.out/b.ratio > b.in:
		return skip(TooLarge, do, "it unpacks to more than %d times its size, as a zip bomb does", b.ratio)
	}
	return nil
}

// spending counts what is unpacked, and ends when a budget is spent.
type spending struct {
	from   io.Reader
	budget *budget
}

func (s *spending) Read(p []byte) (int, error) {
	n, err := s.from.Read(p)
	for b := s.budget; b != nil; b = b.around {
		b.out += int64(n)
		if over := b.spent(); over != nil {
			return 0, over
		}
	}
	return n, err
}

// counted counts the input of a budget whose size is not known before.
type counted struct {
	from   io.Reader
	budget *budget
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.budget.in += int64(n)
	return n, err
}
