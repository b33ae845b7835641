package neural

// Lines are many packed vectors of LineWidth numbers, each in one line of
// bytes, so that adding one takes one look into memory: which length it has;
// which four numbers of First stand in each place; which of Second are added
// to those; and whether there are any of Second.
type Lines struct {
	Lengths       *[256]float32
	First, Second []float32 // for each four places, 256 times four numbers
	Bytes         []byte    // LineBytes for each vector
}

// LineWidth is how many numbers a vector of Lines has, LineBytes how many
// bytes it takes.
const (
	LineWidth = 28
	LineBytes = 16

	lineCodes = LineWidth / runWidth
)

// Add adds vectors to x, in this order. The result is the same to the last bit
// on every machine.
func (l *Lines) Add(x *[LineWidth]float32, rows []uint32) {
	if len(rows) == 0 {
		return
	}
	_, _ = l.First[LineWidth*runs-1], l.Second[LineWidth*runs-1]
	for _, row := range rows {
		_ = l.Bytes[int(row)*LineBytes+LineBytes-1]
	}
	if best != plain {
		addLines(&x[0], &l.Lengths[0], &l.First[0], &l.Second[0], &l.Bytes[0], &rows[0], len(rows))
		return
	}
	l.add(x, rows)
}

func (l *Lines) add(x *[LineWidth]float32, rows []uint32) {
	for _, row := range rows {
		line := l.Bytes[int(row)*LineBytes:][:LineBytes]
		s := l.Lengths[line[0]]
		addCodes(x[:], l.First, line[1:1+lineCodes], s)
		if line[LineBytes-1] != 0 {
			addCodes(x[:], l.Second, line[1+lineCodes:LineBytes-1], s)
		}
	}
}
