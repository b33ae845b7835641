package read

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// The benchmarks give bytes of input a second.

func benchmark(b *testing.B, format string, content []byte, per int) {
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for _, err := range Inputs(b.Context(), Options{Format: format, Now: now, Stdin: bytes.NewReader(content)}, "-") {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != per {
			b.Fatalf("got %d documents, want %d", n, per)
		}
	}
}

// english is prose of n bytes.
func english(n int) string {
	const s = "The minister said on Monday that the two governments had agreed on a date for the talks, which would be held in Suva. "
	return strings.Repeat(s, n/len(s)+1)[:n]
}

func BenchmarkJSONL(b *testing.B) {
	line := []byte(`{"id":"x","date":"2025-03-12","url":"https://a.example/1","text":"` + english(2000) + "\"}\n")
	benchmark(b, "jsonl", bytes.Repeat(line, 200), 200)
}

func BenchmarkHTML(b *testing.B) {
	page, err := os.ReadFile("testdata/page.html")
	if err != nil {
		b.Fatal(err)
	}
	benchmark(b, "html", page, 1)
}

func BenchmarkText(b *testing.B) {
	benchmark(b, "text", []byte("Fiji frees sailors\n\nSUVA, March 12, 2025 - "+english(2000)+"."), 1)
}
