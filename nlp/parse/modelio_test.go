package parse

import "testing"

// FuzzReadModel: weights that are damaged give an error, and no panic.
func FuzzReadModel(f *testing.F) {
	gold, vectors := small()
	good := Train(gold, vectors, Training{Hidden: 16, Rounds: 1, Seed: 1}).Quantise().Bytes()
	f.Add(0, byte(0))
	f.Add(9, byte(200))
	f.Add(len(good)/2, byte(1))
	f.Add(len(good)-len(good)/100, byte(128))
	f.Fuzz(func(t *testing.T, at int, to byte) {
		b := append([]byte(nil), good...)
		at = max(0, at) % len(b)
		b[at] = to
		if at%3 == 0 {
			b = b[:at]
		}
		if m, err := ReadModel(b); err == nil && string(m.Bytes()[:8]) != magic {
			t.Error("got neither a model nor an error")
		}
	})
}
