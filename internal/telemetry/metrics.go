package telemetry

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// metrics are counters, gauges and histograms under their full names, such as
// entente_articles_total{outcome="new"}, in Prometheus' text format (version
// 0.0.4). Prometheus' own client would make the program five megabytes larger.
type metrics struct {
	sync.Mutex
	counters   map[string]float64
	gauges     map[string]func() float64
	histograms map[series]*histogram
}

// series names one histogram: its family and labels, `stage="parse"` or "".
type series struct{ family, labels string }

// histogram counts seconds.
type histogram struct {
	within [len(bounds) + 1]uint64 // of each bound, and beyond the last
	sum    float64
}

// bounds are those of the histograms, in seconds: from a short article's stage
// to a large batch on a slow server.
var bounds = [...]float64{0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30}

func newMetrics() *metrics {
	return &metrics{counters: map[string]float64{}, gauges: map[string]func() float64{}, histograms: map[series]*histogram{}}
}

func (m *metrics) add(name string, n float64) {
	m.Lock()
	defer m.Unlock()
	m.counters[name] += n
}

func (m *metrics) gauge(name string, f func() float64) {
	m.Lock()
	defer m.Unlock()
	m.gauges[name] = f
}

// observe notes how long something took.
func (m *metrics) observe(family, labels string, took time.Duration) {
	m.Lock()
	defer m.Unlock()
	h := m.histograms[series{family, labels}]
	if h == nil {
		h = &histogram{}
		m.histograms[series{family, labels}] = h
	}
	i, _ := slices.BinarySearch(bounds[:], took.Seconds())
	h.within[i]++
	h.sum += took.Seconds()
}

// write writes all, in the order of their names.
func (m *metrics) write(to io.Writer) error {
	w := bufio.NewWriter(to)
	m.Lock()
	counters, gauges := maps.Clone(m.counters), maps.Clone(m.gauges)
	histograms := map[series]histogram{}
	for k, h := range m.histograms {
		histograms[k] = *h
	}
	m.Unlock() // a gauge may take its time
	family := ""
	kind := func(name, kind string) {
		if f, _, _ := strings.Cut(name, "{"); f != family {
			family = f
			fmt.Fprintf(w, "# TYPE %s %s\n", f, kind)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(counters)) {
		kind(name, "counter")
		fmt.Fprintf(w, "%s %s\n", name, number(counters[name]))
	}
	for _, name := range slices.Sorted(maps.Keys(gauges)) {
		kind(name, "gauge")
		fmt.Fprintf(w, "%s %s\n", name, number(gauges[name]()))
	}
	for _, s := range slices.SortedFunc(maps.Keys(histograms), func(a, b series) int {
		return strings.Compare(a.family+" "+a.labels, b.family+" "+b.labels)
	}) {
		kind(s.family, "histogram")
		h := histograms[s]
		h.write(w, s)
	}
	writeProcess(w)
	return w.Flush()
}

func (h *histogram) write(w io.Writer, s series) {
	before, of := "", ""
	if s.labels != "" {
		before, of = s.labels+",", "{"+s.labels+"}"
	}
	total := uint64(0)
	for i, n := range h.within {
		total += n
		le := "+Inf"
		if i < len(bounds) {
			le = number(bounds[i])
		}
		fmt.Fprintf(w, "%s_bucket{%sle=%q} %d\n", s.family, before, le, total)
	}
	fmt.Fprintf(w, "%s_sum%s %s\n%s_count%s %d\n", s.family, of, number(h.sum), s.family, of, total)
}

// writeProcess writes what the process takes of the machine, under the names
// that Prometheus' clients use.
func writeProcess(w io.Writer) {
	cpu, resident := usage()
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	for _, m := range []struct {
		name, kind string
		value      float64
	}{
		{"go_goroutines", "gauge", float64(runtime.NumGoroutine())},
		{"go_memstats_alloc_bytes_total", "counter", float64(mem.TotalAlloc)},
		{"go_memstats_heap_inuse_bytes", "gauge", float64(mem.HeapInuse)},
		{"process_cpu_seconds_total", "counter", cpu},
		{"process_resident_memory_bytes", "gauge", resident},
		{"process_start_time_seconds", "gauge", float64(started.Unix())},
	} {
		if m.value > 0 {
			fmt.Fprintf(w, "# TYPE %s %s\n%s %s\n", m.name, m.kind, m.name, number(m.value))
		}
	}
}

// started is when the program was, near enough.
var started = time.Now()

func number(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }
