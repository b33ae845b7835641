package main

import (
	"slices"
	"strings"
	"testing"
)

func TestTenths(t *testing.T) {
	m := &measured{}
	m.report.Read = 1000
	for i := range 101 { // ten articles a second, then a minute of events
		m.points = append(m.points, point{seconds: float64(i + 1), articles: float64(i * 10)})
	}
	got := m.tenths()
	if len(got) != 10 || slices.Min(got) < 9.9 || slices.Max(got) > 11.2 {
		t.Errorf("got %v, want ten articles a second throughout", got)
	}
	m.points = m.points[:1]
	if got := m.tenths(); got != nil {
		t.Errorf("of a single look: got %v, want nothing", got)
	}
}

func TestPrint(t *testing.T) {
	m := &measured{seconds: 20, processor: 31, peak: 200e6}
	m.report.Read, m.report.Claims = 1000, 5000
	for i := range 40 {
		m.points = append(m.points, point{seconds: float64(i) / 2, articles: float64(min(i*50, 1000))})
	}
	var b strings.Builder
	f := m.figures(30e6, 11e6)
	f.print(&b)
	for _, want := range []string{"30 MB of JSON Lines, 11 MB packed, 1000 articles", "20 s: 10 s to read, analyse and write, 10 s for events", "50 articles a second", "| 200 MB |"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("got\n%s\nwant %q in it", b.String(), want)
		}
	}
}

func TestBytesOf(t *testing.T) {
	for given, want := range map[string]int64{"30MB": 30e6, "1.5GB": 15e8, "10kb": 10e3, "x": 0, "-1MB": 0, "30": 0} {
		got, err := bytesOf(given)
		if got != want || (err == nil) != (want > 0) {
			t.Errorf("%q: got %d, %v; want %d", given, got, err, want)
		}
	}
}
