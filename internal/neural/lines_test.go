package neural

import (
	"math/rand/v2"
	"testing"
)

// The assembly gives the bits of the plain code, and that adds what the codes
// say.
func TestLines(t *testing.T) {
	rng := rand.New(rand.NewPCG(10, 1))
	const n = 50
	lengths := [256]float32(random(rng, 256))
	l := Lines{Lengths: &lengths, First: random(rng, LineWidth*256), Second: random(rng, LineWidth*256), Bytes: make([]byte, n*LineBytes)}
	for i := range l.Bytes {
		l.Bytes[i] = byte(rng.Uint32())
		if i%LineBytes == LineBytes-1 {
			l.Bytes[i] &= 1
		}
	}
	for count := range 20 {
		rows := make([]uint32, count)
		for i := range rows {
			rows[i] = rng.Uint32N(n)
		}
		var got, want [LineWidth]float32
		copy(got[:], random(rng, LineWidth))
		want = got
		simple := got
		l.Add(&got, rows)
		l.add(&want, rows)
		if i := differ(got[:], want[:]); i >= 0 {
			t.Fatalf("%d rows: got %v, in plain code %v", count, got, want)
		}
		for _, row := range rows {
			line := l.Bytes[row*LineBytes:][:LineBytes]
			for i := range simple {
				simple[i] += float32(lengths[line[0]] * l.First[(i/4*256+int(line[1+i/4]))*4+i%4])
				if line[15] == 1 {
					simple[i] += float32(lengths[line[0]] * l.Second[(i/4*256+int(line[8+i/4]))*4+i%4])
				}
			}
		}
		if i := differ(got[:], simple[:]); i >= 0 {
			t.Fatalf("%d rows: got %v, want %v", count, got, simple)
		}
	}
}
